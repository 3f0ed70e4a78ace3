//! A random life of the queue: whatever happens, every request is answered by a later run.

use std::collections::BTreeSet;

use domain::job::Class;
use domain::tenant::Tenant;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::Store;
use store::queue::{self, Claimed, Failure, Settled};
use store::testing::{TestDb, fixture};
use uuid::Uuid;

use super::{LEASE, claim, depth, enqueue, ingest, tenants};

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
