//! What the operator console asks for: no customer's content.

use chrono::{DateTime, Utc};
use domain::tenant::Tenant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::ApiError;
use super::client::OwnClient;
use super::wire::Exchange;

/// The platform as an operator sees it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Platform {
    /// When it was read.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// Every tenant, by name.
    pub tenants: Vec<Tenant>,
    /// How much waits, by class.
    pub queue: Vec<QueueDepth>,
    /// How many jobs of which kind wait for a person, by kind.
    pub dead_kinds: Vec<(String, u64)>,
    /// The newest of these.
    pub dead: Vec<DeadLetter>,
}

/// How much of a class waits.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct QueueDepth {
    /// The class.
    pub class: String,
    /// Jobs that could run.
    pub ready: u64,
    /// Jobs whose time has not come.
    pub later: u64,
    /// Jobs that run.
    pub running: u64,
    /// Jobs that wait for a person.
    pub dead: u64,
    /// For how long the oldest that could run has been waiting.
    pub oldest_seconds: f64,
}

/// A job that waits for a person.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DeadLetter {
    /// The shard it is in.
    pub shard: String,
    /// Its number there.
    pub id: i64,
    /// Whose it is.
    pub tenant: String,
    /// What it was to do.
    pub kind: String,
    /// How often it was tried.
    pub attempt: i16,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was given up.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub died_at: DateTime<Utc>,
}

/// Which jobs get all their tries again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// One.
    Job {
        /// The shard it is in.
        shard: String,
        /// Its number there.
        id: i64,
    },
    /// All of a kind.
    Kind {
        /// What they were to do.
        kind: String,
    },
}

/// Loads the state of the platform, for operators only.
#[server(prefix = "/api", endpoint = "platform/state", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_platform() -> Result<Platform, ApiError> {
    let answer = async {
        let (store, _) = super::context::operator()?;
        Ok(Platform::load(&store).await?)
    };
    answer.await.inspect_err(super::context::set_status)
}

/// Gives jobs that were given up all their tries again, for operators only; says how many.
#[server(prefix = "/api", endpoint = "platform/retry", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn retry_jobs(which: Retry) -> Result<u64, ApiError> {
    let answer = async {
        let (store, actor) = super::context::operator()?;
        Ok(which.run(&store, actor).await?)
    };
    answer.await.inspect_err(super::context::set_status)
}

#[cfg(feature = "ssr")]
mod execution {
    use domain::actor::Actor;
    use store::queue::{self, DeadFilter};
    use store::{Store, StoreError, tenancy};

    use super::{DeadLetter, Platform, QueueDepth, Retry};

    /// Dead letters that are listed.
    const MOST_DEAD: u32 = 50;

    impl Retry {
        /// Does it, on behalf of the operator.
        ///
        /// # Errors
        /// [`StoreError::NotFound`] when the one job no longer waits for a person.
        pub async fn run(&self, store: &Store, actor: Actor) -> Result<u64, StoreError> {
            match self {
                Self::Job { shard, id } => {
                    queue::requeue(store, Some(&actor), shard, *id).await?;
                    Ok(1)
                }
                Self::Kind { kind } => {
                    let filter = DeadFilter { kind: Some(kind.clone()), ..DeadFilter::default() };
                    queue::requeue_all(store, Some(&actor), &filter).await
                }
            }
        }
    }

    impl Platform {
        /// Reads the state of the platform.
        pub(super) async fn load(store: &Store) -> Result<Self, StoreError> {
            let control = store.open_control().await?;
            let tenants = tenancy::list(&control).await?;
            drop(control);
            let name = |id| {
                let tenant = tenants.iter().find(|tenant| tenant.id == id);
                tenant.map_or_else(|| "unknown".to_owned(), |tenant| tenant.name.clone())
            };
            let dead = queue::dead_list(store, MOST_DEAD).await?;
            Ok(Self {
                as_of: store.clock().now(),
                queue: queue::depth(store).await?.into_iter().map(QueueDepth::from).collect(),
                dead_kinds: queue::dead_kinds(store).await?.into_iter().collect(),
                dead: dead.into_iter().map(|job| DeadLetter::of(name(job.tenant), job)).collect(),
                tenants,
            })
        }
    }

    impl DeadLetter {
        fn of(tenant: String, job: queue::DeadJob) -> Self {
            Self {
                shard: job.shard,
                id: job.id,
                tenant,
                kind: job.kind,
                attempt: job.attempt,
                last_error: job.last_error,
                died_at: job.died_at,
            }
        }
    }

    impl From<queue::Depth> for QueueDepth {
        fn from(depth: queue::Depth) -> Self {
            Self {
                class: depth.class.code().to_owned(),
                ready: depth.ready,
                later: depth.later,
                running: depth.running,
                dead: depth.dead,
                oldest_seconds: depth.oldest_seconds,
            }
        }
    }
}
