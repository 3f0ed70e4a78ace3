//! The crew of one class: claims, runs as many jobs at once as there are slots, and has it recorded how they ended.
//!
//! Jobs are claimed ahead, but only as many as keep the slots busy during the next claim: a newcomer waits behind
//! them. Of slow jobs no tenant may have the last quarter of the slots, so that whoever comes new finds one.
//!
//! A shard that does not answer delays no other: each is asked for itself, and what was claimed in one that is away is
//! laid aside until it is back.
//!
//! **Invariant:** what runs is looked up and never counted, so that no hand that goes down takes its place along.

mod claim;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::id::TenantId;
use domain::job::Class;
use store::queue::{self, Claimed, Failure};
use tokio::sync::{Notify, mpsc};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use self::claim::{Claim, PROMPT, Source};
use super::attempt::{Ended, attempt};
use super::buffer::Buffer;
use super::house::{House, within};
use super::record;
use super::runner::Runner;

/// Jobs below this free their slots so soon that none has to be kept free.
const QUICK_SECONDS: f64 = 0.01;
/// How much the newest duration counts in a running mean.
const RECENT: f64 = 0.1;
/// How long stopped jobs, and the records of how jobs ended, get at the end.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Claims and runs the jobs of one class.
pub(super) struct Crew<S> {
    runner: Runner<S>,
    class: Class,
    slots: usize,
    /// Where jobs come from; one for each shard.
    sources: Vec<Source>,
    /// Told whenever the end of a job is recorded.
    relief: Arc<Notify>,
    /// The source that is asked first.
    turn: usize,
    claims: JoinSet<Claim>,
    buffer: Buffer,
    hands: JoinSet<Finished>,
    /// What each hand has.
    running: HashMap<Id, Claimed>,
    /// How long a job takes, and how long a claim: running means.
    job_seconds: f64,
    claim_seconds: f64,
}

/// How a run ended, and after how many seconds.
type Finished = (Ended, f64);

/// Works until `soft`, then waits for running jobs until `hard`, and gives back what is left.
pub(super) async fn work<S: Send + Sync + 'static>(
    runner: Runner<S>,
    class: Class,
    slots: usize,
    (soft, hard): (CancellationToken, CancellationToken),
) {
    let relief = Arc::new(Notify::new());
    let (mut sources, mut heartbeats, mut records) = (Vec::new(), JoinSet::new(), JoinSet::new());
    for shard in runner.store.shards() {
        let house = House::new(&shard.name, Arc::clone(&relief));
        let (ended, to_record) = mpsc::unbounded_channel();
        heartbeats.spawn(house.clone().hold(runner.store.clone(), runner.config.lease));
        records.spawn(record::keep(runner.store.clone(), house.clone(), to_record));
        sources.push(Source::new(house, ended));
    }
    let mut crew = Crew {
        runner,
        class,
        slots,
        sources,
        relief,
        turn: 0,
        claims: JoinSet::new(),
        buffer: Buffer::default(),
        hands: JoinSet::new(),
        running: HashMap::new(),
        job_seconds: 2.0 * QUICK_SECONDS,
        claim_seconds: 0.003,
    };
    crew.serve(&soft).await;
    crew.leave(&hard).await;
    // With the crew go the last senders, and the records end when everything is recorded.
    drop(crew);
    tokio::select! {
        () = async { while records.join_next().await.is_some() {} } => {}
        () = async { hard.cancelled().await; tokio::time::sleep(LAST_WORDS).await } => {
            tracing::warn!(class = class.code(), "it is not recorded how jobs ended; their leases will run out");
        }
    }
}

impl<S: Send + Sync + 'static> Crew<S> {
    async fn serve(&mut self, soft: &CancellationToken) {
        let mut bell = self.runner.store.wake().subscribe(self.class);
        let mut poll = tokio::time::interval(self.runner.config.poll);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !soft.is_cancelled() {
            self.start_hands();
            self.begin_claims();
            let is_asking = self.reserved() > 0;
            let (relief, is_held_up) = (Arc::clone(&self.relief), self.is_held_up());
            tokio::select! {
                () = soft.cancelled() => {}
                Some(claim) = self.claims.join_next_with_id() => self.take_in(claim),
                Some(finished) = self.hands.join_next_with_id() => self.free(finished),
                Ok(()) = bell.changed() => self.look_everywhere(),
                _ = poll.tick() => self.look_everywhere(),
                () = relief.notified(), if is_held_up => {}
                // Who has not answered by now has no claim on the slots that are free.
                () = tokio::time::sleep(PROMPT), if is_asking => {}
            }
        }
    }

    async fn leave(&mut self, hard: &CancellationToken) {
        loop {
            for claimed in self.buffer.drain() {
                if let Some(source) = self.source_of(&claimed) {
                    source.end(claimed, Ended::Stopped);
                }
            }
            self.sources.iter_mut().for_each(Source::give_back);
            if self.claims.is_empty() && self.hands.is_empty() {
                return;
            }
            tokio::select! {
                Some(claim) = self.claims.join_next_with_id() => self.take_in(claim),
                Some(finished) = self.hands.join_next_with_id() => self.free(finished),
                () = hard.cancelled() => break,
            }
        }
        self.sources.iter().for_each(|source| source.house().stop_all());
        let last_words = async {
            while let Some(finished) = self.hands.join_next_with_id().await {
                self.free(finished);
            }
        };
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

    /// How many jobs of a tenant run.
    fn running(&self, tenant: TenantId) -> usize {
        self.running.values().filter(|claimed| claimed.tenant == tenant).count()
    }

    fn start_hands(&mut self) {
        while self.hands.len() < self.slots {
            let share = self.share();
            let has_suspect = self.running.values().any(Claimed::is_suspect);
            let suspect = if has_suspect { None } else { self.buffer.pop_suspect() };
            let mut buffer = std::mem::take(&mut self.buffer);
            let next = suspect.or_else(|| buffer.pop(|tenant| self.running(tenant) < share));
            self.buffer = buffer;
            let Some(claimed) = next else { return };
            let Some(source) = self.source_of(&claimed) else { continue };
            let stop = source.house().stop_of(&claimed);
            if stop.is_cancelled() {
                source.end(claimed, Ended::Stopped);
                continue;
            }
            let hand = self.hands.spawn(lend_a_hand(self.runner.clone(), claimed.clone(), stop));
            self.running.insert(hand.id(), claimed);
        }
    }

    /// A hand is free again.
    fn free(&mut self, finished: Result<(Id, Finished), JoinError>) {
        let (id, mut ended) = match finished {
            Ok((id, (ended, seconds))) => {
                self.job_seconds += RECENT * (seconds - self.job_seconds);
                (id, ended)
            }
            Err(error) => {
                tracing::error!(class = self.class.code(), %error, "a hand of the worker went down");
                (error.id(), Ended::Badly(Failure::Crash("a hand of the worker went down".to_owned())))
            }
        };
        let Some(claimed) = self.running.remove(&id) else { return };
        let Some(source) = self.source_of(&claimed) else { return };
        if ended == Ended::Stopped && source.house().is_over(&claimed) {
            // It was a try: a job that keeps its shard from answering would otherwise be run for ever.
            ended =
                Ended::Badly(Failure::Retry("its shard did not answer until the lease was over".to_owned()));
        }
        source.end(claimed, ended);
    }

    fn source_of(&self, claimed: &Claimed) -> Option<&Source> {
        self.sources.iter().find(|source| source.house().shard() == claimed.shard())
    }
}

/// Runs one job.
async fn lend_a_hand<S: Send + Sync + 'static>(
    runner: Runner<S>,
    claimed: Claimed,
    stop: CancellationToken,
) -> Finished {
    let began = Instant::now();
    if claimed.is_suspect() {
        match within(runner.config.lease, queue::start(&runner.store, &claimed)).await {
            Ok(true) => {}
            Ok(false) => return (Ended::Elsewhere, began.elapsed().as_secs_f64()),
            Err(error) => {
                tracing::warn!(job.id = claimed.id, %error, "cannot mark a job as begun");
                return (Ended::Stopped, began.elapsed().as_secs_f64());
            }
        }
    }
    let ended = attempt(&runner.handler, runner.context(claimed, stop)).await;
    (ended, began.elapsed().as_secs_f64())
}
