//! A transaction behind a door: bound statements only, on a connection that cannot leave anything behind.
//!
//! sqlx's own transactions are not used: in 0.9.0 a `BEGIN` that is cancelled in flight leaves the pooled
//! connection inside an open transaction, and its prologue would cost round trips of its own.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::id::TenantId;
use domain::tenant::Tier;
use sea_orm::sqlx::{self, AssertSqlSafe, Postgres};
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Value,
    Values,
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;

use crate::error::StoreError;
use crate::pools::{Lease, Pool};
use crate::tenancy::Directory;

/// What is behind every door. Dropping it rolls back.
pub(crate) struct Transaction {
    /// None when it is over.
    lease: Mutex<Option<Lease>>,
    has_failed: AtomicBool,
    /// What was believed of the tenant's place; none behind the doors of no tenant.
    route: Option<Route>,
}

/// Where a tenant was believed to be, and who believed it.
pub(crate) struct Route {
    pub(crate) tenant: TenantId,
    pub(crate) tier: Tier,
    pub(crate) directory: Directory,
}

/// What the signed context says when the tenant has moved since its route was looked up.
const STALE_ROUTE: &str = "WL001";

impl Transaction {
    /// Begins with one message: `prologue` starts with `begin` and holds the role and, for a tenant, the context.
    /// It is made of derived names and hexadecimal only.
    pub(crate) async fn begin(pool: &Pool, prologue: &str) -> Result<Self, StoreError> {
        let lease = pool.begin(prologue, None).await?;
        Ok(Self { lease: Mutex::new(Some(lease)), has_failed: AtomicBool::new(false), route: None })
    }

    /// The same for a tenant's door.
    pub(crate) async fn begin_at(pool: &Pool, prologue: &str, route: Route) -> Result<Self, StoreError> {
        let silo = match route.tier {
            Tier::Pool => None,
            Tier::Silo => Some(route.tenant),
        };
        let lease = pool.begin(prologue, silo).await?;
        Ok(Self { lease: Mutex::new(Some(lease)), has_failed: AtomicBool::new(false), route: Some(route) })
    }

    /// Makes what was done last.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        if self.has_failed.load(Ordering::Relaxed) {
            return Err(StoreError::broken(
                "a statement failed in this transaction, so it cannot be committed",
            ));
        }
        match self.lease.get_mut().take() {
            Some(lease) => lease.commit().await,
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

    /// In tests, every statement behind a tenant's door must name him for each of its tables. The programs that measure
    /// use the same feature, and are built for release: they measure what is shipped.
    fn look_at(&self, statement: &Statement) {
        #[cfg(all(feature = "testing", debug_assertions))]
        if let Some(route) = &self.route {
            crate::testing::third_lock::check(statement, route.tenant);
        }
        #[cfg(not(all(feature = "testing", debug_assertions)))]
        let _: &Statement = statement;
    }

    async fn failed(&self, error: sqlx::Error) -> DbErr {
        self.has_failed.store(true, Ordering::Relaxed);
        if let (sqlx::Error::Database(inner), Some(route)) = (&error, &self.route)
            && inner.code().is_some_and(|code| code == STALE_ROUTE)
        {
            // The next door asks the directory again.
            route.directory.forget(route.tenant).await;
        }
        DbErr::Query(RuntimeErr::SqlxError(error.into()))
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.look_at(&statement);
        let mut lease = self.lease.lock().await;
        let lease = lease.as_mut().ok_or_else(over)?;
        let answer = bound(statement).execute(lease.connection()).await;
        lease.has_answered(&answer);
        match answer {
            Ok(done) => Ok(done.into()),
            Err(error) => Err(self.failed(error).await),
        }
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        // Isolation: unbound text is how an injected statement would come in.
        Err(DbErr::Custom("a door takes bound statements only".to_owned()))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.look_at(&statement);
        let mut lease = self.lease.lock().await;
        let lease = lease.as_mut().ok_or_else(over)?;
        let answer = bound(statement).fetch_optional(lease.connection()).await;
        lease.has_answered(&answer);
        match answer {
            Ok(row) => Ok(row.map(Into::into)),
            Err(error) => Err(self.failed(error).await),
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.look_at(&statement);
        let mut lease = self.lease.lock().await;
        let lease = lease.as_mut().ok_or_else(over)?;
        let answer = bound(statement).fetch_all(lease.connection()).await;
        lease.has_answered(&answer);
        match answer {
            Ok(rows) => Ok(rows.into_iter().map(Into::into).collect()),
            Err(error) => Err(self.failed(error).await),
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
