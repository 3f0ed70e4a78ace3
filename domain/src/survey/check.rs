//! Whether a template may be published, and whether answers are valid; the same rules in browser and server.

use std::collections::BTreeSet;

use super::answer::{Answer, AnswerSet};
use super::logic::Path;
use super::template::{Condition, Kind, Question, Template};
use crate::form::{FieldErrors, clean_text};

/// Longest text under "other" or for one vendor, in characters.
pub const SHORT_TEXT: usize = 200;
/// Most vendors that one answer may name.
pub const MOST_VENDORS: usize = 20;
const LONGEST_READ: usize = 200_000;
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
    if template.format != Template::FORMAT {
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
    if question.text.trim().is_empty() {
        errors.add(&question.key, "asks nothing");
    }
    match &question.kind {
        Kind::SingleChoice { choices, .. } | Kind::MultipleChoice { choices, .. } => {
            if !(2..=MOST_CHOICES).contains(&choices.len()) {
                errors.add(&question.key, format!("needs 2 to {MOST_CHOICES} choices"));
            }
            let mut keys = BTreeSet::new();
            for choice in choices {
                if !is_key(&choice.key) || !keys.insert(&choice.key) {
                    errors.add(
                        &question.key,
                        format!("the choice key \"{}\" is bad or used twice", choice.key),
                    );
                }
                if choice.label.trim().is_empty() {
                    errors.add(&question.key, "has a choice without a label");
                }
            }
        }
        Kind::Rating { steps, .. } => {
            if !(2..=10).contains(steps) {
                errors.add(&question.key, "needs 2 to 10 steps");
            }
        }
        Kind::LongText { max_chars } => {
            if !(1..=20_000).contains(max_chars) {
                errors.add(&question.key, "takes 1 to 20,000 characters");
            }
        }
        Kind::CompetitorPick { .. } => {}
    }
}

fn is_key(key: &str) -> bool {
    (1..=40).contains(&key.len())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether every reached question is validly answered: the check behind "send".
///
/// # Errors
/// Messages by question key.
pub fn check_answers(path: &Path<'_>, answers: &AnswerSet) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::new();
    for (_, questions) in path.sections() {
        for question in questions {
            check_answer(question, answers.get(&question.key), &mut errors);
        }
    }
    errors.into_result()
}

/// Reads one posted section: the fields of a form by name, into answers to the questions shown on it.
///
/// Fields are named `q.<key>` (choices, rating, text, picked vendors) and `q.<key>.other` (free text).
/// Fields that belong to no shown question are ignored: a forged post cannot answer what is not asked.
///
/// # Errors
/// Never fails; the answers as far as they could be read come with what is wrong with them.
#[must_use]
pub fn read_section(questions: &[&Question], form: &[(String, String)]) -> (AnswerSet, FieldErrors) {
    let mut answers = AnswerSet::new();
    let mut errors = FieldErrors::new();
    for question in questions {
        let field = format!("q.{}", question.key);
        let values: Vec<&str> =
            form.iter().filter(|(name, _)| *name == field).map(|(_, value)| value.as_str()).collect();
        let other_field = format!("{field}.other");
        let other = form
            .iter()
            .find(|(name, _)| *name == other_field)
            .map(|(_, value)| value.as_str())
            .filter(|text| !text.trim().is_empty());
        let answer = read_answer(question, &values, other, &mut errors);
        check_answer(question, answer.as_ref(), &mut errors);
        answers.set(&question.key, answer);
    }
    (answers, errors)
}

fn read_answer(
    question: &Question,
    values: &[&str],
    other: Option<&str>,
    errors: &mut FieldErrors,
) -> Option<Answer> {
    match &question.kind {
        Kind::SingleChoice { allows_other, .. } | Kind::MultipleChoice { allows_other, .. } => {
            let mut keys: Vec<String> = Vec::new();
            for value in values.iter().filter(|value| !value.is_empty() && **value != "other") {
                if !keys.iter().any(|key| key == value) {
                    keys.push((*value).to_owned());
                }
            }
            let other = other.filter(|_| *allows_other).map(|text| clean_text(text, SHORT_TEXT));
            if values.contains(&"other") && other.is_none() && *allows_other {
                errors.add(&question.key, "Say what the other answer is.");
            }
            let is_single = matches!(question.kind, Kind::SingleChoice { .. });
            let other = other.filter(|_| !is_single || keys.is_empty());
            (!keys.is_empty() || other.is_some()).then_some(Answer::Chosen { keys, other })
        }
        Kind::Rating { .. } => {
            let value = values.iter().find(|value| !value.is_empty())?;
            match value.parse() {
                Ok(value) => Some(Answer::Rated { value }),
                Err(_) => {
                    errors.add(&question.key, "Choose one of the numbers.");
                    None
                }
            }
        }
        Kind::LongText { max_chars } => {
            // Far more than any question allows, so that a text that is too long comes back whole with its error.
            let text = clean_text(values.first()?, LONGEST_READ.max(*max_chars as usize));
            (!text.is_empty()).then_some(Answer::Text { text })
        }
        Kind::CompetitorPick { .. } => {
            let mut names: Vec<String> = Vec::new();
            // Free text may hold several names: one a line, or with commas or semicolons between.
            let free = other.unwrap_or("").split(['\n', ',', ';']);
            for name in values.iter().copied().filter(|value| *value != "other").chain(free) {
                let name = clean_text(name, SHORT_TEXT);
                if !name.is_empty() && !names.contains(&name) && names.len() <= MOST_VENDORS {
                    names.push(name);
                }
            }
            (!names.is_empty()).then_some(Answer::Vendors { names })
        }
    }
}

fn check_answer(question: &Question, answer: Option<&Answer>, errors: &mut FieldErrors) {
    let Some(answer) = answer else {
        if question.is_required && errors.of_field(&question.key).is_empty() {
            errors.add(&question.key, "Please answer this question.");
        }
        return;
    };
    match (&question.kind, answer) {
        (Kind::SingleChoice { choices, allows_other }, Answer::Chosen { keys, other }) => {
            if keys.iter().any(|key| !choices.iter().any(|choice| choice.key == *key)) {
                errors.add(&question.key, "Choose one of the answers shown.");
            }
            if keys.len() + usize::from(other.is_some()) > 1 {
                errors.add(&question.key, "Choose one answer only.");
            }
            if other.is_some() && !allows_other {
                errors.add(&question.key, "Choose one of the answers shown.");
            }
        }
        (Kind::MultipleChoice { choices, allows_other, at_most }, Answer::Chosen { keys, other }) => {
            if keys.iter().any(|key| !choices.iter().any(|choice| choice.key == *key))
                || (other.is_some() && !allows_other)
            {
                errors.add(&question.key, "Choose from the answers shown.");
            }
            if let Some(most) = at_most
                && keys.len() + usize::from(other.is_some()) > usize::from(*most)
            {
                errors.add(&question.key, format!("Choose at most {most}."));
            }
        }
        (Kind::Rating { steps, .. }, Answer::Rated { value }) => {
            if !(1..=*steps).contains(value) {
                errors.add(&question.key, "Choose one of the numbers.");
            }
        }
        (Kind::LongText { max_chars }, Answer::Text { text }) => {
            if text.chars().count() > *max_chars as usize {
                errors.add(&question.key, format!("Please keep it under {max_chars} characters."));
            }
        }
        (Kind::CompetitorPick { allows_many }, Answer::Vendors { names }) => {
            if names.len() > MOST_VENDORS || (!allows_many && names.len() > 1) {
                let limit = if *allows_many { "Name at most 20." } else { "Name one only." };
                errors.add(&question.key, limit);
            }
        }
        (
            Kind::SingleChoice { .. }
            | Kind::MultipleChoice { .. }
            | Kind::Rating { .. }
            | Kind::LongText { .. }
            | Kind::CompetitorPick { .. },
            _,
        ) => errors.add(&question.key, "This answer does not fit the question."),
    }
}
