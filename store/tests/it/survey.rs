//! Surveys: nothing that was published changes, nothing that was written is lost, and everybody is asked by the right
//! one.

use chrono::Duration;
use domain::actor::Role;
use domain::deal::Outcome;
use domain::id::{TemplateId, UserId, VersionId};
use domain::response::Attribution;
use domain::survey::kind::TextLimits;
use domain::survey::shelf::{Archived, NewSurvey, Published, Saved, SurveyState};
use domain::survey::{Audience, Kind, Level, Place, Template, Text, starter};
use domain::tenant::Tier;
use store::testing::fixture;
use store::{StoreError, TenantTx, Workload, audit, link, survey};

use crate::scene::{HOST, Scene, active, answers, event, event_of, lost, publish};

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
async fn a_draft_is_kept_beside_the_version_and_buyers_do_not_see_it() {
    let scene = Scene::new().await;
    let ada = somebody(&scene);
    let tenant = scene.open().await;
    let id = survey::list(&tenant).await.unwrap()[0].id;
    let draft = survey::load_draft(&tenant, id).await.unwrap();
    assert_eq!(
        (draft.template.clone(), draft.is_changed),
        (starter::win_loss(), false),
        "the version in use"
    );
    let saved = survey::save_draft(&tenant, id, draft.revision, &titled("Why?"), ada).await.unwrap();
    assert_eq!(saved, Saved::Yes { revision: draft.revision + 1 });
    tenant.commit().await.unwrap();
    let tenant = scene.open().await;
    let draft = survey::load_draft(&tenant, id).await.unwrap();
    assert_eq!((draft.template, draft.is_changed, draft.by), (titled("Why?"), true, Some(ada)));
    assert_eq!(*active(&tenant).await.template, starter::win_loss());
    let listed = &survey::list(&tenant).await.unwrap()[0];
    assert_eq!((listed.state, listed.changed_by), (SurveyState::Changed, Some(ada)));
    // What was changed back is not changed.
    survey::save_draft(&tenant, id, draft.revision, &starter::win_loss(), ada).await.unwrap();
    assert!(!survey::load_draft(&tenant, id).await.unwrap().is_changed);
    assert_eq!(survey::list(&tenant).await.unwrap()[0].state, SurveyState::Published);
    let published = survey::publish(&tenant, id, draft.revision + 1, Some(ada)).await.unwrap();
    assert_eq!(published, Published::Unchanged);
}

#[tokio::test]
async fn a_change_to_what_somebody_else_changed_is_refused_and_loses_nothing() {
    let scene = Scene::new().await;
    let (ada, ben) = (somebody(&scene), somebody(&scene));
    let tenant = scene.open().await;
    let id = survey::list(&tenant).await.unwrap()[0].id;
    let seen = survey::load_draft(&tenant, id).await.unwrap().revision;
    survey::save_draft(&tenant, id, seen, &titled("Ada's"), ada).await.unwrap();
    let refused = survey::save_draft(&tenant, id, seen, &titled("Ben's"), ben).await.unwrap();
    let Saved::Conflict(now) = refused else { panic!("{refused:?}") };
    assert_eq!((now.template, now.by, now.revision), (titled("Ada's"), Some(ada), seen + 1));
    assert_eq!(now.at, Some(scene.db.clock().now()));
    let published = survey::publish(&tenant, id, seen, Some(ben)).await.unwrap();
    assert!(matches!(published, Published::Conflict(now) if now.by == Some(ada)));
    assert_eq!(survey::load_draft(&tenant, id).await.unwrap().template, titled("Ada's"));
    // Having seen it, Ben may go on.
    let saved = survey::save_draft(&tenant, id, seen + 1, &titled("Ben's"), ben).await.unwrap();
    assert_eq!(saved, Saved::Yes { revision: seen + 2 });
}

#[tokio::test]
async fn of_many_who_save_at_once_one_is_kept_and_the_others_are_told_by_whom() {
    let scene = Scene::new().await;
    let tenant = scene.open().await;
    let id = survey::list(&tenant).await.unwrap()[0].id;
    let seen = survey::load_draft(&tenant, id).await.unwrap().revision;
    drop(tenant);
    let mut saves = tokio::task::JoinSet::new();
    for number in 0..10 {
        let (store, known, by) = (scene.db.store(), scene.tenant.clone(), somebody(&scene));
        saves.spawn(async move {
            let tenant = fixture::open(&store, &known).await;
            let template = titled(&number.to_string());
            let saved = survey::save_draft(&tenant, id, seen, &template, by).await.unwrap();
            tenant.commit().await.unwrap();
            (by, template, saved)
        });
    }
    let ends = saves.join_all().await;
    let (won, lost): (Vec<_>, Vec<_>) =
        ends.into_iter().partition(|(_, _, saved)| matches!(saved, Saved::Yes { .. }));
    assert_eq!((won.len(), lost.len()), (1, 9));
    let (by, template, _) = &won[0];
    for (_, _, saved) in lost {
        let Saved::Conflict(now) = saved else { panic!("{saved:?}") };
        assert_eq!((now.by, &now.template), (Some(*by), template));
    }
}

#[tokio::test]
async fn of_two_who_publish_at_once_one_does_and_the_other_is_told_of_it() {
    let scene = Scene::new().await;
    let (ada, ben) = (somebody(&scene), somebody(&scene));
    let tenant = scene.open().await;
    let id = survey::list(&tenant).await.unwrap()[0].id;
    let seen = survey::load_draft(&tenant, id).await.unwrap().revision;
    survey::save_draft(&tenant, id, seen, &titled("Why?"), ada).await.unwrap();
    tenant.commit().await.unwrap();
    let mut publications = tokio::task::JoinSet::new();
    for by in [ada, ben] {
        let (store, known) = (scene.db.store(), scene.tenant.clone());
        publications.spawn(async move {
            let tenant = fixture::open(&store, &known).await;
            let end = survey::publish(&tenant, id, seen + 1, Some(by)).await.unwrap();
            tenant.commit().await.unwrap();
            (by, end)
        });
    }
    let ends = publications.join_all().await;
    let winner = ends.iter().find(|(_, end)| matches!(end, Published::Yes { .. })).expect("one won").0;
    let told = ends.iter().find_map(|(_, end)| match end {
        Published::Conflict(now) => Some(now),
        _ => None,
    });
    let now = told.expect("the other was told");
    assert_eq!((now.by, now.number, now.is_changed), (Some(winner), 2, false));
    let tenant = scene.open().await;
    assert_eq!(survey::versions(&tenant, id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_unfit_draft_is_kept_and_refused_with_its_findings() {
    let scene = Scene::new().await;
    let ada = somebody(&scene);
    let tenant = scene.open().await;
    let id = survey::create(&tenant, &new_survey("Unfit", &[]), Some(ada)).await.unwrap();
    let mut unfit = starter::win_loss();
    unfit.sections[0].questions[0].text = Text::new();
    let saved = survey::save_draft(&tenant, id, 1, &unfit, ada).await.unwrap();
    assert_eq!(saved, Saved::Yes { revision: 2 });
    let refused = survey::publish(&tenant, id, 2, Some(ada)).await.unwrap();
    let Published::Refused(findings) = refused else { panic!("{refused:?}") };
    assert!(
        findings.iter().any(|one| one.level == Level::Error && one.place.question_key() == Some("clarity"))
    );
    assert_eq!(survey::load_draft(&tenant, id).await.unwrap().template.sections, unfit.sections);
    assert_eq!(survey::versions(&tenant, id).await.unwrap(), []);
}

#[tokio::test]
async fn a_key_that_was_another_kind_of_question_is_warned_of() {
    let scene = Scene::new().await;
    let ada = somebody(&scene);
    let tenant = scene.open().await;
    let id = survey::list(&tenant).await.unwrap()[0].id;
    let seen = survey::load_draft(&tenant, id).await.unwrap().revision;
    let mut other = starter::win_loss();
    let asked = &mut other.sections[0].questions[1];
    (asked.kind, asked.meaning) = (Kind::LongText { limits: TextLimits::up_to(100) }, None);
    // The rule on the rating would be a finding of its own.
    other.sections.pop();
    survey::save_draft(&tenant, id, seen, &other, ada).await.unwrap();
    let published = survey::publish(&tenant, id, seen + 1, Some(ada)).await.unwrap();
    let Published::Yes { findings, number, .. } = published else { panic!("{published:?}") };
    assert_eq!(number, 2);
    let about_it = |one: &&domain::survey::Finding| one.place.question_key() == Some("overall");
    let warning = findings.iter().find(about_it).expect("a warning");
    assert!(warning.level == Level::Warning && warning.words.contains("version 1"), "{warning:?}");
}

#[tokio::test]
async fn a_draft_that_is_too_large_is_refused_and_the_one_before_stays() {
    let scene = Scene::new().await;
    let ada = somebody(&scene);
    let tenant = scene.open().await;
    let id = survey::list(&tenant).await.unwrap()[0].id;
    let seen = survey::load_draft(&tenant, id).await.unwrap().revision;
    let saved = survey::save_draft(&tenant, id, seen, &titled(&"x".repeat(2_000_000)), ada).await.unwrap();
    assert!(matches!(saved, Saved::TooLarge { bytes } if bytes > 2_000_000), "{saved:?}");
    assert_eq!(survey::load_draft(&tenant, id).await.unwrap().revision, seen);
}

#[tokio::test]
async fn a_version_can_be_taken_up_again_and_a_survey_copied_and_renamed() {
    let scene = Scene::new().await;
    let ada = somebody(&scene);
    let tenant = scene.open().await;
    let id = survey::list(&tenant).await.unwrap()[0].id;
    let first = active(&tenant).await.version;
    publish(&tenant, &titled("Second")).await;
    let seen = survey::load_draft(&tenant, id).await.unwrap().revision;
    survey::rename(&tenant, id, "Renamed", ada).await.unwrap();
    assert!(!survey::load_draft(&tenant, id).await.unwrap().is_changed, "a name is no change of the survey");
    let late = survey::restore(&tenant, id, first, seen, ada).await.unwrap();
    assert!(matches!(late, Saved::Conflict(now) if now.template.name == "Renamed"));
    let saved = survey::restore(&tenant, id, first, seen + 1, ada).await.unwrap();
    assert_eq!(saved, Saved::Yes { revision: seen + 2 });
    let draft = survey::load_draft(&tenant, id).await.unwrap();
    assert_eq!(draft.template, Template { name: "Renamed".to_owned(), ..starter::win_loss() });
    assert!(draft.is_changed);

    let copy = survey::copy(&tenant, id, "Copy", ada).await.unwrap();
    let copied = survey::load_draft(&tenant, copy).await.unwrap();
    assert_eq!(copied.template, Template { name: "Copy".to_owned(), ..starter::win_loss() });
    assert_eq!((copied.number, copied.outcomes.len()), (0, 4));
    let names: Vec<String> = survey::list(&tenant).await.unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"Copy".to_owned()) && names.contains(&"Renamed".to_owned()));
    survey::rename(&tenant, id, "Again", ada).await.unwrap();
    assert_eq!(survey::load_draft(&tenant, id).await.unwrap().template.name, "Again");
    let other = survey::versions(&tenant, id).await.unwrap()[0].id;
    assert!(matches!(survey::restore(&tenant, copy, other, 1, ada).await, Err(StoreError::NotFound)));
}

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

#[tokio::test]
async fn publishing_and_archiving_are_in_the_audit_trail() {
    let scene = Scene::new().await;
    let ada = somebody(&scene);
    let actor = fixture::acting(ada, Role::Admin);
    let tenant = scene.db.store().open_tenant(scene.tenant.id, actor, Workload::Live).await.unwrap();
    let id = survey::list(&tenant).await.unwrap()[0].id;
    publish(&tenant, &titled("Why?")).await;
    survey::archive(&tenant, id).await.unwrap();
    survey::archive(&tenant, id).await.unwrap();
    survey::unarchive(&tenant, id).await.unwrap();
    tenant.commit().await.unwrap();
    scene.db.store().shutdown().await;
    let store = store::Store::connect(&scene.db.config(), scene.db.clock().clone()).await.unwrap();
    let control = store.open_control().await.unwrap();
    let mut done: Vec<String> = audit::newest(&control, scene.tenant.id, 1000)
        .await
        .unwrap()
        .into_iter()
        .filter(|entry| entry.action != "open" && entry.actor == ada.to_string())
        .map(|entry| entry.action)
        .collect();
    done.sort();
    assert_eq!(done, ["archive_survey", "publish_survey", "unarchive_survey"]);
}
