//! A folded copy of a text for phrase matching, with the way back to the original's bytes.
//!
//! Folding makes "Hard‑to‑use", "hard to use" and "HARD  TO USE" the same: lower case, Latin accents off,
//! straight apostrophes, and one space for every run of white space and hyphens.

use deunicode::deunicode_char;

use super::Span;

/// A text made uniform for matching.
///
/// **Invariant:** `origin` has one entry per byte of `text` and one for its end, never falls, and every entry
/// is a character boundary of the original.
pub(crate) struct Folded {
    pub(crate) text: String,
    origin: Vec<usize>,
}

impl Folded {
    pub(crate) fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), origin: Vec::new() };
        folded.origin.reserve(original.len() + 1);
        for (start, letter) in original.char_indices() {
            match letter {
                letter if letter.is_ascii_alphanumeric() => folded.push(letter.to_ascii_lowercase(), start),
                '-' | '_' | '\u{2010}' | '\u{2011}' => folded.push_space(start),
                letter if letter.is_whitespace() => folded.push_space(start),
                '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' => folded.push('\'', start),
                // Combining accents, soft hyphens, zero-width marks and direction marks say nothing.
                '\u{0300}'..='\u{036F}' | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' => {}
                '\u{00C0}'..='\u{024F}' if letter.is_alphabetic() => {
                    for plain in deunicode_char(letter).unwrap_or_default().chars() {
                        folded.push(plain.to_ascii_lowercase(), start);
                    }
                }
                letter => {
                    let mut lower = letter.to_lowercase();
                    match (lower.next(), lower.next()) {
                        (Some(lower), None) => folded.push(lower, start),
                        _ => folded.push(letter, start),
                    }
                }
            }
        }
        folded.origin.push(original.len());
        folded
    }

    fn push(&mut self, letter: char, start: usize) {
        self.text.push(letter);
        self.origin.resize(self.text.len(), start);
    }

    fn push_space(&mut self, start: usize) {
        if !self.text.ends_with(' ') {
            self.push(' ', start);
        }
    }

    /// Where a piece of the folded text came from.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        Span { start: self.origin[start], end: self.origin[end] }
    }

    /// Whether a match stands between word boundaries.
    pub(crate) fn is_whole(&self, start: usize, end: usize) -> bool {
        self.is_start(start) && self.word_end(end) == end
    }

    /// Whether a word may begin here.
    pub(crate) fn is_start(&self, start: usize) -> bool {
        !self.text[..start].ends_with(char::is_alphanumeric)
    }

    /// The end of the word that reaches into `from`.
    pub(crate) fn word_end(&self, from: usize) -> usize {
        let rest = &self.text[from..];
        from + rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len())
    }
}

/// The folded form of a phrase.
pub(crate) fn fold(phrase: &str) -> String {
    Folded::new(phrase.trim()).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_phrase_fold_to_the_same() {
        for spelling in
            ["hard to use", "Hard-to-use", "HARD \t to\n use", "hard\u{2011}to\u{AD}‑use", "härd tó use"]
        {
            assert_eq!(fold(spelling), "hard to use", "{spelling}");
        }
        assert_eq!(fold("couldn\u{2019}t"), "couldn't");
    }

    #[test]
    fn a_match_leads_back_to_the_bytes_it_came_from() {
        let original = "Ünser  Tool was HARD\u{2011}to-use\u{301}, straße.";
        let folded = Folded::new(original);
        let start = folded.text.find("hard to use").unwrap();
        let span = folded.span(start, start + "hard to use".len());
        assert_eq!(&original[span.start..span.end], "HARD\u{2011}to-use\u{301}");
        let start = folded.text.find("strasse").unwrap();
        let span = folded.span(start, start + 7);
        assert_eq!(&original[span.start..span.end], "straße");
    }
}
