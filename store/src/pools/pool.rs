//! A pool for doors: connections that were proven clean wait here, and go straight to the next door.
//!
//! It stands in front of sqlx's pool, which makes and counts connections but spends a task and a round trip on
//! every return. Permits keep the order of arrival and the bound.
//!
//! A backend remembers the tables of every silo it was in, 0.3 MB a schema, and never forgets: so a silo goes to a
//! connection that knows it, else to the one that knows fewest, and one that knows enough is closed instead of being
//! shown another.
//!
//! A door that is dropped leaves its transaction open for up to a moment: the next door ends it with the message that
//! begins its own, which saves one way to the database in three. If none comes, a task ends it.
//!
//! **Invariant:** no statement of a door runs on a connection before the proof that no transaction, role or context of
//! another door is left on it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::id::TenantId;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::{self, AssertSqlSafe, Connection as _, PgConnection, PgPool, Postgres, Row as _};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::StoreError;

/// How long a caller waits for a connection.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// After this time a connection that waits here is asked whether it is still there.
pub(super) const WARM: Duration = Duration::from_secs(20);
/// How long that may take: the other end may have gone without a word.
const ANSWER: Duration = Duration::from_secs(1);
/// After this time it goes back to sqlx's pool, which closes what nobody needs.
const COLD: Duration = Duration::from_secs(120);
/// How long a dropped door's transaction stays open for the next door to end it.
const LINGER: Duration = Duration::from_millis(1);
/// After this time a connection is handed back for good.
pub(super) const LIFETIME: Duration = Duration::from_secs(900);
/// How many silos a connection gets to know: about 15 MB of its backend's memory.
const MOST_SILOS: usize = 50;

/// Isolation: both end the transaction and prove in the same round trip that the session is the login again and
/// carries no context. `show` needs no plan; a role of `none` means that the login acts for itself.
const COMMIT: &str = "commit; show role; show app.ctx";
const ROLLBACK: &str = "rollback; show role; show app.ctx";

/// A bounded number of connections of one login, for one purpose. A clone is another handle of the same.
#[derive(Clone)]
pub(crate) struct Pool(Arc<Inner>);

struct Inner {
    source: PgPool,
    size: u32,
    permits: Arc<Semaphore>,
    /// The one that came last is the last.
    idle: Mutex<Vec<Resting>>,
    /// Whether a task looks after the transactions that were left open.
    is_swept: AtomicBool,
}

/// A connection, and what is known of it.
struct Known {
    connection: PoolConnection<Postgres>,
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
    pub(super) fn new(source: PgPool, size: u32) -> Self {
        let permits = usize::try_from(size).expect("a pool's size fits");
        let permits = Arc::new(Semaphore::new(permits));
        Self(Arc::new(Inner {
            source,
            size,
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
                Err(error) if error.is_transient() && lease.was_resting => {
                    lease.discard();
                    self.close_resting();
                    // With the turn that it has: were all to wait for another, nobody would get one.
                    let permit = lease.permit.take().expect("a lease holds its permit until it ends");
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
        let pool = Arc::clone(&self.0);
        let state = if is_open { State::Left } else { State::Clean };
        Ok(Lease { known: Some(known), was_resting, state, pool, permit: Some(permit) })
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
            // All of them have seen enough: one more connection, or one in the place of another.
            Some((place, _)) if self.source.size() >= self.size => Choice::Replace(idle.remove(place)),
            Some(_) | None => Choice::Connect,
        }
    }

    fn rest(&self) -> MutexGuard<'_, Vec<Resting>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a connection wait here; gives it back if it may not.
    fn put_back(&self, known: Known, is_open: bool) -> Result<(), Known> {
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
        let pool = Arc::clone(self);
        Some(Lease {
            known: Some(known),
            was_resting: true,
            state: State::Ending,
            pool,
            permit: Some(permit),
        })
    }

    /// Has the transactions that are left open ended in a moment.
    fn sweep(self: &Arc<Self>, runtime: &Handle) {
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

/// Where a leased connection stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum State {
    /// No transaction is on it.
    Clean,
    /// The transaction of the last door is still on it.
    Left,
    /// Its transaction waits for the next statement.
    Waiting,
    /// A message is under way.
    Busy,
    /// The task that rolls it back has it.
    Ending,
}

/// A connection inside a transaction. Dropped, it is rolled back, by the next door or by a task of its own, and proven
/// clean; what cannot be proven clean is closed.
pub(crate) struct Lease {
    known: Option<Known>,
    was_resting: bool,
    state: State,
    pool: Arc<Inner>,
    /// The next caller's turn comes when this is dropped.
    permit: Option<OwnedSemaphorePermit>,
}

impl Lease {
    /// The connection for one statement; [`Lease::has_answered`] is called when that is over.
    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        if self.state != State::Ending {
            self.state = State::Busy;
        }
        &mut self.known.as_mut().expect("a lease holds its connection until it ends").connection
    }

    /// Says that the statement is over. Whoever is cancelled before leaves a message under way.
    pub(crate) fn has_answered<T>(&mut self, answer: &Result<T, sqlx::Error>) {
        if matches!(answer, Ok(_) | Err(sqlx::Error::Database(_))) {
            self.state = State::Waiting;
        }
    }

    /// Makes what was done last.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        self.end(COMMIT).await
    }

    /// Begins, after it ended what the last door left open.
    async fn enter(&mut self, prologue: &str) -> Result<(), StoreError> {
        let is_left = self.state == State::Left;
        // Derived names and hexadecimal only; see the doors.
        let message = if is_left { format!("{ROLLBACK}; {prologue}") } else { prologue.to_owned() };
        let answer = sqlx::raw_sql(AssertSqlSafe(message)).fetch_all(self.connection()).await;
        // Isolation: the prologue has set its own role and context, but a connection that kept another's is not
        // believed to have left everything else behind.
        if is_left && answer.as_ref().is_ok_and(|rows| !is_clean(rows)) {
            return Err(StoreError::Unavailable("a connection kept a role or a context".into()));
        }
        self.has_answered(&answer);
        Ok(answer.map(drop)?)
    }

    async fn end(&mut self, message: &'static str) -> Result<(), StoreError> {
        let rows = match sqlx::raw_sql(message).fetch_all(self.connection()).await {
            Ok(rows) => rows,
            Err(error) => {
                self.discard();
                return Err(error.into());
            }
        };
        // Isolation: without this, the next tenant could act under the last one's role or context.
        if is_clean(&rows) {
            if let Some(known) = self.known.take() {
                // What may not wait here goes back to sqlx's pool.
                drop(self.pool.put_back(known, false));
            }
        } else {
            self.discard();
        }
        Ok(())
    }

    async fn roll_back(mut self) {
        if let Err(error) = self.end(ROLLBACK).await {
            tracing::debug!(%error, "a rolled back connection was closed");
        }
    }

    /// Closes the connection.
    fn discard(&mut self) {
        let Some(Known { mut connection, .. }) = self.known.take() else { return };
        if Handle::try_current().is_ok() {
            connection.close_on_drop();
        } else {
            drop(connection.detach());
        }
    }
}

/// Whether an end proved that the session is the login again and carries no context.
fn is_clean(rows: &[PgRow]) -> bool {
    let says = |at: usize, what: &str| {
        rows.get(at).and_then(|row| row.try_get::<&str, _>(0).ok()).is_some_and(|text| text == what)
    };
    let is_clean = rows.len() == 2 && says(0, "none") && says(1, "");
    if !is_clean {
        tracing::error!("a connection kept a role or a context after its transaction and was closed");
    }
    is_clean
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(known) = self.known.take() else { return };
        let runtime = match Handle::try_current() {
            Ok(runtime) if self.state != State::Ending => runtime,
            _ => {
                // Nobody is left to talk on it: the socket is closed, and the server rolls back by itself.
                drop(known.connection.detach());
                return;
            }
        };
        let left = if self.state == State::Waiting { self.pool.put_back(known, true) } else { Err(known) };
        let Err(known) = left else {
            // After it waits there: whoever gets the turn finds it.
            drop(self.permit.take());
            self.pool.sweep(&runtime);
            return;
        };
        let lease = Self {
            known: Some(known),
            was_resting: self.was_resting,
            state: State::Ending,
            pool: Arc::clone(&self.pool),
            permit: self.permit.take(),
        };
        // Isolation: the caller may have gone away while a message was in flight, even the one that begins.
        // sqlx reads the rest of that answer first; then the transaction is ended, whatever state it was in.
        runtime.spawn(lease.roll_back());
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use uuid::Uuid;

    use super::*;
    use crate::pools;
    use crate::testing::TestDb;

    /// Looks into a silo as a door does, and says which backend did.
    async fn visit(pool: &Pool, silo: u128) -> i32 {
        let prologue = "begin; set local app.ctx = ''; set local role pool_rw";
        let silo = TenantId::new(Uuid::from_u128(silo));
        let mut lease = pool.begin(prologue, Some(silo)).await.expect("it begins");
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

    const PROLOGUE: &str = "begin; set local app.ctx = ''; set local role pool_rw";

    /// Runs that in the transaction, and gives the number in its first row.
    async fn number(lease: &mut Lease, sql: &'static str) -> i64 {
        let answer = sqlx::query(sql).fetch_one(lease.connection()).await;
        lease.has_answered(&answer);
        answer.expect("a row").try_get(0).expect("a number")
    }

    const LOCK: &str = "select 1::bigint from pg_advisory_xact_lock(7)";
    const LOCKS: &str =
        "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()";
    const HELD: &str = "select count(*) from pg_locks where locktype = 'advisory'
                        and database = (select oid from pg_database where datname = current_database())";
    const BACKEND: &str = "select pg_backend_pid()::bigint";

    #[tokio::test]
    async fn the_next_door_undoes_what_a_dropped_one_left() {
        let db = TestDb::new().await;
        let pool = pools::lazy(&db.config().control_url, "test", "pool", 1, None).expect("a pool");
        let mut lease = pool.begin(PROLOGUE, None).await.expect("it begins");
        let backend = number(&mut lease, BACKEND).await;
        assert_eq!((number(&mut lease, LOCK).await, number(&mut lease, LOCKS).await), (1, 1));
        drop(lease);
        // Nothing was awaited since: no task has ended it.
        assert!(pool.0.rest().iter().all(|one| one.is_open));
        let mut next = pool.begin(PROLOGUE, None).await.expect("it begins");
        assert_eq!((number(&mut next, BACKEND).await, number(&mut next, LOCKS).await), (backend, 0));
        next.commit().await.expect("it ends");
        pool.close().await;
    }

    #[tokio::test]
    async fn what_a_dropped_door_left_is_undone_though_no_other_comes() {
        let db = TestDb::new().await;
        let pool = pools::lazy(&db.config().control_url, "test", "pool", 3, None).expect("a pool");
        for _ in 0..3 {
            let mut leases = Vec::new();
            for _ in 0..3 {
                leases.push(pool.begin(PROLOGUE, None).await.expect("it begins"));
            }
            number(&mut leases[1], LOCK).await;
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

    #[tokio::test]
    async fn a_connection_that_kept_something_serves_no_other_door() {
        let db = TestDb::new().await;
        // Of one connection: whoever begins anew does so in its own turn.
        let pool = pools::lazy(&db.config().control_url, "test", "pool", 1, None).expect("a pool");
        for kept in ["set app.ctx = 'another'", "set role pool_rw"] {
            let mut lease = pool.begin(PROLOGUE, None).await.expect("it begins");
            let backend = number(&mut lease, BACKEND).await;
            for message in ["commit", kept, "begin"] {
                let answer = sqlx::raw_sql(message).execute(lease.connection()).await;
                lease.has_answered(&answer);
                answer.expect("it runs");
            }
            drop(lease);
            let mut next = pool.begin(PROLOGUE, None).await.expect("it begins");
            assert_ne!(number(&mut next, BACKEND).await, backend, "{kept}");
            drop(next);
        }
        pool.close().await;
    }
}
