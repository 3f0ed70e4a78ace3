//! Conditions: what must hold for a section or question to be shown, required or jumped to.
//!
//! A condition looks at answers that were reached before it, at the deal, and at calculated values. What is not
//! known does not hold, so its negation does.

use serde::{Deserialize, Serialize};

use super::answer::{PriceRole, Stage};
use super::number::Number;
use crate::deal::Outcome;

/// Something that holds or does not.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// All hold; true when empty.
    All(Vec<Condition>),
    /// At least one holds; false when empty.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The deal ended in one of these ways.
    Outcome(Vec<Outcome>),
    /// A fact of the deal is one of these words, whatever their case.
    Deal {
        /// Which fact.
        fact: DealFact,
        /// The words.
        values: Vec<String>,
    },
    /// The deal's amount in the tenant's home currency lies in this range.
    Amount {
        /// At least, in whole units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<i64>,
        /// Less than, in whole units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        below: Option<i64>,
    },
    /// The question has an answer.
    Answered(String),
    /// The answer has one of these choices.
    Chose {
        /// The question's key.
        question: String,
        /// The choices' keys; `other` is the buyer's own.
        choices: Vec<String>,
    },
    /// So many choices of the list were picked; the buyer's own words are none of them.
    Picked {
        /// The question's key.
        question: String,
        /// At least so many.
        at_least: u8,
    },
    /// The rating or recommendation lies in this range.
    Rated {
        /// The question's key.
        question: String,
        /// At least.
        from: u8,
        /// At most.
        to: u8,
    },
    /// The number lies in this range.
    Between {
        /// The question's key.
        question: String,
        /// At least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Number>,
        /// At most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Number>,
    },
    /// The text has these words in it, whatever their case.
    Contains {
        /// The question's key.
        question: String,
        /// The words.
        words: String,
    },
    /// The row was judged with one of these steps of the scale.
    Judged {
        /// The question's key.
        question: String,
        /// The row's key.
        row: String,
        /// Keys of columns; `1` to `5` in a head-to-head, where our side counts.
        columns: Vec<String>,
    },
    /// One of these choices is among the first so many places.
    Ranked {
        /// The question's key.
        question: String,
        /// The choices' keys.
        choices: Vec<String>,
        /// The last place that counts.
        within: u8,
    },
    /// A vendor came at least so far in the field of play.
    Reached {
        /// The question's key.
        question: String,
        /// How far.
        stage: Stage,
    },
    /// What part the price played.
    Price {
        /// The question's key.
        question: String,
        /// One of these parts.
        roles: Vec<PriceRole>,
    },
    /// The calculated value lies in this range.
    Value {
        /// Its key.
        value: String,
        /// At least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Number>,
        /// At most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Number>,
    },
}

/// A fact of the deal that is a word.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DealFact {
    /// Its segment.
    Segment,
    /// Its region.
    Region,
    /// One of the competitors that the CRM names.
    Competitor,
    /// New business, expansion, renewal.
    DealType,
}

impl DealFact {
    /// Every fact.
    pub const ALL: [Self; 4] = [Self::Segment, Self::Region, Self::Competitor, Self::DealType];
}

impl Condition {
    /// The questions it looks at, with repeats.
    #[must_use]
    pub fn questions(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.visit(&mut |one| found.extend(one.own_question()));
        found
    }

    /// The calculated values it looks at, with repeats.
    #[must_use]
    pub fn values(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.visit(&mut |one| {
            if let Self::Value { value, .. } = one {
                found.push(value.as_str());
            }
        });
        found
    }

    /// The question that this very condition, without those inside of it, looks at.
    #[must_use]
    pub fn own_question(&self) -> Option<&str> {
        match self {
            Self::Answered(question)
            | Self::Chose { question, .. }
            | Self::Picked { question, .. }
            | Self::Rated { question, .. }
            | Self::Between { question, .. }
            | Self::Contains { question, .. }
            | Self::Judged { question, .. }
            | Self::Ranked { question, .. }
            | Self::Reached { question, .. }
            | Self::Price { question, .. } => Some(question),
            Self::All(_)
            | Self::Any(_)
            | Self::Not(_)
            | Self::Outcome(_)
            | Self::Deal { .. }
            | Self::Amount { .. }
            | Self::Value { .. } => None,
        }
    }

    /// The same, to be changed.
    pub(super) const fn own_question_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Answered(question)
            | Self::Chose { question, .. }
            | Self::Picked { question, .. }
            | Self::Rated { question, .. }
            | Self::Between { question, .. }
            | Self::Contains { question, .. }
            | Self::Judged { question, .. }
            | Self::Ranked { question, .. }
            | Self::Reached { question, .. }
            | Self::Price { question, .. } => Some(question),
            Self::All(_)
            | Self::Any(_)
            | Self::Not(_)
            | Self::Outcome(_)
            | Self::Deal { .. }
            | Self::Amount { .. }
            | Self::Value { .. } => None,
        }
    }

    /// Calls `with` for this condition and for each inside of it, to change them.
    pub(super) fn visit_mut(&mut self, with: &mut dyn FnMut(&mut Self)) {
        with(self);
        if let Self::All(inner) | Self::Any(inner) = self {
            inner.iter_mut().for_each(|one| one.visit_mut(with));
        } else if let Self::Not(inner) = self {
            inner.visit_mut(with);
        }
    }

    /// Calls `with` for this condition and for each inside of it.
    pub fn visit<'a>(&'a self, with: &mut impl FnMut(&'a Self)) {
        with(self);
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter().for_each(|one| one.visit(with)),
            Self::Not(inner) => inner.visit(with),
            Self::Outcome(_)
            | Self::Deal { .. }
            | Self::Amount { .. }
            | Self::Answered(_)
            | Self::Chose { .. }
            | Self::Picked { .. }
            | Self::Rated { .. }
            | Self::Between { .. }
            | Self::Contains { .. }
            | Self::Judged { .. }
            | Self::Ranked { .. }
            | Self::Reached { .. }
            | Self::Price { .. }
            | Self::Value { .. } => {}
        }
    }

    /// How deep conditions are nested.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::All(inner) | Self::Any(inner) => 1 + inner.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(inner) => 1 + inner.depth(),
            Self::Outcome(_)
            | Self::Deal { .. }
            | Self::Amount { .. }
            | Self::Answered(_)
            | Self::Chose { .. }
            | Self::Picked { .. }
            | Self::Rated { .. }
            | Self::Between { .. }
            | Self::Contains { .. }
            | Self::Judged { .. }
            | Self::Ranked { .. }
            | Self::Reached { .. }
            | Self::Price { .. }
            | Self::Value { .. } => 1,
        }
    }
}
