//! `winloss serve`: the web server, with the worker beside it if asked.

use std::net::SocketAddr;

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::config::Config;
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
    let store = wiring::store(&config).await?;
    let state = wiring::state(&config, store.clone(), lifecycle.clone())?;
    let runner = if with_worker { Some(wiring::runner(&config, store.clone())?) } else { None };
    let address = config.http.listen;
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    tracing::info!(%address, url = %config.http.public_url, with_worker, "serving");
    let worker = runner.map(|runner| tokio::spawn(super::work::until_stopped(runner, lifecycle.clone())));
    let served = listen(listener, state, &lifecycle).await;
    // Without the site the worker must not go on alone.
    lifecycle.stop();
    if let Some(worker) = worker {
        worker.await.context("the worker went down")?;
    }
    store.shutdown().await;
    tracing::info!("stopped");
    served
}

async fn listen(
    listener: TcpListener,
    state: crate::state::AppState,
    lifecycle: &Lifecycle,
) -> anyhow::Result<()> {
    use axum::serve::ListenerExt as _;

    // Answers are small and complete: waiting to fill a packet would only delay them.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection refused to be quick");
        }
    });
    let service = http::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let stopping = lifecycle.stopping().clone();
    let server = axum::serve(listener, service)
        .with_graceful_shutdown(async move { stopping.cancelled().await })
        .into_future();
    let mut result = Ok(());
    let serving = async { result = server.await };
    lifecycle.finish("the web server", serving).await;
    result.context("the web server stopped")
}
