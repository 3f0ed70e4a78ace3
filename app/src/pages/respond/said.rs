//! Words with their language: what a page says in another language than its own is marked.

use domain::survey::words::fill;
use domain::survey::{Language, Text, Words};
use leptos::prelude::*;

/// The language a buyer reads in.
#[derive(Clone, Debug)]
pub struct Voice {
    /// What the page says itself.
    pub words: &'static Words,
    /// The language of the page: the buyer's, or English where we do not speak that.
    page: Language,
    /// The languages of the survey's texts, the buyer's first.
    texts: Vec<Language>,
}

impl Voice {
    /// For a buyer who reads this language, of a survey whose own language is that.
    #[must_use]
    pub fn new(language: &Language, own: &Language) -> Self {
        let words = Words::of(language);
        let page = if words.tag == language.base() { language.clone() } else { Language::english() };
        let mut texts = vec![language.clone()];
        if own != language {
            texts.push(own.clone());
        }
        Self { words, page, texts }
    }

    /// For pages that show no text of a survey.
    #[must_use]
    pub fn of(language: &Language) -> Self {
        Self::new(language, language)
    }

    /// The language of the page.
    #[must_use]
    pub fn page(&self) -> &Language {
        &self.page
    }

    /// The language that the buyer reads the survey's texts in.
    #[must_use]
    pub fn language(&self) -> &Language {
        self.texts.first().unwrap_or(&self.page)
    }

    /// The languages of the survey's texts, the buyer's first.
    #[must_use]
    pub fn languages(&self) -> Vec<&Language> {
        self.texts.iter().collect()
    }

    /// A text of the survey; `change` puts in what it recalls.
    pub(super) fn read(&self, text: &Text, change: impl Fn(&str) -> String) -> Said {
        let read = text.read(&self.languages());
        let foreign = read.language.filter(|language| **language != self.page);
        Said {
            words: change(read.words),
            lang: foreign.map(|language| language.as_str().to_owned()),
            dir: foreign.map(direction),
        }
    }
}

/// Words of the survey, and their language where it is not the page's.
#[derive(Clone, Eq, PartialEq, Debug)]
pub(super) struct Said {
    pub words: String,
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
}

impl Said {
    /// Words of our own, in the page's language.
    pub(super) fn ours(words: impl Into<String>) -> Self {
        Self { words: words.into(), lang: None, dir: None }
    }

    /// A name or an answer, in whatever language it is.
    pub(super) fn anybodys(words: impl Into<String>) -> Self {
        Self { words: words.into(), lang: None, dir: Some("auto") }
    }

    /// Whether there are no words.
    pub(super) fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// The words as they stand in a line, marked where they need it.
    pub(super) fn view(self) -> AnyView {
        let Self { words, lang, dir } = self;
        match (&lang, dir) {
            (None, None) => words.into_any(),
            (Some(_), _) | (None, Some(_)) => view! { <span lang=lang dir=dir>{words}</span> }.into_any(),
        }
    }
}

/// How a language is written.
pub(super) fn direction(language: &Language) -> &'static str {
    if language.is_from_the_right() { "rtl" } else { "ltr" }
}

/// A sentence of ours with the first value in bold, wherever the language puts it.
pub(super) fn with_bold(sentence: &str, values: &[&str]) -> AnyView {
    const HOLE: &str = "{0}";
    let (before, after) = sentence.split_once(HOLE).unwrap_or((sentence, ""));
    let bold = values.first().copied().unwrap_or_default().to_owned();
    view! { {fill(before, values)}<b><bdi>{bold}</bdi></b>{fill(after, values)} }.into_any()
}
