//! Stable keys made of words.

use super::kind::Kind;
use super::logic::OTHER;
use super::template::Template;

/// Keys that a section cannot have: the addresses of the survey's own pages.
pub(super) const TAKEN: [&str; 16] = [
    "attribution",
    "autosave",
    "certificate",
    "correct",
    "language",
    "later",
    "leave",
    "logo",
    "privacy",
    "receipt",
    "review",
    "saved",
    "send",
    "start",
    "thanks",
    "withdraw",
];

/// Longest key that is made, so that a number fits behind it.
const LONGEST: usize = 32;

/// A key for a new section, question or value that nothing in the survey has, made of these words.
#[must_use]
pub fn fresh_key(template: &Template, words: &str) -> String {
    let is_taken = |key: &str| {
        TAKEN.contains(&key)
            || template.section(key).is_some()
            || template.question(key).is_some()
            || template.calculations.iter().any(|one| one.key == key)
    };
    unlike(&slug(words), is_taken)
}

/// A key for a new choice, row or column that no other of the question has, made of these words.
#[must_use]
pub fn fresh_part(kind: &Kind, words: &str) -> String {
    let is_taken = |key: &str| {
        key == OTHER
            || kind.choice(key).is_some()
            || kind.rows().iter().chain(kind.columns()).any(|one| one.key == key)
    };
    unlike(&slug(words), is_taken)
}

/// The key itself, or with the first number behind it that makes it new.
pub(super) fn unlike(key: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut fresh = key.to_owned();
    let mut number = 2_u32;
    while is_taken(&fresh) {
        fresh = format!("{key}_{number}");
        number += 1;
    }
    fresh
}

/// Words as a key: the first few, in lower-case Latin letters and digits. Words without any become `item`.
pub(super) fn slug(words: &str) -> String {
    let mut slug = String::new();
    for letter in words.chars().map(lower) {
        match plain(letter) {
            Some(plain) => slug.push_str(plain),
            None if letter.is_ascii_alphanumeric() => slug.push(letter),
            // An apostrophe is inside of a word.
            None if matches!(letter, '\'' | '’') => {}
            None if !slug.is_empty() && !slug.ends_with('_') => slug.push('_'),
            None => {}
        }
    }
    if slug.len() > LONGEST {
        // Whole words, if the first is not too long itself.
        let cut = slug[..=LONGEST].rfind('_').unwrap_or(LONGEST);
        slug.truncate(cut);
    }
    slug.truncate(slug.trim_end_matches('_').len());
    if slug.is_empty() { "item".to_owned() } else { slug }
}

/// The small letter of a Latin one. The whole of Unicode would be a table, which every editor had to load.
fn lower(letter: char) -> char {
    match letter {
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(letter as u32 + 32).unwrap_or(letter),
        // In pairs, the capital letter first; the capital is even in some runs and odd in others.
        'Ā'..='ķ' | 'Ŋ'..='ŷ' if !is_odd(letter) => next(letter),
        'Ĺ'..='ň' | 'Ź'..='ž' if is_odd(letter) => next(letter),
        'Ÿ' => 'ÿ',
        _ => letter.to_ascii_lowercase(),
    }
}

const fn is_odd(letter: char) -> bool {
    letter as u32 & 1 == 1
}

fn next(letter: char) -> char {
    char::from_u32(letter as u32 + 1).unwrap_or(letter)
}

/// The commonest letters with marks, without them.
const fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ő' | 'ō' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ř' => "r",
        'ß' => "ss",
        'ś' | 'š' | 'ş' => "s",
        'ù' | 'ú' | 'û' | 'ű' | 'ū' | 'ů' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::starter;
    use crate::survey::template::is_key;

    #[test]
    fn a_key_is_made_of_any_words() {
        for (words, key) in [
            ("Which one did you choose?", "which_one_did_you_choose"),
            ("What’s the price?", "whats_the_price"),
            ("Größe & Qualität", "groesse_qualitaet"),
            ("ÜBER ÇA ÉTÉ ŁÓDŹ ŠKODA ŒUVRE", "ueber_ca_ete_lodz_skoda_oeuvre"),
            ("If you could change one thing about us, what?", "if_you_could_change_one_thing"),
            ("价格", "item"),
            ("", "item"),
            ("___", "item"),
            ("Donaudampfschifffahrtsgesellschaftskapitän", "donaudampfschifffahrtsgesellscha"),
        ] {
            assert_eq!(slug(words), key);
            assert!(is_key(key), "{key}");
        }
    }

    #[test]
    fn capital_letters_with_marks_are_the_same_letters() {
        for letter in ('\u{c0}'..='\u{17f}').filter(|letter| letter.is_uppercase() && *letter != 'İ') {
            assert!(letter.to_lowercase().eq([lower(letter)]), "{letter}");
        }
        for letter in ('\u{c0}'..='\u{17f}').filter(|letter| letter.is_lowercase()) {
            assert_eq!(lower(letter), letter);
        }
    }

    #[test]
    fn a_fresh_key_is_one_that_nobody_has() {
        let template = starter::win_loss();
        assert_eq!(fresh_key(&template, "Reasons"), "reasons_2");
        assert_eq!(fresh_key(&template, "Review"), "review_2", "a page of every survey");
        assert_eq!(fresh_key(&template, "New"), "new");
        let question = template.question("reasons").expect("it is there");
        assert_eq!(fresh_part(&question.kind, "Pricing"), "pricing_2");
        assert_eq!(fresh_part(&question.kind, "Other"), "other_2", "the buyer's own words");
    }
}
