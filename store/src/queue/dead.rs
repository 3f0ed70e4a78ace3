//! Dead jobs: what waits for a person, and what a person can do about it.
//!
//! **Invariant:** whoever gives dead jobs another life is in the audit trail.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::id::TenantId;
use domain::job::Class;
use sea_orm::Value;
use uuid::Uuid;

use super::finish::run;
use crate::Store;
use crate::audit::AuditEntry;
use crate::error::StoreError;

/// How many dead jobs come back in one transaction.
const AT_ONCE: i32 = 1000;

/// A job that waits for a person.
#[derive(Clone, PartialEq, Debug)]
pub struct DeadJob {
    /// The shard it is in.
    pub shard: String,
    /// Its number there.
    pub id: i64,
    /// Whose it is.
    pub tenant: TenantId,
    /// Its name.
    pub kind: String,
    /// How often it was tried.
    pub attempt: i16,
    /// How often a worker went down under it.
    pub crashes: i16,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it was given up.
    pub died_at: DateTime<Utc>,
}

/// Which dead jobs; what is absent allows any.
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct DeadFilter {
    /// Those of this tenant.
    pub tenant: Option<TenantId>,
    /// Those of this name.
    pub kind: Option<String>,
}

impl DeadFilter {
    fn values(&self) -> [Value; 2] {
        [self.tenant.map(TenantId::uuid).into(), self.kind.clone().into()]
    }
}

/// The jobs that wait for a person, newest first.
///
/// # Errors
/// When a database is not there.
pub async fn dead_list(store: &Store, limit: u32) -> Result<Vec<DeadJob>, StoreError> {
    dead_of(store, &DeadFilter::default(), limit).await
}

/// Those of a tenant or a kind that wait for a person, newest first.
///
/// # Errors
/// When a database is not there.
pub async fn dead_of(store: &Store, filter: &DeadFilter, limit: u32) -> Result<Vec<DeadJob>, StoreError> {
    let mut dead = Vec::new();
    for shard in store.shards() {
        let sql = "SELECT id, tenant_id, kind, attempt, crashes, last_error, created_at, died_at
                   FROM queue.dead_of($1, $2, $3)";
        let [tenant, kind] = filter.values();
        let values = [tenant, kind, i32::try_from(limit).unwrap_or(i32::MAX).into()];
        for row in run(store, &shard.name, sql, values).await? {
            dead.push(DeadJob {
                shard: shard.name.clone(),
                id: row.try_get_by_index(0)?,
                tenant: TenantId::new(row.try_get_by_index(1)?),
                kind: row.try_get_by_index(2)?,
                attempt: row.try_get_by_index(3)?,
                crashes: row.try_get_by_index(4)?,
                last_error: row.try_get_by_index(5)?,
                created_at: row.try_get_by_index(6)?,
                died_at: row.try_get_by_index(7)?,
            });
        }
    }
    dead.sort_by_key(|one| std::cmp::Reverse(one.died_at));
    dead.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(dead)
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

/// Gives one dead job all its tries again. `by` is the operator; none for the platform's own command line.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no such dead job, or no such shard.
pub async fn requeue(store: &Store, by: Option<&Actor>, shard: &str, id: i64) -> Result<(), StoreError> {
    // This one is meant whenever it died: the database's clock may be ahead of ours.
    let until = store.clock().now() + Duration::days(36_500);
    let revived = revive(store, shard, Some(id), &DeadFilter::default(), until).await?;
    let Some(((tenant, _), _)) = revived.first_key_value() else { return Err(StoreError::NotFound) };
    store.record(entry(by).about(*tenant).on(format!("{shard}/{id}")));
    Ok(())
}

/// Gives all dead jobs of a tenant or a kind all their tries again. Returns how many there were.
///
/// # Errors
/// When a database is not there; those before it are alive.
pub async fn requeue_all(store: &Store, by: Option<&Actor>, filter: &DeadFilter) -> Result<u64, StoreError> {
    let mut total = 0;
    for shard in store.shards() {
        let until = now_in(store, &shard.name).await?;
        loop {
            let revived = revive(store, &shard.name, None, filter, until).await?;
            if revived.is_empty() {
                break;
            }
            for ((tenant, kind), count) in revived {
                store.record(entry(by).about(tenant).on(format!("{count} {kind} in {}", shard.name)));
                total += count;
            }
        }
    }
    Ok(total)
}

/// The time by which a shard's jobs died.
async fn now_in(store: &Store, shard: &str) -> Result<DateTime<Utc>, StoreError> {
    let sql = "SELECT coalesce($1, clock_timestamp())";
    let rows = run(store, shard, sql, [store.clock().fixed().into()]).await?;
    Ok(rows.first().ok_or(StoreError::NotFound)?.try_get_by_index(0)?)
}

/// How many came back, by tenant and kind.
type Revived = BTreeMap<(TenantId, String), u64>;

async fn revive(
    store: &Store,
    shard: &str,
    id: Option<i64>,
    filter: &DeadFilter,
    until: DateTime<Utc>,
) -> Result<Revived, StoreError> {
    let [tenant, kind] = filter.values();
    let sql = "SELECT class, tenant_id, kind FROM queue.revive($1, $2, $3, $4, $5, $6)";
    let values = [id.into(), tenant, kind, until.into(), AT_ONCE.into(), store.clock().fixed().into()];
    let mut revived = Revived::new();
    let mut classes = Vec::new();
    for row in run(store, shard, sql, values).await? {
        let (class, tenant, kind): (String, Uuid, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        classes.extend(Class::from_code(&class).filter(|class| !classes.contains(class)));
        *revived.entry((TenantId::new(tenant), kind)).or_default() += 1;
    }
    for class in classes {
        store.ring(shard, class);
    }
    Ok(revived)
}

fn entry(by: Option<&Actor>) -> AuditEntry {
    match by {
        Some(actor) => AuditEntry::of(actor, AuditAction::Requeue),
        None => AuditEntry::of_platform(AuditAction::Requeue),
    }
}
