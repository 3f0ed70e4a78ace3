//! Starts the crews and the house-keeping, and stops them; and runs jobs one by one for tests.

use std::sync::Arc;
use std::time::Duration;

use domain::job::Class;
use store::queue::{self, Claimed, Settled};
use store::{Store, StoreError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::attempt::{Ended, attempt};
use super::{Handler, JobContext, crew, tidy, upkeep};

/// How many jobs of each class run at once in this process; zero leaves a class to others.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Concurrency {
    /// Jobs somebody waits for.
    pub realtime: usize,
    /// Jobs of the next minutes.
    pub near: usize,
    /// Large imports.
    pub bulk: usize,
    /// Nightly work.
    pub batch: usize,
}

impl Concurrency {
    const fn of(self, class: Class) -> usize {
        match class {
            Class::Realtime => self.realtime,
            Class::Near => self.near,
            Class::Bulk => self.bulk,
            Class::Batch => self.batch,
        }
    }
}

/// How a runner works.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct RunnerConfig {
    /// Jobs at once.
    pub concurrency: Concurrency,
    /// For how long a claim holds; a job of a worker that died waits that long.
    pub lease: Duration,
    /// How often to look for jobs without being told.
    pub poll: Duration,
    /// How often to look for the jobs of dead workers, and for tenants that are open again.
    pub reap: Duration,
    /// How often to tidy up in the tenants' rows.
    pub tidy: Duration,
    /// How often to look whether there are spare schemas for the next silos.
    pub spares: Duration,
    /// How long jobs may go on after the soft stop.
    pub grace: Duration,
}

impl Default for RunnerConfig {
    fn default() -> Self {
        Self {
            concurrency: Concurrency { realtime: 8, near: 4, bulk: 1, batch: 1 },
            lease: Duration::from_secs(30),
            poll: Duration::from_secs(1),
            reap: Duration::from_secs(5),
            tidy: Duration::from_secs(3600),
            spares: Duration::from_secs(30),
            grace: Duration::from_secs(20),
        }
    }
}

/// What [`Runner::run_until_idle`] did.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default)]
pub struct Ran {
    /// Jobs that ended well.
    pub done: usize,
    /// Runs that will be tried again.
    pub retried: usize,
    /// Jobs that were given up.
    pub dead: usize,
    /// Jobs that met a stopped tenant; they and those behind them wait.
    pub waiting: usize,
}

/// Runs jobs with one handler. A clone is the same runner.
pub struct Runner<S> {
    pub(super) store: Store,
    services: Arc<S>,
    pub(super) handler: Handler<S>,
    pub(super) config: RunnerConfig,
}

impl<S> Clone for Runner<S> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            services: Arc::clone(&self.services),
            handler: Arc::clone(&self.handler),
            config: self.config,
        }
    }
}

impl<S: Send + Sync + 'static> Runner<S> {
    /// A runner that has not begun.
    #[must_use]
    pub const fn new(store: Store, services: Arc<S>, handler: Handler<S>, config: RunnerConfig) -> Self {
        Self { store, services, handler, config }
    }

    /// Runs jobs until it is stopped: at `soft` it claims no more and lets running jobs finish, at `hard` or after
    /// the grace period it gives them back. Dropping the future is like killing the process.
    pub async fn run(&self, soft: CancellationToken, hard: CancellationToken) {
        let mut crews = JoinSet::new();
        for class in Class::ALL {
            let slots = self.config.concurrency.of(class);
            if slots > 0 {
                crews.spawn(crew::work(self.clone(), class, slots, (soft.clone(), hard.clone())));
            }
        }
        let mut helpers = JoinSet::new();
        for shard in self.store.shards() {
            helpers.spawn(upkeep::reap(self.store.clone(), shard.name.clone(), self.config));
        }
        helpers.spawn(upkeep::keep_spares(self.store.clone(), self.config.spares));
        helpers.spawn(tidy::keep_tidy(self.store.clone(), self.config.tidy));
        let grace = self.config.grace;
        helpers.spawn(async move {
            soft.cancelled().await;
            tokio::time::sleep(grace).await;
            hard.cancel();
        });
        while let Some(ended) = crews.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a crew of the worker went down");
            }
        }
    }

    /// Runs every job that is due, one after the other, and those that they enqueue, until none is left but those of
    /// stopped tenants.
    ///
    /// # Errors
    /// When a database is not there.
    pub async fn run_until_idle(&self) -> Result<Ran, StoreError> {
        for shard in self.store.shards() {
            queue::resume(&self.store, &shard.name).await?;
        }
        let mut ran = Ran::default();
        loop {
            let before = ran;
            for class in Class::ALL {
                self.run_due(class, &mut ran).await?;
            }
            if ran == before {
                return Ok(ran);
            }
        }
    }

    async fn run_due(&self, class: Class, ran: &mut Ran) -> Result<(), StoreError> {
        loop {
            let claimed = queue::claim(&self.store, class, 1, self.config.lease).await?;
            let Some(claimed) = claimed.into_iter().next() else { return Ok(()) };
            if claimed.is_suspect() && !queue::start(&self.store, &claimed).await? {
                continue;
            }
            match attempt(&self.handler, self.context(claimed.clone(), CancellationToken::new())).await {
                Ended::Well => {
                    if !claimed.is_completed() {
                        queue::complete_many(&self.store, std::slice::from_ref(&claimed)).await?;
                    }
                    ran.done += 1;
                }
                Ended::Badly(failure) => match queue::fail(&self.store, &claimed, &failure).await? {
                    Settled::Later => ran.retried += 1,
                    Settled::Dead => ran.dead += 1,
                    Settled::Lost => {}
                },
                Ended::Waiting => {
                    queue::park(&self.store, &claimed).await?;
                    ran.waiting += 1;
                }
                Ended::Elsewhere | Ended::Stopped => {}
            }
        }
    }

    /// What a handler is given for one run of a job.
    pub(super) fn context(&self, claimed: Claimed, stop: CancellationToken) -> JobContext<S> {
        JobContext { store: self.store.clone(), claimed, services: Arc::clone(&self.services), stop }
    }
}
