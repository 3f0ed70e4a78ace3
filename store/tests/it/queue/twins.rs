//! Requests for the same are one run that begins after each of them, and none waits for another.

use std::collections::{BTreeMap, BTreeSet};

use domain::job::Job;
use domain::tenant::Tier;
use store::queue;
use store::testing::{TestDb, fixture};

use super::{PATIENCE, claim, claim_one, depth, enqueue, ingest, tenants};

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
