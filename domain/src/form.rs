//! What a form can get wrong, and the small values that forms are made of.

mod email;
pub mod name;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use email::{Email, NotAnEmail};

/// Messages by field, in the words shown next to it; empty means valid.
#[derive(Clone, Eq, PartialEq, Default, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldErrors(BTreeMap<String, Vec<String>>);

impl FieldErrors {
    /// No complaint yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A single complaint.
    #[must_use]
    pub fn of(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = Self::new();
        errors.add(field, message);
        errors
    }

    /// Adds a complaint about a field.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.entry(field.into()).or_default().push(message.into());
    }

    /// The complaints about one field.
    #[must_use]
    pub fn of_field(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// Every complaint with its field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(field, all)| all.iter().map(move |one| (field.as_str(), one.as_str())))
    }

    /// Whether there is nothing to complain about.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when there is nothing to complain about.
    ///
    /// # Errors
    /// The complaints themselves.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (field, message)) in self.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{field}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for FieldErrors {}

/// Makes text from outside safe to keep: no NUL (PostgreSQL refuses it), no control characters but tab and
/// newline, line ends as `\n`, trimmed, and at most `limit` characters.
///
/// Of a text in which nothing can be seen nothing is left.
#[must_use]
pub fn clean_text(text: &str, limit: usize) -> String {
    if is_plain(text) {
        let text = text.trim();
        return text.get(..limit).unwrap_or(text).to_owned();
    }
    if !text.chars().any(is_visible) {
        return String::new();
    }
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect();
    kept.trim().chars().take(limit).collect()
}

/// Whether a text has visible ASCII and spaces only, as most have: a character is a byte then, and none is unsafe.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Whether a reader sees anything of a character: not of spaces, controls, joiners, direction marks, fillers and tags,
/// which are Unicode's `Default_Ignorable_Code_Point` and `White_Space`, and the empty pattern of Braille.
fn is_visible(c: char) -> bool {
    let is_ignorable = matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    );
    !is_ignorable && !c.is_whitespace() && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_which_nothing_can_be_seen_is_empty() {
        for blank in
            [" \t\n", "\u{200b}", "\u{202e}\u{2066}", "\u{3164}", "\u{ad} \u{2800}", "\u{feff}\u{e0020}"]
        {
            assert_eq!(clean_text(blank, 100), "", "{blank:?}");
        }
        assert_eq!(clean_text("\u{200f}שלום", 100), "\u{200f}שלום", "beside words they mean something");
        assert_eq!(clean_text("❤\u{fe0f}", 100), "❤\u{fe0f}");
    }

    #[test]
    fn cleaned_text_keeps_every_script_and_loses_what_the_database_refuses() {
        assert_eq!(clean_text("  a\0b\r\nc\u{7}  ", 10), "ab\nc");
        assert_eq!(clean_text("שלום 👩‍👩‍👧 ok", 100), "שלום 👩‍👩‍👧 ok");
        assert_eq!(clean_text("abcdef", 3), "abc");
    }

    #[test]
    fn a_plain_text_is_cleaned_as_one_in_another_script() {
        for text in ["", "   ", "  a  b ", "abc", "abcdef ghi", "~ab~"] {
            for limit in [0, 1, 2, 3, 6, 7, 100] {
                let other = text.replace('b', "ß");
                assert_eq!(
                    clean_text(text, limit),
                    clean_text(&other, limit).replace('ß', "b"),
                    "{text:?} {limit}"
                );
            }
        }
    }
}
