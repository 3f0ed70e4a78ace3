//! Putting jobs into the queue, in the transaction that causes them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::job::{Class, Job};
use sea_orm::Value;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// The arrays of one bulk insert.
#[derive(Default)]
struct Batch {
    max_attempts: i16,
    payloads: Vec<String>,
    dedup_keys: Vec<String>,
}

impl TenantTx {
    /// Adds a job that starts as soon as this transaction has committed.
    ///
    /// # Errors
    /// When the database does not take it; then the transaction cannot be committed.
    pub async fn enqueue(&self, job: Job) -> Result<(), StoreError> {
        self.insert_job(&job, None).await
    }

    /// Adds a job that starts at a given time, or at once when that has passed.
    ///
    /// It waits for as long as that is from now, by the clock of its shard: if it were started at that time of a clock
    /// that is ahead of the worker's, the worker would find it too early, and put it off to the same time again and again.
    ///
    /// # Errors
    /// When the database does not take it; then the transaction cannot be committed.
    pub async fn enqueue_after(&self, job: Job, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.insert_job(&job, Some(at)).await
    }

    /// Adds many jobs in one statement for each kind.
    ///
    /// # Errors
    /// When the database does not take them; then the transaction cannot be committed.
    pub async fn enqueue_many(&self, jobs: &[Job]) -> Result<(), StoreError> {
        let mut batches: BTreeMap<(&'static str, Class), Batch> = BTreeMap::new();
        for job in jobs {
            let batch = batches.entry((job.kind(), job.class())).or_default();
            batch.max_attempts = job.max_attempts();
            batch.payloads.push(serde_json::to_string(job)?);
            batch.dedup_keys.push(job.dedup_key());
        }
        for ((kind, class), batch) in batches {
            let values: [Value; 6] = [
                kind.into(),
                class.code().into(),
                batch.payloads.into(),
                batch.dedup_keys.into(),
                batch.max_attempts.into(),
                self.clock().fixed().into(),
            ];
            sql::one(self, "SELECT queue.enqueue_many($1, $2, $3, $4, $5, $6)", values).await?;
            self.note_enqueued(class);
        }
        Ok(())
    }

    /// The arguments of `queue.enqueue_all`, for a statement that does something else as well; who runs it notes the
    /// classes.
    pub(crate) fn enqueued(&self, jobs: &[Job]) -> Result<[Value; 6], StoreError> {
        let payloads: Vec<String> = jobs.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        Ok([
            jobs.iter().map(|job| job.kind().to_owned()).collect::<Vec<_>>().into(),
            jobs.iter().map(|job| job.class().code().to_owned()).collect::<Vec<_>>().into(),
            payloads.into(),
            jobs.iter().map(Job::dedup_key).collect::<Vec<_>>().into(),
            jobs.iter().map(Job::max_attempts).collect::<Vec<_>>().into(),
            self.clock().fixed().into(),
        ])
    }

    async fn insert_job(&self, job: &Job, at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        let wait = at.map(|at| (at - self.clock().now()).as_seconds_f64());
        let values: [Value; 7] = [
            job.kind().into(),
            job.class().code().into(),
            serde_json::to_value(job)?.into(),
            job.dedup_key().into(),
            wait.into(),
            job.max_attempts().into(),
            self.clock().fixed().into(),
        ];
        let sql = "SELECT queue.enqueue($1, $2, $3, $4,
                       coalesce($7, clock_timestamp()) + make_interval(secs => $5), $6, $7)";
        sql::one(self, sql, values).await?;
        self.note_enqueued(job.class());
        Ok(())
    }
}
