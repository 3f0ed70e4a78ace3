//! Answers, as the buyer gave them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::number::Number;

/// The answer to one question.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Answer {
    /// Choices by key, in the order of the form, and words of the buyer's own.
    Chosen {
        /// Keys of choices.
        keys: Vec<String>,
        /// The text under "other".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
    },
    /// A rating, or a recommendation.
    Rated {
        /// 1 to the number of steps; from 0 for a recommendation.
        value: u8,
    },
    /// Words, an e-mail address or a web address.
    Text {
        /// The text, cleaned.
        text: String,
    },
    /// A number.
    Number {
        /// The number.
        value: Number,
    },
    /// A day.
    Date {
        /// The day.
        day: NaiveDate,
    },
    /// Steps of a scale by row.
    Judged {
        /// Keys of columns by key of row.
        rows: BTreeMap<String, String>,
    },
    /// Choices in the order of their importance.
    Ranked {
        /// Keys of choices, the most important first.
        keys: Vec<String>,
    },
    /// The buyer agreed to the statement of the version.
    Agreed,
    /// Vendors in the words they came in; names from the tenant's list and free text alike.
    Vendors {
        /// The names, without duplicates.
        names: Vec<String>,
    },
    /// How far each vendor came.
    Played {
        /// The vendors in the words they came in, without duplicates.
        vendors: Vec<Player>,
    },
    /// Us and the chosen vendor by criterion.
    Compared {
        /// By key of criterion.
        rows: BTreeMap<String, Pair>,
    },
    /// How our price stood beside the others'.
    Priced {
        /// Where it stood; absent when only its part was told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stance: Option<PriceStance>,
        /// How far above or below, in per cent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        percent: Option<u16>,
        /// What part it played.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<PriceRole>,
    },
    /// The moment that turned the decision.
    Turned {
        /// Key of the moment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// Another moment, in the buyer's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
        /// Whose doing it was, in the buyer's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<String>,
    },
    /// What would have changed the decision.
    Changed {
        /// Key of the choice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// How, in the buyer's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
    },
}

/// A vendor in the field of play.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Player {
    /// The name, in the words it came in.
    pub name: String,
    /// How far it came.
    pub stage: Stage,
}

/// How far a vendor came.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Looked at.
    Considered,
    /// In the final.
    Final,
    /// Chosen.
    Chosen,
}

impl Stage {
    /// Every stage, the earliest first.
    pub const ALL: [Self; 3] = [Self::Considered, Self::Final, Self::Chosen];

    /// The word in forms and documents.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Considered => "considered",
            Self::Final => "final",
            Self::Chosen => "chosen",
        }
    }

    /// Reads [`Stage::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Ratings of both sides on one criterion; one may be missing.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug, Serialize, Deserialize)]
pub struct Pair {
    /// Ours, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us: Option<u8>,
    /// The chosen vendor's, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub them: Option<u8>,
}

/// Where our price stood beside the others'.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceStance {
    /// We were cheaper.
    Lower,
    /// About the same.
    Same,
    /// We were dearer.
    Higher,
    /// The buyer cannot say.
    Unknown,
}

impl PriceStance {
    /// Every stance, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Lower, Self::Same, Self::Higher, Self::Unknown];

    /// The word in forms and documents.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Same => "same",
            Self::Higher => "higher",
            Self::Unknown => "unknown",
        }
    }

    /// Reads [`PriceStance::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Whether "by how much" makes sense.
    #[must_use]
    pub const fn has_distance(self) -> bool {
        matches!(self, Self::Lower | Self::Higher)
    }
}

/// What part the price played in the decision.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceRole {
    /// It decided.
    Decided,
    /// It was the reason given, and not the real one.
    Named,
    /// It played no part.
    NoPart,
}

impl PriceRole {
    /// Every part, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Decided, Self::Named, Self::NoPart];

    /// The word in forms and documents.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Named => "named",
            Self::NoPart => "no_part",
        }
    }

    /// Reads [`PriceRole::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

impl Answer {
    /// The keys of what was chosen, ranked or picked; empty for other answers.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        match self {
            Self::Chosen { keys, .. } | Self::Ranked { keys } => keys,
            Self::Turned { key: Some(key), .. } | Self::Changed { key: Some(key), .. } => {
                std::slice::from_ref(key)
            }
            Self::Turned { key: None, .. }
            | Self::Changed { key: None, .. }
            | Self::Rated { .. }
            | Self::Text { .. }
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::Judged { .. }
            | Self::Agreed
            | Self::Vendors { .. }
            | Self::Played { .. }
            | Self::Compared { .. }
            | Self::Priced { .. } => &[],
        }
    }

    /// The buyer's own words in it, if there are any.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Text { text } => Some(text),
            Self::Chosen { other: words, .. } | Self::Changed { words, .. } => words.as_deref(),
            Self::Turned { other, who, .. } => other.as_deref().or(who.as_deref()),
            Self::Rated { .. }
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::Judged { .. }
            | Self::Ranked { .. }
            | Self::Agreed
            | Self::Vendors { .. }
            | Self::Played { .. }
            | Self::Compared { .. }
            | Self::Priced { .. } => None,
        }
    }

    /// Whether the buyer typed anything of it: words, or vendors by their names.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        match self {
            Self::Vendors { names } => !names.is_empty(),
            Self::Played { vendors } => !vendors.is_empty(),
            Self::Text { .. }
            | Self::Chosen { .. }
            | Self::Changed { .. }
            | Self::Turned { .. }
            | Self::Rated { .. }
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::Judged { .. }
            | Self::Ranked { .. }
            | Self::Agreed
            | Self::Compared { .. }
            | Self::Priced { .. } => self.words().is_some(),
        }
    }

    /// The same without the buyer's own words: that there were some still shows.
    #[must_use]
    pub fn without_words(self) -> Self {
        let blank = |words: Option<String>| words.map(|_| String::new());
        match self {
            Self::Text { .. } => Self::Text { text: String::new() },
            Self::Chosen { keys, other } => Self::Chosen { keys, other: blank(other) },
            Self::Turned { key, other, who } => Self::Turned { key, other: blank(other), who: blank(who) },
            Self::Changed { key, words } => Self::Changed { key, words: blank(words) },
            Self::Rated { .. }
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::Judged { .. }
            | Self::Ranked { .. }
            | Self::Agreed
            | Self::Vendors { .. }
            | Self::Played { .. }
            | Self::Compared { .. }
            | Self::Priced { .. } => self,
        }
    }

    /// It as a number, for conditions and calculations.
    #[must_use]
    pub fn number(&self) -> Option<Number> {
        match self {
            Self::Rated { value } => Some(Number::from(*value)),
            Self::Number { value } => Some(*value),
            Self::Priced { percent, .. } => percent.map(|percent| Number::whole(i32::from(percent))),
            Self::Chosen { .. }
            | Self::Text { .. }
            | Self::Date { .. }
            | Self::Judged { .. }
            | Self::Ranked { .. }
            | Self::Agreed
            | Self::Vendors { .. }
            | Self::Played { .. }
            | Self::Compared { .. }
            | Self::Turned { .. }
            | Self::Changed { .. } => None,
        }
    }

    /// The vendors named in it, each with how far it came; a plain list says that they were looked at.
    #[must_use]
    pub fn vendors(&self) -> Vec<Player> {
        match self {
            Self::Vendors { names } => {
                names.iter().map(|name| Player { name: name.clone(), stage: Stage::Considered }).collect()
            }
            Self::Played { vendors } => vendors.clone(),
            Self::Chosen { .. }
            | Self::Rated { .. }
            | Self::Text { .. }
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::Judged { .. }
            | Self::Ranked { .. }
            | Self::Agreed
            | Self::Compared { .. }
            | Self::Priced { .. }
            | Self::Turned { .. }
            | Self::Changed { .. } => Vec::new(),
        }
    }

    /// The vendor that was chosen, as far as the answer says so: of a plain list, its only one.
    #[must_use]
    pub fn chosen_vendor(&self) -> Option<&str> {
        match self {
            Self::Vendors { names } => match names.as_slice() {
                [name] => Some(name),
                _ => None,
            },
            Self::Played { vendors } => {
                vendors.iter().find(|one| one.stage == Stage::Chosen).map(|one| one.name.as_str())
            }
            Self::Chosen { .. }
            | Self::Rated { .. }
            | Self::Text { .. }
            | Self::Number { .. }
            | Self::Date { .. }
            | Self::Judged { .. }
            | Self::Ranked { .. }
            | Self::Agreed
            | Self::Compared { .. }
            | Self::Priced { .. }
            | Self::Turned { .. }
            | Self::Changed { .. } => None,
        }
    }
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
