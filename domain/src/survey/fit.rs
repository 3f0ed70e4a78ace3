//! Which conditions can look at which kinds of questions, and at which parts of them.

use super::answer::Stage;
use super::condition::Condition;
use super::kind::{HEAD_TO_HEAD_STEPS, Kind};
use super::logic::OTHER;
use super::template::Question;

/// Whether a condition can hold for answers of this kind at all, whatever its choices and numbers.
///
/// Conditions that look at no question fit every kind.
#[must_use]
pub fn fits(condition: &Condition, kind: &Kind) -> bool {
    match condition {
        Condition::Answered(_) => !matches!(kind, Kind::Statement),
        Condition::Chose { .. } => matches!(
            kind,
            Kind::SingleChoice { .. }
                | Kind::MultipleChoice { .. }
                | Kind::Ranking { .. }
                | Kind::TurningPoint { .. }
                | Kind::WouldHaveChanged { .. }
        ),
        Condition::Picked { .. } => matches!(kind, Kind::MultipleChoice { .. }),
        Condition::Rated { .. } => matches!(kind, Kind::Rating { .. } | Kind::Nps { .. }),
        Condition::Between { .. } => has_number(kind),
        Condition::Contains { .. } => kind.takes_words() || matches!(kind, Kind::Email | Kind::Url),
        Condition::Judged { .. } => matches!(kind, Kind::Matrix { .. } | Kind::HeadToHead { .. }),
        Condition::Ranked { .. } => matches!(kind, Kind::Ranking { .. }),
        Condition::Reached { stage, .. } => {
            matches!(kind, Kind::FieldOfPlay { .. })
                || (matches!(kind, Kind::CompetitorPick { .. }) && *stage == Stage::Considered)
        }
        Condition::Price { .. } => matches!(kind, Kind::PriceGap),
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Outcome(_)
        | Condition::Deal { .. }
        | Condition::Amount { .. }
        | Condition::Value { .. } => true,
    }
}

/// Whether an answer of this kind is a number that can be compared and calculated with.
#[must_use]
pub const fn has_number(kind: &Kind) -> bool {
    matches!(kind, Kind::Rating { .. } | Kind::Nps { .. } | Kind::Number { .. } | Kind::PriceGap)
}

/// Whether an answer of this kind says who was chosen, so that a comparison can name it.
#[must_use]
pub const fn names_opponent(kind: &Kind) -> bool {
    kind.names_vendors()
}

/// The parts of a question that a condition names.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Part<'a> {
    /// A choice, by key.
    Choice(&'a str),
    /// A row or criterion, by key.
    Row(&'a str),
    /// A column or a step of a head-to-head, by key.
    Column(&'a str),
}

/// The parts that this very condition names.
#[must_use]
pub fn parts(condition: &Condition) -> Vec<Part<'_>> {
    match condition {
        Condition::Chose { choices, .. } | Condition::Ranked { choices, .. } => {
            choices.iter().map(|choice| Part::Choice(choice)).collect()
        }
        Condition::Judged { row, columns, .. } => {
            std::iter::once(Part::Row(row)).chain(columns.iter().map(|column| Part::Column(column))).collect()
        }
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Outcome(_)
        | Condition::Deal { .. }
        | Condition::Amount { .. }
        | Condition::Answered(_)
        | Condition::Picked { .. }
        | Condition::Rated { .. }
        | Condition::Between { .. }
        | Condition::Contains { .. }
        | Condition::Reached { .. }
        | Condition::Price { .. }
        | Condition::Value { .. } => Vec::new(),
    }
}

/// What its author still has to say before a condition can hold for anybody; of a group nothing is missing itself.
#[must_use]
pub fn missing(condition: &Condition) -> Option<&'static str> {
    let (is_missing, words) = match condition {
        Condition::Outcome(outcomes) => (outcomes.is_empty(), "Choose an outcome"),
        Condition::Deal { values, .. } => (values.is_empty(), "Choose a value"),
        Condition::Chose { choices, .. } | Condition::Ranked { choices, .. } => {
            (choices.is_empty(), "Choose an answer")
        }
        Condition::Contains { words, .. } => (words.trim().is_empty(), "Say which words"),
        Condition::Judged { columns, .. } => (columns.is_empty(), "Choose a step of the scale"),
        Condition::Price { roles, .. } => (roles.is_empty(), "Choose a part that price played"),
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Amount { .. }
        | Condition::Answered(_)
        | Condition::Picked { .. }
        | Condition::Rated { .. }
        | Condition::Between { .. }
        | Condition::Reached { .. }
        | Condition::Value { .. } => (false, ""),
    };
    is_missing.then_some(words)
}

/// Whether a question has a part.
#[must_use]
pub fn has_part(question: &Question, part: Part<'_>) -> bool {
    let kind = &question.kind;
    match part {
        Part::Choice(key) => kind.choice(key).is_some() || (key == OTHER && kind.allows_other()),
        Part::Row(key) => kind.rows().iter().any(|row| row.key == key),
        Part::Column(key) => match kind {
            Kind::HeadToHead { .. } => (1..=HEAD_TO_HEAD_STEPS).any(|step| step.to_string() == key),
            kind => kind.columns().iter().any(|column| column.key == key),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::catalogue;
    use crate::survey::language::Language;

    #[test]
    fn every_condition_on_an_answer_fits_some_kind_and_not_a_statement() {
        let question = || "q".to_owned();
        let conditions = [
            Condition::Answered(question()),
            Condition::Chose { question: question(), choices: vec![] },
            Condition::Picked { question: question(), at_least: 2 },
            Condition::Rated { question: question(), from: 1, to: 2 },
            Condition::Between { question: question(), from: None, to: None },
            Condition::Contains { question: question(), words: String::new() },
            Condition::Judged { question: question(), row: String::new(), columns: vec![] },
            Condition::Ranked { question: question(), choices: vec![], within: 1 },
            Condition::Reached { question: question(), stage: Stage::Final },
            Condition::Price { question: question(), roles: vec![] },
        ];
        let english = Language::english();
        let kinds: Vec<Kind> = catalogue::ENTRIES
            .iter()
            .map(|entry| catalogue::blank_kind(entry.code, &english).expect(entry.code))
            .collect();
        for condition in conditions {
            assert!(kinds.iter().any(|kind| fits(&condition, kind)), "{condition:?}");
            assert!(!fits(&condition, &Kind::Statement), "{condition:?}");
        }
    }
}
