//! Rules in plain words, as one sentence and as the parts that the builder shows as buttons.
//!
//! Negations are pushed inwards, so that "not" stands where people say it; and they stay negations ("is not at least
//! 5"), because what is not known holds there and not in "is below 5".

mod leaf;

use super::calculation::{Calculation, Operand, Operation, Step};
use super::condition::Condition;
use super::named;
use super::template::{Jump, Target, Template};

/// Some words of a rule.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Spoken {
    /// The words.
    pub words: String,
    /// What they are in the sentence.
    pub part: Part,
}

/// What words are in a sentence.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Part {
    /// What is looked at.
    Subject,
    /// How.
    Verb,
    /// For what.
    Object,
    /// What joins two sentences: "and", "or", brackets.
    Joint,
}

/// A rule in words: "“Which one did you choose?” is not We built our own, and the deal’s amount is at least 25,000".
#[must_use]
pub fn rule(template: &Template, condition: &Condition) -> String {
    sentence(&rule_parts(template, condition))
}

/// The same in parts.
#[must_use]
pub fn rule_parts(template: &Template, condition: &Condition) -> Vec<Spoken> {
    let mut spoken = Vec::new();
    say(template, condition, true, false, &mut spoken);
    spoken
}

/// Parts as one sentence.
#[must_use]
pub fn sentence(parts: &[Spoken]) -> String {
    let mut words = String::new();
    for part in parts {
        let is_glued = part.words.starts_with([',', ')']) || words.ends_with('(');
        if !words.is_empty() && !is_glued {
            words.push(' ');
        }
        words.push_str(&part.words);
    }
    words
}

/// A jump in words: "Go to the section “Price” when …".
#[must_use]
pub fn jump(template: &Template, jump: &Jump) -> String {
    let to = match &jump.to {
        Target::Section(key) => format!("Go to the section {}", named::section_by_key(template, key)),
        Target::End => "Go to the end".to_owned(),
    };
    match &jump.when {
        Some(when) => format!("{to} when {}", rule(template, when)),
        None => to,
    }
}

/// A calculated value in words, a line for its start and one for each step.
#[must_use]
pub fn calculation(template: &Template, calculation: &Calculation) -> Vec<String> {
    let start = format!("Start at {}", calculation.start);
    std::iter::once(start).chain(calculation.steps.iter().map(|one| step(template, one))).collect()
}

fn step(template: &Template, step: &Step) -> String {
    let with = match &step.with {
        Operand::Number(number) => number.to_string(),
        Operand::Answer(key) => format!("the answer to {}", named::question_by_key(template, key)),
        Operand::Value(key) => named::value_by_key(template, key),
    };
    let does = match step.does {
        Operation::Add => format!("Add {with}"),
        Operation::Subtract => format!("Subtract {with}"),
        Operation::Multiply => format!("Multiply by {with}"),
        Operation::Set => format!("Set it to {with}"),
    };
    match &step.when {
        Some(when) => format!("{does} when {}", rule(template, when)),
        None => does,
    }
}

fn joint(words: &str) -> Spoken {
    Spoken { words: words.to_owned(), part: Part::Joint }
}

fn say(template: &Template, condition: &Condition, holds: bool, is_inside: bool, spoken: &mut Vec<Spoken>) {
    match condition {
        Condition::Not(inner) => say(template, inner, !holds, is_inside, spoken),
        Condition::All(inner) => group(template, inner, holds, true, is_inside, spoken),
        Condition::Any(inner) => group(template, inner, holds, false, is_inside, spoken),
        Condition::Outcome(_)
        | Condition::Deal { .. }
        | Condition::Amount { .. }
        | Condition::Answered(_)
        | Condition::Chose { .. }
        | Condition::Picked { .. }
        | Condition::Rated { .. }
        | Condition::Between { .. }
        | Condition::Contains { .. }
        | Condition::Judged { .. }
        | Condition::Ranked { .. }
        | Condition::Reached { .. }
        | Condition::Price { .. }
        | Condition::Value { .. } => leaf::say(template, condition, holds, spoken),
    }
}

/// "a, and b"; the negation of "a, and b" is "not a, or not b".
fn group(
    template: &Template,
    inner: &[Condition],
    holds: bool,
    needs_all: bool,
    is_inside: bool,
    spoken: &mut Vec<Spoken>,
) {
    if inner.is_empty() {
        spoken.push(joint(if needs_all == holds { "always" } else { "never" }));
        return;
    }
    let has_brackets = is_inside && inner.len() > 1;
    if has_brackets {
        spoken.push(joint("("));
    }
    for (at, one) in inner.iter().enumerate() {
        if at > 0 {
            spoken.push(joint(if needs_all == holds { ", and" } else { ", or" }));
        }
        say(template, one, holds, is_inside || inner.len() > 1, spoken);
    }
    if has_brackets {
        spoken.push(joint(")"));
    }
}

#[cfg(test)]
mod tests;
