//! Dead jobs that are given all their tries again.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::id::{InvitationId, SubmissionId};
use domain::job::{Class, Job};
use domain::tenant::{Tenant, Tier};
use store::queue::{self, Failure, Settled};
use store::testing::{TestDb, fixture};
use store::{Store, StoreError};
use uuid::Uuid;

fn ingest(number: u128) -> Job {
    Job::IngestResponse { submission: SubmissionId::new(Uuid::from_u128(number)) }
}

fn mail(number: u128) -> Job {
    Job::SendMail { invitation: InvitationId::new(Uuid::from_u128(number)) }
}

/// Jobs that were given up.
async fn give_up(store: &Store, tenant: &Tenant, jobs: &[Job]) {
    let door = fixture::open(store, tenant).await;
    door.enqueue_many(jobs).await.unwrap();
    door.commit().await.unwrap();
    for class in [Class::Realtime, Class::Near] {
        for claimed in queue::claim(store, class, 100, Duration::from_secs(60)).await.unwrap() {
            let failure = Failure::Fail("it does not work".to_owned());
            assert_eq!(queue::fail(store, &claimed, &failure).await.unwrap(), Settled::Dead);
        }
    }
}

#[tokio::test]
async fn one_dead_job_gets_its_tries_again_once() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "acme", Tier::Silo).await;
    give_up(&store, &tenant, &[ingest(1), ingest(2)]).await;
    let dead = queue::dead_list(&store, 10).await.unwrap();
    let bell = store.wake().subscribe(Class::Realtime);
    let tries = (0..4).map(|_| queue::requeue_one(&store, &dead[0].shard, dead[0].id));
    let outcomes = futures_util::future::join_all(tries).await;
    let owners: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
    assert_eq!(owners, [&tenant.id], "of four at once one does it");
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err(StoreError::NotFound))));
    assert!(bell.has_changed().unwrap(), "a worker is woken");
    let claimed = queue::claim(&store, Class::Realtime, 10, Duration::from_secs(60)).await.unwrap();
    assert_eq!(claimed.iter().map(|job| (job.tenant, job.attempt)).collect::<Vec<_>>(), [(tenant.id, 1)]);
    assert_eq!(queue::dead_list(&store, 10).await.unwrap(), dead[1..], "the other one stays");
    for (shard, id) in [("nowhere", dead[1].id), (dead[1].shard.as_str(), -1)] {
        assert!(matches!(queue::requeue_one(&store, shard, id).await, Err(StoreError::NotFound)));
    }
}

#[tokio::test]
async fn a_kind_gets_its_tries_again_for_every_tenant_and_no_other_kind_does() {
    let db = TestDb::new().await;
    let store = db.store();
    let acme = fixture::tenant(&store, "acme", Tier::Pool).await;
    let bolt = fixture::tenant(&store, "bolt", Tier::Silo).await;
    give_up(&store, &acme, &[mail(1), mail(2), ingest(1)]).await;
    give_up(&store, &bolt, &[mail(3)]).await;
    let kinds = BTreeMap::from([("ingest_response".to_owned(), 1), ("send_mail".to_owned(), 3)]);
    assert_eq!(queue::dead_kinds(&store).await.unwrap(), kinds);
    let requeued = queue::requeue_kind(&store, "send_mail").await.unwrap();
    assert_eq!(requeued, BTreeMap::from([(acme.id, 2), (bolt.id, 1)]));
    assert_eq!(queue::dead_kinds(&store).await.unwrap(), BTreeMap::from([("ingest_response".to_owned(), 1)]));
    let claimed = queue::claim(&store, Class::Near, 10, Duration::from_secs(60)).await.unwrap();
    assert_eq!(claimed.len(), 3);
    assert!(queue::requeue_kind(&store, "send_mail").await.unwrap().is_empty());
}
