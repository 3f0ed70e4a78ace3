//! What cannot be done is dead, and comes back when a person says so.

use domain::actor::Actor;
use domain::id::InvitationId;
use domain::job::{Class, Job};
use domain::tenant::{Tenant, Tier};
use store::queue::{self, Claimed, DeadFilter, Failure, Settled};
use store::testing::{TestDb, fixture};
use store::{Clock, Store, StoreError};
use uuid::Uuid;

use super::{LEASE, claim, claim_one, depth, enqueue, ingest, tenants};

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
