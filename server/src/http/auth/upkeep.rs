//! Forgets sessions that ended by themselves, failed sign-ins that no longer count, and old ways to a new password.

use std::time::Duration;

use store::account::{reset, session, throttle};
use store::{Store, StoreError};
use tokio_util::sync::CancellationToken;

use super::sign_in::window;
use crate::http::error::chain;

const EVERY: Duration = Duration::from_secs(600);

/// Forgets every ten minutes until told to stop.
pub async fn forget_what_is_over(store: Store, stopping: CancellationToken) {
    loop {
        match forget(&store).await {
            Ok((sessions, attempts)) => tracing::debug!(sessions, attempts, "forgot what is over"),
            // The next time will do.
            Err(error) => tracing::warn!(cause = chain(&error), "old sessions could not be deleted"),
        }
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Deletes sessions and failed sign-ins that no longer count; says how many of each.
///
/// # Errors
/// When the database is not there.
pub async fn forget(store: &Store) -> Result<(u64, u64), StoreError> {
    let control = store.open_control().await?;
    let sessions = session::prune(&control).await?;
    let attempts = throttle::prune(&control, store.clock().now() - window()).await?;
    reset::prune(&control).await?;
    control.commit().await?;
    Ok((sessions, attempts))
}
