//! House-keeping: what nobody needs any more goes, in every tenant, and nothing else.

use chrono::Duration;
use domain::actor::Role;
use domain::deal::Outcome;
use domain::id::UserId;
use domain::response::Attribution;
use domain::survey::sample::Sample;
use domain::survey::starter;
use domain::tenant::{TenantStatus, Tier};
use store::survey::image::Image;
use store::survey::{image, preview};
use store::testing::fixture;
use store::tidy::{self, Tidied};
use store::{Workload, receipt, survey, tenancy};

use crate::scene::{Scene, answers, event};

/// Leaves a preview, an image that nothing shows, and a correction that was begun.
async fn leave_things(scene: &Scene) {
    let bo = scene.invite(&event()).await;
    let submission = scene.send(&bo, answers(Attribution::Named)).await;
    assert!(scene.ingest(submission).await);
    let door = scene.open_as(bo.invitation).await;
    receipt::begin_correction(&door, bo.invitation).await.unwrap();
    door.commit().await.unwrap();
    let actor = fixture::acting(UserId::new(scene.db.clock().new_id()), Role::Admin);
    let door = scene.db.store().open_tenant(scene.tenant.id, actor, Workload::Live).await.unwrap();
    let survey = survey::list(&door).await.unwrap()[0].id;
    let sample = Sample::made_up(Outcome::Won, scene.db.clock().now());
    preview::create(&door, survey, &starter::win_loss(), &sample, None).await.unwrap();
    let logo = Image { mime: "image/png".to_owned(), width: 1, height: 1, bytes: vec![1] };
    image::insert(&door, &logo, None).await.unwrap();
    door.commit().await.unwrap();
}

#[tokio::test]
async fn what_nobody_needs_any_more_goes_in_every_tenant() {
    let pooled = Scene::new().await;
    let siloed = fixture::tenant(&pooled.db.store(), "silo", Tier::Silo).await;
    let siloed = Scene::beside(&pooled, siloed).await;
    leave_things(&pooled).await;
    leave_things(&siloed).await;
    let tidied = tidy::tidy(&pooled.db.store()).await.unwrap();
    assert_eq!(tidied, Tidied::default(), "all of it may still be needed");
    pooled.db.clock().advance(Duration::days(8));
    let tidied = tidy::tidy(&pooled.db.store()).await.unwrap();
    assert_eq!(tidied, Tidied { previews: 2, images: 2, corrections: 2 });
    for scene in [&pooled, &siloed] {
        for (table, rows) in [("previews", 0), ("images", 0), ("drafts", 0), ("responses", 1)] {
            assert_eq!(scene.rows(table).await, rows, "{table}");
        }
    }
}

#[tokio::test]
async fn a_tenant_that_is_stopped_is_left_alone() {
    let scene = Scene::new().await;
    leave_things(&scene).await;
    let control = scene.db.store().open_control().await.unwrap();
    tenancy::set_status(&control, scene.tenant.id, TenantStatus::Suspended).await.unwrap();
    control.commit().await.unwrap();
    scene.db.store().forget(scene.tenant.id).await;
    scene.db.clock().advance(Duration::days(8));
    assert_eq!(tidy::tidy(&scene.db.store()).await.unwrap(), Tidied::default());
    assert_eq!(scene.rows("previews").await, 1);
}
