//! Which sections and questions a buyer reaches, from the template, the deal and the answers so far.
//!
//! The flow: sections are walked in order. A condition sees only answers to questions that were themselves
//! reached before it; an answer that branching made unreachable is as if never given. So the walk needs no
//! fixed point, always ends, and Back and Forward give the same path.

use std::collections::BTreeSet;

use super::answer::{Answer, AnswerSet};
use super::template::{Condition, Question, Section, Template};
use crate::deal::Outcome;

/// What conditions may know of the deal.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Facts {
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// What a buyer reaches with the answers so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Path<'a> {
    sections: Vec<(&'a Section, Vec<&'a Question>)>,
    questions: BTreeSet<&'a str>,
}

impl<'a> Path<'a> {
    /// The sections with the questions shown on each, in order; none is empty.
    #[must_use]
    pub fn sections(&self) -> &[(&'a Section, Vec<&'a Question>)] {
        &self.sections
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

    /// The answers that count: those to questions that are reached.
    #[must_use]
    pub fn reached(&self, answers: &AnswerSet) -> AnswerSet {
        answers.only(|key| self.shows(key))
    }

    /// The first section whose required questions are not all answered, or `None` when all are.
    #[must_use]
    pub fn first_open(&self, answers: &AnswerSet) -> Option<&'a Section> {
        self.sections
            .iter()
            .find(|(_, questions)| questions.iter().any(|q| q.is_required && answers.get(&q.key).is_none()))
            .map(|(section, _)| *section)
    }
}

/// Walks the template with the answers so far.
#[must_use]
pub fn path<'a>(template: &'a Template, facts: &Facts, answers: &AnswerSet) -> Path<'a> {
    let mut questions = BTreeSet::new();
    let mut sections = Vec::new();
    for section in &template.sections {
        if !shown(section.show_if.as_ref(), facts, answers, &questions) {
            continue;
        }
        let mut here = Vec::new();
        for question in &section.questions {
            if shown(question.show_if.as_ref(), facts, answers, &questions) {
                questions.insert(question.key.as_str());
                here.push(question);
            }
        }
        if !here.is_empty() {
            sections.push((section, here));
        }
    }
    Path { sections, questions }
}

fn shown(
    condition: Option<&Condition>,
    facts: &Facts,
    answers: &AnswerSet,
    reached: &BTreeSet<&str>,
) -> bool {
    condition.is_none_or(|condition| holds(condition, facts, answers, reached))
}

fn holds(condition: &Condition, facts: &Facts, answers: &AnswerSet, reached: &BTreeSet<&str>) -> bool {
    let answer = |question: &str| reached.contains(question).then(|| answers.get(question)).flatten();
    match condition {
        Condition::All(inner) => inner.iter().all(|one| holds(one, facts, answers, reached)),
        Condition::Any(inner) => inner.iter().any(|one| holds(one, facts, answers, reached)),
        Condition::Not(inner) => !holds(inner, facts, answers, reached),
        Condition::Outcome(outcomes) => facts.outcome.is_some_and(|outcome| outcomes.contains(&outcome)),
        Condition::Chose { question, choices } => match answer(question) {
            Some(Answer::Chosen { keys, .. }) => keys.iter().any(|key| choices.contains(key)),
            Some(Answer::Rated { .. } | Answer::Text { .. } | Answer::Vendors { .. }) | None => false,
        },
        Condition::Rated { question, from, to } => match answer(question) {
            Some(Answer::Rated { value }) => (from..=to).contains(&value),
            Some(Answer::Chosen { .. } | Answer::Text { .. } | Answer::Vendors { .. }) | None => false,
        },
        Condition::Answered(question) => answer(question).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::starter;

    fn chosen(key: &str) -> Option<Answer> {
        Some(Answer::Chosen { keys: vec![key.to_owned()], other: None })
    }

    #[test]
    fn a_won_and_a_lost_deal_take_different_paths() {
        let template = starter::win_loss();
        let lost = path(&template, &Facts { outcome: Some(Outcome::LostCompetitor) }, &AnswerSet::new());
        let won = path(&template, &Facts { outcome: Some(Outcome::Won) }, &AnswerSet::new());
        assert_ne!(lost, won);
        assert!(!lost.sections().is_empty() && !won.sections().is_empty());
    }

    #[test]
    fn an_answer_that_became_unreachable_counts_no_more_and_hides_what_hung_on_it() {
        let question = |key: &str, show_if: Option<Condition>| Question {
            key: key.to_owned(),
            text: key.to_owned(),
            help: String::new(),
            is_required: false,
            show_if,
            meaning: None,
            kind: crate::survey::Kind::LongText { max_chars: 10 },
        };
        let template = Template {
            format: 1,
            name: String::new(),
            title: String::new(),
            intro: String::new(),
            minutes: 1,
            thanks: String::new(),
            sections: vec![Section {
                key: "s".to_owned(),
                title: String::new(),
                show_if: None,
                questions: vec![
                    question("a", None),
                    question("b", Some(Condition::Answered("a".to_owned()))),
                    question("c", Some(Condition::Answered("b".to_owned()))),
                ],
            }],
        };
        let mut answers = AnswerSet::new();
        answers.set("b", chosen("x"));
        answers.set("c", chosen("y"));
        assert!(!path(&template, &Facts::default(), &answers).shows("c"));
        assert!(path(&template, &Facts::default(), &answers).reached(&answers).is_empty());
        answers.set("a", chosen("z"));
        assert!(path(&template, &Facts::default(), &answers).shows("c"));
    }
}
