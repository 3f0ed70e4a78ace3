//! A database for each test, cloned from a template that is migrated once for each state of the migrations.
//!
//! The server is named by `WINLOSS_TEST_DATABASE_URL`, as a superuser. The three logins are those of production,
//! so that every test goes through the real isolation.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Utc};
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, Row as _};
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use crate::tenancy::{self, Passwords};
use crate::{Clock, Keys, PoolSizes, ShardConfig, Store, StoreConfig};

const SERVER: &str = "WINLOSS_TEST_DATABASE_URL";
const THROW_AWAY: &str = "WINLOSS_TEST_THROW_AWAY";
const ROOT_KEY: [u8; 32] = [7; 32];
const PASSWORD: &str = "only-for-tests";
const SPARES: usize = 2;

/// The name of the template, once it is ready in this process.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database of its own, dropped with its roles when the test ends.
pub struct TestDb {
    server: PgConnectOptions,
    name: String,
    store: Store,
}

impl TestDb {
    /// The name of the only shard.
    pub const SHARD: &'static str = "main";
    /// The region of the only shard.
    pub const REGION: &'static str = "eu";

    /// A new database with every schema, and a store over it whose clock stands at
    /// 2026-11-23 12:00 UTC until it is moved.
    ///
    /// # Panics
    /// When the server of `WINLOSS_TEST_DATABASE_URL` cannot be used.
    pub async fn new() -> Self {
        Self::with_pools(PoolSizes {
            live: 8,
            near: 2,
            reporting: 3,
            bulk: 2,
            batch: 2,
            queue: 3,
            control: 4,
        })
        .await
    }

    /// The same with pools of these sizes.
    ///
    /// # Panics
    /// When the server of `WINLOSS_TEST_DATABASE_URL` cannot be used.
    pub async fn with_pools(pools: PoolSizes) -> Self {
        let server = server();
        let template = TEMPLATE.get_or_init(|| ensure_template(&server)).await;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("wl_test_{}_{number}", std::process::id());
        run(&server, &format!("drop database if exists {name} with (force)")).await;
        run(&server, &format!("create database {name} template {template} strategy file_copy")).await;
        run(&server.clone().database(&name), migration::roles::DATABASE).await;
        let start: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().expect("a valid instant");
        let config = config(&server, &name, pools);
        let store =
            Store::connect(&config, Clock::manual(start)).await.expect("the new database is as it must be");
        Self { server, name, store }
    }

    /// The store over this database; a clone is another handle of the same.
    #[must_use]
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// The clock of the store, to be moved.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.store.clock()
    }

    /// How the store was connected: what another process would use.
    #[must_use]
    pub fn config(&self) -> StoreConfig {
        config(&self.server, &self.name, PoolSizes::default())
    }

    /// The root key that it was set up with.
    #[must_use]
    pub const fn root_key() -> [u8; 32] {
        ROOT_KEY
    }

    /// The address of this database as the application's login, by way of a port of this machine.
    #[must_use]
    pub fn url_through(&self, port: u16) -> SecretString {
        format!("postgres://wl_app:{PASSWORD}@127.0.0.1:{port}/{}", self.name).into()
    }

    /// The address of this database as superuser, for what a test must do behind the store's back.
    #[must_use]
    pub fn superuser_url(&self) -> String {
        superuser(&self.server, &self.name)
    }

    /// Runs statements as superuser, behind the store's back.
    ///
    /// # Panics
    /// When the server refuses one.
    pub async fn sabotage(&self, sql: &str) {
        run(&self.server.clone().database(&self.name), sql).await;
    }

    /// One number, read as superuser, behind the store's back.
    ///
    /// # Panics
    /// When the server refuses the statement or there is no row.
    pub async fn number(&self, sql: &str) -> i64 {
        let options = self.server.clone().database(&self.name);
        let mut connection = PgConnection::connect_with(&options).await.expect("the server answers");
        let row = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection).await;
        row.expect("a row").try_get(0).expect("a bigint in the first column")
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        // Dropping a database waits for every process of the server: a server that is thrown away needs none of it.
        if std::env::var_os(THROW_AWAY).is_some() {
            return;
        }
        let (server, name) = (self.server.clone(), self.name.clone());
        // A runtime of its own: the test's may be gone, and must not be blocked.
        let dropped = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(
                async {
                    let roles = silo_roles(&server, &name).await;
                    run(&server, &format!("drop database if exists {name} with (force)")).await;
                    drop_roles(&server, &roles).await;
                },
            );
        });
        if dropped.join().is_err() && !std::thread::panicking() {
            panic!("the test's database could not be dropped");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "tests are configured by the environment alone")]
fn server() -> PgConnectOptions {
    let url = std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} must name a PostgreSQL server as superuser; `cargo xtask test` does")
    });
    url.parse::<PgConnectOptions>().expect("a postgres:// URL").disable_statement_logging()
}

fn config(server: &PgConnectOptions, name: &str, pools: PoolSizes) -> StoreConfig {
    let app: SecretString = url(server, name, "wl_app", PASSWORD).into();
    let migrator: SecretString = url(server, name, "wl_migrator", PASSWORD).into();
    StoreConfig {
        control_url: app.clone(),
        control_migrator_url: Some(migrator.clone()),
        shards: vec![ShardConfig {
            name: TestDb::SHARD.to_owned(),
            region: TestDb::REGION.to_owned(),
            url: app,
            migrator_url: Some(migrator),
            weight: 1.0,
        }],
        keys: Keys::from_root(&ROOT_KEY),
        pools,
        spares: SPARES,
    }
}

/// The address of a database as the superuser that was named, with his password.
fn superuser(server: &PgConnectOptions, database: &str) -> String {
    server.clone().database(database).to_url_lossy().to_string()
}

fn url(server: &PgConnectOptions, database: &str, user: &str, password: &str) -> String {
    let socket = server.get_socket().map(|path| path.display().to_string());
    let (host, port) = (server.get_host(), server.get_port());
    match socket {
        Some(path) => format!("postgres://{user}:{password}@localhost:{port}/{database}?host={path}"),
        None => format!("postgres://{user}:{password}@{host}:{port}/{database}"),
    }
}

/// Makes the template unless a run before did; its name is a digest of all that shapes it.
async fn ensure_template(server: &PgConnectOptions) -> String {
    let mut digest = Sha256::new();
    for text in migration::texts() {
        digest.update(text.as_bytes());
    }
    let hex: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("wl_template_{hex}");
    let mut guard = PgConnection::connect_with(server).await.expect("the test server answers");
    // Other test programs may want the same template at the same moment.
    sqlx::raw_sql("select pg_advisory_lock(hashtext('winloss test template'))")
        .execute(&mut guard)
        .await
        .expect("a lock");
    sweep(server).await;
    let there = sqlx::query("select from pg_database where datname = $1").bind(&name);
    if there.fetch_optional(&mut guard).await.expect("an answer").is_none() {
        let unfinished = format!("{name}_unfinished");
        run(server, &format!("drop database if exists {unfinished} with (force)")).await;
        run(server, &format!("create database {unfinished}")).await;
        let passwords = Passwords { app: PASSWORD.into(), migrator: PASSWORD.into(), bench: PASSWORD.into() };
        let superuser = superuser(server, &unfinished).into();
        let config = config(server, &unfinished, PoolSizes::default());
        tenancy::bootstrap(&superuser, &passwords, &config.keys).await.expect("the template can be prepared");
        tenancy::migrate(&config).await.expect("the template can be migrated");
        run(server, &format!("alter database {unfinished} rename to {name}")).await;
    }
    guard.close().await.expect("the lock is let go");
    name
}

/// Drops the databases and silo roles that killed test programs left behind.
async fn sweep(server: &PgConnectOptions) {
    let mut connection = PgConnection::connect_with(server).await.expect("the test server answers");
    let rows = sqlx::query("select datname::text from pg_database where datname ~ '^wl_test_[0-9]+_[0-9]+$'")
        .fetch_all(&mut connection)
        .await
        .expect("the list of databases");
    for row in rows {
        let name: String = row.try_get(0).expect("a name");
        let process = name.split('_').nth(2).unwrap_or_default();
        if !std::path::Path::new("/proc").join(process).exists() {
            let roles = silo_roles(server, &name).await;
            run(server, &format!("drop database if exists {name} with (force)")).await;
            drop_roles(server, &roles).await;
        }
    }
}

async fn silo_roles(server: &PgConnectOptions, database: &str) -> Vec<String> {
    let mut connection = PgConnection::connect_with(server).await.expect("the test server answers");
    let rows = sqlx::query(
        "select distinct r.rolname::text from pg_shdepend d
         join pg_database b on b.oid = d.dbid join pg_roles r on r.oid = d.refobjid
         where b.datname = $1 and r.rolname ~ '^t_[0-9a-f]{32}_rw$'",
    );
    let rows = rows.bind(database).fetch_all(&mut connection).await.expect("the list of roles");
    rows.iter().map(|row| row.try_get(0).expect("a name")).collect()
}

async fn drop_roles(server: &PgConnectOptions, roles: &[String]) {
    if !roles.is_empty() {
        run(server, &format!("drop role if exists {}", roles.join(", "))).await;
    }
}

async fn run(options: &PgConnectOptions, sql: &str) {
    let mut connection = PgConnection::connect_with(options).await.expect("the test server answers");
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await;
    if let Err(error) = done {
        panic!("{error}\n{sql}");
    }
    connection.close().await.expect("the connection ends well");
}
