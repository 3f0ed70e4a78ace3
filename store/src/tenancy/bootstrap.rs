//! The first minutes of a database, as superuser: roles, logins, the signed context's key, the hardening.

use sea_orm::sqlx::{self, AssertSqlSafe, Connection as _, PgConnection, Row as _};
use secrecy::{ExposeSecret as _, SecretString};

use crate::error::StoreError;
use crate::keys::{KEY_ID, Keys};
use crate::pools::{self, Pool};

/// The passwords of the three logins.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// Of `wl_app`, the application's login.
    pub app: SecretString,
    /// Of `wl_migrator`, which owns what is made.
    pub migrator: SecretString,
    /// Of `wl_bench`, which reads for benchmarks.
    pub bench: SecretString,
}

/// Prepares a database for migration. Running it again changes nothing but the passwords.
///
/// # Errors
/// When the database is not there, the login is no superuser, or another root key was used before.
pub async fn bootstrap(
    superuser_url: &SecretString,
    passwords: &Passwords,
    keys: &Keys,
) -> Result<(), StoreError> {
    let mut connection = PgConnection::connect_with(&pools::options(superuser_url)?).await?;
    let mut tx = connection.begin().await?;
    // Roles are the cluster's, not the database's: two that come at once would trip over each other.
    sqlx::query("select pg_advisory_xact_lock(hashtext('winloss bootstrap'))").execute(&mut *tx).await?;
    sqlx::raw_sql(migration::roles::BOOTSTRAP).execute(&mut *tx).await?;
    sqlx::raw_sql(migration::roles::DATABASE).execute(&mut *tx).await?;
    for (role, password) in
        [("wl_app", &passwords.app), ("wl_migrator", &passwords.migrator), ("wl_bench", &passwords.bench)]
    {
        let statement: String = sqlx::query("select format('alter role %I password %L', $1::text, $2::text)")
            .bind(role)
            .bind(password.expose_secret())
            .fetch_one(&mut *tx)
            .await?
            .try_get(0)?;
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *tx).await?;
    }
    let (inner, outer) = keys.context_pads();
    sqlx::query("insert into ctx.key (kid, ipad, opad) values ($1, $2, $3) on conflict (kid) do nothing")
        .bind(i16::from(KEY_ID))
        .bind(&inner[..])
        .bind(&outer[..])
        .execute(&mut *tx)
        .await?;
    let is_ours: bool = sqlx::query("select ipad = $2 from ctx.key where kid = $1")
        .bind(i16::from(KEY_ID))
        .bind(&inner[..])
        .fetch_one(&mut *tx)
        .await?
        .try_get(0)?;
    if !is_ours {
        return Err(StoreError::Refused(vec!["this database was set up with another root key".to_owned()]));
    }
    tx.commit().await?;
    connection.close().await?;
    Ok(())
}

/// Makes a database of that name if the server has none, and returns its address as the same superuser. With
/// `fresh`, one that is there is thrown away first.
///
/// # Errors
/// When the server is not there, or the login may not do that.
pub async fn ensure_database(
    superuser_url: &SecretString,
    name: &str,
    fresh: bool,
) -> Result<SecretString, StoreError> {
    let options = pools::options(superuser_url)?;
    let mut connection = PgConnection::connect_with(&options).await?;
    let quoted: String =
        sqlx::query("select quote_ident($1)").bind(name).fetch_one(&mut connection).await?.try_get(0)?;
    let exists = sqlx::query("select from pg_database where datname = $1").bind(name);
    let exists = exists.fetch_optional(&mut connection).await?.is_some();
    if exists && fresh {
        sqlx::raw_sql(AssertSqlSafe(format!("drop database {quoted} with (force)")))
            .execute(&mut connection)
            .await?;
    }
    if !exists || fresh {
        let create = format!("create database {quoted} encoding 'UTF8' template template0");
        sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(address(options.database(name)))
}

/// The same server and database as another login.
///
/// # Errors
/// When the address does not read.
pub fn as_login(
    url: &SecretString,
    login: &str,
    password: &SecretString,
) -> Result<SecretString, StoreError> {
    Ok(address(pools::options(url)?.username(login).password(password.expose_secret())))
}

fn address(options: sqlx::postgres::PgConnectOptions) -> SecretString {
    use sqlx::ConnectOptions as _;
    SecretString::from(options.to_url_lossy().to_string())
}

/// Whether a context signed with these keys is believed by this database.
pub(crate) async fn check_context_key(pool: &Pool, keys: &Keys) -> Result<bool, StoreError> {
    use crate::access::Transaction;
    let tenant = domain::id::TenantId::new(sqlx::types::Uuid::from_u128(1));
    let context = keys.sign_context(tenant, 1, 60);
    let prologue = format!("begin; set local app.ctx = '{context}'; set local role pool_rw");
    let transaction = Transaction::begin(pool, &prologue).await?;
    let row =
        transaction.one("SELECT ctx.tenant_id() IS NOT DISTINCT FROM $1", [tenant.uuid().into()]).await?;
    row.map_or(Ok(false), |row| Ok(row.try_get_by_index(0)?))
}
