//! Snapshots of tenants' deals in memory, under a budget of bytes.

use std::future::Future;
use std::sync::{Arc, OnceLock};

use domain::id::TenantId;
use domain::report::snapshot::Snapshot;
use moka::Entry;
use moka::future::Cache;
use moka::ops::compute::Op;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::error::StoreError;
use crate::signal::Change;

/// The newest snapshot of each tenant that was asked for.
///
/// Isolation: the tenant is the key, and a snapshot says whose it is; both are compared before it is used, so that a
/// wrong entry is a refusal and never somebody else's figures.
#[derive(Clone, Debug)]
pub(crate) struct Snapshots(Cache<TenantId, (i64, Arc<Snapshot>)>);

impl Snapshots {
    /// An empty cache that holds about this many bytes.
    pub(crate) fn new(budget: u64) -> Self {
        let weigh = |_: &TenantId, (_, snapshot): &(i64, Arc<Snapshot>)| {
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
        if let Some((known, snapshot)) = self.0.get(&tenant).await
            && known == version
        {
            return guard(tenant, snapshot);
        }
        let loaded = OnceLock::new();
        let put = self.0.entry(tenant).and_try_compute_with(async |entry| {
            let known = entry.map(|entry| entry.value().clone());
            let (known, snapshot) = match known {
                Some((known, snapshot)) if known == version => (known, snapshot),
                known => (known.map_or(version, |(known, _)| known), Arc::new(load.await?)),
            };
            drop(loaded.set(Arc::clone(&snapshot)));
            // Whoever still reads an older version keeps it for himself.
            Ok::<_, StoreError>(if known > version { Op::Nop } else { Op::Put((version, snapshot)) })
        });
        put.await?;
        guard(tenant, loaded.into_inner().ok_or(StoreError::NotFound)?)
    }

    /// Forgets what was read of a tenant before a change, in this process or another, until `stop`: what was erased
    /// is not kept until somebody looks again.
    pub(crate) async fn follow(self, mut changes: Receiver<Change>, stop: CancellationToken) {
        loop {
            let change = tokio::select! {
                change = changes.recv() => change,
                () = stop.cancelled() => return,
            };
            match change {
                Ok(Change { tenant, version }) => {
                    let is_older = |entry: Option<Entry<TenantId, (i64, Arc<Snapshot>)>>| {
                        let is_older = entry.is_some_and(|entry| entry.value().0 < version);
                        std::future::ready(if is_older { Op::Remove } else { Op::Nop })
                    };
                    self.0.entry(tenant).and_compute_with(is_older).await;
                }
                Err(RecvError::Lagged(_)) => self.0.invalidate_all(),
                Err(RecvError::Closed) => return,
            }
        }
    }
}

// Isolation: without this comparison a mix-up of keys would show one tenant's figures to another.
fn guard(tenant: TenantId, snapshot: Arc<Snapshot>) -> Result<Arc<Snapshot>, StoreError> {
    if snapshot.tenant() == tenant { Ok(snapshot) } else { Err(StoreError::Forbidden) }
}

#[cfg(test)]
mod tests {
    use domain::report::snapshot::Builder;
    use tokio::sync::broadcast;
    use uuid::Uuid;

    use super::*;

    fn tenant(number: u128) -> TenantId {
        TenantId::new(Uuid::from_u128(number))
    }

    async fn read(all: &Snapshots, whose: TenantId, version: i64) -> Option<i64> {
        let mut loaded = None;
        let load = async {
            loaded = Some(version);
            Ok(Builder::new(whose, version, Vec::new()).finish())
        };
        let found = all.of(whose, version, load).await.expect("a snapshot");
        assert_eq!((found.tenant(), found.version()), (whose, version));
        loaded
    }

    #[tokio::test]
    async fn a_version_is_loaded_once_and_takes_the_place_of_the_one_before() {
        let all = Snapshots::new(1 << 20);
        assert_eq!(read(&all, tenant(1), 5).await, Some(5));
        assert_eq!(read(&all, tenant(1), 5).await, None);
        assert_eq!(read(&all, tenant(2), 5).await, Some(5), "another tenant's is another");
        assert_eq!(read(&all, tenant(1), 7).await, Some(7));
        assert_eq!(read(&all, tenant(1), 5).await, Some(5), "whoever still reads the older one has it");
        assert_eq!(read(&all, tenant(1), 7).await, None, "and does not take the newer one away");
        let failed = all.of(tenant(3), 1, async { Err(StoreError::NotFound) }).await;
        assert!(failed.is_err());
        assert_eq!(read(&all, tenant(3), 1).await, Some(1), "the next one tries again");
    }

    /// An erased answer was kept in memory until somebody looked at the report again.
    #[tokio::test]
    async fn what_was_read_before_a_change_is_forgotten_at_the_change() {
        let all = Snapshots::new(1 << 20);
        let (changes, heard) = broadcast::channel(4);
        let stop = CancellationToken::new();
        let following = tokio::spawn(all.clone().follow(heard, stop.clone()));
        for whose in [tenant(1), tenant(2)] {
            read(&all, whose, 5).await;
        }
        changes.send(Change { tenant: tenant(1), version: 6 }).expect("somebody listens");
        while all.0.contains_key(&tenant(1)) {
            tokio::task::yield_now().await;
        }
        assert!(all.0.contains_key(&tenant(2)));
        read(&all, tenant(2), 6).await;
        changes.send(Change { tenant: tenant(2), version: 6 }).expect("somebody listens");
        stop.cancel();
        following.await.expect("it ends");
        assert_eq!(read(&all, tenant(2), 6).await, None, "what was read after the change stays");
    }
}
