//! Gives a part of a survey another key, and tells everybody who looks at it.

use crate::survey::calculation::Operand;
use crate::survey::condition::Condition;
use crate::survey::kind::Kind;
use crate::survey::template::{Target, Template};

/// What gets another key.
#[derive(Copy, Clone)]
pub(super) enum Renamed<'a> {
    Section,
    Question,
    Value,
    /// A choice of this question.
    Choice(&'a str),
    /// A row or criterion of this question.
    Row(&'a str),
    /// A column of this question.
    Column(&'a str),
}

/// Changes every mention.
pub(super) fn rename(template: &mut Template, what: Renamed<'_>, old: &str, new: &str) {
    each_condition(template, &mut |condition| in_condition(condition, what, old, new));
    let swap = |key: &mut String| {
        if key == old {
            new.clone_into(key);
        }
    };
    for section in &mut template.sections {
        for jump in &mut section.jumps {
            if let (Renamed::Section, Target::Section(key)) = (what, &mut jump.to) {
                swap(key);
            }
        }
        for question in &mut section.questions {
            if let (Renamed::Question, Kind::HeadToHead { opponent: Some(key), .. }) =
                (what, &mut question.kind)
            {
                swap(key);
            }
        }
    }
    for step in template.calculations.iter_mut().flat_map(|value| &mut value.steps) {
        if let (Renamed::Question, Operand::Answer(key)) | (Renamed::Value, Operand::Value(key)) =
            (what, &mut step.with)
        {
            swap(key);
        }
    }
}

fn in_condition(condition: &mut Condition, what: Renamed<'_>, old: &str, new: &str) {
    let swap = |key: &mut String| {
        if key == old {
            new.clone_into(key);
        }
    };
    match what {
        Renamed::Section => {}
        Renamed::Question => {
            if let Some(key) = condition.own_question_mut() {
                swap(key);
            }
        }
        Renamed::Value => {
            if let Condition::Value { value, .. } = condition {
                swap(value);
            }
        }
        Renamed::Choice(of) => {
            if let Condition::Chose { question, choices } | Condition::Ranked { question, choices, .. } =
                condition
                && question == of
            {
                choices.iter_mut().for_each(swap);
            }
        }
        Renamed::Row(of) => {
            if let Condition::Judged { question, row, .. } = condition
                && question == of
            {
                swap(row);
            }
        }
        Renamed::Column(of) => {
            if let Condition::Judged { question, columns, .. } = condition
                && question == of
            {
                columns.iter_mut().for_each(swap);
            }
        }
    }
}

/// Calls `with` for every condition of the survey, those inside of others, too.
fn each_condition(template: &mut Template, with: &mut dyn FnMut(&mut Condition)) {
    let rules = template.sections.iter_mut().flat_map(|section| {
        let of_questions =
            section.questions.iter_mut().flat_map(|one| one.show_if.iter_mut().chain(&mut one.require_if));
        let of_jumps = section.jumps.iter_mut().filter_map(|jump| jump.when.as_mut());
        section.show_if.iter_mut().chain(of_questions).chain(of_jumps)
    });
    let steps = template.calculations.iter_mut().flat_map(|value| &mut value.steps);
    for rule in rules.chain(steps.filter_map(|step| step.when.as_mut())) {
        rule.visit_mut(with);
    }
}
