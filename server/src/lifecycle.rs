//! Starting to stop, and having stopped: signals, and the token that long-running parts listen to.
//!
//! The first signal is soft: no new connections, requests and jobs finish. A second one, or [`PATIENCE`], is hard.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// How long requests and jobs may take to finish after the first signal.
pub const PATIENCE: Duration = Duration::from_secs(25);

/// Whether this process is stopping.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle {
    stopping: CancellationToken,
}

impl Lifecycle {
    /// A process that runs until somebody calls [`Lifecycle::stop`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancelled as soon as the process should stop.
    #[must_use]
    pub const fn stopping(&self) -> &CancellationToken {
        &self.stopping
    }

    /// Starts to stop.
    pub fn stop(&self) {
        self.stopping.cancel();
    }

    /// Stops softly at the first SIGTERM or SIGINT and hard at the second.
    ///
    /// # Errors
    /// When the signals cannot be listened to.
    pub fn listen_to_signals(&self) -> std::io::Result<()> {
        use tokio::signal::unix::{SignalKind, signal};

        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let lifecycle = self.clone();
        tokio::spawn(async move {
            let mut is_second = false;
            loop {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                if is_second {
                    tracing::warn!("stopping at once");
                    std::process::exit(130);
                }
                is_second = true;
                tracing::info!("stopping; a second signal stops at once");
                lifecycle.stop();
            }
        });
        Ok(())
    }

    /// Waits for something to end by itself, and after the stop not longer than [`PATIENCE`]. False when it had
    /// to be given up.
    pub async fn finish(&self, what: &str, ending: impl Future<Output = ()>) -> bool {
        let out_of_patience = async {
            self.stopping.cancelled().await;
            tokio::time::sleep(PATIENCE).await;
        };
        tokio::select! {
            () = ending => true,
            () = out_of_patience => {
                tracing::warn!(part = what, "did not stop in time and was given up");
                false
            }
        }
    }
}
