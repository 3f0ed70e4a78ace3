//! Every way through a survey: each answer that a rule looks at is tried, with all others left open or filled in.

use std::collections::BTreeSet;

use crate::survey::answer::{Answer, AnswerSet, Player, Stage};
use crate::survey::kind::Kind;
use crate::survey::template::{Question, Template};
use crate::survey::{Facts, check_answers, path};

/// The questions on each way through, by key.
pub(super) fn paths(template: &Template, facts: &Facts) -> Vec<BTreeSet<String>> {
    let mut walk = Walk { template, facts, deciding: deciding(template), found: Vec::new() };
    walk.go_on(&AnswerSet::new(), &BTreeSet::new());
    walk.found
}

/// The first question of a deal like this.
pub(super) fn first<'a>(template: &'a Template, facts: &Facts) -> Option<&'a Question> {
    path(template, facts, &AnswerSet::new()).questions().next()
}

/// The questions that rules look at.
fn deciding(template: &Template) -> BTreeSet<String> {
    let of_sections = template.sections.iter().filter_map(|section| section.show_if.as_ref());
    let of_questions =
        template.questions().flat_map(|question| question.show_if.iter().chain(&question.require_if));
    of_sections.chain(of_questions).flat_map(|rule| rule.questions()).map(str::to_owned).collect()
}

struct Walk<'a> {
    template: &'a Template,
    facts: &'a Facts,
    deciding: BTreeSet<String>,
    found: Vec<BTreeSet<String>>,
}

impl Walk<'_> {
    /// Decides the next question that a rule looks at in every way, or arrives.
    fn go_on(&mut self, answers: &AnswerSet, decided: &BTreeSet<String>) {
        let path = path(self.template, self.facts, answers);
        let next =
            path.questions().find(|one| self.deciding.contains(&one.key) && !decided.contains(&one.key));
        let Some(question) = next else { return self.arrive(answers) };
        let decided: BTreeSet<String> = decided.iter().chain([&question.key]).cloned().collect();
        let open = (!path.requires(&question.key)).then_some(None);
        for answer in open.into_iter().chain(ways(&question.kind).into_iter().map(Some)) {
            let mut answers = answers.clone();
            answers.set(&question.key, answer);
            self.go_on(&answers, &decided);
        }
    }

    /// At the end: what is required can be answered, and then it can be sent.
    fn arrive(&mut self, answers: &AnswerSet) {
        let path = path(self.template, self.facts, answers);
        let mut answers = answers.clone();
        for question in path.questions().filter(|one| path.requires(&one.key)) {
            if answers.get(&question.key).is_none() {
                answers.set(&question.key, ways(&question.kind).into_iter().next());
            }
        }
        check_answers(&path, &answers).expect("the answers can be sent");
        self.found.push(path.questions().map(|question| question.key.clone()).collect());
    }
}

/// Answers that rules can tell apart.
fn ways(kind: &Kind) -> Vec<Answer> {
    let keys = || kind.choices().iter().map(|choice| choice.key.clone());
    match kind {
        Kind::SingleChoice { .. } => {
            keys().map(|key| Answer::Chosen { keys: vec![key], other: None }).collect()
        }
        Kind::Ranking { .. } => keys().map(|key| Answer::Ranked { keys: vec![key] }).collect(),
        Kind::Rating { steps, .. } => (1..=*steps).map(|value| Answer::Rated { value }).collect(),
        Kind::CompetitorPick { .. } => vec![Answer::Vendors { names: vec!["Acme".to_owned()] }],
        Kind::FieldOfPlay { .. } => Stage::ALL
            .map(|stage| Answer::Played { vendors: vec![Player { name: "Acme".to_owned(), stage }] })
            .into(),
        _ => panic!("no rule of a ready survey looks at a {}", kind.code()),
    }
}
