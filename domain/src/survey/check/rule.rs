//! Rules, jumps, values and recalls: that they look at what is there, and was asked before.

use super::{DEEPEST_CONDITION, MOST_CONDITIONS};
use crate::survey::condition::Condition;
use crate::survey::finding::{Finding, Place, RuleOf};
use crate::survey::fit::{Part, fits, has_number, has_part, names_opponent, parts};
use crate::survey::kind::Kind;
use crate::survey::named;
use crate::survey::reach::{Order, Reach};
use crate::survey::reference::{By, Reference, To, each_reference};
use crate::survey::template::{Question, Section, Template};
use crate::survey::texts::Owner;

/// Whether there are more conditions than anybody writes, or deeper ones; says so.
pub(super) fn are_too_many(template: &Template, found: &mut Vec<Finding>) -> bool {
    let mut number = 0;
    let mut deep = Vec::new();
    each_rule(template, &mut |place, condition| {
        condition.visit(&mut |_| number += 1);
        if condition.depth() > DEEPEST_CONDITION {
            deep.push(place);
        }
    });
    let are_too_many = number > MOST_CONDITIONS || !deep.is_empty();
    for place in deep {
        let words = format!("A rule is nested more than {DEEPEST_CONDITION} deep. Take it apart.");
        found.push(Finding::error(place, words));
    }
    if number > MOST_CONDITIONS {
        found.push(Finding::error(Place::Survey, "The survey has more than 2,000 conditions."));
    }
    are_too_many
}

/// Every rule with its place.
fn each_rule<'a>(template: &'a Template, with: &mut dyn FnMut(Place, &'a Condition)) {
    for section in &template.sections {
        if let Some(condition) = &section.show_if {
            with(Place::Rule { of: RuleOf::Section(section.key.clone()) }, condition);
        }
        for question in &section.questions {
            if let Some(condition) = &question.show_if {
                with(Place::Rule { of: RuleOf::Question(question.key.clone()) }, condition);
            }
            if let Some(condition) = &question.require_if {
                with(Place::Rule { of: RuleOf::Required(question.key.clone()) }, condition);
            }
        }
        for (at, jump) in section.jumps.iter().enumerate() {
            if let Some(condition) = &jump.when {
                with(Place::Jump { section: section.key.clone(), at }, condition);
            }
        }
    }
    for value in &template.calculations {
        for condition in value.steps.iter().filter_map(|step| step.when.as_ref()) {
            with(Place::Calculation { calculation: value.key.clone() }, condition);
        }
    }
}

pub(super) fn check(template: &Template, reach: &Reach<'_>, found: &mut Vec<Finding>) {
    let order = reach.order();
    let latest = latest(template, order);
    each_reference(template, &mut |reference| {
        let complaint = match reference.to {
            To::Section(key) => of_jump(template, order, reference.by, key),
            To::Question(key) => of_question(template, order, &reference, key),
            To::Value(key) => of_value(template, order, &latest, &reference, key),
        };
        let Some(complaint) = complaint else { return };
        let words = format!("{} {complaint}.", reference.by.words(template));
        let finding = match reference.by {
            // Buyers read the words that stand in for it, if there are any.
            By::Text(..) if complaint == NOTHING_TO_RECALL || complaint == SAME_PAGE => {
                Finding::warning(reference.by.place(), words)
            }
            _ => Finding::error(reference.by.place(), words),
        };
        if !found.contains(&finding) {
            found.push(finding);
        }
    });
}

const NOTHING_TO_RECALL: &str = "recalls an answer that is neither words nor a name";
const SAME_PAGE: &str =
    "recalls an answer of its own page, which is known only when the buyer comes back to the page";

/// How many questions were asked before this looks: those at lower positions. `None` for a value, which looks when
/// somebody looks at it.
fn horizon(order: &Order<'_>, by: By<'_>) -> Option<usize> {
    let start = |key: &str, later: usize| {
        order.section(key).and_then(|at| order.starts.get(at + later)).copied().unwrap_or(0)
    };
    let own = |question: &Question| order.question(&question.key).unwrap_or(0);
    match by {
        By::Section(section) => Some(start(&section.key, 0)),
        By::Jump(section, _) => Some(start(&section.key, 1)),
        By::Question(question) | By::Required(question) | By::Opponent(question) | By::Narrowed(question) => {
            Some(own(question))
        }
        By::Step(_) => None,
        By::Text(owner, ..) => Some(match owner {
            Owner::Survey | Owner::Notice => 0,
            Owner::Thanks => usize::MAX,
            Owner::Section(section) => start(&section.key, 0),
            Owner::Question(question)
            | Owner::Choice(question, _)
            | Owner::Row(question, _)
            | Owner::Column(question, _) => own(question),
        }),
    }
}

fn of_jump(template: &Template, order: &Order<'_>, by: By<'_>, key: &str) -> Option<String> {
    let By::Jump(section, _) = by else { return None };
    let (Some(from), to) = (order.section(&section.key), order.section(key)) else { return None };
    match to {
        None => Some(format!("leads to a section that does not exist (“{key}”)")),
        Some(to) if to == from => {
            Some("leads to the section itself: the survey would go round in a circle".to_owned())
        }
        Some(to) if to < from => Some(format!(
            "leads back to the section {}: the survey would go round in a circle",
            named::section_by_key(template, key)
        )),
        Some(_) => None,
    }
}

fn of_question(
    template: &Template,
    order: &Order<'_>,
    reference: &Reference<'_>,
    key: &str,
) -> Option<String> {
    let by = reference.by;
    let verb = if matches!(by, By::Text(..)) { "recalls" } else { "looks at" };
    let Some(at) = order.question(key) else {
        return Some(format!("{verb} a question that does not exist (“{key}”)"));
    };
    let question = order.questions[at];
    let name = named::question(template, question);
    if let Some(horizon) = horizon(order, by).filter(|horizon| at >= *horizon) {
        let is_own = at == horizon && by.place().question_key() == Some(key);
        return Some(match is_own {
            true => format!("{verb} the answer to the question itself"),
            false => format!("{verb} {name}, which is asked only later"),
        });
    }
    match (by, reference.condition) {
        (_, Some(condition)) => of_condition(condition, question, &name),
        (By::Step(_), None) if !has_number(&question.kind) => {
            Some(format!("calculates with {name}, whose answer is no number"))
        }
        (By::Opponent(_), None) if !names_opponent(&question.kind) => {
            Some(format!("takes the other vendor from {name}, in which no vendor is named"))
        }
        (By::Text(..), None) if !is_recalled(&question.kind) => Some(NOTHING_TO_RECALL.to_owned()),
        (By::Text(owner, ..), None) if is_on_page(template, owner, key) => Some(SAME_PAGE.to_owned()),
        (_, None) => None,
    }
}

fn of_condition(condition: &Condition, question: &Question, name: &str) -> Option<String> {
    if !fits(condition, &question.kind) {
        let kind = question.kind.label();
        return Some(format!(
            "looks for something in {name} that a question of the kind “{kind}” never says"
        ));
    }
    let gone = parts(condition).into_iter().find(|part| !has_part(question, *part))?;
    let (what, key) = match gone {
        Part::Choice(key) => ("choice", key),
        Part::Row(key) => ("row", key),
        Part::Column(key) => ("column", key),
    };
    Some(format!("looks for the {what} “{key}”, which {name} does not have"))
}

/// Whether an answer of this kind is put into texts.
const fn is_recalled(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Statement
            | Kind::Matrix { .. }
            | Kind::Consent { .. }
            | Kind::HeadToHead { .. }
            | Kind::PriceGap
    )
}

/// Whether a text stands on the page of a question.
fn is_on_page(template: &Template, owner: Owner<'_>, key: &str) -> bool {
    let place = owner.place();
    let Some(reader) = place.question_key() else { return false };
    let has = |section: &Section, key: &str| section.questions.iter().any(|one| one.key == key);
    template.sections.iter().any(|section| has(section, reader) && has(section, key))
}

/// For each value the latest question that it looks at, itself or through the values before it.
fn latest(template: &Template, order: &Order<'_>) -> Vec<Option<usize>> {
    let mut latest: Vec<Option<usize>> = Vec::new();
    for value in &template.calculations {
        let of_questions = value.questions().into_iter().filter_map(|key| order.question(key)).max();
        let earlier = |key: &str| order.value(key).and_then(|at| latest.get(at).copied().flatten());
        let of_values = value.values().into_iter().filter_map(earlier).max();
        latest.push(of_questions.max(of_values));
    }
    latest
}

fn of_value(
    template: &Template,
    order: &Order<'_>,
    latest: &[Option<usize>],
    reference: &Reference<'_>,
    key: &str,
) -> Option<String> {
    let Some(at) = order.value(key) else {
        return Some(format!("looks at a value that does not exist (“{key}”)"));
    };
    let name = named::value_by_key(template, key);
    if let By::Step(value) = reference.by {
        let own = order.value(&value.key)?;
        return match at {
            at if at == own => Some("looks at itself".to_owned()),
            at if at > own => Some(format!("looks at {name}, which is calculated only after it")),
            _ => None,
        };
    }
    let late =
        latest[at].filter(|late| horizon(order, reference.by).is_some_and(|horizon| *late >= horizon))?;
    let question = named::question(template, order.questions[late]);
    Some(format!("looks at {name}, and that at {question}, which is asked only later"))
}
