//! The queue is fair, loses nothing, and does nothing twice.

mod dead;
mod fair;
mod lease;
mod life;
mod twins;

use std::time::Duration;

use domain::id::{InvitationId, ResponseId, SubmissionId};
use domain::job::{Class, Job};
use domain::tenant::{Tenant, Tier};
use store::queue::{self, Claimed};
use store::testing::{TestDb, fixture};
use store::{Clock, Store};
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
