//! Connections: a pool for each shard and workload, all of one login that can do nothing by itself.

mod lease;
mod pool;
mod reach;

use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::{ConnectOptions as _, Connection as _};
use secrecy::{ExposeSecret as _, SecretString};

use crate::access::Workload;
use crate::error::StoreError;
pub(crate) use lease::Lease;
pub(crate) use pool::Pool;
pub(crate) use reach::reach;

/// How many connections each pool of a process may have.
#[derive(Copy, Clone, Debug)]
pub struct PoolSizes {
    /// A shard's pool for what somebody waits for.
    pub live: u32,
    /// A shard's pool for jobs that may take minutes.
    pub near: u32,
    /// A shard's pool for reports.
    pub reporting: u32,
    /// A shard's pool for imports.
    pub bulk: u32,
    /// A shard's pool for nightly work and rollups.
    pub batch: u32,
    /// A shard's pool for the worker's claims.
    pub queue: u32,
    /// The pool of the control schema.
    pub control: u32,
}

impl Default for PoolSizes {
    fn default() -> Self {
        Self { live: 20, near: 4, reporting: 6, bulk: 2, batch: 3, queue: 4, control: 8 }
    }
}

/// Almost all that somebody waits for, and all that follows soon, is looked up by key: to plan a statement anew costs
/// more than to run it.
const PLAN_ONCE: &[(&str, &str)] = &[("plan_cache_mode", "force_generic_plan")];

/// A claim holds its class in the shard: a worker that stops in the middle of one, with its machine or its network, must
/// not keep the others from theirs.
const BRIEF: &[(&str, &str)] = &[("idle_in_transaction_session_timeout", "15s")];

/// The pools of one shard.
pub(crate) struct ShardPools {
    live: Pool,
    near: Pool,
    reporting: Pool,
    bulk: Pool,
    batch: Pool,
    pub(crate) queue: Pool,
    /// One connection that listens, one that notifies.
    pub(crate) signal: Pool,
    /// For the birth of silos; only where the migrator's login is known.
    pub(crate) migrator: Option<Pool>,
}

impl ShardPools {
    pub(crate) fn new(
        url: &SecretString,
        migrator_url: Option<&SecretString>,
        sizes: PoolSizes,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            live: with(url, "live", "pool", sizes.live, Some(15), PLAN_ONCE)?,
            near: with(url, "near", "pool", sizes.near, Some(15), PLAN_ONCE)?,
            reporting: lazy(url, "reporting", "pool", sizes.reporting, Some(30))?,
            bulk: lazy(url, "bulk", "pool", sizes.bulk, Some(300))?,
            batch: lazy(url, "batch", "pool", sizes.batch, Some(300))?,
            queue: with(url, "queue", "queue", sizes.queue, Some(15), BRIEF)?,
            signal: lazy(url, "signal", "pg_catalog", 2, None)?,
            migrator: migrator_url.map(migrator).transpose()?,
        })
    }

    pub(crate) const fn of(&self, workload: Workload) -> &Pool {
        match workload {
            Workload::Live => &self.live,
            Workload::Near => &self.near,
            Workload::Reporting => &self.reporting,
            Workload::Bulk => &self.bulk,
            Workload::Batch => &self.batch,
        }
    }

    pub(crate) async fn close(&self) {
        let pools =
            [&self.live, &self.near, &self.reporting, &self.bulk, &self.batch, &self.queue, &self.signal];
        for pool in pools.into_iter().chain(&self.migrator) {
            pool.close().await;
        }
    }
}

/// The pool of the migrator's login.
pub(crate) fn migrator(url: &SecretString) -> Result<Pool, StoreError> {
    // One that holds the turn of making spares, one that makes them, one for a birth meanwhile.
    lazy(url, "migrate", "pg_catalog", 3, None)
}

/// A pool that connects when it is first used; its connections look into `schema`.
pub(crate) fn lazy(
    url: &SecretString,
    purpose: &str,
    schema: &str,
    size: u32,
    statement_seconds: Option<u32>,
) -> Result<Pool, StoreError> {
    with(url, purpose, schema, size, statement_seconds, &[])
}

/// The same, and every session begins with these settings.
fn with(
    url: &SecretString,
    purpose: &str,
    schema: &str,
    size: u32,
    statement_seconds: Option<u32>,
    settings: &[(&str, &str)],
) -> Result<Pool, StoreError> {
    let mut options =
        options(url)?.application_name(&format!("winloss {purpose}")).statement_cache_capacity(256).options(
            [("idle_in_transaction_session_timeout", "120s"), ("search_path", &format!("{schema},pg_temp"))],
        );
    options = options.options(settings.iter().copied());
    if let Some(seconds) = statement_seconds {
        options = options.options([("statement_timeout", format!("{seconds}s"))]);
    }
    let source = PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(pool::PATIENCE)
        .idle_timeout(Duration::from_secs(300))
        .max_lifetime(pool::LIFETIME)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > pool::WARM {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy_with(options);
    let longest = statement_seconds.map_or(pool::LIFETIME, |seconds| Duration::from_secs(u64::from(seconds)));
    Ok(Pool::new(source, size, longest))
}

/// Whether this is an address of a database, as far as its words go; nothing is asked.
#[must_use]
pub fn is_database_url(text: &str) -> bool {
    text.parse::<PgConnectOptions>().is_ok()
}

/// How to connect, without the statements (they carry tenants' contexts) in the log.
pub(crate) fn options(url: &SecretString) -> Result<PgConnectOptions, StoreError> {
    let options: PgConnectOptions = url.expose_secret().parse().map_err(|_| {
        StoreError::Refused(vec!["the database's address is not a postgres:// URL".to_owned()])
    })?;
    Ok(options.disable_statement_logging())
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use sea_orm::sqlx::{self, Row as _};

    use super::*;
    use crate::testing::TestDb;

    /// He held it for two minutes, and nobody else could claim a job of that class.
    #[tokio::test]
    async fn a_worker_that_stops_in_the_middle_of_a_claim_holds_its_class_for_seconds_only() {
        let db = TestDb::new().await;
        let pools = ShardPools::new(&db.config().control_url, None, PoolSizes::default()).expect("the pools");
        let prologue = "begin; set local app.ctx = ''; set local role queue_rw";
        for (pool, seconds) in [(&pools.queue, 15), (pools.of(Workload::Live), 120)] {
            let mut lease = pool.begin(prologue, None).await.expect("it begins");
            let setting = "select extract(epoch from current_setting(
                               'idle_in_transaction_session_timeout')::interval)::bigint";
            let answer = sqlx::query(setting).fetch_one(lease.connection()).await;
            lease.has_answered(&answer);
            assert_eq!(answer.expect("a row").try_get::<i64, _>(0).expect("a number"), seconds);
            lease.commit().await.expect("it ends");
        }
        pools.close().await;
    }
}
