//! The door to one tenant's rows.

use std::sync::Mutex;
use std::sync::PoisonError;

use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::id::TenantId;
use domain::job::Class;
use domain::placement::Placement;
use domain::tenant::Tier;

use super::{Route, Transaction, Workload};
use crate::audit::{AuditEntry, Trail};
use crate::clock::Clock;
use crate::error::StoreError;
use crate::keys::Keys;
use crate::pools::Pool;
use crate::report::Snapshots;
use crate::signal::{Change, Signals};
use crate::survey::Versions;
use crate::tenancy::Directory;

/// One transaction on one tenant's data, on behalf of one actor.
///
/// Holding a `TenantTx` proves that the tenant was placed, the role assumed and the row-level-security context
/// set. The connection inside is private to this crate: there is no way to run a query for a tenant without
/// going through here.
#[must_use]
pub struct TenantTx {
    transaction: Transaction,
    tenant: TenantId,
    shard: String,
    actor: Actor,
    clock: Clock,
    keys: Keys,
    signals: Signals,
    snapshots: Snapshots,
    versions: Versions,
    trail: Trail,
    outbox: Mutex<Outbox>,
}

/// What others are told once the transaction is durable.
#[derive(Default)]
struct Outbox {
    classes: Vec<Class>,
    is_changed: bool,
    version: Option<i64>,
    entries: Vec<AuditEntry>,
}

impl TenantTx {
    pub(crate) async fn open(
        pool: &Pool,
        placement: &Placement,
        actor: Actor,
        workload: Workload,
        (clock, keys, signals, snapshots, versions, trail, directory): (
            Clock,
            Keys,
            Signals,
            Snapshots,
            Versions,
            Trail,
            Directory,
        ),
    ) -> Result<Self, StoreError> {
        let context = keys.sign_context(placement.tenant, placement.epoch, workload.context_seconds());
        // Isolation: names derived from the tenant's id and a context of digits, letters a to f, `v`, `|` and `-`.
        // The pool's connections look into `pool` unless told otherwise; `pg_temp` last, else a temporary table
        // could stand before a real one.
        let path = match placement.tier {
            Tier::Pool => String::new(),
            Tier::Silo => format!("; set local search_path = {}, pg_temp", placement.schema),
        };
        let (begin, role) = (workload.begin(), &placement.role);
        let prologue = format!("{begin}; set local app.ctx = '{context}'; set local role {role}{path}");
        let route = Route { tenant: placement.tenant, tier: placement.tier, directory };
        let transaction = Transaction::begin_at(pool, &prologue, route).await?;
        Ok(Self {
            transaction,
            tenant: placement.tenant,
            shard: placement.shard.clone(),
            actor,
            clock,
            keys,
            signals,
            snapshots,
            versions,
            trail,
            outbox: Mutex::default(),
        })
    }

    /// Whose rows.
    #[must_use]
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// On whose behalf.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The time and the ids of this store.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The keys of this store.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Says that the tenant's data changed: open pages, snapshots and rollups follow the version, which the commit
    /// moves.
    pub fn note_changed(&self) {
        self.outbox().is_changed = true;
    }

    /// Moves the version of the tenant's data at once. Every writer wants that row and holds it until its commit, so
    /// that it must be the last one that he takes: [`Self::note_changed`] sees to it.
    ///
    /// # Errors
    /// When the database is not there.
    pub async fn bump_version(&self) -> Result<(), StoreError> {
        let row = self
            .transaction
            .one(
                "UPDATE settings SET data_version = data_version + 1 WHERE tenant_id = $1 RETURNING data_version",
                [self.tenant.uuid().into()],
            )
            .await?;
        if let Some(row) = row {
            self.outbox().version = Some(row.try_get_by_index(0)?);
        }
        Ok(())
    }

    /// The version of the tenant's data as this transaction sees it.
    ///
    /// # Errors
    /// When the database is not there.
    pub async fn data_version(&self) -> Result<i64, StoreError> {
        let row = self
            .transaction
            .one("SELECT data_version FROM settings WHERE tenant_id = $1", [self.tenant.uuid().into()])
            .await?;
        row.map_or(Ok(0), |row| Ok(row.try_get_by_index(0)?))
    }

    /// Makes what was done last, then wakes workers and tells open pages; dropping the door undoes it.
    ///
    /// # Errors
    /// When the database is not there, or a statement failed before.
    pub async fn commit(self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.outbox().is_changed) {
            self.bump_version().await?;
        }
        let Self { transaction, tenant, shard, signals, trail, outbox, .. } = self;
        let outbox = outbox.into_inner().unwrap_or_else(PoisonError::into_inner);
        if outbox.classes.is_empty() && outbox.version.is_none() && outbox.entries.is_empty() {
            return transaction.commit().await;
        }
        // Not cancelled with the caller: who waits for the news must hear it.
        let committed = tokio::spawn(async move {
            transaction.commit().await?;
            outbox.entries.into_iter().for_each(|entry| trail.record(entry));
            for class in outbox.classes {
                signals.ring(&shard, class);
            }
            if let Some(version) = outbox.version {
                signals.publish(&shard, Change { tenant, version });
            }
            Ok(())
        });
        committed.await.map_err(|error| StoreError::Unavailable(Box::new(error)))?
    }

    pub(crate) const fn versions(&self) -> &Versions {
        &self.versions
    }

    pub(crate) const fn snapshots(&self) -> &Snapshots {
        &self.snapshots
    }

    pub(crate) const fn connection(&self) -> &Transaction {
        &self.transaction
    }

    pub(crate) fn note_enqueued(&self, class: Class) {
        let mut outbox = self.outbox();
        if !outbox.classes.contains(&class) {
            outbox.classes.push(class);
        }
    }

    /// Puts what was done into the audit trail once it is durable: what is rolled back was not done.
    pub(crate) fn note(&self, action: AuditAction, object: impl Into<String>) {
        let entry = AuditEntry::of(&self.actor, action).about(self.tenant).on(object);
        self.outbox().entries.push(entry);
    }

    fn outbox(&self) -> std::sync::MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
