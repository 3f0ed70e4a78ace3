//! Whether a template may be published; the same rules in browser and server.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::kind::Kind;
use super::template::{Question, Template, is_key};
use crate::form::FieldErrors;

const DEEPEST_CONDITION: usize = 16;
const MOST_SECTIONS: usize = 100;
const MOST_QUESTIONS: usize = 500;
const MOST_CHOICES: usize = 200;
/// Keys that a section cannot have: the addresses of the survey's own pages.
const TAKEN: [&str; 5] = ["review", "send", "thanks", "saved", "autosave"];

/// Whether the template may be published.
///
/// # Errors
/// The findings, by the key of what they are about.
pub fn check_template(template: &Template) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::new();
    if template.format > Template::FORMAT {
        errors.add("format", format!("format {} is not known here", template.format));
    }
    if template.name.trim().is_empty() {
        errors.add("name", "needs a name");
    }
    if template.sections.is_empty() || template.sections.len() > MOST_SECTIONS {
        errors.add("sections", format!("needs 1 to {MOST_SECTIONS} sections"));
    }
    if template.questions().count() > MOST_QUESTIONS {
        errors.add("sections", format!("has more than {MOST_QUESTIONS} questions"));
    }
    let mut sections = BTreeSet::new();
    let mut earlier: BTreeSet<&str> = BTreeSet::new();
    for section in &template.sections {
        if !is_key(&section.key) {
            errors.add(&section.key, "a key is 1 to 40 lower-case letters, digits or underscores");
        }
        if TAKEN.contains(&section.key.as_str()) {
            errors.add(&section.key, "this key is taken by a page of every survey");
        }
        if !sections.insert(section.key.as_str()) {
            errors.add(&section.key, "two sections have this key");
        }
        if section.questions.is_empty() {
            errors.add(&section.key, "has no question");
        }
        check_condition(&section.key, section.show_if.as_ref(), &earlier, &mut errors);
        for question in &section.questions {
            check_condition(&question.key, question.show_if.as_ref(), &earlier, &mut errors);
            check_question(question, &mut errors);
            if !earlier.insert(&question.key) {
                errors.add(&question.key, "two questions have this key");
            }
        }
    }
    errors.into_result()
}

fn check_condition(
    at: &str,
    condition: Option<&Condition>,
    earlier: &BTreeSet<&str>,
    errors: &mut FieldErrors,
) {
    let Some(condition) = condition else { return };
    if condition.depth() > DEEPEST_CONDITION {
        errors.add(at, "its rule is nested too deeply");
        return;
    }
    for question in condition.questions() {
        if !earlier.contains(question) {
            errors.add(at, format!("its rule looks at \"{question}\", which is not asked before it"));
        }
    }
}

fn check_question(question: &Question, errors: &mut FieldErrors) {
    if !is_key(&question.key) {
        errors.add(&question.key, "a key is 1 to 40 lower-case letters, digits or underscores");
    }
    if question.text.is_empty() {
        errors.add(&question.key, "asks nothing");
    }
    let choices = question.kind.choices();
    if question.kind.choices().len() > MOST_CHOICES {
        errors.add(&question.key, format!("has more than {MOST_CHOICES} choices"));
    }
    let mut keys = BTreeSet::new();
    for choice in choices {
        if !is_key(&choice.key) || !keys.insert(&choice.key) {
            errors.add(&question.key, format!("the choice key \"{}\" is bad or used twice", choice.key));
        }
        if choice.label.is_empty() {
            errors.add(&question.key, "has a choice without a label");
        }
    }
    match &question.kind {
        Kind::SingleChoice { .. } | Kind::MultipleChoice { .. } if choices.len() < 2 => {
            errors.add(&question.key, "needs at least 2 choices");
        }
        Kind::Rating { steps, .. } if !(2..=10).contains(steps) => {
            errors.add(&question.key, "needs 2 to 10 steps");
        }
        Kind::LongText { limits } | Kind::ShortText { limits }
            if !(1..=20_000).contains(&limits.max_chars) =>
        {
            errors.add(&question.key, "takes 1 to 20,000 characters");
        }
        _ => {}
    }
}
