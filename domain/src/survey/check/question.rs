//! Sections and questions: that there are some, and not too many, and that each has a key of its own.

use std::collections::BTreeSet;

use super::{MOST_CALCULATIONS, MOST_QUESTIONS, MOST_SECTIONS, kind};
use crate::survey::finding::{Finding, Place};
use crate::survey::key::TAKEN;
use crate::survey::logic::OTHER;
use crate::survey::named;
use crate::survey::template::{Question, Template, is_key};
use crate::survey::text::Text;

const SHAPE: &str = "1 to 40 lower-case letters, digits or underscores";

pub(super) fn check(template: &Template, found: &mut Vec<Finding>) {
    if template.sections.is_empty() {
        found.push(Finding::error(Place::Survey, "The survey has no section yet."));
    }
    if template.sections.len() > MOST_SECTIONS {
        let words = format!("The survey has more than {MOST_SECTIONS} sections.");
        found.push(Finding::error(Place::Survey, words));
    }
    if template.questions().count() > MOST_QUESTIONS {
        let words = format!("The survey has more than {MOST_QUESTIONS} questions.");
        found.push(Finding::error(Place::Survey, words));
    }
    let (mut sections, mut questions) = (BTreeSet::new(), BTreeSet::new());
    for section in &template.sections {
        let key = section.key.as_str();
        let mut error = |words: String| found.push(Finding::error(Place::section(key), words));
        if !is_key(key) {
            error(format!("“{key}” cannot be a section’s key: a key is {SHAPE}."));
        }
        if TAKEN.contains(&key) {
            error(format!("“{key}” is the address of a page that every survey has. Choose another key."));
        }
        if !sections.insert(key) {
            error(format!("Two sections have the key “{key}”."));
        }
        if section.questions.is_empty() {
            error(format!("The section {} has no question.", named::section(template, section)));
        }
        for question in &section.questions {
            check_question(template, question, found);
            if !questions.insert(question.key.as_str()) {
                let words = format!("Two questions have the key “{}”.", question.key);
                found.push(Finding::error(Place::question(&question.key), words));
            }
        }
    }
    check_values(template, found);
}

fn check_question(template: &Template, question: &Question, found: &mut Vec<Finding>) {
    let key = &question.key;
    if !is_key(key) {
        let words = format!("“{key}” cannot be a question’s key: a key is {SHAPE}.");
        found.push(Finding::error(Place::question(key), words));
    }
    kind::check(template, question, found);
    let choices = question.kind.choices().iter().map(|one| (one.key.as_str(), &one.label));
    let choice = |part: &str| Place::Choice { question: key.clone(), choice: part.to_owned() };
    check_parts(template, "choice", choices, choice, found);
    let rows = question.kind.rows().iter().map(|one| (one.key.as_str(), &one.label));
    let row = |part: &str| Place::Row { question: key.clone(), row: part.to_owned() };
    check_parts(template, "row", rows, row, found);
    let columns = question.kind.columns().iter().map(|one| (one.key.as_str(), &one.label));
    let column = |part: &str| Place::Column { question: key.clone(), column: part.to_owned() };
    check_parts(template, "column", columns, column, found);
    if question.kind.choice(OTHER).is_some() {
        let words = format!(
            "“{OTHER}” is the key of the buyer’s own words. Give this choice of {} another key.",
            named::question(template, question)
        );
        found.push(Finding::error(choice(OTHER), words));
    }
}

/// The keys and labels of choices, rows or columns.
fn check_parts<'a>(
    template: &Template,
    what: &str,
    parts: impl Iterator<Item = (&'a str, &'a Text)>,
    place: impl Fn(&str) -> Place,
    found: &mut Vec<Finding>,
) {
    let (mut keys, mut labels) = (BTreeSet::new(), BTreeSet::new());
    for (key, label) in parts {
        if !is_key(key) {
            let words = format!("“{key}” cannot be a {what}’s key: a key is {SHAPE}.");
            found.push(Finding::error(place(key), words));
        }
        if !keys.insert(key) {
            found.push(Finding::error(place(key), format!("Two {what}s have the key “{key}”.")));
        }
        let label = label.words(&template.languages).trim();
        if !label.is_empty() && !labels.insert(label) {
            let words = format!("Two {what}s read {}.", named::quoted(label));
            found.push(Finding::warning(place(key), words));
        }
    }
}

fn check_values(template: &Template, found: &mut Vec<Finding>) {
    if template.calculations.len() > MOST_CALCULATIONS {
        let words = format!("The survey has more than {MOST_CALCULATIONS} calculated values.");
        found.push(Finding::error(Place::Survey, words));
    }
    let mut keys = BTreeSet::new();
    for value in &template.calculations {
        let place = || Place::Calculation { calculation: value.key.clone() };
        if !is_key(&value.key) {
            let words = format!("“{}” cannot be a value’s key: a key is {SHAPE}.", value.key);
            found.push(Finding::error(place(), words));
        }
        if !keys.insert(value.key.as_str()) {
            found.push(Finding::error(place(), format!("Two values have the key “{}”.", value.key)));
        }
        if value.name.trim().is_empty() {
            found.push(Finding::error(place(), "A calculated value needs a name."));
        }
    }
}
