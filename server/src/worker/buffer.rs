//! Claimed jobs that have not begun: handed out round-robin over their tenants, suspects apart.

use std::collections::{HashMap, VecDeque};

use domain::id::TenantId;
use store::queue::Claimed;

/// How many suspects may wait without keeping others from being claimed.
const SUSPECTS_ASIDE: usize = 50;

/// What a crew has claimed and not begun.
#[derive(Default)]
pub(super) struct Buffer {
    /// The tenants that have jobs here, the next one first.
    turns: VecDeque<TenantId>,
    jobs: HashMap<TenantId, VecDeque<Claimed>>,
    suspects: VecDeque<Claimed>,
    /// All but the suspects.
    count: usize,
}

impl Buffer {
    /// How many wait for a slot. Suspects wait for each other, so a few of them do not count.
    pub(super) fn len(&self) -> usize {
        self.count + self.suspects.len().saturating_sub(SUSPECTS_ASIDE)
    }

    pub(super) fn push(&mut self, claimed: Claimed) {
        if claimed.is_suspect() {
            self.suspects.push_back(claimed);
            return;
        }
        self.count += 1;
        let jobs = self.jobs.entry(claimed.tenant).or_default();
        if jobs.is_empty() {
            self.turns.push_back(claimed.tenant);
        }
        jobs.push_back(claimed);
    }

    /// The next job of the next tenant that may run one.
    pub(super) fn pop(&mut self, may_run: impl Fn(TenantId) -> bool) -> Option<Claimed> {
        let place = self.turns.iter().position(|tenant| may_run(*tenant))?;
        let tenant = self.turns.remove(place)?;
        let jobs = self.jobs.get_mut(&tenant)?;
        let claimed = jobs.pop_front()?;
        if jobs.is_empty() {
            self.jobs.remove(&tenant);
        } else {
            self.turns.push_back(tenant);
        }
        self.count -= 1;
        Some(claimed)
    }

    /// The next job that brought a worker down before.
    pub(super) fn pop_suspect(&mut self) -> Option<Claimed> {
        self.suspects.pop_front()
    }

    /// Everything, to be given back.
    pub(super) fn drain(&mut self) -> Vec<Claimed> {
        self.count = 0;
        self.turns.clear();
        self.jobs.drain().flat_map(|(_, jobs)| jobs).chain(self.suspects.drain(..)).collect()
    }

    /// Everything of one shard.
    pub(super) fn drain_shard(&mut self, shard: &str) -> Vec<Claimed> {
        let (theirs, others) = self.drain().into_iter().partition(|one| one.shard() == shard);
        for one in others {
            self.push(one);
        }
        theirs
    }
}
