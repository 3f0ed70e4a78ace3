//! The worker runs every job once, whatever happens to it, and keeps a place free for whoever comes new.

mod shards;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::actor::Actor;
use domain::id::SubmissionId;
use domain::job::{Class, Job};
use domain::tenant::{Tenant, TenantStatus, Tier};
use futures_util::future::BoxFuture;
use server::worker::{Concurrency, Handler, JobContext, JobError, Ran, Runner, RunnerConfig};
use store::queue::{self, Depth};
use store::testing::{TestDb, fixture};
use store::{Clock, Store, Workload, notice, tenancy};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the handlers of these tests share.
#[derive(Default)]
struct Seen {
    runs: AtomicUsize,
    begun: Notify,
    /// Cancelled when those who wait for it may go on.
    gate: CancellationToken,
}

fn ingest(number: u128) -> Job {
    Job::IngestResponse { submission: SubmissionId::new(Uuid::from_u128(number)) }
}

fn handler<F>(run: impl Fn(JobContext<Seen>) -> F + Send + Sync + 'static) -> Handler<Seen>
where
    F: Future<Output = Result<(), JobError>> + Send + 'static,
{
    Arc::new(move |context| -> BoxFuture<'static, _> { Box::pin(run(context)) })
}

async fn enqueue(store: &Store, tenant: &Tenant, jobs: &[Job]) {
    let door = fixture::open(store, tenant).await;
    door.enqueue_many(jobs).await.unwrap();
    door.commit().await.unwrap();
}

async fn depth(store: &Store, class: Class) -> Depth {
    queue::depth(store).await.unwrap().into_iter().find(|depth| depth.class == class).unwrap()
}

/// A job with an effect that must happen once: it says which effects it found done.
async fn record_once(context: JobContext<Seen>) -> Result<(), JobError> {
    let actor = Actor::Worker { job: context.claimed.id };
    let door = context.store.open_tenant(context.tenant(), actor, Workload::Live).await?;
    if !notice::record(&door, "effect", &context.job().dedup_key()).await? {
        return Err(JobError::fail("the effect was there already"));
    }
    context.services.runs.fetch_add(1, Ordering::SeqCst);
    door.complete(&context.claimed).await?;
    door.commit().await?;
    Ok(())
}

/// The store of another process: its clock runs, and its leases are short.
async fn running_store(db: &TestDb) -> Store {
    Store::connect(&db.config(), Clock::system()).await.unwrap()
}

fn hasty() -> RunnerConfig {
    RunnerConfig {
        concurrency: Concurrency { realtime: 4, near: 1, bulk: 0, batch: 0 },
        lease: Duration::from_millis(600),
        // So long that only a bell can be the reason when something happens soon.
        poll: Duration::from_millis(200),
        tidy: RunnerConfig::default().tidy,
        reap: Duration::from_millis(100),
        spares: Duration::from_millis(100),
        grace: Duration::from_secs(10),
    }
}

struct Running {
    soft: CancellationToken,
    hard: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    fn start<S: Send + Sync + 'static>(runner: &Runner<S>) -> Self {
        let (soft, hard) = (CancellationToken::new(), CancellationToken::new());
        let runner = runner.clone();
        let (softly, hardly) = (soft.clone(), hard.clone());
        Self { soft, hard, task: tokio::spawn(async move { runner.run(softly, hardly).await }) }
    }

    async fn stop(self) {
        self.soft.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("it stops").unwrap();
    }
}

async fn wait_until(what: &str, condition: impl AsyncFn() -> bool) {
    let waited = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waited).await.unwrap_or_else(|_| panic!("{what}: not in time"));
}

async fn is_empty(store: &Store) -> bool {
    let depths = queue::depth(store).await.unwrap();
    depths.iter().all(|depth| depth.ready + depth.later + depth.running + depth.parked == 0)
}

#[tokio::test]
async fn jobs_run_by_hand_until_none_is_due() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Silo).await;
    enqueue(&store, &tenant, &[ingest(1), ingest(2)]).await;
    let seen = Arc::new(Seen::default());
    let runner = Runner::new(store.clone(), Arc::clone(&seen), handler(record_once), RunnerConfig::default());
    assert_eq!(runner.run_until_idle().await.unwrap(), Ran { done: 2, ..Ran::default() });
    assert_eq!(runner.run_until_idle().await.unwrap(), Ran::default());
    assert!(is_empty(&store).await);
}

#[tokio::test]
async fn a_failed_job_waits_longer_each_time_and_is_dead_in_the_end() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let fail = handler(|_| async { Err(JobError::retry("not today")) });
    let runner = Runner::new(store.clone(), Arc::new(Seen::default()), fail, RunnerConfig::default());
    let mut total = Ran::default();
    let tries = usize::try_from(ingest(1).max_attempts()).unwrap();
    for _ in 0..tries {
        let ran = runner.run_until_idle().await.unwrap();
        total.retried += ran.retried;
        total.dead += ran.dead;
        db.clock().advance(chrono::Duration::seconds(5_400));
    }
    assert_eq!(total, Ran { retried: tries - 1, dead: 1, ..Ran::default() });
    let dead = queue::dead_list(&store, 1).await.unwrap();
    assert_eq!(dead[0].last_error.as_deref(), Some("not today"));
}

#[tokio::test]
async fn a_handler_that_panics_twice_is_not_tried_again() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let panic = handler(|_| async { panic!("poison") });
    let runner = Runner::new(store.clone(), Arc::new(Seen::default()), panic, RunnerConfig::default());
    assert_eq!(runner.run_until_idle().await.unwrap(), Ran { retried: 1, ..Ran::default() });
    db.clock().advance(chrono::Duration::hours(1));
    assert_eq!(runner.run_until_idle().await.unwrap(), Ran { dead: 1, ..Ran::default() });
    assert_eq!(queue::dead_list(&store, 1).await.unwrap()[0].crashes, 2);
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

fn one_at_a_time() -> RunnerConfig {
    RunnerConfig { concurrency: Concurrency { realtime: 1, near: 0, bulk: 0, batch: 0 }, ..hasty() }
}

/// The job was held for ever and its tenant's place with it: whoever counted was told nothing but that a task panicked.
#[tokio::test(flavor = "multi_thread")]
async fn a_hand_that_goes_down_gives_its_place_back_and_its_job_is_tried_again() {
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    let poison = handler(|context| async move {
        if *context.job() == ingest(1) && context.services.runs.fetch_add(1, Ordering::SeqCst) == 0 {
            // What is caught of this panics again when it is dropped.
            std::panic::panic_any(Bomb);
        }
        Ok(())
    });
    let seen = Arc::new(Seen::default());
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let running = Running::start(&Runner::new(store.clone(), Arc::clone(&seen), poison, one_at_a_time()));
    let waits = "select count(*) from queue.jobs where state = 'later' and crashes = 1 and attempt = 1";
    wait_until("it counts as a crash", async || db.number(waits).await == 1).await;
    enqueue(&store, &tenant, &[ingest(2)]).await;
    wait_until("the only place is free", async || db.number("select count(*) from queue.jobs").await == 1)
        .await;
    wait_until("and it is tried again", async || is_empty(&store).await).await;
    assert_eq!(seen.runs.load(Ordering::SeqCst), 2);
    assert!(queue::dead_list(&store, 1).await.unwrap().is_empty());
    running.stop().await;
    store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_panics_while_it_is_stopped_gives_its_place_back() {
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let endless = handler(|context| async move {
        if context.services.runs.fetch_add(1, Ordering::SeqCst) > 0 {
            return Ok(());
        }
        let _bomb = Bomb;
        context.services.begun.notify_one();
        std::future::pending::<()>().await;
        Ok(())
    });
    let seen = Arc::new(Seen::default());
    let running = Running::start(&Runner::new(store.clone(), Arc::clone(&seen), endless, one_at_a_time()));
    tokio::time::timeout(PATIENCE, seen.begun.notified()).await.expect("it begins");
    // As if this process had slept for longer than its lease, and another had taken the job.
    db.sabotage("update queue.jobs set state = 'ready', lease = null, lease_until = null, started = false")
        .await;
    wait_until("the job was run again and is done", async || is_empty(&store).await).await;
    assert_eq!(seen.runs.load(Ordering::SeqCst), 2);
    running.stop().await;
    store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_worker_is_woken_and_ends_what_handlers_leave_open() {
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    let count = handler(|context| async move {
        context.services.runs.fetch_add(1, Ordering::SeqCst);
        Ok(())
    });
    let seen = Arc::new(Seen::default());
    let config = RunnerConfig { poll: Duration::from_secs(3_600), lease: Duration::from_secs(60), ..hasty() };
    let runner = Runner::new(store.clone(), Arc::clone(&seen), count, config);
    let running = Running::start(&runner);
    // Only the bell can tell the worker of these, for it looks by itself once an hour.
    wait_until("the first look is over", async || {
        enqueue(&store, &tenant, &[ingest(0)]).await;
        seen.runs.load(Ordering::SeqCst) > 0
    })
    .await;
    enqueue(&store, &tenant, &(1..=1_000).map(ingest).collect::<Vec<_>>()).await;
    wait_until("all are done", async || is_empty(&store).await).await;
    assert!(seen.runs.load(Ordering::SeqCst) > 1_000);
    running.stop().await;
    store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_killed_in_the_middle_leaves_no_half_and_another_does_it_once() {
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    let tenant = fixture::tenant(&store, "acme", Tier::Silo).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let hang = handler(|context| async move {
        let actor = Actor::Worker { job: context.claimed.id };
        let door = context.store.open_tenant(context.tenant(), actor, Workload::Live).await?;
        notice::record(&door, "effect", &context.job().dedup_key()).await?;
        context.services.begun.notify_one();
        std::future::pending::<()>().await;
        Ok(())
    });
    let seen = Arc::new(Seen::default());
    let killed = Running::start(&Runner::new(store.clone(), Arc::clone(&seen), hang, hasty()));
    tokio::time::timeout(PATIENCE, seen.begun.notified()).await.expect("it begins");
    killed.task.abort();
    drop(killed.task.await);
    assert_eq!(depth(&store, Class::Realtime).await.running, 1, "the dead worker's lease is still there");

    let heir = Running::start(&Runner::new(store.clone(), Arc::clone(&seen), handler(record_once), hasty()));
    wait_until("the job is done", async || is_empty(&store).await).await;
    assert_eq!(seen.runs.load(Ordering::SeqCst), 1);
    assert!(queue::dead_list(&store, 1).await.unwrap().is_empty());
    heir.stop().await;
    store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_job_keeps_its_lease() {
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let slow = handler(|context| async move {
        context.services.begun.notify_one();
        context.services.gate.cancelled().await;
        record_once(context).await
    });
    let seen = Arc::new(Seen::default());
    let running = Running::start(&Runner::new(store.clone(), Arc::clone(&seen), slow, hasty()));
    tokio::time::timeout(PATIENCE, seen.begun.notified()).await.expect("it begins");
    let end = "select (extract(epoch from lease_until) * 1000000)::bigint from queue.jobs";
    let first_end = db.number(end).await;
    let now = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";
    wait_until("the first lease would be over", async || db.number(now).await > first_end).await;
    let held = "select count(*) from queue.jobs where state = 'running' and attempt = 1";
    assert_eq!(db.number(held).await, 1, "it is still the first run");
    seen.gate.cancel();
    wait_until("the job is done", async || is_empty(&store).await).await;
    assert_eq!(seen.runs.load(Ordering::SeqCst), 1);
    running.stop().await;
    store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_loses_his_lease_is_stopped() {
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let endless = handler(|context| async move {
        if context.services.runs.fetch_add(1, Ordering::SeqCst) > 0 {
            return Ok(());
        }
        context.services.begun.notify_one();
        std::future::pending::<()>().await;
        Ok(())
    });
    let seen = Arc::new(Seen::default());
    let running = Running::start(&Runner::new(store.clone(), Arc::clone(&seen), endless, hasty()));
    tokio::time::timeout(PATIENCE, seen.begun.notified()).await.expect("it begins");
    // As if this process had slept for longer than its lease, and another had taken the job.
    db.sabotage("update queue.jobs set state = 'ready', lease = null, lease_until = null, started = false")
        .await;
    wait_until("the job was run again and is done", async || is_empty(&store).await).await;
    running.stop().await;
    store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_soft_stop_finishes_what_runs_and_gives_back_what_does_not() {
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &(0..50).map(ingest).collect::<Vec<_>>()).await;
    let slow = handler(|context| async move {
        context.services.begun.notify_one();
        context.services.gate.cancelled().await;
        record_once(context).await
    });
    let seen = Arc::new(Seen::default());
    let config = RunnerConfig { lease: Duration::from_secs(60), ..hasty() };
    let running = Running::start(&Runner::new(store.clone(), Arc::clone(&seen), slow, config));
    tokio::time::timeout(PATIENCE, seen.begun.notified()).await.expect("it begins");
    running.soft.cancel();
    let slots = u64::try_from(config.concurrency.realtime).unwrap();
    wait_until("what has not begun is given back", async || {
        let depth = depth(&store, Class::Realtime).await;
        depth.running <= slots && depth.ready >= 50 - slots
    })
    .await;
    seen.gate.cancel();
    running.stop().await;
    let done = seen.runs.load(Ordering::SeqCst) as u64;
    let depth = depth(&store, Class::Realtime).await;
    assert!((1..=slots).contains(&done), "what ran was finished, and nothing else began: {done}");
    assert_eq!((depth.ready + done, depth.later, depth.running), (50, 0, 0));
    assert_eq!(db.number("select max(attempt)::bigint from queue.jobs").await, 0, "no try was lost");
    store.shutdown().await;
}

/// They were tried until they were dead; and after a short stop they waited for their back-off.
#[tokio::test(flavor = "multi_thread")]
async fn the_jobs_of_a_stopped_tenant_wait_and_go_on_when_it_is_opened() {
    let db = TestDb::new().await;
    let (store, elsewhere) = (running_store(&db).await, db.store());
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &(0..20).map(ingest).collect::<Vec<_>>()).await;
    // Another process stops and opens it: this one is told by nobody.
    let set = async |status| {
        let control = elsewhere.open_control().await.unwrap();
        tenancy::set_status(&control, tenant.id, status).await.unwrap();
        control.commit().await.unwrap();
    };
    set(TenantStatus::Suspended).await;
    store.forget(tenant.id).await;
    let seen = Arc::new(Seen::default());
    let running =
        Running::start(&Runner::new(store.clone(), Arc::clone(&seen), handler(record_once), hasty()));
    wait_until("all are parked", async || depth(&store, Class::Realtime).await.parked == 20).await;
    assert_eq!(db.number("select max(attempt)::bigint from queue.jobs").await, 0, "no try was lost");
    set(TenantStatus::Active).await;
    wait_until("all are done", async || is_empty(&store).await).await;
    assert_eq!(seen.runs.load(Ordering::SeqCst), 20);
    running.stop().await;
    store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_keeps_spare_schemas_ready() {
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    fixture::tenant(&store, "acme", Tier::Silo).await;
    let spares = "select count(*) from pg_namespace where nspname like 'spare\\_%'";
    assert_eq!(db.number(spares).await, 1, "the silo was a spare");
    let nothing = handler(|_| async { Ok(()) });
    let running = Running::start(&Runner::new(store.clone(), Arc::new(Seen::default()), nothing, hasty()));
    wait_until("there are two again", async || db.number(spares).await == 2).await;
    fixture::tenant(&store, "globex", Tier::Silo).await;
    wait_until("and again", async || db.number(spares).await == 2).await;
    running.stop().await;
    store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hard_stop_gives_back_what_runs() {
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let endless = handler(|context| async move {
        context.services.begun.notify_one();
        std::future::pending::<()>().await;
        Ok(())
    });
    let seen = Arc::new(Seen::default());
    let config = RunnerConfig { lease: Duration::from_secs(60), ..hasty() };
    let running = Running::start(&Runner::new(store.clone(), Arc::clone(&seen), endless, config));
    tokio::time::timeout(PATIENCE, seen.begun.notified()).await.expect("it begins");
    running.hard.cancel();
    running.stop().await;
    let depth = depth(&store, Class::Realtime).await;
    assert_eq!((depth.ready, depth.running), (1, 0));
    store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_jobs_of_one_tenant_leave_a_slot_for_another() {
    /// Lets the loud tenant's jobs hang until the test lets them go.
    struct Gate {
        loud: domain::id::TenantId,
        open: Semaphore,
        quiet_runs: AtomicUsize,
    }
    let db = TestDb::new().await;
    let store = running_store(&db).await;
    let loud = fixture::tenant(&store, "loud", Tier::Pool).await;
    let quiet = fixture::tenant(&store, "quiet", Tier::Pool).await;
    let gate = Arc::new(Gate { loud: loud.id, open: Semaphore::new(0), quiet_runs: AtomicUsize::new(0) });
    let handler: Handler<Gate> = Arc::new(|context| {
        Box::pin(async move {
            if context.tenant() == context.services.loud {
                drop(context.services.open.acquire().await);
            } else {
                context.services.quiet_runs.fetch_add(1, Ordering::SeqCst);
            }
            Ok(())
        })
    });
    let config = RunnerConfig { lease: Duration::from_secs(60), ..hasty() };
    enqueue(&store, &loud, &(0..40).map(ingest).collect::<Vec<_>>()).await;
    let running = Running::start(&Runner::new(store.clone(), Arc::clone(&gate), handler, config));
    wait_until("the loud one has its share", async || depth(&store, Class::Realtime).await.running >= 3)
        .await;
    enqueue(&store, &quiet, &[ingest(1), ingest(2)]).await;
    wait_until("the quiet one is served", async || gate.quiet_runs.load(Ordering::SeqCst) == 2).await;
    gate.open.add_permits(100);
    wait_until("all are done", async || is_empty(&store).await).await;
    running.stop().await;
    store.shutdown().await;
}
