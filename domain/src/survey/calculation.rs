//! Calculated values: numbers that rules can look at, computed from answers in order.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::number::Number;

/// A value: a start, and steps that are taken in order where their conditions hold.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Calculation {
    /// Stable key.
    pub key: String,
    /// What members call it.
    pub name: String,
    /// What it is before the first step.
    #[serde(default)]
    pub start: Number,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step of a calculation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Taken when this holds; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What it does to the value.
    pub does: Operation,
    /// With what.
    pub with: Operand,
}

/// What a step does to the value.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Adds.
    Add,
    /// Subtracts.
    Subtract,
    /// Multiplies.
    Multiply,
    /// Replaces.
    Set,
}

/// What a step takes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operand {
    /// This number.
    Number(Number),
    /// The number that answers this question; the step is not taken while there is none.
    Answer(String),
    /// A value that is calculated before this one.
    Value(String),
}

impl Operation {
    /// Applies it.
    #[must_use]
    pub fn apply(self, value: Number, with: Number) -> Number {
        match self {
            Self::Add => value.plus(with),
            Self::Subtract => value.minus(with),
            Self::Multiply => value.times(with),
            Self::Set => with,
        }
    }
}

impl Calculation {
    /// The questions it looks at, with repeats.
    #[must_use]
    pub fn questions(&self) -> Vec<&str> {
        let in_steps = self.steps.iter().flat_map(|step| {
            let of_condition = step.when.iter().flat_map(Condition::questions);
            let of_operand = match &step.with {
                Operand::Answer(question) => Some(question.as_str()),
                Operand::Number(_) | Operand::Value(_) => None,
            };
            of_condition.chain(of_operand)
        });
        in_steps.collect()
    }

    /// The other values it looks at, with repeats.
    #[must_use]
    pub fn values(&self) -> Vec<&str> {
        let in_steps = self.steps.iter().flat_map(|step| {
            let of_condition = step.when.iter().flat_map(Condition::values);
            let of_operand = match &step.with {
                Operand::Value(value) => Some(value.as_str()),
                Operand::Number(_) | Operand::Answer(_) => None,
            };
            of_condition.chain(of_operand)
        });
        in_steps.collect()
    }
}
