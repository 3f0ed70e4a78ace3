//! House-keeping beside the crews: what no job does and nobody waits for.

use std::time::Duration;

use store::queue::{self, Reaped};
use store::{Store, StoreError, tenancy};

use super::RunnerConfig;
use super::house::within;

/// Gives the jobs of workers that died to others, and serves tenants again that were stopped; in one shard, so that one
/// that is away keeps no other waiting.
pub(super) async fn reap(store: Store, shard: String, config: RunnerConfig) {
    let mut rest = config.reap;
    loop {
        tokio::time::sleep(rest).await;
        rest = match within(config.lease, look(&store, &shard)).await {
            Ok(()) => config.reap,
            Err(error) => {
                // Nobody could lengthen a lease while the database was away: let the living speak first.
                tracing::warn!(shard, %error, "cannot look for the jobs of workers that went away");
                config.lease
            }
        };
    }
}

async fn look(store: &Store, shard: &str) -> Result<(), StoreError> {
    let reaped = queue::reap(store, shard).await?;
    if reaped != Reaped::default() {
        let Reaped { retried, dead } = reaped;
        tracing::warn!(shard, retried, dead, "took jobs from workers that went away");
    }
    for tenant in queue::resume(store, shard).await? {
        tracing::info!(tenant.id = %tenant, "the jobs of a tenant that was stopped go on");
    }
    Ok(())
}

/// Keeps spare schemas ready, so that a silo is born in milliseconds; only where the migrator's login is configured.
pub(super) async fn keep_spares(store: Store, every: Duration) {
    loop {
        match tenancy::keep_spares(&store).await {
            Ok(0) => {}
            Ok(made) => tracing::info!(made, "made spare schemas for the next silos"),
            // The next time will do; until then a silo is made from scratch.
            Err(error) => tracing::warn!(%error, "no spare schemas could be made"),
        }
        tokio::time::sleep(every).await;
    }
}
