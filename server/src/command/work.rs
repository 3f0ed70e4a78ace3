//! `winloss work`: a process that only runs jobs. Any number of them may run.

use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::jobs::Services;
use crate::lifecycle::Lifecycle;
use crate::wiring;
use crate::worker::Runner;

/// Runs jobs until the lifecycle stops; then lets running ones finish.
///
/// # Errors
/// When the database or the mail cannot be set up.
pub async fn run(config: &Config, lifecycle: Lifecycle) -> anyhow::Result<()> {
    let store = wiring::store(config).await?;
    let runner = wiring::runner(config, store.clone())?;
    tracing::info!("working");
    until_stopped(runner, lifecycle).await;
    store.shutdown().await;
    tracing::info!("stopped");
    Ok(())
}

/// Runs until the lifecycle stops, and then not much longer.
pub(super) async fn until_stopped(runner: Runner<Services>, lifecycle: Lifecycle) {
    let (soft, hard) = (lifecycle.stopping().clone(), CancellationToken::new());
    lifecycle.finish("the worker", runner.run(soft, hard)).await;
}
