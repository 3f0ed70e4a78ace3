//! Surveys as files: out and in again, and files of those who mean harm.

use std::convert::Infallible;

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use super::Scene;

async fn check(scene: &Scene, text: &str) -> Value {
    let answer = scene.admin.post_json("/api/survey/check_import", &json!({ "text": text })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_survey_comes_back_as_it_went_out() {
    let scene = Scene::new().await;
    scene.admin.post_form(&scene.own("/admin/surveys/new"), &[("ready", "lost_competitor")]).await;
    for survey in scene.surveys().await {
        let file = scene.admin.get(&format!("/admin/surveys/{}.json", survey.id)).await;
        assert_eq!(file.header("content-type"), "application/json; charset=utf-8");
        assert!(file.header("content-disposition").ends_with(".json\""));
        let report = check(&scene, &file.text()).await;
        assert_eq!(report["found"]["name"], survey.name, "{report}");
        assert!(report["findings"].as_array().unwrap().iter().all(|one| one["level"] != "error"), "{report}");
        let made = scene.admin.post_json("/api/survey/import", &json!({ "text": file.text() })).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let id = made.json().as_str().unwrap().to_owned();
        let again = scene.admin.get(&format!("/admin/surveys/{id}.json")).await;
        assert_eq!(again.text(), file.text());
    }
}

#[tokio::test]
async fn a_hostile_file_makes_a_report_and_nothing_else() {
    let scene = Scene::new().await;
    let before = scene.surveys().await.len();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let huge = format!("{{\"name\": \"{}\"}}", "x".repeat(2_100_000));
    let newer = json!({"type": "winloss.survey", "format": 99, "survey": {"format": 99}}).to_string();
    for (name, text) in [
        ("nothing", ""),
        ("no JSON", "<svg onload=alert(1)>"),
        ("a list", "[1, 2, 3]"),
        ("deep", &deep),
        ("huge", &huge),
        ("from the future", &newer),
        (
            "wrong types",
            r#"{"type": "winloss.survey", "format": 2, "survey": {"name": 7, "sections": "many"}}"#,
        ),
        ("a number without end", &format!("1{}", "0".repeat(10_000))),
    ] {
        let report = check(&scene, text).await;
        let findings = report["findings"].as_array().unwrap();
        assert!(!findings.is_empty(), "{name}: {report}");
        if report["found"].is_null() {
            let refused = scene.admin.post_json("/api/survey/import", &json!({ "text": text })).await;
            assert_eq!(refused.status, 422, "{name}: {}", refused.text());
        }
    }
    assert_eq!(scene.surveys().await.len(), before, "a check makes nothing");
}

/// A rule inside of so many others that turn it round.
fn nested(deep: usize) -> Value {
    (0..deep).fold(json!({"answered": "clarity"}), |inner, _| json!({"all": [inner]}))
}

#[tokio::test]
async fn what_was_read_of_a_file_can_be_read_again_however_deep_its_rules_are() {
    // A rule as deep as a file can have was taken, and the editor's page could not be read any more.
    let scene = Scene::new().await;
    let id = scene.first().await;
    let file = scene.admin.get(&format!("/admin/surveys/{id}.json")).await.text();
    let mut file: Value = serde_json::from_str(&file).unwrap();
    for (deep, is_kept) in [(16, true), (39, true), (40, false), (56, false)] {
        file["survey"]["sections"][1]["show_if"] = nested(deep);
        let report = check(&scene, &file.to_string()).await;
        let words = report["findings"].to_string();
        let is_left_out = words.contains("its rule is nested more than 40 deep. Left out: its rule.");
        assert_eq!(is_left_out, !is_kept, "{deep}: {words}");
        let made = scene.admin.post_json("/api/survey/import", &json!({ "text": file.to_string() })).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let made = made.json().as_str().unwrap().to_owned();
        let loaded = scene.admin.post_json("/api/survey/edit", &json!({ "survey": made })).await;
        let rule = &loaded.json()["draft"]["template"]["sections"][1]["show_if"];
        assert_eq!(rule.is_null(), !is_kept, "{deep}");
        let again = scene.admin.get(&format!("/admin/surveys/{made}.json")).await;
        assert_eq!(check(&scene, &again.text()).await["found"]["sections"], report["found"]["sections"]);
    }
    // Nor does the editor keep what it could not read.
    let mut survey = file["survey"].clone();
    for (deep, status) in [(39, 200), (40, 422), (58, 422)] {
        survey["sections"][1]["show_if"] = nested(deep);
        let arguments = json!({"survey": id, "seen": 0, "document": survey.to_string()});
        let kept = scene.admin.post_json("/api/survey/save", &arguments).await;
        assert_eq!(kept.status, status, "{deep}: {}", kept.text());
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_in_words() {
    // It was a 400 that spoke of no connection.
    let scene = Scene::new().await;
    let text = format!("{{\"text\": \"{}\"}}", "x".repeat(5_000_000));
    let send = async |accept: &str, body: Body| {
        let headers =
            [("content-type", "application/json"), ("sec-fetch-site", "same-origin"), ("accept", accept)];
        scene.admin.send(Method::POST, "/api/survey/check_import", &headers, body).await
    };
    let pieces = text.as_bytes().chunks(1_000_000).map(|piece| Ok::<_, Infallible>(piece.to_vec()));
    let pieces = futures_util::stream::iter(pieces.collect::<Vec<_>>());
    for body in [Body::from(text.clone()), Body::from_stream(pieces)] {
        let answer = send("application/json", body).await;
        assert_eq!(answer.status, 413, "{}", answer.text());
        assert_eq!(
            answer.json(),
            json!({"invalid": {"request": ["is larger than we take; a survey’s file has at most 2 MB"]}})
        );
    }
    let page = send("text/html", text.into()).await;
    assert_eq!(page.status, 413);
    assert!(page.text().contains("That was too much at once"), "{}", page.text());
}

#[tokio::test]
async fn words_that_look_like_markup_stay_words() {
    let scene = Scene::new().await;
    let id = scene.first().await;
    let text = scene.admin.get(&format!("/admin/surveys/{id}.json")).await.text();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["survey"]["name"] = "</title><script>alert(1)</script>".into();
    let made = scene.admin.post_json("/api/survey/import", &json!({ "text": file.to_string() })).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let list = scene.admin.get("/admin/surveys").await.text();
    assert!(!list.contains("<script>alert") && list.contains("&lt;script&gt;alert"));
    let id = made.json().as_str().unwrap().to_owned();
    for page in ["versions", "results", "preview"] {
        let text = scene.admin.get(&format!("/admin/surveys/{id}/{page}")).await.text();
        assert!(!text.contains("<script>alert"), "{page}");
    }
    let file = scene.admin.get(&format!("/admin/surveys/{id}.json")).await;
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"title-script-alert-1-script.json\""
    );
}
