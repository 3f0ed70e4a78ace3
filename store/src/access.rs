//! The doors: the only ways to rows, and what each may see.
//!
//! Cast: a *door* is a transaction under a role of its own. The login of the application has no right to any
//! table; it becomes a role with `SET LOCAL ROLE`, and for a tenant it also carries the *signed context*, which
//! is all that the policies of tenant tables believe.
//!
//! Flow: a connection is taken from the pool of the shard and [`Workload`]; one message begins the transaction,
//! sets the context, the role and the search path; statements run; one message ends it and *proves* that the
//! session is the login again, with no context. Without that proof the connection is closed, not reused.
//!
//! Odd cases: a caller that goes away (a closed browser, a timeout) may drop a door at any await, even while it
//! begins. The connection is then rolled back and proven by a task of its own, which is not cancelled with the
//! caller; where no message was under way, by the next door that begins on it within a millisecond. A statement that failed aborts the transaction; `commit` then says so instead of quietly rolling back.
//! A door to where the tenant was before a move is refused by that shard, and the directory is asked again.
//!
//! | Door | Sees | Role |
//! |---|---|---|
//! | [`ControlTx`] | tenants, people, sessions, connections, audit | `control_rw` |
//! | [`TenantTx`] | one tenant's rows, and its side of the shard's queue | `pool_rw` or the silo's own |
//! | [`QueueTx`] | the worker's side of a shard's queue, no tenant's rows | `queue_rw` |

mod control;
mod queue;
mod tenant;
mod transaction;

use domain::job::Class;

pub use control::ControlTx;
pub(crate) use queue::QueueTx;
pub use tenant::TenantTx;
pub(crate) use transaction::{Route, Transaction};

/// What a door is opened for; each has its own pool and limits, so that none can starve another.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub enum Workload {
    /// Somebody waits: pages, webhooks, realtime jobs.
    Live,
    /// Jobs that may take minutes: mails.
    Near,
    /// Reports: read-only, one consistent snapshot, longer statements.
    Reporting,
    /// Imports and re-classification.
    Bulk,
    /// Nightly work and rollups.
    Batch,
}

impl Workload {
    /// What a job of this class opens its doors for: no class waits for another's connections.
    #[must_use]
    pub const fn of(class: Class) -> Self {
        match class {
            Class::Realtime => Self::Live,
            Class::Near => Self::Near,
            Class::Bulk => Self::Bulk,
            Class::Batch => Self::Batch,
        }
    }

    /// Seconds for which a tenant's context is good.
    pub(crate) const fn context_seconds(self) -> i64 {
        match self {
            Self::Live | Self::Near | Self::Reporting => 60,
            Self::Bulk | Self::Batch => 900,
        }
    }

    pub(crate) const fn begin(self) -> &'static str {
        match self {
            Self::Live | Self::Near | Self::Bulk | Self::Batch => "begin",
            Self::Reporting => "begin isolation level repeatable read read only",
        }
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use domain::tenant::Tier;
    use sea_orm::{ColumnTrait as _, EntityTrait, QueryFilter as _};

    use crate::testing::{TestDb, fixture};

    /// Reads what a query finds of an entity.
    macro_rules! read {
        ($door:expr, $entity:ident, $query:expr) => {
            let read = $query.all($door.connection()).await;
            read.unwrap_or_else(|error| panic!(concat!(stringify!($entity), ": {}"), error));
        };
    }

    macro_rules! read_control {
        ($door:expr, $($entity:ident)*) => {$(
            read!($door, $entity, entity::control::$entity::Entity::find());
        )*};
    }

    macro_rules! read_tenant {
        ($door:expr, $tenant:expr, $($entity:ident)*) => {$(
            let is_own = entity::tenant::$entity::Column::TenantId.eq($tenant);
            read!($door, $entity, entity::tenant::$entity::Entity::find().filter(is_own));
        )*};
    }

    #[tokio::test]
    async fn every_entity_reads_its_table_as_it_was_migrated() {
        let db = TestDb::new().await;
        let control = db.store().open_control().await.unwrap();
        read_control!(control, connection login_attempt membership placement provisioning_step session
            tenant user audit_entry);
        let silo = fixture::tenant(&db.store(), "silo", Tier::Silo).await;
        let pooled = fixture::tenant(&db.store(), "pooled", Tier::Pool).await;
        for tenant in [silo, pooled] {
            let door = fixture::open(&db.store(), &tenant).await;
            read_tenant!(door, tenant.id.uuid(), answer competitor competitor_alias contact deal deal_competitor draft effect
                erasure image inbox_event invitation preview response response_rating response_theme rollup setting
                submission survey_step survey_template template_version);
        }
    }
}
