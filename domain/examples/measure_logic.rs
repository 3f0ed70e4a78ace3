//! How long the evaluator takes: a survey of 200 questions and 400 rules, all of whose questions are answered.
//!
//! `cargo run --release -p domain --example measure_logic`; `cargo xtask bench logic` holds it against its goal.

use std::time::{Duration, Instant};

use domain::deal::Outcome;
use domain::survey::answer::Answer;
use domain::survey::calculation::{Calculation, Operand, Operation, Step};
use domain::survey::check::findings;
use domain::survey::kind::Kind;
use domain::survey::template::{Question, Section, Template};
use domain::survey::{AnswerSet, Condition, Facts, Number, Text, path, starter};

const SECTIONS: usize = 20;
const IN_SECTION: usize = 10;
const ROUNDS: u32 = 2_000;

/// Every question is shown by one rule and required by another; one rule in ten looks at a calculated value.
fn survey() -> Template {
    let question = |at: usize| {
        let kind = Kind::Rating { steps: 5, low: Text::new(), high: Text::new(), has_stars: false };
        let before = format!("q{}", at.saturating_sub(1));
        let rated = Condition::Rated { question: before.clone(), from: 1, to: 4 };
        let rule = match at % 10 {
            0 => Condition::Outcome(vec![Outcome::LostCompetitor]),
            5 => Condition::Value { value: "score".to_owned(), from: Some(Number::ZERO), to: None },
            _ => {
                Condition::All(vec![rated, Condition::Not(Box::new(Condition::Outcome(vec![Outcome::Won])))])
            }
        };
        let must = Condition::Any(vec![Condition::Answered(before), Condition::Outcome(vec![Outcome::Won])]);
        Question {
            show_if: Some(rule),
            require_if: Some(must),
            ..Question::new(format!("q{at}"), Text::english(format!("Question {at}?")), kind)
        }
    };
    let section = |at: usize| {
        let questions = (at * IN_SECTION..(at + 1) * IN_SECTION).map(question).collect();
        Section::new(format!("s{at}"), Text::english(format!("Section {at}")), questions)
    };
    let add = |at: usize| Step { when: None, does: Operation::Add, with: Operand::Answer(format!("q{at}")) };
    let score = Calculation {
        key: "score".to_owned(),
        name: "Score".to_owned(),
        start: Number::ZERO,
        steps: (0..5).map(add).collect(),
    };
    Template {
        sections: (0..SECTIONS).map(section).collect(),
        calculations: vec![score],
        ..starter::win_loss()
    }
}

fn main() {
    let template = survey();
    let mut answers = AnswerSet::new();
    for question in template.questions() {
        answers.set(&question.key, Some(Answer::Rated { value: 3 }));
    }
    let facts = Facts::of(Outcome::LostCompetitor);
    let shown = path(&template, &facts, &answers).questions().count();
    assert_eq!(shown, SECTIONS * IN_SECTION, "every question is reached, so every rule is looked at");
    let start = Instant::now();
    for _ in 0..ROUNDS {
        assert_eq!(path(&template, &facts, &answers).sections().len(), SECTIONS);
    }
    let evaluation = start.elapsed() / ROUNDS;
    let start = Instant::now();
    let found = findings(&template).len();
    let checks = start.elapsed();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let figures = serde_json::json!({
        "questions": shown, "rules": 2 * shown, "evaluation_ms": milliseconds(evaluation),
        "checks_ms": milliseconds(checks), "findings": found,
    });
    println!("{}", serde_json::json!({"name": "logic", "figures": figures}));
}
