//! Care for the queue: jobs of dead workers, and how much waits.

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

/// Takes the jobs of a shard whose lease ran out from the workers that are gone.
///
/// # Errors
/// When the shard's database is not there.
pub async fn reap(store: &Store, shard: &str) -> Result<Reaped, StoreError> {
    let mut reaped = Reaped::default();
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
    Ok(reaped)
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

fn count(row: &QueryResult, index: usize) -> Result<u64, StoreError> {
    let count: i64 = row.try_get_by_index(index)?;
    Ok(u64::try_from(count).unwrap_or(0))
}
