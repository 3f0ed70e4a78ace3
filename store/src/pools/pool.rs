//! A pool for doors: connections that were proven clean wait here, and go straight to the next door as a [`Lease`].
//!
//! It stands in front of sqlx's pool, which makes and counts connections but spends a task and a round trip on
//! every return. Permits keep the order of arrival and the bound.
//!
//! A backend remembers the tables of every silo it was in, 0.3 MB a schema, and never forgets: so a silo goes to a
//! connection that knows it, else to the one that knows fewest, and one that knows enough is closed instead of being
//! shown another.
//!
//! What a dropped door left open waits here too, for up to a moment; if no other door comes to end it, a task does.
//!
//! **Invariant:** whoever has a turn connects anew only where no more connections wait than turns are left: so there is
//! room for his, and he waits for nobody.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::id::TenantId;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{Connection as _, PgPool, Postgres};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::lease::{Lease, State};
use crate::error::StoreError;

/// How long a caller waits for a connection.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// After this time a connection that waits here is asked whether it is still there.
pub(super) const WARM: Duration = Duration::from_secs(20);
/// How long that may take: the other end may have gone without a word.
pub(super) const ANSWER: Duration = Duration::from_secs(1);
/// After this time it goes back to sqlx's pool, which closes what nobody needs.
const COLD: Duration = Duration::from_secs(120);
/// How long a dropped door's transaction stays open for the next door to end it.
const LINGER: Duration = Duration::from_millis(1);
/// After this time a connection is handed back for good.
pub(super) const LIFETIME: Duration = Duration::from_secs(900);
/// How many silos a connection gets to know: about 15 MB of its backend's memory.
const MOST_SILOS: usize = 50;

/// A bounded number of connections of one login, for one purpose. A clone is another handle of the same.
#[derive(Clone)]
pub(crate) struct Pool(Arc<Inner>);

pub(super) struct Inner {
    source: PgPool,
    /// For how long a statement may run; whoever says nothing for longer is gone.
    pub(super) longest: Duration,
    /// The turns that are left.
    permits: Arc<Semaphore>,
    /// The one that came last is the last.
    idle: Mutex<Vec<Resting>>,
    /// Whether a task looks after the transactions that were left open.
    is_swept: AtomicBool,
}

/// A connection, and what is known of it.
pub(super) struct Known {
    pub(super) connection: PoolConnection<Postgres>,
    born: Instant,
    silos: Vec<TenantId>,
}

struct Resting {
    known: Known,
    since: Instant,
    /// The transaction of the last door is not ended yet.
    is_open: bool,
}

impl Pool {
    /// `longest` is how long a statement may run on these connections.
    pub(super) fn new(source: PgPool, size: u32, longest: Duration) -> Self {
        let permits = usize::try_from(size).expect("a pool's size fits");
        let permits = Arc::new(Semaphore::new(permits));
        Self(Arc::new(Inner {
            source,
            longest,
            permits,
            idle: Mutex::default(),
            is_swept: AtomicBool::new(false),
        }))
    }

    /// What makes the connections; for work that is no door's.
    pub(crate) fn source(&self) -> &PgPool {
        &self.0.source
    }

    /// Takes a connection and begins on it with one message, on a fresh connection if the one that waited here
    /// has died meanwhile. `silo` is the tenant whose own schema is going to be looked into.
    pub(crate) async fn begin(&self, prologue: &str, silo: Option<TenantId>) -> Result<Lease, StoreError> {
        let mut lease = self.acquire(silo).await?;
        loop {
            match lease.enter(prologue).await {
                // Another that died may have come to rest meanwhile; a fresh one ends it.
                Err(error) if error.is_transient() && lease.was_resting() => {
                    // With the turn that it has: were all to wait for another, nobody would get one.
                    let permit = lease.give_up();
                    self.close_resting();
                    lease = self.lease(permit, silo).await?;
                }
                Err(error) => return Err(error),
                Ok(()) => return Ok(lease),
            }
        }
    }

    /// Closes every connection, after the doors that are open.
    pub(crate) async fn close(&self) {
        self.0.permits.close();
        self.0.rest().clear();
        self.0.source.close().await;
    }

    async fn acquire(&self, silo: Option<TenantId>) -> Result<Lease, StoreError> {
        let waiting = tokio::time::timeout(PATIENCE, Arc::clone(&self.0.permits).acquire_owned());
        let permit = waiting
            .await
            .map_err(|_| StoreError::Unavailable("every connection is in use".into()))?
            .map_err(|_| StoreError::Unavailable("the store is shut down".into()))?;
        self.lease(permit, silo).await
    }

    /// A connection for whoever's turn it is.
    async fn lease(&self, permit: OwnedSemaphorePermit, silo: Option<TenantId>) -> Result<Lease, StoreError> {
        let resting = match self.0.choose(silo) {
            Choice::Use(resting) => wake(resting).await,
            Choice::Replace(resting) => {
                close(resting.known.connection).await;
                None
            }
            Choice::Connect => None,
        };
        let was_resting = resting.is_some();
        let (mut known, is_open) = match resting {
            Some(Resting { known, is_open, .. }) => (known, is_open),
            None => {
                let connection = self.0.source.acquire().await?;
                (Known { connection, born: Instant::now(), silos: Vec::new() }, false)
            }
        };
        if let Some(silo) = silo.filter(|silo| !known.silos.contains(silo)) {
            known.silos.push(silo);
        }
        let state = if is_open { State::Left } else { State::Clean };
        Ok(Lease::new(known, was_resting, state, Arc::clone(&self.0), permit))
    }

    /// Whether the transactions of all that wait here are still to be ended.
    #[cfg(all(test, feature = "testing"))]
    pub(super) fn is_all_open(&self) -> bool {
        self.0.rest().iter().all(|one| one.is_open)
    }

    /// What waits here may have died with the one that did.
    fn close_resting(&self) {
        for mut resting in self.0.rest().drain(..) {
            resting.known.connection.close_on_drop();
        }
    }
}

/// What a caller is given.
enum Choice {
    Use(Resting),
    /// This one has seen enough.
    Replace(Resting),
    Connect,
}

/// A connection that has waited for long is asked whether it is still there.
async fn wake(mut resting: Resting) -> Option<Resting> {
    if resting.since.elapsed() < WARM {
        return Some(resting);
    }
    if let Ok(Ok(())) = tokio::time::timeout(ANSWER, resting.known.connection.ping()).await {
        return Some(resting);
    }
    resting.known.connection.close_on_drop();
    None
}

async fn close(connection: PoolConnection<Postgres>) {
    if let Err(error) = connection.close().await {
        tracing::debug!(%error, "a connection did not end well");
    }
}

impl Inner {
    /// The warmest connection that waits; for a silo the one that knows it, else the one that knows fewest.
    fn choose(&self, silo: Option<TenantId>) -> Choice {
        let mut idle = self.rest();
        let Some(silo) = silo else {
            return idle.pop().map_or(Choice::Connect, Choice::Use);
        };
        let knowing = idle.iter().rposition(|resting| resting.known.silos.contains(&silo));
        if let Some(place) = knowing {
            return Choice::Use(idle.remove(place));
        }
        let counts = idle.iter().map(|resting| resting.known.silos.len()).enumerate().rev();
        match counts.min_by_key(|(_, count)| *count) {
            Some((place, count)) if count < MOST_SILOS => Choice::Use(idle.remove(place)),
            // All of them have seen enough: one more connection, or one in the place of another. How many there are now
            // says little, for others have chosen too and not connected yet: every turn that is left is worth one that
            // waits, and where more wait, there is no room beside them.
            Some((place, _)) if idle.len() > self.permits.available_permits() => {
                Choice::Replace(idle.remove(place))
            }
            Some(_) | None => Choice::Connect,
        }
    }

    fn rest(&self) -> MutexGuard<'_, Vec<Resting>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a connection wait here; gives it back if it may not.
    pub(super) fn put_back(&self, known: Known, is_open: bool) -> Result<(), Known> {
        let mut idle = self.rest();
        // Under the lock: what came to rest after everything was closed would never be.
        if known.born.elapsed() >= LIFETIME || self.permits.is_closed() {
            return Err(known);
        }
        idle.push(Resting { known, since: Instant::now(), is_open });
        let is_cold = idle.first().is_some_and(|first| first.since.elapsed() >= COLD && !first.is_open);
        let cold = is_cold.then(|| idle.remove(0));
        drop(idle);
        drop(cold);
        Ok(())
    }

    /// One whose transaction was left open for long enough, with the right to use it.
    fn take_left(self: &Arc<Self>) -> Option<Lease> {
        let mut idle = self.rest();
        let at = idle.iter().position(|one| one.is_open && one.since.elapsed() >= LINGER)?;
        // Without a permit left, somebody is about to take it.
        let permit = Arc::clone(&self.permits).try_acquire_owned().ok()?;
        let Resting { known, .. } = idle.remove(at);
        Some(Lease::new(known, true, State::Ending, Arc::clone(self), permit))
    }

    /// Has the transactions that are left open ended in a moment.
    pub(super) fn sweep(self: &Arc<Self>, runtime: &Handle) {
        if self.is_swept.swap(true, Ordering::AcqRel) {
            return;
        }
        let pool = Arc::clone(self);
        runtime.spawn(async move {
            loop {
                tokio::time::sleep(LINGER).await;
                while let Some(lease) = pool.take_left() {
                    tokio::spawn(lease.roll_back());
                }
                let is_any_left = || pool.rest().iter().any(|one| one.is_open);
                if is_any_left() {
                    continue;
                }
                pool.is_swept.store(false, Ordering::Release);
                // One may have come in between, which saw that it was looked after.
                if !is_any_left() || pool.is_swept.swap(true, Ordering::AcqRel) {
                    return;
                }
            }
        });
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if Handle::try_current().is_err() {
            // sqlx would spawn a task to take them back; without a runtime the sockets are closed instead.
            for resting in self.rest().drain(..) {
                drop(resting.known.connection.detach());
            }
        }
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use sea_orm::sqlx::{self, Row as _};
    use uuid::Uuid;

    use super::*;
    use crate::pools;
    use crate::testing::TestDb;

    const PROLOGUE: &str = "begin; set local app.ctx = ''; set local role pool_rw";

    /// Looks into a silo as a door does, and says which backend did.
    async fn visit(pool: &Pool, silo: u128) -> i32 {
        let silo = TenantId::new(Uuid::from_u128(silo));
        let mut lease = pool.begin(PROLOGUE, Some(silo)).await.expect("it begins");
        let row = sqlx::query("select pg_backend_pid()").fetch_one(lease.connection()).await.expect("a row");
        lease.commit().await.expect("it ends");
        row.try_get(0).expect("a number")
    }

    /// A backend that had been in 500 silos held 213 MB, and kept them for as long as it lived.
    #[tokio::test]
    async fn a_backend_gets_to_know_so_many_silos_and_is_replaced() {
        let db = TestDb::new().await;
        let pool = pools::lazy(&db.config().control_url, "test", "pool", 2, None).expect("a pool");
        let mut known: BTreeMap<i32, BTreeSet<u128>> = BTreeMap::new();
        for silo in 0..5 * MOST_SILOS as u128 {
            let backend = visit(&pool, silo).await;
            known.entry(backend).or_default().insert(silo);
            assert_eq!(visit(&pool, silo).await, backend, "a silo goes to the connection that knows it");
        }
        let most = known.values().map(BTreeSet::len).max();
        assert_eq!(most, Some(MOST_SILOS));
        assert_eq!(known.len(), 5, "and none is replaced before");
        let there = "select count(*) from pg_stat_activity
                     where datname = current_database() and application_name = 'winloss test'";
        while db.number(there).await > 2 {
            tokio::task::yield_now().await;
        }
        pool.close().await;
    }

    /// Both saw that there was room for one more connection, and one of them then waited five seconds for it in vain:
    /// what he could have had waited in the pool.
    #[tokio::test]
    async fn two_who_choose_at_once_do_not_both_take_the_last_room() {
        let db = TestDb::new().await;
        let pool = pools::lazy(&db.config().control_url, "test", "pool", 2, None).expect("a pool");
        for silo in 0..MOST_SILOS as u128 {
            visit(&pool, silo).await;
        }
        assert_eq!(pool.0.rest().len(), 1, "one connection, which has seen enough");
        let turns = Arc::clone(&pool.0.permits).acquire_many_owned(2).await.expect("nobody else has a turn");
        let silo = |number| Some(TenantId::new(Uuid::from_u128(number)));
        let choices = [1_000, 1_001].map(|number| pool.0.choose(silo(number)));
        assert!(pool.0.rest().is_empty(), "it leaves, for two come");
        assert_eq!(choices.iter().filter(|choice| matches!(choice, Choice::Replace(_))).count(), 1);
        drop((choices, turns));
        pool.close().await;
    }

    const HELD: &str = "select count(*) from pg_locks where locktype = 'advisory'
                        and database = (select oid from pg_database where datname = current_database())";

    #[tokio::test]
    async fn what_a_dropped_door_left_is_undone_though_no_other_comes() {
        let db = TestDb::new().await;
        let pool = pools::lazy(&db.config().control_url, "test", "pool", 3, None).expect("a pool");
        for _ in 0..3 {
            let mut leases = Vec::new();
            for _ in 0..3 {
                leases.push(pool.begin(PROLOGUE, None).await.expect("it begins"));
            }
            let lock = "select pg_advisory_xact_lock(7)";
            let answer = sqlx::query(lock).execute(leases[1].connection()).await;
            leases[1].has_answered(&answer);
            answer.expect("the lock is free");
            drop(leases);
            while db.number(HELD).await > 0 {
                tokio::task::yield_now().await;
            }
        }
        while pool.0.rest().iter().any(|one| one.is_open) || pool.0.is_swept.load(Ordering::Acquire) {
            tokio::task::yield_now().await;
        }
        pool.close().await;
    }
}
