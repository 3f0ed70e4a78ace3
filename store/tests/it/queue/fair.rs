//! Who is served: fairly over the tenants, by weight, and never more of one than it may have.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::job::Class;
use domain::tenant::{Tenant, TenantStatus, Tier};
use store::queue::{self, Failure, Settled};
use store::testing::{TestDb, fixture};
use store::{Store, tenancy};

use super::{LEASE, claim, claim_one, depth, enqueue, ingest, tenants};

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
