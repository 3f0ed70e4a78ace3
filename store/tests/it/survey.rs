//! Surveys: what is published never changes.

use domain::actor::Role;
use domain::survey::{Text, starter};
use store::testing::fixture;
use store::{StoreError, survey};

use crate::scene::Scene;

#[tokio::test]
async fn a_new_tenant_has_the_standard_survey_once() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    let active = survey::active(&tenant).await.unwrap().expect("seeded");
    assert_eq!(active.template, starter::win_loss());
    assert_eq!(survey::seed(&tenant).await.unwrap(), active.version);
    assert_eq!(survey::list(&tenant).await.unwrap().len(), 1);
}

#[tokio::test]
async fn publishing_makes_a_new_version_and_leaves_the_old_one() {
    let scene = Scene::new().await;
    let by = fixture::member(&scene.db.store(), &scene.tenant, "max@northwind.example", Role::Admin).await;
    let tenant = scene.open().await;
    let first = survey::active(&tenant).await.unwrap().expect("seeded");
    let id = survey::list(&tenant).await.unwrap()[0].id;
    let mut changed = first.template.clone();
    changed.title = Text::english("Why?");
    scene.db.clock().advance(chrono::Duration::seconds(1));
    let second = survey::publish(&tenant, id, &changed, Some(by)).await.unwrap();
    tenant.commit().await.unwrap();
    let tenant = scene.open().await;
    assert_eq!(survey::active(&tenant).await.unwrap().map(|active| active.version), Some(second));
    assert_eq!(survey::version(&tenant, first.version).await.unwrap(), first.template);
    assert_eq!(survey::list(&tenant).await.unwrap()[0].number, 2);
}

#[tokio::test]
async fn nobody_can_change_a_published_version() {
    let scene = Scene::new().await;
    let tried = "update pool.template_versions set document = '{}'";
    let ended = tokio::spawn(async move { scene.db.sabotage(tried).await }).await;
    assert!(ended.is_err_and(|error| error.is_panic()), "the update went through");
}

#[tokio::test]
async fn an_unfit_template_is_refused_with_its_findings() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    let id = survey::create(&tenant, "Empty").await.unwrap();
    let mut empty = starter::win_loss();
    empty.sections.clear();
    let refused = survey::publish(&tenant, id, &empty, None).await;
    assert!(matches!(refused, Err(StoreError::Refused(findings)) if findings[0].contains("sections")));
}

#[tokio::test]
async fn another_tenants_survey_is_not_found() {
    let scene = Scene::new().await;
    let other = fixture::tenant(&scene.db.store(), "southwind", domain::tenant::Tier::Pool).await;
    let theirs = fixture::open(&scene.db.store(), &other).await;
    let version = survey::active(&theirs).await.unwrap().expect("seeded").version;
    let id = survey::list(&theirs).await.unwrap()[0].id;
    let tenant = scene.open().await;
    assert!(matches!(survey::version(&tenant, version).await, Err(StoreError::NotFound)));
    let published = survey::publish(&tenant, id, &starter::win_loss(), None).await;
    assert!(matches!(published, Err(StoreError::NotFound)));
}
