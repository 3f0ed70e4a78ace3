//! Shuts out routes to a tenant that were looked up before its place changed.
//!
//! Processes remember routes for half a minute. Every context is signed together with the epoch of its route, and the
//! shard itself knows the least epoch that it takes: a stale route fails at its first statement, and the process that
//! held it asks the directory again. It costs a look into a table that is empty unless tenants were moved.

use domain::id::TenantId;
use sea_orm::sqlx;

use crate::Store;
use crate::error::StoreError;

/// Gives a tenant's place a new epoch, in the directory and then in its shard, and returns it.
///
/// From then on no older route is taken there. Only where the migrator's login is configured.
///
/// # Errors
/// [`StoreError::NotFound`] for an unknown tenant; when a database is not there, call it again.
pub async fn fence(store: &Store, tenant: TenantId) -> Result<i32, StoreError> {
    let control = store.open_control().await?;
    let row = control
        .connection()
        .one(
            "UPDATE placements SET epoch = epoch + 1 WHERE tenant_id = $1 RETURNING shard, epoch",
            [tenant.uuid().into()],
        )
        .await?
        .ok_or(StoreError::NotFound)?;
    let (shard, epoch): (String, i32) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    let pool = store.migrator_pool(&shard)?;
    // The directory first: a route that the shard refuses must find a newer one.
    control.commit().await?;
    sqlx::query("select ctx.raise_fence($1, $2)").bind(tenant.uuid()).bind(epoch).execute(pool).await?;
    store.forget(tenant).await;
    Ok(epoch)
}
