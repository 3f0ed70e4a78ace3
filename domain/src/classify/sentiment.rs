//! How a sentence feels, from −1 to 1: VADER's rules over our own word list.
//!
//! The rules are those of Hutto and Gilbert, "VADER" (2014): every listed word has a valence, which the three
//! words before it strengthen, weaken or turn round; capitals and exclamation marks add weight; what follows
//! a "but" counts more than what precedes it. The words are ours (`sentiment.txt`), for how buyers talk of
//! vendors.
//!
//! Knowingly unlike the Python original: idioms are matched as one unit wherever they stand, hyphenated words
//! are words, a two-letter word followed by a comma is still that word, "lacks" negates what follows, and of
//! two equal valences before and after a "but" each gets its own weight.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const BOOST: f64 = 0.293;
const SHOUT: f64 = 0.733;
const NEGATION: f64 = -0.74;
/// The original's approximation of the largest expected sum.
const ALPHA: f64 = 15.0;
const LONGEST_PREFIX: usize = 20;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("sentiment.txt")));

/// Valences by word, by beginning of word, and by idiom; and the words that change the valence of others.
#[derive(Default)]
struct Lexicon {
    words: HashMap<&'static str, f64>,
    prefixes: HashMap<&'static str, f64>,
    /// By first word; longest first.
    idioms: HashMap<&'static str, Vec<Idiom>>,
    boosts: HashMap<&'static str, f64>,
    negations: HashSet<&'static str>,
}

/// Several words that count as one.
struct Idiom {
    words: Vec<&'static str>,
    /// None for an idiom that only changes others ("kind of").
    valence: Option<f64>,
}

impl Lexicon {
    /// Reads lines of `valence entry`; an entry ending in `*` stands for every word that begins so.
    fn parse(source: &'static str) -> Self {
        let mut lexicon = Self::default();
        for line in source.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (valence, entry) = line.split_once(' ').expect("a sentiment line is a valence and an entry");
            let valence: Option<f64> = match valence {
                "negates" | "boosts" | "dampens" => None,
                number => Some(number.parse().expect("a valence is a number")),
            };
            match line.split(' ').next() {
                Some("negates") => drop(lexicon.negations.insert(entry)),
                Some("boosts") => drop(lexicon.boosts.insert(entry, BOOST)),
                Some("dampens") => drop(lexicon.boosts.insert(entry, -BOOST)),
                _ => {}
            }
            if entry.contains(' ') {
                let words: Vec<_> = entry.split(' ').collect();
                lexicon.idioms.entry(words[0]).or_default().push(Idiom { words, valence });
            } else if let Some(valence) = valence {
                match entry.strip_suffix('*') {
                    Some(prefix) => lexicon.prefixes.insert(prefix, valence),
                    None => lexicon.words.insert(entry, valence),
                };
            }
        }
        for idioms in lexicon.idioms.values_mut() {
            idioms.sort_by_key(|idiom| Reverse(idiom.words.len()));
        }
        lexicon
    }

    fn valence(&self, word: &str) -> Option<f64> {
        if let Some(valence) = self.words.get(word) {
            return Some(*valence);
        }
        if self.boosts.contains_key(word) {
            return None;
        }
        let ends: Vec<_> = word
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8())
            .take_while(|end| *end <= LONGEST_PREFIX)
            .collect();
        ends.into_iter().rev().find_map(|end| self.prefixes.get(&word[..end]).copied())
    }
}

/// One word, idiom, emoticon or emoji of a sentence.
struct Unit {
    word: String,
    valence: Option<f64>,
    boost: f64,
    negates: bool,
    is_shouted: bool,
}

/// How one sentence feels, from −1 (hostile) to 1 (delighted); 0 is neutral or unknown.
pub fn compound(sentence: &str) -> f32 {
    squash(feeling(sentence))
}

/// The sum of a sentence's valences after all rules, before it is squashed into −1..1.
fn feeling(sentence: &str) -> f64 {
    let units = units(sentence);
    let is_mixed_case = {
        let shouted = units.iter().filter(|unit| unit.is_shouted).count();
        shouted > 0 && shouted < units.len()
    };
    let mut sum = 0.0;
    let but = units.iter().position(|unit| unit.word == "but");
    for (at, unit) in units.iter().enumerate() {
        let Some(valence) = unit.valence else { continue };
        let weight = match but {
            Some(but) if at < but => 0.5,
            Some(but) if at > but => 1.5,
            _ => 1.0,
        };
        sum += weight * in_context(&units, at, valence, is_mixed_case);
    }
    let emphasis = emphasis(sentence);
    if sum > 0.0 {
        sum + emphasis
    } else if sum < 0.0 {
        sum - emphasis
    } else {
        0.0
    }
}

fn squash(sum: f64) -> f32 {
    ((sum / (sum * sum + ALPHA).sqrt()) as f32).clamp(-1.0, 1.0)
}

/// The valence of the unit at `at`, given the three before it.
fn in_context(units: &[Unit], at: usize, valence: f64, is_mixed_case: bool) -> f64 {
    let before = |distance: usize| at.checked_sub(distance).map(|index| &units[index]);
    let is_before = |distance: usize, words: &[&str]| {
        before(distance).is_some_and(|unit| words.contains(&unit.word.as_str()))
    };
    let mut valence = valence;
    if units[at].word == "no" && units.get(at + 1).is_some_and(|next| next.valence.is_some()) {
        // "no problems": the word negates its neighbour instead of counting by itself.
        valence = 0.0;
    }
    if is_before(1, &["no"])
        || is_before(2, &["no"])
        || (is_before(3, &["no"]) && is_before(1, &["or", "nor"]))
    {
        valence *= NEGATION;
    }
    if units[at].is_shouted && is_mixed_case {
        valence += if valence > 0.0 { SHOUT } else { -SHOUT };
    }
    for distance in 1..=3 {
        let Some(unit) = before(distance).filter(|unit| unit.valence.is_none() || unit.negates) else {
            continue;
        };
        let damping = [1.0, 0.95, 0.9][distance - 1];
        valence += damping * boost(unit, valence, is_mixed_case);
        let is_so = |distance| is_before(distance, &["so", "this"]);
        let is_praise = match distance {
            2 => is_before(2, &["never"]) && is_so(1),
            3 => (is_before(3, &["never"]) && is_so(2)) || is_so(1),
            _ => false,
        };
        let is_doubtless = match distance {
            2 => is_before(2, &["without"]) && is_before(1, &["doubt"]),
            3 => is_before(3, &["without"]) && (is_before(2, &["doubt"]) || is_before(1, &["doubt"])),
            _ => false,
        };
        if is_praise {
            valence *= 1.25;
        } else if unit.negates && !is_doubtless {
            valence *= NEGATION;
        }
    }
    if is_before(1, &["least"]) && !is_before(2, &["at", "very"]) {
        valence *= NEGATION;
    }
    valence
}

fn boost(unit: &Unit, valence: f64, is_mixed_case: bool) -> f64 {
    if unit.boost == 0.0 {
        return 0.0;
    }
    let boost = if valence < 0.0 { -unit.boost } else { unit.boost };
    match unit.is_shouted && is_mixed_case {
        true if valence > 0.0 => boost + SHOUT,
        true => boost - SHOUT,
        false => boost,
    }
}

/// What exclamation marks (up to four) and repeated question marks add.
fn emphasis(sentence: &str) -> f64 {
    let exclamations = sentence.matches('!').count().min(4) as f64 * 0.292;
    let questions = match sentence.matches('?').count() {
        0 | 1 => 0.0,
        count @ (2 | 3) => count as f64 * 0.18,
        _ => 0.96,
    };
    exclamations + questions
}

fn units(sentence: &str) -> Vec<Unit> {
    let words = words(sentence);
    let mut units = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let (word, is_shouted) = &words[at];
        let is_here = |idiom: &&Idiom| {
            words.len() - at >= idiom.words.len()
                && idiom.words.iter().zip(&words[at..]).all(|(want, (have, _))| want == have)
        };
        let idiom = LEXICON.idioms.get(word.as_str()).and_then(|idioms| idioms.iter().find(is_here));
        if let Some(idiom) = idiom {
            let word = idiom.words.join(" ");
            let boost = LEXICON.boosts.get(word.as_str()).copied().unwrap_or_default();
            units.push(Unit { word, valence: idiom.valence, boost, negates: false, is_shouted: false });
            at += idiom.words.len();
            continue;
        }
        units.push(Unit {
            valence: LEXICON.valence(word),
            boost: LEXICON.boosts.get(word.as_str()).copied().unwrap_or_default(),
            negates: LEXICON.negations.contains(word.as_str()) || word.ends_with("n't"),
            is_shouted: *is_shouted,
            word: word.clone(),
        });
        at += 1;
    }
    units
}

/// The words, emoticons and emoji of a sentence in lower case, and whether each was written in capitals.
fn words(sentence: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for chunk in sentence.split_whitespace() {
        let is_emoticon = chunk.len() <= 4
            && !chunk.starts_with(char::is_alphanumeric)
            && LEXICON.words.contains_key(chunk.to_lowercase().as_str());
        if is_emoticon {
            found.push((chunk.to_lowercase(), false));
            continue;
        }
        let mut start = 0;
        for (at, letter) in chunk.char_indices() {
            if letter.is_alphanumeric() || matches!(letter, '\'' | '\u{2019}') {
                continue;
            }
            push_word(&mut found, &chunk[start..at]);
            start = at + letter.len_utf8();
            let mut buffer = [0; 4];
            let sign: &str = letter.encode_utf8(&mut buffer);
            if !letter.is_ascii() && LEXICON.words.contains_key(sign) {
                found.push((sign.to_owned(), false));
            }
        }
        push_word(&mut found, &chunk[start..]);
    }
    found
}

fn push_word(found: &mut Vec<(String, bool)>, word: &str) {
    let word = word.trim_matches(['\'', '\u{2019}']);
    if word.is_empty() {
        return;
    }
    let is_shouted = word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
    found.push((word.to_lowercase().replace('\u{2019}', "'"), is_shouted));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_list_has_each_entry_once_and_within_the_scale() {
        let mut seen = std::collections::HashSet::new();
        for line in
            include_str!("sentiment.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (valence, entry) = line.split_once(' ').unwrap();
            if matches!(valence, "negates" | "boosts" | "dampens") {
                assert!(!entry.contains('*') && seen.insert(line), "{line}");
                continue;
            }
            let valence: f64 = valence.parse().unwrap();
            assert!((-4.0..=4.0).contains(&valence) && valence != 0.0, "{line}");
            assert!(seen.insert(entry), "twice: {entry}");
            assert_eq!(entry, entry.to_lowercase());
            assert!(entry.len() <= LONGEST_PREFIX || !entry.ends_with('*'), "{entry}");
        }
        assert!(seen.len() >= 600, "{}", seen.len());
    }

    #[test]
    fn each_rule_moves_the_score_its_way() {
        let order = [
            ("The tool was clunky!!", "The tool was clunky."),
            ("The tool was extremely clunky.", "The tool was clunky."),
            ("The tool was CLUNKY.", "The tool was clunky."),
            ("The tool was clunky.", "The tool was slightly clunky."),
            ("The support was not helpful.", "The support was helpful."),
            ("It was helpful, but expensive.", "It was expensive, but helpful."),
            ("Reports lacked flexibility.", "Reports had flexibility."),
            ("We had issues.", "We had no issues."),
        ];
        for (worse, better) in order {
            assert!(
                compound(worse) < compound(better),
                "{worse} {} / {better} {}",
                compound(worse),
                compound(better)
            );
        }
    }

    #[test]
    fn buyers_words_are_known() {
        for bad in [
            "overpriced",
            "a dealbreaker",
            "a show-stopper",
            "it fell short",
            "left a lot to be desired",
            "\u{1F621}",
            ":(",
        ] {
            assert!(compound(bad) < -0.2, "{bad} {}", compound(bad));
        }
        for good in
            ["responsive", "user-friendly", "went above and beyond", "no complaints", "\u{1F600}", ":)"]
        {
            assert!(compound(good) > 0.2, "{good} {}", compound(good));
        }
        for neutral in ["", "we met on Tuesday", "\0", "::::", "'''"] {
            assert_eq!(compound(neutral), 0.0, "{neutral:?}");
        }
    }
}
