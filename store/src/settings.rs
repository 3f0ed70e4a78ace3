//! What a tenant has set; one row, and the defaults where there is none.

use domain::tenant::TenantSettings;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// The tenant's settings; the careful defaults when nothing was set.
///
/// # Errors
/// When the database is not there or the document cannot be read.
pub async fn load(tenant: &TenantTx) -> Result<TenantSettings, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT document FROM settings WHERE tenant_id = $1",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(TenantSettings::default()) };
    sql::document(row.try_get_by_index(0)?)
}

/// Replaces the tenant's settings.
///
/// # Errors
/// When the database is not there.
pub async fn save(tenant: &TenantTx, settings: &TenantSettings) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "INSERT INTO settings (tenant_id, document) VALUES ($1, $2)
         ON CONFLICT (tenant_id) DO UPDATE SET document = EXCLUDED.document",
        [tenant.tenant().uuid().into(), sql::json(settings)],
    )
    .await?;
    tenant.note_changed();
    Ok(())
}
