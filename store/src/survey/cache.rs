//! Published versions in memory: they never change, and every page of a buyer needs one.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use domain::id::{TenantId, VersionId};
use domain::survey::Template;
use moka::future::Cache;

use crate::error::StoreError;

/// After this time a version that nobody asked for is let go.
const IDLE: Duration = Duration::from_secs(3600);

/// A version, and whose it is.
struct Known {
    tenant: TenantId,
    template: Arc<Template>,
}

/// Versions by tenant and id. A clone is the same cache.
///
/// Isolation: the tenant is part of the key, and a version says whose it is; both are compared before it is used.
#[derive(Clone)]
pub(crate) struct Versions(Cache<(TenantId, VersionId), Arc<Known>>);

impl Versions {
    /// An empty cache that holds so many questions.
    pub(crate) fn new(questions: u64) -> Self {
        let weigh = |_: &(TenantId, VersionId), known: &Arc<Known>| {
            u32::try_from(1 + known.template.questions().count()).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().weigher(weigh).max_capacity(questions).time_to_idle(IDLE).build())
    }

    /// What a version of the tenant's asks. What is not there is not remembered.
    pub(crate) async fn of(
        &self,
        tenant: TenantId,
        version: VersionId,
        load: impl Future<Output = Result<Template, StoreError>> + Send,
    ) -> Result<Arc<Template>, StoreError> {
        let known = match self.0.get(&(tenant, version)).await {
            Some(known) => known,
            None => {
                let known = Arc::new(Known { tenant, template: Arc::new(load.await?) });
                self.0.insert((tenant, version), Arc::clone(&known)).await;
                known
            }
        };
        // Isolation: without this comparison a mix-up of keys would ask one tenant's buyers another's questions.
        if known.tenant == tenant { Ok(Arc::clone(&known.template)) } else { Err(StoreError::NotFound) }
    }
}

#[cfg(test)]
mod tests {
    use domain::survey::starter;
    use uuid::Uuid;

    use super::*;

    fn ids() -> (TenantId, TenantId, VersionId) {
        let id = |number: u128| Uuid::from_u128(number);
        (TenantId::new(id(1)), TenantId::new(id(2)), VersionId::new(id(3)))
    }

    async fn nothing() -> Result<Template, StoreError> {
        Err(StoreError::NotFound)
    }

    async fn something() -> Result<Template, StoreError> {
        Ok(starter::win_loss())
    }

    #[tokio::test]
    async fn what_one_tenant_read_is_not_there_for_another() {
        let (own, other, version) = ids();
        let versions = Versions::new(100);
        assert!(versions.of(own, version, something()).await.is_ok());
        assert!(versions.of(own, version, nothing()).await.is_ok(), "it is remembered");
        assert!(matches!(versions.of(other, version, nothing()).await, Err(StoreError::NotFound)));
    }

    #[tokio::test]
    async fn a_version_under_another_tenants_key_is_not_given_away() {
        let (own, other, version) = ids();
        let versions = Versions::new(100);
        let known = Known { tenant: own, template: Arc::new(starter::win_loss()) };
        versions.0.insert((other, version), Arc::new(known)).await;
        assert!(matches!(versions.of(other, version, something()).await, Err(StoreError::NotFound)));
    }

    #[tokio::test]
    async fn what_is_not_there_is_looked_for_again() {
        let (own, _, version) = ids();
        let versions = Versions::new(100);
        assert!(versions.of(own, version, nothing()).await.is_err());
        assert!(versions.of(own, version, something()).await.is_ok());
    }
}
