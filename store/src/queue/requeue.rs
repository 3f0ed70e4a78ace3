//! Giving dead jobs all their tries again, one by one or a whole kind: what a person does when the cause is gone.

use std::collections::BTreeMap;

use domain::id::TenantId;
use domain::job::Class;
use sea_orm::Value;

use super::finish::run;
use crate::Store;
use crate::access::QueueTx;
use crate::error::StoreError;

/// Gives one dead job all its tries again; says whose it is.
///
/// # Errors
/// [`StoreError::NotFound`] when it is not dead, or no longer: somebody was faster.
pub async fn requeue_one(store: &Store, shard: &str, id: i64) -> Result<TenantId, StoreError> {
    let queue = store.open_queue(shard).await?;
    let sql = "SELECT id, tenant_id, class FROM queue.dead_list($1) WHERE id = $2";
    let dead = dead(&queue, sql, id.into()).await?;
    let tenant = dead.first().map(|one| one.tenant).ok_or(StoreError::NotFound)?;
    if requeue(store, shard, queue, &dead).await? == 0 { Err(StoreError::NotFound) } else { Ok(tenant) }
}

/// Gives every dead job of a kind all its tries again, in all shards; says how many of which tenant.
///
/// # Errors
/// When a database is not there; in the shards before it they are waiting again.
pub async fn requeue_kind(store: &Store, kind: &str) -> Result<BTreeMap<TenantId, u64>, StoreError> {
    let mut requeued = BTreeMap::new();
    for shard in store.shards() {
        let queue = store.open_queue(&shard.name).await?;
        let sql = "SELECT id, tenant_id, class FROM queue.dead_list($1) WHERE kind = $2";
        let dead = dead(&queue, sql, kind.into()).await?;
        for one in &dead {
            *requeued.entry(one.tenant).or_default() += 1;
        }
        requeue(store, &shard.name, queue, &dead).await?;
    }
    Ok(requeued)
}

/// How many jobs of each kind wait for a person, over all shards.
///
/// # Errors
/// When a database is not there.
pub async fn dead_kinds(store: &Store) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut kinds = BTreeMap::new();
    for shard in store.shards() {
        let sql = "SELECT kind, count(*) FROM queue.dead_list($1) GROUP BY kind";
        for row in run(store, &shard.name, sql, [i32::MAX.into()]).await? {
            let count: i64 = row.try_get_by_index(1)?;
            *kinds.entry(row.try_get_by_index(0)?).or_default() += u64::try_from(count).unwrap_or(0);
        }
    }
    Ok(kinds)
}

struct Dead {
    id: i64,
    tenant: TenantId,
    class: String,
}

async fn dead(queue: &QueueTx, sql: &'static str, which: Value) -> Result<Vec<Dead>, StoreError> {
    let rows = queue.connection().all(sql, [i32::MAX.into(), which]).await?;
    rows.iter()
        .map(|row| {
            Ok(Dead {
                id: row.try_get_by_index(0)?,
                tenant: TenantId::new(row.try_get_by_index(1)?),
                class: row.try_get_by_index(2)?,
            })
        })
        .collect()
}

/// Ends the transaction, and wakes whoever runs what waits again.
async fn requeue(store: &Store, shard: &str, queue: QueueTx, dead: &[Dead]) -> Result<i64, StoreError> {
    let ids: Vec<i64> = dead.iter().map(|one| one.id).collect();
    let values: [Value; 2] = [ids.into(), store.clock().fixed().into()];
    let rows = queue.connection().all("SELECT queue.requeue_dead($1, $2)", values).await?;
    queue.commit().await?;
    for class in Class::ALL {
        if dead.iter().any(|one| one.class == class.code()) {
            store.0.signals.ring(shard, class);
        }
    }
    rows.first().map_or(Ok(0), |row| Ok(row.try_get_by_index(0)?))
}
