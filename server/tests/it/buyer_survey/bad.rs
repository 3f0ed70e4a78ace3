//! Posts as they should not come, for surveys with every kind of question: forged, huge, and of another version.

use axum::http::StatusCode;
use domain::survey::{Choice, Kind, Question, Section, Text, starter};

use super::kinds::{ANSWERS, kinds};
use super::scene::{Browser, Invited, Scene};

async fn begun(scene: &Scene) -> (Invited, Browser) {
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.start(&bo).await;
    (bo, browser)
}

#[tokio::test]
async fn choices_and_rows_that_do_not_exist_are_refused_or_not_read() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let (_, browser) = begun(&scene).await;
    for (field, value) in [
        ("q.clear", "no_such_choice"),
        ("q.reasons", "<script>"),
        ("q.overall", "6"),
        ("q.overall", "-1"),
        ("q.nps", "11"),
        ("q.agree.clear", "no_such_column"),
        ("q.rank.1", "no_such_choice"),
        ("q.gap", "dearer"),
        ("q.gap.role", "all"),
        ("q.turn", "no_such_moment"),
        ("q.change", "no_such_change"),
        ("q.duel.ease.us", "6"),
        ("q.seats", "1e400"),
        ("q.live", "9999-99-99"),
    ] {
        let all: Vec<(&str, &str)> = std::iter::once((field, value))
            .chain(ANSWERS.iter().copied().filter(|(name, _)| *name != field))
            .collect();
        let refused = browser.submit("/survey/all", &all).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
        assert!(!refused.text.contains("<script>"), "{field}={value}");
    }
    let unknown =
        [("q.agree.no_such_row", "yes"), ("q.duel.x.us", "5"), ("q.rank.99", "risk"), ("q.nothing", "1")];
    let all: Vec<(&str, &str)> = ANSWERS.iter().copied().chain(unknown).collect();
    assert_eq!(
        browser.submit("/survey/all", &all).await.location(),
        "/survey/review",
        "what is not asked is not read"
    );
    assert!(!browser.get("/survey/review").await.text.contains("no_such"));
}

#[tokio::test]
async fn ten_thousand_choices_and_vendors_are_too_many_and_break_nothing() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let (_, browser) = begun(&scene).await;
    let page = browser.get("/survey/all").await;
    let many: Vec<(&str, &str)> = std::iter::repeat_n(("q.reasons", "price"), 10_000).collect();
    assert_eq!(browser.submit_page(&page, "/survey/all", &many).await.status, StatusCode::BAD_REQUEST);
    let names: String = (0..10_000).map(|number| format!("V{number}\n")).collect();
    let listed = [("q.others", "other"), ("q.others.other", names.as_str())];
    let refused = browser.submit_page(&page, "/survey/all", &listed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Name at most 20."), "it is said, and what was typed stays");
    assert!(refused.text.contains("V9999"));
    let rows: Vec<(String, String)> = (0..900)
        .flat_map(|row| {
            [
                (format!("q.field.name.{row}"), format!("N{row}")),
                (format!("q.field.own.{row}"), "1".to_owned()),
            ]
        })
        .collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = browser.submit_page(&page, "/survey/all", &rows).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.len() < 200_000, "and the page does not grow with it");
}

#[tokio::test]
async fn every_script_survives_in_every_text() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let (_, browser) = begun(&scene).await;
    let text = "שלום مرحبا 你好 Ωμέγα हिन्दी 👩‍👩‍👧 <b>\"&'</b> {account} \u{202e}x";
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let fields = [
        "q.role",
        "q.story",
        "q.reasons.other",
        "q.alone.other",
        "q.others.other",
        "q.field.name.2",
        "q.turn.who",
        "q.change.words",
    ];
    let mut all: Vec<(&str, &str)> =
        ANSWERS.iter().copied().filter(|(name, _)| !fields.contains(name)).collect();
    all.extend(fields.map(|field| (field, text)));
    all.push(("q.others", "other"));
    assert_eq!(browser.submit("/survey/all", &all).await.location(), "/survey/review");
    for address in ["/survey/all", "/survey/review"] {
        let page = browser.get(address).await;
        assert!(!page.text.contains("<b>\""), "{address}");
        let whole = page.text.replace("&quot;", "\"").replace("&#x27;", "'");
        assert!(whole.matches(&escaped).count() >= fields.len(), "{address}: {}", page.text);
    }
    browser.send().await;
    scene.app.run_jobs().await;
    let receipt = browser.get("/survey/thanks").await;
    assert_eq!(receipt.status, StatusCode::OK);
    assert_eq!(scene.count("responses").await, 1);
}

#[tokio::test]
async fn whoever_began_finishes_on_the_version_he_began() {
    let scene = Scene::new().await;
    let (bo, browser) = begun(&scene).await;
    let mut newer = starter::win_loss();
    newer.sections.truncate(1);
    newer.sections[0].questions.truncate(1);
    newer.sections[0].questions[0].key = "another".to_owned();
    scene.publish(&newer).await;
    let cy = scene.invite_of(&scene.tenant, "D-2", ("lost", "competitor")).await;
    let other = scene.browser();
    other.start(&cy).await;
    let page = other.get("/survey/decision").await;
    assert!(page.text.contains("name=\"q.another\"") && !page.text.contains("name=\"q.clarity\""));
    // A post of the newer version's page, under the older invitation's mark.
    let mark = browser.get("/survey/decision").await.hidden()[0].1.clone();
    let forged = [("survey", mark.as_str()), ("asked", "another"), ("q.another", "early"), ("go", "next")];
    let answer = browser.post("/survey/decision", &forged).await;
    assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(scene.count("drafts").await, 0, "nothing of the other version is kept");
    let page = browser.get("/survey/decision").await;
    assert!(page.text.contains("name=\"q.clarity\""), "{}", page.text);
    browser.answer_all(&bo).await;
    assert_eq!(browser.send().await.status, StatusCode::SEE_OTHER);
    scene.app.run_jobs().await;
}

#[tokio::test]
async fn forged_section_numbers_and_keys_lead_nowhere() {
    let scene = Scene::new().await;
    let (_, browser) = begun(&scene).await;
    let mark = browser.get("/survey/decision").await.hidden()[0].1.clone();
    for key in ["99999999999999999999", "-1", "decision%00", "DECISION", "..%2f..%2fadmin", "%3Cb%3E"] {
        let fields = [("survey", mark.as_str()), ("asked", "clarity overall"), ("q.clarity", "early")];
        let answer = browser.post(&format!("/survey/{key}"), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{key}");
        assert!(answer.text.contains("href=\"/survey/decision\""), "it says where to go on: {}", answer.text);
    }
    for revision in ["-99999999999", "", "x", "2147483648"] {
        let fields = [("survey", mark.as_str()), ("asked", "clarity"), ("page", "p"), ("revision", revision)];
        let answer = browser.post("/survey/autosave/decision", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{revision}");
    }
    assert_eq!(scene.count("drafts").await, 0);
}

#[tokio::test]
async fn a_survey_as_large_as_one_may_be_is_answered() {
    let scene = Scene::new().await;
    let mut template = starter::win_loss();
    let choices: Vec<Choice> = (0..200)
        .map(|number| Choice::new(format!("c{number}"), Text::english(format!("Choice {number}"))))
        .collect();
    let questions: Vec<Question> = (0..20)
        .map(|number| {
            let kind = Kind::MultipleChoice {
                choices: choices.clone(),
                allows_other: true,
                at_least: None,
                at_most: None,
                is_shuffled: true,
            };
            Question::new(format!("q{number}"), Text::english("Which?"), kind)
        })
        .collect();
    template.sections = vec![Section::new("large", Text::english("Large"), questions)];
    scene.publish(&template).await;
    let (_, browser) = begun(&scene).await;
    let all: Vec<(String, String)> =
        (0..20).flat_map(|q| (0..90).map(move |c| (format!("q.q{q}"), format!("c{c}")))).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(browser.submit("/survey/large", &all).await.location(), "/survey/review");
    assert_eq!(browser.get("/survey/review").await.status, StatusCode::OK);
}
