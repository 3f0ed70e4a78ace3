//! What the list of surveys asks for.

use chrono::{DateTime, Utc};
use domain::survey::shelf::SurveySummary;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::ApiError;
use crate::api::client::OwnClient;
use crate::api::wire::Exchange;

/// The tenant's surveys.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Shelf {
    /// When they were read.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// Those in use first, the archived ones last.
    pub surveys: Vec<Shelved>,
}

/// A survey in the list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Shelved {
    /// The survey.
    pub summary: SurveySummary,
    /// Who changed it last.
    pub by: String,
}

/// Loads the list of surveys of the signed-in admin's tenant.
#[server(prefix = "/api", endpoint = "survey/list", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_surveys() -> Result<Shelf, ApiError> {
    use domain::actor::Permission;

    use super::heading::Names;
    use crate::api::context;

    let answer = async {
        let names = Names::load().await?;
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let surveys = store::survey::list(&tenant).await?;
        let shelved = |summary: SurveySummary| Shelved { by: names.of(summary.changed_by), summary };
        Ok(Shelf { as_of: tenant.clock().now(), surveys: surveys.into_iter().map(shelved).collect() })
    };
    answer.await.inspect_err(context::set_status)
}
