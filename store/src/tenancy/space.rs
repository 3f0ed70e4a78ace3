//! Schemas: bringing one up to date, and making those of silos, with some kept ready.

use migration::{roles, tenant_table};
use sea_orm::sqlx::{self, AssertSqlSafe, PgPool, Row as _};
use sea_orm::{ConnectionTrait as _, SqlxPostgresConnector, TransactionTrait as _};
use uuid::Uuid;

use crate::Store;
use crate::clock::random;
use crate::error::StoreError;

/// Who may use a tenant schema.
#[derive(Clone, Debug)]
pub(super) struct Owner {
    /// The role that gets the rows.
    pub(super) role: String,
    /// The only tenant whose rows a silo takes; none for the pool.
    pub(super) tenant: Option<String>,
}

/// Runs a list of migrations in a schema, which is made when it is not there, and locks every tenant table in it.
/// All of it is one transaction. Names come from this program or are derived from ids.
pub(super) async fn apply<M>(pool: &PgPool, schema: &str, owner: Option<Owner>) -> Result<(), StoreError>
where
    M: sea_orm_migration::MigratorTrait + 'static,
{
    let (pool, schema) = (pool.clone(), schema.to_owned());
    // Not cancelled with the caller: a half-begun transaction must not come back into the pool.
    let done = tokio::spawn(async move {
        let tx = SqlxPostgresConnector::from_sqlx_postgres_pool(pool).begin().await?;
        tx.execute_unprepared(&format!(
            "set local lock_timeout = '3s';
             select pg_advisory_xact_lock(hashtextextended('winloss migrate {schema}', 0));
             set local role wl_owner;
             create schema if not exists {schema};
             set local search_path = {schema}, pg_temp"
        ))
        .await?;
        M::up(&tx, None).await?;
        if schema != "control" && schema != "queue" {
            let role = owner.as_ref().map(|owner| owner.role.as_str());
            let tenant = owner.as_ref().and_then(|owner| owner.tenant.as_deref());
            tx.execute_unprepared(&tenant_table::guard(&schema, role, tenant)).await?;
        }
        tx.execute_unprepared(&migration::mark::<M>(&schema)).await?;
        tx.commit().await?;
        Ok(())
    });
    done.await.map_err(|error| StoreError::Unavailable(Box::new(error)))?
}

/// Makes the role and the schema of a silo; a spare schema is renamed when there is one.
///
/// Isolation: a spare gets the silo's name and its locks in one transaction. Under the silo's name without them it
/// would be what the catalogue refuses, and every process that starts meanwhile with it; a birth that was killed
/// there could not be taken up again.
pub(super) async fn ensure(pool: &PgPool, schema: &str, owner: &Owner) -> Result<(), StoreError> {
    let (pool, schema, Owner { role, tenant }) = (pool.clone(), schema.to_owned(), owner.clone());
    let done = tokio::spawn(async move {
        let mut tx = pool.begin().await?;
        lock_spares(&mut tx).await?;
        sqlx::raw_sql(AssertSqlSafe(roles::silo_role(&role))).execute(&mut *tx).await?;
        sqlx::raw_sql("set local role wl_owner").execute(&mut *tx).await?;
        let there = sqlx::query("select from pg_namespace where nspname = $1").bind(&schema);
        if there.fetch_optional(&mut *tx).await?.is_none() {
            let statement = match list_spares(&mut tx).await?.first() {
                Some(spare) => {
                    let locks = tenant_table::guard(&schema, Some(&role), tenant.as_deref());
                    format!("alter schema {spare} rename to {schema}; {locks}")
                }
                None => format!("create schema {schema}"),
            };
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *tx).await?;
        }
        tx.commit().await
    });
    Ok(done.await.map_err(|error| StoreError::Unavailable(Box::new(error)))??)
}

/// Makes spare schemas until there are as many for the next silos as configured, in every shard whose migrator's
/// login is known here; says how many it made. Call it when nobody waits.
///
/// # Errors
/// When a database is not there; the other shards were looked at.
pub async fn keep_spares(store: &Store) -> Result<usize, StoreError> {
    let mut made = 0;
    let mut problem = None;
    for pool in store.migrator_pools() {
        match refill(pool, store.spares()).await {
            Ok(count) => made += count,
            Err(error) => problem = Some(error),
        }
    }
    problem.map_or(Ok(made), Err)
}

/// Makes spare schemas until there are as many as wanted; says how many it made. Who finds another process at it
/// leaves it to that one.
pub(super) async fn refill(pool: &PgPool, wanted: usize) -> Result<usize, StoreError> {
    // Held until this returns, on a connection of its own; births take another lock and do not wait for it.
    let mut turn = pool.begin().await?;
    let is_ours: bool = sqlx::query("select pg_try_advisory_xact_lock(hashtext('winloss refill of spares'))")
        .fetch_one(&mut *turn)
        .await?
        .try_get(0)?;
    let mut made = 0;
    while is_ours && list_spares(&mut turn).await?.len() < wanted {
        let name = format!("spare_{}", Uuid::from_bytes(random()).simple());
        apply::<migration::TenantMigrator>(pool, &name, None).await?;
        made += 1;
    }
    turn.rollback().await?;
    Ok(made)
}

pub(super) async fn spares(pool: &PgPool) -> Result<Vec<String>, StoreError> {
    let mut connection = pool.acquire().await?;
    Ok(list_spares(&mut connection).await?)
}

pub(super) async fn exists(pool: &PgPool, schema: &str) -> Result<bool, StoreError> {
    let row =
        sqlx::query("select from pg_namespace where nspname = $1").bind(schema).fetch_optional(pool).await?;
    Ok(row.is_some())
}

async fn lock_spares(connection: &mut sqlx::PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("set local lock_timeout = '5s'; select pg_advisory_xact_lock(hashtext('winloss spares'))")
        .execute(connection)
        .await
        .map(drop)
}

async fn list_spares(connection: &mut sqlx::PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query(
        "select nspname::text from pg_namespace where nspname ~ '^spare_[0-9a-f]{32}$' order by 1",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}
