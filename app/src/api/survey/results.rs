//! What the page of a survey's results asks for.

use chrono::{DateTime, Utc};
use domain::id::TemplateId;
use domain::survey::results::Results;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::heading::Heading;
use crate::api::ApiError;
use crate::api::client::OwnClient;
use crate::api::wire::Exchange;

/// A survey's results, and what else can be looked at.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResultsView {
    /// When they were read.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// The survey.
    pub survey: Heading,
    /// Its versions, the newest first.
    pub versions: Vec<Published>,
    /// The results.
    pub results: Results,
}

/// A version that can be looked at alone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Published {
    /// Its number.
    pub number: i32,
    /// When it was published.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub since: DateTime<Utc>,
}

/// Loads the results of one version of a survey, or of all together.
#[server(prefix = "/api", endpoint = "survey/results", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_results(survey: Option<TemplateId>, version: Option<i32>) -> Result<ResultsView, ApiError> {
    use domain::actor::Permission;

    use super::heading::head;
    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let survey = survey.ok_or(ApiError::NotFound)?;
        let draft = store::survey::load_draft(&tenant, survey).await?;
        let versions = store::survey::versions(&tenant, survey).await?;
        Ok(ResultsView {
            as_of: tenant.clock().now(),
            survey: head(&draft),
            versions: versions
                .into_iter()
                .map(|one| Published { number: one.number, since: one.published_at })
                .collect(),
            results: store::survey::results(&tenant, survey, version).await?,
        })
    };
    answer.await.inspect_err(context::set_status)
}
