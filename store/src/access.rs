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
//! Odd cases: a caller that goes away (a closed browser, a timeout) may drop a door at any await. Beginning is
//! not cancelled with it, and a dropped door is rolled back by a task of its own. A statement that failed
//! aborts the transaction; `commit` then says so instead of quietly rolling back.
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

pub use control::ControlTx;
pub(crate) use queue::QueueTx;
pub use tenant::TenantTx;
pub(crate) use transaction::Transaction;

/// What a door is opened for; each has its own pool and limits, so that none can starve another.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub enum Workload {
    /// Somebody waits: pages, webhooks, realtime jobs.
    Live,
    /// Reports: read-only, one consistent snapshot, longer statements.
    Reporting,
    /// Imports and re-classification.
    Bulk,
    /// Nightly work and rollups.
    Batch,
}

impl Workload {
    /// Seconds for which a tenant's context is good.
    pub(crate) const fn context_seconds(self) -> i64 {
        match self {
            Self::Live | Self::Reporting => 60,
            Self::Bulk | Self::Batch => 900,
        }
    }

    pub(crate) const fn begin(self) -> &'static str {
        match self {
            Self::Live | Self::Bulk | Self::Batch => "begin",
            Self::Reporting => "begin isolation level repeatable read read only",
        }
    }
}
