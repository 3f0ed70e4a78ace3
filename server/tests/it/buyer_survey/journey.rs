//! The way through the survey: forward, back, on another device, twice, and sent once.

use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use domain::actor::Actor;
use domain::survey::{Answer, AnswerSet};
use store::Workload;
use store::draft::{self, Saved, SectionDraft, Write};

use super::scene::{COMPLETE, Scene};

#[tokio::test]
async fn a_buyer_goes_from_the_link_to_the_thanks() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let landing = browser.get(&bo.link()).await;
    assert_eq!(landing.status, StatusCode::OK);
    for words in
        ["northwind Inc.", "Express &lt;Logistics&gt;", "Bo", "about 3 minutes", "23 December 2026", "Start"]
    {
        assert!(landing.text.contains(words), "{words} in {}", landing.text);
    }
    assert_eq!(browser.0.cookie("survey"), None, "nothing is stored before the start");

    let started = browser.post(&bo.link(), &[]).await;
    assert_eq!(started.location(), "/survey/decision");
    let cookie = started.headers[SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("survey=") && cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");

    let next = ["/survey/reasons", "/survey/turning", "/survey/vendors", "/survey/review"];
    for ((address, fields), next) in COMPLETE.into_iter().zip(next) {
        let page = browser.get(address).await;
        assert!(!page.text.contains(bo.token.as_str()), "the token is in no page after the start");
        let answer = browser.submit(address, fields).await;
        assert_eq!(answer.location(), next);
    }
    let review = browser.get("/survey/review").await;
    for words in
        ["While we negotiated terms", "4 of 5", "Price and terms\nIntegrations", "Too dear.", "Fabrikam"]
    {
        assert!(review.text.contains(words), "{words} in {}", review.text);
    }
    let sent = browser.send().await;
    let receipt = scene.receipt_of(&bo).await;
    assert_eq!(sent.location(), format!("{receipt}/thanks"));
    let thanks = browser.get(sent.location()).await;
    assert!(thanks.text.contains(&format!("href=\"{receipt}\"")), "{}", thanks.text);
    assert_eq!(thanks.status, StatusCode::OK);
    assert!(thanks.text.contains("Only leadership at northwind Inc."), "{}", thanks.text);
    assert_eq!(scene.db().number("select count(*) from pool.submissions").await, 1);
    assert_eq!(scene.db().number("select count(*) from pool.drafts").await, 0);
    let answered =
        "select count(*) from pool.invitations where state = 'answered' and started_at is not null";
    assert_eq!(scene.db().number(answered).await, 1);
    scene.app.run_jobs().await;
    let read = "select count(*) from pool.responses where attribution = 'leadership' and overall = 4";
    assert_eq!(scene.db().number(read).await, 1, "and the answer can be reported");
    for address in [bo.link(), "/survey/decision".to_owned(), "/survey/review".to_owned()] {
        let closed = browser.get(&address).await;
        assert_eq!(
            (closed.status, closed.heading().as_str()),
            (StatusCode::GONE, "This was already answered")
        );
    }
    let again = browser.get("/survey/thanks").await;
    assert_eq!(again.status, StatusCode::OK, "the thanks can be read again");
    assert!(!again.text.contains("/r/"), "the mailed link does not lead to the answer: {}", again.text);
}

#[tokio::test]
async fn where_https_is_the_cookie_is_bound_to_the_host() {
    let scene = Scene::at("https").await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let started = browser.post(&bo.link(), &[]).await;
    let cookie = started.headers[SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-survey=") && cookie.ends_with("; Secure"), "{cookie}");
    assert_eq!(browser.get("/survey/decision").await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_device_goes_on_where_the_first_stopped() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let phone = scene.browser();
    phone.start(&bo).await;
    let fields =
        [("q.clarity", "other"), ("q.clarity.other", "At the fair"), ("q.overall", "3"), ("go", "later")];
    let later = phone.submit("/survey/decision", &fields).await;
    assert_eq!(later.location(), "/survey/saved");
    let saved = phone.get("/survey/saved").await;
    assert!(saved.text.contains("href=\"/survey/reasons\""), "{}", saved.text);

    let desk = scene.browser();
    let landing = desk.get(&bo.link()).await;
    assert!(landing.text.contains(">Continue<"), "{}", landing.text);
    assert_eq!(desk.post(&bo.link(), &[]).await.location(), "/survey/reasons");
    let page = desk.get("/survey/decision").await;
    assert!(page.text.contains("value=\"At the fair\"") && page.text.matches(" checked").count() == 2);
}

#[tokio::test]
async fn a_won_deal_asks_other_things_than_a_lost_one() {
    let scene = Scene::new().await;
    let won = scene.invite_of(&scene.tenant, "D-2", ("won", "")).await;
    let browser = scene.browser();
    browser.start(&won).await;
    let decision = [("q.clarity", "early"), ("q.overall", "5")];
    assert_eq!(browser.submit("/survey/decision", &decision).await.location(), "/survey/strengths");
    let page = browser.get("/survey/strengths").await;
    assert!(
        page.text.contains("What spoke for choosing us?") && page.text.contains("2 of 3"),
        "{}",
        page.text
    );
    assert_eq!(browser.get("/survey/reasons").await.location(), "/survey/strengths?elsewhere");
    browser.submit("/survey/strengths", &[("q.reasons_won", "usability")]).await;
    assert_eq!(browser.submit("/survey/vendors", &[]).await.location(), "/survey/review");
    let low = [("q.clarity", "early"), ("q.overall", "2")];
    browser.submit("/survey/decision", &low).await;
    assert_eq!(
        browser.submit("/survey/vendors", &[]).await.location(),
        "/survey/experience",
        "a bad rating asks on"
    );
}

#[tokio::test]
async fn back_keeps_what_was_typed_even_if_it_is_too_long() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.start(&bo).await;
    browser.submit("/survey/decision", &[("q.clarity", "early"), ("q.overall", "5")]).await;
    let long = "much ".repeat(1000);
    let back = browser.submit("/survey/reasons", &[("q.story", &long), ("go", "back")]).await;
    assert_eq!(back.location(), "/survey/decision");
    let again = browser.submit("/survey/decision", &[("q.clarity", "early"), ("q.overall", "5")]).await;
    assert_eq!(again.location(), "/survey/reasons");
    let page = browser.get("/survey/reasons").await;
    assert!(page.text.contains(long.trim()), "the text is still there");
    let refused = browser.submit("/survey/reasons", &[("q.reasons", "pricing"), ("q.story", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("<title>Error: What decided it"), "{}", refused.text);
    assert!(refused.text.contains(long.trim()) && refused.text.contains("href=\"#q-story\""));
}

#[tokio::test]
async fn what_is_missing_is_said_at_the_field_and_what_is_there_is_kept() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.start(&bo).await;
    let fields = [("q.clarity", "other"), ("q.overall", "4")];
    let refused = browser.submit("/survey/decision", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Say what the other answer is."), "{}", refused.text);
    assert!(refused.text.contains("href=\"#q-clarity-other\"") && refused.text.contains("autofocus"));
    assert_eq!(refused.text.matches(" checked").count(), 2, "both choices stay as they were");
    let better = [("q.clarity", "other"), ("q.clarity.other", "later"), ("q.overall", "4")];
    let accepted = browser.submit_page(&refused, "/survey/decision", &better).await;
    assert_eq!(accepted.location(), "/survey/reasons");
}

#[tokio::test]
async fn a_change_from_the_review_comes_back_to_it() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.answer_all(&bo).await;
    let changed =
        browser.submit("/survey/vendors?change", &[("q.chosen", "other"), ("q.chosen.other", "Litware")]);
    assert_eq!(changed.await.location(), "/survey/review");
    let review = browser.get("/survey/review").await;
    assert!(review.text.contains("Litware") && !review.text.contains("Fabrikam"), "{}", review.text);
}

#[tokio::test]
async fn of_thirty_sends_at_once_one_gets_the_thanks_and_the_others_are_told() {
    for is_correction in [false, true] {
        send_at_once(is_correction).await;
    }
}

async fn send_at_once(is_correction: bool) {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let first = scene.browser();
    first.answer_all(&bo).await;
    if is_correction {
        let review = first.get("/survey/review").await;
        let sent = first.submit_page(&review, "/survey/send", &[]).await;
        let receipt = sent.location().strip_suffix("/thanks").expect("the receipt").to_owned();
        scene.app.run_jobs().await;
        first.post(&format!("{receipt}/correct"), &[]).await;
    }
    let review = first.get("/survey/review").await;
    let hidden = review.hidden();
    let (name, mark) = (hidden[0].0.clone(), hidden[0].1.clone());
    let mut sends = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let browser = scene.browser();
        browser.0.set_cookie("survey", &first.0.cookie("survey").expect("the survey is open"));
        let (name, mark) = (name.clone(), mark.clone());
        sends.spawn(async move { browser.post("/survey/send", &[(&name, &mark)]).await });
    }
    let mut thanked = 0;
    while let Some(answer) = sends.join_next().await {
        let answer = answer.unwrap();
        if answer.status == StatusCode::SEE_OTHER {
            thanked += 1;
            assert!(answer.location().starts_with("/r/"), "{}", answer.location());
        } else {
            assert_eq!(
                (answer.status, answer.heading().as_str()),
                (StatusCode::GONE, "This was already answered")
            );
        }
    }
    assert_eq!(thanked, 1);
    assert_eq!(scene.db().number("select count(*) from pool.submissions").await, 1);
    assert_eq!(scene.db().number("select count(*) from queue.jobs where kind = 'ingest_response'").await, 1);
}

/// A send deletes the draft: what was saved between its reading and the send would be gone.
#[tokio::test]
async fn what_another_device_saves_during_a_send_is_sent_or_refused() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.answer_all(&bo).await;
    let review = browser.get("/survey/review").await;
    // Another device saves, and its transaction is not over yet.
    let actor = Actor::Buyer { invitation: bo.invitation };
    let saving = scene.app.store().open_tenant(scene.tenant.id, actor, Workload::Live).await.unwrap();
    let mut answers = AnswerSet::new();
    answers.set("tipped", Some(Answer::Chosen { keys: vec!["integrations".to_owned()], other: None }));
    let section =
        SectionDraft { section: "turning".to_owned(), questions: vec!["tipped".to_owned()], answers };
    let saved = draft::save(&saving, bo.invitation, &section, &Write::Post).await.unwrap();
    assert!(matches!(saved, Saved::Yes { .. }));
    let sending = {
        let other = scene.browser();
        other.0.set_cookie("survey", &browser.0.cookie("survey").expect("the survey is open"));
        let hidden = review.hidden();
        let (name, mark) = (hidden[0].0.clone(), hidden[0].1.clone());
        tokio::spawn(async move { other.post("/survey/send", &[(&name, &mark)]).await })
    };
    let waiting = "select count(*) from pg_stat_activity
                   where datname = current_database() and wait_event_type = 'Lock'";
    while scene.db().number(waiting).await == 0 {
        tokio::task::yield_now().await;
    }
    saving.commit().await.unwrap();
    let sent = sending.await.unwrap();
    assert!(sent.location().starts_with("/r/"), "{}", sent.location());
    scene.app.run_jobs().await;
    let told = "select count(*) from pool.answers
                where question_key = 'tipped' and answer::text like '%integrations%'";
    assert_eq!(scene.db().number(told).await, 1);
}

#[tokio::test]
async fn a_send_with_something_missing_leads_to_it() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.answer_all(&bo).await;
    let review = browser.get("/survey/review").await;
    // In another tab the buyer takes an answer back.
    browser.submit("/survey/vendors", &[("q.considered", "Contoso"), ("go", "back")]).await;
    let sent = browser.submit_page(&review, "/survey/send", &[]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sent.heading(), "Who else was there");
    assert!(sent.text.contains("href=\"#q-chosen\""), "{}", sent.text);
    assert_eq!(scene.db().number("select count(*) from pool.submissions").await, 0);
    assert_eq!(browser.get("/survey/review").await.location(), "/survey/vendors?elsewhere");
    let repaired = browser.submit_page(&sent, "/survey/vendors", &[("q.chosen", "Contoso")]).await;
    assert_eq!(repaired.location(), "/survey/review");
}

#[tokio::test]
async fn a_page_saves_by_itself_unless_something_newer_is_there() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.start(&bo).await;
    let page = browser.get("/survey/decision").await;
    let saved = browser.submit_page(&page, "/survey/autosave/decision", &[("q.clarity", "trial")]).await;
    assert_eq!((saved.status, saved.text.as_str()), (StatusCode::NO_CONTENT, ""));
    let again = browser.submit_page(&page, "/survey/autosave/decision", &[("q.clarity", "late")]).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT, "the same page may go on saving");
    assert!(browser.get("/survey/decision").await.text.contains("value=\"late\" checked"));
    browser.submit("/survey/decision", &[("q.clarity", "early"), ("q.overall", "1")]).await;
    let stale = browser.submit_page(&page, "/survey/autosave/decision", &[("q.clarity", "trial")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(browser.get("/survey/decision").await.text.contains("value=\"early\" checked"));
    let nothing = browser.post("/survey/autosave/decision", &[("q.clarity", "trial")]).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    let mark = &page.hidden()[0].1;
    let nowhere = [("survey", mark.as_str()), ("page", "p"), ("revision", "9")];
    assert_eq!(browser.post("/survey/autosave/nowhere", &nowhere).await.status, StatusCode::NOT_FOUND);
}
