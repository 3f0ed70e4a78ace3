//! Two databases: a tenant lives in one of them only, and one that is away takes nothing of the other along.

use std::time::Duration;

use domain::actor::Actor;
use domain::id::SubmissionId;
use domain::job::{Class, Job};
use domain::tenant::{Tenant, Tier};
use store::queue::{self, Failure, Reaped, Settled};
use store::testing::{TestDb, TwoShards, fixture};
use store::{Clock, Store, StoreError, Workload, notice};
use uuid::Uuid;

const LEASE: Duration = Duration::from_secs(30);
const TIERS: [Tier; 2] = [Tier::Pool, Tier::Silo];

/// A tenant in each shard.
async fn tenants(store: &Store, tier: Tier) -> (Tenant, Tenant) {
    let slug = |what: &str| format!("{what}-{}", tier.code());
    let near = fixture::tenant_in(store, TestDb::REGION, &slug("near"), tier).await;
    (near, fixture::tenant_in(store, TwoShards::FAR_REGION, &slug("far"), tier).await)
}

async fn record(store: &Store, tenant: &Tenant) {
    let door = fixture::open(store, tenant).await;
    assert!(notice::record(&door, "effect", tenant.slug.as_str()).await.unwrap());
    door.enqueue(Job::IngestResponse { submission: SubmissionId::new(Uuid::nil()) }).await.unwrap();
    door.commit().await.unwrap();
}

#[tokio::test]
async fn a_tenants_door_opens_on_its_own_shard_only() {
    let shards = TwoShards::new().await;
    let store = shards.connect(shards.near.clock().clone()).await;
    for tier in TIERS {
        let (near, far) = tenants(&store, tier).await;
        for (tenant, name, own, other) in [
            (&near, TestDb::SHARD, &shards.near, &shards.far),
            (&far, TwoShards::FAR, &shards.far, &shards.near),
        ] {
            let placement = store.placement(tenant.id).await.unwrap();
            assert_eq!(placement.shard, name);
            record(&store, tenant).await;
            let jobs = format!("select count(*) from queue.jobs where tenant_id = '{}'", tenant.id);
            assert_eq!((own.number(&jobs).await, other.number(&jobs).await), (1, 0), "{}", tenant.slug);
            let rows = format!(
                "select count(*) from {}.effects where tenant_id = '{}'",
                placement.schema, tenant.id
            );
            assert_eq!(own.number(&rows).await, 1);
            match tier {
                Tier::Pool => assert_eq!(other.number(&rows).await, 0),
                Tier::Silo => {
                    let there =
                        format!("select count(*) from pg_namespace where nspname = '{}'", placement.schema);
                    assert_eq!(other.number(&there).await, 0, "there is not even a place for it");
                }
            }
        }
    }
    store.shutdown().await;
}

#[tokio::test]
async fn jobs_are_claimed_and_ended_in_their_own_shard_only() {
    let shards = TwoShards::new().await;
    let store = shards.connect(shards.near.clock().clone()).await;
    let (near, far) = tenants(&store, Tier::Pool).await;
    record(&store, &near).await;
    record(&store, &far).await;
    let wanted = (Class::Realtime, 10, LEASE);
    let [here] = queue::claim_in(&store, TestDb::SHARD, wanted, &[]).await.unwrap().try_into().unwrap();
    let [there] = queue::claim_in(&store, TwoShards::FAR, wanted, &[]).await.unwrap().try_into().unwrap();
    assert_eq!((here.tenant, here.shard()), (near.id, TestDb::SHARD));
    assert_eq!((there.tenant, there.shard()), (far.id, TwoShards::FAR));
    // Each shard counts its jobs by itself: the same number is another job.
    assert_eq!(here.id, there.id);
    for (tenant, job) in [(&near, &there), (&far, &here)] {
        let door = fixture::open(&store, tenant).await;
        assert!(matches!(door.complete(job).await, Err(StoreError::LeaseLost)));
    }
    assert_eq!(queue::complete_many(&store, std::slice::from_ref(&there)).await.unwrap(), 1);
    let left = "select count(*) from queue.jobs";
    assert_eq!((shards.near.number(left).await, shards.far.number(left).await), (1, 0));
    shards.near.clock().advance(chrono::Duration::minutes(1));
    assert_eq!(queue::reap(&store, TwoShards::FAR).await.unwrap(), Reaped::default());
    let failed = queue::fail(&store, &here, &Failure::Fail("never".to_owned())).await.unwrap();
    assert_eq!(failed, Settled::Dead, "its lease was let alone");
    store.shutdown().await;
}

#[tokio::test]
async fn a_door_to_a_shard_that_is_away_opens_nowhere_and_the_others_open() {
    let shards = TwoShards::new().await;
    let store = shards.connect(Clock::system()).await;
    let (near, far) = tenants(&store, Tier::Pool).await;
    record(&store, &near).await;
    record(&store, &far).await;
    shards.far.cut().await;
    let door = store.open_tenant(far.id, Actor::Worker { job: 0 }, Workload::Live).await;
    let refused = door.err().expect("its shard is away");
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    let door = fixture::open(&store, &near).await;
    assert!(notice::is_recorded(&door, "effect", near.slug.as_str()).await.unwrap());
    drop(door);
    store.ping().await.expect("one shard answers, and its tenants are served");
    // A claim over all shards brings what the one that answers has.
    let claimed = queue::claim(&store, Class::Realtime, 10, LEASE).await.unwrap();
    assert_eq!(claimed.iter().map(|one| one.tenant).collect::<Vec<_>>(), [near.id]);
    shards.far.mend().await;
    let door = fixture::open(&store, &far).await;
    assert!(notice::is_recorded(&door, "effect", far.slug.as_str()).await.unwrap());
    drop(door);
    store.shutdown().await;
}
