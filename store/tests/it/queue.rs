//! The queue is fair, loses nothing, and does nothing twice.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::actor::Actor;
use domain::id::{InvitationId, ResponseId, SubmissionId};
use domain::job::{Class, Job};
use domain::tenant::{Tenant, TenantStatus, Tier};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::queue::{self, Claimed, DeadFilter, Failure, Settled};
use store::testing::{TestDb, fixture};
use store::{Clock, Store, StoreError, notice, tenancy};
use uuid::Uuid;

const LEASE: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(10);

fn ingest(number: u128) -> Job {
    Job::IngestResponse { submission: SubmissionId::new(Uuid::from_u128(number)) }
}

async fn enqueue(store: &Store, tenant: &Tenant, jobs: &[Job]) {
    let door = fixture::open(store, tenant).await;
    door.enqueue_many(jobs).await.unwrap();
    door.commit().await.unwrap();
}

async fn claim(store: &Store, count: usize) -> Vec<Claimed> {
    queue::claim(store, Class::Realtime, count, LEASE).await.unwrap()
}

async fn claim_one(store: &Store) -> Claimed {
    let mut claimed = claim(store, 1).await;
    claimed.pop().expect("a job is due")
}

async fn tenants(store: &Store, count: usize) -> Vec<Tenant> {
    let mut tenants = Vec::new();
    for number in 0..count {
        tenants.push(fixture::tenant(store, &format!("tenant-{number}"), Tier::Pool).await);
    }
    tenants
}

async fn depth(store: &Store) -> queue::Depth {
    queue::depth(store).await.unwrap().into_iter().find(|depth| depth.class == Class::Realtime).unwrap()
}

#[tokio::test]
async fn quiet_tenants_do_not_wait_for_a_loud_ones_backlog() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenants = tenants(&store, 21).await;
    let (loud, quiet) = tenants.split_first().unwrap();
    enqueue(&store, loud, &(0..5_000).map(ingest).collect::<Vec<_>>()).await;
    for tenant in quiet {
        enqueue(&store, tenant, &(0..10).map(ingest).collect::<Vec<_>>()).await;
    }

    let (mut served, mut last_quiet, mut order) = (0, 0, Vec::new());
    while served < 400 {
        let claimed = claim(&store, 20).await;
        queue::complete_many(&store, &claimed).await.unwrap();
        for one in &claimed {
            served += 1;
            if one.tenant != loud.id {
                last_quiet = served;
                order.push(one.tenant);
            }
        }
    }
    assert_eq!(order.len(), 200, "every job of the quiet tenants was among the first 400");
    assert!(last_quiet <= 240, "the last quiet job came as number {last_quiet}");
    let first_rounds: BTreeSet<_> = order[..40].iter().collect();
    assert_eq!(
        first_rounds.len(),
        20,
        "among the quiet ones, too, everybody had a first turn before a third"
    );
}

#[tokio::test]
async fn a_heavier_lane_gets_more() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenants = tenants(&store, 2).await;
    for tenant in &tenants {
        enqueue(&store, tenant, &(0..200).map(ingest).collect::<Vec<_>>()).await;
    }
    db.sabotage(&format!(
        "insert into queue.lanes (class, tenant_id, weight) values ('realtime', '{}', 300)",
        tenants[0].id
    ))
    .await;
    let mut counts = BTreeMap::new();
    for _ in 0..10 {
        let claimed = claim(&store, 10).await;
        claimed.iter().for_each(|one| *counts.entry(one.tenant).or_insert(0) += 1);
        queue::complete_many(&store, &claimed).await.unwrap();
    }
    assert!((70..=80).contains(&counts[&tenants[0].id]), "{counts:?}");
}

#[tokio::test]
async fn a_tenant_never_has_more_in_flight_than_it_may() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenants = tenants(&store, 2).await;
    for tenant in &tenants {
        enqueue(&store, tenant, &(0..20).map(ingest).collect::<Vec<_>>()).await;
    }
    db.sabotage(&format!(
        "insert into queue.lanes (class, tenant_id, max_in_flight) values ('realtime', '{}', 3)",
        tenants[0].id
    ))
    .await;
    let claimed = claim(&store, 100).await;
    assert_eq!(claimed.iter().filter(|one| one.tenant == tenants[0].id).count(), 3);
    assert_eq!(claimed.len(), 23);
    assert!(claim(&store, 100).await.is_empty());
    let first = claimed.iter().find(|one| one.tenant == tenants[0].id).unwrap();
    queue::complete_many(&store, std::slice::from_ref(first)).await.unwrap();
    assert_eq!(claim(&store, 100).await.len(), 1);
    let wanted = (Class::Realtime, 10, LEASE);
    let left_out = queue::claim_in(&store, TestDb::SHARD, wanted, &[tenants[0].id]).await.unwrap();
    assert!(left_out.is_empty());
}

#[tokio::test]
async fn waiting_twins_become_one_run() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenants = tenants(&store, 2).await;
    for _ in 0..3 {
        enqueue(&store, &tenants[0], &[Job::RefreshRollups]).await;
    }
    let door = fixture::open(&store, &tenants[0]).await;
    let tomorrow = store.clock().now() + chrono::Duration::days(1);
    door.enqueue_after(Job::RefreshRollups, tomorrow).await.unwrap();
    door.commit().await.unwrap();
    enqueue(&store, &tenants[1], &[Job::RefreshRollups]).await;

    let claimed = claim(&store, 10).await;
    let whose: BTreeSet<_> = claimed.iter().map(|one| one.tenant).collect();
    assert_eq!((claimed.len(), whose.len()), (2, 2), "one run for each tenant");
    let depth = depth(&store).await;
    assert_eq!((depth.ready, depth.later, depth.running), (0, 0, 2));
}

#[tokio::test]
async fn a_running_job_does_not_swallow_a_new_request() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[Job::RefreshRollups]).await;
    let running = claim_one(&store).await;
    enqueue(&store, &tenant, &[Job::RefreshRollups]).await;
    queue::complete_many(&store, &[running]).await.unwrap();
    assert_eq!(claim_one(&store).await.job, Job::RefreshRollups);
}

#[tokio::test]
async fn a_request_is_not_lost_to_a_twin_that_starts_before_its_cause_is_committed() {
    // A unique key would let the second request lean on the first one's row, which is then run too early.
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[Job::RefreshRollups]).await;
    let cause = fixture::open(&store, &tenant).await;
    cause.enqueue(Job::RefreshRollups).await.unwrap();
    let early = claim_one(&store).await;
    queue::complete_many(&store, &[early]).await.unwrap();
    cause.commit().await.unwrap();
    assert_eq!(claim_one(&store).await.job, Job::RefreshRollups);
}

#[tokio::test]
async fn open_transactions_of_one_tenant_do_not_wait_for_each_other() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    let mut doors = Vec::new();
    for number in 0..6_u128 {
        let door = fixture::open(&store, &tenant).await;
        let jobs = [ingest(number), Job::RefreshRollups];
        let enqueued = tokio::time::timeout(PATIENCE, door.enqueue_many(&jobs)).await;
        enqueued.expect("nobody waits for an open transaction").unwrap();
        doors.push(door);
    }
    // Nor does a worker wait for them, or see what they have not committed.
    let claimed = tokio::time::timeout(PATIENCE, claim(&store, 10)).await.expect("a claim waits for nobody");
    assert!(claimed.is_empty());
    let dropped = doors.pop().unwrap();
    drop(dropped);
    for door in doors {
        door.commit().await.unwrap();
    }
    let mut kinds = BTreeMap::new();
    for one in claim(&store, 100).await {
        *kinds.entry(one.job.kind()).or_insert(0) += 1;
    }
    assert_eq!(kinds, BTreeMap::from([("ingest_response", 5), ("refresh_rollups", 1)]));
}

#[tokio::test]
async fn many_enqueue_and_claim_at_once_and_every_job_is_run_once() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..200 {
        let (store, tenant) = (store.clone(), tenant.clone());
        writers.spawn(async move { enqueue(&store, &tenant, &[ingest(number)]).await });
    }
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let store = store.clone();
        readers.spawn(async move {
            let mut seen = Vec::new();
            let mut idle = 0;
            while idle < 200 {
                let claimed = claim(&store, 7).await;
                idle = if claimed.is_empty() { idle + 1 } else { 0 };
                assert_eq!(queue::complete_many(&store, &claimed).await.unwrap(), claimed.len());
                seen.extend(claimed.into_iter().map(|one| one.job));
                tokio::task::yield_now().await;
            }
            seen
        });
    }
    while let Some(written) = writers.join_next().await {
        written.unwrap();
    }
    let mut seen: Vec<Job> = readers.join_all().await.into_iter().flatten().collect();
    seen.extend(claim(&store, 500).await.into_iter().map(|one| one.job));
    seen.sort_by_key(Job::dedup_key);
    assert_eq!(seen, (0..200).map(ingest).collect::<Vec<_>>());
}

#[tokio::test]
async fn who_lost_his_lease_can_neither_complete_nor_keep_his_effects() {
    let db = TestDb::new().await;
    let (store, clock) = (db.store(), db.clock());
    let tenant = fixture::tenant(&store, "acme", Tier::Silo).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let slow = claim_one(&store).await;
    let slow_door = fixture::open(&store, &tenant).await;
    assert!(notice::record(&slow_door, "effect", "1").await.unwrap());

    clock.advance(chrono::Duration::seconds(31));
    assert_eq!(queue::reap(&store, TestDb::SHARD).await.unwrap().retried, 1);
    clock.advance(chrono::Duration::seconds(10));
    let quick = claim_one(&store).await;
    assert_eq!((quick.id, quick.attempt), (slow.id, 2));

    assert!(matches!(slow_door.complete(&slow).await, Err(StoreError::LeaseLost)));
    assert!(!slow.is_completed());
    drop(slow_door);
    assert_eq!(queue::fail(&store, &slow, &Failure::Fail("late".to_owned())).await.unwrap(), Settled::Lost);
    assert_eq!(queue::complete_many(&store, &[slow]).await.unwrap(), 0);

    let door = fixture::open(&store, &tenant).await;
    assert!(notice::record(&door, "effect", "1").await.unwrap(), "the slow one's effect was undone");
    door.complete(&quick).await.unwrap();
    door.commit().await.unwrap();
    let depth = depth(&store).await;
    assert_eq!((depth.ready, depth.later, depth.running, depth.dead), (0, 0, 0, 0));
}

#[tokio::test]
async fn a_completion_that_is_rolled_back_leaves_the_job() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let claimed = claim_one(&store).await;
    let door = fixture::open(&store, &tenant).await;
    door.complete(&claimed).await.unwrap();
    drop(door);
    assert_eq!(
        queue::fail(&store, &claimed, &Failure::Retry("again".to_owned())).await.unwrap(),
        Settled::Later
    );
}

#[tokio::test]
async fn a_tenant_can_end_only_its_own_jobs_and_see_no_row() {
    let db = TestDb::new().await;
    let store = db.store();
    let owner = fixture::tenant(&store, "owner", Tier::Pool).await;
    enqueue(&store, &owner, &[ingest(1)]).await;
    let claimed = claim_one(&store).await;
    for (slug, tier) in [("pooled", Tier::Pool), ("siloed", Tier::Silo)] {
        let other = fixture::tenant(&store, slug, tier).await;
        let door = fixture::open(&store, &other).await;
        assert!(matches!(door.complete(&claimed).await, Err(StoreError::LeaseLost)));
        // What it enqueues is its own, whatever the payload says.
        door.enqueue(ingest(1)).await.unwrap();
        door.commit().await.unwrap();
        assert_eq!(claim_one(&store).await.tenant, other.id);
    }
    let door = fixture::open(&store, &owner).await;
    door.complete(&claimed).await.unwrap();
    door.commit().await.unwrap();

    // No right to a table, nor to the worker's functions, for any role a tenant's transaction can have.
    let rights =
        "select count(*) from pg_roles r, unnest(array['select', 'insert', 'update', 'delete']) as t (what),
                         pg_class c
                  where c.relnamespace = 'queue'::regnamespace and c.relkind = 'r'
                    and r.rolname in ('pool_rw', 'tenant_rw', 'wl_app', 'queue_rw')
                    and has_table_privilege(r.oid, c.oid, t.what)";
    assert_eq!(db.number(rights).await, 0);
    let functions = "select count(*) from pg_roles r, pg_proc p
                     where p.pronamespace = 'queue'::regnamespace
                       and p.proname not in ('enqueue', 'enqueue_many', 'complete')
                       and (r.rolname in ('pool_rw', 'tenant_rw', 'wl_app') or r.rolname like 't\\_%\\_rw')
                       and has_function_privilege(r.oid, p.oid, 'execute')";
    assert_eq!(db.number(functions).await, 0);
}

#[tokio::test]
async fn nothing_is_enqueued_without_a_tenants_signed_context() {
    let db = TestDb::new().await;
    let forged = "do $$ begin
        set local role pool_rw;
        set local app.ctx = 'v1|1|00000000-0000-0000-0000-000000000001|9999999999|0123456789abcdef|\
                             0000000000000000000000000000000000000000000000000000000000000000';
        perform queue.enqueue('refresh_rollups', 'realtime', '{}', '', null, 1::smallint, null);
        raise exception 'it was enqueued';
    exception when insufficient_privilege then null;
    end $$";
    db.sabotage(forged).await;
    assert_eq!(db.number("select count(*) from queue.jobs").await, 0);
}

#[tokio::test]
async fn what_never_works_is_dead_after_its_last_try_and_can_be_given_another_life() {
    let db = TestDb::new().await;
    let (store, clock) = (db.store(), db.clock());
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let tries = ingest(1).max_attempts();
    for attempt in 1..=tries {
        let claimed = claim_one(&store).await;
        assert_eq!(claimed.attempt, attempt);
        let settled = queue::fail(&store, &claimed, &Failure::Retry("no".to_owned())).await.unwrap();
        assert_eq!(settled, if attempt < tries { Settled::Later } else { Settled::Dead });
        assert!(claim(&store, 1).await.is_empty(), "it waits before the next try");
        clock.advance(chrono::Duration::seconds(5_400));
    }
    let dead = queue::dead_list(&store, 10).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!(
        (dead[0].tenant, dead[0].kind.as_str(), dead[0].attempt),
        (tenant.id, "ingest_response", tries)
    );
    assert_eq!(dead[0].last_error.as_deref(), Some("no"));
    queue::requeue(&store, None, &dead[0].shard, dead[0].id).await.unwrap();
    assert_eq!(claim_one(&store).await.attempt, 1);
    assert!(queue::dead_list(&store, 10).await.unwrap().is_empty());
    let again = queue::requeue(&store, None, &dead[0].shard, dead[0].id).await;
    assert!(matches!(again, Err(StoreError::NotFound)), "nobody has two lives at once");
    let nowhere = queue::requeue(&store, None, "no-such-shard", 1).await;
    assert!(matches!(nowhere, Err(StoreError::NotFound)));
}

async fn kill(store: &Store, tenant: &Tenant, jobs: &[Job]) {
    enqueue(store, tenant, jobs).await;
    for class in Class::ALL {
        for claimed in queue::claim(store, class, 100, LEASE).await.unwrap() {
            queue::fail(store, &claimed, &Failure::Fail("never".to_owned())).await.unwrap();
        }
    }
}

#[tokio::test]
async fn the_dead_of_one_tenant_or_kind_come_back_and_the_trail_says_by_whom() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenants = tenants(&store, 2).await;
    let mail = Job::SendMail { invitation: InvitationId::new(Uuid::from_u128(1)) };
    for tenant in &tenants {
        kill(&store, tenant, &[ingest(1), ingest(2), mail.clone()]).await;
    }
    let of = |tenant: Option<usize>, kind: Option<&str>| DeadFilter {
        tenant: tenant.map(|at| tenants[at].id),
        kind: kind.map(str::to_owned),
    };
    let dead = async |filter: DeadFilter| queue::dead_of(&store, &filter, 100).await.unwrap().len();
    assert_eq!(dead(of(None, None)).await, 6);
    assert_eq!(dead(of(Some(0), Some("ingest_response"))).await, 2);

    let operator = Actor::Operator { user: Uuid::from_u128(7).into() };
    let both = of(Some(0), Some("ingest_response"));
    assert_eq!(queue::requeue_all(&store, Some(&operator), &both).await.unwrap(), 2);
    assert_eq!((dead(of(Some(0), None)).await, dead(of(Some(1), None)).await), (1, 3));
    let claimed = claim(&store, 10).await;
    assert!(claimed.iter().all(|one| one.tenant == tenants[0].id && one.attempt == 1), "{claimed:?}");
    assert_eq!(queue::requeue_all(&store, None, &of(None, Some("send_mail"))).await.unwrap(), 2);
    assert_eq!(queue::requeue_all(&store, None, &DeadFilter::default()).await.unwrap(), 2);
    assert_eq!(dead(of(None, None)).await, 0);

    store.shutdown().await;
    let trail = format!(
        "select count(*) from control.audit_entries where action = 'requeue' and tenant_id = '{}'
         and actor_kind = 'operator' and actor_id = '{}' and object = '2 ingest_response in main'",
        tenants[0].id,
        Uuid::from_u128(7)
    );
    assert_eq!(db.number(&trail).await, 1);
    let platform =
        "select count(*) from control.audit_entries where action = 'requeue' and actor_kind = 'platform'";
    assert_eq!(db.number(platform).await, 3, "two tenants' mails, one tenant's answers");
}

async fn set_status(store: &Store, tenant: &Tenant, status: TenantStatus) {
    let control = store.open_control().await.unwrap();
    tenancy::set_status(&control, tenant.id, status).await.unwrap();
    control.commit().await.unwrap();
}

/// They used up their tries while the tenant was stopped, and were dead before it was opened again.
#[tokio::test]
async fn the_jobs_of_a_stopped_tenant_wait_for_weeks_and_lose_no_try() {
    let db = TestDb::new().await;
    let (store, clock) = (db.store(), db.clock());
    let tenants = tenants(&store, 2).await;
    for tenant in &tenants {
        enqueue(&store, tenant, &(0..50).map(ingest).collect::<Vec<_>>()).await;
    }
    set_status(&store, &tenants[0], TenantStatus::Suspended).await;
    let claimed = claim(&store, 10).await;
    let (stopped, open): (Vec<_>, Vec<_>) = claimed.into_iter().partition(|one| one.tenant == tenants[0].id);
    for one in &stopped {
        assert!(queue::park(&store, one).await.unwrap());
        assert!(!queue::park(&store, one).await.unwrap(), "the lease is gone");
    }
    queue::complete_many(&store, &open).await.unwrap();
    let rest = claim(&store, 100).await;
    assert!(rest.iter().all(|one| one.tenant == tenants[1].id), "a parked lane is not served");
    assert_eq!(rest.len(), 50 - open.len(), "and holds up nobody");
    queue::complete_many(&store, &rest).await.unwrap();
    for _ in 0..3 {
        clock.advance(chrono::Duration::weeks(1));
        assert_eq!(queue::resume(&store, TestDb::SHARD).await.unwrap(), [], "it is still stopped");
        assert_eq!(queue::reap(&store, TestDb::SHARD).await.unwrap(), queue::Reaped::default());
        assert!(claim(&store, 100).await.is_empty());
    }
    let waiting = depth(&store).await;
    assert_eq!((waiting.ready, waiting.parked, waiting.dead), (0, 50, 0));
    assert_eq!(waiting.oldest_seconds, 0.0, "what is parked alarms nobody");

    set_status(&store, &tenants[0], TenantStatus::Active).await;
    let mut bell = store.wake().subscribe(Class::Realtime);
    assert_eq!(queue::resume(&store, TestDb::SHARD).await.unwrap(), [tenants[0].id]);
    assert!(bell.has_changed().unwrap(), "the workers are woken");
    bell.mark_unchanged();
    let claimed = claim(&store, 100).await;
    assert_eq!(claimed.len(), 50);
    assert!(claimed.iter().all(|one| one.attempt == 1 && one.crashes == 0));
    assert_eq!(queue::resume(&store, TestDb::SHARD).await.unwrap(), []);
}

#[tokio::test]
async fn a_parked_lane_costs_a_claim_the_same_however_many_jobs_wait_in_it() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenants = tenants(&store, 2).await;
    enqueue(&store, &tenants[0], &(0..5_000).map(ingest).collect::<Vec<_>>()).await;
    let one = claim_one(&store).await;
    queue::park(&store, &one).await.unwrap();
    let scanned =
        "select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_all_indexes where schemaname = 'queue'";
    let before = settled(&db, scanned).await;
    for number in 0..20 {
        enqueue(&store, &tenants[1], &[ingest(number)]).await;
        let claimed = claim(&store, 10).await;
        assert_eq!(claimed.len(), 1);
        queue::complete_many(&store, &claimed).await.unwrap();
        assert!(claim(&store, 10).await.is_empty());
    }
    let read = settled(&db, scanned).await - before;
    assert!(read < 2_000, "{read} index entries were read by 40 claims beside 5,000 parked jobs");
}

#[tokio::test]
async fn a_lane_gets_back_the_limit_that_it_had() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &(0..20).map(ingest).collect::<Vec<_>>()).await;
    db.sabotage(&format!(
        "insert into queue.lanes (class, tenant_id, max_in_flight) values ('realtime', '{}', 3)",
        tenant.id
    ))
    .await;
    for one in claim(&store, 100).await {
        queue::park(&store, &one).await.unwrap();
    }
    queue::resume(&store, TestDb::SHARD).await.unwrap();
    assert_eq!(claim(&store, 100).await.len(), 3);
}

#[tokio::test]
async fn what_cannot_work_is_dead_at_once() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let claimed = claim_one(&store).await;
    let settled = queue::fail(&store, &claimed, &Failure::Fail("never".to_owned())).await.unwrap();
    assert_eq!((settled, depth(&store).await.dead), (Settled::Dead, 1));
}

#[tokio::test]
async fn what_brings_a_worker_down_twice_is_dead() {
    let db = TestDb::new().await;
    let (store, clock) = (db.store(), db.clock());
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1), ingest(2)]).await;
    assert_eq!(claim(&store, 2).await.len(), 2);
    clock.advance(chrono::Duration::seconds(60));
    assert_eq!(queue::reap(&store, TestDb::SHARD).await.unwrap().retried, 2);
    clock.advance(chrono::Duration::seconds(60));

    // Both are suspects now; the worker dies again while only the first had begun.
    let again = claim(&store, 2).await;
    assert!(again.iter().all(Claimed::is_suspect));
    assert!(queue::start(&store, &again[0]).await.unwrap());
    clock.advance(chrono::Duration::seconds(60));
    let reaped = queue::reap(&store, TestDb::SHARD).await.unwrap();
    assert_eq!((reaped.retried, reaped.dead), (1, 1));
    let dead = queue::dead_list(&store, 10).await.unwrap();
    assert_eq!((dead[0].id, dead[0].crashes), (again[0].id, 2));
    assert!(!queue::start(&store, &again[0]).await.unwrap());
}

#[tokio::test]
async fn a_delayed_job_waits_for_its_time_and_its_tenant_is_not_held_for_busy() {
    let db = TestDb::new().await;
    let (store, clock) = (db.store(), db.clock());
    let tenants = tenants(&store, 2).await;
    let door = fixture::open(&store, &tenants[0]).await;
    door.enqueue_after(ingest(1), clock.now() + chrono::Duration::hours(1)).await.unwrap();
    door.commit().await.unwrap();
    enqueue(&store, &tenants[1], &[ingest(2)]).await;
    let claimed = claim(&store, 10).await;
    assert_eq!(claimed.iter().map(|one| one.tenant).collect::<Vec<_>>(), [tenants[1].id]);
    let waiting = depth(&store).await;
    assert_eq!((waiting.ready, waiting.later), (0, 1));
    clock.advance(chrono::Duration::minutes(59));
    assert!(claim(&store, 10).await.is_empty());
    clock.advance(chrono::Duration::minutes(1));
    assert_eq!(claim_one(&store).await.tenant, tenants[0].id);
}

#[tokio::test]
async fn a_job_that_is_given_back_or_held_for_longer_loses_no_try() {
    let db = TestDb::new().await;
    let (store, clock) = (db.store(), db.clock());
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let unbegun = claim_one(&store).await;
    queue::release(&store, std::slice::from_ref(&unbegun)).await.unwrap();
    let claimed = claim_one(&store).await;
    assert_eq!((claimed.id, claimed.attempt, claimed.crashes), (unbegun.id, 1, 0));

    clock.advance(chrono::Duration::seconds(25));
    let both = [unbegun, claimed];
    assert_eq!(queue::extend(&store, &both, LEASE).await.unwrap(), [0], "the released lease is lost");
    clock.advance(chrono::Duration::seconds(25));
    assert_eq!(queue::reap(&store, TestDb::SHARD).await.unwrap(), queue::Reaped::default());
    clock.advance(chrono::Duration::seconds(6));
    assert_eq!(queue::reap(&store, TestDb::SHARD).await.unwrap().retried, 1);
}

/// The worker tried to record it again and again, and its place was lost.
#[tokio::test]
async fn a_reason_that_no_database_takes_is_recorded_all_the_same() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    let claimed = claim_one(&store).await;
    let settled = queue::fail(&store, &claimed, &Failure::Fail("what\0was that".to_owned())).await.unwrap();
    assert_eq!(settled, Settled::Dead);
    assert_eq!(queue::dead_list(&store, 1).await.unwrap()[0].last_error.as_deref(), Some("whatwas that"));
}

/// A job that is put off by a process whose clock is behind was due at once, found too early, and put off again.
#[tokio::test]
async fn a_delayed_job_waits_by_the_clock_of_its_shard_however_wrong_others_are() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "acme", Tier::Pool).await;
    for (minutes, number) in [(-10, 1), (10, 2)] {
        let clock = Clock::wrong(chrono::Duration::minutes(minutes));
        let store = Store::connect(&db.config(), clock).await.unwrap();
        let door = fixture::open(&store, &tenant).await;
        let in_five = store.clock().now() + chrono::Duration::minutes(5);
        door.enqueue_after(ingest(number), in_five).await.unwrap();
        door.commit().await.unwrap();
        assert!(claim(&store, 1).await.is_empty(), "{minutes}");
        let soon = "select count(*) from queue.jobs where state = 'later'
                    and run_at between clock_timestamp() + interval '4 minutes'
                                   and clock_timestamp() + interval '5 minutes'";
        assert_eq!(db.number(soon).await, i64::try_from(number).unwrap(), "{minutes}");
        store.shutdown().await;
    }
}

/// What had just died had died in the future of a process whose clock is behind: there was no such job.
#[tokio::test]
async fn a_dead_job_is_given_another_life_by_a_process_whose_clock_is_behind() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "acme", Tier::Pool).await;
    let store = Store::connect(&db.config(), Clock::wrong(chrono::Duration::minutes(-10))).await.unwrap();
    for by_id in [true, false] {
        kill(&store, &tenant, &[ingest(1)]).await;
        if by_id {
            let dead = queue::dead_list(&store, 1).await.unwrap();
            queue::requeue(&store, None, &dead[0].shard, dead[0].id).await.unwrap();
        } else {
            assert_eq!(queue::requeue_all(&store, None, &DeadFilter::default()).await.unwrap(), 1);
        }
        let back = claim_one(&store).await;
        queue::complete_many(&store, &[back]).await.unwrap();
    }
    store.shutdown().await;
}

#[tokio::test]
async fn a_payload_of_another_version_waits_for_a_worker_that_knows_it() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    enqueue(&store, &tenant, &[ingest(1)]).await;
    db.sabotage("update queue.jobs set payload = '{\"job\": \"not_invented_yet\"}'").await;
    assert!(claim(&store, 1).await.is_empty());
    let depth = depth(&store).await;
    assert_eq!((depth.later, depth.running, depth.dead), (1, 0, 0));
}

#[tokio::test]
async fn a_commit_rings_the_bell_of_its_classes_and_a_rollback_does_not() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    let (mut realtime, mut near) =
        (store.wake().subscribe(Class::Realtime), store.wake().subscribe(Class::Near));
    let door = fixture::open(&store, &tenant).await;
    door.enqueue(ingest(1)).await.unwrap();
    door.enqueue(Job::SendMail { invitation: InvitationId::new(Uuid::nil()) }).await.unwrap();
    drop(door);
    let door = fixture::open(&store, &tenant).await;
    door.enqueue(Job::EvaluateAlerts { response: ResponseId::new(Uuid::nil()) }).await.unwrap();
    assert!(!realtime.has_changed().unwrap());
    door.commit().await.unwrap();
    assert!(realtime.has_changed().unwrap());
    assert!(!near.has_changed().unwrap());
    realtime.mark_unchanged();
    near.mark_unchanged();

    // Another process hears of it through the database.
    let elsewhere = Store::connect(&db.config(), store::Clock::system()).await.unwrap();
    let mut far = elsewhere.wake().subscribe(Class::Realtime);
    let heard = async {
        loop {
            far.mark_unchanged();
            enqueue(&store, &tenant, &[ingest(2)]).await;
            if tokio::time::timeout(Duration::from_millis(500), far.changed()).await.is_ok() {
                return;
            }
        }
    };
    tokio::time::timeout(PATIENCE, heard).await.expect("the other process is woken");
    elsewhere.shutdown().await;
}

/// One step of a random life of the queue.
#[derive(Clone, Debug)]
enum Step {
    Enqueue { tenant: usize, key: u128 },
    Later { tenant: usize, key: u128 },
    Claim { count: usize },
    Complete,
    Retry,
    Fail,
    Crash,
    Release,
    Park,
    Resume,
    Extend,
    Wait { seconds: i64 },
    Reap,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3_usize, 0..6_u128).prop_map(|(tenant, key)| Step::Enqueue { tenant, key }),
        1 => (0..3_usize, 0..6_u128).prop_map(|(tenant, key)| Step::Later { tenant, key }),
        3 => (1..5_usize).prop_map(|count| Step::Claim { count }),
        2 => Just(Step::Complete),
        1 => Just(Step::Retry),
        1 => Just(Step::Fail),
        1 => Just(Step::Crash),
        1 => Just(Step::Release),
        1 => Just(Step::Park),
        1 => Just(Step::Resume),
        1 => Just(Step::Extend),
        2 => (1..40_i64).prop_map(|seconds| Step::Wait { seconds }),
        1 => Just(Step::Reap),
    ]
}

/// Every request ends in a completed run that began after it, or among the dead; and the limits hold.
#[test]
fn whatever_happens_every_request_is_answered_by_a_later_run() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (db, tenants) = runtime.block_on(async {
        let db = TestDb::new().await;
        let tenants = tenants(&db.store(), 3).await;
        db.sabotage(&format!(
            "insert into queue.lanes (class, tenant_id, max_in_flight) values ('realtime', '{}', 2)",
            tenants[0].id
        ))
        .await;
        (db, tenants)
    });
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let steps = proptest::collection::vec(step(), 1..60);
    runner
        .run(&steps, |steps| {
            runtime.block_on(live(&db, &tenants, steps));
            Ok(())
        })
        .unwrap();
}

async fn live(db: &TestDb, tenants: &[Tenant], steps: Vec<Step>) {
    let (store, clock) = (db.store(), db.clock());
    // Requests by tenant and key that no run has answered yet.
    let mut open: BTreeSet<(Uuid, String)> = BTreeSet::new();
    let mut held: Vec<Claimed> = Vec::new();
    for step in steps {
        match step {
            Step::Enqueue { tenant, key } => {
                enqueue(&store, &tenants[tenant], &[ingest(key)]).await;
                open.insert((tenants[tenant].id.uuid(), ingest(key).dedup_key()));
            }
            Step::Later { tenant, key } => {
                let door = fixture::open(&store, &tenants[tenant]).await;
                door.enqueue_after(ingest(key), clock.now() + chrono::Duration::seconds(20)).await.unwrap();
                door.commit().await.unwrap();
                open.insert((tenants[tenant].id.uuid(), ingest(key).dedup_key()));
            }
            Step::Claim { count } => {
                let claimed = claim(&store, count).await;
                for one in &claimed {
                    assert!(
                        open.remove(&(one.tenant.uuid(), one.job.dedup_key())) || one.attempt > 1,
                        "nothing runs that was not asked for: {one:?}"
                    );
                }
                held.extend(claimed);
            }
            Step::Complete if !held.is_empty() => {
                queue::complete_many(&store, &[held.remove(0)]).await.unwrap();
            }
            Step::Retry if !held.is_empty() => {
                end(&store, &mut held, &mut open, Failure::Retry(String::new())).await
            }
            Step::Fail if !held.is_empty() => {
                end(&store, &mut held, &mut open, Failure::Fail(String::new())).await
            }
            Step::Crash if !held.is_empty() => {
                end(&store, &mut held, &mut open, Failure::Crash(String::new())).await
            }
            Step::Release if !held.is_empty() => {
                let one = held.pop().unwrap();
                if queue::extend(&store, std::slice::from_ref(&one), LEASE).await.unwrap().is_empty() {
                    open.insert((one.tenant.uuid(), one.job.dedup_key()));
                }
                queue::release(&store, &[one]).await.unwrap();
            }
            Step::Park if !held.is_empty() => {
                let one = held.pop().unwrap();
                if queue::park(&store, &one).await.unwrap() {
                    open.insert((one.tenant.uuid(), one.job.dedup_key()));
                }
            }
            // The tenants are open all the time: whatever was parked is served again.
            Step::Resume => drop(queue::resume(&store, TestDb::SHARD).await.unwrap()),
            Step::Extend => {
                let lost = queue::extend(&store, &held, LEASE).await.unwrap();
                for place in lost.into_iter().rev() {
                    held.remove(place);
                }
            }
            Step::Wait { seconds } => clock.advance(chrono::Duration::seconds(seconds)),
            Step::Reap => {
                queue::reap(&store, TestDb::SHARD).await.unwrap();
                let lost = queue::extend(&store, &held, LEASE).await.unwrap();
                for place in lost.into_iter().rev() {
                    let one = held.remove(place);
                    open.insert((one.tenant.uuid(), one.job.dedup_key()));
                }
            }
            Step::Complete | Step::Retry | Step::Fail | Step::Crash | Step::Release | Step::Park => {}
        }
        check(db).await;
    }
    // Afterwards everything can be run to its end, and then nothing is left.
    for _ in 0..50 {
        clock.advance(chrono::Duration::hours(2));
        queue::reap(&store, TestDb::SHARD).await.unwrap();
        queue::resume(&store, TestDb::SHARD).await.unwrap();
        clock.advance(chrono::Duration::hours(2));
        let claimed = claim(&store, 50).await;
        for one in &claimed {
            open.remove(&(one.tenant.uuid(), one.job.dedup_key()));
        }
        queue::complete_many(&store, &claimed).await.unwrap();
        if depth(&store).await == (queue::Depth { dead: depth(&store).await.dead, ..empty() }) {
            break;
        }
    }
    let left = db.number("select count(*) from queue.jobs").await;
    assert_eq!(left, 0, "everything that waited could be run");
    for dead in queue::dead_list(&store, 1_000).await.unwrap() {
        open.retain(|(tenant, _)| *tenant != dead.tenant.uuid());
    }
    assert!(open.is_empty(), "these were never run: {open:?}");
    db.sabotage("truncate queue.dead").await;
}

fn empty() -> queue::Depth {
    queue::Depth {
        class: Class::Realtime,
        ready: 0,
        later: 0,
        running: 0,
        dead: 0,
        parked: 0,
        oldest_seconds: 0.0,
    }
}

async fn end(store: &Store, held: &mut Vec<Claimed>, open: &mut BTreeSet<(Uuid, String)>, failure: Failure) {
    let one = held.remove(0);
    if queue::fail(store, &one, &failure).await.unwrap() == Settled::Later {
        open.insert((one.tenant.uuid(), one.job.dedup_key()));
    }
}

/// What must hold after every step.
async fn check(db: &TestDb) {
    let over = "select count(*) from (
                    select from queue.jobs job left join queue.lanes lane using (class, tenant_id)
                    where job.state = 'running' group by class, tenant_id, lane.max_in_flight, lane.parked_max
                    having count(*) > coalesce(lane.parked_max, lane.max_in_flight, 1000)) as over";
    assert_eq!(db.number(over).await, 0, "no tenant has more in flight than it may");
    let twins = "select count(*) from (select from queue.jobs where state = 'running'
                 group by tenant_id, kind, dedup_key, lease having count(*) > 1) as twins";
    assert_eq!(db.number(twins).await, 0, "one claim never takes the same work twice");
    let early = "select count(*) from queue.jobs job
                 join queue.dead dead using (id)";
    assert_eq!(db.number(early).await, 0, "no job is dead and alive");
}

/// A plan that was made while the queue was empty once took seconds when it was full.
#[tokio::test]
async fn a_claim_looks_at_few_rows_however_many_wait() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Pool).await;
    // Every connection makes its plans on a table that is known to be empty.
    db.sabotage("vacuum analyze queue.jobs").await;
    for round in 0..30 {
        enqueue(&store, &tenant, &[ingest(round)]).await;
        let claimed = claim(&store, 10).await;
        queue::complete_many(&store, &claimed).await.unwrap();
    }
    for round in 0..4 {
        enqueue(&store, &tenant, &(0..5_000).map(|n| ingest(round * 5_000 + n)).collect::<Vec<_>>()).await;
    }
    let scanned =
        "select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_all_indexes where schemaname = 'queue'";
    let before = settled(&db, scanned).await;
    for _ in 0..10 {
        let claimed = claim(&store, 100).await;
        assert_eq!(claimed.len(), 100);
        queue::extend(&store, &claimed, LEASE).await.unwrap();
        assert_eq!(
            queue::fail(&store, &claimed[0], &Failure::Fail(String::new())).await.unwrap(),
            Settled::Dead
        );
        assert_eq!(queue::complete_many(&store, &claimed).await.unwrap(), 99);
    }
    let read = settled(&db, scanned).await - before;
    assert!(read < 50_000, "{read} index entries were read for 1,000 jobs");
}

/// A figure of the statistics, once the backends have reported it.
async fn settled(db: &TestDb, sql: &str) -> i64 {
    let mut last = db.number(sql).await;
    loop {
        // Backends report at most once a second; time of the machine, which no clock of ours can move.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let next = db.number(sql).await;
        if next == last {
            return next;
        }
        last = next;
    }
}
