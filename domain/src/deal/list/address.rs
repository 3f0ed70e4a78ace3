//! The address of a list or an export: what it says, and what of it is not understood.
//!
//! A page shows which filters it has, so it leaves out what it does not understand, and says so. An export is read
//! whole or not at all: whoever asked for some of the deals would take all of them for these.

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
    #[error("there is no filter “{0}”")]
    Name(String),
    /// A filter has a value that there is not.
    #[error("the filter “{0}” does not have such a value")]
    Value(String),
    /// A filter that takes one value has two.
    #[error("the filter “{0}” is there twice, with different values")]
    Twice(String),
    /// A filter has more values than are looked at.
    #[error("the filter “{0}” has more than {most} values", most = filter::MOST_VALUES)]
    TooMany(String),
}

/// A page whose filter is its address.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Filtered {
    /// The overview.
    Overview,
    /// The list of deals.
    Deals,
}

/// An address, sifted.
#[derive(Clone, Eq, PartialEq, Debug, Default)]
pub struct Sifted {
    /// What is understood, in its order.
    pub taken: Vec<(String, String)>,
    /// Why the rest is not, each reason once.
    pub misread: Vec<Misread>,
}

impl Sifted {
    /// What is understood, as the readers of filters want it.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.taken.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn leave_out(&mut self, why: Misread) {
        if !self.misread.contains(&why) {
            self.misread.push(why);
        }
    }
}

/// Tells what is understood of the pairs of a query string from what is not; filters without a value are none. Of a
/// filter that takes one value and has several, the last is taken.
pub fn sift<'a>(page: Filtered, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Sifted {
    let mut sifted = Sifted::default();
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        match is_understood(page, name, value) {
            None => sifted.leave_out(Misread::Name(clean_text(name, LONGEST_WORD))),
            Some(false) => sifted.leave_out(Misread::Value(name.to_owned())),
            Some(true) if sifted.taken.iter().any(|(one, other)| one == name && other == value) => {}
            Some(true) => {
                let same = sifted.taken.iter().filter(|(one, _)| one == name).count();
                let takes_many = matches!(name, "segment" | "region" | "rep" | "outcome");
                if takes_many && same == filter::MOST_VALUES {
                    sifted.leave_out(Misread::TooMany(name.to_owned()));
                    continue;
                }
                if !takes_many && same > 0 {
                    sifted.leave_out(Misread::Twice(name.to_owned()));
                    sifted.taken.retain(|(one, _)| one != name);
                }
                sifted.taken.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    sifted
}

/// Reads the pairs of an export's query string.
///
/// # Errors
/// When one of them is not known, or contradicts another.
pub fn read_address<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(ReportFilter, DealListQuery), Misread> {
    let sifted = sift(Filtered::Deals, pairs);
    match sifted.misread.first() {
        Some(misread) => Err(misread.clone()),
        None => Ok((ReportFilter::from_pairs(sifted.pairs()), DealListQuery::from_pairs(sifted.pairs()))),
    }
}

/// Whether a page's filter has such a value; `None` when there is no such filter.
fn is_understood(page: Filtered, name: &str, value: &str) -> Option<bool> {
    Some(match (page, name) {
        (_, "period") => Period::from_code(value).is_some(),
        (_, "segment" | "region" | "rep") => filter::is_value(value),
        (_, "outcome") => Outcome::from_code(value).is_some(),
        (Filtered::Overview, "reasons") => value == "value",
        (Filtered::Deals, "q") => true,
        (Filtered::Deals, "theme") => Theme::from_code(value).is_some(),
        (Filtered::Deals, "competitor") => value.parse::<CompetitorId>().is_ok(),
        (Filtered::Deals, "answered") => matches!(value, "yes" | "no"),
        (Filtered::Deals, "amount") => value == "none",
        (Filtered::Deals, "days") => matches!(value, "known" | "unknown"),
        (Filtered::Deals, "open") => value == "again",
        (Filtered::Deals, "sort") => DealSort::from_code(value).is_some(),
        (Filtered::Deals, "page") => value.parse::<u32>().is_ok(),
        (Filtered::Overview | Filtered::Deals, _) => return None,
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
            assert_eq!(found, format!("the filter “{name}” does not have such a value"), "{value}");
        }
        assert_eq!(words(&[("SEGMENT", "Enterprise")]), "there is no filter “SEGMENT”");
        assert_eq!(
            words(&[("period", "24m"), ("period", "12m")]),
            "the filter “period” is there twice, with different values"
        );
        assert!(read_address([("period", "24m"), ("period", "24m"), ("rep", "a"), ("rep", "a")]).is_ok());
        let reps: Vec<String> = (0..=filter::MOST_VALUES).map(|at| at.to_string()).collect();
        let error = read_address(reps.iter().map(|rep| ("rep", rep.as_str()))).expect_err("too many");
        assert_eq!(error, Misread::TooMany("rep".to_owned()));
    }

    #[test]
    fn a_page_takes_what_it_understands_and_names_the_rest() {
        let pairs = [
            ("period", "24m"),
            ("period", "zz"),
            ("outcome", "lost"),
            ("outcome", "won"),
            ("region", "EMEA"),
            ("region", "EMEA"),
            ("zz", "1"),
            ("zz", "2"),
            ("sort", "name"),
            ("page", "2"),
            ("page", "3"),
        ];
        let value = |name: &str| Misread::Value(name.to_owned());
        let name = |name: &str| Misread::Name(name.to_owned());
        let sifted = sift(Filtered::Deals, pairs);
        let taken: Vec<_> = sifted.pairs().collect();
        // The period that is none took the place of the one before it.
        assert_eq!(
            taken,
            [("period", "24m"), ("outcome", "won"), ("region", "EMEA"), ("sort", "name"), ("page", "3")]
        );
        let twice = Misread::Twice("page".to_owned());
        assert_eq!(sifted.misread, [value("period"), value("outcome"), name("zz"), twice]);
        assert_eq!(sift(Filtered::Deals, taken.iter().copied()).misread, [], "what is taken is understood");
        let sifted = sift(Filtered::Overview, [("sort", "name"), ("reasons", "value"), ("reasons", "zz")]);
        assert_eq!(sifted.pairs().collect::<Vec<_>>(), [("reasons", "value")]);
        assert_eq!(sifted.misread, [name("sort"), value("reasons")]);
    }
}
