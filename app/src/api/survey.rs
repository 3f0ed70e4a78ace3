//! What the pages of surveys ask for, and what several of them share.

pub mod editor;
pub mod exchange;
pub mod gallery;
pub mod heading;
pub mod list;
pub mod preview;
pub mod results;
pub mod settings;
pub mod version;

use domain::deal::Outcome;
use domain::id::TemplateId;
use domain::survey::Audience;
use serde::{Deserialize, Serialize};

/// What is true of a survey beside what it asks.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SurveyHead {
    /// Which.
    pub id: TemplateId,
    /// The number of the version in use; zero while none is published.
    pub number: i32,
    /// Who answers it.
    pub audience: Audience,
    /// After which outcomes it is sent.
    pub outcomes: Vec<Outcome>,
    /// Whether nobody is invited with it any more.
    pub is_archived: bool,
    /// The keys of the version in use: what has one of them joins the reports of the versions before.
    pub live_keys: Vec<String>,
}

impl SurveyHead {
    /// Whether a key is in use by what is published, so that it has to stay.
    #[must_use]
    pub fn is_live(&self, key: &str) -> bool {
        self.live_keys.iter().any(|one| one == key)
    }
}
