//! Who the tenants are and where their rows live: the authority, and a cache of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use domain::id::TenantId;
use domain::placement::Placement;
use domain::tenant::{Slug, Tenant, TenantStatus, Tier};
use entity::control::tenant as row;
use moka::Expiry;
use moka::future::Cache;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QueryResult};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::Store;
use crate::access::ControlTx;
use crate::error::StoreError;
use crate::signal::Access;

const FRESH: Duration = Duration::from_secs(30);
/// A tenant that is stopped is asked for again soon: who opens it waits for that.
const FRESH_STOPPED: Duration = Duration::from_secs(3);

/// A tenant with its place.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) tenant: Tenant,
    pub(crate) placement: Placement,
}

/// For how long an answer is good.
struct Freshness;

impl Expiry<TenantId, Arc<Known>> for Freshness {
    fn expire_after_create(&self, _: &TenantId, known: &Arc<Known>, _: Instant) -> Option<Duration> {
        Some(match known.tenant.status {
            TenantStatus::Active => FRESH,
            TenantStatus::Suspended | TenantStatus::Provisioning => FRESH_STOPPED,
        })
    }

    fn expire_after_update(
        &self,
        tenant: &TenantId,
        known: &Arc<Known>,
        now: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        self.expire_after_create(tenant, known, now)
    }
}

/// The cache; the key is the tenant, and the value repeats it. A clone is the same cache.
#[derive(Clone)]
pub(crate) struct Directory {
    known: Cache<TenantId, Arc<Known>>,
    /// How often something was forgotten: what was read before that is not kept after it.
    forgotten: Arc<AtomicU64>,
}

impl Directory {
    pub(crate) fn new() -> Self {
        Self {
            known: Cache::builder().max_capacity(100_000).expire_after(Freshness).build(),
            forgotten: Arc::default(),
        }
    }

    pub(crate) async fn find(&self, store: &Store, tenant: TenantId) -> Result<Arc<Known>, StoreError> {
        let known = match self.known.get(&tenant).await {
            Some(known) => known,
            None => {
                let forgotten = self.forgotten.load(Ordering::SeqCst);
                let control = store.open_control().await?;
                // What is not there is not remembered: a tenant may come the next moment.
                let known = Arc::new(load(&control, tenant).await?.ok_or(StoreError::NotFound)?);
                // Nor is one that is about to open.
                if known.tenant.status != TenantStatus::Provisioning {
                    self.keep(tenant, Arc::clone(&known), forgotten).await;
                }
                known
            }
        };
        // Isolation: a cache that mixed up its keys would open another tenant's door.
        if known.placement.tenant == tenant { Ok(known) } else { Err(StoreError::NotFound) }
    }

    /// Remembers what was read when so much had been forgotten.
    async fn keep(&self, tenant: TenantId, known: Arc<Known>, forgotten: u64) {
        self.known.insert(tenant, known).await;
        if self.forgotten.load(Ordering::SeqCst) != forgotten {
            // Its state may have changed between the look and now.
            self.known.invalidate(&tenant).await;
        }
    }

    pub(crate) async fn forget(&self, tenant: TenantId) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.known.invalidate(&tenant).await;
    }

    /// Forgets tenants as soon as it is told that their state changed.
    pub(crate) async fn follow(self, mut accesses: broadcast::Receiver<Access>, stop: CancellationToken) {
        loop {
            let access = tokio::select! {
                access = accesses.recv() => access,
                () = stop.cancelled() => return,
            };
            match access {
                Ok(Access::Tenant(tenant)) => self.forget(tenant).await,
                Ok(Access::User(_)) => {}
                Err(RecvError::Lagged(_)) => {
                    self.forgotten.fetch_add(1, Ordering::SeqCst);
                    self.known.invalidate_all();
                }
                Err(RecvError::Closed) => return,
            }
        }
    }
}

/// The tenant with this short name.
///
/// # Errors
/// When the database is not there.
pub async fn find(control: &ControlTx, slug: &Slug) -> Result<Option<Tenant>, StoreError> {
    let found =
        row::Entity::find().filter(row::Column::Slug.eq(slug.as_str())).one(control.connection()).await?;
    found.map(from_row).transpose()
}

/// Every tenant, by name.
///
/// # Errors
/// When the database is not there.
pub async fn list(control: &ControlTx) -> Result<Vec<Tenant>, StoreError> {
    let ordered = row::Entity::find().order_by_asc(row::Column::Name).order_by_asc(row::Column::Id);
    ordered.all(control.connection()).await?.into_iter().map(from_row).collect()
}

/// Suspends a tenant or opens it again.
///
/// Doors follow when the news of the commit has come: at the latest 30 seconds
/// after it was stopped and 3 after it was opened; those of this process at once after [`Store::forget`]. Jobs that
/// waited meanwhile are found by [`crate::queue::resume`].
///
/// # Errors
/// [`StoreError::NotFound`] for an unknown tenant.
pub async fn set_status(
    control: &ControlTx,
    tenant: TenantId,
    status: TenantStatus,
) -> Result<(), StoreError> {
    let touched = control
        .connection()
        .run(
            "UPDATE tenants SET status = $2 WHERE id = $1",
            [tenant.uuid().into(), status.code().to_owned().into()],
        )
        .await?;
    control.note_access(Access::Tenant(tenant));
    if touched == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Those of the tenants whose doors are shut: suspended, or not yet open.
pub(crate) async fn stopped_among(
    control: &ControlTx,
    tenants: &[TenantId],
) -> Result<Vec<TenantId>, StoreError> {
    let ids: Vec<Uuid> = tenants.iter().map(|tenant| tenant.uuid()).collect();
    let rows = control
        .connection()
        .all("SELECT id FROM tenants WHERE id = ANY($1) AND status <> 'active'", [ids.into()])
        .await?;
    rows.iter().map(|row| Ok(TenantId::new(row.try_get_by_index(0)?))).collect()
}

async fn load(control: &ControlTx, tenant: TenantId) -> Result<Option<Known>, StoreError> {
    let row = control
        .connection()
        .one(
            "SELECT t.id, t.slug, t.name, t.tier, t.region, t.status, p.shard, p.epoch
             FROM tenants t JOIN placements p ON p.tenant_id = t.id WHERE t.id = $1",
            [tenant.uuid().into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let tenant = read_tenant(&row)?;
    // Isolation: schema and role are derived again, so that a changed directory row cannot name another's.
    let shard: String = row.try_get_by_index(6)?;
    let placement =
        Placement { epoch: row.try_get_by_index(7)?, ..Placement::derive(tenant.id, tenant.tier, &shard) };
    Ok(Some(Known { tenant, placement }))
}

/// Reads a tenant from the columns id, slug, name, tier, region and status, in this order.
pub(crate) fn read_tenant(row: &QueryResult) -> Result<Tenant, StoreError> {
    let (slug, tier, status): (String, String, String) =
        (row.try_get_by_index(1)?, row.try_get_by_index(3)?, row.try_get_by_index(5)?);
    tenant(
        row.try_get_by_index(0)?,
        &slug,
        row.try_get_by_index(2)?,
        &tier,
        row.try_get_by_index(4)?,
        &status,
    )
}

fn from_row(row: row::Model) -> Result<Tenant, StoreError> {
    tenant(row.id, &row.slug, row.name, &row.tier, row.region, &row.status)
}

fn tenant(
    id: Uuid,
    slug: &str,
    name: String,
    tier: &str,
    region: String,
    status: &str,
) -> Result<Tenant, StoreError> {
    Ok(Tenant {
        id: TenantId::new(id),
        slug: Slug::parse(slug).map_err(StoreError::unreadable)?,
        name,
        tier: Tier::from_code(tier).ok_or_else(|| StoreError::broken("a tier that does not exist"))?,
        region,
        status: TenantStatus::from_code(status)
            .ok_or_else(|| StoreError::broken("a status that does not exist"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_read_before_a_change_is_not_remembered_after_it() {
        let directory = Directory::new();
        let id = TenantId::new(Uuid::from_u128(7));
        let known = || {
            let found =
                tenant(id.uuid(), "northwind", "Northwind".to_owned(), "pool", "eu".to_owned(), "active");
            let placement = Placement::derive(id, Tier::Pool, "main");
            Arc::new(Known { tenant: found.expect("a tenant"), placement })
        };
        let before = directory.forgotten.load(Ordering::SeqCst);
        directory.keep(id, known(), before).await;
        assert!(directory.known.get(&id).await.is_some());
        directory.forget(id).await;
        directory.keep(id, known(), before).await;
        assert!(directory.known.get(&id).await.is_none(), "it was suspended between the look and now");
    }
}
