//! What a handler is given: the job in its envelope, the store, and the services of the process.

use std::sync::Arc;

use domain::id::TenantId;
use domain::job::Job;
use futures_util::future::BoxFuture;
use store::queue::Claimed;
use store::{Clock, Store};
use tokio_util::sync::CancellationToken;

use super::JobError;

/// Runs a job of any kind; `S` is whatever the jobs need besides the store.
pub type Handler<S> = Arc<dyn Fn(JobContext<S>) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// One run of one job.
pub struct JobContext<S> {
    /// Where the data is.
    pub store: Store,
    /// The job and its lease: for `tenant.complete(&context.claimed)`.
    pub claimed: Claimed,
    /// Mailer, classifier and what else the process has.
    pub services: Arc<S>,
    /// Cancelled when the job should end early: the lease was lost or the process must go.
    pub stop: CancellationToken,
}

impl<S> JobContext<S> {
    /// What to do.
    #[must_use]
    pub const fn job(&self) -> &Job {
        &self.claimed.job
    }

    /// Whose job it is: the only source for the tenant's door.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.claimed.tenant
    }

    /// The time and the ids.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.store.clock()
    }
}

impl<S> Clone for JobContext<S> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            claimed: self.claimed.clone(),
            services: Arc::clone(&self.services),
            stop: self.stop.clone(),
        }
    }
}
