//! A connection of the pool while a door has it: one transaction, which is ended and proven clean.
//!
//! A door that is dropped leaves its transaction open for up to a moment: the next door ends it with the message that
//! begins its own, which saves one way to the database in three.
//!
//! **Invariant:** no statement of a door runs on a connection before the proof that no transaction, role or context of
//! another door is left on it.

use std::sync::Arc;

use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::{self, AssertSqlSafe, PgConnection, Row as _};
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;

use super::pool::{ANSWER, Inner, Known};
use crate::error::StoreError;

/// Isolation: both end the transaction and prove in the same round trip that the session is the login again and
/// carries no context. `show` needs no plan; a role of `none` means that the login acts for itself.
const COMMIT: &str = "commit; show role; show app.ctx";
const ROLLBACK: &str = "rollback; show role; show app.ctx";

/// Where a leased connection stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum State {
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
    pub(super) const fn new(
        known: Known,
        was_resting: bool,
        state: State,
        pool: Arc<Inner>,
        permit: OwnedSemaphorePermit,
    ) -> Self {
        Self { known: Some(known), was_resting, state, pool, permit: Some(permit) }
    }

    /// Whether the connection waited in the pool and may have died there.
    pub(super) const fn was_resting(&self) -> bool {
        self.was_resting
    }

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
    pub(super) async fn enter(&mut self, prologue: &str) -> Result<(), StoreError> {
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

    pub(super) async fn roll_back(mut self) {
        // A statement that is under way is answered first. If the other end went without a word it never is, and the
        // turn would be lost: then the socket is closed.
        let longest = self.pool.longest + ANSWER;
        match tokio::time::timeout(longest, self.end(ROLLBACK)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "a rolled back connection was closed"),
            Err(_) => tracing::warn!("a connection that does not answer any more was closed"),
        }
    }

    /// Closes the connection; the turn that it was given in is left.
    pub(super) fn give_up(mut self) -> OwnedSemaphorePermit {
        self.discard();
        self.permit.take().expect("a lease holds its permit until it ends")
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
    use std::time::Duration;

    use sea_orm::sqlx::postgres::PgConnectOptions;
    use tokio::net::{TcpListener, TcpStream, UnixStream};
    use tokio_util::either::Either;
    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::pools;
    use crate::testing::TestDb;

    const PROLOGUE: &str = "begin; set local app.ctx = ''; set local role pool_rw";
    const LOCK: &str = "select 1::bigint from pg_advisory_xact_lock(7)";
    const LOCKS: &str =
        "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()";
    const BACKEND: &str = "select pg_backend_pid()::bigint";

    /// Runs that in the transaction, and gives the number in its first row.
    async fn number(lease: &mut Lease, sql: &'static str) -> i64 {
        let answer = sqlx::query(sql).fetch_one(lease.connection()).await;
        lease.has_answered(&answer);
        answer.expect("a row").try_get(0).expect("a number")
    }

    /// Hands every connection on to the database; of the first one nothing more once it is silenced.
    async fn go_between(database: PgConnectOptions, is_silent: CancellationToken) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            for number in 0.. {
                let (mut near, _) = listener.accept().await.expect("a connection");
                let (database, is_silent) = (database.clone(), is_silent.clone());
                tokio::spawn(async move {
                    let mut far = match database.get_socket() {
                        Some(folder) => {
                            let socket = folder.join(format!(".s.PGSQL.{}", database.get_port()));
                            Either::Left(UnixStream::connect(socket).await.expect("it answers"))
                        }
                        None => {
                            let address = (database.get_host(), database.get_port());
                            Either::Right(TcpStream::connect(address).await.expect("it answers"))
                        }
                    };
                    let silence = async {
                        is_silent.cancelled().await;
                        if number > 0 {
                            std::future::pending::<()>().await;
                        }
                    };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        // Neither side hears that the other is not there any more.
                        () = silence => std::future::pending().await,
                    }
                });
            }
        });
        port
    }

    /// The task that rolls back waited for an answer for ever, and the door's turn was lost.
    #[tokio::test]
    async fn a_connection_whose_other_end_went_without_a_word_gives_its_turn_back() {
        let db = TestDb::new().await;
        let database = pools::options(&db.config().control_url).expect("an address");
        let is_silent = CancellationToken::new();
        let port = go_between(database, is_silent.clone()).await;
        let pool = pools::lazy(&db.url_through(port), "test", "pool", 1, Some(1)).expect("a pool");
        let mut lease = pool.begin(PROLOGUE, None).await.expect("it begins");
        let backend = number(&mut lease, BACKEND).await;
        is_silent.cancel();
        let unanswered = sqlx::query("select 1").execute(lease.connection());
        tokio::time::timeout(Duration::from_millis(1), unanswered).await.expect_err("no answer");
        drop(lease);
        let mut next = pool.begin(PROLOGUE, None).await.expect("the turn comes back");
        assert_ne!(number(&mut next, BACKEND).await, backend);
        next.commit().await.expect("it ends");
        pool.close().await;
    }

    #[tokio::test]
    async fn the_next_door_undoes_what_a_dropped_one_left() {
        let db = TestDb::new().await;
        let pool = pools::lazy(&db.config().control_url, "test", "pool", 1, None).expect("a pool");
        let mut lease = pool.begin(PROLOGUE, None).await.expect("it begins");
        let backend = number(&mut lease, BACKEND).await;
        assert_eq!((number(&mut lease, LOCK).await, number(&mut lease, LOCKS).await), (1, 1));
        drop(lease);
        // Nothing was awaited since: no task has ended it.
        assert!(pool.is_all_open());
        let mut next = pool.begin(PROLOGUE, None).await.expect("it begins");
        assert_eq!((number(&mut next, BACKEND).await, number(&mut next, LOCKS).await), (backend, 0));
        next.commit().await.expect("it ends");
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
