//! The walk through a survey once more, as simply as it can be said: slow, and without anything remembered.

use domain::survey::answer::{Answer, AnswerSet};
use domain::survey::calculation::Operand;
use domain::survey::condition::{Condition, DealFact};
use domain::survey::template::{Target, Template};
use domain::survey::{Facts, Number};

/// The sections with their questions that are shown, by key.
pub(crate) fn walk(template: &Template, facts: &Facts, answers: &AnswerSet) -> Vec<(String, Vec<String>)> {
    let mut shown: Vec<(String, Vec<String>)> = Vec::new();
    let mut reached: Vec<String> = Vec::new();
    let mut skip_to = 0;
    for (at, section) in template.sections.iter().enumerate() {
        if at < skip_to || !section.show_if.iter().all(|rule| holds(rule, template, facts, answers, &reached))
        {
            continue;
        }
        let mut here = Vec::new();
        for question in &section.questions {
            let is_shown =
                question.show_if.iter().all(|rule| holds(rule, template, facts, answers, &reached));
            if is_shown && !reached.contains(&question.key) {
                reached.push(question.key.clone());
                here.push(question.key.clone());
            }
        }
        if here.is_empty() {
            continue;
        }
        shown.push((section.key.clone(), here));
        let taken = section
            .jumps
            .iter()
            .find(|jump| jump.when.iter().all(|rule| holds(rule, template, facts, answers, &reached)));
        match taken.map(|jump| &jump.to) {
            Some(Target::End) => return shown,
            Some(Target::Section(key)) => {
                let to = template.sections.iter().position(|one| one.key == *key);
                skip_to = to.filter(|to| *to > at).unwrap_or(skip_to);
            }
            None => {}
        }
    }
    shown
}

fn holds(
    rule: &Condition,
    template: &Template,
    facts: &Facts,
    answers: &AnswerSet,
    reached: &[String],
) -> bool {
    let values = values(template, facts, answers, reached);
    holds_with(rule, facts, answers, reached, &values)
}

type Values = Vec<(String, Number)>;

fn values(template: &Template, facts: &Facts, answers: &AnswerSet, reached: &[String]) -> Values {
    let mut known = Values::new();
    for calculation in &template.calculations {
        let mut value = calculation.start;
        for step in &calculation.steps {
            if !step.when.iter().all(|rule| holds_with(rule, facts, answers, reached, &known)) {
                continue;
            }
            let with = match &step.with {
                Operand::Number(number) => Some(*number),
                Operand::Answer(key) => {
                    answers.get(key).filter(|_| reached.contains(key)).and_then(Answer::number)
                }
                Operand::Value(key) => find(&known, key),
            };
            value = with.map_or(value, |with| step.does.apply(value, with));
        }
        if find(&known, &calculation.key).is_none() {
            known.push((calculation.key.clone(), value));
        }
    }
    known
}

fn find(values: &Values, key: &str) -> Option<Number> {
    values.iter().find(|(one, _)| one == key).map(|(_, value)| *value)
}

fn holds_with(
    rule: &Condition,
    facts: &Facts,
    answers: &AnswerSet,
    reached: &[String],
    values: &Values,
) -> bool {
    let inner = |one: &Condition| holds_with(one, facts, answers, reached, values);
    let answer = |key: &String| answers.get(key).filter(|_| reached.contains(key));
    let between = |value: Number, from: &Option<Number>, to: &Option<Number>| {
        !from.is_some_and(|from| value < from) && !to.is_some_and(|to| value > to)
    };
    let named = |word: &String, list: &[String]| {
        list.iter().any(|one| one.trim().to_lowercase() == word.trim().to_lowercase())
    };
    match rule {
        Condition::All(all) => all.iter().filter(|one| !inner(one)).count() == 0,
        Condition::Any(all) => all.iter().filter(|one| inner(one)).count() > 0,
        Condition::Not(one) => !inner(one),
        Condition::Outcome(all) => facts.outcome.is_some_and(|one| all.contains(&one)),
        Condition::Deal { fact, values } => match fact {
            DealFact::Segment => facts.segment.iter().any(|one| named(one, values)),
            DealFact::Region => facts.region.iter().any(|one| named(one, values)),
            DealFact::DealType => facts.deal_type.iter().any(|one| named(one, values)),
            DealFact::Competitor => facts.competitors.iter().any(|one| named(one, values)),
        },
        Condition::Amount { from, below } => facts.home_cents.is_some_and(|cents| {
            !from.is_some_and(|from| cents < from * 100) && !below.is_some_and(|below| cents >= below * 100)
        }),
        Condition::Value { value, from, to } => {
            find(values, value).is_some_and(|value| between(value, from, to))
        }
        Condition::Answered(key) => answer(key).is_some(),
        Condition::Chose { question, choices } => answer(question).is_some_and(|answer| {
            let own = match answer {
                Answer::Chosen { other, .. } | Answer::Turned { other, .. } => other.is_some(),
                _ => false,
            };
            answer.keys().iter().any(|key| choices.contains(key))
                || (own && choices.iter().any(|one| one == "other"))
        }),
        Condition::Rated { question, from, to } => answer(question)
            .is_some_and(|one| matches!(one, Answer::Rated { value } if value >= from && value <= to)),
        Condition::Between { question, from, to } => {
            answer(question).and_then(Answer::number).is_some_and(|value| between(value, from, to))
        }
        Condition::Contains { question, words } => {
            let words = words.trim().to_lowercase();
            let found = answer(question).and_then(Answer::words).map(str::to_lowercase);
            !words.is_empty() && found.is_some_and(|found| found.contains(&words))
        }
        Condition::Judged { question, row, columns } => answer(question).is_some_and(|one| match one {
            Answer::Judged { rows } => rows.get(row).is_some_and(|column| columns.contains(column)),
            Answer::Compared { rows } => {
                let us = rows.get(row).and_then(|pair| pair.us);
                us.is_some_and(|us| columns.contains(&us.to_string()))
            }
            _ => false,
        }),
        Condition::Ranked { question, choices, within } => answer(question).is_some_and(|one| match one {
            Answer::Ranked { keys } => {
                keys.iter().take(usize::from(*within)).any(|key| choices.contains(key))
            }
            _ => false,
        }),
        Condition::Picked { question, at_least } => answer(question).is_some_and(|one| match one {
            Answer::Chosen { keys, .. } => keys.len() >= usize::from(*at_least),
            _ => false,
        }),
        Condition::Reached { question, stage } => {
            answer(question).is_some_and(|one| one.vendors().iter().any(|vendor| vendor.stage >= *stage))
        }
        Condition::Price { question, roles } => answer(question).is_some_and(
            |one| matches!(one, Answer::Priced { role: Some(role), .. } if roles.contains(role)),
        ),
    }
}
