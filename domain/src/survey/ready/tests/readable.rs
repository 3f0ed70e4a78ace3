//! A survey as a text that a person can read through.

use std::fmt::Write as _;

use crate::survey::condition::Condition;
use crate::survey::kind::Kind;
use crate::survey::language::Language;
use crate::survey::template::{Question, Template};
use crate::survey::text::Text;

/// The whole survey in one language.
pub(super) fn write(template: &Template, language: &Language) -> String {
    let read = |text: &Text| text.get(language).expect("every text is translated").to_owned();
    let mut page = String::new();
    let mut line = |text: String| writeln!(page, "{text}").expect("a text takes every line");
    line(format!("\n=== {} · {} min ===", language.own_name(), template.minutes));
    line(format!("{}\n{}", read(&template.title), read(&template.intro)));
    for (at, section) in template.sections.iter().enumerate() {
        line(format!("\n{}. {}", at + 1, read(&section.title)));
        for question in &section.questions {
            let mark = if question.is_required { " *" } else { "" };
            line(format!("  [{}, {}]{mark} {}", question.key, question.kind.code(), read(&question.text)));
            if let Some(rule) = &question.show_if {
                line(format!("      only if {}", rule_in_words(rule)));
            }
            if !question.help.is_empty() {
                line(format!("      {}", read(&question.help)));
            }
            offered(question, language).into_iter().for_each(|one| line(format!("      - {one}")));
        }
    }
    line(format!("\nThanks: {}", read(&template.thanks)));
    for (outcome, text) in &template.thanks_by_outcome {
        line(format!("  {}: {}", outcome.code(), read(text)));
    }
    line(format!("Purpose: {}", read(&template.notice.purpose)));
    page
}

fn offered(question: &Question, language: &Language) -> Vec<String> {
    let read = |text: &Text| text.get(language).expect("every text is translated").to_owned();
    let kind = &question.kind;
    let themed = |one: &crate::survey::kind::Choice| match one.theme {
        Some(theme) => format!("{} ({theme})", read(&one.label)),
        None => read(&one.label),
    };
    let choices = kind.choices().iter().map(themed);
    let rows = kind.rows().iter().map(|row| read(&row.label));
    let scale = match kind {
        Kind::Rating { low, high, steps, .. } => Some(format!("1 {} … {steps} {}", read(low), read(high))),
        Kind::HeadToHead { low, high, .. } => Some(format!("1 {} … 5 {}", read(low), read(high))),
        _ => None,
    };
    let own = kind.allows_other().then(|| "…".to_owned());
    choices.chain(rows).chain(scale).chain(own).collect()
}

fn rule_in_words(rule: &Condition) -> String {
    match rule {
        Condition::Outcome(outcomes) => {
            let codes: Vec<&str> = outcomes.iter().map(|outcome| outcome.code()).collect();
            format!("the deal is {}", codes.join(" or "))
        }
        Condition::Chose { question, choices } => format!("{question} is {}", choices.join(" or ")),
        Condition::Ranked { question, choices, .. } => format!("{question} names {}", choices.join(" or ")),
        Condition::Reached { question, stage } => format!("{question} says who was {}", stage.code()),
        Condition::Answered(question) => format!("{question} is answered"),
        other => format!("{other:?}"),
    }
}
