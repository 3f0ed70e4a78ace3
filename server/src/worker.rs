//! Runs jobs: claims them fairly, holds their leases, and records how they ended. It knows no job.
//!
//! The cast: a [`Runner`] has a *crew* for each class of jobs, and a *reaper* for the jobs of workers that died. A
//! crew claims jobs into its *buffer*, and as many *hands* as the class has slots run the [`Handler`] on them. The
//! *heartbeat* lengthens the leases of all jobs in the house.
//!
//! The flow: claim → buffer (round-robin over tenants) → handler behind the tenant's door → completed there, or
//! together with others by the crew, or failed with a time for the next try.
//!
//! The odd cases: a handler that panics counts as a crash; after one crash a job is a *suspect* and never runs
//! beside another suspect, so that the second crash has a name; after two it is dead. Who loses his lease is
//! stopped, and his transaction cannot commit. When asked to stop, a crew gives back what it has not begun, and
//! after a grace period also what it has.
//!
//! **Invariant:** a job is never ended before its effects are durable.

mod attempt;
mod buffer;
mod context;
mod crew;
mod error;
mod house;
mod runner;
mod tidy;

pub use context::{Handler, JobContext};
pub use error::JobError;
pub use runner::{Concurrency, Ran, Runner, RunnerConfig};
