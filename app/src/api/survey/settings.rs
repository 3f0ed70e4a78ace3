//! What the settings of a survey change beside its draft.

use domain::deal::Outcome;
use domain::id::TemplateId;
use domain::survey::Audience;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::api::client::OwnClient;
use crate::api::wire::Exchange;

/// Says to whom a survey is sent and after which outcomes, from now on.
#[server(prefix = "/api", endpoint = "survey/set_use", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn set_use(
    survey: Option<TemplateId>,
    audience: Audience,
    outcomes: Vec<Outcome>,
) -> Result<(), ApiError> {
    use domain::actor::Permission;

    use crate::api::context;

    let answer = async {
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let survey = survey.ok_or(ApiError::NotFound)?;
        store::survey::set_use(&tenant, survey, audience, &outcomes).await?;
        Ok(tenant.commit().await?)
    };
    answer.await.inspect_err(context::set_status)
}
