//! The crew of one class: claims, runs as many jobs at once as there are slots, and records how they ended.
//!
//! Jobs are claimed ahead, but only as many as keep the slots busy during the next claim: a newcomer waits behind
//! them. Of slow jobs no tenant may have the last quarter of the slots, so that whoever comes new finds one.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use domain::id::TenantId;
use domain::job::Class;
use store::queue::{self, Claimed, Failure, Settled};
use store::{Store, StoreError};
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::attempt::{Ended, attempt};
use super::buffer::Buffer;
use super::house::House;
use super::runner::Runner;

/// Jobs below this free their slots so soon that none has to be kept free.
const QUICK_SECONDS: f64 = 0.01;
/// How many claims' time is bridged by jobs that were claimed ahead.
const BRIDGE: f64 = 2.0;
/// How many jobs one claim takes at most: more save little, and a newcomer waits until they are through.
const CLAIM_AT_ONCE: usize = 200;
/// How many done jobs may wait to be written down before hands wait for it.
const DONE_AT_ONCE: usize = 1000;
/// How much the newest duration counts in a running mean.
const RECENT: f64 = 0.1;
/// How long stopped jobs get to give themselves back.
const LAST_WORDS: Duration = Duration::from_secs(3);
/// How long to wait before a database that was away is told again how a job ended.
const PATIENCE: Duration = Duration::from_secs(1);

/// Claims and runs the jobs of one class.
pub(super) struct Crew<S> {
    runner: Runner<S>,
    class: Class,
    slots: usize,
    house: House,
    done: mpsc::Sender<Claimed>,
    buffer: Buffer,
    hands: JoinSet<Finished>,
    running: HashMap<TenantId, usize>,
    has_suspect: bool,
    /// How long a job takes, and how long a claim: running means.
    job_seconds: f64,
    claim_seconds: f64,
    /// Whether there may be jobs that nobody has claimed.
    is_hungry: bool,
    /// Whether there may be jobs of tenants that had enough when the others' were claimed.
    has_left_out: bool,
}

/// A hand that is free again.
struct Finished {
    tenant: TenantId,
    is_suspect: bool,
    seconds: f64,
}

/// What a claim brought, and the seconds it took.
type Claim = (Result<Vec<Claimed>, StoreError>, f64);

/// Works until `soft`, then waits for running jobs until `hard`, and gives back what is left.
pub(super) async fn work<S: Send + Sync + 'static>(
    runner: Runner<S>,
    class: Class,
    slots: usize,
    (soft, hard): (CancellationToken, CancellationToken),
) {
    let house = House::default();
    let (done, gathered) = mpsc::channel(DONE_AT_ONCE);
    let mut heartbeat = JoinSet::new();
    heartbeat.spawn(house.clone().hold(runner.store.clone(), runner.config.lease));
    let mut ending = JoinSet::new();
    ending.spawn(house.clone().end(runner.store.clone(), gathered));
    let mut crew = Crew {
        runner,
        class,
        slots,
        house,
        done,
        buffer: Buffer::default(),
        hands: JoinSet::new(),
        running: HashMap::new(),
        has_suspect: false,
        job_seconds: 2.0 * QUICK_SECONDS,
        claim_seconds: 0.003,
        is_hungry: true,
        has_left_out: false,
    };
    crew.serve(&soft).await;
    crew.leave(&hard).await;
    // With the crew goes the last sender, and the task behind it ends when everything is written.
    drop(crew);
    tokio::select! {
        _ = ending.join_next() => {}
        () = async { hard.cancelled().await; tokio::time::sleep(LAST_WORDS).await } => {}
    }
}

impl<S: Send + Sync + 'static> Crew<S> {
    async fn serve(&mut self, soft: &CancellationToken) {
        let mut bell = self.runner.store.wake().subscribe(self.class);
        let mut poll = tokio::time::interval(self.runner.config.poll);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut claims: JoinSet<Claim> = JoinSet::new();
        while !soft.is_cancelled() {
            self.start_hands();
            if (self.is_hungry || self.has_left_out) && claims.is_empty() {
                self.begin_claim(&mut claims);
            }
            tokio::select! {
                () = soft.cancelled() => {}
                Some(claim) = claims.join_next() => self.take_in(claim),
                Some(finished) = self.hands.join_next() => self.free(finished),
                Ok(()) = bell.changed() => self.is_hungry = true,
                _ = poll.tick() => self.is_hungry = true,
            }
        }
        while let Some(claim) = claims.join_next().await {
            self.take_in(claim);
        }
    }

    async fn leave(&mut self, hard: &CancellationToken) {
        give_back(&self.runner.store, &self.house, self.buffer.drain()).await;
        loop {
            tokio::select! {
                finished = self.hands.join_next() => match finished {
                    Some(finished) => self.free(finished),
                    None => return,
                },
                () = hard.cancelled() => break,
            }
        }
        self.house.stop_all();
        let last_words = async { while self.hands.join_next().await.is_some() {} };
        if tokio::time::timeout(LAST_WORDS, last_words).await.is_err() {
            tracing::warn!(class = self.class.code(), "jobs did not stop; their leases will run out");
        }
    }

    fn is_quick(&self) -> bool {
        self.job_seconds < QUICK_SECONDS
    }

    /// How many slots one tenant may have.
    fn share(&self) -> usize {
        if self.is_quick() { self.slots } else { self.slots - self.slots / 4 }
    }

    fn start_hands(&mut self) {
        while self.hands.len() < self.slots {
            let share = self.share();
            let suspect = if self.has_suspect { None } else { self.buffer.pop_suspect() };
            let next = suspect.or_else(|| {
                self.buffer.pop(|tenant| self.running.get(&tenant).is_none_or(|running| *running < share))
            });
            let Some(claimed) = next else { return };
            self.has_suspect |= claimed.is_suspect();
            *self.running.entry(claimed.tenant).or_default() += 1;
            self.hands.spawn(lend_a_hand(
                self.runner.clone(),
                self.house.clone(),
                self.done.clone(),
                claimed,
            ));
        }
    }

    fn begin_claim(&mut self, claims: &mut JoinSet<Claim>) {
        let free = self.slots - self.hands.len();
        let ahead = BRIDGE * self.claim_seconds / self.job_seconds.max(1e-6) * self.slots as f64;
        let ahead = (ahead as usize).min(CLAIM_AT_ONCE);
        let share = self.share();
        let mut full = Vec::new();
        if !self.is_quick() {
            let running = self.running.iter().filter(|(_, running)| **running >= share);
            full.extend(running.map(|(tenant, _)| *tenant));
        }
        let is_low = self.buffer.len() * 2 <= ahead && (ahead > 0 || full.is_empty());
        let count = if is_low {
            full.clear();
            (free + ahead).saturating_sub(self.buffer.len())
        } else if self.is_hungry && !full.is_empty() {
            free
        } else {
            0
        };
        if count == 0 {
            return;
        }
        self.is_hungry = false;
        self.has_left_out = !full.is_empty();
        let (store, class, lease) = (self.runner.store.clone(), self.class, self.runner.config.lease);
        claims.spawn(async move {
            let began = Instant::now();
            let claimed = queue::claim_except(&store, class, count.min(CLAIM_AT_ONCE), lease, &full).await;
            (claimed, began.elapsed().as_secs_f64())
        });
    }

    fn take_in(&mut self, claim: Result<Claim, JoinError>) {
        match claim {
            Ok((Ok(claimed), seconds)) => {
                self.claim_seconds += RECENT * (seconds - self.claim_seconds);
                // There may be more where these came from.
                self.is_hungry |= !claimed.is_empty();
                for claimed in claimed {
                    self.house.take_in(&claimed);
                    self.buffer.push(claimed);
                }
            }
            Ok((Err(error), _)) => tracing::warn!(class = self.class.code(), %error, "cannot claim jobs"),
            Err(error) => tracing::error!(class = self.class.code(), %error, "a claim broke off"),
        }
    }

    fn free(&mut self, finished: Result<Finished, JoinError>) {
        match finished {
            Ok(finished) => {
                if let Some(running) = self.running.get_mut(&finished.tenant) {
                    *running -= 1;
                    if *running == 0 {
                        self.running.remove(&finished.tenant);
                    }
                }
                self.has_suspect &= !finished.is_suspect;
                self.job_seconds += RECENT * (finished.seconds - self.job_seconds);
            }
            Err(error) => {
                tracing::error!(class = self.class.code(), %error, "a hand of the worker went down");
            }
        }
    }
}

/// Runs one job and records how it ended.
async fn lend_a_hand<S: Send + Sync + 'static>(
    runner: Runner<S>,
    house: House,
    done: mpsc::Sender<Claimed>,
    claimed: Claimed,
) -> Finished {
    let began = Instant::now();
    let (tenant, is_suspect) = (claimed.tenant, claimed.is_suspect());
    let stop = house.stop_of(&claimed);
    let ended = if is_suspect {
        match queue::start(&runner.store, &claimed).await {
            Ok(true) => attempt(&runner.handler, runner.context(claimed.clone(), stop.clone())).await,
            Ok(false) => Ended::Elsewhere,
            Err(error) => {
                tracing::warn!(job.id = claimed.id, %error, "cannot mark a job as begun");
                Ended::Stopped
            }
        }
    } else {
        attempt(&runner.handler, runner.context(claimed.clone(), stop.clone())).await
    };
    // Writing down how it ended is not part of the job: it would make quick jobs look slow while the disk is.
    let seconds = began.elapsed().as_secs_f64();
    match ended {
        Ended::Well if !claimed.is_completed() => {
            if let Err(unsent) = done.send(claimed).await {
                // Nobody ends it any more, so it will be run again.
                house.let_go(&unsent.0);
            }
        }
        Ended::Well | Ended::Elsewhere => house.let_go(&claimed),
        Ended::Badly(failure) => {
            record(&runner.store, &claimed, &failure, &stop).await;
            house.let_go(&claimed);
        }
        Ended::Waiting => {
            if let Err(error) = queue::park(&runner.store, &claimed).await {
                tracing::warn!(job.id = claimed.id, %error, "cannot park a job; its lease will run out");
            }
            house.let_go(&claimed);
        }
        Ended::Stopped => give_back(&runner.store, &house, vec![claimed]).await,
    }
    Finished { tenant, is_suspect, seconds }
}

/// Records a failure, for as long as the job is ours: what is not recorded would count as a crash.
async fn record(store: &Store, claimed: &Claimed, failure: &Failure, stop: &CancellationToken) {
    loop {
        match queue::fail(store, claimed, failure).await {
            Ok(Settled::Dead) => {
                tracing::error!(job.id = claimed.id, job.kind = claimed.job.kind(), "a job is dead");
                return;
            }
            Ok(Settled::Later | Settled::Lost) => return,
            Err(error) => tracing::warn!(job.id = claimed.id, %error, "cannot record how a job ended"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PATIENCE) => {}
        }
    }
}

async fn give_back(store: &Store, house: &House, claimed: Vec<Claimed>) {
    if claimed.is_empty() {
        return;
    }
    if let Err(error) = queue::release(store, &claimed).await {
        tracing::warn!(%error, jobs = claimed.len(), "cannot give jobs back; their leases will run out");
    }
    for one in &claimed {
        house.let_go(one);
    }
}
