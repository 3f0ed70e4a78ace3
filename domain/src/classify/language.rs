//! Guesses the language of an answer from its script and its smallest words.
//!
//! Good enough to decide whether an English phrase list applies; not a language detector.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The languages an answer is told apart in.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English: the one the phrase lexicon speaks.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Anything else, or nothing to go by.
    Other,
}

/// More words than this add nothing to the guess.
const LOOK_AT: usize = 400;

/// Up to this many words may lack every small word and still be English: "Pricing".
const SHORT: usize = 12;

/// At least one word in this many is a small one in real English.
const RARITY: usize = 12;

const ENGLISH: &str = "\
    the and was were we our you your they their it is are not to of that this with for had have has would \
    could did didn't too than because from by at but what when which just more very been be i my us on as \
    there felt out a in or if no so an he she him her them never";

const GERMAN: &str = "\
    der die das und ist nicht wir uns ein eine einen zu mit auf für von dem den des war waren aber auch \
    sich sie ihr ihre unser unsere haben hat hatte wurde wird bei nach noch nur sehr kein keine oder weil \
    ich es im am zur zum wäre als mehr preis teuer";

const FRENCH: &str = "\
    le la les et est nous vous une un des du de pas pour avec dans que qui sur ce cette notre nos votre \
    était étaient mais trop plus très ont avons il ils elle au aux par sont ne sans été c'est prix cher";

const SPANISH: &str = "\
    el los las y es nosotros una un de del no para con que en por nuestro nuestra era fue pero muy más \
    demasiado lo se su sus como porque está estaba tiene tenía al la nos precio caro hemos había";

/// For each small word, the languages it is one of, in the order of `votes`.
static SMALL_WORDS: LazyLock<HashMap<&str, [bool; 4]>> = LazyLock::new(|| {
    let mut words = HashMap::<_, [bool; 4]>::new();
    for (index, list) in [ENGLISH, GERMAN, FRENCH, SPANISH].into_iter().enumerate() {
        for word in list.split(' ') {
            words.entry(word).or_default()[index] = true;
        }
    }
    words
});

/// The most likely language of a text.
pub fn guess(text: &str) -> Language {
    let mut latin = 0_usize;
    let mut foreign = 0_usize;
    let mut plain = true;
    let mut words = 0_usize;
    let mut votes = [0_usize; 4];
    let pieces = text.split(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '\u{2019}'));
    for word in pieces.filter(|piece| piece.contains(char::is_alphabetic)).take(LOOK_AT) {
        // A word as long as a page is no word, and no small one.
        let is_small = word.len() <= 16;
        for letter in word.chars().take(64).filter(|letter| letter.is_alphabetic()) {
            plain &= letter.is_ascii();
            if letter < '\u{0250}' {
                latin += 1;
            } else {
                foreign += 1;
            }
        }
        words += 1;
        if is_small {
            let lower = word.to_lowercase().replace('\u{2019}', "'");
            let of = SMALL_WORDS.get(lower.as_str()).copied().unwrap_or_default();
            for (vote, is_one) in votes.iter_mut().zip(of) {
                *vote += usize::from(is_one);
            }
        }
    }
    if latin == 0 || foreign > latin {
        return Language::Other;
    }
    let [english, german, french, spanish] = votes;
    let best = german.max(french).max(spanish);
    if english >= best && (english * RARITY >= words || words <= SHORT) && (english > 0 || plain) {
        return Language::English;
    }
    match best {
        0 => Language::Other,
        best if best == german => Language::German,
        best if best == french => Language::French,
        _ => Language::Spanish,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_answers_are_told_apart() {
        let cases = [
            ("The price was too high for our team.", Language::English),
            ("Pricing", Language::English),
            ("too expensive", Language::English),
            ("Der Preis war für unser Team zu hoch.", Language::German),
            ("Zu teuer und nicht flexibel genug", Language::German),
            ("Le prix était trop élevé pour notre équipe.", Language::French),
            ("El precio era demasiado alto para nuestro equipo.", Language::Spanish),
            ("Cena była zdecydowanie wysoka względem konkurencji oraz możliwości", Language::Other),
            ("価格が高すぎました", Language::Other),
            ("Цена была слишком высокой", Language::Other),
            ("السعر مرتفع جدا", Language::Other),
            ("", Language::Other),
            ("12345 !!! 🙂", Language::Other),
            (&format!("{} The price was too high for us.", "-".repeat(9_000)), Language::English),
        ];
        for (text, language) in cases {
            assert_eq!(guess(text), language, "{text}");
        }
    }

    #[test]
    fn an_english_answer_may_name_a_foreign_company() {
        assert_eq!(guess("We went with Crédit Agricole because of the price."), Language::English);
    }
}
