//! The end of asking: a choice that a scanner cannot make, taken back when the buyer likes, and the mail's own button.

use axum::body::Body;
use axum::http::{Method, StatusCode};

use super::scene::Scene;

#[tokio::test]
async fn a_press_without_a_choice_stops_nothing() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let page = scene.preferences_of(&bo).await;
    let browser = scene.browser();
    let before = scene.rows().await;
    let shown = browser.get(&page).await;
    assert_eq!(shown.text.matches("name=\"stop\"").count(), 2, "{}", shown.text);
    assert!(!shown.text.contains(" checked"), "nothing is chosen beforehand: {}", shown.text);
    for body in [&[][..], &[("stop", "")], &[("stop", "everything")]] {
        let pressed = browser.post(&page, body).await;
        assert_eq!(pressed.status, StatusCode::UNPROCESSABLE_ENTITY, "{body:?}");
        assert!(pressed.text.contains("Choose what should stop.") && pressed.text.contains("autofocus"));
    }
    let bare = browser.request(Method::POST, &page, None).await;
    assert_eq!(bare.status, StatusCode::BAD_REQUEST, "a press without any form");
    browser.post(&format!("{page}/undo"), &[]).await;
    assert_eq!(scene.rows().await, before, "a scanner that presses every button changed nothing");
}

#[tokio::test]
async fn this_survey_is_stopped_and_given_back() {
    let scene = Scene::new().await;
    let (bo, cy) =
        (scene.invite().await, scene.invite_of(&scene.tenant, "D-2", ("lost", "competitor")).await);
    let browser = scene.browser();
    browser.start(&bo).await;
    browser.submit("/survey/decision", &[("q.clarity", "early"), ("q.overall", "5")]).await;
    let page = scene.preferences_of(&bo).await;
    assert_eq!(browser.post(&page, &[("stop", "once")]).await.location(), page);
    let stopped = browser.get(&page).await;
    assert_eq!(stopped.heading(), "We will not ask about this again");
    assert_eq!(browser.get(&bo.link()).await.heading(), "You asked us to stop");
    assert_eq!(browser.get(&cy.link()).await.status, StatusCode::OK, "the other one stays");
    let undone = browser.post(&format!("{page}/undo"), &[]).await;
    assert_eq!(browser.get(undone.location()).await.heading(), "You can be asked again");
    assert_eq!(browser.get(&bo.link()).await.status, StatusCode::OK);
    browser.start(&bo).await;
    assert!(browser.get("/survey/decision").await.text.contains("value=\"early\" checked"), "as it was left");
}

#[tokio::test]
async fn every_survey_of_a_tenant_is_stopped_for_an_address_and_for_no_other_tenant() {
    let scene = Scene::new().await;
    let other =
        store::testing::fixture::tenant(&scene.app.store(), "southwind", domain::tenant::Tier::Pool).await;
    let bo = scene.invite().await;
    let cy = scene.invite_of(&scene.tenant, "D-2", ("lost", "competitor")).await;
    let di = scene.invite_of(&other, "D-1", ("lost", "competitor")).await;
    let page = scene.preferences_of(&bo).await;
    let browser = scene.browser();
    browser.post(&page, &[("stop", "never")]).await;
    let silent = browser.get(&page).await;
    assert_eq!(silent.heading(), "You will not be asked again");
    for link in [bo.link(), cy.link()] {
        assert_eq!(browser.get(&link).await.heading(), "You asked us to stop", "the same address");
    }
    assert_eq!(browser.get(&di.link()).await.status, StatusCode::OK, "another tenant's is not ours to stop");
    browser.post(&format!("{page}/undo"), &[]).await;
    assert_eq!(browser.get(&cy.link()).await.status, StatusCode::OK);
    assert_eq!(scene.count("contacts where opted_out_at is not null").await, 0);
}

#[tokio::test]
async fn a_mail_programs_own_button_stops_with_the_standards_body_and_no_other() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let page = format!("{}/one-click", scene.preferences_of(&bo).await);
    let browser = scene.browser();
    let before = scene.rows().await;
    for body in ["", "List-Unsubscribe=yes", "stop=never", "list-unsubscribe=One-Click"] {
        let answer = browser.request(Method::POST, &page, Some(body.as_bytes().to_vec())).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
    }
    assert_eq!(browser.get(&page).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(scene.rows().await, before);
    // A mail program sends no cookie and does not say where it comes from.
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = Body::from("List-Unsubscribe=One-Click");
    let stopped = scene.browser().0.send(Method::POST, &page, &form, body).await;
    assert_eq!(stopped.status, StatusCode::OK);
    assert_eq!(scene.count("contacts where opted_out_at is not null").await, 1);
    assert_eq!(browser.get(&bo.link()).await.status, StatusCode::GONE);
}

/// RFC 8058 lets a mail program send either kind of form; this one was refused.
#[tokio::test]
async fn a_mail_programs_button_may_send_its_form_in_parts() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let page = format!("{}/one-click", scene.preferences_of(&bo).await);
    let form = [("content-type", "multipart/form-data; boundary=XX")];
    for (value, status) in [("Two-Click", StatusCode::BAD_REQUEST), ("One-Click", StatusCode::OK)] {
        let body = format!(
            "--XX\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n{value}\r\n--XX--\r\n"
        );
        let answer = scene.browser().0.send(Method::POST, &page, &form, Body::from(body)).await;
        assert_eq!(answer.status, status, "{value}");
    }
    assert_eq!(scene.count("contacts where opted_out_at is not null").await, 1);
}

#[tokio::test]
async fn after_the_answer_there_is_only_everything_left_to_stop() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.answer_all(&bo).await;
    browser.send().await;
    scene.app.run_jobs().await;
    let page = scene.preferences_of(&bo).await;
    let shown = browser.get(&page).await;
    assert_eq!(shown.text.matches("name=\"stop\"").count(), 1, "{}", shown.text);
    browser.post(&page, &[("stop", "never")]).await;
    let receipt = scene.receipt_of(&bo).await;
    assert_eq!(browser.get(&receipt).await.status, StatusCode::OK, "the answer stays the buyer's");
}
