//! The fair-lane queue: jobs that commit with the data that caused them, and are served fairly over the tenants.
//!
//! The cast: a *job* waits in a shard's schema `queue` until a worker *claims* it under a *lease*. A claimed job is
//! *completed* inside the transaction that holds its effects, or else *failed*, *released* or *reaped*; what cannot
//! be helped is *dead* and waits for a person.
//!
//! The flow: [`TenantTx::enqueue`] inserts; the commit rings the [`Wake`]; [`claim`] takes jobs from the tenants with
//! the least virtual time; the handler does its work behind the tenant's door and calls [`TenantTx::complete`] there.
//!
//! The odd cases: the lane of a tenant that is stopped is *parked* and costs nothing until the tenant is open again;
//! a worker that was away too long finds its lease gone ([`StoreError::LeaseLost`]) and must roll
//! back; [`reap`] gives the jobs of dead workers to others; what brought a worker down twice is dead at once.
//!
//! **Invariant:** the tenant of a job is that of the door it was enqueued through, never a part of its payload.
//! **Invariant:** nothing here sends a NOTIFY inside a transaction that enqueues; it would cost group commit.
//!
//! [`TenantTx::enqueue`]: crate::access::TenantTx::enqueue
//! [`TenantTx::complete`]: crate::access::TenantTx::complete
//! [`StoreError::LeaseLost`]: crate::StoreError::LeaseLost

mod claim;
mod dead;
mod enqueue;
mod finish;
mod park;
mod upkeep;
mod wake;

pub use claim::{Claimed, claim, claim_in};
pub use dead::{DeadFilter, DeadJob, dead_kinds, dead_list, dead_of, requeue, requeue_all};
pub use finish::{Failure, Settled, complete_many, extend, fail, release, start};
pub use park::{park, resume};
pub use upkeep::{Depth, Reaped, depth, reap};
pub use wake::Wake;
