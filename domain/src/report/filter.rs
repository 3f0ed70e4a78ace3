//! The filter of a report; its state is the address, so that a view can be sent to a colleague.

use chrono::{Datelike as _, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::deal::{Outcome, Quarter, key_of_day};
use crate::tenant::NoDecision;

/// Longest value, in bytes.
const LONGEST_VALUE: usize = 200;
/// Most values of one dimension that are looked at.
pub(crate) const MOST_VALUES: usize = 50;

/// When deals closed.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// One quarter.
    Quarter(Quarter),
    /// The last twelve months up to today.
    #[default]
    LastYear,
    /// The last 24 months up to today.
    LastTwoYears,
    /// Two days, both included.
    Range(NaiveDate, NaiveDate),
}

impl Period {
    /// The word in the address: `2026q4`, `12m`, `24m`, `2026-01-01_2026-03-31`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Quarter(q) => format!("{}q{}", q.year, q.quarter),
            Self::LastYear => "12m".to_owned(),
            Self::LastTwoYears => "24m".to_owned(),
            Self::Range(from, to) => format!("{from}_{to}"),
        }
    }

    /// Reads [`Period::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "12m" => return Some(Self::LastYear),
            "24m" => return Some(Self::LastTwoYears),
            _ => {}
        }
        if let Some((from, to)) = code.split_once('_') {
            let (from, to) = (day(from)?, day(to)?);
            let is_sane = (1970..=2200).contains(&from.year()) && (1970..=2200).contains(&to.year());
            return (from <= to && is_sane).then_some(Self::Range(from, to));
        }
        let (year, quarter) = code.split_once('q')?;
        let (year, quarter): (i32, u8) = (year.parse().ok()?, quarter.parse().ok()?);
        ((1970..=2200).contains(&year) && (1..=4).contains(&quarter))
            .then_some(Self::Quarter(Quarter { year, quarter }))
    }

    /// The first and the last day, both included.
    #[must_use]
    pub fn days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Quarter(quarter) => {
                (quarter.first_day(), quarter.next().first_day().pred_opt().unwrap_or(today))
            }
            Self::LastYear => (months_back(today, 12), today),
            Self::LastTwoYears => (months_back(today, 24), today),
            Self::Range(from, to) => (from, to),
        }
    }

    /// The period of the same kind before it.
    #[must_use]
    pub fn previous_days(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (from, to) = self.days(today);
        let before = from.pred_opt().unwrap_or(from);
        match self {
            Self::Quarter(quarter) => Self::Quarter(quarter.previous()).days(today),
            Self::LastYear => (months_back(before, 12), before),
            Self::LastTwoYears => (months_back(before, 24), before),
            Self::Range(..) => (before - (to - from), before),
        }
    }

    /// The period in words.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Quarter(quarter) => quarter.label(),
            Self::LastYear => "Last 12 months".to_owned(),
            Self::LastTwoYears => "Last 24 months".to_owned(),
            Self::Range(from, to) => format!("{from} to {to}"),
        }
    }

    /// What it is compared with, in words.
    #[must_use]
    pub fn previous_label(self) -> String {
        match self {
            Self::Quarter(quarter) => quarter.previous().label(),
            Self::LastYear => "the 12 months before".to_owned(),
            Self::LastTwoYears => "the 24 months before".to_owned(),
            Self::Range(..) => "the same number of days before".to_owned(),
        }
    }
}

/// Reads a day of [`Period::code`]; the calendar's own reader knows many more ways, and is heavy in the wasm.
fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The day after the one `months` earlier: both ends included make whole months.
fn months_back(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).and_then(|d| d.succ_opt()).unwrap_or(day)
}

/// Which deals a report is about. Values of one dimension are alternatives, dimensions restrict one another.
#[derive(Clone, Eq, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ReportFilter {
    /// When they closed.
    #[serde(default)]
    pub period: Period,
    /// Segments; empty means all.
    #[serde(default)]
    pub segments: Vec<String>,
    /// Regions; empty means all.
    #[serde(default)]
    pub regions: Vec<String>,
    /// The CRM's ids of reps; empty means all.
    #[serde(default)]
    pub reps: Vec<String>,
    /// Outcomes; empty means all.
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
}

impl ReportFilter {
    /// Reads the pairs of a query string; what is not understood is left out.
    #[must_use]
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut filter = Self::default();
        for (name, value) in pairs {
            if !is_value(value) {
                continue;
            }
            match name {
                "period" => filter.period = Period::from_code(value).unwrap_or_default(),
                "segment" => add(&mut filter.segments, value.to_owned()),
                "region" => add(&mut filter.regions, value.to_owned()),
                "rep" => add(&mut filter.reps, value.to_owned()),
                "outcome" => {
                    if let Some(outcome) = Outcome::from_code(value) {
                        add(&mut filter.outcomes, outcome);
                    }
                }
                _ => {}
            }
        }
        filter
    }

    /// The pairs of a query string; the default period is left out.
    #[must_use]
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if self.period != Period::default() {
            pairs.push(("period", self.period.code()));
        }
        pairs.extend(self.segments.iter().map(|value| ("segment", value.clone())));
        pairs.extend(self.regions.iter().map(|value| ("region", value.clone())));
        pairs.extend(self.reps.iter().map(|value| ("rep", value.clone())));
        pairs.extend(self.outcomes.iter().map(|value| ("outcome", value.code().to_owned())));
        pairs
    }

    /// The same filter with only what an address could say: a hand-made request may hold years and texts that no
    /// calendar and no database know.
    #[must_use]
    pub fn sane(&self) -> Self {
        let pairs = self.to_pairs();
        Self::from_pairs(pairs.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// The filter with lost deals only: what reasons for losing rest on.
    #[must_use]
    pub fn lost(&self) -> Self {
        let outcomes = if self.outcomes.is_empty() { &Outcome::ALL[..] } else { &self.outcomes[..] };
        let outcomes = outcomes.iter().copied().filter(|outcome| outcome.is_lost()).collect();
        Self { outcomes, ..self.clone() }
    }

    /// The filter with only those of its deals that ended in one of these ways; none when it lets none of them through.
    #[must_use]
    pub fn among(&self, outcomes: &[Outcome]) -> Option<Self> {
        let is_wanted = |one: &Outcome| self.outcomes.is_empty() || self.outcomes.contains(one);
        let outcomes: Vec<Outcome> = outcomes.iter().copied().filter(is_wanted).collect();
        (!outcomes.is_empty()).then(|| Self { outcomes, ..self.clone() })
    }

    /// The filter for the deals that a win rate counts: whatever outcomes are asked for, as the rate of lost deals says
    /// nothing.
    #[must_use]
    pub fn of_rate(&self, no_decision: NoDecision) -> Self {
        let outcomes = match no_decision {
            NoDecision::Lost => Vec::new(),
            NoDecision::Apart => vec![Outcome::Won, Outcome::LostCompetitor, Outcome::LostOther],
        };
        Self { outcomes, ..self.clone() }
    }

    /// The filter without its outcomes, if these are all the lost ones: what [`ReportFilter::lost`] was made of.
    #[must_use]
    pub fn of_lost(&self) -> Option<Self> {
        let is_lost = Outcome::ALL.into_iter().all(|one| one.is_lost() == self.outcomes.contains(&one));
        is_lost.then(|| Self { outcomes: Vec::new(), ..self.clone() })
    }

    /// Whether nothing but the period is chosen.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.segments.is_empty()
            && self.regions.is_empty()
            && self.reps.is_empty()
            && self.outcomes.is_empty()
    }

    /// The day keys of the first and the last day, both included.
    #[must_use]
    pub fn day_keys(&self, today: NaiveDate) -> (i32, i32) {
        let (from, to) = self.period.days(today);
        (key_of_day(from), key_of_day(to))
    }
}

/// Whether an address can have this as a value.
pub(crate) fn is_value(value: &str) -> bool {
    !value.is_empty() && value.len() <= LONGEST_VALUE && !value.contains('\0')
}

fn add<T: PartialEq>(values: &mut Vec<T>, value: T) {
    if values.len() < MOST_VALUES && !values.contains(&value) {
        values.push(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_filter_survives_the_address() {
        let filter = ReportFilter {
            period: Period::Quarter(Quarter { year: 2026, quarter: 3 }),
            segments: vec!["Enterprise".to_owned(), "Mid & small".to_owned()],
            regions: vec!["EMEA".to_owned()],
            reps: vec!["005xx".to_owned()],
            outcomes: vec![Outcome::LostCompetitor],
        };
        let pairs = filter.to_pairs();
        assert_eq!(ReportFilter::from_pairs(pairs.iter().map(|(k, v)| (*k, v.as_str()))), filter);
        assert!(ReportFilter::default().to_pairs().is_empty());
    }

    #[test]
    fn the_lost_deals_of_a_filter_are_known_again() {
        let filter = ReportFilter { regions: vec!["EMEA".to_owned()], ..Default::default() };
        assert_eq!(filter.lost().of_lost(), Some(filter.clone()));
        assert_eq!(filter.of_lost(), None);
        let some = ReportFilter { outcomes: vec![Outcome::Won, Outcome::LostOther], ..filter };
        assert_eq!(some.lost().outcomes, [Outcome::LostOther]);
        assert_eq!(some.lost().of_lost(), None);
    }

    #[test]
    fn a_tile_leads_to_what_the_filter_lets_through_of_its_deals() {
        let lost = [Outcome::LostCompetitor, Outcome::LostNoDecision, Outcome::LostOther];
        let all = ReportFilter::default();
        assert_eq!(all.among(&lost).map(|filter| filter.outcomes), Some(lost.to_vec()));
        let some = ReportFilter { outcomes: vec![Outcome::Won, Outcome::LostOther], ..all.clone() };
        assert_eq!(some.among(&lost).map(|filter| filter.outcomes), Some(vec![Outcome::LostOther]));
        let won = ReportFilter { outcomes: vec![Outcome::Won], ..all };
        assert_eq!(won.among(&lost), None, "a filter without outcomes would be all");
        assert!(won.of_rate(NoDecision::Lost).outcomes.is_empty());
        assert!(!won.of_rate(NoDecision::Apart).outcomes.contains(&Outcome::LostNoDecision));
    }

    #[test]
    fn nonsense_in_the_address_is_left_out() {
        let pairs =
            [("period", "9999q9"), ("outcome", "maybe"), ("x", "y"), ("segment", ""), ("rep", "a\0b")];
        assert_eq!(ReportFilter::from_pairs(pairs), ReportFilter::default());
        for bad in ["", "q", "2026q", "2026q5", "2026-02-01_2026-01-01", "x_y", "-1q1", "99999999999q1"] {
            assert_eq!(Period::from_code(bad), None, "{bad}");
        }
        for bad in
            ["2026-02-30_2026-03-01", "2026-01_2026-02", "2026-01-01_2026-01-01-01", "2026-01-_2026-01-02"]
        {
            assert_eq!(Period::from_code(bad), None, "{bad}");
        }
        let range = Period::Range(day("2026-01-01"), day("2026-03-31"));
        assert_eq!(Period::from_code(&range.code()), Some(range));
    }

    #[test]
    fn a_hand_made_filter_cannot_leave_the_calendar() {
        let periods = [
            Period::Quarter(Quarter { year: i32::MAX, quarter: 255 }),
            Period::Quarter(Quarter { year: i32::MIN, quarter: 0 }),
            Period::Range(NaiveDate::MIN, NaiveDate::MAX),
        ];
        for period in periods {
            let filter =
                ReportFilter { period, segments: vec!["a\0b".to_owned()], ..ReportFilter::default() };
            assert_eq!(filter.sane(), ReportFilter::default());
        }
    }

    #[test]
    fn periods_and_those_before_them_touch_but_do_not_overlap() {
        let today = day("2026-11-23");
        let all = [
            Period::Quarter(Quarter { year: 2026, quarter: 1 }),
            Period::LastYear,
            Period::LastTwoYears,
            Period::Range(day("2026-03-01"), day("2026-03-31")),
        ];
        for period in all {
            let ((from, to), (before_from, before_to)) = (period.days(today), period.previous_days(today));
            assert!(from <= to && before_from <= before_to);
            assert_eq!(before_to.succ_opt(), Some(from), "{period:?}");
            assert_eq!(Period::from_code(&period.code()), Some(period));
        }
        assert_eq!(Period::LastYear.days(today).0, day("2025-11-24"));
    }
}
