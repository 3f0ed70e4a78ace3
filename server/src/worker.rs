//! Runs jobs: claims them fairly, holds their leases, and records how they ended. It knows no job.
//!
//! The cast: a [`Runner`] has a *crew* for each class of jobs, and beside them the *upkeep*: it finds the jobs of
//! workers that died and the tenants that are open again, and keeps spare schemas for the next silos. A crew claims jobs
//! into its *buffer*, and as many *hands* as the class has slots run the [`Handler`] on them. For each shard it has a
//! *house* with the jobs that it holds there; the house's *heartbeat* lengthens their leases, and its *record* says how
//! their runs ended.
//!
//! The flow: claim → buffer (round-robin over tenants) → handler behind the tenant's door → completed there, or recorded:
//! as done together with others, or as failed with a time for the next try.
//!
//! The odd cases: a handler that panics counts as a crash; after one crash a job is a *suspect* and never runs
//! beside another suspect, so that the second crash has a name; after two it is dead. A job that meets a stopped
//! tenant goes back uncounted, and with its tenant's lane it waits until the tenant is open. Who loses his lease is
//! stopped, and his transaction cannot commit. When asked to stop, a crew gives back what it has not begun, and
//! after a grace period also what it has.
//!
//! A shard that is away keeps no other waiting: nothing here asks two shards in one breath, no place is held while
//! something is recorded, and what was claimed there waits aside. Whoever could not lengthen his lease until it ran out
//! is stopped, for others may have the job by now.
//!
//! **Invariant:** a job is never ended before its effects are durable.

mod attempt;
mod buffer;
mod context;
mod crew;
mod error;
mod house;
mod record;
mod runner;
mod tidy;
mod upkeep;

pub use context::{Handler, JobContext};
pub use error::JobError;
pub use runner::{Concurrency, Ran, Runner, RunnerConfig};
