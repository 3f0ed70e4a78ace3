//! Drafts and versions: what is kept, what is refused, and who wins of several at once.

use domain::actor::Role;
use domain::survey::kind::TextLimits;
use domain::survey::shelf::{Published, Saved, SurveyState};
use domain::survey::{Kind, Level, Template, Text, starter};
use store::testing::fixture;
use store::{StoreError, Workload, audit, survey};

use super::{new_survey, somebody, titled};
use crate::scene::{Scene, active, publish};

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
