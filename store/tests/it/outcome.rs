//! An outcome that is corrected: whoever did not begin is asked by the survey that fits now, and what was said after the
//! other outcome is no reason for this one.

use domain::actor::Role;
use domain::crm::DealEvent;
use domain::deal::{DealListQuery, Outcome};
use domain::id::{UserId, VersionId};
use domain::link::LinkState;
use domain::report::ReportFilter;
use domain::response::Attribution;
use domain::survey::shelf::{NewSurvey, Published};
use domain::survey::{Answer, AnswerSet, Audience, Facts, starter};
use domain::taxonomy::Theme;
use domain::tenant::Tier;
use store::link::{self, Redeemed};
use store::testing::fixture;
use store::{Workload, deal, report, survey};

use crate::scene::{HOST, Invited, Scene, answers, at, chosen, event, event_of, text};

const TIERS: [Tier; 2] = [Tier::Pool, Tier::Silo];

fn ended(external_id: &str, outcome: Outcome, day: u8) -> DealEvent {
    DealEvent {
        outcome: Some(outcome),
        happened_at: Some(at(&format!("2026-11-{day}T00:00:00Z"))),
        ..event_of(external_id)
    }
}

/// One survey after wins, another after losses to a competitor; gives their versions.
async fn two_surveys(scene: &Scene) -> (VersionId, VersionId) {
    let tenant = scene.open().await;
    let won = survey::list(&tenant).await.unwrap()[0].id;
    survey::set_use(&tenant, won, Audience::Buyer, &[Outcome::Won]).await.unwrap();
    let new = NewSurvey {
        template: starter::win_loss(),
        audience: Audience::Buyer,
        outcomes: vec![Outcome::LostCompetitor],
    };
    let lost = survey::create(&tenant, &new, None).await.unwrap();
    let Published::Yes { version: lost, .. } = survey::publish(&tenant, lost, 1, None).await.unwrap() else {
        panic!("it is published")
    };
    let won = survey::for_deal(&tenant, Outcome::Won, Audience::Buyer).await.unwrap().expect("there is one");
    tenant.commit().await.unwrap();
    (won.version, lost)
}

async fn follow(scene: &Scene, invited: &Invited, fitting: Option<VersionId>) -> u64 {
    let tenant = scene.open().await;
    let changed = link::follow_outcome(&tenant, invited.deal, Audience::Buyer, fitting).await.unwrap();
    tenant.commit().await.unwrap();
    changed
}

/// What asks behind the link that the buyer has, and what the link is.
async fn behind(scene: &Scene, invited: &Invited) -> (VersionId, LinkState) {
    let tenant = scene.open_as(invited.invitation).await;
    let found = link::find(&tenant, &invited.token.hash()).await.unwrap().expect("the link is the same");
    (found.version, found.state)
}

#[tokio::test]
async fn who_did_not_begin_is_asked_by_the_survey_of_the_corrected_outcome() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let (won, lost) = two_surveys(&scene).await;
        let (begun, sent, waiting) = (
            scene.invite(&event_of("D-1")).await,
            scene.invite(&event_of("D-2")).await,
            scene.invite(&event_of("D-3")).await,
        );
        let tenant = scene.open_as(begun.invitation).await;
        link::start(&tenant, begun.invitation, None, None).await.unwrap();
        tenant.commit().await.unwrap();
        let tenant = scene.open().await;
        link::mark_sent(&tenant, sent.invitation, "bo@express.example").await.unwrap();
        tenant.commit().await.unwrap();
        assert_eq!(follow(&scene, &sent, Some(lost)).await, 0, "it fits");

        for (id, invited, version) in [("D-1", &begun, lost), ("D-2", &sent, won), ("D-3", &waiting, won)] {
            scene.upsert(&ended(id, Outcome::Won, 21)).await;
            follow(&scene, invited, Some(won)).await;
            assert_eq!(behind(&scene, invited).await, (version, LinkState::Open), "{id}");
        }

        for (id, invited, state) in [("D-1", &begun, LinkState::Open), ("D-2", &sent, LinkState::Withdrawn)] {
            scene.upsert(&ended(id, Outcome::LostOther, 22)).await;
            follow(&scene, invited, None).await;
            assert_eq!(behind(&scene, invited).await.1, state, "{id}: nobody is asked after this outcome");
        }
        let again = scene.invite(&ended("D-2", Outcome::LostCompetitor, 23)).await;
        assert_eq!(again.invitation, sent.invitation);
        assert_eq!(behind(&scene, &again).await, (lost, LinkState::Open));

        let other = fixture::tenant(&scene.db.store(), "southwind", tier).await;
        let theirs = fixture::open(&scene.db.store(), &other).await;
        let changed = link::follow_outcome(&theirs, waiting.deal, Audience::Buyer, None).await.unwrap();
        assert_eq!(changed, 0, "somebody else's deal");
    }
}

/// Answers the deal as one that ended so.
async fn answer(scene: &Scene, invited: &Invited, (outcome, said): (Outcome, AnswerSet)) {
    let submission = scene.submission(invited, (Attribution::Named, said));
    let tenant = scene.open_as(invited.invitation).await;
    let end = link::redeem(&tenant, &submission, &Facts::of(outcome), HOST).await.unwrap();
    assert!(matches!(end, Redeemed::Accepted(_)), "{end:?}");
    tenant.commit().await.unwrap();
    assert!(scene.ingest(submission.id).await);
}

fn praise() -> AnswerSet {
    let mut answers = AnswerSet::new();
    answers.set("clarity", chosen("trial"));
    answers.set("overall", Some(Answer::Rated { value: 5 }));
    answers.set("reasons_won", chosen(Theme::Integrations.code()));
    answers.set("story_won", text("It works with everything we have."));
    answers
}

/// The reasons for losing, the deals that name integrations, the reasons on the first of them, and in the rollups.
async fn reasons(scene: &Scene, invited: &Invited) -> (Vec<Theme>, usize, usize, i64) {
    let actor = fixture::acting(UserId::new(scene.db.clock().new_id()), Role::Leader);
    let door = scene.db.store().open_tenant(scene.tenant.id, actor, Workload::Reporting).await.unwrap();
    let filter = ReportFilter::default();
    let shown = report::dashboard(&door, &filter).await.unwrap();
    let query = DealListQuery { theme: Some(Theme::Integrations), ..DealListQuery::default() };
    let listed = deal::list(&door, &filter, &query).await.unwrap().rows.len();
    let page = deal::detail(&door, invited.deal).await.unwrap();
    let [answer] = page.answers.try_into().expect("one answer");
    drop(door);
    let door = scene.open().await;
    report::rollup::refresh(&door).await.unwrap();
    door.commit().await.unwrap();
    let rolled = format!(
        "select count(*) from {{t}}.rollups where tenant_id = '{}' and dimension = 'theme' and key = 'integrations'",
        scene.tenant.id
    );
    let themes = shown.reasons.iter().map(|reason| reason.theme).collect();
    (themes, listed, answer.themes.len(), scene.number(&rolled).await)
}

#[tokio::test]
async fn praise_for_a_deal_that_turns_out_lost_is_no_reason_for_losing_it() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let bo = scene.invite(&ended("D-1", Outcome::Won, 20)).await;
        answer(&scene, &bo, (Outcome::Won, praise())).await;
        assert_eq!(reasons(&scene, &bo).await, (vec![], 1, 1, 1));
        // Integrations were the first reason for losing it.
        scene.upsert(&ended("D-1", Outcome::LostCompetitor, 21)).await;
        assert_eq!(reasons(&scene, &bo).await, (vec![], 0, 0, 0));
        scene.upsert(&ended("D-1", Outcome::Won, 22)).await;
        assert_eq!(reasons(&scene, &bo).await, (vec![], 1, 1, 1), "and back");
    }
}

#[tokio::test]
async fn a_reason_for_losing_stays_one_when_only_the_kind_of_loss_is_corrected() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let bo = scene.invite(&event()).await;
        let submission = scene.send(&bo, answers(Attribution::Named)).await;
        assert!(scene.ingest(submission).await);
        let before = reasons(&scene, &bo).await;
        assert_eq!((before.0.len(), before.1, before.3), (2, 1, 1));
        scene.upsert(&ended("D-1", Outcome::LostNoDecision, 21)).await;
        assert_eq!(reasons(&scene, &bo).await, before);
        scene.upsert(&ended("D-1", Outcome::Won, 22)).await;
        assert_eq!(reasons(&scene, &bo).await, (vec![], 0, 0, 0), "nor is it one for winning");
    }
}
