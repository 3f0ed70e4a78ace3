//! A template: sections, questions, choices and the conditions between them.

use serde::{Deserialize, Serialize};

use crate::deal::Outcome;
use crate::taxonomy::Theme;

/// A survey as it is written, published and answered. Published versions never change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Template {
    /// The shape of this value, for readers of older documents.
    pub format: u32,
    /// The name members know it by.
    pub name: String,
    /// The heading of the buyer's first page; may name `{account}` and `{tenant}`.
    pub title: String,
    /// Why we ask, in a sentence or two.
    pub intro: String,
    /// Minutes an average buyer needs.
    pub minutes: u8,
    /// The pages, in order.
    pub sections: Vec<Section>,
    /// What the last page says.
    pub thanks: String,
}

impl Template {
    /// The newest shape of the document.
    pub const FORMAT: u32 = 1;

    /// A question by its stable key.
    #[must_use]
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions().find(|question| question.key == key)
    }

    /// Every question, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }
}

/// One page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Section {
    /// Stable key, part of the address.
    pub key: String,
    /// The heading.
    pub title: String,
    /// Shown only when this holds; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// What is asked on it.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Stable key: joins versions in reports.
    pub key: String,
    /// The question.
    pub text: String,
    /// A hint under it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Whether it must be answered when it is shown.
    #[serde(default)]
    pub is_required: bool,
    /// Shown only when this holds; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// What the answer tells the reports, if anything special.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Meaning>,
    /// What kind of answer it takes.
    pub kind: Kind,
}

/// What an answer tells the reports.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// The reasons of the outcome; choices carry themes, the first chosen or ranked weighs most.
    Reasons,
    /// The one reason that tipped it.
    TurningPoint,
    /// Who was considered.
    Considered,
    /// Who was chosen.
    Chosen,
    /// The buyer's own words.
    Verbatim,
    /// Who may see the buyer's name: the choices are `named`, `leadership`, `pooled`.
    Attribution,
}

/// The kinds of questions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Kind {
    /// One of several, as radio cards.
    SingleChoice {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// Whether the buyer may write another answer.
        #[serde(default)]
        allows_other: bool,
    },
    /// Any of several.
    MultipleChoice {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// Whether the buyer may write another answer.
        #[serde(default)]
        allows_other: bool,
        /// At most this many; no limit when absent.
        #[serde(default)]
        at_most: Option<u8>,
    },
    /// A whole number from 1 to `steps`.
    Rating {
        /// The highest, 2 to 10.
        steps: u8,
        /// What 1 means.
        low: String,
        /// What the highest means.
        high: String,
    },
    /// Free text over several lines.
    LongText {
        /// Longest answer in characters.
        max_chars: u32,
    },
    /// One or more vendors from the tenant's list, or in the buyer's own words.
    CompetitorPick {
        /// Whether several can be named.
        #[serde(default)]
        allows_many: bool,
    },
}

/// One thing that can be chosen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// Stable key.
    pub key: String,
    /// What the buyer reads.
    pub label: String,
    /// The theme that choosing it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
}

/// Something that holds or does not, over earlier answers and the deal.
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
    /// The answer to that question has one of these choices.
    Chose {
        /// The question's key.
        question: String,
        /// The choices' keys.
        choices: Vec<String>,
    },
    /// The rating lies in this range.
    Rated {
        /// The question's key.
        question: String,
        /// At least.
        from: u8,
        /// At most.
        to: u8,
    },
    /// The question has an answer.
    Answered(String),
}

impl Condition {
    /// The questions it looks at.
    #[must_use]
    pub fn questions(&self) -> Vec<&str> {
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter().flat_map(Self::questions).collect(),
            Self::Not(inner) => inner.questions(),
            Self::Outcome(_) => Vec::new(),
            Self::Chose { question, .. } | Self::Rated { question, .. } | Self::Answered(question) => {
                vec![question]
            }
        }
    }

    /// How deep conditions are nested.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::All(inner) | Self::Any(inner) => 1 + inner.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(inner) => 1 + inner.depth(),
            Self::Outcome(_) | Self::Chose { .. } | Self::Rated { .. } | Self::Answered(_) => 1,
        }
    }
}
