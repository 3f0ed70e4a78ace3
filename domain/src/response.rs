//! From what a buyer sent to what reports may read, as types that cannot be skipped.
//!
//! `Submission → Extracted → Classified → Enriched`: every type has private fields and one constructor, so the
//! order of the steps is checked by the compiler, and the store can only be given an [`Enriched`].

pub mod enrich;
pub mod extract;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use enrich::{DealContext, Enriched, NamedVendor, ThemeCode, ThemeSource, VendorRole, enrich};
pub use extract::{Extracted, NotExtractable, OpenText, Price, extract};

use crate::classify::Reading;
use crate::id::{DealId, InvitationId, ResponseId, SubmissionId, VersionId};
use crate::survey::{AnswerSet, Audience};
use crate::taxonomy::Theme;

/// Who may see that an answer is this buyer's; enforced by the database's views.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribution {
    /// Everybody who works with the deal.
    Named,
    /// Leaders and admins.
    Leadership,
    /// Nobody: the answer is counted, never shown.
    Pooled,
}

impl Attribution {
    /// Every choice, the most open first.
    pub const ALL: [Self; 3] = [Self::Named, Self::Leadership, Self::Pooled];

    /// The word used in rows; also the key of the choice in surveys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Leadership => "leadership",
            Self::Pooled => "pooled",
        }
    }

    /// Reads [`Attribution::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What a buyer sent, as it lies sealed in the tenant's schema until it is a response.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Submission {
    /// Its id; the response's too.
    pub id: SubmissionId,
    /// The invitation it answers.
    pub invitation: InvitationId,
    /// The deal it is about.
    pub deal: DealId,
    /// The version that was answered.
    pub version: VersionId,
    /// The answers that were reached.
    pub answers: AnswerSet,
    /// Who may see the buyer's name, as chosen on the first page or later; absent where the survey asks in a question.
    #[serde(default)]
    pub attribution: Option<Attribution>,
    /// When the buyer began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
}

/// An extracted submission with what the classifier read in its texts.
#[derive(Clone, PartialEq, Debug)]
pub struct Classified {
    extracted: Extracted,
    /// By position in [`Extracted::texts`].
    readings: Vec<Reading>,
    model: String,
}

impl Classified {
    /// Joins the readings with what was extracted.
    ///
    /// # Errors
    /// When there is not exactly one reading for each open text: the classifier misbehaved.
    pub fn new(
        extracted: Extracted,
        readings: Vec<Reading>,
        model: impl Into<String>,
    ) -> Result<Self, ReadingsMismatch> {
        let (texts, read) = (extracted.texts().len(), readings.len());
        if texts == read {
            Ok(Self { extracted, readings, model: model.into() })
        } else {
            Err(ReadingsMismatch { texts, readings: read })
        }
    }

    /// What was extracted.
    #[must_use]
    pub fn extracted(&self) -> &Extracted {
        &self.extracted
    }

    /// The open texts with their readings.
    pub fn readings(&self) -> impl Iterator<Item = (&OpenText, &Reading)> {
        self.extracted.texts().iter().zip(&self.readings)
    }
}

/// A classifier gave another number of readings than there were texts.
#[derive(Clone, Eq, PartialEq, Debug, thiserror::Error)]
#[error("{readings} readings for {texts} texts")]
pub struct ReadingsMismatch {
    texts: usize,
    readings: usize,
}

/// An answer as a member may read it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AnswerView {
    /// The response.
    pub response: ResponseId,
    /// Who answered; absent unless the reader may know.
    pub buyer: Option<String>,
    /// The buyer's job title; absent with the name.
    pub buyer_title: Option<String>,
    /// Whose view it is: a buyer's, or that of the one who sold.
    pub voice: Audience,
    /// What the buyer chose.
    pub attribution: Attribution,
    /// When it was sent.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub submitted_at: DateTime<Utc>,
    /// When its correction was sent, if it was corrected.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub corrected_at: Option<DateTime<Utc>>,
    /// The tag of the language it was given in, if one was chosen.
    pub language: Option<String>,
    /// The overall rating, 1 to 5, if given.
    pub overall: Option<u8>,
    /// How likely a recommendation is, 0 to 10, if given.
    pub recommendation: Option<u8>,
    /// How our price stood, if told.
    pub price: Option<Price>,
    /// The moment that turned the decision, in words, if told.
    pub turning_point: Option<TurningPointView>,
    /// Us and the chosen vendor by criterion.
    pub ratings: Vec<RatingView>,
    /// Questions and answers, in the order of the survey.
    pub answers: Vec<AnsweredQuestion>,
    /// The themes, heaviest first.
    pub themes: Vec<ThemeView>,
}

/// A question with its answer in words.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AnsweredQuestion {
    /// The question's stable key.
    pub key: String,
    /// What was asked.
    pub question: String,
    /// What was answered, in words.
    pub answer: String,
    /// Whether the answer is the buyer's own free text.
    pub is_verbatim: bool,
    /// The parts of the text that triggered a theme, as character ranges.
    pub evidence: Vec<(Theme, usize, usize)>,
}

/// The moment that turned a decision.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct TurningPointView {
    /// The moment, in the words of the survey or of the buyer.
    pub moment: String,
    /// Whose doing it was, in the buyer's words.
    pub who: Option<String>,
}

/// Us and the chosen vendor on one criterion.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct RatingView {
    /// The criterion.
    pub criterion: String,
    /// Our rating, 1 to 5.
    pub us: Option<u8>,
    /// The chosen vendor's, 1 to 5.
    pub them: Option<u8>,
    /// Who that is, if it is known.
    pub opponent: Option<String>,
}

/// A theme of one response.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ThemeView {
    /// Which.
    pub theme: Theme,
    /// Whether the buyer chose it (else it was read from the words).
    pub is_structured: bool,
    /// How the buyer spoke of it, -1 to 1.
    pub sentiment: f32,
}
