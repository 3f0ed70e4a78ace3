//! From the configuration to the running parts: the one place that knows all of them.

use std::sync::Arc;

use anyhow::Context as _;
use store::{Clock, Keys, PoolSizes, Store, StoreConfig};

use crate::classifier::LexiconClassifier;
use crate::config::{Config, DatabaseConfig};
use crate::http::site::Site;
use crate::jobs::{self, Services};
use crate::lifecycle::Lifecycle;
use crate::mail::Post;
use crate::state::AppState;
use crate::worker::{Concurrency, Runner, RunnerConfig};

/// How the store reaches its databases.
#[must_use]
pub fn store_config(config: &Config) -> StoreConfig {
    let DatabaseConfig { control_url, control_migrator_url, shards, connections, spares } = &config.database;
    StoreConfig {
        control_url: control_url.clone(),
        control_migrator_url: control_migrator_url.clone(),
        shards: shards
            .iter()
            .map(|shard| store::ShardConfig {
                name: shard.name.clone(),
                region: shard.region.clone(),
                url: shard.url.clone(),
                migrator_url: shard.migrator_url.clone(),
                weight: shard.weight,
            })
            .collect(),
        keys: Keys::from_root(&config.keys.root()),
        pools: PoolSizes { live: *connections, ..PoolSizes::default() },
        spares: *spares,
    }
}

/// The store, on the machine's clock.
///
/// # Errors
/// When a database cannot be reached or is not safe to serve from.
pub async fn store(config: &Config) -> anyhow::Result<Store> {
    Store::connect(&store_config(config), Clock::system()).await.context("cannot open the database")
}

/// The way out for mail.
///
/// # Errors
/// When the sender or the server's address is not usable.
pub fn post(config: &Config) -> anyhow::Result<Post> {
    let url = &config.http.public_url;
    Post::from_config(&config.mail, url.as_str(), url.host()).context("cannot set the mail up")
}

/// What every handler can reach.
///
/// # Errors
/// When the site's files are not there.
pub fn state(config: &Config, store: Store, lifecycle: Lifecycle) -> anyhow::Result<AppState> {
    let site = Site::open(&config.http.site)?;
    Ok(AppState::new(store, config.http.clone(), config.session.clone(), site, lifecycle))
}

/// The worker with every job.
///
/// # Errors
/// When mail cannot be set up.
pub fn runner(config: &Config, store: Store) -> anyhow::Result<Runner<Services>> {
    let services = Services { post: post(config)?, classifier: LexiconClassifier::port() };
    let worker = &config.worker;
    let concurrency =
        Concurrency { realtime: worker.realtime, near: worker.near, bulk: worker.bulk, batch: worker.batch };
    let runner_config = RunnerConfig { concurrency, ..RunnerConfig::default() };
    Ok(Runner::new(store, Arc::new(services), jobs::handler(), runner_config))
}
