//! Gives every part of a survey that was read a key of its own, and keeps its number of questions.

use super::Remark;
use super::rename::{Renamed, rename};
use crate::survey::check::MOST_QUESTIONS;
use crate::survey::finding::Level;
use crate::survey::key::{TAKEN, slug, unlike};
use crate::survey::logic::OTHER;
use crate::survey::named;
use crate::survey::template::{Template, is_key};

pub(super) fn repair(template: &mut Template, report: &mut Vec<Remark>) {
    too_many(template, report);
    let sections: Vec<Keyed> = template
        .sections
        .iter()
        .map(|one| Keyed::new(&one.key, one.title.words(&template.languages)))
        .collect();
    for fix in fixes(&sections, &TAKEN) {
        report.push(fix.said("section", None, &sections));
        fix.tell(template, Renamed::Section);
        template.sections[fix.at].key = fix.new;
    }
    let questions: Vec<Keyed> =
        template.questions().map(|one| Keyed::new(&one.key, one.text.words(&template.languages))).collect();
    for fix in fixes(&questions, &[]) {
        report.push(fix.said("question", None, &questions));
        fix.tell(template, Renamed::Question);
        if let Some(question) = template.sections.iter_mut().flat_map(|one| &mut one.questions).nth(fix.at) {
            question.key = fix.new;
        }
    }
    let values: Vec<Keyed> =
        template.calculations.iter().map(|one| Keyed::new(&one.key, &one.name)).collect();
    for fix in fixes(&values, &[]) {
        report.push(fix.said("value", None, &values));
        fix.tell(template, Renamed::Value);
        template.calculations[fix.at].key = fix.new;
    }
    let keys: Vec<String> = template.questions().map(|one| one.key.clone()).collect();
    for key in keys {
        parts(template, &key, report);
    }
}

/// The choices, rows and columns of a question.
fn parts(template: &mut Template, key: &str, report: &mut Vec<Remark>) {
    let Some(question) = template.question(key) else { return };
    let asks = named::question(template, question);
    let label = |words: &crate::survey::Text| words.words(&template.languages).to_owned();
    let choices: Vec<Keyed> =
        question.kind.choices().iter().map(|one| Keyed::new(&one.key, &label(&one.label))).collect();
    let rows: Vec<Keyed> =
        question.kind.rows().iter().map(|one| Keyed::new(&one.key, &label(&one.label))).collect();
    let columns: Vec<Keyed> =
        question.kind.columns().iter().map(|one| Keyed::new(&one.key, &label(&one.label))).collect();
    // Where buyers can answer in their own words, rules that say "other" mean those.
    let means_own_words = question.kind.allows_other();
    for fix in fixes(&choices, &[OTHER]) {
        report.push(fix.said("choice", Some(&asks), &choices));
        if !(means_own_words && choices[fix.at].key == OTHER) {
            fix.tell(template, Renamed::Choice(key));
        }
        let choices = template.question_mut(key).and_then(|one| one.kind.choices_mut());
        if let Some(choice) = choices.and_then(|all| all.get_mut(fix.at)) {
            choice.key = fix.new;
        }
    }
    for fix in fixes(&rows, &[]) {
        report.push(fix.said("row", Some(&asks), &rows));
        fix.tell(template, Renamed::Row(key));
        let rows = template.question_mut(key).and_then(|one| one.kind.rows_mut());
        if let Some(row) = rows.and_then(|all| all.get_mut(fix.at)) {
            row.key = fix.new;
        }
    }
    for fix in fixes(&columns, &[]) {
        report.push(fix.said("step", Some(&asks), &columns));
        fix.tell(template, Renamed::Column(key));
        let columns = template.question_mut(key).and_then(|one| one.kind.columns_mut());
        if let Some(column) = columns.and_then(|all| all.get_mut(fix.at)) {
            column.key = fix.new;
        }
    }
}

/// A key, and the words to make one of.
struct Keyed {
    key: String,
    words: String,
}

impl Keyed {
    fn new(key: &str, words: &str) -> Self {
        Self { key: key.to_owned(), words: words.to_owned() }
    }
}

/// A part that gets another key.
struct Fix {
    at: usize,
    old: String,
    new: String,
    /// Whether another has the old key and keeps it, with all that look at it.
    is_twice: bool,
}

impl Fix {
    /// "The question “Why?” had no key. …"; parts of a question say whose they are.
    fn said(&self, what: &str, of: Option<&str>, all: &[Keyed]) -> Remark {
        let (old, new) = (named::short(&self.old), &self.new);
        let words = all.get(self.at).map_or("", |part| part.words.trim());
        let name = if words.is_empty() { "without words".to_owned() } else { named::quoted(words) };
        let of = of.map(|question| format!(" of {question}")).unwrap_or_default();
        let words = match (self.is_twice, old.is_empty()) {
            (true, _) => {
                format!("The {what} {name}{of} had the key “{old}” of another. Its key is “{new}” now.")
            }
            (false, true) => format!("The {what} {name}{of} had no key. It has “{new}” now."),
            (false, false) => {
                format!("The {what} {name}{of} had the key “{old}”, which cannot be used. It is “{new}” now.")
            }
        };
        Remark::new(Level::Warning, words)
    }

    /// Tells those who look at it, unless they look at the other.
    fn tell(&self, template: &mut Template, what: Renamed<'_>) {
        if !self.is_twice && !self.old.is_empty() {
            rename(template, what, &self.old, &self.new);
        }
    }
}

/// Those of the parts whose key cannot be used, each with a new one.
fn fixes(parts: &[Keyed], taken: &[&str]) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let is_twice = parts[..at].iter().any(|other| other.key == part.key);
        if is_key(&part.key) && !taken.contains(&part.key.as_str()) && !is_twice {
            continue;
        }
        let words = if part.key.is_empty() { &part.words } else { &part.key };
        let new = unlike(&slug(words), |key| {
            taken.contains(&key)
                || parts.iter().any(|other| other.key == key)
                || fixes.iter().any(|fix| fix.new == key)
        });
        fixes.push(Fix { at, old: part.key.clone(), new, is_twice });
    }
    fixes
}

fn too_many(template: &mut Template, report: &mut Vec<Remark>) {
    let number = template.questions().count();
    if number <= MOST_QUESTIONS {
        return;
    }
    let mut left = MOST_QUESTIONS;
    for section in &mut template.sections {
        section.questions.truncate(left);
        left -= section.questions.len();
    }
    let words = format!(
        "The survey has {number} questions, and at most {MOST_QUESTIONS} are allowed. The rest was left out."
    );
    report.push(Remark::new(Level::Error, words));
}
