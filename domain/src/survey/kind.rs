//! The kinds of questions, and what can be chosen in them.

mod shape;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use self::shape::Shape;
pub use self::shape::read_day;
use super::number::Number;
use super::text::Text;
use crate::taxonomy::Theme;

/// What kind of answer a question takes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", try_from = "Shape")]
pub enum Kind {
    /// One line of text.
    ShortText {
        /// Shortest and longest answer, and its shape.
        #[serde(flatten)]
        limits: TextLimits,
    },
    /// Text over several lines.
    LongText {
        /// Shortest and longest answer.
        #[serde(flatten)]
        limits: TextLimits,
    },
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A number.
    Number {
        /// At least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Number>,
        /// At most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Number>,
        /// Whether only whole numbers are numbers here.
        #[serde(default)]
        is_whole: bool,
        /// What is counted: "seats".
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        unit: Text,
    },
    /// A day.
    Date {
        /// Not before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<NaiveDate>,
        /// Not after.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<NaiveDate>,
    },
    /// One of several, as radio cards.
    SingleChoice {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// Whether the buyer may write another answer.
        #[serde(default)]
        allows_other: bool,
        /// Whether each buyer sees them in an order of his own.
        #[serde(default, skip_serializing_if = "is_false")]
        is_shuffled: bool,
    },
    /// Any of several.
    MultipleChoice {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// Whether the buyer may write another answer.
        #[serde(default)]
        allows_other: bool,
        /// At least this many; no limit when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<u8>,
        /// At most this many; no limit when absent.
        #[serde(default)]
        at_most: Option<u8>,
        /// Whether each buyer sees them in an order of his own.
        #[serde(default, skip_serializing_if = "is_false")]
        is_shuffled: bool,
    },
    /// A whole number from 1 to `steps`.
    Rating {
        /// The highest, 2 to 10.
        steps: u8,
        /// What 1 means.
        low: Text,
        /// What the highest means.
        high: Text,
        /// Whether they look like stars.
        #[serde(default, skip_serializing_if = "is_false")]
        has_stars: bool,
    },
    /// How likely a recommendation is, from 0 to 10.
    Nps {
        /// What 0 means.
        low: Text,
        /// What 10 means.
        high: Text,
    },
    /// Several things judged on one scale of words.
    Matrix {
        /// What is judged.
        rows: Vec<Row>,
        /// The scale, from one end to the other.
        columns: Vec<Row>,
        /// Whether every row must be judged when the question is required.
        #[serde(default)]
        needs_all: bool,
    },
    /// The most important of several, in order.
    Ranking {
        /// What can be ranked.
        choices: Vec<Choice>,
        /// How many places there are.
        places: u8,
        /// At least this many must be filled when it is answered.
        #[serde(default = "one")]
        at_least: u8,
        /// Whether each buyer sees them in an order of his own.
        #[serde(default, skip_serializing_if = "is_false")]
        is_shuffled: bool,
    },
    /// A statement that the buyer agrees to by ticking it.
    Consent {
        /// What is agreed to; kept with the version that was answered.
        statement: Text,
    },
    /// Words to read; no answer.
    Statement,
    /// One or more vendors from the tenant's list, or in the buyer's own words.
    CompetitorPick {
        /// Whether several can be named.
        #[serde(default)]
        allows_many: bool,
    },
    /// The field of play: who was looked at, who was in the final, who was chosen.
    FieldOfPlay {
        /// Rows for names of the buyer's own.
        #[serde(default = "three")]
        own_rows: u8,
    },
    /// Us and the chosen vendor on the same criteria.
    HeadToHead {
        /// What is compared.
        criteria: Vec<Row>,
        /// The question that says who was chosen; without it only we are rated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opponent: Option<String>,
        /// What 1 means.
        low: Text,
        /// What 5 means.
        high: Text,
    },
    /// How far above or below the others we were, and whether price decided.
    PriceGap,
    /// The moment that turned the decision, and who turned it.
    TurningPoint {
        /// The moments that can be chosen.
        moments: Vec<Choice>,
    },
    /// The one thing that would have changed the decision.
    WouldHaveChanged {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// Longest words beside it.
        #[serde(default = "thousand")]
        max_chars: u32,
    },
}

/// The limits of a text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TextLimits {
    /// Shortest answer in characters; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_chars: Option<u32>,
    /// Longest answer in characters.
    pub max_chars: u32,
    /// The shape that the answer must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
}

impl TextLimits {
    /// Only a longest answer.
    #[must_use]
    pub const fn up_to(max_chars: u32) -> Self {
        Self { min_chars: None, max_chars, pattern: None }
    }
}

/// Whether a day is one that date fields take: their years have four digits, and begin with 1.
#[must_use]
pub fn can_be_typed(day: NaiveDate) -> bool {
    (1..=9999).contains(&day.year())
}

/// The shape of a text, as a mask: `9` is a digit, `A` a letter, `*` either, anything else itself.
///
/// A mask instead of a regular expression: an author can read it, it matches in one pass, and no text can make it
/// slow.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(pub String);

impl Pattern {
    /// Whether the text has this shape, letter for letter.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let mut letters = text.chars();
        let fits = self.0.chars().all(|mask| {
            letters.next().is_some_and(|letter| match mask {
                '9' => letter.is_ascii_digit(),
                'A' => letter.is_alphabetic(),
                '*' => letter.is_alphanumeric(),
                itself => letter == itself,
            })
        });
        fits && letters.next().is_none()
    }

    /// An answer of this shape, to show how it looks.
    #[must_use]
    pub fn example(&self) -> String {
        let example = |mask| match mask {
            '9' => '1',
            'A' | '*' => 'A',
            itself => itself,
        };
        self.0.chars().map(example).collect()
    }
}

/// One thing that can be chosen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// Stable key.
    pub key: String,
    /// What the buyer reads.
    pub label: Text,
    /// A line under it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub help: Text,
    /// The theme that choosing it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// Whether it excludes all others: "None of these".
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_exclusive: bool,
}

impl Choice {
    /// A choice that is only words.
    #[must_use]
    pub fn new(key: impl Into<String>, label: Text) -> Self {
        Self { key: key.into(), label, help: Text::new(), theme: None, is_exclusive: false }
    }
}

/// A row of a matrix, a step of its scale, or a criterion.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Stable key.
    pub key: String,
    /// What the buyer reads.
    pub label: Text,
}

impl Row {
    /// A row.
    #[must_use]
    pub fn new(key: impl Into<String>, label: Text) -> Self {
        Self { key: key.into(), label }
    }
}

/// The key of "something else" among choices that are shuffled or ranked.
pub const SOMETHING_ELSE: &str = "something_else";
/// Steps of the scale in a head-to-head.
pub const HEAD_TO_HEAD_STEPS: u8 = 5;
/// The highest recommendation.
pub const MOST_LIKELY: u8 = 10;

impl Kind {
    /// What can be chosen by key; empty for kinds without choices.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::SingleChoice { choices, .. }
            | Self::MultipleChoice { choices, .. }
            | Self::Ranking { choices, .. }
            | Self::TurningPoint { moments: choices }
            | Self::WouldHaveChanged { choices, .. } => choices,
            Self::ShortText { .. }
            | Self::LongText { .. }
            | Self::Email
            | Self::Url
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::Rating { .. }
            | Self::Nps { .. }
            | Self::Matrix { .. }
            | Self::Consent { .. }
            | Self::Statement
            | Self::CompetitorPick { .. }
            | Self::FieldOfPlay { .. }
            | Self::HeadToHead { .. }
            | Self::PriceGap => &[],
        }
    }

    /// The same, to be changed.
    pub fn choices_mut(&mut self) -> Option<&mut Vec<Choice>> {
        match self {
            Self::SingleChoice { choices, .. }
            | Self::MultipleChoice { choices, .. }
            | Self::Ranking { choices, .. }
            | Self::TurningPoint { moments: choices }
            | Self::WouldHaveChanged { choices, .. } => Some(choices),
            Self::ShortText { .. }
            | Self::LongText { .. }
            | Self::Email
            | Self::Url
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::Rating { .. }
            | Self::Nps { .. }
            | Self::Matrix { .. }
            | Self::Consent { .. }
            | Self::Statement
            | Self::CompetitorPick { .. }
            | Self::FieldOfPlay { .. }
            | Self::HeadToHead { .. }
            | Self::PriceGap => None,
        }
    }

    /// What is judged row by row; empty for kinds without rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        match self {
            Self::Matrix { rows, .. } | Self::HeadToHead { criteria: rows, .. } => rows,
            Self::ShortText { .. }
            | Self::LongText { .. }
            | Self::Email
            | Self::Url
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::SingleChoice { .. }
            | Self::MultipleChoice { .. }
            | Self::Rating { .. }
            | Self::Nps { .. }
            | Self::Ranking { .. }
            | Self::Consent { .. }
            | Self::Statement
            | Self::CompetitorPick { .. }
            | Self::FieldOfPlay { .. }
            | Self::PriceGap
            | Self::TurningPoint { .. }
            | Self::WouldHaveChanged { .. } => &[],
        }
    }

    /// The same, to be changed.
    pub const fn rows_mut(&mut self) -> Option<&mut Vec<Row>> {
        if let Self::Matrix { rows, .. } | Self::HeadToHead { criteria: rows, .. } = self {
            return Some(rows);
        }
        None
    }

    /// The scale of a matrix, from one end to the other; empty for other kinds.
    #[must_use]
    pub fn columns(&self) -> &[Row] {
        if let Self::Matrix { columns, .. } = self { columns } else { &[] }
    }

    /// The same, to be changed.
    pub const fn columns_mut(&mut self) -> Option<&mut Vec<Row>> {
        if let Self::Matrix { columns, .. } = self { Some(columns) } else { None }
    }

    /// A choice by key.
    #[must_use]
    pub fn choice(&self, key: &str) -> Option<&Choice> {
        self.choices().iter().find(|choice| choice.key == key)
    }

    /// Whether the buyer may write an answer of his own beside the choices.
    #[must_use]
    pub const fn allows_other(&self) -> bool {
        matches!(
            self,
            Self::SingleChoice { allows_other: true, .. }
                | Self::MultipleChoice { allows_other: true, .. }
                | Self::TurningPoint { .. }
        )
    }

    /// Whether the order of the choices may mean something, so that nobody but the author should change it: moments in
    /// time do, and so may choices of which one is taken, unless they are shuffled or name themes.
    #[must_use]
    pub fn is_scale(&self) -> bool {
        match self {
            Self::TurningPoint { .. } => true,
            Self::SingleChoice { choices, allows_other: _, is_shuffled } => {
                !is_shuffled && choices.iter().all(|choice| choice.theme.is_none())
            }
            Self::ShortText { .. }
            | Self::LongText { .. }
            | Self::Email
            | Self::Url
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::MultipleChoice { .. }
            | Self::Rating { .. }
            | Self::Nps { .. }
            | Self::Matrix { .. }
            | Self::Ranking { .. }
            | Self::Consent { .. }
            | Self::Statement
            | Self::CompetitorPick { .. }
            | Self::FieldOfPlay { .. }
            | Self::HeadToHead { .. }
            | Self::PriceGap
            | Self::WouldHaveChanged { .. } => false,
        }
    }

    /// Whether its answer is, in part at least, words of the buyer's own.
    #[must_use]
    pub const fn takes_words(&self) -> bool {
        matches!(self, Self::ShortText { .. } | Self::LongText { .. } | Self::WouldHaveChanged { .. })
            || self.allows_other()
    }

    /// Whether vendors are named in it.
    #[must_use]
    pub const fn names_vendors(&self) -> bool {
        matches!(self, Self::CompetitorPick { .. } | Self::FieldOfPlay { .. })
    }

    /// The name of the kind in documents.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ShortText { .. } => "short_text",
            Self::LongText { .. } => "long_text",
            Self::Email => "email",
            Self::Url => "url",
            Self::Number { .. } => "number",
            Self::Date { .. } => "date",
            Self::SingleChoice { .. } => "single_choice",
            Self::MultipleChoice { .. } => "multiple_choice",
            Self::Rating { .. } => "rating",
            Self::Nps { .. } => "nps",
            Self::Matrix { .. } => "matrix",
            Self::Ranking { .. } => "ranking",
            Self::Consent { .. } => "consent",
            Self::Statement => "statement",
            Self::CompetitorPick { .. } => "competitor_pick",
            Self::FieldOfPlay { .. } => "field_of_play",
            Self::HeadToHead { .. } => "head_to_head",
            Self::PriceGap => "price_gap",
            Self::TurningPoint { .. } => "turning_point",
            Self::WouldHaveChanged { .. } => "would_have_changed",
        }
    }
}

const fn one() -> u8 {
    1
}

const fn three() -> u8 {
    3
}

const fn thousand() -> u32 {
    1000
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_matched_letter_for_letter() {
        let mask = Pattern("AA-9999".to_owned());
        assert!(mask.matches("PO-2026"));
        assert!(mask.matches("öß-0000"));
        for other in ["PO-202", "PO-20261", "P0-2026", "PO 2026", ""] {
            assert!(!mask.matches(other), "{other}");
        }
        assert_eq!(mask.example(), "AA-1111");
    }

    #[test]
    fn a_question_of_the_first_format_is_read() {
        let text = r#"{"type":"multiple_choice","choices":[{"key":"a","label":"A"}],"allows_other":true,"at_most":3}"#;
        let kind: Kind = serde_json::from_str(text).expect("reads");
        assert_eq!(kind.choice("a").expect("there").label, Text::english("A"));
        let text = r#"{"type":"long_text","max_chars":4000}"#;
        let kind: Kind = serde_json::from_str(text).expect("reads");
        assert_eq!(kind, Kind::LongText { limits: TextLimits::up_to(4000) });
    }
}
