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

/// What stands before the decimals of a number, as people of a language write it.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum DecimalMark {
    /// `1,250.5`.
    Point,
    /// `1.250,5`.
    Comma,
}

impl DecimalMark {
    /// The mark itself.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Point => ".",
            Self::Comma => ",",
        }
    }

    /// The mark that is written so.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Point, Self::Comma].into_iter().find(|one| one.code() == code)
    }
}

impl Number {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A whole number.
    #[must_use]
    pub const fn whole(value: i32) -> Self {
        Self(value as i64 * UNIT)
    }

    /// Reads a number as somebody types it whose language has this mark before decimals, with the digits of any script.
    ///
    /// The other mark with exactly three digits behind it groups thousands: `1,250` is more than a thousand in English,
    /// and one and a quarter in German.
    ///
    /// # Errors
    /// As [`Number::parse`].
    pub fn typed(text: &str, mark: DecimalMark) -> Result<Self, NotANumber> {
        let text: String = text.trim().chars().filter_map(plain).collect();
        let grouping = match mark {
            DecimalMark::Point => ',',
            DecimalMark::Comma => '.',
        };
        let digits = text.trim_start_matches(['-', '\u{2212}', '+']);
        let is_grouped = digits.split_once(grouping).is_some_and(|(before, behind)| {
            (1..=3).contains(&before.len())
                && !before.starts_with('0')
                && behind.len() == 3
                && before.bytes().chain(behind.bytes()).all(|byte| byte.is_ascii_digit())
        });
        if is_grouped { Self::parse(&text.replace(grouping, "")) } else { Self::parse(&text) }
    }

    /// It as a field shows it, so that [`Number::typed`] reads the same with either mark: never with exactly three
    /// decimals.
    #[must_use]
    pub fn in_field(self) -> String {
        let text = self.to_string();
        if self.0 % 10 == 0 { text } else { text + "0" }
    }

    /// Reads a number as documents have it: a sign, digits with spaces or apostrophes between thousands, and a point or
    /// a comma before at most three decimals.
    ///
    /// A single comma or point is read as a decimal: `1.250` is one and a quarter; what people of a language mean by it
    /// is told by [`Number::typed`]. Noughts behind the third decimal say nothing.
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
        let part = match part.get(3..) {
            Some(finer) if finer.bytes().all(|byte| byte == b'0') => &part[..3],
            _ => part,
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

/// A character of a number in any script as ours has it; grouping that means nothing else is left out.
fn plain(c: char) -> Option<char> {
    // Arabic, Persian and full-width digits.
    let zero = ['\u{660}', '\u{6f0}', '\u{ff10}'].into_iter().find(|zero| (*zero..=nine(*zero)).contains(&c));
    match (zero, c) {
        (Some(zero), _) => char::from_digit(u32::from(c) - u32::from(zero), 10),
        (None, '\u{66c}' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}') => None,
        (None, '\u{66b}' | '\u{ff0e}') => Some('.'),
        (None, '\u{ff0c}') => Some(','),
        (None, '\u{2212}' | '\u{ff0d}') => Some('-'),
        (None, c) => Some(c),
    }
}

fn nine(zero: char) -> char {
    char::from_u32(u32::from(zero) + 9).unwrap_or(zero)
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
    fn a_thousand_is_a_thousand_in_every_language() {
        use DecimalMark::{Comma, Point};
        for (text, mark, read) in [
            ("1,000", Point, "1000"),
            ("1.000", Comma, "1000"),
            ("-12,345", Point, "-12345"),
            ("1,500", Comma, "1.5"),
            ("1.500", Point, "1.5"),
            ("1,50", Point, "1.5"),
            ("0,125", Point, "0.125"),
            ("1234,567", Point, "1234.567"),
            ("1,250.5", Comma, "1250.5"),
            ("1.250,5", Point, "1250.5"),
            ("1,250,000", Comma, "1250000"),
            ("١٬٢٥٠٫٥", Point, "1250.5"),
            ("۱۲", Point, "12"),
            ("１，０００", Point, "1000"),
            ("1 000", Comma, "1000"),
        ] {
            let found = Number::typed(text, mark).expect(text);
            assert_eq!(found.to_string(), read, "{text} {mark:?}");
            for mark in [Point, Comma] {
                assert_eq!(Number::typed(&found.in_field(), mark), Ok(found), "{text} as a field shows it");
            }
        }
        let fine = Number::parse("1.255").expect("a number");
        assert_eq!(Number::typed(&fine.in_field(), Comma), Ok(fine), "and not 1,255");
        for bad in ["1,000,00", "a,000", "1,00o", "", "1.2345"] {
            assert!(Number::typed(bad, Point).is_err(), "{bad}");
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
