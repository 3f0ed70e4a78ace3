//! A text in several languages, each on its own: what is missing in one falls back to the survey's own language.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::language::Language;

/// A text by language.
#[derive(Clone, Eq, PartialEq, Default, Debug, Serialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<Language, String>);

/// A text as it is read, with the language that it turned out to be in.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Read<'a> {
    /// The words; empty when there are none in any language.
    pub words: &'a str,
    /// Their language; absent when there are none.
    pub language: Option<&'a Language>,
}

impl Text {
    /// No words yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A text in English, for what we write ourselves.
    #[must_use]
    pub fn english(words: impl Into<String>) -> Self {
        Self::of(Language::english(), words)
    }

    /// A text in one language.
    #[must_use]
    pub fn of(language: Language, words: impl Into<String>) -> Self {
        let mut text = Self::new();
        text.set(language, words);
        text
    }

    /// The same with another language.
    #[must_use]
    pub fn and(mut self, language: Language, words: impl Into<String>) -> Self {
        self.set(language, words);
        self
    }

    /// Writes the words of a language; none takes them away.
    pub fn set(&mut self, language: Language, words: impl Into<String>) {
        let words = words.into();
        if words.trim().is_empty() {
            self.0.remove(&language);
        } else {
            self.0.insert(language, words);
        }
    }

    /// The words in exactly this language.
    #[must_use]
    pub fn get(&self, language: &Language) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// The words for a reader: in the first of these languages that has them, else in whatever there is.
    #[must_use]
    pub fn read<'a>(&'a self, languages: &[&'a Language]) -> Read<'a> {
        let wanted = languages.iter().find_map(|language| self.0.get_key_value(*language));
        match wanted.or_else(|| self.0.iter().next()) {
            Some((language, words)) => Read { words, language: Some(language) },
            None => Read { words: "", language: None },
        }
    }

    /// The words in whatever language comes first of these, for members who read the survey's own language.
    #[must_use]
    pub fn words<'a>(&'a self, languages: &[Language]) -> &'a str {
        let wanted = languages.iter().find_map(|language| self.0.get(language));
        wanted.or_else(|| self.0.values().next()).map_or("", String::as_str)
    }

    /// Whether there are no words in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The languages that have words.
    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.0.keys()
    }

    /// Every language with its words.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.0.iter().map(|(language, words)| (language, words.as_str()))
    }

    /// The same words, changed in every language.
    pub fn map(&mut self, change: impl Fn(&str) -> String) {
        for words in self.0.values_mut() {
            *words = change(words);
        }
    }
}

/// Documents of the first format have plain words, in English.
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Shape {
            Plain(String),
            ByLanguage(BTreeMap<Language, String>),
        }
        let mut text = Self::new();
        match Shape::deserialize(deserializer)? {
            Shape::Plain(words) => text.set(Language::english(), words),
            Shape::ByLanguage(all) => all.into_iter().for_each(|(language, words)| text.set(language, words)),
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language::parse(tag).expect(tag)
    }

    #[test]
    fn a_missing_translation_falls_back_and_says_so() {
        let text = Text::english("Why?").and(language("de"), "Warum?");
        let (en, de, fr) = (language("en"), language("de"), language("fr"));
        assert_eq!(text.read(&[&de, &en]), Read { words: "Warum?", language: Some(&de) });
        assert_eq!(text.read(&[&fr, &en]).words, "Why?");
        assert_eq!(text.read(&[&fr, &en]).language, Some(&en));
        assert_eq!(text.read(&[&fr]).language, Some(&de), "anything is better than nothing");
        assert_eq!(Text::new().read(&[&en]), Read { words: "", language: None });
    }

    #[test]
    fn plain_words_of_older_documents_are_english() {
        let text: Text = serde_json::from_str("\"Why?\"").expect("reads");
        assert_eq!(text, Text::english("Why?"));
        let text: Text = serde_json::from_str(r#"{"de":"Warum?","en":" "}"#).expect("reads");
        assert_eq!(text, Text::of(language("de"), "Warum?"));
        assert!(serde_json::from_str::<Text>(r#"{"not a language":"x"}"#).is_err());
        assert_eq!(serde_json::from_str::<Text>("\"\"").expect("reads"), Text::new());
    }
}
