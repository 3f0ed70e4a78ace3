//! That everything can be reached: sections, questions, and every rule that could hold.

use crate::deal::Outcome;
use crate::survey::condition::Condition;
use crate::survey::finding::{Finding, Level, Place, RuleOf};
use crate::survey::named;
use crate::survey::reach::{Reach, Verdict};
use crate::survey::speak;
use crate::survey::template::Template;

pub(super) fn check(template: &Template, reach: &Reach<'_>, found: &mut Vec<Finding>) {
    // A rule that looks at something wrong has said so; that it never holds follows.
    let wrong: Vec<Place> =
        found.iter().filter(|one| one.level == Level::Error).map(|one| one.place.clone()).collect();
    let mut error = |place: Place, words: String| {
        if !wrong.contains(&place) {
            found.push(Finding::error(place, words));
        }
    };
    let read = |condition: &Condition| speak::rule(template, condition);
    for (at, way) in reach.sections.iter().enumerate() {
        let section = way.section;
        let name = named::section(template, section);
        let of_rule = || Place::Rule { of: RuleOf::Section(section.key.clone()) };
        match (way.verdict, &section.show_if) {
            (Verdict::RuleNeverHolds, Some(condition)) => {
                error(
                    of_rule(),
                    format!("The section {name} is never shown: nobody can have: {}.", read(condition)),
                );
            }
            (Verdict::PassedBy, _) => {
                let words = format!(
                    "The section {name} is never shown: where its rule holds, a jump before it leads past it."
                );
                error(of_rule(), words);
            }
            (Verdict::NoWay, _) => {
                let words = format!("The section {name} is never shown: every way jumps past it.");
                error(Place::section(&section.key), words);
            }
            (Verdict::Shown | Verdict::RuleNeverHolds | Verdict::AgainstItsSection, _) => {}
        }
        for (place, jump) in section.jumps.iter().enumerate() {
            let is_shadowed = section.jumps[..place].iter().any(|earlier| earlier.when.is_none());
            let at_jump = Place::Jump { section: section.key.clone(), at: place };
            if is_shadowed {
                error(
                    at_jump,
                    format!("A jump out of the section {name} is never taken: one before it always is."),
                );
            } else if let Some(when) = jump.when.as_ref().filter(|when| {
                !reach.can_hold(when) || (way.verdict == Verdict::Shown && !reach.can_hold_after(at, when))
            }) {
                error(
                    at_jump,
                    format!(
                        "A jump out of the section {name} is never taken: nobody can have: {}.",
                        read(when)
                    ),
                );
            }
        }
    }
    for (position, question) in reach.order().questions.iter().enumerate() {
        let name = named::question(template, question);
        let verdict = reach.questions[position];
        if let Some(condition) = &question.show_if {
            let why = match verdict {
                Verdict::RuleNeverHolds => Some(format!("nobody can have: {}", read(condition))),
                Verdict::AgainstItsSection => {
                    Some("its rule and that of its section exclude each other".to_owned())
                }
                Verdict::PassedBy => Some("where its rule holds, a jump before it leads past it".to_owned()),
                Verdict::Shown | Verdict::NoWay => None,
            };
            if let Some(why) = why {
                let place = Place::Rule { of: RuleOf::Question(question.key.clone()) };
                error(place, format!("{name} is never shown: {why}."));
            }
        }
        if let Some(condition) = &question.require_if
            && (!reach.can_hold(condition)
                || (verdict == Verdict::Shown && !reach.can_hold_at(position, condition)))
        {
            let place = Place::Rule { of: RuleOf::Required(question.key.clone()) };
            error(
                place,
                format!("{name} is never required by its rule: nobody can have: {}.", read(condition)),
            );
        }
    }
    for value in &template.calculations {
        for when in
            value.steps.iter().filter_map(|step| step.when.as_ref()).filter(|when| !reach.can_hold(when))
        {
            let place = Place::Calculation { calculation: value.key.clone() };
            let name = named::value_by_key(template, &value.key);
            error(
                place,
                format!("A step of the value {name} is never taken: nobody can have: {}.", read(when)),
            );
        }
    }
    after_each_outcome(reach, found);
}

/// An outcome after which nothing is asked. Whom the survey is sent to is not known here, so it is only a warning.
fn after_each_outcome(reach: &Reach<'_>, found: &mut Vec<Finding>) {
    let questions = &reach.order().questions;
    let asks = |outcome: Outcome| {
        let mut all = questions.iter().enumerate();
        all.any(|(position, question)| question.takes_answer() && reach.is_shown_after(position, outcome))
    };
    let silent: Vec<String> = Outcome::ALL
        .into_iter()
        .filter(|outcome| !asks(*outcome))
        .map(|outcome| format!("“{}”", outcome.label()))
        .collect();
    if !silent.is_empty() && !questions.is_empty() {
        let words = format!("After {} this survey asks nothing.", named::listed(&silent, "and"));
        let place = Place::Survey;
        found.push(if silent.len() == Outcome::ALL.len() {
            Finding::error(place, "This survey asks nobody anything.")
        } else {
            Finding::warning(place, words)
        });
    }
}
