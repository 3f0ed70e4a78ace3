//! Taking jobs out of the queue, fairly over the tenants.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::id::TenantId;
use domain::job::{Class, Job};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use super::finish::{Failure, settle};
use crate::Store;
use crate::error::StoreError;

/// A job that this process holds under a lease.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its number in its shard's queue.
    pub id: i64,
    /// Whose job it is; from the row, never from the payload.
    pub tenant: TenantId,
    /// What to do.
    pub job: Job,
    /// Which try this is, from 1.
    pub attempt: i16,
    /// How many tries it has.
    pub max_attempts: i16,
    /// How often a worker went down under it.
    pub crashes: i16,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// What proves that the job is still ours.
    pub lease: Uuid,
    pub(super) shard: Arc<str>,
    completing: Arc<AtomicBool>,
}

impl Claimed {
    /// The shard whose queue it is in.
    #[must_use]
    pub fn shard(&self) -> &str {
        &self.shard
    }

    /// Whether a handler has completed it inside its own transaction.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        self.completing.load(Ordering::Acquire)
    }

    /// Whether it brought a worker down before, and must run with care.
    #[must_use]
    pub const fn is_suspect(&self) -> bool {
        self.crashes > 0
    }

    pub(super) fn note_completed(&self) {
        self.completing.store(true, Ordering::Release);
    }
}

/// Takes up to `count` due jobs of a class, from one shard after the other, and holds them for `hold`.
///
/// A worker asks every shard for itself, with [`claim_in`]: so one that is away keeps no other waiting.
///
/// # Errors
/// When nothing was claimed because a database is not there.
pub async fn claim(
    store: &Store,
    class: Class,
    count: usize,
    hold: Duration,
) -> Result<Vec<Claimed>, StoreError> {
    let (mut claimed, mut problem) = (Vec::new(), None);
    for shard in store.shards() {
        let wanted = count - claimed.len().min(count);
        if wanted == 0 {
            break;
        }
        match claim_in(store, &shard.name, (class, wanted, hold), &[]).await {
            Ok(jobs) => claimed.extend(jobs),
            Err(error) => problem = Some(error),
        }
    }
    match problem {
        Some(error) if claimed.is_empty() => Err(error),
        Some(_) | None => Ok(claimed),
    }
}

/// Takes up to `count` due jobs of a class out of one shard, and holds them for `hold`.
///
/// None of tenants that have enough already.
///
/// # Errors
/// When the shard's database is not there.
pub async fn claim_in(
    store: &Store,
    shard: &str,
    (class, count, hold): (Class, usize, Duration),
    full: &[TenantId],
) -> Result<Vec<Claimed>, StoreError> {
    let lease = store.clock().new_id();
    let full: Vec<Uuid> = full.iter().map(|tenant| tenant.uuid()).collect();
    let values: [Value; 6] = [
        class.code().into(),
        i32::try_from(count).unwrap_or(i32::MAX).into(),
        lease.into(),
        hold.as_secs_f64().into(),
        store.clock().fixed().into(),
        full.into(),
    ];
    let queue = store.open_queue(shard).await?;
    let rows = queue
        .connection()
        .all(
            "SELECT id, tenant_id, payload, attempt, max_attempts, crashes, created_at
             FROM queue.claim($1, $2, $3, make_interval(secs => $4), $5, $6)",
            values,
        )
        .await?;
    queue.commit().await?;
    let name: Arc<str> = shard.into();
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        match read(&row, lease, &name)? {
            Ok(job) => claimed.push(job),
            // A newer version of us enqueued it: give it time to find a worker that knows it.
            Err(unknown) => {
                tracing::error!(job.id = unknown.id, error = %unknown.reason, "a job that this version does not know");
                let failure = Failure::Retry(format!("not understood: {}", unknown.reason));
                // What was claimed with it runs all the same; if this fails, its lease runs out.
                if let Err(error) = settle(store, shard, unknown.id, lease, unknown.attempt, &failure).await {
                    tracing::warn!(job.id = unknown.id, %error, "cannot put off a job that is not understood");
                }
            }
        }
    }
    Ok(claimed)
}

/// A claimed row that does not read as a job.
struct Unknown {
    id: i64,
    attempt: i16,
    reason: serde_json::Error,
}

fn read(row: &QueryResult, lease: Uuid, shard: &Arc<str>) -> Result<Result<Claimed, Unknown>, StoreError> {
    let id = row.try_get_by_index(0)?;
    let attempt = row.try_get_by_index(3)?;
    let job = match serde_json::from_value(row.try_get_by_index(2)?) {
        Ok(job) => job,
        Err(reason) => return Ok(Err(Unknown { id, attempt, reason })),
    };
    Ok(Ok(Claimed {
        id,
        tenant: TenantId::new(row.try_get_by_index(1)?),
        job,
        attempt,
        max_attempts: row.try_get_by_index(4)?,
        crashes: row.try_get_by_index(5)?,
        created_at: row.try_get_by_index(6)?,
        lease,
        shard: Arc::clone(shard),
        completing: Arc::default(),
    }))
}
