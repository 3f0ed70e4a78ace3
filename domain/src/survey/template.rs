//! A survey as it is written: sections with questions, the rules between them, and what surrounds them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::branding::Branding;
use super::calculation::Calculation;
use super::condition::Condition;
use super::kind::Kind;
use super::language::Language;
use super::text::Text;
use crate::deal::Outcome;
use crate::response::Attribution;

/// A survey as it is written, published and answered. Published versions never change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Template {
    /// The shape of this value, for readers of older documents.
    pub format: u32,
    /// The name members know it by.
    pub name: String,
    /// The languages it can be answered in; the first is its own, in which every text must exist.
    #[serde(default = "english_only")]
    pub languages: Vec<Language>,
    /// The heading of the buyer's first page.
    pub title: Text,
    /// Why we ask, in a sentence or two.
    pub intro: Text,
    /// Minutes an average buyer needs.
    pub minutes: u8,
    /// The pages, in order.
    pub sections: Vec<Section>,
    /// Values that rules can look at, each computed from answers and from values before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calculations: Vec<Calculation>,
    /// What the last page says.
    pub thanks: Text,
    /// What it says instead after some outcomes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub thanks_by_outcome: BTreeMap<Outcome, Text>,
    /// The choices about the name that the buyer has; none in documents of the first format, which ask in a question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributions: Vec<Attribution>,
    /// What its texts may recall beside the harmless facts.
    #[serde(default, skip_serializing_if = "RecallRights::is_none")]
    pub recall: RecallRights,
    /// How the buyer's pages look.
    #[serde(default, skip_serializing_if = "Branding::is_plain")]
    pub branding: Branding,
    /// What the buyer is told about the use of the answer.
    #[serde(default, skip_serializing_if = "Notice::is_plain")]
    pub notice: Notice,
}

fn english_only() -> Vec<Language> {
    vec![Language::english()]
}

/// What a text may recall of the deal although a buyer would not expect it.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct RecallRights {
    /// The deal's amount.
    pub amount: bool,
    /// The name of who sold.
    pub rep: bool,
}

impl RecallRights {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// The privacy notice: who is responsible, what for, how long.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Notice {
    /// Who is responsible for the data; the tenant when empty.
    pub controller: String,
    /// What the answers are used for.
    pub purpose: Text,
    /// After how many months answers are erased.
    pub retention_months: u16,
    /// Who will see the answers, beside what the buyer chooses.
    pub readers: Text,
    /// Where the full notice stands.
    pub url: String,
}

impl Notice {
    fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Notice {
    fn default() -> Self {
        Self {
            controller: String::new(),
            purpose: Text::new(),
            retention_months: 24,
            readers: Text::new(),
            url: String::new(),
        }
    }
}

/// One page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Section {
    /// Stable key, part of the address.
    pub key: String,
    /// The heading.
    pub title: Text,
    /// What stands under it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub intro: Text,
    /// Shown only when this holds; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// What is asked on it.
    pub questions: Vec<Question>,
    /// Where it goes on: the first jump that holds, else the next section.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jumps: Vec<Jump>,
}

/// A way out of a section that skips others.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Jump {
    /// Taken when this holds; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Where to.
    pub to: Target,
}

/// Where a jump leads.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A later section, by key.
    Section(String),
    /// The review: nothing more is asked.
    End,
}

/// One question.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Stable key: joins versions in reports.
    pub key: String,
    /// The question.
    pub text: Text,
    /// A hint under it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub help: Text,
    /// Whether it must be answered when it is shown.
    #[serde(default)]
    pub is_required: bool,
    /// It must be answered, too, when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub require_if: Option<Condition>,
    /// Shown only when this holds; always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// What the answer tells the reports, if anything special.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Meaning>,
    /// What kind of answer it takes.
    pub kind: Kind,
}

impl Question {
    /// A question that need not be answered.
    #[must_use]
    pub fn new(key: impl Into<String>, text: Text, kind: Kind) -> Self {
        Self {
            key: key.into(),
            text,
            help: Text::new(),
            is_required: false,
            require_if: None,
            show_if: None,
            meaning: None,
            kind,
        }
    }

    /// Whether it takes an answer at all.
    #[must_use]
    pub fn takes_answer(&self) -> bool {
        !matches!(self.kind, Kind::Statement)
    }
}

/// What an answer tells the reports.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// The reasons of the outcome; choices carry themes, the first ranked weighs most.
    Reasons,
    /// The one reason that weighed most.
    TurningPoint,
    /// Who was considered.
    Considered,
    /// Who was chosen.
    Chosen,
    /// The buyer's own words.
    Verbatim,
    /// Who may see the buyer's name: the choices are `named`, `leadership`, `pooled`. Of the first format; newer
    /// surveys have it on their first page.
    Attribution,
    /// How the buyer rates us as a whole.
    Overall,
}

impl Template {
    /// The newest shape of the document.
    pub const FORMAT: u32 = 2;

    /// The survey's own language.
    #[must_use]
    pub fn language(&self) -> &Language {
        // A document without any language cannot be published; it reads as if it were English.
        static ENGLISH: std::sync::LazyLock<Language> = std::sync::LazyLock::new(Language::english);
        self.languages.first().unwrap_or(&ENGLISH)
    }

    /// A question by its stable key.
    #[must_use]
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions().find(|question| question.key == key)
    }

    /// The same, to be changed.
    pub fn question_mut(&mut self, key: &str) -> Option<&mut Question> {
        self.sections.iter_mut().flat_map(|section| &mut section.questions).find(|one| one.key == key)
    }

    /// A section by its stable key.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// Every question, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// What the last page says after this outcome.
    #[must_use]
    pub fn thanks_for(&self, outcome: Option<Outcome>) -> &Text {
        outcome
            .and_then(|outcome| self.thanks_by_outcome.get(&outcome))
            .filter(|text| !text.is_empty())
            .unwrap_or(&self.thanks)
    }
}

impl Section {
    /// A page without rules.
    #[must_use]
    pub fn new(key: impl Into<String>, title: Text, questions: Vec<Question>) -> Self {
        Self { key: key.into(), title, intro: Text::new(), show_if: None, questions, jumps: Vec::new() }
    }
}

/// Whether a text can be a key: 1 to 40 lower-case letters, digits or underscores.
#[must_use]
pub fn is_key(key: &str) -> bool {
    (1..=40).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
