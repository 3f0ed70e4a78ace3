//! Whether a condition holds before everything was answered: the deal decides it, or what is settled, or the answers
//! will.
//!
//! **Invariant:** what is certain here is so on every path for these facts; "depends" promises nothing.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::facts::Facts;

/// Whether something holds before the answers are known; the less of two is that both hold, the more that one does.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Debug)]
pub(in crate::survey) enum Chance {
    Never,
    Depends,
    Always,
}

impl Chance {
    pub(in crate::survey) const fn of(holds: bool) -> Self {
        if holds { Self::Always } else { Self::Never }
    }

    const fn not(self) -> Self {
        match self {
            Self::Never => Self::Always,
            Self::Depends => Self::Depends,
            Self::Always => Self::Never,
        }
    }
}

/// The chance of a rule, if there is one, where these questions can have been asked: no other has an answer.
pub(in crate::survey) fn chance(
    condition: Option<&Condition>,
    facts: &Facts,
    asked: &BTreeSet<&str>,
) -> Chance {
    let of_answer = |question: &str, _: &Condition| {
        if asked.contains(question) { Chance::Depends } else { Chance::Never }
    };
    chance_with(condition, facts, &of_answer)
}

/// The chance of a rule, if there is one, where that is the chance of a condition on the answer to a question.
pub(in crate::survey) fn chance_with(
    condition: Option<&Condition>,
    facts: &Facts,
    of_answer: &dyn Fn(&str, &Condition) -> Chance,
) -> Chance {
    condition.map_or(Chance::Always, |condition| chance_of(condition, facts, of_answer))
}

fn chance_of(condition: &Condition, facts: &Facts, of_answer: &dyn Fn(&str, &Condition) -> Chance) -> Chance {
    let of = |one| chance_of(one, facts, of_answer);
    match condition {
        Condition::All(inner) => inner.iter().map(of).min().unwrap_or(Chance::Always),
        Condition::Any(inner) => inner.iter().map(of).max().unwrap_or(Chance::Never),
        Condition::Not(inner) => of(inner).not(),
        Condition::Outcome(outcomes) => {
            Chance::of(facts.outcome.is_some_and(|outcome| outcomes.contains(&outcome)))
        }
        Condition::Deal { fact, values } => Chance::of(facts.is_one_of(*fact, values)),
        Condition::Amount { from, below } => Chance::of(facts.costs(*from, *below)),
        Condition::Value { .. } => Chance::Depends,
        Condition::Answered(question)
        | Condition::Chose { question, .. }
        | Condition::Picked { question, .. }
        | Condition::Rated { question, .. }
        | Condition::Between { question, .. }
        | Condition::Contains { question, .. }
        | Condition::Judged { question, .. }
        | Condition::Ranked { question, .. }
        | Condition::Reached { question, .. }
        | Condition::Price { question, .. } => of_answer(question, condition),
    }
}
