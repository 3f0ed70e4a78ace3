//! Effects on the outside world that must happen once: who was told what.
//!
//! Sending and recording cannot be one transaction, so whoever sends gives the message an id derived from the
//! key: sent twice after a crash, it is still one message to whoever receives it.

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// Records an effect; `true` the first time.
///
/// # Errors
/// When the database is not there.
pub async fn record(tenant: &TenantTx, kind: &str, key: &str) -> Result<bool, StoreError> {
    let written = sql::run(
        tenant,
        "INSERT INTO effects (tenant_id, kind, key, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        [tenant.tenant().uuid().into(), kind.into(), key.into(), tenant.clock().now().into()],
    )
    .await?;
    Ok(written > 0)
}

/// Whether an effect was recorded.
///
/// # Errors
/// When the database is not there.
pub async fn is_recorded(tenant: &TenantTx, kind: &str, key: &str) -> Result<bool, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT 1 FROM effects WHERE tenant_id = $1 AND kind = $2 AND key = $3",
        [tenant.tenant().uuid().into(), kind.into(), key.into()],
    )
    .await?;
    Ok(row.is_some())
}
