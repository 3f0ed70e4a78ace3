//! How well the lexicon reader reads: sentences with their theme, and what holds for any text at all.

use domain::classify::{Language, Reading, compound, read};
use domain::taxonomy::Theme;
use proptest::prelude::*;

/// Sentences under `[theme]` headings.
fn labelled(source: &str) -> Vec<(Theme, &str)> {
    let mut theme = None;
    let mut sentences = Vec::new();
    for line in source.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(code) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            theme = Some(code.parse().expect("a heading is a theme"));
        } else {
            sentences.push((theme.expect("a heading comes first"), line));
        }
    }
    sentences
}

/// The shares of sentences whose theme comes first, and first or second; prints each miss.
fn accuracy(sentences: &[(Theme, &str)]) -> (f64, f64) {
    let mut first = 0;
    let mut second = 0;
    for (theme, sentence) in sentences {
        let themes: Vec<Theme> = read(sentence).themes.into_iter().map(|hit| hit.theme).collect();
        first += usize::from(themes.first() == Some(theme));
        second += usize::from(themes.iter().take(2).any(|found| found == theme));
        if themes.first() != Some(theme) {
            println!("{theme}: {sentence} -> {themes:?}");
        }
    }
    let share = |count: usize| count as f64 / sentences.len() as f64;
    println!("top 1: {:.3}, top 2: {:.3} of {}", share(first), share(second), sentences.len());
    (share(first), share(second))
}

#[test]
fn the_examples_are_read_as_they_are_filed() {
    let examples = labelled(include_str!("classify/examples.txt"));
    for theme in Theme::ALL {
        assert!(examples.iter().filter(|(filed, _)| *filed == theme).count() >= 20, "{theme}");
    }
    let (first, _) = accuracy(&examples);
    assert!(first >= 0.90, "{first:.3}");
}

#[test]
fn held_out_sentences_are_read_as_well_as_measured() {
    let sentences = labelled(include_str!("classify/held_out.txt"));
    assert!(sentences.len() >= 40);
    let (first, second) = accuracy(&sentences);
    // Measured 0.79 when they were first read with the phrases borrowed from them taken out of the lexicon.
    assert!(first >= 0.75 && second >= 0.75, "{first:.3} {second:.3}");
}

#[test]
fn a_lexicon_stays_silent_about_figures_of_speech_rather_than_guess() {
    let sentences = labelled(include_str!("classify/figurative.txt"));
    let is_wrong =
        |(theme, sentence): &&(Theme, &str)| read(sentence).primary().is_some_and(|found| found != *theme);
    let wrong = sentences.iter().filter(is_wrong).count();
    assert!(wrong * 10 <= sentences.len(), "{wrong} of {}", sentences.len());
}

#[test]
fn sentences_feel_as_the_reference_says() {
    for line in include_str!("classify/golden.txt").lines().filter(|line| !line.starts_with('#')) {
        let (expected, sentence) = line.split_once(' ').unwrap();
        let expected: f32 = expected.parse().unwrap();
        let ours = compound(sentence);
        assert!((ours - expected).abs() < 0.0002, "{sentence}: {ours}, not {expected}");
    }
}

/// What must be true of the reading of any text.
fn check(text: &str) -> Reading {
    let reading = read(text);
    assert!((-1.0..=1.0).contains(&reading.sentiment));
    assert!(reading.language == Language::English || reading.themes.is_empty());
    let mut last = 1.0;
    for hit in &reading.themes {
        assert!(hit.confidence > 0.0 && hit.confidence <= last, "surest first");
        last = hit.confidence;
        assert!((-1.0..=1.0).contains(&hit.sentiment));
        assert!(!hit.evidence.is_empty());
        for span in &hit.evidence {
            assert!(
                span.start < span.end && text.get(span.start..span.end).is_some(),
                "{span:?} in {text:?}"
            );
        }
        assert!(hit.evidence.is_sorted());
    }
    reading
}

/// Texts of words that mean something to the reader, mixed with what breaks naive ones.
fn mixed_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "price",
        "PRICE",
        "too expensive",
        "support",
        "n't about",
        "but",
        "while",
        "the",
        "not",
        "never so",
        "good",
        "terrible",
        "no",
        "kind of",
        "hard\u{2011}to\u{2011}use",
        "couldn\u{2019}t handle",
        "e.g.",
        "vs.",
        "\0",
        "\n",
        "\n\n",
        "!!!",
        "???",
        "...",
        ";",
        ",",
        "\u{2014}",
        " ",
        "\t",
        "\u{202E}",
        "\u{1F621}",
        "\u{1F469}\u{200D}\u{1F4BB}",
        "e\u{301}",
        "\u{301}",
        "ß",
        "İ",
        "ﬁt",
        "השירות",
        "価格。",
        "Å",
        "'",
        "-",
        "*",
        "\u{FEFF}",
        "a",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.join(" ").replace(" , ", ", "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gets_a_sound_reading(text in ".{0,160}") {
        prop_assert_eq!(check(&text), read(&text));
    }

    #[test]
    fn any_mixture_gets_a_sound_reading(text in mixed_text()) {
        prop_assert_eq!(check(&text), read(&text));
    }
}

#[test]
fn a_hundred_kilobytes_of_anything_are_read() {
    let size = 100_000;
    for piece in ["a", "but price ", "not about price, ", ".(", "\u{301}"] {
        check(&piece.repeat(size / piece.len()));
    }
}
