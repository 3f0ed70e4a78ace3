//! Surveys: nothing that was published changes, nothing that was written is lost, and everybody is asked by the right
//! one.

mod image;
mod publishing;
mod serving;

use chrono::Duration;
use domain::actor::Role;
use domain::deal::Outcome;
use domain::id::{TemplateId, UserId, VersionId};
use domain::response::Attribution;
use domain::survey::shelf::{NewSurvey, Published, SurveyState};
use domain::survey::{Audience, Template, Text, starter};
use domain::tenant::Tier;
use store::testing::fixture;
use store::{StoreError, TenantTx, Workload, link, survey};

use crate::scene::{Scene, active, answers, event, event_of, publish};

const TIERS: [Tier; 2] = [Tier::Pool, Tier::Silo];

fn somebody(scene: &Scene) -> UserId {
    UserId::new(scene.db.clock().new_id())
}

fn titled(title: &str) -> Template {
    Template { title: Text::english(title), ..starter::win_loss() }
}

fn new_survey(name: &str, outcomes: &[Outcome]) -> NewSurvey {
    let template = Template { name: name.to_owned(), ..starter::win_loss() };
    NewSurvey { template, audience: Audience::Buyer, outcomes: outcomes.to_vec() }
}

/// Creates a survey and publishes it.
async fn published(tenant: &TenantTx, new: &NewSurvey) -> (TemplateId, VersionId) {
    let id = survey::create(tenant, new, None).await.unwrap();
    match survey::publish(tenant, id, 1, None).await.unwrap() {
        Published::Yes { version, .. } => (id, version),
        refused => panic!("{refused:?}"),
    }
}

#[tokio::test]
async fn a_new_tenant_has_the_standard_survey_once() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    assert_eq!(*active(&tenant).await.template, starter::win_loss());
    survey::seed(&tenant).await.unwrap();
    let all = survey::list(&tenant).await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].state, all[0].number, all[0].changed_by), (SurveyState::Published, 1, None));
}

#[tokio::test]
async fn publishing_makes_a_new_version_and_leaves_the_old_one() {
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let tenant = scene.open().await;
        let first = active(&tenant).await;
        let id = survey::list(&tenant).await.unwrap()[0].id;
        scene.db.clock().advance(Duration::seconds(1));
        let second = publish(&tenant, &titled("Why?")).await;
        tenant.commit().await.unwrap();
        let tenant = scene.open().await;
        assert_eq!(active(&tenant).await.version, second);
        assert_eq!(survey::version(&tenant, first.version).await.unwrap(), first.template);
        assert_eq!(survey::list(&tenant).await.unwrap()[0].number, 2);
        let versions = survey::versions(&tenant, id).await.unwrap();
        let numbers: Vec<(i32, bool)> = versions.iter().map(|one| (one.number, one.is_active)).collect();
        assert_eq!(numbers, [(2, true), (1, false)]);
        assert!(versions[0].by.is_some() && versions[1].by.is_none(), "who published each");
    }
}

#[tokio::test]
async fn nobody_can_change_a_published_version() {
    let scene = Scene::new().await;
    let tried = "update pool.template_versions set document = '{}'";
    let ended = tokio::spawn(async move { scene.db.sabotage(tried).await }).await;
    assert!(ended.is_err_and(|error| error.is_panic()), "the update went through");
}

#[tokio::test]
async fn the_list_says_how_many_answered_and_how_many_of_those_who_began() {
    let scene = Scene::new().await;
    for (number, (begins, sends)) in
        [(true, true), (true, false), (false, false), (false, true)].iter().enumerate()
    {
        let bo = scene.invite(&event_of(&format!("D-{number}"))).await;
        if *begins {
            let tenant = scene.open_as(bo.invitation).await;
            link::start(&tenant, bo.invitation, None, None).await.unwrap();
            tenant.commit().await.unwrap();
        }
        if *sends {
            let submission = scene.send(&bo, answers(Attribution::Named)).await;
            assert!(scene.ingest(submission).await);
        }
    }
    let tenant = scene.open().await;
    let listed = survey::list(&tenant).await.unwrap().remove(0);
    assert_eq!((listed.answers, listed.completion.hits, listed.completion.n), (2, 2, 3));
    let version = survey::versions(&tenant, listed.id).await.unwrap().remove(0);
    assert_eq!((version.invited, version.under_way, version.answers), (4, 1, 2));
}

#[tokio::test]
async fn samples_are_the_tenants_own_deals_with_most_to_show() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    assert_eq!(survey::samples(&tenant).await.unwrap(), []);
    drop(tenant);
    for number in 0..4 {
        scene.upsert(&event_of(&format!("D-{number}"))).await;
    }
    let mut rich = event_of("D-9");
    rich.competitors = vec!["Salesforce".to_owned()];
    rich.products = vec!["Suite".to_owned()];
    rich.closed_at -= Duration::days(100);
    scene.upsert(&rich).await;
    let won = domain::crm::DealEvent { outcome: Some(Outcome::Won), ..event_of("D-8") };
    scene.upsert(&won).await;
    let other = fixture::tenant(&scene.db.store(), "southwind", Tier::Pool).await;
    let tenant = scene.open().await;
    let samples = survey::samples(&tenant).await.unwrap();
    let outcomes: Vec<_> = samples.iter().map(|sample| sample.facts.outcome.expect("closed")).collect();
    assert_eq!(outcomes, [Outcome::Won, Outcome::LostCompetitor, Outcome::LostCompetitor]);
    let first = &samples[1];
    assert_eq!(first.facts.competitors, ["Salesforce"]);
    assert_eq!((first.product.as_deref(), first.contact.as_str()), (Some("Suite"), "Bo Buyer"));
    assert_eq!((first.account.as_str(), first.owner.as_deref()), ("Express Logistics", Some("Ada Quist")));
    drop(tenant);
    let tenant = fixture::open(&scene.db.store(), &other).await;
    assert_eq!(survey::samples(&tenant).await.unwrap(), [], "of another tenant none");
}

#[tokio::test]
async fn another_tenants_survey_is_not_found() {
    for tier in TIERS {
        let scene = Scene::new().await;
        let other = fixture::tenant(&scene.db.store(), "southwind", tier).await;
        let theirs = fixture::open(&scene.db.store(), &other).await;
        let version = active(&theirs).await.version;
        let id = survey::list(&theirs).await.unwrap()[0].id;
        drop(theirs);
        let ada = somebody(&scene);
        let tenant = scene.open().await;
        let not_found =
            |end: Option<StoreError>| assert!(matches!(end, Some(StoreError::NotFound)), "{end:?}");
        not_found(survey::version(&tenant, version).await.err());
        not_found(survey::load_draft(&tenant, id).await.err());
        not_found(survey::save_draft(&tenant, id, 2, &titled("Ours"), ada).await.err());
        not_found(survey::publish(&tenant, id, 2, Some(ada)).await.err());
        not_found(survey::restore(&tenant, id, version, 2, ada).await.err());
        not_found(survey::copy(&tenant, id, "Ours", ada).await.err());
        not_found(survey::rename(&tenant, id, "Ours", ada).await.err());
        not_found(survey::set_use(&tenant, id, Audience::Buyer, &[]).await.err());
        not_found(survey::archive(&tenant, id).await.err());
        not_found(survey::unarchive(&tenant, id).await.err());
        assert_eq!(survey::versions(&tenant, id).await.unwrap(), []);
        tenant.commit().await.unwrap();
        let theirs = fixture::open(&scene.db.store(), &other).await;
        let draft = survey::load_draft(&theirs, id).await.unwrap();
        assert_eq!((draft.template, draft.is_archived), (starter::win_loss(), false), "nothing was changed");
    }
}

#[tokio::test]
async fn a_preview_is_its_members_own_and_never_an_answer() {
    use domain::survey::AnswerSet;
    use domain::survey::sample::Sample;
    use store::survey::preview::{self, Preview};
    for tier in TIERS {
        let scene = Scene::of(tier).await;
        let (ada, ben) = (somebody(&scene), somebody(&scene));
        let door = async |user: UserId| {
            let actor = fixture::acting(user, Role::Admin);
            scene.db.store().open_tenant(scene.tenant.id, actor, Workload::Live).await.unwrap()
        };
        let tenant = door(ada).await;
        let survey = survey::list(&tenant).await.unwrap()[0].id;
        let sample = Sample::made_up(Outcome::LostCompetitor, scene.db.clock().now());
        let id = preview::create(&tenant, survey, &titled("Draft"), &sample, None).await.unwrap();
        let mut all = AnswerSet::new();
        all.set("story", crate::scene::text("A test answer"));
        let begun = preview::load(&tenant, id).await.unwrap().expect("it is there");
        assert_eq!((&begun.template, &begun.sample), (&titled("Draft"), &sample));
        let kept = Preview { answers: all, attribution: Some(Attribution::Pooled), ..begun };
        assert!(preview::save(&tenant, &kept).await.unwrap());
        tenant.commit().await.unwrap();
        let tenant = door(ada).await;
        assert_eq!(preview::load(&tenant, id).await.unwrap(), Some(kept.clone()));
        drop(tenant);
        for other in [door(ben).await, scene.open().await] {
            assert_eq!(preview::load(&other, id).await.unwrap(), None);
            assert!(!preview::save(&other, &kept).await.unwrap());
        }
        let buyer = scene.invite(&event()).await;
        let tenant = scene.open_as(buyer.invitation).await;
        assert_eq!(preview::load(&tenant, id).await.unwrap(), None);
        let refused = preview::create(&tenant, survey, &titled("Draft"), &sample, None).await;
        assert!(matches!(refused, Err(StoreError::Forbidden)));
        drop(tenant);
        for table in ["drafts", "submissions", "responses", "survey_steps"] {
            assert_eq!(scene.rows(table).await, 0, "{table}");
        }
        let tenant = scene.open().await;
        assert_eq!(preview::purge(&tenant).await.unwrap(), 0);
        scene.db.clock().advance(Duration::days(1) + Duration::seconds(1));
        assert_eq!(preview::purge(&tenant).await.unwrap(), 1);
    }
}
