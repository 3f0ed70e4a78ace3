//! Whether an edit would take away what somebody uses, or give a key twice.

use super::{Edit, Refused, question_place, section_place};
use crate::survey::fit::{fits, has_number, has_part, names_opponent, parts};
use crate::survey::reference::{By, Reference, To, each_reference};
use crate::survey::template::{Question, Template};
use crate::survey::uses::{Item, Use, add, uses};

pub(super) fn check(template: &Template, edit: &Edit) -> Result<(), Refused> {
    match edit {
        Edit::InsertSection { section, .. } => {
            is_free(template.section(&section.key).is_some(), &section.key)?;
            for (at, question) in section.questions.iter().enumerate() {
                let is_twice = section.questions[..at].iter().any(|one| one.key == question.key);
                is_free(is_twice || template.question(&question.key).is_some(), &question.key)?;
            }
            Ok(())
        }
        Edit::InsertQuestion { question, .. } => {
            is_free(template.question(&question.key).is_some(), &question.key)
        }
        Edit::RemoveSection { section } => is_unused(users_of_section(template, section)?),
        Edit::RemoveQuestion { question } => {
            question_place(template, question)?;
            is_unused(uses(template, &Item::Question { question: question.clone() }))
        }
        Edit::ReplaceSectionHead { section, head } => {
            if head.key == *section {
                return Ok(());
            }
            is_free(template.section(&head.key).is_some(), &head.key)?;
            is_unused(uses(template, &Item::Section { section: section.clone() }))
        }
        Edit::ReplaceQuestion { question, with } => {
            let (place, at) = question_place(template, question)?;
            if with.key != *question {
                is_free(template.question(&with.key).is_some(), &with.key)?;
            }
            is_unused(users_that_break(template, &template.sections[place].questions[at], with))
        }
        Edit::ReplaceCalculations(new) => {
            let gone = template.calculations.iter().filter(|old| !new.iter().any(|one| one.key == old.key));
            let of_value = |key: &str| uses(template, &Item::Calculation { calculation: key.to_owned() });
            let mut users: Vec<Use> = gone.flat_map(|old| of_value(&old.key)).collect();
            // The values are replaced together; what they say of each other is theirs.
            users.retain(|one| !matches!(one.place, crate::survey::finding::Place::Calculation { .. }));
            is_unused(users)
        }
        Edit::MoveSection { .. }
        | Edit::MoveQuestion { .. }
        | Edit::ReplaceHead(_)
        | Edit::SetText { .. } => Ok(()),
    }
}

fn is_free(is_taken: bool, key: &str) -> Result<(), Refused> {
    if is_taken { Err(Refused::KeyTaken(key.to_owned())) } else { Ok(()) }
}

fn is_unused(users: Vec<Use>) -> Result<(), Refused> {
    if users.is_empty() { Ok(()) } else { Err(Refused::InUse(users)) }
}

/// Who uses a section or one of its questions, from outside of it.
fn users_of_section(template: &Template, key: &str) -> Result<Vec<Use>, Refused> {
    let section = &template.sections[section_place(template, key)?];
    let is_inside = |key: &str| section.questions.iter().any(|one| one.key == key);
    let mut found = uses(template, &Item::Section { section: key.to_owned() });
    for question in &section.questions {
        for one in uses(template, &Item::Question { question: question.key.clone() }) {
            let is_own =
                one.place.section_key() == Some(key) || one.place.question_key().is_some_and(is_inside);
            if !is_own && !found.contains(&one) {
                found.push(one);
            }
        }
    }
    Ok(found)
}

/// Who looks at a question in a way that the new one does not allow any more.
fn users_that_break(template: &Template, old: &Question, new: &Question) -> Vec<Use> {
    let mut found = Vec::new();
    each_reference(template, &mut |reference| {
        let is_own = || reference.by.place().question_key() == Some(&old.key);
        if reference.to == To::Question(&old.key) && breaks(&reference, old, new) && !is_own() {
            add(&mut found, template, reference.by);
        }
    });
    found
}

fn breaks(reference: &Reference<'_>, old: &Question, new: &Question) -> bool {
    if old.key != new.key {
        return true;
    }
    match reference.condition {
        Some(condition) => {
            (fits(condition, &old.kind) && !fits(condition, &new.kind))
                || parts(condition).iter().any(|part| has_part(old, *part) && !has_part(new, *part))
        }
        None => serves(reference.by, old) && !serves(reference.by, new),
    }
}

/// Whether a question is of any use to a user that is no condition.
fn serves(by: By<'_>, question: &Question) -> bool {
    match by {
        By::Step(_) => has_number(&question.kind),
        By::Opponent(_) => names_opponent(&question.kind),
        By::Text(..) => question.takes_answer(),
        By::Narrowed(_) | By::Section(_) | By::Question(_) | By::Required(_) | By::Jump(..) => true,
    }
}
