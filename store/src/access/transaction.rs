//! A transaction on a pooled connection that cannot leave anything of itself behind.
//!
//! sqlx's own transactions are not used: in 0.9.0 a `BEGIN` that is cancelled in flight leaves the pooled
//! connection inside an open transaction, and its prologue would cost round trips of its own.

use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, PgPool, Postgres, Row as _};
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Value,
    Values,
};
use sea_query_sqlx::SqlxValues;
use tokio::runtime::Handle;
use tokio::sync::Mutex;

use crate::error::StoreError;

/// Isolation: ends the transaction and proves in the same round trip that no role and no context is left.
const COMMIT: &str = concat!(
    "commit; ",
    "select current_user = session_user and ",
    "coalesce(current_setting('app.ctx', true), '') = ''"
);
const ROLLBACK: &str = concat!(
    "rollback; ",
    "select current_user = session_user and ",
    "coalesce(current_setting('app.ctx', true), '') = ''"
);

/// What is behind every door. Dropping it rolls back.
pub(crate) struct Transaction {
    lease: Mutex<Option<Lease>>,
    has_failed: AtomicBool,
}

impl Transaction {
    /// Begins on a connection of the pool with one message: `prologue` starts with `begin` and holds the role,
    /// the search path and, for a tenant, the context. It is made of derived names and hexadecimal only.
    pub(crate) async fn begin(pool: &PgPool, prologue: String) -> Result<Self, StoreError> {
        let connection = pool.acquire().await?;
        // Isolation: not cancelled with the caller, else the connection could come back inside a transaction.
        let begun = tokio::spawn(async move {
            let mut lease = Lease { connection: Some(connection) };
            sqlx::raw_sql(AssertSqlSafe(prologue)).execute(lease.connection()).await?;
            Ok::<_, sqlx::Error>(Self { lease: Mutex::new(Some(lease)), has_failed: AtomicBool::new(false) })
        });
        Ok(begun.await.map_err(|error| StoreError::Unavailable(Box::new(error)))??)
    }

    /// Makes what was done last.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        if self.has_failed.load(Ordering::Relaxed) {
            return Err(StoreError::broken(
                "a statement failed in this transaction, so it cannot be committed",
            ));
        }
        match self.lease.get_mut().take() {
            Some(lease) => lease.end(COMMIT).await,
            None => Err(StoreError::broken("the transaction is over")),
        }
    }

    /// Every row of a bound statement.
    pub(crate) async fn all(
        &self,
        sql: &'static str,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<Vec<QueryResult>, StoreError> {
        Ok(self.query_all_raw(statement(sql, values)).await?)
    }

    /// The first row of a bound statement.
    pub(crate) async fn one(
        &self,
        sql: &'static str,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<Option<QueryResult>, StoreError> {
        Ok(self.query_one_raw(statement(sql, values)).await?)
    }

    /// The number of rows a bound statement touched.
    pub(crate) async fn run(
        &self,
        sql: &'static str,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<u64, StoreError> {
        Ok(self.execute_raw(statement(sql, values)).await?.rows_affected())
    }

    fn failed(&self, error: sqlx::Error) -> DbErr {
        self.has_failed.store(true, Ordering::Relaxed);
        DbErr::Query(RuntimeErr::SqlxError(error.into()))
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let Some(mut lease) = self.lease.get_mut().take() else { return };
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = lease.end(ROLLBACK).await {
                    tracing::debug!(%error, "a rolled back connection was closed");
                }
            });
        } else if let Some(connection) = lease.connection.take() {
            // No runtime is left to talk on it: the socket is closed, and the server rolls back by itself.
            drop(connection.detach());
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut lease = self.lease.lock().await;
        let connection = lease.as_mut().ok_or_else(over)?.connection();
        match bound(statement).execute(connection).await {
            Ok(done) => Ok(done.into()),
            Err(error) => Err(self.failed(error)),
        }
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        // Isolation: unbound text is how an injected statement would come in.
        Err(DbErr::Custom("a door takes bound statements only".to_owned()))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut lease = self.lease.lock().await;
        let connection = lease.as_mut().ok_or_else(over)?.connection();
        match bound(statement).fetch_optional(connection).await {
            Ok(row) => Ok(row.map(Into::into)),
            Err(error) => Err(self.failed(error)),
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut lease = self.lease.lock().await;
        let connection = lease.as_mut().ok_or_else(over)?.connection();
        match bound(statement).fetch_all(connection).await {
            Ok(rows) => Ok(rows.into_iter().map(Into::into).collect()),
            Err(error) => Err(self.failed(error)),
        }
    }
}

/// A connection that is out of its pool; unless it is proven clean, it is closed instead of put back.
struct Lease {
    connection: Option<PoolConnection<Postgres>>,
}

impl Lease {
    fn connection(&mut self) -> &mut sqlx::PgConnection {
        self.connection.as_mut().expect("a lease holds its connection until it ends")
    }

    async fn end(mut self, message: &'static str) -> Result<(), StoreError> {
        let rows = sqlx::raw_sql(message).fetch_all(self.connection()).await?;
        let is_clean = match rows.first() {
            Some(row) => row.try_get::<bool, _>(0)?,
            None => false,
        };
        if is_clean {
            drop(self.connection.take());
        } else {
            tracing::error!("a connection kept a role or a context after its transaction and was closed");
        }
        Ok(())
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(connection) = &mut self.connection {
            if Handle::try_current().is_ok() {
                connection.close_on_drop();
            } else if let Some(connection) = self.connection.take() {
                drop(connection.detach());
            }
        }
    }
}

fn bound(statement: Statement) -> sqlx::query::Query<'static, Postgres, SqlxValues> {
    let values = statement.values.unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}

fn statement(sql: &'static str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
}

fn over() -> DbErr {
    DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)
}
