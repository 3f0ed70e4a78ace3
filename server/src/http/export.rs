//! `GET /app/deals.csv`: the deals behind a filter as a table for a spreadsheet.

use app::api::context::Visitor;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::actor::Permission;
use domain::deal::list::{Misread, read_address};
use domain::deal::{DealSummary, Outcome};
use store::Workload;

use super::error::{HttpError, Worded};
use crate::csv::Table;
use crate::state::AppState;

const COLUMNS: [&str; 14] = [
    "id",
    "name",
    "account",
    "outcome",
    "amount",
    "currency",
    "home_amount",
    "closed_at",
    "cycle_days",
    "segment",
    "region",
    "owner",
    "competitor",
    "answers",
];

/// The route.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/app/deals.csv", get(export))
}

async fn export(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let (tenant, actor) = visitor.acts_for(Permission::ViewDeals)?;
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let (filter, query) = match read_address(pairs) {
        Ok(read) => read,
        Err(misread) => return Ok(refused(&misread)),
    };
    let deals = {
        let tenant = state.store.open_tenant(tenant.id, actor, Workload::Reporting).await?;
        store::deal::export(&tenant, &filter, &query).await?
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"deals.csv\""),
    ];
    Ok((headers, table(&deals)).into_response())
}

/// Some other deals than those that were asked for are worse than none.
fn refused(misread: &Misread) -> Response {
    let words = format!("Nothing was exported: {misread}.\n");
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::BAD_REQUEST, Extension(Worded), kind, words).into_response()
}

fn table(deals: &[DealSummary]) -> String {
    let mut table = Table::new(&COLUMNS);
    for deal in deals {
        table.add(&row(deal));
    }
    table.into_text()
}

fn row(deal: &DealSummary) -> [String; COLUMNS.len()] {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        deal.id.to_string(),
        deal.name.clone(),
        deal.account.clone(),
        deal.outcome.map_or("reopened", Outcome::code).to_owned(),
        deal.amount.as_ref().map(|amount| amount.exact.clone()).unwrap_or_default(),
        deal.amount.as_ref().map(|amount| amount.currency.clone()).unwrap_or_default(),
        deal.home_cents.map(|cents| rust_decimal::Decimal::new(cents, 2).to_string()).unwrap_or_default(),
        deal.closed_at.format("%Y-%m-%d").to_string(),
        deal.cycle_days.map(|days| days.to_string()).unwrap_or_default(),
        known(&deal.segment),
        known(&deal.region),
        deal.rep.as_ref().map(|rep| rep.name.clone()).unwrap_or_default(),
        known(&deal.competitor),
        deal.answers.to_string(),
    ]
}
