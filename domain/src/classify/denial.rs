//! Complaints that a text takes back: "I would not say it was difficult", "no hidden fees", "hardly too expensive".
//!
//! Only complaints: what is denied of praise ("not a good price") is a complaint in its turn.

use super::{Span, sentence};

/// Words that deny what follows them, without apostrophes.
const DENYING: &[&str] = &[
    "aint", "arent", "cannot", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt", "hardly", "hasnt",
    "havent", "isnt", "mustnt", "neednt", "never", "no", "nobody", "none", "nor", "not", "nothing", "rarely",
    "shouldnt", "wasnt", "werent", "without", "wont", "wouldnt",
];

/// Words after which a denial goes further: "not only too expensive" denies nothing.
const NOT_ALONE: &[&str] = &["only", "just", "simply", "merely", "least"];

/// Words that may stand between a denial and what it denies.
const BETWEEN: &[&str] = &[
    "a",
    "an",
    "all",
    "any",
    "as",
    "at",
    "be",
    "been",
    "being",
    "call",
    "called",
    "consider",
    "considered",
    "describe",
    "described",
    "especially",
    "even",
    "exactly",
    "feel",
    "felt",
    "find",
    "found",
    "had",
    "has",
    "i",
    "is",
    "it",
    "its",
    "looked",
    "necessarily",
    "of",
    "overly",
    "particularly",
    "real",
    "really",
    "say",
    "saying",
    "seem",
    "seemed",
    "so",
    "terribly",
    "that",
    "them",
    "they",
    "think",
    "thought",
    "this",
    "too",
    "us",
    "very",
    "was",
    "way",
    "we",
    "were",
    "you",
    "your",
];

/// How many words a denial reaches over, and in how many bytes they are looked for: a text of one endless clause is
/// read in linear time as well.
const REACH: usize = 7;
const WINDOW: usize = 96;

/// Whether the words before `hit` in its clause deny it.
pub(super) fn is_denied(text: &str, clause: Span, hit: Span) -> bool {
    let end = hit.start.max(clause.start);
    let start = text.floor_char_boundary(end.saturating_sub(WINDOW)).max(clause.start);
    let words: Vec<String> =
        sentence::words(text, Span { start, end }).map(|word| plain(word.of(text))).collect();
    let mut next = None;
    for word in words.iter().rev().take(REACH) {
        if DENYING.contains(&word.as_str()) {
            return !next.is_some_and(|next: &String| NOT_ALONE.contains(&next.as_str()));
        }
        if !BETWEEN.contains(&word.as_str()) {
            return false;
        }
        next = Some(word);
    }
    false
}

/// A word without what surrounds it and its apostrophes.
fn plain(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denies_it(text: &str, hit: &str) -> bool {
        let start = text.find(hit).expect("it is there");
        let all = Span { start: 0, end: text.len() };
        is_denied(text, all, Span { start, end: start + hit.len() })
    }

    #[test]
    fn a_denial_reaches_over_small_words_only() {
        for (text, hit, is_so) in [
            ("I would not say it was difficult", "difficult", true),
            ("I wouldn’t call it too complicated", "too complicated", true),
            ("It wasn't expensive", "expensive", true),
            ("There were no hidden fees", "hidden fees", true),
            ("we never found it confusing", "confusing", true),
            ("We did not like the confusing screens", "confusing", false),
            ("It was not only too expensive", "too expensive", false),
            ("not just slow", "slow", false),
            ("It was difficult", "difficult", false),
            ("We couldn't get past how expensive", "expensive", false),
            ("different and difficult", "difficult", false),
            ("the current was difficult", "difficult", false),
        ] {
            assert_eq!(denies_it(text, hit), is_so, "{text}");
        }
    }
}
