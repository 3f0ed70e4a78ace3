//! Whether a template may be published; the same rules in browser and server.
//!
//! The findings come worst first, and within a level in the order of the survey.

mod head;
mod kind;
mod length;
mod meaning;
mod question;
mod reachable;
mod rule;
mod text;

use super::finding::{Finding, Level};
use super::reach::Reach;
use super::template::Template;
use crate::form::FieldErrors;

pub use rule::deepest_rule;
pub use text::{MissingText, missing};

/// Most sections of a survey.
pub const MOST_SECTIONS: usize = 100;
/// Most questions of a survey.
pub const MOST_QUESTIONS: usize = 500;
/// Most choices of a question.
pub const MOST_CHOICES: usize = 200;
/// Most rows of a matrix, or criteria.
pub const MOST_ROWS: usize = 50;
/// Most steps of a matrix's scale.
pub const MOST_COLUMNS: usize = 11;
/// Most conditions of a survey, each one inside of another counted.
pub const MOST_CONDITIONS: usize = 2000;
/// How deep conditions may be nested.
pub const DEEPEST_CONDITION: usize = 16;
/// How deep the conditions of a draft may be nested. What is deeper cannot be read back once it lies inside of the
/// documents that pages load: readers of JSON stop at 128 levels, and a condition has two.
pub const DEEPEST_READ: usize = 40;
/// Most calculated values.
pub const MOST_CALCULATIONS: usize = 100;
/// Most languages.
pub const MOST_LANGUAGES: usize = 40;
/// Longest text, in characters.
pub const LONGEST_TEXT: usize = 5000;
/// The largest document, in bytes.
pub const LARGEST_DOCUMENT: usize = 1_000_000;
/// Most questions that a buyer is asked gladly.
pub const MANY_QUESTIONS: usize = 12;

/// Everything that is wrong or noteworthy about a survey.
#[must_use]
pub fn findings(template: &Template) -> Vec<Finding> {
    let mut found = Vec::new();
    head::check(template, &mut found);
    question::check(template, &mut found);
    // Nobody wrote so much by hand; to look at all of it would take long, and others wait meanwhile.
    if is_too_large(template) {
        found.sort_by_key(|one| one.level);
        return found;
    }
    text::check(template, &mut found);
    if rule::are_too_many(template, &mut found) {
        found.sort_by_key(|one| one.level);
        return found;
    }
    let reach = Reach::of(template);
    rule::check(template, &reach, &mut found);
    reachable::check(template, &reach, &mut found);
    meaning::check(template, &reach, &mut found);
    length::check(template, &reach, &mut found);
    found.sort_by_key(|one| one.level);
    found
}

/// Whether there is more of something than may be, which is among the findings then.
fn is_too_large(template: &Template) -> bool {
    template.sections.len() > MOST_SECTIONS
        || template.questions().count() > MOST_QUESTIONS
        || template.languages.len() > MOST_LANGUAGES
        || template.calculations.len() > MOST_CALCULATIONS
}

/// Whether a survey with these findings may be published.
#[must_use]
pub fn may_publish(findings: &[Finding]) -> bool {
    findings.iter().all(|one| one.level != Level::Error)
}

/// Whether the template may be published.
///
/// # Errors
/// What forbids it, by the anchor of the place.
pub fn check_template(template: &Template) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::new();
    for one in findings(template).into_iter().filter(|one| one.level == Level::Error) {
        errors.add(one.place.anchor(), one.words);
    }
    errors.into_result()
}

#[cfg(test)]
mod tests;
