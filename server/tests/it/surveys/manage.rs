//! The forms of the list and of the versions.

use domain::actor::Role;
use domain::survey::shelf::SurveyState;
use domain::survey::{Audience, Text};
use store::survey;
use store::testing::fixture;

use super::Scene;

#[tokio::test]
async fn a_ready_survey_is_begun_with_its_use() {
    let scene = Scene::new().await;
    let answer = scene.admin.post_form(&scene.own("/admin/surveys/new"), &[("ready", "rep_debrief")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let made = scene.surveys().await.into_iter().find(|one| one.audience == Audience::Sales).unwrap();
    assert_eq!(answer.location(), format!("/admin/surveys/{}/edit", made.id));
    assert_eq!((made.state, made.outcomes.len()), (SurveyState::Draft, 4));
    let blank = scene.admin.post_form(&scene.own("/admin/surveys/new"), &[]).await;
    assert_eq!(blank.status, 303);
    assert_eq!(scene.surveys().await.len(), 3);
    let unknown = scene.admin.post_form(&scene.own("/admin/surveys/new"), &[("ready", "../won")]).await;
    assert_eq!(unknown.status, 404);
    assert_eq!(scene.surveys().await.len(), 3, "nothing was made");
}

#[tokio::test]
async fn a_survey_is_copied_renamed_and_taken_out_of_use_and_back() {
    let scene = Scene::new().await;
    let id = scene.first().await;
    let at = |what: &str| format!("/admin/surveys/{id}/{what}");
    let copied = scene.admin.post_form(&at("copy"), &[("name", "A copy")]).await;
    assert_eq!(copied.location(), "/admin/surveys?done=copied");
    let renamed = scene.admin.post_form(&at("rename"), &[("name", "  Another\nname ")]).await;
    assert_eq!(renamed.location(), "/admin/surveys?done=renamed");
    let mut names: Vec<String> = scene.surveys().await.into_iter().map(|one| one.name).collect();
    names.sort();
    assert_eq!(names, ["A copy", "Another name"]);
    for bad in ["", "  ", "\n"] {
        assert_eq!(scene.admin.post_form(&at("rename"), &[("name", bad)]).await.status, 400, "{bad:?}");
    }
    let archived = scene.admin.post_form(&at("archive"), &[]).await;
    assert_eq!(archived.location(), "/admin/surveys?done=archived&moved=0&stayed=0");
    let state = |all: Vec<domain::survey::shelf::SurveySummary>| {
        all.into_iter().find(|one| one.id == id).unwrap().state
    };
    assert_eq!(state(scene.surveys().await), SurveyState::Archived);
    let page =
        scene.admin.get("/admin/surveys?done=archived&moved=3&stayed=1").await.text().replace("<!>", "");
    assert!(page.contains("3\u{a0}invitations that nobody had begun ask another survey"), "{page}");
    assert_eq!(
        scene.admin.post_form(&at("unarchive"), &[]).await.location(),
        "/admin/surveys?done=unarchived"
    );
    assert_eq!(state(scene.surveys().await), SurveyState::Published);
}

#[tokio::test]
async fn a_version_is_taken_up_again_unless_the_draft_is_another_by_now() {
    let scene = Scene::new().await;
    let id = scene.first().await;
    let tx = fixture::open(&scene.app.store(), &scene.tenant).await;
    let draft = survey::load_draft(&tx, id).await.unwrap();
    let version = survey::versions(&tx, id).await.unwrap()[0].id.to_string();
    let mut template = draft.template.clone();
    template.title = Text::english("Something else");
    let user = scene.app.member(&scene.tenant, "writer@northwind.example", Role::Admin).await;
    survey::save_draft(&tx, id, draft.revision, &template, user).await.unwrap();
    tx.commit().await.unwrap();
    let at = format!("/admin/surveys/{id}/restore");
    let seen = |revision: i32| [("version", version.clone()), ("revision", revision.to_string())];
    let post = async |revision: i32| {
        let fields = seen(revision);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        scene.admin.post_form(&at, &fields).await
    };
    let late = post(draft.revision).await;
    assert_eq!(late.location(), format!("/admin/surveys/{id}/versions?problem=conflict"));
    let page = scene.admin.get(late.location()).await.text();
    assert!(page.contains("nothing was replaced") && page.contains("Replace the draft?"));
    let restored = post(draft.revision + 1).await;
    assert_eq!(restored.location(), format!("/admin/surveys/{id}/edit?done=restored"));
    let tx = fixture::open(&scene.app.store(), &scene.tenant).await;
    assert_eq!(survey::load_draft(&tx, id).await.unwrap().template.title, draft.template.title);
}

#[tokio::test]
async fn somebody_elses_survey_is_not_found_whatever_is_done_to_it() {
    let scene = Scene::new().await;
    let (theirs, their_admin) = scene.other().await;
    for what in ["copy", "rename", "archive", "unarchive"] {
        let path = format!("/admin/surveys/{theirs}/{what}");
        assert_eq!(scene.admin.post_form(&path, &[("name", "Ours now")]).await.status, 404, "{what}");
    }
    let path = format!("/admin/surveys/{theirs}/restore");
    let fields = [("version", "00000000-0000-7000-8000-000000000000"), ("revision", "1")];
    assert_eq!(scene.admin.post_form(&path, &fields).await.status, 404);
    for page in [".json", "/results.csv", "/versions", "/results", "/preview"] {
        let path = format!("/admin/surveys/{theirs}{page}");
        assert_eq!(scene.admin.get(&path).await.status, 404, "{page}");
        assert_eq!(their_admin.get(&path).await.status, 200, "{page}: its owner still has it");
    }
    for nonsense in ["0", "none", "..", "%00"] {
        assert_eq!(scene.admin.get(&format!("/admin/surveys/{nonsense}/versions")).await.status, 404);
        assert_eq!(scene.admin.get(&format!("/admin/surveys/{nonsense}.json")).await.status, 404);
    }
}

#[tokio::test]
async fn only_who_edits_surveys_sees_them() {
    let scene = Scene::new().await;
    let id = scene.first().await;
    for role in [Role::Leader, Role::Rep, Role::Viewer] {
        let browser = scene.app.signed_in_as(&scene.tenant, role).await;
        for path in [
            "/admin/surveys".to_owned(),
            format!("/admin/surveys/{id}.json"),
            "/admin/surveys/new".to_owned(),
        ] {
            assert_eq!(browser.get(&path).await.status, 403, "{path} as {role:?}");
        }
        let copy = browser.post_form(&format!("/admin/surveys/{id}/copy"), &[("name", "x")]).await;
        assert_eq!(copy.status, 403);
    }
    assert_eq!(scene.surveys().await.len(), 1);
}

#[tokio::test]
async fn every_page_of_a_survey_is_whole_without_script() {
    let scene = Scene::new().await;
    let id = scene.first().await;
    for (path, words) in [
        ("/admin/surveys".to_owned(), "Win-loss"),
        ("/admin/surveys/new".to_owned(), "Ready surveys"),
        (format!("/admin/surveys/{id}/versions"), "1\u{a0}version"),
        (format!("/admin/surveys/{id}/results"), "No results yet"),
        (format!("/admin/surveys/{id}/results?version=1"), "No results yet"),
        (format!("/admin/surveys/{id}/preview"), "Try it as a sample deal"),
    ] {
        let answer = scene.admin.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        let text = answer.text().replace("<!>", "");
        assert!(text.contains(words), "{path}: {text}");
        assert!(!text.contains("skeleton"), "{path} waits for its data");
    }
    assert_eq!(scene.admin.get(&format!("/admin/surveys/{id}/results?version=9")).await.status, 404);
    let table = scene.admin.get(&format!("/admin/surveys/{id}/results.csv")).await;
    assert!(table.text().starts_with("\u{feff}question,key,kind,part,figure,value,n,withheld\r\n"));
    assert!(table.header("content-disposition").starts_with("attachment; filename=\""));
    let bare = scene.admin.get(&format!("/admin/surveys/{id}")).await;
    assert_eq!(bare.location(), format!("/admin/surveys/{id}/edit"));
}
