//! Who uses a part of a survey: what must be changed first before it can be deleted.

use serde::{Deserialize, Serialize};

use super::finding::Place;
use super::fit::{Part, parts};
use super::reference::{By, Reference, To, each_reference};
use super::template::Template;

/// A part of a survey that others can use, by stable keys.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub enum Item {
    /// A section: jumps lead to it.
    Section {
        /// Its key.
        section: String,
    },
    /// A question: rules, values, texts and comparisons look at it.
    Question {
        /// Its key.
        question: String,
    },
    /// A choice of a question.
    Choice {
        /// The question's key.
        question: String,
        /// The choice's key; `other` is the buyer's own.
        choice: String,
    },
    /// A row of a matrix, or a criterion.
    Row {
        /// The question's key.
        question: String,
        /// The row's key.
        row: String,
    },
    /// A step of a matrix's scale.
    Column {
        /// The question's key.
        question: String,
        /// The column's key.
        column: String,
    },
    /// A calculated value.
    Calculation {
        /// Its key.
        calculation: String,
    },
}

/// One use of a part.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Use {
    /// Where it is used.
    pub place: Place,
    /// By what, in words: "The rule that shows “Why?”".
    pub words: String,
}

/// Who uses a part; a part's uses of itself do not count. Each user is named once.
#[must_use]
pub fn uses(template: &Template, item: &Item) -> Vec<Use> {
    let mut found = Vec::new();
    each_reference(template, &mut |reference| {
        if names(&reference, item) && !is_own(reference.by, item) {
            add(&mut found, template, reference.by);
        }
    });
    found
}

/// Adds a user, unless it is there.
pub(super) fn add(found: &mut Vec<Use>, template: &Template, by: By<'_>) {
    let one = Use { place: by.place(), words: by.words(template) };
    if !found.contains(&one) {
        found.push(one);
    }
}

fn names(reference: &Reference<'_>, item: &Item) -> bool {
    let has = |key: &str, part: Part<'_>| {
        reference.to == To::Question(key)
            && reference.condition.is_some_and(|condition| parts(condition).contains(&part))
    };
    match item {
        Item::Section { section } => reference.to == To::Section(section),
        Item::Question { question } => reference.to == To::Question(question),
        Item::Choice { question, choice } => has(question, Part::Choice(choice)),
        Item::Row { question, row } => has(question, Part::Row(row)),
        Item::Column { question, column } => has(question, Part::Column(column)),
        Item::Calculation { calculation } => reference.to == To::Value(calculation),
    }
}

/// Whether the user is the very thing that is used, so that it goes with it.
fn is_own(by: By<'_>, item: &Item) -> bool {
    let place = by.place();
    match item {
        Item::Section { section } => place.section_key() == Some(section),
        Item::Question { question }
        | Item::Choice { question, .. }
        | Item::Row { question, .. }
        | Item::Column { question, .. } => place.question_key() == Some(question),
        Item::Calculation { calculation } => {
            matches!(&place, Place::Calculation { calculation: own } if own == calculation)
        }
    }
}

#[cfg(test)]
mod tests;
