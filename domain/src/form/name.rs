//! The names of tenants and people, as titles, mails and lists show them: one line in which something can be read.

use super::is_visible;

/// The most characters of a name.
pub const LONGEST: usize = 100;

/// The text is no name.
#[derive(Clone, Eq, PartialEq, Debug, thiserror::Error)]
#[error("must be one line of 1 to 100 characters that can be read")]
pub struct NotAName;

/// Reads a name: without what stands around it, and nothing that would break a title, a subject or a line of a list.
///
/// # Errors
/// When the text is none.
pub fn parse(text: &str) -> Result<String, NotAName> {
    let name = text.trim();
    // Unicode's own line and paragraph ends are no control characters.
    let breaks = |c: char| c.is_control() || ['\u{2028}', '\u{2029}'].contains(&c);
    let is_good =
        name.chars().any(is_visible) && !name.chars().any(breaks) && name.chars().count() <= LONGEST;
    if is_good { Ok(name.to_owned()) } else { Err(NotAName) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_that_can_be_read() {
        for (text, name) in
            [(" Northwind Software ", "Northwind Software"), ("n\n", "n"), ("שלום & Söhne", "שלום & Söhne")]
        {
            assert_eq!(parse(text).as_deref(), Ok(name));
        }
        assert_eq!(parse(&"é".repeat(100)), Ok("é".repeat(100)));
        for bad in [
            "",
            "   ",
            "\u{200b}\u{a0}",
            "two\nlines",
            "two\u{2028}lines",
            "a\tb",
            "a\u{0}b",
            "bell\u{7}",
            &"x".repeat(101),
        ] {
            assert_eq!(parse(bad), Err(NotAName), "{bad:?}");
        }
    }
}
