//! `GET /app/deals.csv`: the deals behind a filter as a table for a spreadsheet.

use app::api::context::Visitor;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::actor::Permission;
use domain::deal::{DealListQuery, DealSummary, Outcome};
use domain::report::ReportFilter;
use store::Workload;

use super::error::HttpError;
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
    let pairs = || pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let deals = {
        let tenant = state.store.open_tenant(tenant.id, actor, Workload::Reporting).await?;
        store::deal::export(&tenant, &ReportFilter::from_pairs(pairs()), &DealListQuery::from_pairs(pairs()))
            .await?
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"deals.csv\""),
    ];
    Ok((headers, table(&deals)).into_response())
}

fn table(deals: &[DealSummary]) -> String {
    // The mark at the start tells spreadsheets that the text is UTF-8.
    let mut text = format!("\u{feff}{}\r\n", COLUMNS.join(","));
    for deal in deals {
        for (at, cell) in row(deal).iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            write(cell, &mut text);
        }
        text.push_str("\r\n");
    }
    text
}

fn row(deal: &DealSummary) -> [String; COLUMNS.len()] {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        deal.id.to_string(),
        deal.name.clone(),
        deal.account.clone(),
        deal.outcome.map_or("reopened", Outcome::code).to_owned(),
        deal.money.as_ref().map(|money| money.amount.to_string()).unwrap_or_default(),
        deal.money.as_ref().map(|money| money.currency.clone()).unwrap_or_default(),
        deal.home_cents.map(|cents| rust_decimal::Decimal::new(cents, 2).to_string()).unwrap_or_default(),
        deal.closed_at.format("%Y-%m-%d").to_string(),
        deal.cycle_days.map(|days| days.to_string()).unwrap_or_default(),
        known(&deal.segment),
        known(&deal.region),
        deal.owner.as_ref().map(|owner| owner.name.clone()).unwrap_or_default(),
        known(&deal.competitor),
        deal.answers.to_string(),
    ]
}

/// Quotes what needs it, and takes from a text what a spreadsheet would run as a formula.
fn write(cell: &str, out: &mut String) {
    let is_number = cell.parse::<f64>().is_ok();
    let is_formula = !is_number
        && cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%'])
        || cell.starts_with(['\t', '\r', '\n']);
    let is_quoted = is_formula || cell.contains([',', '"', '\r', '\n', ';']);
    if !is_quoted {
        out.push_str(cell);
        return;
    }
    out.push('"');
    if is_formula {
        out.push('\'');
    }
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let mut out = String::new();
        write(text, &mut out);
        out
    }

    #[test]
    fn a_cell_is_quoted_when_it_must_be_and_never_a_formula() {
        assert_eq!(cell("Express Logistics"), "Express Logistics");
        assert_eq!(cell("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
        assert_eq!(cell("=HYPERLINK(\"http://evil\")"), "\"'=HYPERLINK(\"\"http://evil\"\")\"");
        for text in ["+1+1", "-1+1", "@SUM(A1)", "\t=1", "  =1", "|x", "%x"] {
            assert!(cell(text).starts_with("\"'"), "{text:?}");
        }
        assert_eq!(cell("-12.50"), "-12.50");
    }
}
