//! How a crew comes to its jobs: it asks every shard for itself, for as many as it has room for.

use std::time::Duration;

use domain::id::TenantId;
use store::StoreError;
use store::queue::{self, Claimed};
use tokio::sync::mpsc;
use tokio::task::{Id, JoinError};
use tokio::time::Instant;

use super::super::attempt::Ended;
use super::super::house::{House, within};
use super::{Crew, RECENT};

/// How many claims' time is bridged by jobs that were claimed ahead.
const BRIDGE: f64 = 2.0;
/// How many jobs one claim takes at most, of jobs that end at once; of slower ones the time of the claims bounds it. More
/// save little, and a newcomer waits until they are through.
const CLAIM_AT_ONCE: usize = 600;
/// How many jobs of a shard are held at most, with those whose end is not recorded yet: what ends faster than it can be
/// recorded would pile up without an end.
const MOST_HELD: usize = 1000 + CLAIM_AT_ONCE;
/// For how long the room that a shard was asked to fill is kept for it.
pub(super) const PROMPT: Duration = Duration::from_millis(100);

/// One shard as the crew sees it.
pub(super) struct Source {
    house: House,
    /// To whoever records there how runs ended. Without a bound, for there is never more in it than was claimed.
    ended: mpsc::UnboundedSender<(Claimed, Ended)>,
    /// What was claimed before it went away.
    aside: Vec<Claimed>,
    /// Whether it did not answer when it was last asked.
    is_away: bool,
    /// Whether there may be jobs that nobody has claimed.
    is_hungry: bool,
    /// Whether there may be jobs of tenants that had enough when the others' were claimed.
    has_left_out: bool,
    /// What it was asked for and has not answered.
    asked: Option<Asked>,
}

struct Asked {
    task: Id,
    count: usize,
    at: Instant,
}

/// What a claim brought, and the seconds it took.
pub(super) type Claim = (Result<Vec<Claimed>, StoreError>, f64);

impl Source {
    pub(super) const fn new(house: House, ended: mpsc::UnboundedSender<(Claimed, Ended)>) -> Self {
        Self {
            house,
            ended,
            aside: Vec::new(),
            is_away: false,
            is_hungry: true,
            has_left_out: false,
            asked: None,
        }
    }

    pub(super) const fn house(&self) -> &House {
        &self.house
    }

    /// Gives back what was laid aside.
    pub(super) fn give_back(&mut self) {
        for claimed in std::mem::take(&mut self.aside) {
            self.end(claimed, Ended::Stopped);
        }
    }

    /// Has it recorded how a run ended; nobody waits for that.
    pub(super) fn end(&self, claimed: Claimed, ended: Ended) {
        match ended {
            Ended::Well if claimed.is_completed() => self.house.let_go(&claimed),
            Ended::Elsewhere => self.house.let_go(&claimed),
            Ended::Well | Ended::Badly(_) | Ended::Waiting | Ended::Stopped => {
                if let Err(unsent) = self.ended.send((claimed, ended)) {
                    // Nobody records it any more, so it will be run again.
                    self.house.let_go(&unsent.0.0);
                }
            }
        }
    }

    /// Whether it is asked as soon as some of what is done is recorded.
    fn is_held_up(&self) -> bool {
        (self.is_hungry || self.has_left_out) && self.asked.is_none() && self.house.len() >= MOST_HELD
    }

    /// How much room is kept for its answer.
    fn reserved(&self) -> usize {
        let asked = self.asked.as_ref().filter(|asked| !self.is_away && asked.at.elapsed() < PROMPT);
        asked.map_or(0, |asked| asked.count)
    }
}

impl<S: Send + Sync + 'static> Crew<S> {
    /// There may be new jobs.
    pub(super) fn look_everywhere(&mut self) {
        self.sources.iter_mut().for_each(|source| source.is_hungry = true);
    }

    /// How much room is kept for answers that must come at any moment.
    pub(super) fn reserved(&self) -> usize {
        self.sources.iter().map(Source::reserved).sum()
    }

    /// Whether a shard waits to be asked until what is done is recorded.
    pub(super) fn is_held_up(&self) -> bool {
        self.sources.iter().any(Source::is_held_up)
    }

    /// Asks the shards that may have jobs, in turns.
    pub(super) fn begin_claims(&mut self) {
        let first = self.turn;
        for step in 0..self.sources.len() {
            let at = (first + step) % self.sources.len();
            let source = &self.sources[at];
            if source.asked.is_some() || !(source.is_hungry || source.has_left_out) || source.is_held_up() {
                continue;
            }
            // Of one that is away nothing is expected; a single job tells that it is back.
            let (count, full) = if source.is_away { (1, Vec::new()) } else { self.room(source) };
            if count > 0 {
                self.ask(at, count.min(CLAIM_AT_ONCE), full);
            }
        }
    }

    /// How many jobs a shard may give, and the tenants whose jobs it may not.
    fn room(&self, source: &Source) -> (usize, Vec<TenantId>) {
        let (free, reserved) = (self.slots - self.hands.len(), self.reserved());
        let ahead = BRIDGE * self.claim_seconds / self.job_seconds.max(1e-6) * self.slots as f64;
        let ahead = (ahead as usize).min(CLAIM_AT_ONCE);
        let mut full = Vec::new();
        if !self.is_quick() {
            let share = self.share();
            full.extend(self.running.values().map(|claimed| claimed.tenant));
            full.sort_unstable();
            full.dedup();
            full.retain(|tenant| self.running(*tenant) >= share);
        }
        let waiting = self.buffer.len() + reserved;
        if waiting * 2 <= ahead && (ahead > 0 || full.is_empty()) {
            ((free + ahead).saturating_sub(waiting), Vec::new())
        } else if source.is_hungry && !full.is_empty() {
            (free.saturating_sub(reserved), full)
        } else {
            (0, full)
        }
    }

    fn ask(&mut self, at: usize, count: usize, full: Vec<TenantId>) {
        self.turn = at + 1;
        let source = &mut self.sources[at];
        source.is_hungry = false;
        source.has_left_out = !full.is_empty();
        let (store, class, lease) = (self.runner.store.clone(), self.class, self.runner.config.lease);
        let shard = source.house.shard().to_owned();
        let task = self.claims.spawn(async move {
            let began = Instant::now();
            // What comes later than that is not ours any more.
            let claimed = within(lease, queue::claim_in(&store, &shard, (class, count, lease), &full)).await;
            (claimed, began.elapsed().as_secs_f64())
        });
        source.asked = Some(Asked { task: task.id(), count, at: Instant::now() });
    }

    pub(super) fn take_in(&mut self, claim: Result<(Id, Claim), JoinError>) {
        let task = claim.as_ref().map_or_else(JoinError::id, |(task, _)| *task);
        let is_its = |source: &&mut Source| source.asked.as_ref().is_some_and(|asked| asked.task == task);
        let Some(source) = self.sources.iter_mut().find(is_its) else { return };
        let Some(asked) = source.asked.take() else { return };
        let shard = source.house.shard();
        match claim {
            Ok((_, (Ok(claimed), seconds))) => {
                self.claim_seconds += RECENT * (seconds - self.claim_seconds);
                // There may be more where these came from.
                source.is_hungry |= !claimed.is_empty() || source.is_away;
                source.is_away = false;
                let until = asked.at + self.runner.config.lease;
                for claimed in &claimed {
                    source.house.take_in(claimed, until);
                }
                for claimed in source.aside.drain(..).chain(claimed) {
                    self.buffer.push(claimed);
                }
            }
            Ok((_, (Err(error), _))) => {
                tracing::warn!(shard, class = self.class.code(), %error, "cannot claim jobs");
                if error.is_transient() && !source.is_away {
                    source.is_away = true;
                    source.aside.extend(self.buffer.drain_shard(shard));
                }
            }
            Err(error) => tracing::error!(shard, class = self.class.code(), %error, "a claim broke off"),
        }
    }
}
