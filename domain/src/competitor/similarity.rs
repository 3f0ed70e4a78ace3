//! How alike two normalised names are: what is surely a slip of the pen, and what a person should be asked about.
//!
//! Likeness is blind to what tells names apart: "Sage 100" is as near to "Sage 300" as a misspelling is. Whoever is taken
//! for somebody else is missing from every report, and nobody sees it; whoever is counted by himself can be merged.
//! So only a slip is taken for the name, and likeness proposes.

use rapidfuzz::distance::{jaro_winkler, osa};
use rapidfuzz::fuzz;

/// From here on a person should be asked.
pub(crate) const PROPOSE: f64 = 0.80;

/// Shorter names are not even proposed: "Zoho" is not "Zoom".
pub(crate) const LEAST_LETTERS: usize = 5;

/// A slip is looked for in words of this length only: in shorter ones one letter makes another name, as in "Infor" and
/// "Inform".
const LEAST_SURE: usize = 7;

/// A name inside a longer answer ("something like Acme") is less than a misspelling.
pub(crate) const PART: f64 = 0.90;

/// Letters that are written for one another by ear.
const EAR: &[&str] = &["ckqsxz", "iy", "fvw", "dt", "bp"];

/// The rows of keys: neighbours are struck for one another.
const KEYS: &[&str] = &["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Whether two normalised names are one with a slip of the pen: one word has it, and all others are equal.
pub(crate) fn is_slip(left: &str, right: &str) -> bool {
    // What costs nothing first: a table has many names.
    if left.len().abs_diff(right.len()) > 1 || left.bytes().next() != right.bytes().next() {
        return false;
    }
    let left: Vec<&str> = left.split(' ').collect();
    let right: Vec<&str> = right.split(' ').collect();
    let mut differing = left.iter().zip(&right).filter(|(left, right)| left != right);
    let (one, another) = (differing.next(), differing.next());
    left.len() == right.len()
        && another.is_none()
        && one.is_some_and(|(left, right)| is_slip_of_word(left.as_bytes(), right.as_bytes()))
}

/// Whether of two words, each of letters only, one is the other with two letters swapped, one struck for its neighbour, or
/// one too many.
///
/// The first letter is never the slip, and of the ends only a swap or a doubled letter: `VendorA` and `VendorB` are two.
fn is_slip_of_word(left: &[u8], right: &[u8]) -> bool {
    let is_sure = |word: &[u8]| word.len() >= LEAST_SURE && word.iter().all(u8::is_ascii_lowercase);
    if !is_sure(left) || !is_sure(right) {
        return false;
    }
    let start = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    let Some(before) = start.checked_sub(1).map(|at| left[at]) else { return false };
    let (left, right) = (&left[start..], &right[start..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count();
    match (&left[..left.len() - end], &right[..right.len() - end]) {
        ([a, b], [c, d]) => a == d && b == c,
        ([one], [other]) => end > 0 && is_struck_for(*one, *other),
        ([more], []) | ([], [more]) => end > 0 || *more == before,
        _ => false,
    }
}

/// Whether one letter is written for the other, by ear or by a finger that missed.
fn is_struck_for(one: u8, other: u8) -> bool {
    let sounds_so = EAR.iter().any(|all| all.as_bytes().contains(&one) && all.as_bytes().contains(&other));
    let is_beside = |pair: &[u8]| pair == [one, other] || pair == [other, one];
    sounds_so || KEYS.iter().any(|row| row.as_bytes().windows(2).any(is_beside))
}

/// The likeness of two normalised names from 0 to 1.
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
    fn a_slip_is_one_swap_or_one_letter_in_one_long_word() {
        for (left, right) in [
            ("salesforce", "salesfroce"),
            ("salesforce", "salesforse"),
            ("salesforce", "salesforcce"),
            ("salesforce", "salesforec"),
            ("salesforce", "saelsforce"),
            ("hubspot", "hubspott"),
            ("hubspot", "hubpsot"),
            ("hubspot", "hubspit"),
            ("zendesk", "zenndesk"),
            ("pipedrive", "pipdrive"),
            ("microsoft dynamics 365", "microsfot dynamics 365"),
        ] {
            assert!(is_slip(left, right), "{left} {right}");
            assert!(is_slip(right, left), "{right} {left}");
        }
    }

    #[test]
    fn what_tells_names_apart_is_no_slip() {
        for (left, right) in [
            ("salesforce", "salesforce"),
            ("salesforce", "salesloft"),
            ("salesforce", "talesforce"),
            ("salesforce", "salesforcx"),
            ("acme north", "acme south"),
            ("sage 100", "sage 300"),
            ("infor", "inform"),
            ("inform", "informa"),
            ("company a", "company b"),
            ("companya", "companyb"),
            ("company", "companya"),
            ("first data", "first date"),
            ("microsoft dynamics 365", "microsoft dynamics 360"),
            ("competitor 1", "competitor 10"),
            ("competitor1", "competitor2"),
            ("capital one", "capitol one"),
            ("salesforce", "salesforce cloud"),
            ("sales force", "force sales"),
            ("highspot", "hightouch"),
            ("salesfroce cluod", "salesforce cloud"),
        ] {
            assert!(!is_slip(left, right), "{left} {right}");
            assert!(!is_slip(right, left), "{right} {left}");
        }
    }

    #[test]
    fn a_misspelling_is_more_alike_than_a_part() {
        assert!(likeness("salesforce", "salesfroce") > PART);
        let part = likeness("something like salesforce", "salesforce");
        assert!((PROPOSE..=PART).contains(&part), "{part}");
    }

    #[test]
    fn short_names_are_never_alike() {
        assert_eq!(likeness("zoho", "zoom"), 0.0);
        assert_eq!(likeness("sap", "sap"), 0.0);
    }
}
