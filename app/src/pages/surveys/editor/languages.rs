//! All texts of a survey by language: a grid in which what is missing is marked, counted and filled in.

mod grid;
mod manage;
mod sheet;

use domain::survey::texts::{Owner, TextAt, TextField, each_text};
use domain::survey::{Language, Template};
use leptos::prelude::*;

use self::grid::grid;
use self::manage::manage;
use super::state::EditorState;

/// The view of the languages.
#[inline(never)]
pub fn late_languages(state: EditorState) -> AnyView {
    let texts = Memo::new(move |_| state.with(Texts::of));
    let only_missing = RwSignal::new(false);
    view! {
        <div class="panel">
            {manage(state, texts, only_missing)}
            {grid(state, texts, only_missing)}
        </div>
    }
    .into_any()
}

/// Every text of a survey in every language of its.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Texts {
    /// The languages, the survey's own first.
    languages: Vec<Language>,
    /// The texts, in the order in which a buyer meets them.
    rows: Vec<Row>,
}

/// One text.
#[derive(Clone, PartialEq, Debug)]
struct Row {
    at: TextAt,
    /// What it is part of, for the heading over it.
    group: String,
    /// What it is.
    label: &'static str,
    /// The words by language; empty where there are none.
    words: Vec<String>,
}

impl Texts {
    fn of(template: &Template) -> Self {
        let languages = if template.languages.is_empty() {
            vec![template.language().clone()]
        } else {
            template.languages.clone()
        };
        let mut rows = Vec::new();
        each_text(template, &mut |owner, field, text| {
            let words = languages.iter().map(|one| text.get(one).unwrap_or_default().to_owned()).collect();
            rows.push(Row {
                at: TextAt::of(owner, field),
                group: group(template, owner, &languages),
                label: label(owner, field),
                words,
            });
        });
        Self { languages, rows }
    }

    /// How many texts are missing in a language.
    fn missing(&self, language: usize) -> usize {
        self.rows.iter().filter(|row| row.is_missing(language)).count()
    }
}

impl Row {
    /// Whether there is anything to translate: hints that nobody wrote are not.
    fn says_something(&self) -> bool {
        self.at.field.is_needed() || self.words.iter().any(|words| !words.is_empty())
    }

    /// Whether a text is missing: another language than the survey's own has it not, or its own needs it.
    fn is_missing(&self, language: usize) -> bool {
        let is_empty = self.words.get(language).is_none_or(String::is_empty);
        let own = self.words.first().is_some_and(|own| !own.is_empty());
        is_empty && if language == 0 { self.at.field.is_needed() } else { own }
    }
}

fn group(template: &Template, owner: Owner<'_>, languages: &[Language]) -> String {
    let key = match owner {
        Owner::Survey => return "First page".to_owned(),
        Owner::Notice => return "Privacy notice".to_owned(),
        Owner::Thanks => return "Last page".to_owned(),
        Owner::Section(section) => return section.title.words(languages).to_owned(),
        Owner::Question(question)
        | Owner::Choice(question, _)
        | Owner::Row(question, _)
        | Owner::Column(question, _) => &question.key,
    };
    let section =
        template.sections.iter().find(|section| section.questions.iter().any(|one| one.key == *key));
    section.map_or_else(String::new, |section| section.title.words(languages).to_owned())
}

const fn label(owner: Owner<'_>, field: TextField) -> &'static str {
    match (owner, field) {
        (Owner::Choice(..), TextField::Label) => "Choice",
        (Owner::Choice(..), TextField::Help) => "Hint to the choice",
        (Owner::Row(..), _) => "Row",
        (Owner::Column(..), _) => "Step of the scale",
        (Owner::Section(_), TextField::Title) => "Heading",
        _ => field.label(),
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::starter;
    use domain::survey::text::Text;

    use super::*;

    fn in_french() -> Template {
        let mut template = starter::win_loss();
        let french = Language::parse("fr").expect("a tag");
        template.languages = vec![Language::english(), french.clone()];
        template.title = template.title.clone().and(french, "Votre décision");
        template
    }

    #[test]
    fn what_the_own_language_has_and_another_has_not_is_missing() {
        let texts = Texts::of(&in_french());
        assert_eq!(texts.missing(0), 0);
        let said = texts.rows.iter().filter(|row| !row.words[0].is_empty()).count();
        assert_eq!(texts.missing(1), said - 1, "only the title was translated");
        assert!(!texts.rows[0].is_missing(1));
    }

    #[test]
    fn a_text_that_a_survey_needs_is_missing_in_its_own_language_too() {
        let mut template = in_french();
        template.title = Text::new();
        template.intro = Text::new();
        assert_eq!(Texts::of(&template).missing(0), 1, "an introduction need not be there");
    }
}
