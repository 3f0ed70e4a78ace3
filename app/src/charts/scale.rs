//! Where an axis begins and ends, so that a still picture and a drawn chart agree.

use domain::report::{Cycle, QuarterRate};

/// An axis from `low` to `high` with a line at every `step`.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Scale {
    /// Where it begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// From line to line.
    pub step: f64,
}

impl Scale {
    /// For win rates in percent: whole tens around every interval.
    #[must_use]
    pub fn of_rates(quarters: &[QuarterRate]) -> Self {
        let intervals = || quarters.iter().filter_map(|quarter| quarter.rate.interval());
        let low = intervals().map(|interval| interval.low).fold(1.0, f64::min);
        let high = intervals().map(|interval| interval.high).fold(0.0, f64::max);
        if low > high {
            return Self { low: 0.0, high: 100.0, step: 25.0 };
        }
        let step = if (high - low) * 100.0 > 50.0 { 20.0 } else { 10.0 };
        Self {
            low: (low * 100.0 / step).floor() * step,
            high: ((high * 100.0 / step).ceil() * step).max(step),
            step,
        }
    }

    /// For days: from zero to a round number behind the longest.
    #[must_use]
    pub fn of_cycle(cycle: &Cycle) -> Self {
        let longest =
            [cycle.won, cycle.lost].into_iter().flatten().map(|spread| spread.max).fold(1.0, f64::max);
        let step = [5.0, 10.0, 15.0, 30.0, 60.0, 90.0, 120.0, 180.0, 365.0, 730.0]
            .into_iter()
            .find(|step| step * 4.0 >= longest)
            .unwrap_or_else(|| (longest / 4.0).ceil());
        let high = (longest / step).ceil() * step;
        Self { low: 0.0, high, step }
    }

    /// The lines, from the first to the last.
    pub fn lines(self) -> impl Iterator<Item = f64> {
        std::iter::successors(Some(self.low), move |line| Some(line + self.step))
            .take_while(move |line| *line <= self.high + self.step / 1e6)
    }

    /// Where a value lies, 0 to 1.
    #[must_use]
    pub fn share(self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use domain::deal::Quarter;
    use domain::report::{Rate, Spread};

    use super::*;

    #[test]
    fn rates_get_whole_tens_around_their_intervals() {
        let quarter =
            |hits, n| QuarterRate { quarter: Quarter { year: 2026, quarter: 1 }, rate: Rate::new(hits, n) };
        let scale = Scale::of_rates(&[quarter(54, 142), quarter(40, 96)]);
        assert_eq!((scale.low, scale.high, scale.step), (30.0, 60.0, 10.0));
        assert_eq!(scale.lines().collect::<Vec<_>>(), [30.0, 40.0, 50.0, 60.0]);
        assert_eq!(Scale::of_rates(&[]).high, 100.0);
    }

    #[test]
    fn days_start_at_zero_and_end_behind_the_longest() {
        let spread = |max| Spread { n: 9, min: 1.0, q1: 2.0, median: 3.0, q3: 4.0, max };
        let scale = Scale::of_cycle(&Cycle { won: Some(spread(151.0)), lost: Some(spread(214.0)) });
        assert_eq!((scale.high, scale.step), (240.0, 60.0));
        let high = |max| Scale::of_cycle(&Cycle { won: Some(spread(max)), lost: None }).high;
        assert_eq!((high(0.0), high(100_000.0)), (5.0, 100_000.0));
    }
}
