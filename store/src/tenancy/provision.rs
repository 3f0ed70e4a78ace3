//! How a tenant is born: ordered, recorded steps, each safe to run twice, so that a run that was killed anywhere
//! is resumed by running the same order again.
//!
//! A step whose work is in the control schema commits with its record. The others do their work first and are
//! recorded then: killed in between, they find their work done when they run again. In the pool the space is
//! there already, so its steps are recorded with the place.

use std::future::Future;
use std::pin::Pin;

use chrono::{DateTime, Duration, Utc};
use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::form::{Email, FieldErrors};
use domain::id::TenantId;
use domain::placement::{Placement, Shard, bucket, choose};
use domain::provisioning::{Step, TenantOrder};
use domain::tenant::{Tenant, TenantStatus, Tier};
use secrecy::SecretString;

use super::{directory, migrate, space};
use crate::access::{ControlTx, Workload};
use crate::audit::AuditEntry;
use crate::crm::NewConnection;
use crate::error::StoreError;
use crate::{Store, account, crm, sql, survey};

/// How long the first admin may take to come in.
const INVITE: Duration = Duration::days(7);

/// What the mail to the first admin must say.
#[derive(Clone, Debug)]
pub struct WelcomeMail {
    /// The new tenant.
    pub tenant: Tenant,
    /// To whom.
    pub to: Email,
    /// The admin's name.
    pub name: String,
    /// The one-time way in; none for somebody who already has a password.
    pub token: Option<SecretString>,
    /// Until when the way in is good.
    pub expires_at: DateTime<Utc>,
}

/// What a hook may fail with.
pub type HookError = Box<dyn std::error::Error + Send + Sync>;
/// What a hook returns.
pub type HookFuture<'a> = Pin<Box<dyn Future<Output = Result<(), HookError>> + Send + 'a>>;

/// What the caller does for the steps: the store sends no mail and prints nothing.
pub trait Hooks: Send + Sync {
    /// Sends the way in to the first admin; called again when the step was not recorded.
    fn welcome(&self, mail: WelcomeMail) -> HookFuture<'_>;

    /// Hears how far it got.
    fn progress(&self, _: Step, _: Moment) {}
}

/// How far a step is.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub enum Moment {
    /// It begins.
    Begun,
    /// Its work is done but not yet recorded.
    Worked,
    /// It is recorded; it will not be run again.
    Done,
}

/// What came of an order.
#[derive(Debug)]
pub struct Provisioned {
    /// The tenant, open for use.
    pub tenant: Tenant,
    /// The key and secret of its webhook; only from the run that made them.
    pub webhook: Option<NewConnection>,
}

/// Carries out an order, or what is left of it. Ordering the same slug again makes no second tenant.
///
/// # Errors
/// [`StoreError::Invalid`] when a name is none or the region has no shard; [`StoreError::Conflict`] when the slug is
/// another order's; otherwise what stopped the step, which is recorded with it.
pub async fn run(store: &Store, order: &TenantOrder, hooks: &dyn Hooks) -> Result<Provisioned, StoreError> {
    let order = &order.checked().map_err(StoreError::Invalid)?;
    let tenant = place(store, order, hooks).await?;
    let run = Run { store, order, hooks, id: tenant.id };
    let done = run.done().await?;
    let mut webhook = None;
    for step in Step::ALL.into_iter().filter(|step| !done.iter().any(|code| code == step.code())) {
        hooks.progress(step, Moment::Begun);
        let done = run.work(step).await;
        match done {
            Ok(made) => webhook = made.or(webhook),
            Err(error) => {
                run.record_failure(step, &error).await;
                return Err(error);
            }
        }
        hooks.progress(step, Moment::Done);
    }
    store.forget(tenant.id).await;
    Ok(Provisioned { tenant: store.tenant(tenant.id).await?, webhook })
}

/// Chooses the shard and writes the directory rows, or finds them.
async fn place(store: &Store, order: &TenantOrder, hooks: &dyn Hooks) -> Result<Tenant, StoreError> {
    let control = store.open_control().await?;
    if let Some(tenant) = directory::find(&control, &order.slug).await? {
        let is_same = tenant.tier == order.tier && tenant.region == order.region && tenant.name == order.name;
        return if is_same { Ok(tenant) } else { Err(taken()) };
    }
    // In the pool there is nothing to make: the space is there, and up to date.
    let steps: &[Step] = match order.tier {
        Tier::Pool => &[Step::Place, Step::Space, Step::Migrate],
        Tier::Silo => &[Step::Place],
    };
    let tell = |moment| steps.iter().for_each(|step| hooks.progress(*step, moment));
    tell(Moment::Begun);
    let id = TenantId::new(store.clock().new_id());
    let shards: Vec<Shard> = store.shards().cloned().collect();
    let shard = choose(&shards, &order.region, bucket(id))
        .ok_or_else(|| StoreError::Invalid(FieldErrors::of("region", nowhere(&order.region, &shards))))?;
    let placement = Placement::derive(id, order.tier, &shard.name);
    let now = store.clock().now();
    let inserted = control
        .connection()
        .run(
            "INSERT INTO tenants (id, slug, name, tier, region, status, created_at)
             VALUES ($1, $2, $3, $4, $5, 'provisioning', $6) ON CONFLICT (slug) DO NOTHING",
            [
                id.uuid().into(),
                order.slug.as_str().to_owned().into(),
                order.name.clone().into(),
                order.tier.code().to_owned().into(),
                order.region.clone().into(),
                now.into(),
            ],
        )
        .await?;
    if inserted == 0 {
        // The same order at the same moment; one of them goes on, and this one may come again.
        return Err(taken());
    }
    control
        .connection()
        .run(
            "INSERT INTO placements (tenant_id, tier, shard, schema_name, role_name, epoch)
             VALUES ($1, $2, $3, $4, $5, $6)",
            [
                id.uuid().into(),
                order.tier.code().to_owned().into(),
                placement.shard.clone().into(),
                placement.schema.clone().into(),
                placement.role.clone().into(),
                placement.epoch.into(),
            ],
        )
        .await?;
    for step in steps {
        record_done(&control, id, *step).await?;
    }
    tell(Moment::Worked);
    control.commit().await?;
    store.record(AuditEntry::of_platform(AuditAction::Provision).about(id).on(order.slug.as_str()));
    tell(Moment::Done);
    Ok(Tenant {
        id,
        slug: order.slug.clone(),
        name: order.name.clone(),
        tier: order.tier,
        region: order.region.clone(),
        status: TenantStatus::Provisioning,
    })
}

struct Run<'a> {
    store: &'a Store,
    order: &'a TenantOrder,
    hooks: &'a dyn Hooks,
    id: TenantId,
}

impl Run<'_> {
    async fn work(&self, step: Step) -> Result<Option<NewConnection>, StoreError> {
        match step {
            Step::Place => {}
            Step::Space => self.space().await?,
            Step::Migrate => self.migrate().await?,
            Step::Seed => self.seed().await?,
            Step::Mail => self.mail().await?,
            Step::Webhook | Step::Admin | Step::Activate => return self.in_control(step).await,
        }
        self.hooks.progress(step, Moment::Worked);
        let control = self.store.open_control().await?;
        record_done(&control, self.id, step).await?;
        control.commit().await?;
        Ok(None)
    }

    /// The steps whose work and record are one transaction.
    async fn in_control(&self, step: Step) -> Result<Option<NewConnection>, StoreError> {
        let control = self.store.open_control().await?;
        // Two runs of the same order wait here for each other; the second finds the step done.
        if !claim(&control, self.id, step).await? {
            return Ok(None);
        }
        let mut made = None;
        match step {
            Step::Webhook => made = Some(crm::create_connection(&control, self.id, crm::STANDARD).await?),
            Step::Admin => {
                let user = account::ensure_user(&control, &self.order.admin, &self.order.admin_name).await?;
                account::add_member(&control, self.id, user, domain::actor::Role::Admin).await?;
            }
            _ => directory::set_status(&control, self.id, TenantStatus::Active).await?,
        }
        record_done(&control, self.id, step).await?;
        self.hooks.progress(step, Moment::Worked);
        control.commit().await?;
        Ok(made)
    }

    async fn space(&self) -> Result<(), StoreError> {
        let (placement, owner) = self.owner().await?;
        let pool = self.store.migrator_pool(&placement.shard)?;
        let schema = &placement.schema;
        migrate::patiently(schema, || space::ensure(pool, schema, &owner)).await
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let (placement, owner) = self.owner().await?;
        let pool = self.store.migrator_pool(&placement.shard)?;
        let schema = &placement.schema;
        migrate::patiently(schema, || {
            space::apply::<migration::TenantMigrator>(pool, schema, Some(owner.clone()))
        })
        .await
    }

    /// The silo's place, and to whom it is locked.
    async fn owner(&self) -> Result<(Placement, space::Owner), StoreError> {
        let placement = self.store.placement(self.id).await?;
        let owner = space::Owner { role: placement.role.clone(), tenant: Some(self.id.to_string()) };
        Ok((placement, owner))
    }

    async fn seed(&self) -> Result<(), StoreError> {
        let placement = self.store.placement(self.id).await?;
        let tenant = self.store.open_space(&placement, Actor::Worker { job: 0 }, Workload::Live).await?;
        tenant
            .connection()
            .run("INSERT INTO settings (tenant_id, document) VALUES ($1, $2) ON CONFLICT (tenant_id) DO NOTHING", [
                self.id.uuid().into(),
                sql::json(&self.order.settings()),
            ])
            .await?;
        survey::seed(&tenant).await?;
        tenant.commit().await
    }

    async fn mail(&self) -> Result<(), StoreError> {
        let now = self.store.clock().now();
        let expires_at = now + INVITE;
        let control = self.store.open_control().await?;
        let admin = account::find_user(&control, &self.order.admin).await?.ok_or(StoreError::NotFound)?;
        let token = match admin.password_hash {
            Some(_) => None,
            None => Some(account::invite(&control, admin.id, expires_at).await?),
        };
        control.commit().await?;
        let tenant = self.store.tenant(self.id).await?;
        let mail = WelcomeMail { tenant, to: admin.email, name: admin.name, token, expires_at };
        self.hooks.welcome(mail).await.map_err(StoreError::Unavailable)
    }

    /// The words of the steps that need not be run again.
    async fn done(&self) -> Result<Vec<String>, StoreError> {
        let control = self.store.open_control().await?;
        let rows = control
            .connection()
            .all(
                "SELECT step FROM provisioning_steps WHERE tenant_id = $1 AND state = 'done'",
                [self.id.uuid().into()],
            )
            .await?;
        rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
    }

    /// Writes down why a step stopped. If even that fails, the caller still hears of the step's own error.
    async fn record_failure(&self, step: Step, error: &StoreError) {
        let recorded = async {
            let control = self.store.open_control().await?;
            let now = self.store.clock().now();
            control
                .connection()
                .run(
                    "INSERT INTO provisioning_steps (tenant_id, step, state, started_at, finished_at, error)
                     VALUES ($1, $2, 'failed', $3, $3, $4)
                     ON CONFLICT (tenant_id, step) DO UPDATE
                     SET state = 'failed', attempt = provisioning_steps.attempt + 1, finished_at = $3, error = $4
                     WHERE provisioning_steps.state <> 'done'",
                    [
                        self.id.uuid().into(),
                        step.code().to_owned().into(),
                        now.into(),
                        error.to_string().into(),
                    ],
                )
                .await?;
            control.commit().await
        };
        if let Err(second) = recorded.await {
            tracing::warn!(step = step.code(), %error, %second, "a failed step could not be recorded");
        }
    }
}

/// Holds a step's record until the transaction ends; false when it is done.
async fn claim(control: &ControlTx, tenant: TenantId, step: Step) -> Result<bool, StoreError> {
    let row = control
        .connection()
        .one(
            "INSERT INTO provisioning_steps (tenant_id, step, state, started_at) VALUES ($1, $2, 'running', $3)
             ON CONFLICT (tenant_id, step) DO UPDATE SET attempt = provisioning_steps.attempt + 1
             RETURNING state <> 'done'",
            [tenant.uuid().into(), step.code().to_owned().into(), control.clock().now().into()],
        )
        .await?;
    row.map_or(Ok(true), |row| Ok(row.try_get_by_index(0)?))
}

async fn record_done(control: &ControlTx, tenant: TenantId, step: Step) -> Result<(), StoreError> {
    control
        .connection()
        .run(
            "INSERT INTO provisioning_steps (tenant_id, step, state, started_at, finished_at)
             VALUES ($1, $2, 'done', $3, $3)
             ON CONFLICT (tenant_id, step) DO UPDATE SET state = 'done', finished_at = $3, error = null",
            [tenant.uuid().into(), step.code().to_owned().into(), control.clock().now().into()],
        )
        .await?;
    Ok(())
}

/// Says that nothing is in a region, and where something is.
fn nowhere(region: &str, shards: &[Shard]) -> String {
    let mut regions: Vec<&str> =
        shards.iter().filter(|shard| shard.weight > 0.0).map(|shard| shard.region.as_str()).collect();
    regions.sort_unstable();
    regions.dedup();
    format!("no shard of the region {region} takes new tenants; there are: {}", regions.join(", "))
}

fn taken() -> StoreError {
    StoreError::Conflict { constraint: "tenants_slug_key".to_owned() }
}
