//! The registry: what runs each job.
//!
//! Every job is safe to run twice. It ends itself in the transaction of its effects (`tenant.complete`), so that a
//! worker whose lease was lost rolls back; what leaves the house (a mail) has an id made from its cause, so that
//! sent twice it is one.
//!
//! **Invariant:** the tenant is that of the envelope; no door is open while the network is waited for.

mod dispatch_survey;
mod evaluate_alerts;
mod ingest_response;
mod refresh_rollups;
mod send_mail;
mod send_password_reset;
mod send_receipt;
mod send_reminder;

use std::sync::Arc;

use domain::actor::Actor;
use domain::job::Job;
use store::{TenantTx, Workload};

use crate::classifier::Classifier;
use crate::mail::{MailError, Post};
use crate::worker::{Handler, JobContext, JobError};

/// What jobs need besides the store.
#[derive(Clone)]
pub struct Services {
    /// The way out for mail.
    pub post: Post,
    /// What reads texts.
    pub classifier: Arc<dyn Classifier>,
}

/// The registry as the worker takes it.
#[must_use]
pub fn handler() -> Handler<Services> {
    Arc::new(|context| Box::pin(async move { run(&context).await }))
}

/// Runs one job.
///
/// # Errors
/// Whether another try may work.
pub async fn run(context: &JobContext<Services>) -> Result<(), JobError> {
    match context.job() {
        Job::DispatchSurvey { connection, event } => dispatch_survey::run(context, *connection, event).await,
        Job::EvaluateAlerts { response } => evaluate_alerts::run(context, *response).await,
        Job::IngestResponse { submission } => ingest_response::run(context, *submission).await,
        Job::RefreshRollups => refresh_rollups::run(context).await,
        Job::SendMail { invitation } => send_mail::run(context, *invitation).await,
        Job::SendPasswordReset { reset } => send_password_reset::run(context, *reset).await,
        Job::SendReceipt { invitation } => send_receipt::run(context, *invitation).await,
        Job::SendReminder { invitation } => send_reminder::run(context, *invitation).await,
    }
}

/// The door to the tenant of the job's envelope, on a connection of the job's class.
async fn open(context: &JobContext<Services>) -> Result<TenantTx, JobError> {
    open_for(context, Workload::of(context.claimed.job.class())).await
}

async fn open_for(context: &JobContext<Services>, workload: Workload) -> Result<TenantTx, JobError> {
    let actor = Actor::Worker { job: context.claimed.id };
    Ok(context.store.open_tenant(context.tenant(), actor, workload).await?)
}

/// Ends the job with what was written through this door.
async fn complete(context: &JobContext<Services>, tenant: TenantTx) -> Result<(), JobError> {
    tenant.complete(&context.claimed).await?;
    Ok(tenant.commit().await?)
}

impl From<MailError> for JobError {
    fn from(error: MailError) -> Self {
        match &error {
            MailError::Later(cause) => {
                tracing::warn!(%cause, "a mail could not leave");
                Self::retry(error)
            }
            // The causes may name an address, so they are said in the log and not kept beside the job.
            MailError::Refused(cause) | MailError::Broken(cause) => {
                tracing::error!(%cause, "a mail will never leave");
                Self::fail(error)
            }
        }
    }
}
