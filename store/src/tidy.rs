//! House-keeping in the tenants' rows: what nobody needs any more is deleted, tenant by tenant.

use domain::actor::Actor;
use domain::id::TenantId;
use domain::tenant::TenantStatus;

use crate::error::StoreError;
use crate::{Store, Workload, draft, survey, tenancy};

/// What was deleted.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Tidied {
    /// Previews older than a day.
    pub previews: u64,
    /// Images that nothing shows.
    pub images: u64,
    /// Corrections whose time is over.
    pub corrections: u64,
}

/// Tidies up behind every active tenant. One that cannot be reached now does not keep the others waiting.
///
/// # Errors
/// The last problem; the other tenants were tidied.
pub async fn tidy(store: &Store) -> Result<Tidied, StoreError> {
    let control = store.open_control().await?;
    let tenants = tenancy::list(&control).await?;
    drop(control);
    let (mut all, mut problem) = (Tidied::default(), None);
    for tenant in tenants.iter().filter(|tenant| tenant.status == TenantStatus::Active) {
        match tidy_one(store, tenant.id).await {
            Ok(one) => {
                all.previews += one.previews;
                all.images += one.images;
                all.corrections += one.corrections;
            }
            Err(error) => problem = Some(error),
        }
    }
    problem.map_or(Ok(all), Err)
}

async fn tidy_one(store: &Store, tenant: TenantId) -> Result<Tidied, StoreError> {
    let tenant = store.open_tenant(tenant, Actor::Worker { job: 0 }, Workload::Batch).await?;
    let tidied = Tidied {
        previews: survey::preview::purge(&tenant).await?,
        images: survey::image::purge_unused(&tenant).await?,
        corrections: draft::purge_late(&tenant).await?,
    };
    tenant.commit().await?;
    Ok(tidied)
}
