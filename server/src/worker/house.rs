//! The jobs of one shard that a crew holds: it lengthens their leases, and knows who has lost his.
//!
//! Every shard has a house of its own, which waits for no other: one that does not answer loses its own leases only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::queue::{self, Claimed};
use store::{Store, StoreError};
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Every job of one shard that a crew has claimed and not let go. A clone is the same house.
#[derive(Clone)]
pub(super) struct House {
    shard: Arc<str>,
    held: Arc<Mutex<HashMap<(i64, Uuid), Held>>>,
    relief: Arc<Notify>,
}

struct Held {
    claimed: Claimed,
    stop: CancellationToken,
    /// When its lease has run out, unless it is lengthened; by then the shard has not been heard of for as long.
    until: Instant,
}

impl Held {
    fn is_over(&self) -> bool {
        self.until <= Instant::now()
    }
}

impl House {
    /// An empty house; `relief` is told whenever it lets go of a job.
    pub(super) fn new(shard: &str, relief: Arc<Notify>) -> Self {
        Self { shard: shard.into(), held: Arc::default(), relief }
    }

    /// The shard's name.
    pub(super) fn shard(&self) -> &str {
        &self.shard
    }

    /// Takes a job in whose lease runs until then.
    pub(super) fn take_in(&self, claimed: &Claimed, until: Instant) {
        let held = Held { claimed: claimed.clone(), stop: CancellationToken::new(), until };
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
        self.relief.notify_one();
    }

    /// How many jobs it holds: those that wait, those that run, and those whose end is not recorded yet.
    pub(super) fn len(&self) -> usize {
        self.held().len()
    }

    /// Whether the lease ran out before the shard could be asked to lengthen it.
    pub(super) fn is_over(&self, claimed: &Claimed) -> bool {
        self.held().get(&(claimed.id, claimed.lease)).is_some_and(Held::is_over)
    }

    pub(super) fn stop_all(&self) {
        self.held().values().for_each(|held| held.stop.cancel());
    }

    /// Lengthens the leases again and again, and stops the runs of those that were lost: also of those that could not
    /// be lengthened for so long that others may have them by now.
    pub(super) async fn hold(self, store: Store, lease: Duration) {
        loop {
            tokio::time::sleep(lease / 3).await;
            let claimed: Vec<Claimed> = self.held().values().map(|held| held.claimed.clone()).collect();
            if claimed.is_empty() {
                continue;
            }
            let until = Instant::now() + lease;
            // As long as the leases run that were lengthened the last time.
            match within(lease * 2 / 3, queue::extend(&store, &claimed, lease)).await {
                Ok(lost) => self.note_extended(&claimed, &lost, until),
                Err(error) => {
                    tracing::warn!(shard = self.shard(), %error, "cannot lengthen the leases of running jobs");
                    self.held().values().filter(|held| held.is_over()).for_each(|held| held.stop.cancel());
                }
            }
        }
    }

    /// `lost` are places in `claimed`.
    fn note_extended(&self, claimed: &[Claimed], lost: &[usize], until: Instant) {
        let mut held = self.held();
        for (place, one) in claimed.iter().enumerate() {
            let Some(held) = held.get_mut(&(one.id, one.lease)) else { continue };
            if !lost.contains(&place) {
                held.until = until;
            } else if !one.is_completed() {
                held.stop.cancel();
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<(i64, Uuid), Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a shard answers, or that it did not in time: nothing in the worker waits for a shard without an end, for the
/// other side of a connection may go without a word.
pub(super) async fn within<T>(
    time: Duration,
    answer: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    tokio::time::timeout(time, answer)
        .await
        .unwrap_or_else(|_| Err(StoreError::Unavailable("there was no answer in time".into())))
}
