//! What the overview asks for.

use domain::report::{Dashboard, ReportFilter};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::ApiError;
use super::client::OwnClient;
use super::wire::Exchange;

/// The overview with its finished chart specifications.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Overview {
    /// The figures.
    pub dashboard: Dashboard,
    /// The win rate by quarter, as an ECharts option.
    pub win_rate_chart: String,
    /// The cycle of won and lost deals, as an ECharts option.
    pub cycle_chart: String,
}

/// Loads the overview of the signed-in member's tenant.
#[server(prefix = "/api", endpoint = "report/dashboard", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_dashboard(filter: ReportFilter) -> Result<Overview, ApiError> {
    use domain::actor::Permission;

    let answer = async {
        let tenant = super::context::tenant(Permission::ViewReports).await?;
        let dashboard = store::report::dashboard(&tenant, &filter).await?;
        Ok(crate::charts::overview(dashboard, &filter))
    };
    answer.await.inspect_err(super::context::set_status)
}
