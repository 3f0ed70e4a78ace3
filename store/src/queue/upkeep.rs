//! Care for the queue: jobs of dead workers, how much waits, and what waits for a person.

use chrono::{DateTime, Utc};
use domain::id::TenantId;
use domain::job::Class;
use sea_orm::{QueryResult, Value};

use super::finish::run;
use crate::Store;
use crate::error::StoreError;

/// How many expired leases one call looks at in a shard.
const REAPED_AT_ONCE: i32 = 1000;

/// What a reaper found.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default)]
pub struct Reaped {
    /// Jobs that wait for another try.
    pub retried: u64,
    /// Jobs that are dead.
    pub dead: u64,
}

/// How much of a class waits, over all shards.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Depth {
    /// The class.
    pub class: Class,
    /// Jobs that could run.
    pub ready: u64,
    /// Jobs whose time has not come.
    pub later: u64,
    /// Jobs under a lease.
    pub running: u64,
    /// Jobs that wait for a person.
    pub dead: u64,
    /// Jobs whose time has come and whose tenant is stopped.
    pub parked: u64,
    /// For how long the oldest that could run has been waiting.
    pub oldest_seconds: f64,
}

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

/// Takes the jobs whose lease ran out from the workers that are gone.
///
/// # Errors
/// When a database is not there; the others were looked at.
pub async fn reap(store: &Store) -> Result<Reaped, StoreError> {
    let mut reaped = Reaped::default();
    let mut problem = None;
    for shard in store.shards() {
        match reap_in(store, &shard.name, &mut reaped).await {
            Ok(()) => {}
            Err(error) => problem = Some(error),
        }
    }
    problem.map_or(Ok(reaped), Err)
}

async fn reap_in(store: &Store, shard: &str, reaped: &mut Reaped) -> Result<(), StoreError> {
    let seed = i64::from_le_bytes(store.clock().random());
    let values: [Value; 3] = [REAPED_AT_ONCE.into(), seed.into(), store.clock().fixed().into()];
    for row in run(store, shard, "SELECT is_dead, count FROM queue.reap($1, $2, $3)", values).await? {
        let count = count(&row, 1)?;
        if row.try_get_by_index(0)? {
            reaped.dead += count;
        } else {
            reaped.retried += count;
        }
    }
    Ok(())
}

/// How much waits in every class, most urgent first.
///
/// # Errors
/// When a database is not there.
pub async fn depth(store: &Store) -> Result<Vec<Depth>, StoreError> {
    let mut depths = Class::ALL.map(|class| Depth {
        class,
        ready: 0,
        later: 0,
        running: 0,
        dead: 0,
        parked: 0,
        oldest_seconds: 0.0,
    });
    for shard in store.shards() {
        let sql = "SELECT class, ready, later, running, dead, oldest_seconds, parked FROM queue.depth($1)";
        for row in run(store, &shard.name, sql, [store.clock().fixed().into()]).await? {
            let code: String = row.try_get_by_index(0)?;
            let Some(depth) = depths.iter_mut().find(|depth| depth.class.code() == code) else { continue };
            depth.ready += count(&row, 1)?;
            depth.later += count(&row, 2)?;
            depth.running += count(&row, 3)?;
            depth.dead += count(&row, 4)?;
            depth.parked += count(&row, 6)?;
            depth.oldest_seconds = depth.oldest_seconds.max(row.try_get_by_index(5)?);
        }
    }
    Ok(depths.to_vec())
}

/// The jobs that wait for a person, newest first.
///
/// # Errors
/// When a database is not there.
pub async fn dead_list(store: &Store, limit: u32) -> Result<Vec<DeadJob>, StoreError> {
    let mut dead = Vec::new();
    for shard in store.shards() {
        let sql = "SELECT id, tenant_id, kind, attempt, crashes, last_error, created_at, died_at
                   FROM queue.dead_list($1)";
        let limit = i32::try_from(limit).unwrap_or(i32::MAX);
        for row in run(store, &shard.name, sql, [limit.into()]).await? {
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

/// Gives dead jobs all their tries again. Returns how many there were.
///
/// # Errors
/// When a database is not there.
pub async fn requeue_dead(store: &Store, jobs: &[DeadJob]) -> Result<u64, StoreError> {
    let mut requeued = 0;
    for shard in store.shards() {
        let ids: Vec<i64> = jobs.iter().filter(|job| job.shard == shard.name).map(|job| job.id).collect();
        if ids.is_empty() {
            continue;
        }
        let values: [Value; 2] = [ids.into(), store.clock().fixed().into()];
        for row in run(store, &shard.name, "SELECT queue.requeue_dead($1, $2)", values).await? {
            requeued += count(&row, 0)?;
        }
    }
    for class in Class::ALL {
        store.wake().ring(class);
    }
    Ok(requeued)
}

fn count(row: &QueryResult, index: usize) -> Result<u64, StoreError> {
    let count: i64 = row.try_get_by_index(index)?;
    Ok(u64::try_from(count).unwrap_or(0))
}
