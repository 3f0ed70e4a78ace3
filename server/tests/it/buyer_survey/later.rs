//! "Not now": a reminder at a time that the buyer chose, and never more than a few.

use axum::http::StatusCode;
use chrono::Duration;

use super::scene::Scene;

#[tokio::test]
async fn a_buyer_is_reminded_when_he_wished() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let later = format!("{}/later", bo.link());
    let set = browser.post(&later, &[("days", "7")]).await;
    assert_eq!(set.status, StatusCode::OK);
    assert!(set.text.contains("On 30 November 2026 you get one mail"), "{}", set.text);
    assert_eq!(browser.0.cookie("survey"), None, "and no cookie for it");
    assert_eq!(scene.count("invitations where remind_at is not null").await, 1);
    let jobs = "select count(*) from queue.jobs where kind = 'send_reminder'";
    assert_eq!(scene.db().number(jobs).await, 1);
    assert_eq!(browser.get(&bo.link()).await.status, StatusCode::OK, "the link stays open");
    scene.app.clock().advance(Duration::days(8));
    scene.app.run_jobs().await;
}

#[tokio::test]
async fn a_time_that_was_not_chosen_or_is_too_late_is_asked_for_again() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let later = format!("{}/later", bo.link());
    for wrong in [&[][..], &[("days", "")], &[("days", "1")], &[("days", "-3")], &[("days", "99999999999")]] {
        let refused = browser.post(&later, wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        assert!(refused.text.contains("Choose when we may remind you."), "{}", refused.text);
        assert!(refused.text.contains("<details open"), "the choice is open to be made: {}", refused.text);
    }
    scene.app.clock().advance(Duration::days(20));
    let too_late = browser.post(&later, &[("days", "14")]).await;
    assert!(too_late.text.contains("The survey is over by then."), "{}", too_late.text);
    assert_eq!(scene.count("invitations where remind_at is not null").await, 0);
    scene.app.clock().advance(Duration::days(20));
    assert_eq!(browser.post(&later, &[("days", "3")]).await.heading(), "This survey is over");
}

#[tokio::test]
async fn whoever_puts_it_off_again_and_again_makes_no_job_each_time() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let later = format!("{}/later", bo.link());
    let jobs = "select count(*) from queue.jobs where kind = 'send_reminder'";
    for days in ["14", "3", "7", "3", "14", "3", "14", "14", "7"] {
        assert_eq!(browser.post(&later, &[("days", days)]).await.status, StatusCode::OK);
        scene.app.clock().advance(Duration::hours(1));
    }
    assert_eq!(scene.db().number(jobs).await, 2, "the first, and the earliest after it");
    // The mail comes at the time that was chosen last, whichever job looks first.
    for (days, sent) in [(3, 0), (3, 0), (2, 1), (8, 1)] {
        scene.app.clock().advance(Duration::days(days));
        scene.app.run_jobs().await;
        assert_eq!(scene.count("effects where kind = 'reminder_mail'").await, sent);
    }
    assert_eq!(scene.db().number(jobs).await, 0);
}

#[tokio::test]
async fn whoever_starts_is_not_reminded() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.post(&format!("{}/later", bo.link()), &[("days", "3")]).await;
    browser.start(&bo).await;
    assert_eq!(scene.count("invitations where remind_at is not null").await, 0);
    scene.app.clock().advance(Duration::days(4));
    scene.app.run_jobs().await;
}
