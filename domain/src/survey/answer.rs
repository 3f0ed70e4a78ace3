//! Answers, as the buyer gave them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The answer to one question.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Answer {
    /// Choices by key, in the order they were given, and words of the buyer's own.
    Chosen {
        /// Keys of choices.
        keys: Vec<String>,
        /// The text under "other".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
    },
    /// A rating.
    Rated {
        /// 1 to the number of steps.
        value: u8,
    },
    /// Words.
    Text {
        /// The text, cleaned.
        text: String,
    },
    /// Vendors in the words they came in; names from the tenant's list and free text alike.
    Vendors {
        /// The names, without duplicates.
        names: Vec<String>,
    },
}

/// Answers by the stable key of their question.
#[derive(Clone, PartialEq, Default, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswerSet(BTreeMap<String, Answer>);

impl AnswerSet {
    /// No answer yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The answer to a question.
    #[must_use]
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.0.get(question)
    }

    /// Gives, changes or (with `None`) takes back an answer.
    pub fn set(&mut self, question: impl Into<String>, answer: Option<Answer>) {
        let question = question.into();
        match answer {
            Some(answer) => {
                self.0.insert(question, answer);
            }
            None => {
                self.0.remove(&question);
            }
        }
    }

    /// Keeps only the answers to these questions.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|(key, _)| keep(key)).map(|(k, v)| (k.clone(), v.clone())).collect())
    }

    /// Every answer with its question's key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(key, answer)| (key.as_str(), answer))
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many were answered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}
