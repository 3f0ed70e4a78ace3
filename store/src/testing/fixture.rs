//! Builders: a test says only what it is about.

use std::sync::Mutex;

use domain::actor::{Actor, Role};
use domain::form::Email;
use domain::id::UserId;
use domain::provisioning::TenantOrder;
use domain::tenant::{Slug, Tenant, Tier};

use super::TestDb;
use crate::account;
use crate::tenancy::provision::{self, HookFuture, Hooks, Provisioned, WelcomeMail};
use crate::{Store, TenantTx, Workload};

/// Hooks that keep the welcome mails for the test to read.
#[derive(Default)]
pub struct Mailbox(Mutex<Vec<WelcomeMail>>);

impl Mailbox {
    /// The mails so far.
    ///
    /// # Panics
    /// When another test thread panicked inside.
    pub fn mails(&self) -> Vec<WelcomeMail> {
        self.0.lock().expect("nothing panics inside").clone()
    }
}

impl Hooks for Mailbox {
    fn welcome(&self, mail: WelcomeMail) -> HookFuture<'_> {
        self.0.lock().expect("nothing panics inside").push(mail);
        Box::pin(async { Ok(()) })
    }
}

/// An order for a tenant with this short name.
///
/// # Panics
/// When it is no slug.
#[must_use]
pub fn order(slug: &str, tier: Tier) -> TenantOrder {
    TenantOrder {
        slug: Slug::parse(slug).expect("a slug"),
        name: format!("{slug} Inc."),
        tier,
        region: TestDb::REGION.to_owned(),
        admin: Email::parse(&format!("admin@{slug}.example")).expect("an address"),
        admin_name: "Ada Admin".to_owned(),
        home_currency: "USD".to_owned(),
        rates: std::collections::BTreeMap::new(),
    }
}

/// A tenant that is open for use, with what its provisioning returned.
///
/// # Panics
/// When it cannot be provisioned.
pub async fn provisioned(store: &Store, slug: &str, tier: Tier) -> Provisioned {
    provision::run(store, &order(slug, tier), &Mailbox::default()).await.expect("the tenant is provisioned")
}

/// A tenant that is open for use.
///
/// # Panics
/// When it cannot be provisioned.
pub async fn tenant(store: &Store, slug: &str, tier: Tier) -> Tenant {
    provisioned(store, slug, tier).await.tenant
}

/// A tenant that is open for use in this region.
///
/// # Panics
/// When it cannot be provisioned.
pub async fn tenant_in(store: &Store, region: &str, slug: &str, tier: Tier) -> Tenant {
    let order = TenantOrder { region: region.to_owned(), ..order(slug, tier) };
    provision::run(store, &order, &Mailbox::default()).await.expect("the tenant is provisioned").tenant
}

/// A live door to a tenant, for a worker.
///
/// # Panics
/// When it cannot be opened.
pub async fn open(store: &Store, tenant: &Tenant) -> TenantTx {
    store.open_tenant(tenant.id, Actor::Worker { job: 0 }, Workload::Live).await.expect("the door opens")
}

/// On behalf of a member who sold none of the deals.
///
/// # Panics
/// Never: the address is one.
#[must_use]
pub fn acting(user: UserId, role: Role) -> Actor {
    Actor::member(user, role, &Email::parse("reader@people.example").expect("an address"), "Rea Reader")
}

/// A member of a tenant.
///
/// # Panics
/// When the address is none or the member cannot be written.
pub async fn member(store: &Store, tenant: &Tenant, email: &str, role: Role) -> UserId {
    let control = store.open_control().await.expect("the door opens");
    let email = Email::parse(email).expect("an address");
    let user = account::ensure_user(&control, &email, "Max Member").await.expect("a user");
    account::add_member(&control, tenant.id, user, role).await.expect("a membership");
    control.commit().await.expect("committed");
    user
}
