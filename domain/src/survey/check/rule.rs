//! Rules, jumps, values and recalls: that they look at what is there, and was asked before.

use super::{DEEPEST_CONDITION, MOST_CONDITIONS};
use crate::survey::condition::Condition;
use crate::survey::finding::{Finding, Place};
use crate::survey::fit::{Part, fits, has_number, has_part, missing, names_opponent, parts};
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
    each_rule(template, &mut |by, condition| {
        condition.visit(&mut |_| number += 1);
        if condition.depth() > DEEPEST_CONDITION {
            deep.push(by.place());
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

/// How deep the deepest rule of a survey is nested.
pub fn deepest_rule(template: &Template) -> usize {
    let mut deepest = 0;
    each_rule(template, &mut |_, condition| deepest = deepest.max(condition.depth()));
    deepest
}

/// Every rule with whose it is.
fn each_rule<'a>(template: &'a Template, with: &mut dyn FnMut(By<'a>, &'a Condition)) {
    for section in &template.sections {
        if let Some(condition) = &section.show_if {
            with(By::Section(section), condition);
        }
        for question in &section.questions {
            if let Some(condition) = &question.show_if {
                with(By::Question(question), condition);
            }
            if let Some(condition) = &question.require_if {
                with(By::Required(question), condition);
            }
        }
        for (at, jump) in section.jumps.iter().enumerate() {
            if let Some(condition) = &jump.when {
                with(By::Jump(section, at), condition);
            }
        }
    }
    for value in &template.calculations {
        for condition in value.steps.iter().filter_map(|step| step.when.as_ref()) {
            with(By::Step(value), condition);
        }
    }
}

pub(super) fn check(template: &Template, reach: &Reach<'_>, found: &mut Vec<Finding>) {
    unfinished(template, found);
    let order = reach.order();
    let latest = latest(template, order);
    each_reference(template, &mut |reference| {
        let complaint = match reference.to {
            To::Section(key) => of_jump(template, order, reference.by, key),
            To::Question(key) => of_question(template, order, &reference, key),
            To::Value(key) => of_value(template, order, &latest, &reference, key),
        };
        let place = reference.by.place();
        let said = |complaint: &str| format!("{} {complaint}.", reference.by.words(template));
        let finding = match complaint {
            Some(complaint) => Finding::error(place, said(&complaint)),
            None => match doubt(template, order, &reference) {
                Some(doubt) => Finding::warning(place, said(doubt)),
                None => return,
            },
        };
        if !found.contains(&finding) {
            found.push(finding);
        }
    });
}

/// Conditions whose author has not said yet for what they look.
fn unfinished(template: &Template, found: &mut Vec<Finding>) {
    each_rule(template, &mut |by, rule| {
        let mut first = None;
        rule.visit(&mut |one| first = first.or_else(|| missing(one)));
        if let Some(words) = first {
            let words = format!("{} is not finished. {words}.", by.words(template));
            found.push(Finding::error(by.place(), words));
        }
    });
}

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
        None => Some("leads to a section that does not exist".to_owned()),
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
        return Some(format!("{verb} a question that does not exist"));
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
    let what = match gone {
        Part::Choice(_) => "choice",
        Part::Row(_) => "row",
        Part::Column(_) => "column",
    };
    Some(format!("looks for a {what} that {name} does not have any more"))
}

/// What works, and hardly as it was meant.
fn doubt(template: &Template, order: &Order<'_>, reference: &Reference<'_>) -> Option<&'static str> {
    let To::Question(key) = reference.to else { return None };
    let kind = &order.questions[order.question(key)?].kind;
    match reference.by {
        By::Opponent(_) if matches!(kind, Kind::CompetitorPick { allows_many: true }) => Some(
            "takes the other vendor from a question in which several can be named, and knows it only when one is",
        ),
        By::Opponent(question) if is_on_page(template, &question.key, key) => Some(
            "takes the other vendor from its own page, where it is known only when the buyer comes back to it",
        ),
        By::Text(..) if !is_recalled(kind) => Some("recalls an answer that is neither words nor a name"),
        By::Text(owner, ..)
            if owner.place().question_key().is_some_and(|own| is_on_page(template, own, key)) =>
        {
            Some("recalls an answer of its own page, where it is known only when the buyer comes back to it")
        }
        By::Opponent(_)
        | By::Text(..)
        | By::Section(_)
        | By::Question(_)
        | By::Required(_)
        | By::Jump(..)
        | By::Step(_)
        | By::Narrowed(_) => None,
    }
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

/// Whether two questions stand on one page.
fn is_on_page(template: &Template, one: &str, other: &str) -> bool {
    let has = |section: &Section, key: &str| section.questions.iter().any(|one| one.key == key);
    template.sections.iter().any(|section| has(section, one) && has(section, other))
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
        return Some("looks at a value that does not exist".to_owned());
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
