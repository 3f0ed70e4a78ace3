//! What a door promises: nothing is half done, nothing is left behind, and whoever waits for news hears it.

use std::time::Duration;

use chrono::TimeDelta;
use domain::actor::{Actor, Role};
use domain::audit::AuditAction;
use domain::id::{InvitationId, TenantId};
use domain::job::{Class, Job};
use domain::tenant::{Tenant, TenantStatus, Tier};
use store::account::session::{self, Session};
use store::testing::{TestDb, fixture};
use store::{Access, PoolSizes, Store, StoreError, TenantTx, Workload, account, audit, digest, tenancy};
use uuid::Uuid;

const WORKER: Actor = Actor::Worker { job: 7 };
const PATIENCE: Duration = Duration::from_secs(10);

async fn wait_until<F: Future<Output = bool>>(what: &str, mut condition: impl FnMut() -> F) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("waited in vain until {what}"));
}

async fn open(store: &Store, tenant: &Tenant, workload: Workload) -> Result<TenantTx, StoreError> {
    store.open_tenant(tenant.id, WORKER, workload).await
}

#[tokio::test]
async fn a_dropped_door_undoes_and_a_committed_one_does() {
    let db = TestDb::new().await;
    let store = db.store();
    for (slug, tier) in [("small", Tier::Pool), ("large", Tier::Silo)] {
        let tenant = fixture::tenant(&store, slug, tier).await;
        let door = fixture::open(&store, &tenant).await;
        door.bump_version().await.unwrap();
        assert_eq!(door.data_version().await.unwrap(), 1);
        drop(door);
        let door = fixture::open(&store, &tenant).await;
        assert_eq!(door.data_version().await.unwrap(), 0);
        door.bump_version().await.unwrap();
        door.commit().await.unwrap();
        assert_eq!(fixture::open(&store, &tenant).await.data_version().await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_door_with_a_failed_statement_cannot_be_committed() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "small", Tier::Pool).await;
    // A read-only door is the plainest way to a refused statement.
    let door = open(&db.store(), &tenant, Workload::Reporting).await.unwrap();
    assert!(door.bump_version().await.is_err());
    assert!(matches!(door.commit().await, Err(StoreError::Database(_))));
    assert_eq!(fixture::open(&db.store(), &tenant).await.data_version().await.unwrap(), 0);
}

#[tokio::test]
async fn the_door_is_shut_to_unknown_and_stopped_tenants() {
    let db = TestDb::new().await;
    let store = db.store();
    let nobody = TenantId::new(Uuid::from_u128(1));
    let unknown = store.open_tenant(nobody, WORKER, Workload::Live).await;
    assert!(matches!(unknown, Err(StoreError::NotFound)));

    let tenant = fixture::tenant(&store, "small", Tier::Pool).await;
    let control = store.open_control().await.unwrap();
    tenancy::set_status(&control, tenant.id, TenantStatus::Suspended).await.unwrap();
    control.commit().await.unwrap();
    store.forget(tenant.id).await;
    for actor in [WORKER, Actor::Webhook, Actor::Buyer { invitation: InvitationId::new(Uuid::from_u128(2)) }]
    {
        let stopped = store.open_tenant(tenant.id, actor.clone(), Workload::Live).await;
        assert!(matches!(stopped, Err(StoreError::Suspended)), "{actor:?}");
    }
    let operator = Actor::Operator { user: Uuid::from_u128(3).into() };
    assert!(store.open_tenant(tenant.id, operator, Workload::Live).await.is_ok());
}

#[tokio::test]
async fn every_opening_is_in_the_audit_trail_even_when_it_was_undone() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "small", Tier::Pool).await;
    for _ in 0..5 {
        drop(open(&store, &tenant, Workload::Live).await.unwrap());
    }
    wait_until("the openings are written", || async {
        let control = store.open_control().await.unwrap();
        let entries = audit::newest(&control, tenant.id, 100).await.unwrap();
        let mine = entries.iter().filter(|e| e.action == AuditAction::Open.code() && e.actor == "7");
        mine.map(|entry| entry.count).sum::<i32>() == 5
    })
    .await;
    assert_eq!(store.lost_audit_entries(), 0);
}

#[tokio::test]
async fn shutting_down_writes_what_is_still_to_be_written() {
    let db = TestDb::new().await;
    let tenant = fixture::tenant(&db.store(), "small", Tier::Pool).await;
    drop(open(&db.store(), &tenant, Workload::Live).await.unwrap());
    db.store().shutdown().await;
    let count = db.number("select count(*) from control.audit_entries where actor_id = '7'").await;
    assert_eq!(count, 1);
    assert!(matches!(db.store().open_control().await, Err(StoreError::Unavailable(_))));
}

/// sqlx 0.9.0 leaves a pooled connection inside a transaction when a `BEGIN` is cancelled in flight; the next
/// user of that connection would go on in somebody else's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_cancelled_callers_leaves_no_trace() {
    let sizes = PoolSizes { live: 2, near: 2, reporting: 1, bulk: 1, batch: 1, queue: 1, control: 2 };
    let db = TestDb::with_pools(sizes).await;
    let store = db.store();
    let pooled = fixture::tenant(&store, "pooled", Tier::Pool).await;
    let silo = fixture::tenant(&store, "silo", Tier::Silo).await;
    let mut callers = tokio::task::JoinSet::new();
    for n in 0..600_u64 {
        let (store, tenant) = (store.clone(), if n % 2 == 0 { pooled.clone() } else { silo.clone() });
        callers.spawn(async move {
            let patience = Duration::from_micros(n.wrapping_mul(7_919) % 6_000);
            // A caller that goes away is no error.
            tokio::time::timeout(patience, async {
                let Ok(door) = open(&store, &tenant, Workload::Live).await else { return };
                drop(door.bump_version().await);
                drop(door.data_version().await);
                if n % 5 == 0 {
                    drop(door.commit().await);
                }
            })
            .await
            .is_ok()
        });
        if n % 40 == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    let finished = callers.join_all().await.into_iter().filter(|done| *done).count();
    assert!((1..600).contains(&finished), "{finished} of 600 came through: too tame a storm");

    let idle = "select count(*) from pg_stat_activity
                where datname = current_database() and state like 'idle in transaction%'";
    wait_until("no transaction is left open", || async { db.number(idle).await == 0 }).await;
    for tenant in [&pooled, &silo, &pooled, &silo] {
        for _ in 0..4 {
            let door = fixture::open(&store, tenant).await;
            let before = door.data_version().await.unwrap();
            door.bump_version().await.unwrap();
            assert_eq!(door.data_version().await.unwrap(), before + 1, "its own row, and only once");
        }
    }
}

#[tokio::test]
async fn news_is_told_after_the_commit_here_and_in_other_processes() {
    let db = TestDb::new().await;
    let (here, other) = (db.store(), Store::connect(&db.config(), db.clock().clone()).await.unwrap());
    let tenant = fixture::tenant(&here, "small", Tier::Pool).await;
    let listening = "select count(*) from pg_stat_activity
                     where datname = current_database() and query like 'LISTEN%'";
    wait_until("both listen", || async { db.number(listening).await == 2 }).await;

    let (mut changes, mut far) = (here.changes(), other.changes());
    let mut bells = [here.wake().subscribe(Class::Realtime), other.wake().subscribe(Class::Realtime)];
    bells.iter_mut().for_each(|bell| bell.mark_unchanged());

    let door = fixture::open(&here, &tenant).await;
    door.enqueue(Job::RefreshRollups).await.unwrap();
    door.bump_version().await.unwrap();
    drop(door);
    assert!(changes.try_recv().is_err(), "what was undone is no news");

    let door = fixture::open(&here, &tenant).await;
    door.enqueue(Job::RefreshRollups).await.unwrap();
    door.bump_version().await.unwrap();
    door.commit().await.unwrap();
    for changes in [&mut changes, &mut far] {
        let change = tokio::time::timeout(PATIENCE, changes.recv()).await.unwrap().unwrap();
        assert_eq!((change.tenant, change.version), (tenant.id, 1));
    }
    for bell in &mut bells {
        tokio::time::timeout(PATIENCE, bell.changed()).await.unwrap().unwrap();
    }
    assert!(changes.try_recv().is_err(), "a process does not hear its own news twice");
}

#[tokio::test]
async fn who_may_no_longer_do_what_is_told_after_the_commit_here_and_in_other_processes() {
    let db = TestDb::new().await;
    let (here, other) = (db.store(), Store::connect(&db.config(), db.clock().clone()).await.unwrap());
    // Idle: what listens only from its commit on misses what is said before.
    let listening = "select count(*) from pg_stat_activity
                     where datname = current_database() and query like 'LISTEN%' and state = 'idle'";
    wait_until("both listen", || async { db.number(listening).await == 2 }).await;
    let (mut near, mut far) = (here.access_changes(), other.access_changes());
    let tenant = fixture::tenant(&here, "small", Tier::Pool).await;
    let user = fixture::member(&here, &tenant, "max@small.example", Role::Rep).await;
    // What is told of that comes first, and none of it may be taken for what follows.
    for accesses in [&mut near, &mut far] {
        while tokio::time::timeout(PATIENCE, accesses.recv()).await.unwrap().unwrap() != Access::User(user) {}
        while accesses.try_recv().is_ok() {}
    }
    // Both know the tenant as it is now, and would for half a minute.
    for store in [&here, &other] {
        drop(open(store, &tenant, Workload::Live).await.unwrap());
    }
    let session =
        Session { data: vec![1], user: Some(user), expires_at: db.clock().now() + TimeDelta::hours(1) };

    let control = here.open_control().await.unwrap();
    session::insert(&control, &digest(b"one"), &session).await.unwrap();
    session::delete(&control, &digest(b"one")).await.unwrap();
    tenancy::set_status(&control, tenant.id, TenantStatus::Suspended).await.unwrap();
    drop(control);
    assert!(near.try_recv().is_err(), "what was undone is no news");

    let control = here.open_control().await.unwrap();
    session::insert(&control, &digest(b"two"), &session).await.unwrap();
    control.commit().await.unwrap();
    assert!(near.try_recv().is_err(), "a sign-in takes nothing away");
    for which in 0..4 {
        let control = here.open_control().await.unwrap();
        let expected = match which {
            0 => {
                session::delete(&control, &digest(b"two")).await.unwrap();
                Access::User(user)
            }
            1 => {
                account::set_password(&control, user, "$argon2id$").await.unwrap();
                Access::User(user)
            }
            2 => {
                account::remove_member(&control, tenant.id, user).await.unwrap();
                Access::User(user)
            }
            _ => {
                tenancy::set_status(&control, tenant.id, TenantStatus::Suspended).await.unwrap();
                Access::Tenant(tenant.id)
            }
        };
        control.commit().await.unwrap();
        for accesses in [&mut near, &mut far] {
            let access = tokio::time::timeout(PATIENCE, accesses.recv()).await.unwrap().unwrap();
            assert_eq!(access, expected, "{which}");
        }
    }
    for store in [&here, &other] {
        wait_until("its door is closed", || async {
            matches!(open(store, &tenant, Workload::Live).await, Err(StoreError::Suspended))
        })
        .await;
    }
    other.shutdown().await;
}

#[tokio::test]
async fn a_database_that_went_away_is_used_again_when_it_is_back() {
    let db = TestDb::new().await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "small", Tier::Pool).await;
    let held = fixture::open(&store, &tenant).await;
    db.sabotage(
        "select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()",
    )
    .await;
    assert!(matches!(held.data_version().await, Err(StoreError::Unavailable(_))));
    drop(held);
    wait_until("a door opens again", || async {
        match open(&store, &tenant, Workload::Live).await {
            Ok(door) => door.data_version().await.is_ok(),
            Err(error) => {
                assert!(error.is_transient(), "{error:?}");
                false
            }
        }
    })
    .await;
}

/// Where a tenant lives is remembered for half a minute; a write into the place it has left would be lost.
#[tokio::test]
async fn a_route_from_before_a_move_is_refused_by_the_shard_and_looked_up_again() {
    let db = TestDb::new().await;
    let (store, other) = (db.store(), Store::connect(&db.config(), db.clock().clone()).await.unwrap());
    for (slug, tier) in [("small", Tier::Pool), ("large", Tier::Silo)] {
        let tenant = fixture::tenant(&store, slug, tier).await;
        let stays = fixture::tenant(&store, &format!("{slug}-neighbour"), tier).await;
        assert_eq!(fixture::open(&other, &tenant).await.data_version().await.unwrap(), 0);
        // Opened before the move: afterwards the news of it may have come, and the route is looked up anew.
        let stale = fixture::open(&other, &tenant).await;
        assert_eq!(tenancy::fence(&store, tenant.id).await.unwrap(), 2);

        let refused = stale.bump_version().await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "come again: {refused:?}");
        assert!(stale.commit().await.is_err());
        for process in [&store, &other] {
            let door = fixture::open(process, &tenant).await;
            door.bump_version().await.unwrap();
            door.commit().await.unwrap();
            assert_eq!(process.placement(tenant.id).await.unwrap().epoch, 2);
        }
        assert_eq!(fixture::open(&other, &stays).await.data_version().await.unwrap(), 0);
    }
    let unknown = tenancy::fence(&store, TenantId::new(Uuid::from_u128(1))).await;
    assert!(matches!(unknown, Err(StoreError::NotFound)));
    other.shutdown().await;
}

/// A cached plan of one role or tenant that is used for another is a known kind of leak (CVE-2024-10976).
/// However busy the jobs of one class are, those of the others find a connection.
#[tokio::test]
async fn each_class_of_jobs_has_connections_of_its_own() {
    let sizes = PoolSizes { live: 1, near: 1, reporting: 1, bulk: 1, batch: 1, queue: 1, control: 2 };
    let db = TestDb::with_pools(sizes).await;
    let store = db.store();
    let tenant = fixture::tenant(&store, "classes", Tier::Pool).await;
    let mut held = Vec::new();
    for class in Class::ALL {
        held.push(
            open(&store, &tenant, Workload::of(class)).await.expect("nobody of this class is there yet"),
        );
    }
    for door in &held {
        assert_eq!(door.data_version().await.expect("it answers"), 0);
    }
    let open = "select count(*) from pg_stat_activity
                where datname = current_database() and state = 'idle in transaction'";
    assert_eq!(db.number(open).await, 4);
}

#[tokio::test]
async fn one_connection_serves_many_tenants_and_each_reads_its_own() {
    let sizes = PoolSizes { live: 1, near: 2, reporting: 1, bulk: 1, batch: 1, queue: 1, control: 2 };
    let db = TestDb::with_pools(sizes).await;
    let store = db.store();
    let mut tenants = Vec::new();
    for (version, (slug, tier)) in
        [("pool-a", Tier::Pool), ("silo-a", Tier::Silo), ("pool-b", Tier::Pool), ("silo-b", Tier::Silo)]
            .into_iter()
            .enumerate()
    {
        let tenant = fixture::tenant(&store, slug, tier).await;
        for _ in 0..=version {
            let door = fixture::open(&store, &tenant).await;
            door.bump_version().await.unwrap();
            door.commit().await.unwrap();
        }
        tenants.push((tenant, i64::try_from(version).unwrap() + 1));
    }
    for round in 0..60_usize {
        let (tenant, version) = &tenants[(round * 7 + round / 4) % tenants.len()];
        let door = fixture::open(&store, tenant).await;
        for _ in 0..3 {
            assert_eq!(door.data_version().await.unwrap(), *version, "{}", tenant.slug);
        }
    }
}
