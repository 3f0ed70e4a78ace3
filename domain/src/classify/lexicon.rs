//! The phrase lexicon: which words speak of which theme (`themes.txt`), found in one pass over a text.

use std::cmp::Reverse;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Span;
use super::fold::{Folded, fold};
use crate::taxonomy::Theme;

/// Which phrase list and rules made a reading; stored beside it, so that a change can be told and repeated.
pub const LEXICON_VERSION: &str = "lexicon-2026-11b";

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("themes.txt")));

/// Words that wave a reason away: "it was never about the price".
static DISMISSALS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let phrases = include_str!("dismissals.txt").lines().filter(|line| !line.starts_with('#'));
    AhoCorasick::new(phrases).expect("the dismissals are a few short phrases")
});

/// One phrase of the lexicon, found in a text.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    /// Where the words stand in the original text.
    pub(crate) span: Span,
    /// Which phrase it is; equal for equal phrases.
    pub(crate) phrase: usize,
}

/// What a phrase says about one theme.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) struct Meaning {
    pub(crate) theme: Theme,
    pub(crate) weight: f32,
    /// −1, 0 or 1: how the phrase feels where no word of it carries a feeling.
    pub(crate) polarity: f32,
}

struct Lexicon {
    search: AhoCorasick,
    phrases: Vec<Phrase>,
}

struct Phrase {
    text: String,
    /// Whether it stands for every word that begins so.
    is_open: bool,
    meanings: Vec<Meaning>,
}

impl Lexicon {
    fn parse(source: &str) -> Self {
        let mut phrases: Vec<Phrase> = Vec::new();
        let mut known = std::collections::HashMap::new();
        let mut theme = None;
        for line in source.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(code) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                theme = Some(Theme::from_code(code).expect("a section of themes.txt is a theme"));
                continue;
            }
            let (weight, entry) =
                line.split_once(' ').expect("a line of themes.txt is a weight and a phrase");
            let (weight, polarity) = match weight.as_bytes().last() {
                Some(b'-') => (&weight[..weight.len() - 1], -1.0),
                Some(b'+') => (&weight[..weight.len() - 1], 1.0),
                _ => (weight, 0.0),
            };
            let meaning = Meaning {
                theme: theme.expect("themes.txt begins with a section"),
                weight: weight.parse().expect("a weight is a number"),
                polarity,
            };
            let index = *known.entry(entry).or_insert_with(|| {
                let text = fold(entry.trim_end_matches('*'));
                phrases.push(Phrase { text, is_open: entry.ends_with('*'), meanings: Vec::new() });
                phrases.len() - 1
            });
            phrases[index].meanings.push(meaning);
        }
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(phrases.iter().map(|phrase| &phrase.text))
            .expect("the lexicon is a few thousand short phrases");
        Self { search, phrases }
    }
}

/// What the phrase of a hit means.
pub(crate) fn meanings(hit: &Hit) -> &'static [Meaning] {
    &LEXICON.phrases[hit.phrase].meanings
}

/// Every phrase of the lexicon in a text: whole words, leftmost first, longest first, without overlaps.
///
/// The search reports overlapping matches and the boundaries are checked before the longest is chosen:
/// otherwise "price is" inside "price issue" would hide "price".
pub(crate) fn hits(folded: &Folded) -> Vec<Hit> {
    let mut matches: Vec<(usize, usize, usize)> = Vec::new();
    for found in LEXICON.search.find_overlapping_iter(&folded.text) {
        let index = found.pattern().as_usize();
        if !folded.is_start(found.start()) {
            continue;
        }
        let end = folded.word_end(found.end());
        if end == found.end() || LEXICON.phrases[index].is_open {
            matches.push((found.start(), end, index));
        }
    }
    // Of equal pieces of text the exact phrase wins over the open one.
    matches.sort_by_key(|(start, end, index)| {
        (*start, Reverse(*end), Reverse(LEXICON.phrases[*index].text.len()))
    });
    let mut taken = 0;
    let mut hits = Vec::new();
    for (start, end, phrase) in matches {
        if start >= taken {
            hits.push(Hit { span: folded.span(start, end), phrase });
            taken = end;
        }
    }
    hits
}

/// Where a text waves something away, in order.
pub(crate) fn dismissals(folded: &Folded) -> Vec<Span> {
    DISMISSALS
        .find_iter(&folded.text)
        .filter(|found| folded.word_end(found.end()) == found.end())
        .map(|found| folded.span(found.start(), found.end()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        hits(&Folded::new(text)).into_iter().map(|hit| &text[hit.span.start..hit.span.end]).collect()
    }

    #[test]
    fn every_theme_has_sixty_phrases_and_says_none_twice() {
        for theme in Theme::ALL {
            let of_theme = |phrase: &&Phrase| phrase.meanings.iter().any(|meaning| meaning.theme == theme);
            assert!(LEXICON.phrases.iter().filter(of_theme).count() >= 60, "{theme}");
        }
        for phrase in &LEXICON.phrases {
            for (index, meaning) in phrase.meanings.iter().enumerate() {
                assert!((0.3..=2.0).contains(&meaning.weight), "{}", phrase.text);
                let again = phrase.meanings[index + 1..].iter().any(|other| other.theme == meaning.theme);
                assert!(!again, "{} stands twice under {}", phrase.text, meaning.theme);
            }
        }
    }

    #[test]
    fn phrases_are_found_as_whole_words_longest_first() {
        assert_eq!(found("The Price-issue was too  expensive"), ["Price", "too  expensive"]);
        assert_eq!(found("pricetag apricing"), [""; 0]);
        assert_eq!(found("Overly discounted"), ["discounted"]);
    }

    #[test]
    fn a_dismissal_is_found_inside_a_contraction() {
        let text = "It wasn\u{2019}t about price";
        let spans = dismissals(&Folded::new(text));
        assert_eq!(&text[spans[0].start..spans[0].end], "n\u{2019}t about");
    }
}
