//! Numbers in surveys: exact to a thousandth, the same in browser and server, and never out of range.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number to a thousandth. Sums and products stay at the ends of the range instead of running over.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Default, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number(i64);

/// The text is no number, or one that is too large or too fine.
#[derive(Copy, Clone, Eq, PartialEq, Debug, thiserror::Error)]
#[error("is not a number with at most twelve digits and three decimals")]
pub struct NotANumber;

const UNIT: i64 = 1000;
/// A little under a quadrillion of thousandths: twelve digits before the point.
const MOST: i64 = 999_999_999_999_999;

impl Number {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A whole number.
    #[must_use]
    pub const fn whole(value: i32) -> Self {
        Self(value as i64 * UNIT)
    }

    /// Reads a number as people type it: a sign, digits with spaces or apostrophes between thousands, and a point or
    /// a comma before at most three decimals.
    ///
    /// A single comma or point followed by exactly three digits is read as a decimal: `1.250` is one and a quarter.
    /// Several of one kind, or both kinds, show which groups thousands: `1,250,000`, `1.250,5`.
    ///
    /// # Errors
    /// When the text is not such a number.
    pub fn parse(text: &str) -> Result<Self, NotANumber> {
        let text: String = text
            .trim()
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}'))
            .collect();
        let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(&text)),
        };
        let point = decimal_point(digits)?;
        let (whole, part) = match point {
            Some(at) => (&digits[..at], &digits[at + 1..]),
            None => (digits, ""),
        };
        let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + part.len() == 0
            || whole.len() > 12
            || part.len() > 3
            || !is_plain(&whole)
            || !is_plain(part)
        {
            return Err(NotANumber);
        }
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| NotANumber)? };
        let part: i64 = format!("{part:0<3}").parse().map_err(|_| NotANumber)?;
        Ok(Self(sign * (whole * UNIT + part)))
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self((self.0 + other.0).clamp(-MOST, MOST))
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self((self.0 - other.0).clamp(-MOST, MOST))
    }

    /// The product, rounded towards zero.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        let product = i128::from(self.0) * i128::from(other.0) / i128::from(UNIT);
        let kept = product.clamp(-i128::from(MOST), i128::from(MOST));
        Self(i64::try_from(kept).unwrap_or(0))
    }

    /// The whole number of it, rounded towards zero.
    #[must_use]
    pub const fn truncated(self) -> i64 {
        self.0 / UNIT
    }

    /// The nearest number with two digits that are not nought, halves away from nought: 1,249 is 1,200.
    #[must_use]
    pub const fn rounded(self) -> Self {
        let mut step = 1;
        while self.0.unsigned_abs() / step >= 100 {
            step *= 10;
        }
        let size = (self.0.unsigned_abs() + step / 2) / step * step;
        let size = size.cast_signed();
        Self(if self.0 < 0 { -size } else { size })
    }

    /// It in thousandths, to compare finely.
    pub(super) const fn thousandths(self) -> i64 {
        self.0
    }

    /// Whether it is a whole number.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.0 % UNIT == 0
    }
}

/// Where the decimals begin, if there are any.
fn decimal_point(digits: &str) -> Result<Option<usize>, NotANumber> {
    let last = digits.rfind(['.', ',']);
    let Some(at) = last else { return Ok(None) };
    let mark = digits.as_bytes()[at];
    let same = digits.bytes().filter(|byte| *byte == mark).count();
    let others = digits.bytes().filter(|byte| matches!(byte, b'.' | b',') && *byte != mark).count();
    match (same, others) {
        (1, _) => Ok(Some(at)),
        // One kind several times and nothing else: it groups thousands.
        (_, 0) if groups_of_three(digits, mark) => Ok(None),
        _ => Err(NotANumber),
    }
}

fn groups_of_three(digits: &str, mark: u8) -> bool {
    let mut groups = digits.split(char::from(mark));
    let first = groups.next().map_or(0, str::len);
    (1..=3).contains(&first) && groups.all(|group| group.len() == 3)
}

impl From<u8> for Number {
    fn from(value: u8) -> Self {
        Self::whole(i32::from(value))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:03}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

impl TryFrom<String> for Number {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, read) in [
            ("12", "12"),
            (" -3.5 ", "-3.5"),
            ("1,25", "1.25"),
            ("1.250", "1.25"),
            ("1,250,000", "1250000"),
            ("1.250,5", "1250.5"),
            ("1,250.5", "1250.5"),
            ("1 250 000", "1250000"),
            ("1'250", "1250"),
            (".5", "0.5"),
            ("5.", "5"),
            ("+7", "7"),
            ("-0", "0"),
        ] {
            assert_eq!(Number::parse(text).expect(text).to_string(), read, "{text}");
        }
        for bad in ["", ".", "-", "a", "1e5", "1.2345", "1,2,3", "1.2.3,4,5", "9999999999999", "١٢"] {
            assert_eq!(Number::parse(bad), Err(NotANumber), "{bad}");
        }
    }

    #[test]
    fn a_rounded_number_keeps_two_digits() {
        for (exact, rounded) in [
            ("0", "0"),
            ("7", "7"),
            ("42", "42"),
            ("137", "140"),
            ("-1250", "-1300"),
            ("1249", "1200"),
            ("99.6", "100"),
            ("0.123", "0.12"),
            ("0.005", "0.005"),
            ("123456.789", "120000"),
        ] {
            assert_eq!(Number::parse(exact).expect("a number").rounded().to_string(), rounded, "{exact}");
        }
    }

    #[test]
    fn arithmetic_stays_in_range() {
        let most = Number::parse("999999999999.999").expect("the largest");
        assert_eq!(most.plus(most), most);
        assert_eq!(most.times(most), most);
        assert_eq!(Number::ZERO.minus(most).minus(most).to_string(), "-999999999999.999");
        assert_eq!(Number::parse("2.5").unwrap().times(Number::whole(3)).to_string(), "7.5");
    }

    #[test]
    fn a_number_survives_the_document() {
        let number = Number::parse("-12.05").expect("a number");
        let text = serde_json::to_string(&number).expect("plain");
        assert_eq!(text, "\"-12.05\"");
        assert_eq!(serde_json::from_str::<Number>(&text).expect("reads"), number);
    }
}
