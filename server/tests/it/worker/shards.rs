//! With two shards: one that does not answer keeps no job of the other waiting.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::id::TenantId;
use domain::job::Class;
use domain::tenant::{Tenant, Tier};
use server::worker::{Concurrency, JobError, Runner, RunnerConfig};
use store::testing::{TestDb, TwoShards, fixture};
use store::{Clock, Store, queue};

use super::{PATIENCE, Running, Seen, enqueue, handler, hasty, ingest, record_once, wait_until};

/// What a job may take while the other shard is away: much less than that shard is waited for.
const SOON: Duration = Duration::from_secs(4);

/// A process over two shards, with a tenant in each.
struct Scene {
    shards: TwoShards,
    store: Store,
    near: Tenant,
    far: Tenant,
}

impl Scene {
    async fn new() -> Self {
        let shards = TwoShards::new().await;
        let store = shards.connect(Clock::system()).await;
        let near = fixture::tenant_in(&store, TestDb::REGION, "near", Tier::Pool).await;
        let far = fixture::tenant_in(&store, TwoShards::FAR_REGION, "far", Tier::Pool).await;
        Self { shards, store, near, far }
    }

    /// Waits until the near shard has no job any more.
    async fn near_is_done_soon(&self, what: &str) {
        let done = wait_until(what, async || self.shards.near.number(JOBS).await == 0);
        tokio::time::timeout(SOON, done).await.unwrap_or_else(|_| panic!("{what}: the far shard delays it"));
    }
}

const JOBS: &str = "select count(*) from queue.jobs";

fn patient() -> RunnerConfig {
    RunnerConfig { lease: Duration::from_secs(60), ..hasty() }
}

/// Of one tenant the jobs hang until the gate is open.
async fn hang(seen: &Seen, tenant: TenantId, loud: TenantId) {
    if tenant == loud {
        seen.begun.notify_one();
        seen.gate.cancelled().await;
    }
}

/// One claim went from shard to shard and waited for each.
#[tokio::test(flavor = "multi_thread")]
async fn a_shard_that_does_not_answer_delays_no_job_of_another() {
    let scene = Scene::new().await;
    enqueue(&scene.store, &scene.far, &[ingest(1)]).await;
    let lock = scene.shards.far.lock("queue.jobs").await;
    let seen = Arc::new(Seen::default());
    let runner = Runner::new(scene.store.clone(), Arc::clone(&seen), handler(record_once), patient());
    let running = Running::start(&runner);
    for round in 0..3 {
        enqueue(&scene.store, &scene.near, &[ingest(10 + round), ingest(20 + round)]).await;
        scene.near_is_done_soon("a round of jobs").await;
    }
    assert_eq!(seen.runs.load(Ordering::SeqCst), 6);
    drop(lock);
    wait_until("the far one is served", async || scene.shards.far.number(JOBS).await == 0).await;
    running.stop().await;
    scene.store.shutdown().await;
}

/// Done jobs were ended in one batch over all shards, which was tried again until each of them answered.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_is_ended_though_another_shard_is_away() {
    let scene = Scene::new().await;
    enqueue(&scene.store, &scene.far, &[ingest(1), ingest(2)]).await;
    let far = scene.far.id;
    let leave_open = handler(move |context| async move {
        context.services.runs.fetch_add(1, Ordering::SeqCst);
        hang(&context.services, context.tenant(), far).await;
        if context.claimed.attempt == 1 && *context.job() == ingest(2) {
            return Err(JobError::fail("it cannot work"));
        }
        Ok(())
    });
    let seen = Arc::new(Seen::default());
    let runner = Runner::new(scene.store.clone(), Arc::clone(&seen), leave_open, patient());
    let running = Running::start(&runner);
    wait_until("both hang", async || seen.runs.load(Ordering::SeqCst) == 2).await;
    scene.shards.far.cut().await;
    seen.gate.cancel();
    for round in 0..3 {
        enqueue(&scene.store, &scene.near, &[ingest(10 + round)]).await;
        scene.near_is_done_soon("a job that leaves nothing behind").await;
    }
    scene.shards.far.mend().await;
    wait_until("the far ones are ended", async || scene.shards.far.number(JOBS).await == 0).await;
    assert_eq!(seen.runs.load(Ordering::SeqCst), 5, "each was run once");
    let dead = queue::dead_list(&scene.store, 10).await.unwrap();
    assert_eq!(dead.len(), 1, "and the one that failed is no crash: {dead:?}");
    assert_eq!((dead[0].last_error.as_deref(), dead[0].crashes), (Some("it cannot work"), 0));
    running.stop().await;
    scene.store.shutdown().await;
}

/// A run whose shard went away had its place until the shard was back; nor could its result be written.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_shard_is_away_for_longer_than_its_lease_gives_its_place_back() {
    let scene = Scene::new().await;
    enqueue(&scene.store, &scene.far, &[ingest(1)]).await;
    let far = scene.far.id;
    let endless = handler(move |context| async move {
        hang(&context.services, context.tenant(), far).await;
        record_once(context).await
    });
    let seen = Arc::new(Seen::default());
    let concurrency = Concurrency { realtime: 1, near: 0, bulk: 0, batch: 0 };
    let config = RunnerConfig { concurrency, ..hasty() };
    let running = Running::start(&Runner::new(scene.store.clone(), Arc::clone(&seen), endless, config));
    tokio::time::timeout(PATIENCE, seen.begun.notified()).await.expect("it has the only place");
    scene.shards.far.cut().await;
    enqueue(&scene.store, &scene.near, &[ingest(2)]).await;
    scene.near_is_done_soon("the place is free").await;
    seen.gate.cancel();
    scene.shards.far.mend().await;
    wait_until("the far one is done", async || scene.shards.far.number(JOBS).await == 0).await;
    assert_eq!(seen.runs.load(Ordering::SeqCst), 2);
    assert!(queue::dead_list(&scene.store, 1).await.unwrap().is_empty());
    running.stop().await;
    scene.store.shutdown().await;
}

/// The leases of all shards were lengthened one after the other: those of the last ran out while the first was waited
/// for, and their jobs were run twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_job_keeps_its_lease_though_another_shard_does_not_answer() {
    let scene = Scene::new().await;
    for tenant in [&scene.far, &scene.near] {
        enqueue(&scene.store, tenant, &[ingest(1)]).await;
    }
    let near = scene.near.id;
    let slow = handler(move |context| async move {
        // The far one's runs are stopped, for nobody can lengthen their leases; only the near one's is counted.
        if context.tenant() != near {
            context.services.gate.cancelled().await;
            return Ok(());
        }
        context.services.begun.notify_one();
        context.services.gate.cancelled().await;
        record_once(context).await
    });
    let seen = Arc::new(Seen::default());
    let running = Running::start(&Runner::new(scene.store.clone(), Arc::clone(&seen), slow, hasty()));
    tokio::time::timeout(PATIENCE, seen.begun.notified()).await.expect("it begins");
    let running_far = "select count(*) from queue.jobs where state = 'running'";
    wait_until("both run", async || scene.shards.far.number(running_far).await == 1).await;
    let lock = scene.shards.far.lock("queue.jobs").await;
    let micros = |what: &str| format!("select (extract(epoch from {what}) * 1000000)::bigint");
    let (until, now) = (micros("lease_until") + " from queue.jobs", micros("clock_timestamp()"));
    let two_leases = i64::try_from(2 * hasty().lease.as_micros()).unwrap();
    let last_end = scene.shards.near.number(&until).await + two_leases;
    wait_until("two leases are over", async || scene.shards.near.number(&now).await > last_end).await;
    let held = "select count(*) from queue.jobs
                where state = 'running' and attempt = 1 and lease_until > clock_timestamp()";
    assert_eq!(scene.shards.near.number(held).await, 1, "it is still the first run");
    seen.gate.cancel();
    scene.near_is_done_soon("the near one").await;
    assert_eq!(seen.runs.load(Ordering::SeqCst), 1);
    drop(lock);
    wait_until("the far one is done", async || scene.shards.far.number(JOBS).await == 0).await;
    running.stop().await;
    scene.store.shutdown().await;
}

/// The worker waited for the claim that was under way, however long that took.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_stops_though_a_shard_does_not_answer() {
    let scene = Scene::new().await;
    let lock = scene.shards.far.lock("queue.jobs").await;
    let seen = Arc::new(Seen::default());
    let runner = Runner::new(scene.store.clone(), Arc::clone(&seen), handler(record_once), patient());
    let running = Running::start(&runner);
    enqueue(&scene.store, &scene.near, &[ingest(1)]).await;
    scene.near_is_done_soon("the near one").await;
    running.hard.cancel();
    tokio::time::timeout(SOON, running.stop()).await.expect("it does not wait for the claim");
    let held = queue::claim_in(&scene.store, TestDb::SHARD, (Class::Realtime, 1, PATIENCE), &[]).await;
    assert!(held.unwrap().is_empty());
    drop(lock);
    scene.store.shutdown().await;
}
