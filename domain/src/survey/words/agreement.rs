//! That every language says the same, and as it is written there.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Every text by its place (`landing.minutes.one`), read from the value's own description, so that none is forgotten.
fn texts(words: &Words) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut inside: Vec<(String, usize)> = Vec::new();
    for line in format!("{words:#?}").lines().map(str::trim) {
        let (name, value) = match line.split_once(": ").filter(|_| !line.starts_with('"')) {
            Some((name, value)) => (name.to_owned(), value),
            None => (inside.last().map_or(0, |(_, items)| *items).to_string(), line),
        };
        if value.starts_with('"') {
            let place: Vec<&str> =
                inside.iter().map(|(one, _)| one.as_str()).chain([name.as_str()]).skip(1).collect();
            found.insert(place.join("."), unescaped(value));
            inside.iter_mut().last().expect("a text is inside of something").1 += 1;
        } else if value.ends_with(['{', '[']) {
            inside.push((name, 0));
        } else {
            inside.pop();
        }
    }
    found
}

/// A text out of its description.
fn unescaped(value: &str) -> String {
    let quoted = value.trim_end_matches(',').trim_matches('"');
    let mut pieces = quoted.split("\\u{");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (code, rest) = piece.split_once('}').expect("an escape ends");
        text.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a letter"));
        text.push_str(rest);
    }
    text
}

/// What is filled in, in order.
fn holes(text: &str) -> Vec<&str> {
    let inside = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let mut holes: Vec<&str> = inside.map(|(hole, _)| hole).collect();
    holes.sort_unstable();
    holes
}

fn others() -> impl Iterator<Item = &'static Words> {
    ALL.iter().copied().filter(|words| words.tag != "en")
}

fn words_of(tag: &str) -> &'static Words {
    Words::known(&Language::parse(tag).expect(tag)).expect(tag)
}

/// The form for exactly one or two, which may say the number in a word; and the form for all others beside it.
fn form_of_few(place: &str) -> Option<String> {
    let of = place.strip_suffix(".one").or_else(|| place.strip_suffix(".two"))?;
    Some(format!("{of}.other"))
}

#[test]
fn every_language_fills_in_the_same_everywhere() {
    let english = texts(&english::WORDS);
    assert!(english.len() > 250 && english["landing.minutes.other"] == "about {0} minutes", "{english:?}");
    for words in others() {
        let texts = texts(words);
        assert!(texts.keys().eq(english.keys()), "{}", words.tag);
        for (place, text) in &texts {
            let holes = holes(text);
            let few = form_of_few(place);
            let theirs = self::holes(&english[few.as_ref().unwrap_or(place)]);
            assert!(holes == theirs || (few.is_some() && holes.is_empty()), "{} {place}: {text}", words.tag);
        }
    }
}

#[test]
fn no_text_is_empty_or_left_in_english() {
    let english = texts(&english::WORDS);
    for words in others() {
        let texts = texts(words);
        let mut same = BTreeSet::new();
        for (place, text) in &texts {
            assert_eq!(text.trim().is_empty(), english[place].trim().is_empty() || is_space(text), "{place}");
            // "Name", "April", "{0}: {1}" are the same in some; a whole sentence is not.
            if *text == english[place] && text.chars().any(char::is_alphabetic) {
                same.insert(text.clone());
            }
        }
        assert!(same.len() <= 6 && same.iter().all(|text| !text.contains(". ")), "{}: {same:?}", words.tag);
    }
}

/// A space between thousands.
fn is_space(text: &str) -> bool {
    text.chars().count() == 1 && text.trim().is_empty()
}

#[test]
fn a_language_is_known_by_its_tag_in_any_region_and_its_direction_too() {
    let tags: Vec<&str> = ALL.iter().map(|words| words.tag).collect();
    assert_eq!(tags, ["en", "ar", "nl", "fr", "de", "he", "it", "ja", "pt", "es"]);
    for words in ALL {
        let language = Language::parse(words.tag).expect("a tag");
        assert_eq!(language.as_str(), words.tag);
        assert_eq!(language.is_from_the_right(), ["ar", "he"].contains(&words.tag), "{}", words.tag);
        assert_ne!(language.own_name(), words.tag, "it has a name");
    }
    assert_eq!(words_of("pt-BR").tag, "pt");
    assert_eq!(words_of("fr-CH").tag, "fr");
}

#[test]
fn dates_and_numbers_are_written_as_the_language_writes_them() {
    let at: DateTime<Utc> = "2026-03-01T08:05:00Z".parse().expect("an instant");
    let written = |tag: &str| {
        let words = words_of(tag);
        [words.instant(at), words.month(at.date_naive()), words.number(12_345)]
    };
    assert_eq!(written("de"), ["1. März 2026, 08:05 Uhr UTC", "März 2026", "12.345"]);
    assert_eq!(written("es"), ["1 de marzo de 2026, 08:05 UTC", "marzo de 2026", "12.345"]);
    assert_eq!(written("fr"), ["1 mars 2026, 08:05 UTC", "mars 2026", "12\u{202f}345"]);
    assert_eq!(written("it"), ["1 marzo 2026, ore 08:05 UTC", "marzo 2026", "12.345"]);
    assert_eq!(written("ja"), ["2026年3月1日 08:05 UTC", "2026年3月", "12,345"]);
    assert_eq!(written("nl"), ["1 maart 2026, 08:05 uur UTC", "maart 2026", "12.345"]);
    assert_eq!(written("pt"), ["1 de março de 2026, 08:05 UTC", "março de 2026", "12.345"]);
    assert_eq!(written("ar"), ["1 مارس 2026، 08:05 UTC", "مارس 2026", "12,345"]);
    assert_eq!(written("he"), ["1 במרץ 2026, 08:05 UTC", "מרץ 2026", "12,345"]);
}

#[test]
fn a_number_changes_the_words_as_the_language_has_it() {
    let months = |tag: &str| {
        let words = words_of(tag);
        [1, 2, 3, 12, 24, 102].map(|number| words.count(&words.landing.months, number))
    };
    assert_eq!(months("de"), ["1 Monat", "2 Monate", "3 Monate", "12 Monate", "24 Monate", "102 Monate"]);
    assert_eq!(months("ar"), ["شهر واحد", "شهرين", "3 أشهر", "12 شهرًا", "24 شهرًا", "102 شهر"]);
    assert_eq!(months("he")[..3], ["חודש אחד", "חודשיים", "3 חודשים"]);
    assert_eq!(months("ja")[..2], ["1か月間", "2か月間"]);
}

#[test]
fn every_language_keeps_its_own_typography() {
    for words in ALL {
        let tag = words.tag;
        for (place, text) in texts(words) {
            let has = |marks: &[char]| text.contains(marks);
            let at = format!("{tag} {place}: {text}");
            assert!(!has(&['"', '\'', '`', '\u{200e}', '\u{200f}']), "{at}");
            assert!(!text.contains("  ") && !text.starts_with(' ') && !text.contains("..."), "{at}");
            match tag {
                "fr" => assert!(spaced_as_in_french(&text), "{at}"),
                "es" => assert_eq!(text.matches('¿').count(), text.matches('?').count(), "{at}"),
                "ja" => assert!(!has(&['?', '!', ';', '(', ')']) && !text.contains(". "), "{at}"),
                "ar" => assert!(!has(&['?', ';']) && (place == "thousands" || !has(&[','])), "{at}"),
                _ => {}
            }
        }
    }
}

/// High punctuation has a space that does not break before it: a thin one, or before a colon a whole one.
fn spaced_as_in_french(text: &str) -> bool {
    let mut before = ' ';
    text.chars().all(|letter| {
        let space = std::mem::replace(&mut before, letter);
        match letter {
            ';' | '!' | '?' => space == '\u{202f}',
            ':' | '»' => space == '\u{a0}',
            _ => true,
        }
    })
}
