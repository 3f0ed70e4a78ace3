//! A tenant is born once, whatever happens on the way.

use domain::tenant::{TenantStatus, Tier};
use store::testing::{TestDb, fixture};

#[tokio::test]
async fn an_order_makes_a_tenant_that_is_open() {
    let db = TestDb::new().await;
    for (slug, tier) in [("small", Tier::Pool), ("large", Tier::Silo)] {
        let made = fixture::provisioned(&db.store(), slug, tier).await;
        assert_eq!(made.tenant.status, TenantStatus::Active);
        assert!(made.webhook.is_some());
        let door = fixture::open(&db.store(), &made.tenant).await;
        assert_eq!(door.data_version().await.unwrap(), 0);
    }
}
