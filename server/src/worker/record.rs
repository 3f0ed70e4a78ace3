//! Records how the runs of one shard's jobs ended: the done ones together, and later what cannot be recorded now.
//!
//! No place of a crew is held meanwhile: while a shard is away, the others' jobs go on.

use std::time::Duration;

use store::queue::{self, Claimed, Failure, Settled};
use store::{Store, StoreError};
use tokio::sync::mpsc;

use super::attempt::Ended;
use super::house::{House, within};

/// How many ends are recorded at once.
const AT_ONCE: usize = 500;
/// How long to wait before a database that was away is told again.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long it may take to answer.
const ANSWER: Duration = Duration::from_secs(30);

/// Records until the crew is gone and everything is recorded.
pub(super) async fn keep(store: Store, house: House, mut ended: mpsc::UnboundedReceiver<(Claimed, Ended)>) {
    let mut open = Vec::new();
    loop {
        if open.is_empty() {
            if ended.recv_many(&mut open, AT_ONCE).await == 0 {
                return;
            }
        } else {
            tokio::time::sleep(PATIENCE).await;
            while let Ok(one) = ended.try_recv() {
                open.push(one);
            }
        }
        open = record(&store, &house, open).await;
    }
}

/// Records what it can; gives back what is to be tried again. However late: what is not recorded counts as a crash.
async fn record(store: &Store, house: &House, ends: Vec<(Claimed, Ended)>) -> Vec<(Claimed, Ended)> {
    let (mut done, mut unused, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (claimed, ended) in ends {
        match ended {
            Ended::Well => done.push(claimed),
            Ended::Stopped | Ended::Elsewhere => unused.push(claimed),
            Ended::Badly(failure) => others.push((claimed, Some(failure))),
            Ended::Waiting => others.push((claimed, None)),
        }
    }
    let mut again = Vec::new();
    if !done.is_empty() {
        let ended = within(ANSWER, queue::complete_many(store, &done)).await.map(drop);
        again.extend(let_go(house, done, ended).into_iter().map(|one| (one, Ended::Well)));
    }
    if !unused.is_empty() {
        let released = within(ANSWER, queue::release(store, &unused)).await;
        again.extend(let_go(house, unused, released).into_iter().map(|one| (one, Ended::Stopped)));
    }
    for (claimed, failure) in others {
        let is_away = !again.is_empty();
        let recorded = match &failure {
            // It is not asked for each of them.
            _ if is_away => Err(StoreError::Unavailable("the shard did not answer just now".into())),
            Some(failure) => within(ANSWER, fail(store, &claimed, failure)).await,
            None => within(ANSWER, queue::park(store, &claimed)).await.map(drop),
        };
        let ended = failure.map_or(Ended::Waiting, Ended::Badly);
        again.extend(let_go(house, vec![claimed], recorded).into_iter().map(|one| (one, ended.clone())));
    }
    again
}

async fn fail(store: &Store, claimed: &Claimed, failure: &Failure) -> Result<(), StoreError> {
    match queue::fail(store, claimed, failure).await? {
        Settled::Dead => tracing::error!(job.id = claimed.id, job.kind = claimed.job.kind(), "a job is dead"),
        Settled::Later | Settled::Lost => {}
    }
    Ok(())
}

/// Lets go of the jobs whose end is recorded, or never will be; gives back those for which it may be later.
fn let_go(house: &House, claimed: Vec<Claimed>, recorded: Result<(), StoreError>) -> Vec<Claimed> {
    if let Err(error) = recorded {
        if error.is_transient() {
            tracing::warn!(shard = house.shard(), jobs = claimed.len(), %error, "cannot record how jobs ended");
            return claimed;
        }
        // Another try would be refused as well: the leases run out, and the reaper finds the jobs.
        tracing::error!(shard = house.shard(), jobs = claimed.len(), %error, "the end of jobs is refused");
    }
    claimed.iter().for_each(|one| house.let_go(one));
    Vec::new()
}
