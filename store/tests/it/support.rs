//! The attacker's side: a raw connection as the application's login, with any role and any context.

use domain::tenant::Tenant;
use sea_orm::sqlx::{self, AssertSqlSafe, Connection as _, PgConnection, Row as _};
use secrecy::ExposeSecret as _;
use store::testing::TestDb;

/// A schema with the role that may use it.
#[derive(Clone, Debug)]
pub(crate) struct Space {
    pub(crate) schema: String,
    pub(crate) role: String,
}

impl Space {
    pub(crate) async fn of(db: &TestDb, tenant: &Tenant) -> Self {
        let placement = db.store().placement(tenant.id).await.unwrap();
        Self { schema: placement.schema, role: placement.role }
    }
}

/// A connection as `wl_app`.
pub(crate) struct Raw(PgConnection);

impl Raw {
    pub(crate) async fn connect(db: &TestDb) -> Self {
        Self(PgConnection::connect(db.config().control_url.expose_secret()).await.unwrap())
    }

    pub(crate) async fn superuser(db: &TestDb) -> Self {
        Self(PgConnection::connect(&db.superuser_url()).await.unwrap())
    }

    /// Begins a transaction as the role, with the context if there is one.
    pub(crate) async fn begin(&mut self, space: &Space, context: Option<&str>) {
        let context = context.map(|text| format!("set local app.ctx = '{text}';")).unwrap_or_default();
        let Space { schema, role } = space;
        self.run(&format!(
            "begin; {context} set local role {role}; set local search_path = {schema}, pg_temp"
        ))
        .await
        .unwrap();
    }

    pub(crate) async fn rollback(&mut self) {
        self.run("rollback").await.unwrap();
    }

    /// Runs statements; the SQLSTATE when they are refused.
    pub(crate) async fn run(&mut self, sql: &str) -> Result<(), String> {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut self.0).await.map(drop).map_err(state)
    }

    /// The number of rows a statement touched, in a savepoint so that the transaction survives a refusal.
    pub(crate) async fn touch(&mut self, sql: &str) -> Result<u64, String> {
        self.run("savepoint one").await?;
        let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut self.0).await;
        match done {
            Ok(done) => Ok(done.rows_affected()),
            Err(error) => {
                self.run("rollback to one").await?;
                Err(state(error))
            }
        }
    }

    /// The one number a query returns, in a savepoint as well.
    pub(crate) async fn number(&mut self, sql: &str) -> Result<i64, String> {
        self.run("savepoint one").await?;
        let row = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_one(&mut self.0).await;
        match row.and_then(|row| row.try_get(0)) {
            Ok(number) => Ok(number),
            Err(error) => {
                self.run("rollback to one").await?;
                Err(state(error))
            }
        }
    }

    /// Rows of text columns.
    pub(crate) async fn texts(&mut self, sql: &str) -> Vec<Vec<String>> {
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&mut self.0).await.unwrap();
        rows.iter().map(|row| (0..row.len()).map(|at| row.try_get(at).unwrap()).collect()).collect()
    }
}

fn state(error: sqlx::Error) -> String {
    match &error {
        sqlx::Error::Database(inner) => inner.code().unwrap_or_default().into_owned(),
        _ => error.to_string(),
    }
}
