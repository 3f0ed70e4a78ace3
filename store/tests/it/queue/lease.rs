//! What is done under a lease is done once, and only by who holds it.

use domain::tenant::Tier;
use store::queue::{self, Failure, Settled};
use store::testing::{TestDb, fixture};
use store::{StoreError, notice};

use super::{LEASE, claim_one, depth, enqueue, ingest};

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
                       and p.proname not in ('enqueue', 'enqueue_many', 'enqueue_all', 'complete')
                       and (r.rolname in ('pool_rw', 'tenant_rw', 'wl_app') or r.rolname like 't\\_%\\_rw')
                       and has_function_privilege(r.oid, p.oid, 'execute')";
    assert_eq!(db.number(functions).await, 0);
}

#[tokio::test]
async fn nothing_is_enqueued_without_a_tenants_signed_context() {
    let db = TestDb::new().await;
    let calls = [
        "queue.enqueue('refresh_rollups', 'realtime', '{}', '', null, 1::smallint, null)",
        "queue.enqueue_many('refresh_rollups', 'realtime', '{\"{}\"}', '{x}', 1::smallint, null)",
        "queue.enqueue_all('{refresh_rollups}', '{realtime}', '{\"{}\"}', '{x}', '{1}', null)",
    ];
    for call in calls {
        let forged = format!(
            "do $$ begin
                 set local role pool_rw;
                 set local app.ctx = 'v1|1|00000000-0000-0000-0000-000000000001|9999999999|0123456789abcdef|\
                     0000000000000000000000000000000000000000000000000000000000000000';
                 perform {call};
                 raise exception 'it was enqueued';
             exception when insufficient_privilege then null;
             end $$"
        );
        db.sabotage(&forged).await;
    }
    assert_eq!(db.number("select count(*) from queue.jobs").await, 0);
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
