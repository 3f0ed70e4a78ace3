//! Keeps received messages in batches: many senders share one commit.
//!
//! Cast: each tenant that receives has a *lane*, a task with a bounded channel. It gathers what has arrived and
//! writes it in a *flight*, a transaction of its own; a few flights may be in the air, and while all are, the next
//! batch grows. So a lone message is written at once, and a burst costs few commits.
//!
//! Odd cases: a full channel is answered "come again". A batch that the database refuses is tried message by
//! message, so that one bad message harms no other. A sender that went away changes nothing: what was taken is
//! written. A lane without work ends after a while.
//!
//! **Invariant:** a sender hears "kept" only after the commit that holds its message and job.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::actor::Actor;
use domain::id::TenantId;
use store::inbox::{self, Incoming, Reception};
use store::{Store, StoreError, Workload};
use tokio::sync::{Semaphore, mpsc, oneshot};

/// Messages that may wait for one tenant.
const ROOM: usize = 2_000;
/// Messages in one commit.
const LARGEST: usize = 200;
/// Commits of one tenant at the same time.
const FLIGHTS: usize = 2;
/// How often a lane lets others go first while messages keep coming: those on their way share the commit.
const TURNS: usize = 32;
/// Turns without a new message after which nobody is on the way.
const QUIET_TURNS: usize = 2;
/// After which a lane without work ends.
const IDLE: Duration = Duration::from_secs(60);

/// Why a message was not kept; the sender should come again.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum NotKept {
    /// Too many wait already.
    Full,
    /// The tenant is suspended or not yet open.
    Suspended,
    /// Our trouble.
    Unavailable,
}

type Answer = Result<Reception, NotKept>;

struct Waiting {
    incoming: Incoming,
    answer: oneshot::Sender<Answer>,
}

/// The lanes of every tenant that receives. Cheap to clone.
#[derive(Clone)]
pub struct Batcher(Arc<Shared>);

struct Shared {
    store: Store,
    lanes: Mutex<HashMap<TenantId, mpsc::Sender<Waiting>>>,
}

impl Batcher {
    /// No lane yet.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(Arc::new(Shared { store, lanes: Mutex::default() }))
    }

    /// Keeps a message, and returns when it is safe.
    ///
    /// # Errors
    /// When it is not safe; nothing of it is kept, or a later repetition finds it as a duplicate.
    pub async fn keep(&self, tenant: TenantId, incoming: Incoming) -> Answer {
        let (answer, answered) = oneshot::channel();
        self.put(tenant, Waiting { incoming, answer })?;
        answered.await.unwrap_or(Err(NotKept::Unavailable))
    }

    fn put(&self, tenant: TenantId, waiting: Waiting) -> Result<(), NotKept> {
        // Sending under the lock: a lane ends under it too, so none ends with a message inside.
        let mut lanes = self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry(tenant).or_insert_with(|| self.start(tenant));
        match lane.try_send(waiting) {
            Ok(()) => Ok(()),
            Err(mpsc::error::TrySendError::Full(_)) => Err(NotKept::Full),
            Err(mpsc::error::TrySendError::Closed(waiting)) => {
                // The lane's task is gone, by a panic or with its runtime: start another.
                let lane = self.start(tenant);
                let is_sent = lane.try_send(waiting).is_ok();
                lanes.insert(tenant, lane);
                is_sent.then_some(()).ok_or(NotKept::Unavailable)
            }
        }
    }

    fn start(&self, tenant: TenantId) -> mpsc::Sender<Waiting> {
        let (sender, receiver) = mpsc::channel(ROOM);
        tokio::spawn(run(Arc::clone(&self.0), tenant, receiver));
        sender
    }
}

async fn run(shared: Arc<Shared>, tenant: TenantId, mut arriving: mpsc::Receiver<Waiting>) {
    let flights = Arc::new(Semaphore::new(FLIGHTS));
    loop {
        let mut batch = Vec::new();
        match tokio::time::timeout(IDLE, arriving.recv_many(&mut batch, LARGEST)).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(_) => {
                let mut lanes = shared.lanes.lock().unwrap_or_else(PoisonError::into_inner);
                if arriving.is_empty() {
                    lanes.remove(&tenant);
                    return;
                }
                continue;
            }
        }
        settle(&mut arriving, &mut batch).await;
        let Ok(permit) = Arc::clone(&flights).acquire_owned().await else { return };
        take(&mut arriving, &mut batch);
        let store = shared.store.clone();
        tokio::spawn(async move {
            flush(&store, tenant, batch).await;
            drop(permit);
        });
    }
}

/// Lets a batch grow as long as others are just about to join: a commit costs the same for all of them.
async fn settle(arriving: &mut mpsc::Receiver<Waiting>, batch: &mut Vec<Waiting>) {
    let mut quiet = 0;
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
        let before = batch.len();
        take(arriving, batch);
        quiet = if batch.len() == before { quiet + 1 } else { 0 };
        if quiet == QUIET_TURNS || batch.len() == LARGEST {
            return;
        }
    }
}

/// Takes what has arrived.
fn take(arriving: &mut mpsc::Receiver<Waiting>, batch: &mut Vec<Waiting>) {
    while batch.len() < LARGEST {
        let Ok(waiting) = arriving.try_recv() else { return };
        batch.push(waiting);
    }
}

async fn flush(store: &Store, tenant: TenantId, batch: Vec<Waiting>) {
    let (incoming, answers): (Vec<Incoming>, Vec<oneshot::Sender<Answer>>) =
        batch.into_iter().map(|waiting| (waiting.incoming, waiting.answer)).unzip();
    let results: Vec<Answer> = match write(store, tenant, &incoming).await {
        Ok(receptions) => receptions.into_iter().map(Ok).collect(),
        Err(error) if incoming.len() > 1 && is_refused(&error) => {
            tracing::warn!(tenant.id = %tenant, count = incoming.len(), "a batch was refused; trying one by one");
            let mut results = Vec::with_capacity(incoming.len());
            for one in &incoming {
                let result = write(store, tenant, std::slice::from_ref(one)).await;
                results.push(
                    result
                        .map_err(|error| sort(&error))
                        .and_then(|receptions| receptions.first().copied().ok_or(NotKept::Unavailable)),
                );
            }
            results
        }
        Err(error) => vec![Err(sort(&error)); incoming.len()],
    };
    for (answer, result) in answers.into_iter().zip(results) {
        // A sender that went away will come again and find a duplicate.
        answer.send(result).ok();
    }
}

async fn write(store: &Store, tenant: TenantId, incoming: &[Incoming]) -> Result<Vec<Reception>, StoreError> {
    // The tenant is the connection's, found by its key; nothing in a message can name another.
    let tx = store.open_tenant(tenant, Actor::Webhook, Workload::Live).await?;
    let receptions = inbox::accept(&tx, incoming).await?;
    tx.commit().await?;
    Ok(receptions)
}

/// Whether the database said no to what was in the batch, rather than not answering.
const fn is_refused(error: &StoreError) -> bool {
    matches!(error, StoreError::Database(_) | StoreError::Conflict { .. })
}

fn sort(error: &StoreError) -> NotKept {
    match error {
        StoreError::Suspended | StoreError::NotFound | StoreError::Gone => NotKept::Suspended,
        StoreError::Unavailable(_) => {
            tracing::warn!(cause = super::super::error::chain(error), "a webhook could not be kept");
            NotKept::Unavailable
        }
        _ => {
            tracing::error!(cause = super::super::error::chain(error), "a webhook could not be kept");
            NotKept::Unavailable
        }
    }
}
