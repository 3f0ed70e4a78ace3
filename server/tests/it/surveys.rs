//! The pages of surveys from outside: what is posted, sent and downloaded, by whom, and what is refused.

mod exchange;
mod logo;
mod manage;
mod preview;

use domain::actor::Role;
use domain::id::TemplateId;
use domain::survey::shelf::SurveySummary;
use domain::tenant::{Tenant, Tier};
use store::survey;
use store::testing::fixture;

use crate::support::{Browser, TestApp};

/// The application, a tenant with its first survey, and its admin.
struct Scene {
    app: TestApp,
    tenant: Tenant,
    admin: Browser,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
        let admin = app.signed_in_as(&tenant, Role::Admin).await;
        Self { app, tenant, admin }
    }

    async fn surveys(&self) -> Vec<SurveySummary> {
        let tx = fixture::open(&self.app.store(), &self.tenant).await;
        survey::list(&tx).await.unwrap()
    }

    /// The survey that the tenant was given.
    async fn first(&self) -> TemplateId {
        self.surveys().await[0].id
    }

    /// The address of a form on one of the tenant's pages.
    fn own(&self, path: &str) -> String {
        app::routes::drawn_for(self.tenant.id, path)
    }

    /// A survey of another tenant, and that tenant's admin.
    async fn other(&self) -> (TemplateId, Browser) {
        let (other, _) = self.app.tenant("initech", Tier::Silo).await;
        let tx = fixture::open(&self.app.store(), &other).await;
        let id = survey::list(&tx).await.unwrap()[0].id;
        drop(tx);
        (id, self.app.signed_in_as(&other, Role::Admin).await)
    }
}
