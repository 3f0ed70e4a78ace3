//! The receipt: the answer read back, corrected, shared otherwise and erased, and by nobody else.

use axum::http::header::SET_COOKIE;
use axum::http::{Method, StatusCode};
use chrono::Duration;
use domain::survey::{Language, Words};

use super::scene::{Browser, Invited, Scene};

/// A buyer whose answer was sent, and the receipt's address.
async fn answered(scene: &Scene) -> (Invited, Browser, String) {
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.post(&bo.link(), &[("who", "named")]).await;
    browser.answer_all(&bo).await;
    assert_eq!(browser.send().await.status, StatusCode::SEE_OTHER);
    let receipt = scene.receipt_of(&bo).await;
    (bo, browser, receipt)
}

#[tokio::test]
async fn an_answer_is_read_back_while_it_waits_and_when_it_was_read() {
    let scene = Scene::new().await;
    let (_, _, receipt) = answered(&scene).await;
    let elsewhere = scene.browser();
    let waiting = elsewhere.get(&receipt).await;
    assert_eq!(waiting.status, StatusCode::OK);
    assert!(waiting.text.contains("Too dear.") && waiting.text.contains("being read"), "{}", waiting.text);
    scene.app.run_jobs().await;
    let read = elsewhere.get(&receipt).await;
    assert!(read.text.contains("Too dear.") && !read.text.contains("being read"), "{}", read.text);
    assert!(read.text.contains("WL-") && read.text.contains("value=\"named\" checked"), "{}", read.text);
    assert_eq!(elsewhere.0.cookie("survey"), None, "reading needs no cookie");
}

#[tokio::test]
async fn a_receipt_opens_nothing_else_and_nothing_else_opens_it() {
    let scene = Scene::new().await;
    let (bo, browser, receipt) = answered(&scene).await;
    let token = receipt.strip_prefix("/r/").unwrap();
    let preferences = scene.preferences_of(&bo).await;
    for address in [
        format!("/s/{token}"),
        format!("/u/{token}"),
        format!("/r/{}", bo.token.as_str()),
        format!("/u/{}", bo.token.as_str()),
        format!("/r/{}", preferences.strip_prefix("/u/").unwrap()),
        format!("/r/{}A", token),
        "/r/x".to_owned(),
    ] {
        let answer = browser.get(&address).await;
        assert_eq!(
            (answer.status, answer.heading().as_str()),
            (StatusCode::NOT_FOUND, "We do not know this link"),
            "{address}"
        );
        assert!(!answer.text.contains("northwind"), "{address}");
    }
    let (_, _, other) = {
        let cy = scene.invite_of(&scene.tenant, "D-2", ("lost", "competitor")).await;
        let browser = scene.browser();
        browser.answer_all(&cy).await;
        browser.send().await;
        let receipt = scene.receipt_of(&cy).await;
        (cy, browser, receipt)
    };
    assert_ne!(other, receipt);
    scene.app.clock().advance(Duration::days(800));
    assert_eq!(browser.get(&receipt).await.heading(), "This survey is over", "two years are enough");
}

#[tokio::test]
async fn an_answer_is_corrected_within_seven_days_and_the_old_one_stands_until_then() {
    let scene = Scene::new().await;
    let (_, _, receipt) = answered(&scene).await;
    scene.app.run_jobs().await;
    let browser = scene.browser();
    let begun = browser.post(&format!("{receipt}/correct"), &[]).await;
    assert_eq!(begun.location(), "/survey/decision");
    let page = browser.get("/survey/reasons").await;
    assert!(page.text.contains(">Too dear.</textarea>"), "what was answered is there: {}", page.text);
    // It once named the end of the mailed link, which leads to no correction.
    let english = Words::of(&Language::english());
    let until = english.date(scene.app.clock().now().date_naive() + chrono::Days::new(7));
    assert!(
        page.text.contains(english.review.lead_correction) && page.text.contains(&until),
        "{}",
        page.text
    );
    let fields = [("q.reasons", "timing"), ("q.story", "It was the timing.")];
    assert_eq!(browser.submit("/survey/reasons?change", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get(&receipt).await.text.contains("Too dear."), "the sent answer stands");
    assert!(browser.get(&receipt).await.text.contains("Go on with the correction"));
    let review = browser.get("/survey/review").await;
    assert!(review.text.contains("Send my correction") && review.text.contains("It was the timing."));
    let sent = browser.send().await;
    assert_eq!(sent.location(), format!("{receipt}/thanks?corrected"), "the receipt stays the same");
    assert_eq!(browser.get(sent.location()).await.heading(), "Your correction has arrived");
    scene.app.run_jobs().await;
    let read = browser.get(&receipt).await;
    assert!(read.text.contains("It was the timing.") && !read.text.contains("Too dear."), "{}", read.text);
    assert_eq!(scene.count("responses").await, 1, "it took the place of the first");
    assert_eq!(browser.get("/survey/decision").await.status, StatusCode::GONE, "and is sent once");
}

/// While a correction was open, whoever had the mailed link read the sent answer and changed who sees it.
#[tokio::test]
async fn a_correction_is_for_the_receipt_and_not_for_the_link() {
    let scene = Scene::new().await;
    let (bo, answered, receipt) = answered(&scene).await;
    scene.app.run_jobs().await;
    scene.browser().post(&format!("{receipt}/correct"), &[]).await;
    let other = scene.browser();
    assert_eq!(other.post(&bo.link(), &[("who", "named")]).await.status, StatusCode::GONE);
    // This one has the cookie of the link from the time of its answer.
    for page in ["/survey/review", "/survey/decision", "/survey/who-sees"] {
        assert_eq!(answered.get(page).await.status, StatusCode::GONE, "{page}");
    }
}

#[tokio::test]
async fn after_seven_days_an_answer_can_only_be_shared_otherwise_or_erased() {
    let scene = Scene::new().await;
    let (_, browser, receipt) = answered(&scene).await;
    scene.app.run_jobs().await;
    scene.app.clock().advance(Duration::days(8));
    let page = browser.get(&receipt).await;
    assert!(page.text.contains("The time for corrections is over"), "{}", page.text);
    let late = browser.post(&format!("{receipt}/correct"), &[]).await;
    assert_eq!((late.status, late.heading().as_str()), (StatusCode::GONE, "This can no longer be corrected"));
    let shared = browser.post(&format!("{receipt}/attribution"), &[("who", "pooled")]).await;
    assert_eq!(shared.location(), format!("{receipt}?shared"));
    assert_eq!(scene.count("responses where attribution = 'pooled'").await, 1);
    let page = browser.get(shared.location()).await;
    assert!(
        page.text.contains("value=\"pooled\" checked") && page.text.contains("Too dear."),
        "{}",
        page.text
    );
    for wrong in [&[][..], &[("who", "everybody")]] {
        let refused = browser.post(&format!("{receipt}/attribution"), wrong).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    }
    scene.app.run_jobs().await;
}

/// It said that the survey had been answered already, or that the browser did not know which one is meant.
#[tokio::test]
async fn whoever_comes_back_to_a_correction_after_seven_days_is_told_so_in_every_language() {
    let scene = Scene::new().await;
    let (_, answered, receipt) = answered(&scene).await;
    scene.app.run_jobs().await;
    scene.app.clock().advance(Duration::days(5));
    let browser = scene.browser();
    let begun = browser.post(&format!("{receipt}/correct"), &[]).await;
    let remembered = begun.headers[SET_COOKIE].to_str().unwrap();
    assert!(remembered.contains("Max-Age=604800"), "it outlives the time for corrections: {remembered}");
    let page = browser.get("/survey/reasons").await;
    scene.app.clock().advance(Duration::days(2));
    for language in Words::languages() {
        let late = browser.get_in("/survey/review", language.as_str()).await;
        assert_eq!(late.status, StatusCode::GONE, "{language}");
        assert_eq!(late.heading(), Words::of(&language).ends.too_late.heading, "{language}");
    }
    let fields = [("q.reasons", "timing"), ("q.story", "It was the timing.")];
    let late = browser.submit_page(&page, "/survey/reasons", &fields).await;
    assert_eq!((late.status, late.heading().as_str()), (StatusCode::GONE, "This can no longer be corrected"));
    assert!(browser.get(&receipt).await.text.contains("Too dear."), "the answer stands");
    let link = answered.get("/survey/review").await;
    assert_eq!(link.heading(), "This was already answered", "with the link alone nothing could be corrected");
}

#[tokio::test]
async fn an_answer_is_erased_by_a_button_and_a_certificate_proves_it() {
    let scene = Scene::new().await;
    let (bo, browser, receipt) = answered(&scene).await;
    scene.app.run_jobs().await;
    let withdraw = format!("{receipt}/withdraw");
    for _ in 0..3 {
        assert_eq!(browser.get(&withdraw).await.heading(), "Erase your answer?");
        browser.head(&withdraw).await;
    }
    assert_eq!(scene.count("responses").await, 1, "looking erases nothing");
    let erased = browser.post(&withdraw, &[]).await;
    assert_eq!(erased.location(), format!("{receipt}/certificate"));
    let certificate = browser.get(erased.location()).await;
    assert!(certificate.text.contains("Your answer is erased"), "{}", certificate.text);
    for table in ["responses", "answers", "submissions", "drafts", "response_themes", "survey_steps"] {
        assert_eq!(scene.count(table).await, 0, "{table}");
    }
    assert_eq!(scene.count("erasures").await, 1);
    assert_eq!(scene.count("invitations where state = 'withdrawn'").await, 1);
    let file = browser.get(&format!("{receipt}/certificate.txt")).await;
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment;"));
    assert_eq!(file.headers["content-type"], "text/plain; charset=utf-8");
    assert!(file.text.contains("answers: ") && file.text.contains("sha256"), "{}", file.text);
    for address in [receipt.clone(), withdraw.clone(), format!("{receipt}/thanks")] {
        assert_eq!(browser.get(&address).await.location(), format!("{receipt}/certificate"), "{address}");
    }
    assert_eq!(
        browser.post(&withdraw, &[]).await.location(),
        format!("{receipt}/certificate"),
        "again is as once"
    );
    assert_eq!(browser.get(&bo.link()).await.heading(), "You erased your answer");
    assert_eq!(
        browser.post(&format!("{receipt}/correct"), &[]).await.location(),
        format!("{receipt}/certificate")
    );
    scene.app.run_jobs().await;
}

#[tokio::test]
async fn an_answer_that_still_waits_is_erased_as_well() {
    let scene = Scene::new().await;
    let (_, browser, receipt) = answered(&scene).await;
    assert_eq!(
        browser.post(&format!("{receipt}/correct"), &[]).await.location(),
        receipt,
        "it is read in a moment"
    );
    browser.post(&format!("{receipt}/withdraw"), &[]).await;
    assert_eq!(scene.count("submissions").await, 0);
    scene.app.run_jobs().await;
    assert_eq!(scene.count("responses").await, 0, "and nothing of it comes back");
}

#[tokio::test]
async fn a_form_from_another_site_erases_nothing() {
    let scene = Scene::new().await;
    let (_, browser, receipt) = answered(&scene).await;
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let body = axum::body::Body::from("");
    let answer = browser.0.send(Method::POST, &format!("{receipt}/withdraw"), &headers, body).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(scene.count("submissions").await, 1);
    scene.app.run_jobs().await;
}
