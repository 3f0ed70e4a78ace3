//! E-mail addresses, each in the one form in which mail servers know it and in which two are compared.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// An e-mail address that is plausible, lower-cased, and whose host is written as mail servers know it:
/// `jo@müller.example` is `jo@xn--mller-kva.example`.
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

/// A host's name in letters that every mail server knows; none when it has letters that no host may have.
#[cfg(feature = "hosts")]
fn canonical(host: &str) -> Option<Cow<'_, str>> {
    // What is plain already stays as it is; what says that it was translated has to be a translation.
    if host.is_ascii() && !host.contains("xn--") {
        return Some(Cow::Borrowed(host));
    }
    idna::domain_to_ascii_cow(host.as_bytes(), idna::AsciiDenyList::EMPTY).ok()
}

/// A host's name as it is: in the browser, addresses come from the server, where they are canonical already.
#[cfg(not(feature = "hosts"))]
const fn canonical(host: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(host))
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
        let host = canonical(host).ok_or(NotAnEmail)?;
        let is_good = local.len() + 1 + host.len() <= LONGEST_ADDRESS
            && local.len() <= LONGEST_LOCAL
            && local.split('.').all(is_atom)
            && host.split('.').count() >= 2
            && host.split('.').all(is_label);
        if is_good { Ok(Self(format!("{local}@{host}"))) } else { Err(NotAnEmail) }
    }

    /// Every address that stands somewhere in a text, whatever is around it.
    #[must_use]
    pub fn all_in(text: &str) -> Vec<Self> {
        let parts = text.split(|c: char| c.is_whitespace() || ",;:<>()[]\"\\".contains(c));
        parts.filter_map(|part| Self::parse(part.trim_matches(['.', '\''])).ok()).collect()
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

    /// Whether every mail server takes it. Before the `@` there is no other way to write `jörg`, and a server on the
    /// way that does not know such letters sends the mail back, or loses it.
    #[must_use]
    pub fn is_taken_everywhere(&self) -> bool {
        self.0.is_ascii()
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn letters_before_the_at_are_said_to_be_a_risk() {
        assert!(Email::parse("bo+crm@express.example").expect("valid").is_taken_everywhere());
        assert!(!Email::parse("jörg@express.example").expect("valid").is_taken_everywhere());
    }

    #[cfg(feature = "hosts")]
    #[test]
    fn a_host_in_any_script_is_one_host_however_it_is_written() {
        // Two spellings were two people, and a server that knows ASCII only refused the mail.
        let canonical = "jo@xn--mller-kva.example";
        for written in [
            "jo@müller.example",
            "JO@MÜLLER.Example",
            "jo@mu\u{308}ller.example",
            "jo@ｍüller。example",
            "Jo <jo@xn--mller-kva.example>",
            "jo@XN--MLLER-KVA.example",
        ] {
            assert_eq!(Email::parse_display(written).expect(written).as_str(), canonical, "{written}");
        }
        assert_eq!(Email::parse(canonical).expect("valid").as_str(), canonical, "again is as once");
        assert_eq!(Email::parse("李@例え.テスト").expect("valid").as_str(), "李@xn--r8jz45g.xn--zckzah");
        assert!(Email::parse("jo@straße.example").expect("valid").is_taken_everywhere());
        for bad in [
            "jo@xn--\u{fc}.example",
            "jo@xn--a.example",
            "jo@a\u{202e}b.example",
            "jo@☃.\0x",
            "jo@。.example",
        ] {
            assert_eq!(Email::parse(bad), Err(NotAnEmail), "{bad:?}");
        }
        let long = format!("jo@{}.example", "ü".repeat(60));
        assert_eq!(Email::parse(&long), Err(NotAnEmail), "it is longer for mail servers");
    }
}
