//! Logos: kept for their tenant, served as what they are, and gone when nothing shows them.

use chrono::Duration;
use domain::survey::Place;
use domain::survey::shelf::{Published, Saved};
use store::testing::fixture;
use store::{StoreError, survey};

use super::{TIERS, somebody, titled};
use crate::scene::{Scene, publish};

#[tokio::test]
async fn an_image_is_its_tenants_own_and_goes_when_nothing_shows_it() {
    use domain::survey::branding::Logo;
    use store::survey::image::{self, Image};
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let ada = somebody(&scene);
        let tenant = scene.open().await;
        let logo = Image { mime: "image/png".to_owned(), width: 2, height: 1, bytes: vec![1, 2, 3] };
        let shown = image::insert(&tenant, &logo, Some(ada)).await.unwrap();
        let drafted = image::insert(&tenant, &logo, Some(ada)).await.unwrap();
        let unused = image::insert(&tenant, &logo, Some(ada)).await.unwrap();
        assert_eq!(image::load(&tenant, shown).await.unwrap(), Some(logo));
        let with = |image| {
            let mut template = titled("With a logo");
            template.branding.logo = Some(Logo { image, width: 2, height: 1, alt: "Us".to_owned() });
            template
        };
        publish(&tenant, &with(shown)).await;
        let id = survey::list(&tenant).await.unwrap()[0].id;
        let seen = survey::load_draft(&tenant, id).await.unwrap().revision;
        survey::save_draft(&tenant, id, seen, &with(drafted), ada).await.unwrap();
        assert_eq!(image::purge_unused(&tenant).await.unwrap(), 0, "who uploads has a day to use it");
        scene.db.clock().advance(Duration::days(1) + Duration::seconds(1));
        assert_eq!(image::purge_unused(&tenant).await.unwrap(), 1);
        assert_eq!(image::load(&tenant, unused).await.unwrap(), None);
        assert!(image::load(&tenant, shown).await.unwrap().is_some());
        assert!(image::load(&tenant, drafted).await.unwrap().is_some());
        tenant.commit().await.unwrap();
        let other = fixture::tenant(&scene.db.store(), "southwind", tier).await;
        let theirs = fixture::open(&scene.db.store(), &other).await;
        assert_eq!(image::load(&theirs, shown).await.unwrap(), None, "another tenant's");
        let id = survey::list(&theirs).await.unwrap()[0].id;
        let seen = survey::load_draft(&theirs, id).await.unwrap().revision;
        let Saved::Yes { revision } = survey::save_draft(&theirs, id, seen, &with(shown), ada).await.unwrap()
        else {
            panic!("it is a draft")
        };
        let refused = survey::publish(&theirs, id, revision, None).await.unwrap();
        let Published::Refused(found) = refused else { panic!("{refused:?}") };
        assert_eq!(found[0].place, Place::Branding, "{found:?}");
    }
}

#[tokio::test]
async fn only_an_image_of_a_type_that_is_served_is_kept() {
    use store::survey::image::{self, Image};
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    let svg = Image { mime: "image/svg+xml".to_owned(), width: 1, height: 1, bytes: Vec::new() };
    assert!(matches!(image::insert(&tenant, &svg, None).await, Err(StoreError::Conflict { .. })));
}
