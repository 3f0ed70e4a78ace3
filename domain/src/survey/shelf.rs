//! A tenant's surveys as members see them: the list, the draft beside the versions, and what became of a change.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::audience::Audience;
use super::finding::Finding;
use super::template::Template;
use crate::deal::Outcome;
use crate::id::{TemplateId, UserId, VersionId};
use crate::report::Rate;

/// Largest draft that is kept, in bytes of its document.
pub const MOST_BYTES: usize = 2_000_000;

/// Where a survey stands.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyState {
    /// Nothing of it was published yet.
    Draft,
    /// In use as it is written.
    Published,
    /// In use, and changed since.
    Changed,
    /// Nobody is invited with it any more.
    Archived,
}

impl SurveyState {
    /// The words shown to people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::Changed => "Published, with changes",
            Self::Archived => "Archived",
        }
    }
}

/// A survey in the list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SurveySummary {
    /// The survey.
    pub id: TemplateId,
    /// The name members know it by.
    pub name: String,
    /// Where it stands.
    pub state: SurveyState,
    /// Who answers it.
    pub audience: Audience,
    /// After which outcomes it is sent.
    pub outcomes: Vec<Outcome>,
    /// The number of the version in use; zero while none is published.
    pub number: i32,
    /// When that was published.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub published_at: Option<DateTime<Utc>>,
    /// How many answers were sent, over all versions.
    pub answers: i64,
    /// How many of those who began have sent.
    pub completion: Rate,
    /// From the start to the send, the median in seconds.
    pub median_seconds: Option<i64>,
    /// When it was last changed.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub changed_at: DateTime<Utc>,
    /// Who changed it; absent for what we made ourselves.
    pub changed_by: Option<UserId>,
}

impl SurveySummary {
    /// Whether its version is there to be sent.
    #[must_use]
    pub const fn is_in_use(&self) -> bool {
        matches!(self.state, SurveyState::Published | SurveyState::Changed)
    }

    /// After which of its outcomes it is sent: of several for the same deals, the one published last is.
    #[must_use]
    pub fn sent_after(&self, all: &[&Self]) -> Vec<Outcome> {
        let is_first = |outcome: &Outcome| {
            let goes_first = |other: &&&Self| {
                other.id != self.id
                    && other.is_in_use()
                    && other.audience == self.audience
                    && other.outcomes.contains(outcome)
                    && other.published_at > self.published_at
            };
            !all.iter().any(|other| goes_first(&other))
        };
        if self.is_in_use() { self.outcomes.iter().copied().filter(is_first).collect() } else { Vec::new() }
    }
}

/// A survey as it is being written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// The survey.
    pub survey: TemplateId,
    /// What is written; the published version where nothing was changed since.
    pub template: Template,
    /// Grows with every change; whoever saves says which one was seen.
    pub revision: i32,
    /// Whether it differs from what is published.
    pub is_changed: bool,
    /// The number of the version in use; zero while none is published.
    pub number: i32,
    /// Who answers it.
    pub audience: Audience,
    /// After which outcomes it is sent.
    pub outcomes: Vec<Outcome>,
    /// Whether it is archived.
    pub is_archived: bool,
    /// Who wrote this revision.
    pub by: Option<UserId>,
    /// When.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub at: Option<DateTime<Utc>>,
}

/// A survey to be begun.
#[derive(Clone, PartialEq, Debug)]
pub struct NewSurvey {
    /// What it asks; its name is the survey's.
    pub template: Template,
    /// Who answers it.
    pub audience: Audience,
    /// After which outcomes it is sent.
    pub outcomes: Vec<Outcome>,
}

/// What became of a change to a draft.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saved {
    /// It is kept.
    Yes {
        /// The revision that it made.
        revision: i32,
    },
    /// Somebody changed it since; this is what is there now, and nothing was overwritten.
    Conflict(Box<Draft>),
    /// It is too large to be kept.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
    /// The survey is archived; it must be taken out first.
    Archived,
}

/// What became of a publication.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Published {
    /// Buyers invited from now on see it.
    Yes {
        /// The version.
        version: VersionId,
        /// Its number.
        number: i32,
        /// The draft's revision after it.
        revision: i32,
        /// What is noteworthy about it.
        findings: Vec<Finding>,
    },
    /// It is already published as it is written.
    Unchanged,
    /// Somebody changed or published it since; this is what is there now.
    Conflict(Box<Draft>),
    /// It is not fit; the errors are among these.
    Refused(Vec<Finding>),
    /// The survey is archived; it must be taken out first.
    Archived,
}

/// A published version in the list of versions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct VersionSummary {
    /// The version.
    pub id: VersionId,
    /// Its number, from 1.
    pub number: i32,
    /// When it was published.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub published_at: DateTime<Utc>,
    /// Who published it; absent for what we made ourselves.
    pub by: Option<UserId>,
    /// Whether buyers are invited with it now.
    pub is_active: bool,
    /// How many were invited with it.
    pub invited: i64,
    /// How many of them began and are not done: they finish on it.
    pub under_way: i64,
    /// How many of them sent their answers.
    pub answers: i64,
}

/// What an archived survey left to others.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug, Serialize, Deserialize)]
pub struct Archived {
    /// Invitations that nobody had begun, which another survey asks now.
    pub moved: u64,
    /// Invitations that nobody had begun and no other survey fits: they stay.
    pub stayed: u64,
}
