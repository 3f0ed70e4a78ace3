//! A pool for doors: connections that were proven clean wait here, and go straight to the next door.
//!
//! It stands in front of sqlx's pool, which makes and counts connections but spends a task and a round trip on
//! every return. Permits keep the order of arrival and the bound.
//! **Invariant:** a connection waits here only after the proof that no transaction, role or context is left on it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, PgConnection, PgPool, Postgres, Row as _};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::StoreError;

/// How long a caller waits for a connection.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// After this time a connection goes back to sqlx's pool, which tests it before it is used again.
pub(super) const WARM: Duration = Duration::from_secs(20);
/// After this time a connection is handed back for good: backends grow with every silo they touched.
pub(super) const LIFETIME: Duration = Duration::from_secs(900);

/// Isolation: both end the transaction and prove in the same round trip that the session is the login again and
/// carries no context. `show` needs no plan; a role of `none` means that the login acts for itself.
const COMMIT: &str = "commit; show role; show app.ctx";
const ROLLBACK: &str = "rollback; show role; show app.ctx";

/// A bounded number of connections of one login, for one purpose. A clone is another handle of the same.
#[derive(Clone)]
pub(crate) struct Pool(Arc<Inner>);

struct Inner {
    source: PgPool,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Resting>>,
}

struct Resting {
    connection: PoolConnection<Postgres>,
    born: Instant,
    since: Instant,
}

impl Pool {
    pub(super) fn new(source: PgPool, size: u32) -> Self {
        let permits = usize::try_from(size).expect("a pool's size fits");
        Self(Arc::new(Inner { source, permits: Arc::new(Semaphore::new(permits)), idle: Mutex::default() }))
    }

    /// What makes the connections; for work that is no door's.
    pub(crate) fn source(&self) -> &PgPool {
        &self.0.source
    }

    /// Takes a connection and begins on it with one message, on a fresh connection if the one that waited here
    /// has died meanwhile.
    pub(crate) async fn begin(&self, prologue: &str) -> Result<Lease, StoreError> {
        let mut lease = self.acquire().await?;
        match lease.run(prologue).await {
            Err(error) if error.is_transient() && lease.was_resting => {
                lease.discard();
                self.rest().clear();
                let mut lease = self.acquire().await?;
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
        self.rest().clear();
        self.0.source.close().await;
    }

    async fn acquire(&self) -> Result<Lease, StoreError> {
        let waiting = tokio::time::timeout(PATIENCE, Arc::clone(&self.0.permits).acquire_owned());
        let permit = waiting
            .await
            .map_err(|_| StoreError::Unavailable("every connection is in use".into()))?
            .map_err(|_| StoreError::Unavailable("the store is shut down".into()))?;
        let resting = self.rest().pop().filter(|resting| resting.since.elapsed() < WARM);
        let (connection, born, was_resting) = match resting {
            Some(resting) => (resting.connection, resting.born, true),
            None => (self.0.source.acquire().await?, Instant::now(), false),
        };
        let pool = Arc::clone(&self.0);
        let connection = Some(connection);
        Ok(Lease { connection, born, was_resting, is_ending: false, pool, permit: Some(permit) })
    }

    fn rest(&self) -> MutexGuard<'_, Vec<Resting>> {
        self.0.rest()
    }
}

impl Inner {
    fn rest(&self) -> MutexGuard<'_, Vec<Resting>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if Handle::try_current().is_err() {
            // sqlx would spawn a task to take them back; without a runtime the sockets are closed instead.
            for resting in self.rest().drain(..) {
                drop(resting.connection.detach());
            }
        }
    }
}

/// A connection inside a transaction. Dropped, it is rolled back by a task of its own and proven clean; what
/// cannot be proven clean is closed.
pub(crate) struct Lease {
    connection: Option<PoolConnection<Postgres>>,
    born: Instant,
    was_resting: bool,
    /// Whether it is already in the task that rolls it back.
    is_ending: bool,
    pool: Arc<Inner>,
    /// The next caller's turn comes when this is dropped.
    permit: Option<OwnedSemaphorePermit>,
}

impl Lease {
    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        self.connection.as_mut().expect("a lease holds its connection until it ends")
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
        let Some(connection) = self.connection.take() else { return };
        if self.born.elapsed() < LIFETIME && !self.pool.permits.is_closed() {
            let now = Instant::now();
            self.pool.rest().push(Resting { connection, born: self.born, since: now });
        }
    }

    /// Closes the connection.
    fn discard(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        if Handle::try_current().is_ok() {
            connection.close_on_drop();
        } else {
            drop(connection.detach());
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let runtime = match Handle::try_current() {
            Ok(runtime) if !self.is_ending => runtime,
            _ => {
                // Nobody is left to talk on it: the socket is closed, and the server rolls back by itself.
                drop(connection.detach());
                return;
            }
        };
        let mut lease = Self {
            connection: Some(connection),
            born: self.born,
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
