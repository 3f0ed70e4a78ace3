//! What the page asks for on which a member tries a survey.

use chrono::{DateTime, Utc};
use domain::deal::Outcome;
use domain::id::{PreviewId, TemplateId};
use domain::survey::Language;
use domain::survey::sample::Sample;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::heading::Heading;
use crate::api::ApiError;
use crate::api::client::OwnClient;
use crate::api::wire::Exchange;

/// A survey to be tried, and the try that is under way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Tryout {
    /// When it was read.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// The survey.
    pub survey: Heading,
    /// Its languages, its own first.
    pub languages: Vec<Language>,
    /// After which outcomes it is sent.
    pub outcomes: Vec<Outcome>,
    /// The deals to choose from; of an outcome without any a made-up one.
    pub samples: Vec<Sample>,
    /// The try that is under way.
    pub running: Option<Running>,
}

/// A try under way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Running {
    /// The preview.
    pub id: PreviewId,
    /// The deal it is tried as.
    pub sample: Sample,
    /// The language that was chosen.
    pub language: Option<Language>,
    /// Whether the draft was changed since it began.
    pub is_outdated: bool,
    /// The pages that the answers so far lead over, in order.
    pub path: Vec<Stop>,
    /// How many questions were answered.
    pub answered: usize,
    /// What is missing before it could be sent.
    pub missing: Vec<String>,
    /// What reports would be told by it as it is.
    pub told: Vec<Fact>,
}

/// A page on the way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Stop {
    /// Its heading.
    pub title: String,
    /// How many questions are shown on it.
    pub shown: usize,
    /// How many of them rules leave out.
    pub hidden: usize,
    /// Whether the whole page is left out.
    pub is_skipped: bool,
}

/// One thing that reports would be told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// What it says, most important first.
    pub values: Vec<String>,
}

/// Loads what a survey can be tried as, and the try in the address.
#[server(prefix = "/api", endpoint = "survey/preview", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_tryout(survey: Option<TemplateId>, preview: Option<PreviewId>) -> Result<Tryout, ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let survey = survey.ok_or(ApiError::NotFound)?;
        Ok(Tryout::load(&tenant, survey, preview).await?)
    };
    answer.await.inspect_err(context::set_status)
}

#[cfg(feature = "ssr")]
mod reading;
