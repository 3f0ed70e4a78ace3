//! What reports read: the overview of one tenant for one filter.
//!
//! The flow: a snapshot of the tenant's closed deals (columns in memory, one per tenant and version of its data)
//! answers every tile for any filter; the series of an unfiltered overview comes from the monthly rollups when
//! they are up to date; the newest answers are read from rows, as far as this reader may read them.

pub mod rollup;

mod cache;
mod load;
mod newest;
mod reader;
mod reasons;

pub(crate) use cache::Snapshots;
pub(crate) use reader::{may_read, readable};
pub(crate) use reasons::gives_reasons;

use std::sync::Arc;

use domain::deal::DealListQuery;
use domain::report::snapshot::Snapshot;
use domain::report::{Dashboard, FilterOptions, ReportFilter};
use domain::tenant::TenantSettings;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{settings, sql};

/// The overview.
///
/// # Errors
/// When the database is not there.
pub async fn dashboard(tenant: &TenantTx, filter: &ReportFilter) -> Result<Dashboard, StoreError> {
    let filter = &filter.sane();
    let state = state(tenant).await?;
    let snapshot = snapshot(tenant, state.data_version).await?;
    let today = tenant.clock().today();
    let mut figures =
        snapshot.view(filter, reader::reader(tenant), state.settings.no_decision, today).figures();
    if filter.is_plain() && state.rollups_version == state.data_version && !figures.by_quarter.is_empty() {
        figures.by_quarter =
            rollup::by_quarter(tenant, &figures.by_quarter, state.settings.no_decision).await?;
    }
    Ok(Dashboard {
        as_of: tenant.clock().now(),
        data_version: state.data_version,
        period: filter.period.label(),
        compared_with: filter.period.previous_label(),
        no_decision: state.settings.no_decision,
        home_currency: state.settings.home_currency,
        headline: figures.headline,
        by_quarter: figures.by_quarter,
        reasons: figures.reasons,
        reasons_basis: figures.reasons_basis,
        competitors: figures.competitors,
        cycle: figures.cycle,
        newest: newest::answers(tenant, filter).await?,
        options: figures.options,
    })
}

/// How many deals the overview counts for the theme that a list of deals is about beside those that are `listed`: by
/// answers which this reader may not read. None when no tile of it is about the same.
///
/// # Errors
/// When the database is not there.
pub(crate) async fn unlisted(
    tenant: &TenantTx,
    filter: &ReportFilter,
    query: &DealListQuery,
    listed: i64,
) -> Result<i64, StoreError> {
    // Isolation: only what a tile says anyway. A figure for another filter, such as won deals alone, could be taken
    // from the tile's and would say of whom it is.
    let (Some(theme), Some(overview)) = (query.only_theme(), filter.of_lost()) else { return Ok(0) };
    let state = state(tenant).await?;
    let snapshot = snapshot(tenant, state.data_version).await?;
    let today = tenant.clock().today();
    let view = snapshot.view(&overview, reader::reader(tenant), state.settings.no_decision, today);
    let (reasons, _) = view.reasons();
    let counted = reasons.iter().find(|reason| reason.theme == theme).map_or(0, |reason| reason.deals.hits);
    Ok((counted - listed).max(0))
}

/// What can be filtered by.
///
/// # Errors
/// When the database is not there.
pub async fn options(tenant: &TenantTx) -> Result<FilterOptions, StoreError> {
    let version = data_version(tenant).await?;
    Ok(snapshot(tenant, version).await?.options())
}

/// The columns that the overview is computed from: what measurements look at.
///
/// # Errors
/// When the database is not there.
#[cfg(feature = "testing")]
pub async fn columns(tenant: &TenantTx) -> Result<Arc<Snapshot>, StoreError> {
    let version = data_version(tenant).await?;
    snapshot(tenant, version).await
}

/// The version of the tenant's data: grows with every change that reports can show.
///
/// # Errors
/// When the database is not there.
pub async fn data_version(tenant: &TenantTx) -> Result<i64, StoreError> {
    Ok(state(tenant).await?.data_version)
}

pub(crate) struct State {
    pub(crate) settings: TenantSettings,
    pub(crate) data_version: i64,
    pub(crate) rollups_version: i64,
}

pub(crate) async fn state(tenant: &TenantTx) -> Result<State, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT data_version, rollups_version FROM settings WHERE tenant_id = $1",
        [tenant.tenant().uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    Ok(State {
        settings: settings::load(tenant).await?,
        data_version: row.try_get_by_index(0)?,
        rollups_version: row.try_get_by_index(1)?,
    })
}

/// The snapshot of that version, from memory or loaded through this tenant's door.
async fn snapshot(tenant: &TenantTx, version: i64) -> Result<Arc<Snapshot>, StoreError> {
    tenant.snapshots().of(tenant.tenant(), version, load::snapshot(tenant, version)).await
}
