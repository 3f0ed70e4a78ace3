//! The address of an export, read whole or not at all.
//!
//! A page shows which filters it has, so it may leave out what it does not understand. An export does not: whoever
//! asked for some of the deals would take all of them for these.

use super::{DealListQuery, DealSort};
use crate::deal::Outcome;
use crate::form::clean_text;
use crate::id::CompetitorId;
use crate::report::{Period, ReportFilter, filter};
use crate::taxonomy::Theme;

/// Longest part of an address that is repeated in an answer.
const LONGEST_WORD: usize = 40;

/// Why the filters of an address cannot be taken; the words go back to whoever asked.
#[derive(Clone, Eq, PartialEq, Debug, thiserror::Error)]
pub enum Misread {
    /// There is no such filter.
    #[error("there is no filter \"{0}\"")]
    Name(String),
    /// A filter has a value that there is not.
    #[error("the filter \"{0}\" does not have such a value")]
    Value(String),
    /// A filter that takes one value has two.
    #[error("the filter \"{0}\" is there twice, with different values")]
    Twice(String),
    /// A filter has more values than are looked at.
    #[error("the filter \"{0}\" has more than {most} values", most = filter::MOST_VALUES)]
    TooMany(String),
}

/// Reads the pairs of a query string; filters without a value are none.
///
/// # Errors
/// When one of them is not known, or contradicts another.
pub fn read_address<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(ReportFilter, DealListQuery), Misread> {
    let pairs: Vec<(&str, &str)> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    for (at, (name, value)) in pairs.iter().enumerate() {
        let before = || pairs[..at].iter().filter(|(other, _)| other == name).map(|(_, value)| value);
        let takes_many = matches!(*name, "segment" | "region" | "rep" | "outcome");
        match is_understood(name, value) {
            None => return Err(Misread::Name(clean_text(name, LONGEST_WORD))),
            Some(false) => return Err(Misread::Value((*name).to_owned())),
            Some(true) if !takes_many && before().any(|other| other != value) => {
                return Err(Misread::Twice((*name).to_owned()));
            }
            Some(true) => {}
        }
    }
    let filter = ReportFilter::from_pairs(pairs.iter().copied());
    let has_all = |name: &str, kept: &[String]| {
        pairs.iter().filter(|(other, _)| *other == name).all(|(_, value)| kept.iter().any(|one| one == value))
    };
    for (name, kept) in [("segment", &filter.segments), ("region", &filter.regions), ("rep", &filter.reps)] {
        if !has_all(name, kept) {
            return Err(Misread::TooMany(name.to_owned()));
        }
    }
    Ok((filter, DealListQuery::from_pairs(pairs.iter().copied())))
}

/// Whether a filter has such a value; `None` when there is no such filter.
fn is_understood(name: &str, value: &str) -> Option<bool> {
    Some(match name {
        "period" => Period::from_code(value).is_some(),
        "segment" | "region" | "rep" => filter::is_value(value),
        "outcome" => Outcome::from_code(value).is_some(),
        "q" => true,
        "theme" => Theme::from_code(value).is_some(),
        "competitor" => value.parse::<CompetitorId>().is_ok(),
        "answered" => matches!(value, "yes" | "no"),
        "amount" => value == "none",
        "sort" => DealSort::from_code(value).is_some(),
        "page" => value.parse::<u32>().is_ok(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_writes_into_its_address_is_read_back() {
        let filter = ReportFilter {
            period: Period::LastTwoYears,
            segments: vec!["Enterprise".to_owned(), "Mid & small".to_owned()],
            outcomes: vec![Outcome::Won, Outcome::LostOther],
            ..ReportFilter::default()
        };
        let query = DealListQuery {
            search: Some("100%".to_owned()),
            answered: Some(true),
            sort: DealSort::Name,
            page: 3,
            ..DealListQuery::default()
        };
        let pairs = [filter.to_pairs(), query.to_pairs()].concat();
        let read = read_address(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        assert_eq!(read, Ok((filter, query)));
        let nothing = [("segment", ""), ("period", "12m"), ("q", "")];
        assert_eq!(read_address(nothing), Ok((ReportFilter::default(), DealListQuery::default())));
    }

    #[test]
    fn what_is_not_known_or_contradicts_itself_is_refused_by_name() {
        let words = |pairs: &[(&'static str, &'static str)]| {
            read_address(pairs.iter().copied()).expect_err("is refused").to_string()
        };
        for (name, value) in [
            ("outcome", "lost"),
            ("outcome", "WON"),
            ("period", "2026"),
            ("theme", "zz"),
            ("competitor", "zz"),
            ("answered", "maybe"),
            ("amount", "all"),
            ("sort", "zz"),
            ("page", "first"),
            ("rep", "a\0b"),
        ] {
            let found = words(&[("segment", "Enterprise"), (name, value)]);
            assert_eq!(found, format!("the filter \"{name}\" does not have such a value"), "{value}");
        }
        assert_eq!(words(&[("SEGMENT", "Enterprise")]), "there is no filter \"SEGMENT\"");
        assert_eq!(
            words(&[("period", "24m"), ("period", "12m")]),
            "the filter \"period\" is there twice, with different values"
        );
        assert!(read_address([("period", "24m"), ("period", "24m"), ("rep", "a"), ("rep", "a")]).is_ok());
        let reps: Vec<String> = (0..=filter::MOST_VALUES).map(|at| at.to_string()).collect();
        let error = read_address(reps.iter().map(|rep| ("rep", rep.as_str()))).expect_err("too many");
        assert_eq!(error, Misread::TooMany("rep".to_owned()));
    }
}
