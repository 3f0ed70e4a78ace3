//! The jobs that a crew holds: their leases are lengthened together, and done ones are ended together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::Store;
use store::queue::{self, Claimed};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How many done jobs are ended in one statement at most.
const END_AT_ONCE: usize = 500;
/// How long to wait before a database that was away is asked again.
const PATIENCE: Duration = Duration::from_secs(1);

/// Every job that a crew has claimed and not let go. A clone is the same house.
#[derive(Clone, Default)]
pub(super) struct House(Arc<Mutex<HashMap<(i64, Uuid), Held>>>);

struct Held {
    claimed: Claimed,
    stop: CancellationToken,
}

impl House {
    pub(super) fn take_in(&self, claimed: &Claimed) {
        let held = Held { claimed: claimed.clone(), stop: CancellationToken::new() };
        self.held().insert((claimed.id, claimed.lease), held);
    }

    /// Cancelled when the job's lease is lost or everything must stop.
    pub(super) fn stop_of(&self, claimed: &Claimed) -> CancellationToken {
        self.held()
            .get(&(claimed.id, claimed.lease))
            .map_or_else(CancellationToken::new, |held| held.stop.clone())
    }

    pub(super) fn let_go(&self, claimed: &Claimed) {
        self.held().remove(&(claimed.id, claimed.lease));
    }

    pub(super) fn stop_all(&self) {
        self.held().values().for_each(|held| held.stop.cancel());
    }

    /// Lengthens the leases again and again, and stops the runs of those that were lost.
    pub(super) async fn hold(self, store: Store, lease: Duration) {
        loop {
            tokio::time::sleep(lease / 3).await;
            let claimed: Vec<Claimed> = self.held().values().map(|held| held.claimed.clone()).collect();
            if claimed.is_empty() {
                continue;
            }
            match queue::extend(&store, &claimed, lease).await {
                Ok(lost) => {
                    for lost in
                        lost.into_iter().map(|place| &claimed[place]).filter(|one| !one.is_completed())
                    {
                        self.stop_of(lost).cancel();
                    }
                }
                Err(error) => tracing::warn!(%error, "cannot lengthen the leases of running jobs"),
            }
        }
    }

    /// Ends done jobs, as many at once as have gathered during the statement before.
    pub(super) async fn end(self, store: Store, mut done: mpsc::Receiver<Claimed>) {
        let mut batch = Vec::new();
        while done.recv_many(&mut batch, END_AT_ONCE).await > 0 {
            while let Err(error) = queue::complete_many(&store, &batch).await {
                tracing::warn!(%error, jobs = batch.len(), "cannot end jobs that are done");
                tokio::time::sleep(PATIENCE).await;
            }
            let mut held = self.held();
            for claimed in batch.drain(..) {
                held.remove(&(claimed.id, claimed.lease));
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<(i64, Uuid), Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
