//! Who looks at whom: every rule, jump, value and text of a survey that names another part of it.

use super::calculation::{Calculation, Operand};
use super::condition::Condition;
use super::finding::{Place, RuleOf};
use super::kind::Kind;
use super::language::Language;
use super::named;
use super::recall::{Piece, pieces};
use super::template::{Meaning, Question, Section, Target, Template};
use super::texts::{Owner, TextField, each_text};

/// One part naming another.
#[derive(Copy, Clone, Debug)]
pub(super) struct Reference<'a> {
    /// Which part names.
    pub(super) by: By<'a>,
    /// What it names.
    pub(super) to: To<'a>,
    /// The condition in which it does, if it does in one; without those inside of it.
    pub(super) condition: Option<&'a Condition>,
}

/// What is named, by key.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) enum To<'a> {
    Section(&'a str),
    Question(&'a str),
    Value(&'a str),
}

/// Which part names another.
#[derive(Copy, Clone, Debug)]
pub(super) enum By<'a> {
    /// The rule that shows a section.
    Section(&'a Section),
    /// The rule that shows a question.
    Question(&'a Question),
    /// The rule that requires a question.
    Required(&'a Question),
    /// A jump, by its place among those of its section.
    Jump(&'a Section, usize),
    /// A step of a value.
    Step(&'a Calculation),
    /// A text that recalls.
    Text(Owner<'a>, TextField, &'a Language),
    /// A comparison that takes its other side from an answer.
    Opponent(&'a Question),
    /// A turning point, asked among the reasons that were given.
    Narrowed(&'a Question),
}

impl By<'_> {
    /// The place that a builder leads to.
    pub(super) fn place(self) -> Place {
        match self {
            Self::Section(section) => Place::Rule { of: RuleOf::Section(section.key.clone()) },
            Self::Question(question) => Place::Rule { of: RuleOf::Question(question.key.clone()) },
            Self::Required(question) => Place::Rule { of: RuleOf::Required(question.key.clone()) },
            Self::Jump(section, at) => Place::Jump { section: section.key.clone(), at },
            Self::Step(calculation) => Place::Calculation { calculation: calculation.key.clone() },
            Self::Text(owner, ..) => owner.place(),
            Self::Opponent(question) | Self::Narrowed(question) => Place::question(&question.key),
        }
    }

    /// It in words: "The rule that shows “Why?”".
    pub(super) fn words(self, template: &Template) -> String {
        match self {
            Self::Section(section) => {
                format!("The rule that shows the section {}", named::section(template, section))
            }
            Self::Question(question) => {
                format!("The rule that shows {}", named::question(template, question))
            }
            Self::Required(question) => {
                format!("The rule that requires {}", named::question(template, question))
            }
            Self::Jump(section, _) => {
                format!("A jump out of the section {}", named::section(template, section))
            }
            Self::Step(calculation) => {
                format!("The value {}", named::value_by_key(template, &calculation.key))
            }
            Self::Text(owner, field, language) => {
                let language = if template.language() == language {
                    String::new()
                } else {
                    format!(" in {}", language.english_name())
                };
                format!("{}{language}", text_words(template, owner, field))
            }
            Self::Opponent(question) => {
                format!("The comparison in {}", named::question(template, question))
            }
            Self::Narrowed(question) => {
                format!("The choices of {}", named::question(template, question))
            }
        }
    }
}

/// A text in words: "The hint of “Why?”".
pub(super) fn text_words(template: &Template, owner: Owner<'_>, field: TextField) -> String {
    match owner {
        Owner::Survey if field == TextField::Title => "The title of the survey".to_owned(),
        Owner::Survey => "The introduction of the survey".to_owned(),
        Owner::Thanks => "The last page".to_owned(),
        Owner::Notice => "The privacy notice".to_owned(),
        Owner::Section(section) if field == TextField::Title => {
            format!("The title of the section {}", named::section(template, section))
        }
        Owner::Section(section) => {
            format!("The introduction of the section {}", named::section(template, section))
        }
        Owner::Question(question) if field == TextField::Question => {
            format!("The question {}", named::question(template, question))
        }
        Owner::Question(question) if field == TextField::Help => {
            format!("The hint of {}", named::question(template, question))
        }
        Owner::Question(question) => format!("A text of {}", named::question(template, question)),
        Owner::Choice(question, _) => format!("A choice of {}", named::question(template, question)),
        Owner::Row(question, _) => format!("A row of {}", named::question(template, question)),
        Owner::Column(question, _) => format!("A column of {}", named::question(template, question)),
    }
}

/// Calls `with` for everything that names something else.
pub(super) fn each_reference<'a>(template: &'a Template, with: &mut dyn FnMut(Reference<'a>)) {
    for section in &template.sections {
        of_condition(By::Section(section), section.show_if.as_ref(), with);
        for question in &section.questions {
            of_condition(By::Question(question), question.show_if.as_ref(), with);
            of_condition(By::Required(question), question.require_if.as_ref(), with);
            if let Kind::HeadToHead { opponent: Some(key), .. } = &question.kind {
                with(Reference { by: By::Opponent(question), to: To::Question(key), condition: None });
            }
        }
        for (at, jump) in section.jumps.iter().enumerate() {
            of_condition(By::Jump(section, at), jump.when.as_ref(), with);
            if let Target::Section(key) = &jump.to {
                with(Reference { by: By::Jump(section, at), to: To::Section(key), condition: None });
            }
        }
    }
    for calculation in &template.calculations {
        for step in &calculation.steps {
            let by = By::Step(calculation);
            of_condition(by, step.when.as_ref(), with);
            match &step.with {
                Operand::Answer(key) => with(Reference { by, to: To::Question(key), condition: None }),
                Operand::Value(key) => with(Reference { by, to: To::Value(key), condition: None }),
                Operand::Number(_) => {}
            }
        }
    }
    of_turning_points(template, with);
    each_text(template, &mut |owner, field, text| {
        for (language, words) in text.iter() {
            for piece in pieces(words) {
                if let Piece::Answer(key, _) = piece {
                    let by = By::Text(owner, field, language);
                    with(Reference { by, to: To::Question(key), condition: None });
                }
            }
        }
    });
}

fn of_condition<'a>(by: By<'a>, condition: Option<&'a Condition>, with: &mut dyn FnMut(Reference<'a>)) {
    let Some(condition) = condition else { return };
    condition.visit(&mut |one| {
        if let Some(question) = one.own_question() {
            with(Reference { by, to: To::Question(question), condition: Some(one) });
        }
        if let Condition::Value { value, .. } = one {
            with(Reference { by, to: To::Value(value), condition: Some(one) });
        }
    });
}

/// Which reason weighed most is asked among those that were given before.
fn of_turning_points<'a>(template: &'a Template, with: &mut dyn FnMut(Reference<'a>)) {
    let mut reasons: Vec<&Question> = Vec::new();
    for question in template.questions() {
        match question.meaning {
            Some(Meaning::Reasons) => reasons.push(question),
            Some(Meaning::TurningPoint) => {
                for reason in &reasons {
                    let by = By::Narrowed(question);
                    with(Reference { by, to: To::Question(&reason.key), condition: None });
                }
            }
            Some(
                Meaning::Considered
                | Meaning::Chosen
                | Meaning::Verbatim
                | Meaning::Attribution
                | Meaning::Overall,
            )
            | None => {}
        }
    }
}
