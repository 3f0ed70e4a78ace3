//! Tidies up in the tenants' rows now and then; beside the crews, and nobody waits for it.

use std::time::Duration;

use store::Store;
use store::tidy::{self, Tidied};

/// Looks again and again; what could not be reached is tidied the next time.
pub(super) async fn keep_tidy(store: Store, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        match tidy::tidy(&store).await {
            Ok(tidied) if tidied == Tidied::default() => {}
            Ok(Tidied { previews, images, corrections }) => {
                tracing::info!(previews, images, corrections, "deleted what nobody needs any more");
            }
            Err(error) => tracing::warn!(%error, "cannot tidy up everywhere"),
        }
    }
}
