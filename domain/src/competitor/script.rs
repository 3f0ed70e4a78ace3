//! The letters of a vendor's name, whatever script it is written in.
//!
//! Latin, Greek and Cyrillic names are compared by their plain Latin letters: accents are slips there. Chinese, Japanese
//! and Korean ones are compared as they are written: 华为 and 华维 sound alike, and are two companies. How a name sounds
//! is a reason to ask a person, and no more.

use std::collections::HashMap;
use std::sync::LazyLock;

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// For each traditional Chinese character the simplified one.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let lines = include_str!("simplified.txt").lines().filter(|line| !line.starts_with('#'));
    let words = lines.flat_map(|line| line.split(' '));
    let pairs = words.filter_map(|word| {
        let mut letters = word.chars();
        letters.next().map(|simple| letters.map(move |traditional| (traditional, simple)))
    });
    pairs.flatten().collect()
});

/// Whether a letter belongs to a script that is compared as it is written.
pub(super) fn is_native(letter: char) -> bool {
    matches!(letter,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}'
            | '\u{30fc}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether a letter is part of a comparable name.
pub(super) fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || is_native(letter)
}

/// A name in comparable letters and ASCII punctuation, in lower case: widths, accents, marks of trade and what cannot be
/// seen are gone, and traditional characters are simplified.
pub(super) fn plain(raw: &str) -> String {
    let mut plain = String::with_capacity(raw.len());
    // They would become letters of the name.
    for letter in raw.chars().filter(|letter| !"™℠®©".contains(*letter)).nfkc() {
        match letter {
            letter if letter.is_ascii() => plain.push(letter),
            letter if is_native(letter) => plain.push(SIMPLIFIED.get(&letter).copied().unwrap_or(letter)),
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => plain.push('\''),
            letter if letter.is_alphanumeric() => plain.push_str(deunicode_char(letter).unwrap_or_default()),
            // What joins, splits or turns letters, and accents that stand by themselves.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {}
            letter if is_combining_mark(letter) => {}
            _ => plain.push(' '),
        }
    }
    plain.to_lowercase()
}

/// How a comparable name sounds, in Latin letters without spaces; none when it has these letters already.
pub(super) fn sound(normal: &str) -> Option<String> {
    let romanised = |letter: char| deunicode_char(letter).unwrap_or_default().chars();
    let letters = normal.chars().flat_map(|letter| romanised(letter).filter(char::is_ascii_alphanumeric));
    normal.contains(is_native).then(|| letters.collect::<String>().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simplified_character_stays_as_it_is() {
        assert!(SIMPLIFIED.len() > 2_900);
        for (traditional, simple) in SIMPLIFIED.iter() {
            assert!(is_native(*traditional) && is_native(*simple), "{traditional}{simple}");
            assert!(!SIMPLIFIED.contains_key(simple), "{simple} is once more something else");
        }
    }

    #[test]
    fn a_name_sounds_as_it_is_read_in_chinese_or_korean() {
        assert_eq!(sound("华为").as_deref(), Some("huawei"));
        assert_eq!(sound("삼성").as_deref(), Some("samseong"));
        assert_eq!(sound("acme"), None);
    }
}
