//! How alike two normalised names are, and how far that may be trusted.

use rapidfuzz::distance::{jaro_winkler, osa};
use rapidfuzz::fuzz;

/// From here on a name is taken to be the other, if only a letter or two differ.
pub(crate) const ACCEPT: f64 = 0.92;

/// From here on a person should be asked.
pub(crate) const PROPOSE: f64 = 0.80;

/// Shorter names are never matched by likeness: "Zoho" is not "Zoom".
pub(crate) const LEAST_LETTERS: usize = 5;

/// A name inside a longer answer ("went with Acme") is a proposal, never a match.
pub(crate) const PART: f64 = 0.90;

/// The likeness of two normalised names from 0 to 1; what [`ACCEPT`] says holds only for spelling mistakes.
pub(crate) fn likeness(left: &str, right: &str) -> f64 {
    let shorter = left.chars().count().min(right.chars().count());
    if shorter < LEAST_LETTERS {
        return 0.0;
    }
    let spelling = jaro_winkler::similarity(left.chars(), right.chars());
    let edits = osa::distance(left.chars(), right.chars());
    let allowed = if shorter < 8 { 1 } else { 2 };
    let spelling = if edits <= allowed { spelling } else { spelling.min(PART) };
    spelling.max(tokens(left, right).min(PART))
}

/// How alike the words of two names are, whatever their order, and though one has more of them.
///
/// The usual token-set ratio: the shared words alone are compared with the shared words and either rest.
fn tokens(left: &str, right: &str) -> f64 {
    let mut left: Vec<&str> = left.split(' ').collect();
    let mut right: Vec<&str> = right.split(' ').collect();
    left.sort_unstable();
    left.dedup();
    right.sort_unstable();
    right.dedup();
    let shared: Vec<&str> = left.iter().copied().filter(|word| right.binary_search(word).is_ok()).collect();
    let letters: usize = shared.iter().map(|word| word.chars().count()).sum();
    if letters < LEAST_LETTERS {
        return 0.0;
    }
    if shared.len() == left.len() || shared.len() == right.len() {
        return 1.0;
    }
    let with_rest = |words: &[&str]| {
        let rest = words.iter().filter(|word| shared.binary_search(word).is_err());
        shared.iter().chain(rest).copied().collect::<Vec<_>>().join(" ")
    };
    fuzz::ratio(with_rest(&left).chars(), with_rest(&right).chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_accepted_and_a_neighbour_is_not() {
        for (left, right) in [
            ("salesforce", "salesfroce"),
            ("salesforce", "salesforse"),
            ("pipedrive", "pipe drive"),
            ("hubspot", "hubpsot"),
            ("zendesk", "zendesk"),
        ] {
            assert!(likeness(left, right) >= ACCEPT, "{left} {right} {}", likeness(left, right));
        }
        for (left, right) in [
            ("salesforce", "salesloft"),
            ("workday", "workable"),
            ("freshdesk", "freshsales"),
            ("oracle", "coupa"),
            ("sugarcrm", "sugar"),
            ("insightly", "insightsquared"),
        ] {
            assert!(likeness(left, right) < ACCEPT, "{left} {right} {}", likeness(left, right));
        }
    }

    #[test]
    fn a_name_within_an_answer_is_a_proposal() {
        let score = likeness("we went with salesforce", "salesforce");
        assert!((PROPOSE..ACCEPT).contains(&score), "{score}");
    }

    #[test]
    fn short_names_are_never_alike() {
        assert_eq!(likeness("zoho", "zoom"), 0.0);
        assert_eq!(likeness("sap", "sap"), 0.0);
    }
}
