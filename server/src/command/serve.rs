//! `winloss serve`: the web server, with the worker beside it if asked.

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::http::auth::upkeep;
use crate::http::listener;
use crate::lifecycle::Lifecycle;
use crate::{http, wiring};

/// What a person may choose.
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// Run jobs in this process too, for a small installation.
    #[arg(long)]
    pub with_worker: bool,
}

/// Serves until the lifecycle stops; then lets requests and jobs finish.
///
/// # Errors
/// When the database, the site's files or the port cannot be used.
pub async fn run(config: Config, with_worker: bool, lifecycle: Lifecycle) -> anyhow::Result<()> {
    run_and_tell(config, with_worker, lifecycle, || Ok(())).await
}

/// The same, and calls `is_up` as soon as it listens: whoever is told of the address finds it open.
///
/// # Errors
/// As [`run`], and what `is_up` refuses.
pub(super) async fn run_and_tell(
    config: Config,
    with_worker: bool,
    lifecycle: Lifecycle,
    is_up: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let store = wiring::store(&config).await?;
    let state = wiring::state(&config, store.clone(), lifecycle.clone())?;
    let runner = if with_worker { Some(wiring::runner(&config, store.clone())?) } else { None };
    let address = config.http.listen;
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    tracing::info!(%address, url = %config.http.public_url, with_worker, "serving");
    is_up()?;
    let worker = runner.map(|runner| tokio::spawn(super::work::until_stopped(runner, lifecycle.clone())));
    tokio::spawn(upkeep::forget_what_is_over(store.clone(), lifecycle.stopping().clone()));
    let serving = listener::serve(listener, http::router(state.clone()), lifecycle.stopping());
    lifecycle.finish("the web server", serving).await;
    lifecycle.finish("what goes on after answers", state.settled()).await;
    if let Some(worker) = worker {
        worker.await.context("the worker went down")?;
    }
    store.shutdown().await;
    tracing::info!("stopped");
    Ok(())
}
