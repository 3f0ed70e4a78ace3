//! A pool for doors: connections that were proven clean wait here, and go straight to the next door.
//!
//! It stands in front of sqlx's pool, which makes and counts connections but spends a task and a round trip on
//! every return. Permits keep the order of arrival and the bound.
//!
//! A backend remembers the tables of every silo it was in, 0.3 MB a schema, and never forgets: so a silo goes to a
//! connection that knows it, else to the one that knows fewest, and one that knows enough is closed instead of being
//! shown another.
//! **Invariant:** a connection waits here only after the proof that no transaction, role or context is left on it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::id::TenantId;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, Connection as _, PgConnection, PgPool, Postgres, Row as _};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::StoreError;

/// How long a caller waits for a connection.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// After this time a connection goes back to sqlx's pool, which tests it before it is used again.
pub(super) const WARM: Duration = Duration::from_secs(20);
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
}

impl Pool {
    pub(super) fn new(source: PgPool, size: u32) -> Self {
        let permits = usize::try_from(size).expect("a pool's size fits");
        let permits = Arc::new(Semaphore::new(permits));
        Self(Arc::new(Inner { source, size, permits, idle: Mutex::default() }))
    }

    /// What makes the connections; for work that is no door's.
    pub(crate) fn source(&self) -> &PgPool {
        &self.0.source
    }

    /// Takes a connection and begins on it with one message, on a fresh connection if the one that waited here
    /// has died meanwhile. `silo` is the tenant whose own schema is going to be looked into.
    pub(crate) async fn begin(&self, prologue: &str, silo: Option<TenantId>) -> Result<Lease, StoreError> {
        let mut lease = self.acquire(silo).await?;
        match lease.run(prologue).await {
            Err(error) if error.is_transient() && lease.was_resting => {
                lease.discard();
                self.close_resting();
                let mut lease = self.acquire(silo).await?;
                lease.run(prologue).await?;
                Ok(lease)
            }
            Err(error) => Err(error),
            Ok(()) => Ok(lease),
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
        let resting = match self.0.choose(silo) {
            Choice::Use(resting) => wake(resting).await,
            Choice::Replace(resting) => {
                close(resting.known.connection).await;
                None
            }
            Choice::Connect => None,
        };
        let was_resting = resting.is_some();
        let mut known = match resting {
            Some(known) => known,
            None => {
                let connection = self.0.source.acquire().await?;
                Known { connection, born: Instant::now(), silos: Vec::new() }
            }
        };
        if let Some(silo) = silo.filter(|silo| !known.silos.contains(silo)) {
            known.silos.push(silo);
        }
        let pool = Arc::clone(&self.0);
        Ok(Lease { known: Some(known), was_resting, is_ending: false, pool, permit: Some(permit) })
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
async fn wake(mut resting: Resting) -> Option<Known> {
    if resting.since.elapsed() < WARM || resting.known.connection.ping().await.is_ok() {
        return Some(resting.known);
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

/// A connection inside a transaction. Dropped, it is rolled back by a task of its own and proven clean; what
/// cannot be proven clean is closed.
pub(crate) struct Lease {
    known: Option<Known>,
    was_resting: bool,
    /// Whether it is already in the task that rolls it back.
    is_ending: bool,
    pool: Arc<Inner>,
    /// The next caller's turn comes when this is dropped.
    permit: Option<OwnedSemaphorePermit>,
}

impl Lease {
    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.known.as_mut().expect("a lease holds its connection until it ends").connection
    }

    /// Makes what was done last.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        self.end(COMMIT).await
    }

    async fn run(&mut self, prologue: &str) -> Result<(), StoreError> {
        // Derived names and hexadecimal only; see the doors.
        let statement = AssertSqlSafe(prologue.to_owned());
        Ok(sqlx::raw_sql(statement).execute(self.connection()).await.map(drop)?)
    }

    async fn end(&mut self, message: &'static str) -> Result<(), StoreError> {
        let rows = match sqlx::raw_sql(message).fetch_all(self.connection()).await {
            Ok(rows) => rows,
            Err(error) => {
                self.discard();
                return Err(error.into());
            }
        };
        let says = |at: usize, what: &str| {
            rows.get(at).and_then(|row| row.try_get::<&str, _>(0).ok()).is_some_and(|text| text == what)
        };
        // Isolation: without this, the next tenant could act under the last one's role or context.
        if rows.len() == 2 && says(0, "none") && says(1, "") {
            self.put_back();
        } else {
            tracing::error!("a connection kept a role or a context after its transaction and was closed");
            self.discard();
        }
        Ok(())
    }

    fn put_back(&mut self) {
        let Some(known) = self.known.take() else { return };
        if known.born.elapsed() < LIFETIME && !self.pool.permits.is_closed() {
            self.pool.rest().push(Resting { known, since: Instant::now() });
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

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(known) = self.known.take() else { return };
        let runtime = match Handle::try_current() {
            Ok(runtime) if !self.is_ending => runtime,
            _ => {
                // Nobody is left to talk on it: the socket is closed, and the server rolls back by itself.
                drop(known.connection.detach());
                return;
            }
        };
        let mut lease = Self {
            known: Some(known),
            was_resting: self.was_resting,
            is_ending: true,
            pool: Arc::clone(&self.pool),
            permit: self.permit.take(),
        };
        // Isolation: the caller may have gone away while a message was in flight, even the one that begins.
        // sqlx reads the rest of that answer first; then the transaction is ended, whatever state it was in.
        runtime.spawn(async move {
            if let Err(error) = lease.end(ROLLBACK).await {
                tracing::debug!(%error, "a rolled back connection was closed");
            }
        });
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
}
