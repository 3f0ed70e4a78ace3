//! What the list of deals and a deal's page ask for.

use domain::deal::{DealDetail, DealListQuery, DealPage};
use domain::id::DealId;
use domain::report::ReportFilter;
use leptos::prelude::*;

use super::ApiError;
use super::client::OwnClient;
use super::wire::Exchange;

/// Lists the deals of the signed-in member's tenant.
#[server(prefix = "/api", endpoint = "deal/list", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_deals(filter: ReportFilter, query: DealListQuery) -> Result<DealPage, ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let tenant = super::context::tenant(Permission::ViewDeals).await?;
        Ok(store::deal::list(&tenant, &filter, &query).await?)
    };
    answer.await.inspect_err(super::context::set_status)
}

/// Loads one deal; another tenant's is not found.
#[server(prefix = "/api", endpoint = "deal/detail", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_deal(id: Option<DealId>) -> Result<DealDetail, ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let tenant = super::context::tenant(Permission::ViewDeals).await?;
        let id = id.ok_or(ApiError::NotFound)?;
        Ok(store::deal::detail(&tenant, id).await?)
    };
    answer.await.inspect_err(super::context::set_status)
}
