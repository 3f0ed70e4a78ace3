//! A share with its count and its doubt.

use serde::{Deserialize, Serialize};

/// The two-sided 95 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// Below this many cases a rate is shown in grey and said to rest on few.
pub const FEW: i64 = 20;

/// `hits` of `n`.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Rate {
    /// How many had it.
    pub hits: i64,
    /// Of how many.
    pub n: i64,
}

/// A range of shares, both ends in 0 to 1.
#[derive(Copy, Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Rate {
    /// `hits` of `n`.
    #[must_use]
    pub const fn new(hits: i64, n: i64) -> Self {
        Self { hits, n }
    }

    /// The share, absent when there is no case.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of deals")]
    pub fn share(self) -> Option<f64> {
        (self.n > 0).then(|| self.hits as f64 / self.n as f64)
    }

    /// The 95 % Wilson score interval (E. B. Wilson 1927, JASA 22: 209-212), absent when there is no case.
    #[must_use]
    pub fn interval(self) -> Option<Interval> {
        let p = self.share()?;
        #[expect(clippy::cast_precision_loss, reason = "counts of deals")]
        let n = self.n as f64;
        let z2 = Z * Z;
        let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        Some(Interval { low: (centre - half).max(0.0), high: (centre + half).min(1.0) })
    }

    /// Whether it rests on few cases.
    #[must_use]
    pub const fn is_few(self) -> bool {
        self.n < FEW
    }
}

/// The difference of two rates.
#[derive(Copy, Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Change {
    /// Now minus before, in shares; absent when one of them has no case.
    pub difference: Option<f64>,
    /// Whether the 95 % interval of the difference leaves zero out; else it is within chance.
    pub is_significant: bool,
}

impl Change {
    /// From before to now, with Newcombe's hybrid score interval
    /// (R. G. Newcombe 1998, Statistics in Medicine 17: 873-890, method 10).
    #[must_use]
    pub fn between(before: Rate, now: Rate) -> Self {
        let (Some(p1), Some(p2), Some(i1), Some(i2)) =
            (now.share(), before.share(), now.interval(), before.interval())
        else {
            return Self::default();
        };
        let difference = p1 - p2;
        let low = difference - ((p1 - i1.low).powi(2) + (i2.high - p2).powi(2)).sqrt();
        let high = difference + ((i1.high - p1).powi(2) + (p2 - i2.low).powi(2)).sqrt();
        Self { difference: Some(difference), is_significant: low > 0.0 || high < 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_of_twenty_is_really_fourteen_and_a_half_to_fifty_two_percent() {
        let interval = Rate::new(6, 20).interval().expect("cases");
        assert!((interval.low - 0.145).abs() < 5e-4, "{interval:?}");
        assert!((interval.high - 0.519).abs() < 5e-4, "{interval:?}");
    }

    #[test]
    fn newcombes_own_example_holds() {
        // 56/70 against 48/80: 0.2000, interval 0.0524 to 0.3339.
        let change = Change::between(Rate::new(48, 80), Rate::new(56, 70));
        assert!((change.difference.expect("both") - 0.2).abs() < 1e-9);
        assert!(change.is_significant);
        assert!(!Change::between(Rate::new(5, 10), Rate::new(6, 10)).is_significant);
    }

    #[test]
    fn no_case_is_no_rate() {
        assert_eq!(Rate::new(0, 0).share(), None);
        assert_eq!(Rate::new(0, 0).interval(), None);
        assert_eq!(Change::between(Rate::new(0, 0), Rate::new(1, 2)), Change::default());
        let none = Rate::new(0, 5).interval().expect("cases");
        assert!(none.low.abs() < 1e-9 && none.high > 0.3);
    }
}
