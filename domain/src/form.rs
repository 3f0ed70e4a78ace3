//! What a form can get wrong, and the small values that forms are made of.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

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

/// An e-mail address that is plausible and lower-cased.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Clone, Eq, PartialEq, Debug, thiserror::Error)]
#[error("is not an e-mail address")]
pub struct NotAnEmail;

const LONGEST_ADDRESS: usize = 254;
const LONGEST_LOCAL: usize = 64;
const LONGEST_LABEL: usize = 63;

/// A part between the full stops before the `@`.
fn is_atom(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
}

/// A part between the full stops of a host's name.
fn is_label(part: &str) -> bool {
    part.len() <= LONGEST_LABEL
        && part.starts_with(char::is_alphanumeric)
        && part.ends_with(char::is_alphanumeric)
        && part.chars().all(|c| c.is_alphanumeric() || c == '-')
}

impl Email {
    /// Reads an address: one `@`, a dotted name before and after it that mail servers take, nothing that a mail header
    /// could be broken with.
    ///
    /// What this takes, the library that writes our mails takes as well: a mail must not fail by the address it was
    /// promised to.
    ///
    /// # Errors
    /// When the text is not an address.
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        // Before it is looked at: some letters become two when they are lower-cased.
        let text = text.trim().to_lowercase();
        let (local, host) = text.split_once('@').ok_or(NotAnEmail)?;
        let is_good = text.len() <= LONGEST_ADDRESS
            && local.len() <= LONGEST_LOCAL
            && local.split('.').all(is_atom)
            && host.split('.').count() >= 2
            && host.split('.').all(is_label);
        if is_good { Ok(Self(text)) } else { Err(NotAnEmail) }
    }

    /// Reads an address as mail programs and address books write it: bare, `Bo Buyer <bo@express.example>` or
    /// `mailto:bo@express.example`.
    ///
    /// # Errors
    /// When there is no address in it, or another one beside it.
    pub fn parse_display(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        if let Ok(bare) = Self::parse(text) {
            return Ok(bare);
        }
        let inner = match text.strip_suffix('>').and_then(|text| text.split_once('<')) {
            Some((_, inner)) => inner.trim(),
            None => text,
        };
        let address = match inner.get(.."mailto:".len()) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
                let address = &inner[scheme.len()..];
                address.split_once('?').map_or(address, |(address, _)| address)
            }
            Some(_) | None => inner,
        };
        Self::parse(address)
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

/// Makes text from outside safe to keep: no NUL (PostgreSQL refuses it), no control characters but tab and
/// newline, line ends as `\n`, trimmed, and at most `limit` characters.
///
/// Of a text in which nothing can be seen nothing is left.
#[must_use]
pub fn clean_text(text: &str, limit: usize) -> String {
    if !text.chars().any(is_visible) {
        return String::new();
    }
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect();
    kept.trim().chars().take(limit).collect()
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
    fn an_address_is_found_in_what_mail_programs_write() {
        for written in [
            "bo@express.example",
            "Bo <Bo@Express.Example>",
            "\"Buyer, Bo\" < bo@express.example >",
            "<bo@express.example>",
            " mailto:bo@express.example ",
            "MAILTO:bo@express.example?subject=Hello@x",
            "Bo <mailto:bo@express.example>",
        ] {
            let read = Email::parse_display(written).expect(written);
            assert_eq!(read.as_str(), "bo@express.example", "{written}");
        }
        for bad in [
            "Bo",
            "Bo <bo>",
            "<>",
            "mailto:",
            "a@b.c <d@e.f> <g@h.i>",
            "<a@b.c> x",
            "a@b.c, d@e.f",
            "mailto:a@b.c,d@e.f",
            "é",
        ] {
            assert_eq!(Email::parse_display(bad), Err(NotAnEmail), "{bad:?}");
        }
    }

    #[test]
    fn an_address_is_lower_cased_and_headers_cannot_be_broken_with_it() {
        assert_eq!(Email::parse(" Bo@Express.Example ").expect("valid").as_str(), "bo@express.example");
        for bad in [
            "", "bo", "@x.y", "bo@", "bo@x", "a@b@c.d", "a b@c.d", "a\n@c.d", "a@c..d", "a,b@c.d", "<a@c.d>",
            "a@-c.d", "a@c-.d", "a@c_d.e", "a@!.d", ".a@c.d", "a.@c.d",
        ] {
            assert_eq!(Email::parse(bad), Err(NotAnEmail), "{bad:?}");
        }
    }

    #[test]
    fn cleaned_text_keeps_every_script_and_loses_what_the_database_refuses() {
        assert_eq!(clean_text("  a\0b\r\nc\u{7}  ", 10), "ab\nc");
        assert_eq!(clean_text("שלום 👩‍👩‍👧 ok", 100), "שלום 👩‍👩‍👧 ok");
        assert_eq!(clean_text("abcdef", 3), "abc");
    }
}
