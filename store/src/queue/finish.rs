//! What becomes of a claimed job: completed, failed, given back, or held for longer.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::job::{Class, back_off};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use super::claim::Claimed;
use crate::Store;
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// Why a run did not complete its job. The texts are kept beside the job: no names, no answers.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum Failure {
    /// Another try may work.
    Retry(String),
    /// No try will ever work.
    Fail(String),
    /// It brought its worker down; the second time it is dead.
    Crash(String),
}

/// Where a failed job went.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Settled {
    /// It waits for its next try.
    Later,
    /// It waits for a person.
    Dead,
    /// It was somebody else's by now.
    Lost,
}

impl TenantTx {
    /// Ends a job together with its effects: call it last, before the commit.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the job was given to another worker; then this door must be dropped, so that
    /// the effects happen once.
    pub async fn complete(&self, claimed: &Claimed) -> Result<(), StoreError> {
        let values: [Value; 2] = [claimed.id.into(), claimed.lease.into()];
        let row = sql::one(self, "SELECT queue.complete($1, $2)", values).await?;
        let is_ours = row.map(|row| row.try_get_by_index::<bool>(0)).transpose()?.unwrap_or(false);
        if !is_ours {
            return Err(StoreError::LeaseLost);
        }
        claimed.note_completed();
        Ok(())
    }
}

/// Marks a suspect job as running now. False when the lease was lost.
///
/// # Errors
/// When the database is not there.
pub async fn start(store: &Store, claimed: &Claimed) -> Result<bool, StoreError> {
    let values: [Value; 2] = [claimed.id.into(), claimed.lease.into()];
    let rows = run(store, &claimed.shard, "SELECT queue.start($1, $2)", values).await?;
    Ok(rows.first().map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(false))
}

/// Records a failed run, and when to try again: back-off with jitter.
///
/// # Errors
/// When the database is not there; then the lease runs out and the reaper finds the job.
pub async fn fail(store: &Store, claimed: &Claimed, failure: &Failure) -> Result<Settled, StoreError> {
    settle(store, &claimed.shard, claimed.id, claimed.lease, claimed.attempt, failure).await
}

pub(super) async fn settle(
    store: &Store,
    shard: &str,
    id: i64,
    lease: Uuid,
    attempt: i16,
    failure: &Failure,
) -> Result<Settled, StoreError> {
    let unit = f64::from(u32::from_le_bytes(store.clock().random())) / f64::from(u32::MAX);
    let (text, wait, is_crash) = match failure {
        Failure::Retry(text) => (text, Some(back_off(attempt, unit)), false),
        Failure::Fail(text) => (text, None, false),
        Failure::Crash(text) => (text, Some(back_off(attempt, unit)), true),
    };
    let values: [Value; 6] = [
        id.into(),
        lease.into(),
        // A database takes no text with a NUL in it, and what cannot be recorded would be tried for ever.
        text.replace('\0', "").into(),
        wait.into(),
        is_crash.into(),
        store.clock().fixed().into(),
    ];
    let sql = "SELECT queue.fail($1, $2, $3, make_interval(secs => $4), $5, $6)";
    let rows = run(store, shard, sql, values).await?;
    let word: Option<String> = rows.first().map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    Ok(match word.as_deref() {
        Some("dead") => Settled::Dead,
        Some(_) => Settled::Later,
        None => Settled::Lost,
    })
}

/// Ends jobs that had nothing to write behind a tenant's door. Returns how many were still ours. A shard that cannot
/// be reached does not keep the others' jobs.
///
/// # Errors
/// When a database is not there; then some of them will run again.
pub async fn complete_many(store: &Store, claimed: &[Claimed]) -> Result<usize, StoreError> {
    let mut ended = Vec::new();
    for (shard, leases) in by_lease(claimed) {
        ended.push(complete_in(store, shard, leases).await);
    }
    ended.into_iter().sum()
}

async fn complete_in(store: &Store, shard: &str, leases: Leases) -> Result<usize, StoreError> {
    let queue = store.open_queue(shard).await?;
    let mut ended = 0;
    for (lease, ids) in leases {
        let values: [Value; 2] = [ids.into(), lease.into()];
        ended += queue.connection().all("SELECT queue.complete_many($1, $2)", values).await?.len();
    }
    queue.commit().await?;
    Ok(ended)
}

/// Gives back jobs that were not run; the try does not count.
///
/// # Errors
/// When a database is not there; then the leases run out.
pub async fn release(store: &Store, claimed: &[Claimed]) -> Result<(), StoreError> {
    let mut released = Vec::new();
    for (shard, leases) in by_lease(claimed) {
        released.push(release_in(store, shard, leases).await);
    }
    for class in Class::ALL {
        if claimed.iter().any(|one| one.job.class() == class) {
            store.wake().ring(class);
        }
    }
    released.into_iter().collect()
}

async fn release_in(store: &Store, shard: &str, leases: Leases) -> Result<(), StoreError> {
    let queue = store.open_queue(shard).await?;
    for (lease, ids) in leases {
        let values: [Value; 2] = [ids.into(), lease.into()];
        queue.connection().all("SELECT queue.release($1, $2)", values).await?;
    }
    queue.commit().await
}

/// Holds jobs for longer. Returns the places in `claimed` of those that are no longer ours. Where a shard cannot be
/// reached, the jobs of the others are held all the same.
///
/// # Errors
/// When no shard is there.
pub async fn extend(store: &Store, claimed: &[Claimed], hold: Duration) -> Result<Vec<usize>, StoreError> {
    let (mut lost, mut problem, mut is_any_held) = (Vec::new(), None, false);
    for (shard, leases) in by_lease(claimed) {
        match extend_in(store, shard, leases, hold).await {
            Ok(ids) => {
                is_any_held = true;
                lost.extend(ids.into_iter().filter_map(|(id, lease)| {
                    claimed.iter().position(|one| one.id == id && one.lease == lease)
                }));
            }
            Err(error) => {
                tracing::warn!(shard, %error, "cannot lengthen the leases of running jobs");
                problem = Some(error);
            }
        }
    }
    lost.sort_unstable();
    match problem {
        Some(error) if !is_any_held => Err(error),
        Some(_) | None => Ok(lost),
    }
}

async fn extend_in(
    store: &Store,
    shard: &str,
    leases: Leases,
    hold: Duration,
) -> Result<Vec<(i64, Uuid)>, StoreError> {
    let queue = store.open_queue(shard).await?;
    let mut lost = Vec::new();
    for (lease, ids) in leases {
        let values: [Value; 4] =
            [ids.into(), lease.into(), hold.as_secs_f64().into(), store.clock().fixed().into()];
        let sql = "SELECT queue.extend($1, $2, make_interval(secs => $3), $4)";
        for row in queue.connection().all(sql, values).await? {
            lost.push((row.try_get_by_index(0)?, lease));
        }
    }
    queue.commit().await?;
    Ok(lost)
}

/// The ids of jobs under each lease.
type Leases = BTreeMap<Uuid, Vec<i64>>;

/// The ids of jobs under each lease, for each shard: what one claim took is one statement.
fn by_lease(claimed: &[Claimed]) -> BTreeMap<&str, Leases> {
    let mut shards: BTreeMap<&str, Leases> = BTreeMap::new();
    for one in claimed {
        shards.entry(&*one.shard).or_default().entry(one.lease).or_default().push(one.id);
    }
    shards
}

/// One statement behind a shard's queue door.
pub(super) async fn run(
    store: &Store,
    shard: &str,
    sql: &'static str,
    values: impl IntoIterator<Item = Value> + Send,
) -> Result<Vec<QueryResult>, StoreError> {
    let queue = store.open_queue(shard).await?;
    let rows = queue.connection().all(sql, values).await?;
    queue.commit().await?;
    Ok(rows)
}
