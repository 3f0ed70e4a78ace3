//! Two databases as two shards, one of which can be taken away.

use sea_orm::sqlx::{self, AssertSqlSafe, Connection as _, PgConnection};

use super::TestDb;
use crate::{Clock, ShardConfig, Store, StoreConfig};

/// Two shards; the near one holds the control schema as well.
pub struct TwoShards {
    /// The shard [`TestDb::SHARD`], in [`TestDb::REGION`].
    pub near: TestDb,
    /// The shard [`TwoShards::FAR`], in [`TwoShards::FAR_REGION`].
    pub far: TestDb,
}

impl TwoShards {
    /// The name of the far shard. It sorts before the other, so that whoever goes from one to the next is there first.
    pub const FAR: &'static str = "far";
    /// Its region.
    pub const FAR_REGION: &'static str = "us";

    /// Two new databases.
    ///
    /// # Panics
    /// When the test server cannot be used.
    pub async fn new() -> Self {
        Self { near: TestDb::new().await, far: TestDb::new().await }
    }

    /// How a process that knows both is connected.
    #[must_use]
    pub fn config(&self) -> StoreConfig {
        let (mut config, far) = (self.near.config(), self.far.config());
        config.shards.push(ShardConfig {
            name: Self::FAR.to_owned(),
            region: Self::FAR_REGION.to_owned(),
            url: far.control_url,
            migrator_url: far.control_migrator_url,
            weight: 1.0,
        });
        config
    }

    /// A process that knows both.
    ///
    /// # Panics
    /// When one of them is away.
    pub async fn connect(&self, clock: Clock) -> Store {
        Store::connect(&self.config(), clock).await.expect("both shards are as they must be")
    }
}

impl TestDb {
    /// Takes no connections any more and drops those it has.
    ///
    /// # Panics
    /// When the server refuses that.
    pub async fn cut(&self) {
        // Of this database only: roles are shared with the other tests.
        self.limit_connections(0).await;
        self.sabotage(
            "select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and usename = 'wl_app'",
        )
        .await;
    }

    /// Is back after [`TestDb::cut`].
    ///
    /// # Panics
    /// When the server refuses that.
    pub async fn mend(&self) {
        self.limit_connections(-1).await;
    }

    async fn limit_connections(&self, limit: i32) {
        self.sabotage(&format!(
            "do $$ begin execute format('alter database %I connection limit {limit}', current_database()); end $$"
        ))
        .await;
    }

    /// Answers no statement that needs this table until the lock is dropped.
    ///
    /// # Panics
    /// When the server refuses that.
    pub async fn lock(&self, table: &str) -> Lock {
        let url = self.superuser_url();
        let mut connection = PgConnection::connect(&url).await.expect("the server answers");
        let lock = format!("begin; lock table {table} in access exclusive mode");
        sqlx::raw_sql(AssertSqlSafe(lock)).execute(&mut connection).await.expect("the table is locked");
        Lock { _connection: connection }
    }
}

/// Holds a table; the server lets go of it with the connection.
#[must_use]
pub struct Lock {
    _connection: PgConnection,
}
