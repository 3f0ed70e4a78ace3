//! Snapshots of tenants' deals in memory, under a budget of bytes.

use std::future::Future;
use std::sync::Arc;

use domain::id::TenantId;
use domain::report::snapshot::Snapshot;
use moka::future::Cache;

use crate::error::StoreError;

/// Snapshots by tenant and version.
///
/// Isolation: the tenant is part of the key, and a snapshot says whose it is; both are compared before it is
/// used, so that a wrong entry is a refusal and never somebody else's figures.
#[derive(Clone, Debug)]
pub(crate) struct Snapshots(Cache<(TenantId, i64), Arc<Snapshot>>);

impl Snapshots {
    /// An empty cache that holds about this many bytes.
    pub(crate) fn new(budget: u64) -> Self {
        let weigh = |_: &(TenantId, i64), snapshot: &Arc<Snapshot>| {
            u32::try_from(snapshot.bytes()).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().weigher(weigh).max_capacity(budget).build())
    }

    /// The snapshot of a tenant at a version; loaded once however many ask at the same time.
    pub(crate) async fn of(
        &self,
        tenant: TenantId,
        version: i64,
        load: impl Future<Output = Result<Snapshot, StoreError>> + Send,
    ) -> Result<Arc<Snapshot>, StoreError> {
        if let Some(snapshot) = self.0.get(&(tenant, version)).await {
            return guard(tenant, snapshot);
        }
        let snapshot =
            self.0.try_get_with((tenant, version), async { load.await.map(Arc::new) }).await.map_err(
                |shared: Arc<StoreError>| match *shared {
                    StoreError::Unavailable(_) => StoreError::Unavailable(Box::new(shared)),
                    _ => StoreError::Database(Box::new(shared)),
                },
            )?;
        // The version before is of no use to anybody any more.
        self.0.invalidate(&(tenant, version - 1)).await;
        guard(tenant, snapshot)
    }
}

// Isolation: without this comparison a mix-up of keys would show one tenant's figures to another.
fn guard(tenant: TenantId, snapshot: Arc<Snapshot>) -> Result<Arc<Snapshot>, StoreError> {
    if snapshot.tenant() == tenant { Ok(snapshot) } else { Err(StoreError::Forbidden) }
}
