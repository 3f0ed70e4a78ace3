//! One run of one job, and everything that can become of it.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use futures_util::FutureExt as _;
use store::queue::Failure;
use tracing::Instrument as _;

use super::{Handler, JobContext, JobError};

/// How a run ended.
#[derive(Clone, Eq, PartialEq, Debug)]
pub(super) enum Ended {
    /// The job is done; the handler may have completed it with its effects.
    Well,
    /// It has to be recorded as failed.
    Badly(Failure),
    /// The tenant is stopped; the job waits for it.
    Waiting,
    /// The lease was lost; nothing is to be recorded.
    Elsewhere,
    /// It was stopped on its way, and its transaction is undone; or it was not begun.
    Stopped,
}

/// Runs the handler to its end, its panic, or its stop.
pub(super) async fn attempt<S: Send + Sync + 'static>(handler: &Handler<S>, context: JobContext<S>) -> Ended {
    let claimed = context.claimed.clone();
    let span = tracing::info_span!(
        "job",
        job.id = claimed.id,
        job.kind = claimed.job.kind(),
        job.attempt = claimed.attempt,
        tenant.id = %claimed.tenant,
    );
    let stop = context.stop.clone();
    let began = Instant::now();
    let run = AssertUnwindSafe(async { handler(context).await }).catch_unwind();
    async {
        let ended = tokio::select! {
            ended = run => ended,
            () = stop.cancelled() => return Ended::Stopped,
        };
        let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        match ended {
            Ok(Ok(())) => {
                tracing::debug!(duration_ms, "the job is done");
                Ended::Well
            }
            Ok(Err(error)) => {
                tracing::warn!(duration_ms, %error, "the job was not done");
                match error {
                    JobError::Retry(text) => Ended::Badly(Failure::Retry(text)),
                    JobError::Fail(text) => Ended::Badly(Failure::Fail(text)),
                    JobError::Suspended => Ended::Waiting,
                    JobError::LeaseLost => Ended::Elsewhere,
                }
            }
            Err(panic) => {
                let reason = said(&*panic);
                tracing::error!(duration_ms, reason, "the job panicked");
                // Kept apart from the row: a panic may quote what it was working on.
                Ended::Badly(Failure::Crash("the handler panicked".to_owned()))
            }
        }
    }
    .instrument(span)
    .await
}

fn said(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("it did not say why")
}
