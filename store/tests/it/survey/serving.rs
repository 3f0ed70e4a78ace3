//! Which survey a deal and its people get, and what becomes of one that is replaced or archived.

use chrono::Duration;
use domain::deal::Outcome;
use domain::response::Attribution;
use domain::survey::Audience;
use domain::survey::shelf::{Archived, NewSurvey, Published, Saved, SurveyState};
use domain::tenant::Tier;
use store::testing::fixture;
use store::{StoreError, link, survey};

use super::{TIERS, new_survey, published, somebody, titled};
use crate::scene::{HOST, Scene, active, answers, event_of, lost};

#[tokio::test]
async fn a_deal_gets_the_survey_for_its_outcome_and_its_people_the_one_for_them() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    let standard = active(&tenant).await.version;
    let for_deal = async |outcome, audience| {
        survey::for_deal(&tenant, outcome, audience).await.unwrap().map(|found| found.version)
    };
    assert_eq!(for_deal(Outcome::Won, Audience::Sales).await, None);
    let replaced = async |survey| {
        let draft = survey::load_draft(&tenant, survey).await.unwrap();
        survey::replaced(&tenant, &draft).await.unwrap()
    };
    let name = survey::list(&tenant).await.unwrap()[0].name.clone();
    let next = survey::create(&tenant, &new_survey("Next", &[Outcome::Won]), None).await.unwrap();
    assert_eq!(replaced(next).await, [(Outcome::Won, name.clone())], "what would be sent no more");
    scene.db.clock().advance(Duration::seconds(1));
    let (won, version) = published(&tenant, &new_survey("Won", &[Outcome::Won])).await;
    let debrief = NewSurvey { audience: Audience::Sales, ..new_survey("Debrief", &Outcome::ALL) };
    let (debrief, debrief_version) = published(&tenant, &debrief).await;
    assert_eq!(for_deal(Outcome::Won, Audience::Buyer).await, Some(version), "the one published last");
    assert_eq!(replaced(next).await, [(Outcome::Won, "Won".to_owned())]);
    assert_eq!(replaced(won).await, [], "it is the one already");
    assert_eq!(replaced(debrief).await, [], "who sells is asked by another");
    assert_eq!(for_deal(Outcome::LostCompetitor, Audience::Buyer).await, Some(standard));
    assert_eq!(for_deal(Outcome::LostOther, Audience::Sales).await, Some(debrief_version));
    survey::set_use(&tenant, won, Audience::Buyer, &[]).await.unwrap();
    assert_eq!(for_deal(Outcome::Won, Audience::Buyer).await, Some(standard));
    let changed = survey::set_use(&tenant, debrief, Audience::Buyer, &[]).await;
    assert!(matches!(changed, Err(StoreError::Conflict { .. })), "answers would change sides");
    let draft = survey::create(&tenant, &new_survey("Draft", &[]), None).await.unwrap();
    survey::set_use(&tenant, draft, Audience::Sales, &[Outcome::Won]).await.unwrap();
    assert_eq!(for_deal(Outcome::Won, Audience::Sales).await, Some(debrief_version), "a draft asks nobody");
}

#[tokio::test]
async fn what_a_survey_replaces_is_its_own_tenants() {
    for (tier, other_tier) in [(Tier::Pool, Tier::Pool), (Tier::Silo, Tier::Pool), (Tier::Pool, Tier::Silo)] {
        let scene = Scene::of(tier).await;
        let other = fixture::tenant(&scene.db.store(), "southwind", other_tier).await;
        let theirs = fixture::open(&scene.db.store(), &other).await;
        scene.db.clock().advance(Duration::seconds(1));
        published(&theirs, &new_survey("Theirs", &Outcome::ALL)).await;
        theirs.commit().await.unwrap();

        let tenant = scene.open().await;
        let standard = survey::list(&tenant).await.unwrap()[0].name.clone();
        let next = survey::create(&tenant, &new_survey("Next", &[Outcome::Won]), None).await.unwrap();
        let draft = survey::load_draft(&tenant, next).await.unwrap();
        let replaced = survey::replaced(&tenant, &draft).await.unwrap();
        assert_eq!(replaced, [(Outcome::Won, standard)], "though the other's was published later");
        tenant.commit().await.unwrap();

        let theirs = fixture::open(&scene.db.store(), &other).await;
        let replaced = survey::replaced(&theirs, &draft).await.unwrap();
        assert_eq!(replaced, [(Outcome::Won, "Theirs".to_owned())], "a draft leads into no other tenant");
    }
}

#[tokio::test]
async fn who_began_finishes_on_an_archived_survey_and_who_did_not_is_asked_by_another() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let tenant = scene.open().await;
        let id = survey::list(&tenant).await.unwrap()[0].id;
        tenant.commit().await.unwrap();
        let (begun, sent, late) = (
            scene.invite(&event_of("D-1")).await,
            scene.invite(&event_of("D-2")).await,
            scene.invite(&event_of("D-3")).await,
        );
        let tenant = scene.open_as(begun.invitation).await;
        link::start(&tenant, begun.invitation, None, None).await.unwrap();
        tenant.commit().await.unwrap();
        let tenant = scene.open().await;
        link::mark_sent(&tenant, sent.invitation, "bo@express.example").await.unwrap();
        let won = domain::crm::DealEvent { outcome: Some(Outcome::Won), ..event_of("D-4") };
        tenant.commit().await.unwrap();
        let won = scene.invite(&won).await;
        let tenant = scene.open().await;
        let (_, other) = published(&tenant, &new_survey("Lost", &[Outcome::LostCompetitor])).await;
        let left = survey::archive(&tenant, id).await.unwrap();
        assert_eq!(left, Archived { moved: 2, stayed: 1 });
        assert_eq!(survey::archive(&tenant, id).await.unwrap(), Archived { moved: 0, stayed: 1 }, "again");
        tenant.commit().await.unwrap();
        let of = async |invited: &crate::scene::Invited| {
            let tenant = scene.open_as(invited.invitation).await;
            link::find(&tenant, &invited.token.hash()).await.unwrap().expect("it is there").version
        };
        for (invited, version) in
            [(&begun, begun.version), (&sent, other), (&late, other), (&won, won.version)]
        {
            assert_eq!(of(invited).await, version);
        }
        let tenant = scene.open_as(begun.invitation).await;
        let submission = scene.submission(&begun, answers(Attribution::Named));
        let end = link::redeem(&tenant, &submission, &lost(), HOST).await.unwrap();
        assert!(matches!(end, link::Redeemed::Accepted(_)), "{end:?}");
        tenant.commit().await.unwrap();
        assert!(scene.ingest(submission.id).await);

        let tenant = scene.open().await;
        assert!(survey::for_deal(&tenant, Outcome::Won, Audience::Buyer).await.unwrap().is_none());
        let listed = survey::list(&tenant).await.unwrap();
        assert_eq!((listed[1].id, listed[1].state), (id, SurveyState::Archived), "at the end of the list");
        let ada = somebody(&scene);
        let draft = survey::load_draft(&tenant, id).await.unwrap();
        let saved = survey::save_draft(&tenant, id, draft.revision, &titled("Why?"), ada).await.unwrap();
        assert_eq!(saved, Saved::Archived);
        let end = survey::publish(&tenant, id, draft.revision, Some(ada)).await.unwrap();
        assert_eq!(end, Published::Archived);
        survey::unarchive(&tenant, id).await.unwrap();
        assert!(survey::for_deal(&tenant, Outcome::Won, Audience::Buyer).await.unwrap().is_some());
    }
}
