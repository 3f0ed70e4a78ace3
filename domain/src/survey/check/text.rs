//! The texts: that they exist in the survey's own language, are not too long, recall what is known, and where
//! translations are missing.

use serde::{Deserialize, Serialize};

use super::LONGEST_TEXT;
use crate::survey::finding::{Finding, Place};
use crate::survey::language::Language;
use crate::survey::named;
use crate::survey::recall::{Name, Piece, pieces, unknown};
use crate::survey::reference::text_words;
use crate::survey::template::Template;
use crate::survey::text::Text;
use crate::survey::texts::{Owner, TextAt, TextField, each_text};

/// A text that a language lacks.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct MissingText {
    /// What it belongs to.
    pub place: Place,
    /// Which of its texts.
    pub field: TextField,
    /// The words in the survey's own language; empty when they are missing there, too.
    pub own: String,
}

impl MissingText {
    /// The address of the text.
    #[must_use]
    pub fn at(&self) -> TextAt {
        TextAt { place: self.place.clone(), field: self.field }
    }
}

/// The texts that this language lacks: those that have words in another, and those that every survey needs.
#[must_use]
pub fn missing(template: &Template, language: &Language) -> Vec<MissingText> {
    let mut found = Vec::new();
    each_text(template, &mut |owner, field, text| {
        if lacks(field, text, language) {
            let own = text.get(template.language()).unwrap_or_default().to_owned();
            found.push(MissingText { place: owner.place(), field, own });
        }
    });
    found
}

fn lacks(field: TextField, text: &Text, language: &Language) -> bool {
    text.get(language).is_none() && (field.is_needed() || !text.is_empty())
}

pub(super) fn check(template: &Template, found: &mut Vec<Finding>) {
    let own = template.language();
    each_text(template, &mut |owner, field, text| {
        if text.is_empty() {
            found.extend(empty(template, owner, field));
        } else if text.get(own).is_none() {
            let words = format!(
                "{} is missing in {}, the survey’s own language.",
                text_words(template, owner, field),
                own.english_name()
            );
            found.push(Finding::error(owner.place(), words));
        }
        for (language, words) in text.iter() {
            of_one_language(template, owner, field, (language, words), found);
        }
    });
    for language in template.languages.iter().skip(1).filter(|language| *language != own) {
        let number = missing(template, language).len();
        if number > 0 {
            let words = format!(
                "{} in {}. Buyers read {} there.",
                named::counted(number, "text is missing", "texts are missing"),
                language.english_name(),
                own.english_name()
            );
            found.push(Finding::warning(Place::Languages { language: Some(language.clone()) }, words));
        }
    }
    not_offered(template, found);
}

/// A text that nobody wrote although every survey needs it.
fn empty(template: &Template, owner: Owner<'_>, field: TextField) -> Option<Finding> {
    let words = match owner {
        Owner::Survey => "The survey needs a title.".to_owned(),
        Owner::Section(section) => {
            format!("The section {} needs a title.", named::section(template, section))
        }
        Owner::Question(question) if field == TextField::Statement => {
            format!("{} needs words that the buyer agrees to.", named::question(template, question))
        }
        Owner::Question(question) => {
            format!("A question ({}) asks nothing yet.", question.kind.label())
        }
        Owner::Choice(question, _) => {
            format!("A choice of {} has no words.", named::question(template, question))
        }
        Owner::Row(question, _) => format!("A row of {} has no words.", named::question(template, question)),
        Owner::Column(question, _) => {
            format!("A column of {} has no words.", named::question(template, question))
        }
        Owner::Thanks | Owner::Notice => return None,
    };
    field.is_needed().then(|| Finding::error(owner.place(), words))
}

fn of_one_language(
    template: &Template,
    owner: Owner<'_>,
    field: TextField,
    (language, words): (&Language, &str),
    found: &mut Vec<Finding>,
) {
    let name = || {
        let name = text_words(template, owner, field);
        if language == template.language() { name } else { format!("{name} in {}", language.english_name()) }
    };
    if words.chars().count() > LONGEST_TEXT {
        let words = format!("{} is longer than 5,000 characters.", name());
        found.push(Finding::error(owner.place(), words));
    }
    if !words.contains('{') {
        return;
    }
    for braces in unknown(words) {
        let words = format!("{} has {{{braces}}} in it, which buyers will see as it stands.", name());
        found.push(Finding::warning(owner.place(), words));
    }
    for piece in pieces(words) {
        if let Piece::Name(fact @ (Name::Rep | Name::Amount), _) = piece
            && !fact.is_allowed(template.recall)
        {
            let words = format!(
                "{} tells the buyer “{}”. Allow that in the settings first, or take it out.",
                name(),
                fact.label()
            );
            found.push(Finding::error(owner.place(), words));
        }
    }
}

/// Languages that were translated into and are not offered.
fn not_offered(template: &Template, found: &mut Vec<Finding>) {
    let mut others: Vec<Language> = Vec::new();
    each_text(template, &mut |_, _, text| {
        for language in text.languages() {
            if !template.languages.contains(language) && !others.contains(language) {
                others.push(language.clone());
            }
        }
    });
    for language in others {
        let words = format!("There are texts in {}, which is not offered.", language.english_name());
        found.push(Finding::note(Place::Languages { language: Some(language) }, words));
    }
}
