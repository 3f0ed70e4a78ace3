//! Which sections and questions a buyer reaches, from the template, the deal and the answers so far.
//!
//! The flow: sections are walked in order. A condition sees only answers to questions that were themselves reached
//! before it; an answer that branching made unreachable is as if never given. A jump leads forward only, and only out
//! of a section of which something was shown. So the walk needs no fixed point, always ends, and Back and Forward
//! give the same path.
//!
//! The odd cases: what a rule cannot know (an answer not given, a fact the CRM did not send, a value that looks at a
//! later question) does not hold, and its negation does. A jump backwards, to itself or to nowhere is no jump; the
//! check before publishing refuses it, and here it must only do no harm.

mod span;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Answer, AnswerSet};
use super::calculation::Operand;
use super::condition::Condition;
use super::facts::Facts;
use super::number::Number;
use super::template::{Question, Section, Target, Template};

pub use span::{Span, pages_at_most, span};

/// What a buyer reaches with the answers so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Path<'a> {
    sections: Vec<(&'a Section, Vec<&'a Question>)>,
    questions: BTreeSet<&'a str>,
    required: BTreeSet<&'a str>,
}

impl<'a> Path<'a> {
    /// The sections with the questions shown on each, in order; none is empty.
    #[must_use]
    pub fn sections(&self) -> &[(&'a Section, Vec<&'a Question>)] {
        &self.sections
    }

    /// Every question that is reached, in order.
    pub fn questions(&self) -> impl Iterator<Item = &'a Question> {
        self.sections.iter().flat_map(|(_, questions)| questions.iter().copied())
    }

    /// The position of a section on the path.
    #[must_use]
    pub fn position(&self, section: &str) -> Option<usize> {
        self.sections.iter().position(|(one, _)| one.key == section)
    }

    /// The section after that one.
    #[must_use]
    pub fn next(&self, section: &str) -> Option<&'a Section> {
        self.sections.get(self.position(section)? + 1).map(|(one, _)| *one)
    }

    /// The section before that one.
    #[must_use]
    pub fn previous(&self, section: &str) -> Option<&'a Section> {
        self.sections.get(self.position(section)?.checked_sub(1)?).map(|(one, _)| *one)
    }

    /// Whether a question is reached.
    #[must_use]
    pub fn shows(&self, question: &str) -> bool {
        self.questions.contains(question)
    }

    /// Whether a question that is reached must be answered.
    #[must_use]
    pub fn requires(&self, question: &str) -> bool {
        self.required.contains(question)
    }

    /// The answers that count: those to questions that are reached.
    #[must_use]
    pub fn reached(&self, answers: &AnswerSet) -> AnswerSet {
        answers.only(|key| self.shows(key))
    }
}

/// Walks the template with the answers so far.
#[must_use]
pub fn path<'a>(template: &'a Template, facts: &Facts, answers: &AnswerSet) -> Path<'a> {
    let mut walk = Walk {
        template,
        facts,
        answers,
        questions: BTreeSet::new(),
        places: None,
        values: RefCell::default(),
    };
    let mut required = BTreeSet::new();
    let mut sections = Vec::new();
    let mut at = 0;
    while let Some(section) = template.sections.get(at) {
        at += 1;
        if !walk.shown(section.show_if.as_ref()) {
            continue;
        }
        let mut here = Vec::new();
        for question in &section.questions {
            // Two questions with one key would share an answer; the first has it.
            if walk.shown(question.show_if.as_ref()) && walk.questions.insert(question.key.as_str()) {
                here.push(question);
                let is_required = question.is_required
                    || question.require_if.as_ref().is_some_and(|condition| walk.holds(condition));
                if is_required && question.takes_answer() {
                    required.insert(question.key.as_str());
                }
            }
        }
        if here.is_empty() {
            continue;
        }
        sections.push((section, here));
        match walk.jump(section) {
            Some(&Target::End) => break,
            // Forward only: a jump back would lead round in a circle.
            Some(Target::Section(key)) => at = walk.place(key).filter(|to| *to > at).unwrap_or(at),
            None => {}
        }
    }
    Path { sections, questions: walk.questions, required }
}

/// Whether a condition holds for a deal before anything was answered.
#[must_use]
pub fn holds_before(template: &Template, facts: &Facts, condition: &Condition) -> bool {
    let walk = Walk {
        template,
        facts,
        answers: &AnswerSet::new(),
        questions: BTreeSet::new(),
        places: None,
        values: RefCell::default(),
    };
    walk.holds(condition)
}

/// The walk so far.
struct Walk<'a, 'b> {
    template: &'a Template,
    facts: &'b Facts,
    answers: &'b AnswerSet,
    questions: BTreeSet<&'a str>,
    places: Option<BTreeMap<&'a str, usize>>,
    /// The values as they were when so many questions were reached.
    values: RefCell<(usize, BTreeMap<&'a str, Number>)>,
}

impl<'a> Walk<'a, '_> {
    fn shown(&self, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|condition| self.holds(condition))
    }

    /// The first way out of a section that holds.
    fn jump(&self, section: &'a Section) -> Option<&'a Target> {
        section.jumps.iter().find(|jump| self.shown(jump.when.as_ref())).map(|jump| &jump.to)
    }

    /// Where a section stands; looked up only where a survey jumps at all.
    fn place(&mut self, key: &str) -> Option<usize> {
        let sections = &self.template.sections;
        let places = self.places.get_or_insert_with(|| {
            sections.iter().enumerate().rev().map(|(at, section)| (section.key.as_str(), at)).collect()
        });
        places.get(key).copied()
    }

    fn answer(&self, question: &str) -> Option<&Answer> {
        self.questions.contains(question).then(|| self.answers.get(question)).flatten()
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(inner) => inner.iter().all(|one| self.holds(one)),
            Condition::Any(inner) => inner.iter().any(|one| self.holds(one)),
            Condition::Not(inner) => !self.holds(inner),
            Condition::Outcome(outcomes) => {
                self.facts.outcome.is_some_and(|outcome| outcomes.contains(&outcome))
            }
            Condition::Deal { fact, values } => self.facts.is_one_of(*fact, values),
            Condition::Amount { from, below } => self.facts.costs(*from, *below),
            Condition::Value { value, from, to } => {
                self.value(value).is_some_and(|value| lies_between(value, *from, *to))
            }
            Condition::Answered(question) => self.answer(question).is_some(),
            Condition::Chose { question, .. }
            | Condition::Picked { question, .. }
            | Condition::Rated { question, .. }
            | Condition::Between { question, .. }
            | Condition::Contains { question, .. }
            | Condition::Judged { question, .. }
            | Condition::Ranked { question, .. }
            | Condition::Reached { question, .. }
            | Condition::Price { question, .. } => {
                self.answer(question).is_some_and(|answer| fits(condition, answer))
            }
        }
    }

    /// A calculated value with the answers reached so far.
    fn value(&self, key: &str) -> Option<Number> {
        let reached = self.questions.len();
        if let (of, known) = &*self.values.borrow()
            && *of == reached
            && !known.is_empty()
        {
            return known.get(key).copied();
        }
        let known = self.calculate();
        let value = known.get(key).copied();
        *self.values.borrow_mut() = (reached, known);
        value
    }

    /// Every value, in order: each looks only at those before it, so this ends.
    fn calculate(&self) -> BTreeMap<&'a str, Number> {
        let template = self.template;
        let mut known: BTreeMap<&'a str, Number> = BTreeMap::new();
        for calculation in &template.calculations {
            let mut value = calculation.start;
            for step in &calculation.steps {
                let is_taken = step.when.as_ref().is_none_or(|when| self.holds_with(when, &known));
                let with = match &step.with {
                    Operand::Number(number) => Some(*number),
                    Operand::Answer(question) => self.answer(question).and_then(Answer::number),
                    Operand::Value(key) => known.get(key.as_str()).copied(),
                };
                if let (true, Some(with)) = (is_taken, with) {
                    value = step.does.apply(value, with);
                }
            }
            known.entry(&calculation.key).or_insert(value);
        }
        known
    }

    /// As [`Walk::holds`], with the values that are known inside of a calculation.
    fn holds_with(&self, condition: &Condition, known: &BTreeMap<&str, Number>) -> bool {
        match condition {
            Condition::All(inner) => inner.iter().all(|one| self.holds_with(one, known)),
            Condition::Any(inner) => inner.iter().any(|one| self.holds_with(one, known)),
            Condition::Not(inner) => !self.holds_with(inner, known),
            Condition::Value { value, from, to } => {
                known.get(value.as_str()).is_some_and(|value| lies_between(*value, *from, *to))
            }
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
            | Condition::Price { .. } => self.holds(condition),
        }
    }
}

/// Whether a condition on one answer holds for this one; not for an answer of another type.
fn fits(condition: &Condition, answer: &Answer) -> bool {
    match condition {
        Condition::Chose { choices, .. } => {
            let has_own = matches!(
                answer,
                Answer::Chosen { other: Some(_), .. } | Answer::Turned { other: Some(_), .. }
            );
            answer.keys().iter().any(|key| choices.contains(key))
                || (has_own && choices.iter().any(|choice| choice == OTHER))
        }
        Condition::Picked { at_least, .. } => match answer {
            Answer::Chosen { keys, .. } => keys.len() >= usize::from(*at_least),
            Answer::Agreed
            | Answer::Rated { .. }
            | Answer::Text { .. }
            | Answer::Number { .. }
            | Answer::Date { .. }
            | Answer::Ranked { .. }
            | Answer::Judged { .. }
            | Answer::Compared { .. }
            | Answer::Vendors { .. }
            | Answer::Played { .. }
            | Answer::Priced { .. }
            | Answer::Turned { .. }
            | Answer::Changed { .. } => false,
        },
        Condition::Rated { from, to, .. } => {
            matches!(answer, Answer::Rated { value } if (from..=to).contains(&value))
        }
        Condition::Between { from, to, .. } => {
            answer.number().is_some_and(|value| lies_between(value, *from, *to))
        }
        Condition::Contains { words, .. } => {
            let words = words.trim().to_lowercase();
            !words.is_empty() && answer.words().is_some_and(|text| text.to_lowercase().contains(&words))
        }
        Condition::Judged { row, columns, .. } => match answer {
            Answer::Judged { rows } => rows.get(row).is_some_and(|column| columns.contains(column)),
            Answer::Compared { rows } => rows
                .get(row)
                .and_then(|pair| pair.us)
                .is_some_and(|us| columns.iter().any(|column| *column == us.to_string())),
            Answer::Chosen { .. }
            | Answer::Rated { .. }
            | Answer::Text { .. }
            | Answer::Number { .. }
            | Answer::Date { .. }
            | Answer::Ranked { .. }
            | Answer::Agreed
            | Answer::Vendors { .. }
            | Answer::Played { .. }
            | Answer::Priced { .. }
            | Answer::Turned { .. }
            | Answer::Changed { .. } => false,
        },
        Condition::Ranked { choices, within, .. } => {
            let first = answer.keys().iter().take(usize::from(*within));
            matches!(answer, Answer::Ranked { .. }) && first.into_iter().any(|key| choices.contains(key))
        }
        Condition::Reached { stage, .. } => answer.vendors().iter().any(|vendor| vendor.stage >= *stage),
        Condition::Price { roles, .. } => {
            matches!(answer, Answer::Priced { role: Some(role), .. } if roles.contains(role))
        }
        Condition::Answered(_) => true,
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Outcome(_)
        | Condition::Deal { .. }
        | Condition::Amount { .. }
        | Condition::Value { .. } => false,
    }
}

/// The word for the buyer's own answer, in forms and conditions.
pub const OTHER: &str = "other";
/// The word of a form for agreeing to a statement.
pub const AGREED: &str = "yes";

fn lies_between(value: Number, from: Option<Number>, to: Option<Number>) -> bool {
    from.is_none_or(|from| value >= from) && to.is_none_or(|to| value <= to)
}

#[cfg(test)]
mod tests;
