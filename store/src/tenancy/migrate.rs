//! Brings every schema to the newest migration: control, then each shard's queue, pool, silos and spares.
//!
//! Each schema is one transaction with its own record, so a run that was killed is resumed by running it again,
//! and a run with nothing to do changes nothing. A schema that is busy is tried again, not waited for.

use std::time::Duration;

use migration::{ControlMigrator, QueueMigrator, TenantMigrator};
use sea_orm::sqlx::{self, PgPool, Row as _};

use super::space;
use crate::catalogue::{self, Holds};
use crate::error::StoreError;
use crate::pools::{self, Pool};
use crate::{ShardConfig, StoreConfig};

const TRIES: u32 = 8;
const PAUSE: Duration = Duration::from_millis(500);

/// What was brought up to date.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Migrated {
    /// Schemas that were looked at.
    pub schemas: usize,
    /// Schemas of silos among them.
    pub silos: usize,
    /// Spare schemas that were made.
    pub spares: usize,
}

/// Migrates every database of the configuration, then asks the catalogue whether all is locked.
///
/// # Errors
/// [`StoreError::Refused`] when a migrator's address is missing or a table is not locked afterwards.
pub async fn migrate(config: &StoreConfig) -> Result<Migrated, StoreError> {
    let url = config
        .control_migrator_url
        .as_ref()
        .ok_or_else(|| missing("control", "database.control_migrator_url"))?;
    let control = pools::migrator(url)?;
    let mut migrated = Migrated::default();
    patiently("control", || space::apply::<ControlMigrator>(control.source(), "control", None)).await?;
    migrated.schemas += 1;
    for shard in &config.shards {
        migrate_shard(control.source(), shard, config.spares, &mut migrated).await?;
    }
    refuse_faults(&control, Holds::Control).await?;
    control.close().await;
    Ok(migrated)
}

async fn migrate_shard(
    control: &PgPool,
    shard: &ShardConfig,
    spares: usize,
    migrated: &mut Migrated,
) -> Result<(), StoreError> {
    let url = shard.migrator_url.as_ref().ok_or_else(|| {
        missing(&shard.name, "its migrator_url in database.shards, or database.control_migrator_url")
    })?;
    let pool = pools::migrator(url)?;
    patiently("queue", || space::apply::<QueueMigrator>(pool.source(), "queue", None)).await?;
    let mine = Some(space::Owner { role: "pool_rw".to_owned(), tenant: None });
    patiently("pool", || space::apply::<TenantMigrator>(pool.source(), "pool", mine.clone())).await?;
    migrated.schemas += 2;
    let silos = sqlx::query(
        "select schema_name, role_name, tenant_id::text from control.placements
         where shard = $1 and tier = 'silo' order by schema_name",
    );
    for row in silos.bind(&shard.name).fetch_all(control).await? {
        let (schema, role, tenant): (String, String, String) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        // One that is being born makes its schema itself, at the newest migration.
        if !space::exists(pool.source(), &schema).await? {
            continue;
        }
        let owner = Some(space::Owner { role, tenant: Some(tenant) });
        patiently(&schema, || space::apply::<TenantMigrator>(pool.source(), &schema, owner.clone())).await?;
        migrated.schemas += 1;
        migrated.silos += 1;
        tracing::debug!(schema, "silo is up to date");
    }
    for spare in space::spares(pool.source()).await? {
        patiently(&spare, || space::apply::<TenantMigrator>(pool.source(), &spare, None)).await?;
        migrated.schemas += 1;
    }
    migrated.spares += space::refill(pool.source(), spares).await?;
    refuse_faults(&pool, Holds::Shard).await?;
    pool.close().await;
    Ok(())
}

async fn refuse_faults(pool: &Pool, holds: Holds) -> Result<(), StoreError> {
    let found = catalogue::inspect(pool, holds).await?;
    if found.faults.is_empty() { Ok(()) } else { Err(StoreError::Refused(found.faults)) }
}

/// Tries again while the schema is locked by its users.
pub(super) async fn patiently<F>(schema: &str, mut work: impl FnMut() -> F) -> Result<(), StoreError>
where
    F: Future<Output = Result<(), StoreError>>,
{
    let mut tries = 1;
    loop {
        match work().await {
            Err(error) if error.is_transient() && tries < TRIES => {
                tracing::warn!(schema, tries, %error, "migration is tried again");
                tries += 1;
                tokio::time::sleep(PAUSE * tries).await;
            }
            done => return done,
        }
    }
}

/// `setting` is where it is set.
fn missing(what: &str, setting: &str) -> StoreError {
    StoreError::Refused(vec![format!("the address of {what} as wl_migrator is not configured ({setting})")])
}
