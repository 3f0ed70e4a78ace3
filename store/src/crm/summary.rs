//! The connections of one tenant as its admin sees them: never a key, never a secret.

use chrono::{DateTime, Utc};
use domain::id::{ConnectionId, TenantId};

use crate::access::ControlTx;
use crate::error::StoreError;

/// A live connection without what proves it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConnectionSummary {
    /// Its id.
    pub id: ConnectionId,
    /// What it speaks.
    pub kind: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// How many secrets are accepted.
    pub secrets: i32,
}

/// The live connections of a tenant, the oldest first.
///
/// # Errors
/// When the database is not there.
pub async fn connections(
    control: &ControlTx,
    tenant: TenantId,
) -> Result<Vec<ConnectionSummary>, StoreError> {
    let rows = control
        .connection()
        .all(
            "SELECT id, kind, created_at, cardinality(secrets)
             FROM connections WHERE tenant_id = $1 AND retired_at IS NULL ORDER BY created_at, id",
            [tenant.uuid().into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ConnectionSummary {
                id: ConnectionId::new(row.try_get_by_index(0)?),
                kind: row.try_get_by_index(1)?,
                created_at: row.try_get_by_index(2)?,
                secrets: row.try_get_by_index(3)?,
            })
        })
        .collect()
}
