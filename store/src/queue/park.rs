//! Stopped tenants: their lanes are parked, and served again when the tenant is open.
//!
//! The directory is the authority and lies in another database, so nobody has to remember to unpark: a worker asks it
//! every few seconds about the tenants that have a parked lane, however many jobs wait there.

use domain::id::TenantId;
use domain::job::Class;
use sea_orm::Value;
use uuid::Uuid;

use super::claim::Claimed;
use super::finish::run;
use crate::Store;
use crate::error::StoreError;
use crate::tenancy;

/// Gives back a job whose tenant is stopped; the try does not count, and no job of this tenant and class is claimed
/// until [`resume`] finds the tenant open. False when the lease was lost.
///
/// # Errors
/// When the database is not there; then the lease runs out and the reaper finds the job.
pub async fn park(store: &Store, claimed: &Claimed) -> Result<bool, StoreError> {
    let values: [Value; 2] = [claimed.id.into(), claimed.lease.into()];
    let rows = run(store, &claimed.shard, "SELECT queue.park($1, $2)", values).await?;
    Ok(rows.first().map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(false))
}

/// Serves the lanes of a shard's tenants that are open again. Returns those tenants.
///
/// # Errors
/// When a database is not there.
pub async fn resume(store: &Store, shard: &str) -> Result<Vec<TenantId>, StoreError> {
    let rows = run(store, shard, "SELECT queue.parked()", []).await?;
    let parked = rows.iter().map(|row| Ok(TenantId::new(row.try_get_by_index(0)?)));
    let parked = parked.collect::<Result<Vec<_>, StoreError>>()?;
    if parked.is_empty() {
        return Ok(parked);
    }
    let control = store.open_control().await?;
    let stopped = tenancy::stopped_among(&control, &parked).await?;
    drop(control);
    // Who is not in the directory any more is not stopped: the jobs say so themselves when they run.
    let open: Vec<TenantId> = parked.into_iter().filter(|tenant| !stopped.contains(tenant)).collect();
    if open.is_empty() {
        return Ok(open);
    }
    for tenant in &open {
        store.forget(*tenant).await;
    }
    let ids: Vec<Uuid> = open.iter().map(|tenant| tenant.uuid()).collect();
    for row in run(store, shard, "SELECT queue.unpark($1)", [ids.into()]).await? {
        let code: String = row.try_get_by_index(0)?;
        if let Some(class) = Class::from_code(&code) {
            store.ring(shard, class);
        }
    }
    Ok(open)
}
