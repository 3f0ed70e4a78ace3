//! One condition in words: what is looked at, how, and for what.

use super::{Part, Spoken};
use crate::survey::answer::{PriceRole, Stage};
use crate::survey::condition::{Condition, DealFact};
use crate::survey::kind::{Kind, MOST_LIKELY};
use crate::survey::logic::OTHER;
use crate::survey::named;
use crate::survey::number::Number;
use crate::survey::template::{Question, Template};

/// What stands for what its author has not said yet.
const NOTHING: &str = "[…]";

/// Says a condition that has none inside of it, or its negation.
pub(super) fn say(template: &Template, condition: &Condition, holds: bool, spoken: &mut Vec<Spoken>) {
    let (subject, verb, object) = phrase(template, condition);
    let mut push = |words: String, part: Part| {
        if !words.is_empty() {
            spoken.push(Spoken { words, part });
        }
    };
    push(subject, Part::Subject);
    push(if holds { verb.to_owned() } else { negated(verb) }, Part::Verb);
    push(object, Part::Object);
}

/// "is" becomes "is not", "includes" becomes "does not include".
fn negated(verb: &str) -> String {
    if verb == "has" {
        return "does not have".to_owned();
    }
    match verb.strip_prefix("is") {
        Some(rest) => format!("is not{rest}"),
        None => format!("does not {}", verb.strip_suffix('s').unwrap_or(verb)),
    }
}

fn phrase(template: &Template, condition: &Condition) -> (String, &'static str, String) {
    let asks = |key: &str| subject(template, key);
    match condition {
        Condition::Outcome(outcomes) => {
            let labels: Vec<String> = outcomes.iter().map(|one| one.label().to_owned()).collect();
            ("the outcome".to_owned(), "is", one_of(&labels))
        }
        Condition::Deal { fact, values } => (fact_words(*fact).to_owned(), "is", one_of(values)),
        Condition::Amount { from, below } => {
            let (verb, object) = match (from.map(grouped), below.map(grouped)) {
                (Some(from), Some(below)) => ("is from", format!("{from} to less than {below}")),
                (Some(from), None) => ("is at least", from),
                (None, Some(below)) => ("is less than", below),
                (None, None) => ("is known", String::new()),
            };
            ("the deal’s amount".to_owned(), verb, object)
        }
        Condition::Value { value, from, to } => {
            let (verb, object) = range(*from, *to, "");
            let name = template.calculations.iter().find(|one| one.key == *value);
            (name.map_or_else(|| "a deleted value".to_owned(), |one| one.name.clone()), verb, object)
        }
        Condition::Answered(question) => (asks(question), "is answered", String::new()),
        Condition::Chose { question, choices } => {
            let verb = if has_several(template.question(question)) { "includes" } else { "is" };
            (asks(question), verb, labels(template, question, choices))
        }
        Condition::Picked { question, at_least } => {
            let noun = if *at_least == 1 { "choice" } else { "choices" };
            (asks(question), "has", format!("at least {at_least} {noun} of the list"))
        }
        Condition::Rated { question, from, to } => {
            let (least, most) = scale(template.question(question));
            let (verb, object) = match (*from, *to) {
                (from, to) if from == to => ("is", from.to_string()),
                (from, to) if from > least && to >= most => ("is at least", from.to_string()),
                (from, to) if from <= least && to < most => ("is at most", to.to_string()),
                (from, to) => ("is from", format!("{from} to {to}")),
            };
            (asks(question), verb, object)
        }
        Condition::Between { question, from, to } => {
            let (verb, object) = range(*from, *to, &unit(template, question));
            (asks(question), verb, object)
        }
        Condition::Contains { question, words } => {
            let words = if words.trim().is_empty() { NOTHING.to_owned() } else { named::quoted(words) };
            (asks(question), "mentions", words)
        }
        Condition::Judged { question, row, columns } => {
            let kind = template.question(question).map(|one| &one.kind);
            let name = named::row(template, kind.map_or(&[], Kind::rows), row);
            let steps = kind.map_or(&[][..], Kind::columns);
            // The steps of a comparison are numbers and have no other name.
            let label = |key: &String| match kind {
                Some(Kind::HeadToHead { .. }) => key.clone(),
                Some(_) | None => named::row(template, steps, key),
            };
            let labels: Vec<String> = columns.iter().map(label).collect();
            (format!("{} ({name})", asks(question)), "is judged", one_of(&labels))
        }
        Condition::Ranked { question, choices, within } => {
            let labels = labels(template, question, choices);
            let place = if *within == 1 { " first".to_owned() } else { format!(" among the first {within}") };
            (asks(question), "ranks", labels + &place)
        }
        Condition::Reached { question, stage } => {
            let vendor = match stage {
                Stage::Considered => "a vendor",
                Stage::Final => "a vendor that made the final",
                Stage::Chosen => "a vendor that was chosen",
            };
            (asks(question), "names", vendor.to_owned())
        }
        Condition::Price { question, roles } => {
            let labels: Vec<String> = roles.iter().map(|role| role_words(*role).to_owned()).collect();
            (asks(question), "says", one_of(&labels))
        }
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => (String::new(), "", String::new()),
    }
}

fn subject(template: &Template, key: &str) -> String {
    match template.question(key) {
        // In quotes, or its words would run into the sentence.
        Some(question) => named::question(template, question),
        None => "a deleted question".to_owned(),
    }
}

const fn fact_words(fact: DealFact) -> &'static str {
    match fact {
        DealFact::Segment => "the deal’s segment",
        DealFact::Region => "the deal’s region",
        DealFact::Competitor => "the competitor in the CRM",
        DealFact::DealType => "the type of the deal",
    }
}

const fn role_words(role: PriceRole) -> &'static str {
    match role {
        PriceRole::Decided => "that price decided it",
        PriceRole::Named => "that price was not the real reason",
        PriceRole::NoPart => "that price played no part",
    }
}

fn one_of(labels: &[String]) -> String {
    if labels.is_empty() { NOTHING.to_owned() } else { named::listed(labels, "or") }
}

fn labels(template: &Template, question: &str, choices: &[String]) -> String {
    let question = template.question(question);
    let label = |key: &String| match question.and_then(|one| one.kind.choice(key)) {
        None if key == OTHER => "an answer of their own".to_owned(),
        _ => named::choice(template, question, key),
    };
    one_of(&choices.iter().map(label).collect::<Vec<_>>())
}

const fn has_several(question: Option<&Question>) -> bool {
    matches!(question, Some(Question { kind: Kind::MultipleChoice { .. } | Kind::Ranking { .. }, .. }))
}

/// The ends of a rating's scale.
fn scale(question: Option<&Question>) -> (u8, u8) {
    match question.map(|one| &one.kind) {
        Some(Kind::Rating { steps, .. }) => (1, *steps),
        Some(_) | None => (0, MOST_LIKELY),
    }
}

fn unit(template: &Template, question: &str) -> String {
    match template.question(question).map(|one| &one.kind) {
        Some(Kind::Number { unit, .. }) if !unit.is_empty() => {
            format!(" {}", unit.words(&template.languages))
        }
        Some(Kind::PriceGap) => " %".to_owned(),
        Some(_) | None => String::new(),
    }
}

fn range(from: Option<Number>, to: Option<Number>, unit: &str) -> (&'static str, String) {
    match (from, to) {
        (Some(from), Some(to)) if from == to => ("is", format!("{from}{unit}")),
        (Some(from), Some(to)) => ("is from", format!("{from} to {to}{unit}")),
        (Some(from), None) => ("is at least", format!("{from}{unit}")),
        (None, Some(to)) => ("is at most", format!("{to}{unit}")),
        (None, None) => ("is a number", String::new()),
    }
}

/// 25000 as "25,000".
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    if number < 0 {
        grouped.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
