#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::id::{InvitationId, TenantId};
use domain::job::Class;
use domain::placement::{Placement, Shard};
use domain::tenant::{Tenant, TenantStatus};
use sea_orm::sqlx::PgPool;
use secrecy::SecretString;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

mod access;
pub mod account;
pub mod audit;
pub mod catalogue;
mod clock;
pub mod competitor;
pub mod contact;
pub mod crm;
pub mod deal;
pub mod draft;
mod error;
pub mod inbox;
mod keys;
pub mod link;
pub mod notice;
mod pools;
pub mod queue;
pub mod receipt;
pub mod report;
pub mod response;
pub mod settings;
mod shared_read;
mod signal;
mod sql;
pub mod survey;
pub mod tenancy;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tidy;

use access::QueueTx;
pub use access::{ControlTx, TenantTx, Workload};
use catalogue::{Holds, Logins};
pub use clock::Clock;
pub use error::StoreError;
pub use keys::{KEY_ID, Keys, digest};
pub use pools::{PoolSizes, is_database_url};
pub use signal::{Access, Change};

/// What is needed to reach the data.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// The database with the schema `control`, as the application's login.
    pub control_url: SecretString,
    /// The same as the migrator's login; only where migrations or provisioning run.
    pub control_migrator_url: Option<SecretString>,
    /// The databases that hold tenants; at least one.
    pub shards: Vec<ShardConfig>,
    /// The keys, the same in every process.
    pub keys: Keys,
    /// How many connections each pool may have.
    pub pools: PoolSizes,
    /// How many spare silo schemas are kept ready in each shard.
    pub spares: usize,
}

/// One database that holds tenants.
#[derive(Clone, Debug)]
pub struct ShardConfig {
    /// Its name in the directory; never changes.
    pub name: String,
    /// The region its data stays in.
    pub region: String,
    /// Its address as the application's login.
    pub url: SecretString,
    /// Its address as the migrator's login; only where migrations or provisioning run.
    pub migrator_url: Option<SecretString>,
    /// Its share of new tenants, relative to the others; zero takes none.
    pub weight: f64,
}

/// Memory for the columns that reports are computed from.
const SNAPSHOT_BYTES: u64 = 512 * 1024 * 1024;
/// How many questions of published surveys are kept in memory: about 100 MB when each has ten choices.
const CACHED_QUESTIONS: u64 = 50_000;

/// The data. A clone is another handle of the same.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    clock: Clock,
    keys: Keys,
    control: pools::Pool,
    shards: BTreeMap<String, (Shard, pools::ShardPools)>,
    directory: tenancy::Directory,
    connections: crm::Connections,
    trail: audit::Trail,
    snapshots: report::Snapshots,
    versions: survey::Versions,
    signals: signal::Signals,
    spares: usize,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// The same error with what is in the way, where that can be found out: pools only say that they waited.
async fn named(config: &StoreConfig, error: StoreError) -> StoreError {
    let urls = std::iter::once(&config.control_url).chain(config.shards.iter().map(|shard| &shard.url));
    for url in urls {
        if let Err(unreachable) = pools::reach(url).await {
            return StoreError::Unavailable(Box::new(unreachable));
        }
    }
    error
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Store {
    /// Opens the pools, and refuses a database that is not safe to serve from.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with the list of reasons; [`StoreError::Unavailable`] when a database is not there.
    pub async fn connect(config: &StoreConfig, clock: Clock) -> Result<Self, StoreError> {
        let control = pools::lazy(&config.control_url, "control", "control", config.pools.control, Some(15))?;
        let mut shards = BTreeMap::new();
        for shard in &config.shards {
            let pools = pools::ShardPools::new(&shard.url, shard.migrator_url.as_ref(), config.pools)?;
            let known =
                Shard { name: shard.name.clone(), region: shard.region.clone(), weight: shard.weight };
            shards.insert(shard.name.clone(), (known, pools));
        }
        if shards.is_empty() || shards.len() < config.shards.len() {
            return Err(StoreError::Refused(vec![
                "there must be shards, each with a name of its own".to_owned(),
            ]));
        }
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let signals = signal::Signals::start(
            shards.iter().map(|(name, (_, pools))| (name.as_str(), pools.signal.source().clone())),
            &tasks,
            &stop,
        );
        let parts = (clock.clone(), config.keys.clone(), signals.clone());
        let trail = audit::Trail::start(control.clone(), parts, &tasks, stop.clone());
        let directory = tenancy::Directory::new();
        tasks.spawn(directory.clone().follow(signals.subscribe_access(), stop.clone()));
        let snapshots = report::Snapshots::new(SNAPSHOT_BYTES);
        tasks.spawn(snapshots.clone().follow(signals.subscribe(), stop.clone()));
        let store = Self(Arc::new(Inner {
            clock,
            keys: config.keys.clone(),
            control,
            shards,
            directory,
            connections: crm::Connections::new(),
            trail,
            snapshots,
            versions: survey::Versions::new(CACHED_QUESTIONS),
            signals,
            spares: config.spares,
            tasks,
            stop,
        }));
        match store.inspect().await {
            Ok(findings) => findings.into_result()?,
            Err(error) if error.is_transient() => return Err(named(config, error).await),
            Err(error) => return Err(error),
        }
        Ok(store)
    }

    /// Asks every database whether it is safe to serve from.
    ///
    /// # Errors
    /// When a database is not there.
    pub async fn inspect(&self) -> Result<catalogue::Findings, StoreError> {
        let mut all = catalogue::inspect(&self.0.control, Holds::Control).await?;
        let mut logins = Logins::default();
        logins.ask(&self.0.control, "database.control_url".to_owned()).await?;
        for (name, (_, pools)) in &self.0.shards {
            let found = catalogue::inspect(pools.of(Workload::Live), Holds::Shard).await?;
            // Another login may not even be able to ask for the key.
            let may_ask = logins.ask(pools.of(Workload::Live), format!("the url of shard {name}")).await?;
            let known =
                !may_ask || tenancy::check_context_key(pools.of(Workload::Live), &self.0.keys).await?;
            let wrong_key = (!known).then(|| format!("shard {name} was set up with another root key"));
            all.faults.extend(found.faults.into_iter().chain(wrong_key));
            all.warnings.extend(found.warnings);
        }
        all.faults.extend(logins.faults());
        for list in [&mut all.faults, &mut all.warnings] {
            list.sort();
            list.dedup();
        }
        Ok(all)
    }

    /// The time and the ids of this store.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The keys of this store.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The databases that hold tenants.
    pub fn shards(&self) -> impl Iterator<Item = &Shard> {
        self.0.shards.values().map(|(shard, _)| shard)
    }

    /// What a worker waits for between polls.
    #[must_use]
    pub fn wake(&self) -> &queue::Wake {
        self.0.signals.wake()
    }

    /// Wakes the workers of this and of other processes; after the commit.
    pub(crate) fn ring(&self, shard: &str, class: Class) {
        self.0.signals.ring(shard, class);
    }

    /// Every change of any tenant's data from now on, of this and of other processes.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.0.signals.subscribe()
    }

    /// Every change of what somebody may do from now on, of this and of other processes.
    #[must_use]
    pub fn access_changes(&self) -> broadcast::Receiver<Access> {
        self.0.signals.subscribe_access()
    }

    /// Puts an entry into the audit trail; written soon, whatever becomes of the caller's transaction.
    pub fn record(&self, entry: audit::AuditEntry) {
        self.0.trail.record(entry);
    }

    /// How many audit entries could not be kept; anything but zero must alarm somebody.
    #[must_use]
    pub fn lost_audit_entries(&self) -> u64 {
        self.0.trail.lost()
    }

    /// Opens the door to the directory, people, sessions and connections.
    ///
    /// # Errors
    /// When the database is not there.
    pub async fn open_control(&self) -> Result<ControlTx, StoreError> {
        let parts = (self.0.clock.clone(), self.0.keys.clone(), self.0.signals.clone());
        ControlTx::open(&self.0.control, parts).await
    }

    /// Opens the door to one tenant's rows. The tenant comes from the session, the link or the job's envelope,
    /// never from a URL, a form or a payload.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown tenant; [`StoreError::Suspended`] for one that is stopped or not
    /// yet open (an operator may still look); [`StoreError::Unavailable`] when the database is not there.
    pub async fn open_tenant(
        &self,
        tenant: TenantId,
        actor: Actor,
        workload: Workload,
    ) -> Result<TenantTx, StoreError> {
        let known = self.known(tenant).await?;
        match known.tenant.status {
            TenantStatus::Active => {}
            TenantStatus::Provisioning | TenantStatus::Suspended => {
                if !matches!(actor, Actor::Operator { .. }) {
                    return Err(StoreError::Suspended);
                }
            }
        }
        self.open_space(&known.placement, actor, workload).await
    }

    /// Opens the door to one tenant's rows for a buyer who decides about mails to himself: that he may also while the
    /// tenant is stopped. The tenant comes from the link.
    ///
    /// # Errors
    /// As [`Store::open_tenant`], but of the tenants only one that is not yet open is refused.
    pub async fn open_for_preferences(
        &self,
        tenant: TenantId,
        invitation: InvitationId,
    ) -> Result<TenantTx, StoreError> {
        let known = self.known(tenant).await?;
        match known.tenant.status {
            TenantStatus::Active | TenantStatus::Suspended => {}
            TenantStatus::Provisioning => return Err(StoreError::Suspended),
        }
        self.open_space(&known.placement, Actor::Buyer { invitation }, Workload::Live).await
    }

    /// Opens a tenant's door whatever its status; for provisioning.
    pub(crate) async fn open_space(
        &self,
        placement: &Placement,
        actor: Actor,
        workload: Workload,
    ) -> Result<TenantTx, StoreError> {
        let (_, pools) = self.0.shards.get(&placement.shard).ok_or_else(|| {
            StoreError::Unavailable(format!("shard {} is not configured here", placement.shard).into())
        })?;
        self.record(audit::AuditEntry::of(&actor, AuditAction::Open).about(placement.tenant));
        let inner = &self.0;
        let parts = (
            inner.clock.clone(),
            inner.keys.clone(),
            inner.signals.clone(),
            inner.snapshots.clone(),
            inner.versions.clone(),
            inner.trail.clone(),
            inner.directory.clone(),
        );
        TenantTx::open(pools.of(workload), placement, actor, workload, parts).await
    }

    /// Opens the worker's door to a shard's queue.
    pub(crate) async fn open_queue(&self, shard: &str) -> Result<QueueTx, StoreError> {
        let (_, pools) = self.0.shards.get(shard).ok_or(StoreError::NotFound)?;
        QueueTx::open(&pools.queue).await
    }

    /// Where a tenant's rows live; at most 30 seconds old.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown tenant.
    pub async fn placement(&self, tenant: TenantId) -> Result<Placement, StoreError> {
        Ok(self.known(tenant).await?.placement.clone())
    }

    /// What is known of a tenant; at most 30 seconds old.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown tenant.
    pub async fn tenant(&self, tenant: TenantId) -> Result<Tenant, StoreError> {
        Ok(self.known(tenant).await?.tenant.clone())
    }

    /// Asks the directory again at the next use, after a tenant's state or place was changed.
    pub async fn forget(&self, tenant: TenantId) {
        self.0.directory.forget(tenant).await;
    }

    /// The live connection with this key; at most 30 seconds old.
    ///
    /// # Errors
    /// When the database is not there.
    pub async fn connection(&self, key: &str) -> Result<Option<Arc<crm::Connection>>, StoreError> {
        self.0.connections.find(self, key).await
    }

    /// The live connection with this key, asked anew: for a message whose signature fits no remembered secret.
    /// The answer is as new as this call; many calls share one look-up.
    ///
    /// # Errors
    /// When the database is not there.
    pub async fn connection_anew(&self, key: &str) -> Result<Option<Arc<crm::Connection>>, StoreError> {
        self.0.connections.find_anew(self, key).await
    }

    /// Whether the control database and a shard answer: one that is away must not take every process out of service,
    /// for the others' tenants are served.
    ///
    /// # Errors
    /// When the control database does not, or no shard.
    pub async fn ping(&self) -> Result<(), StoreError> {
        drop(self.open_control().await?);
        let mut problem = None;
        for shard in self.0.shards.keys() {
            match self.open_queue(shard).await {
                Ok(queue) => {
                    drop(queue);
                    return Ok(());
                }
                Err(error) => {
                    tracing::warn!(%shard, %error, "a shard does not answer");
                    problem = Some(error);
                }
            }
        }
        problem.map_or(Ok(()), Err)
    }

    /// The pool that makes schemas in a shard; only where the migrator's login is configured.
    pub(crate) fn migrator_pool(&self, shard: &str) -> Result<&PgPool, StoreError> {
        let (_, pools) = self.0.shards.get(shard).ok_or(StoreError::NotFound)?;
        pools.migrator.as_ref().map(pools::Pool::source).ok_or_else(|| {
            StoreError::Refused(vec![format!(
                "the address of shard {shard} as wl_migrator is not configured (its migrator_url in database.shards, or \
                 database.control_migrator_url)"
            )])
        })
    }

    /// The pools that make schemas, of every shard whose migrator's login is configured here.
    pub(crate) fn migrator_pools(&self) -> impl Iterator<Item = &PgPool> {
        self.0.shards.values().filter_map(|(_, pools)| pools.migrator.as_ref().map(pools::Pool::source))
    }

    /// How many spare silo schemas are kept ready in each shard.
    pub(crate) fn spares(&self) -> usize {
        self.0.spares
    }

    async fn known(&self, tenant: TenantId) -> Result<Arc<tenancy::Known>, StoreError> {
        self.0.directory.find(self, tenant).await
    }

    /// Writes what is still to be written and closes every connection.
    pub async fn shutdown(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
        if tokio::time::timeout(Duration::from_secs(10), self.0.tasks.wait()).await.is_err() {
            tracing::warn!("background work did not end in time");
        }
        for (_, pools) in self.0.shards.values() {
            pools.close().await;
        }
        self.0.control.close().await;
    }
}
