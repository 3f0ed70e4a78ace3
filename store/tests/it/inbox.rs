//! Messages are kept once, with their job, however they come.

use domain::id::ConnectionId;
use store::inbox::Reception::{Conflict, Duplicate, New};
use store::inbox::{self, InboxState, Incoming};
use store::testing::fixture;

use crate::scene::Scene;

fn incoming(scene: &Scene, event: &str) -> Incoming {
    let connection = ConnectionId::new(scene.tenant.id.uuid());
    Incoming { connection, event_id: event.to_owned(), body: format!("{{\"n\": \"{event}\"}}").into_bytes() }
}

#[tokio::test]
async fn a_message_is_kept_once_with_one_job() {
    let scene = Scene::new().await;
    let batch = [incoming(&scene, "b"), incoming(&scene, "a"), incoming(&scene, "b")];
    let tenant = scene.open().await;
    assert_eq!(inbox::accept(&tenant, &batch).await.unwrap(), [New, New, Duplicate]);
    tenant.commit().await.unwrap();
    let tenant = scene.open().await;
    let again = [incoming(&scene, "a"), incoming(&scene, "c")];
    assert_eq!(inbox::accept(&tenant, &again).await.unwrap(), [Duplicate, New]);
    tenant.commit().await.unwrap();
    assert_eq!(scene.number("select count(*) from {t}.inbox").await, 3);
    assert_eq!(scene.number("select count(*) from queue.jobs where kind = 'dispatch_survey'").await, 3);
}

/// A changed event under a used id was once called a duplicate, and lost.
#[tokio::test]
async fn another_message_under_a_used_id_is_told_apart_and_not_kept() {
    let scene = Scene::new().await;
    let changed = |event: &str| Incoming { body: b"{\"n\": 2}".to_vec(), ..incoming(&scene, event) };
    let batch = [incoming(&scene, "a"), changed("a"), incoming(&scene, "a"), changed("b")];
    let tenant = scene.open().await;
    assert_eq!(inbox::accept(&tenant, &batch).await.unwrap(), [New, Conflict, Duplicate, New]);
    tenant.commit().await.unwrap();
    let tenant = scene.open().await;
    let later = [changed("a"), incoming(&scene, "a"), incoming(&scene, "b"), changed("b")];
    assert_eq!(inbox::accept(&tenant, &later).await.unwrap(), [Conflict, Duplicate, Conflict, Duplicate]);
    tenant.commit().await.unwrap();
    let tenant = scene.open().await;
    let connection = incoming(&scene, "a").connection;
    let kept = inbox::load(&tenant, connection, "a").await.unwrap().expect("it is there");
    assert_eq!(kept.body, incoming(&scene, "a").body);
    assert_eq!(scene.number("select count(*) from queue.jobs where kind = 'dispatch_survey'").await, 2);
}

#[tokio::test]
async fn of_two_messages_with_one_id_at_once_one_is_kept_and_the_other_told_so() {
    let scene = Scene::new().await;
    let first = scene.open().await;
    assert_eq!(inbox::accept(&first, &[incoming(&scene, "a")]).await.unwrap(), [New]);
    let second = tokio::spawn({
        let (store, tenant) = (scene.db.store(), scene.tenant.clone());
        let changed = Incoming { body: b"{}".to_vec(), ..incoming(&scene, "a") };
        let batch = [changed, incoming(&scene, "a")];
        async move {
            let tenant = fixture::open(&store, &tenant).await;
            inbox::accept(&tenant, &batch).await.unwrap()
        }
    });
    let waiting = "select count(*) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock'";
    while scene.number(waiting).await == 0 {
        tokio::task::yield_now().await;
    }
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), [Conflict, Duplicate]);
}

#[tokio::test]
async fn nothing_is_kept_when_the_transaction_does_not_commit() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    inbox::accept(&tenant, &[incoming(&scene, "a")]).await.unwrap();
    drop(tenant);
    let tenant = scene.open().await;
    assert_eq!(inbox::accept(&tenant, &[incoming(&scene, "a")]).await.unwrap(), [New]);
}

#[tokio::test]
async fn batches_that_overlap_do_not_lock_each_other_out() {
    let scene = Scene::new().await;
    let mut accepts = tokio::task::JoinSet::new();
    for turn in 0..6_usize {
        let mut batch: Vec<Incoming> = (0..40).map(|n| incoming(&scene, &format!("e{n}"))).collect();
        batch.rotate_left(turn * 7);
        let (store, tenant) = (scene.db.store(), scene.tenant.clone());
        accepts.spawn(async move {
            let tenant = fixture::open(&store, &tenant).await;
            let new = inbox::accept(&tenant, &batch).await.unwrap();
            tenant.commit().await.unwrap();
            new.into_iter().filter(|reception| *reception == New).count()
        });
    }
    let new: usize = accepts.join_all().await.into_iter().sum();
    assert_eq!(new, 40);
    assert_eq!(scene.number("select count(*) from {t}.inbox").await, 40);
}

#[tokio::test]
async fn two_tenants_may_use_the_same_event_id_and_see_only_their_own() {
    let scene = Scene::new().await;
    let other = fixture::tenant(&scene.db.store(), "southwind", domain::tenant::Tier::Pool).await;
    let event = incoming(&scene, "a");
    for tenant in [&scene.tenant, &other] {
        let tenant = fixture::open(&scene.db.store(), tenant).await;
        assert_eq!(inbox::accept(&tenant, std::slice::from_ref(&event)).await.unwrap(), [New]);
        tenant.commit().await.unwrap();
    }
    let tenant = fixture::open(&scene.db.store(), &other).await;
    inbox::finish(&tenant, event.connection, "a", InboxState::Ignored, Some("not ours")).await.unwrap();
    tenant.commit().await.unwrap();
    let tenant = scene.open().await;
    let kept = inbox::load(&tenant, event.connection, "a").await.unwrap().expect("it is there");
    assert_eq!((kept.state, kept.body), (InboxState::Waiting, event.body));
}

#[tokio::test]
async fn a_connection_is_known_by_what_it_brought_to_its_own_tenant() {
    let scene = Scene::new().await;
    let other = fixture::tenant(&scene.db.store(), "southwind", domain::tenant::Tier::Pool).await;
    let batch = [incoming(&scene, "a"), incoming(&scene, "b")];
    let tenant = scene.open().await;
    assert!(inbox::brought(&tenant).await.unwrap().is_empty());
    inbox::accept(&tenant, &batch).await.unwrap();
    inbox::finish(&tenant, batch[0].connection, "b", InboxState::Rejected, Some("no outcome")).await.unwrap();
    tenant.commit().await.unwrap();
    let tenant = scene.open().await;
    let brought = inbox::brought(&tenant).await.unwrap();
    let received =
        inbox::load(&tenant, batch[0].connection, "b").await.unwrap().expect("it is there").received_at;
    assert_eq!(
        (brought.len(), brought[&batch[0].connection].newest, brought[&batch[0].connection].rejected),
        (1, received, 1)
    );
    let tenant = fixture::open(&scene.db.store(), &other).await;
    assert!(inbox::brought(&tenant).await.unwrap().is_empty());
}
