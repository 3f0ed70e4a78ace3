//! Forms as they should not come: strange text, too much of it, forged, out of order, twice, and while the database
//! is away.

use axum::http::{Method, StatusCode};

use super::scene::{Browser, COMPLETE, Invited, Scene};

/// A browser that has answered the first section.
async fn begun(scene: &Scene) -> (Invited, Browser) {
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.start(&bo).await;
    browser.submit("/survey/decision", &[("q.clarity", "early"), ("q.overall", "5")]).await;
    (bo, browser)
}

#[tokio::test]
async fn every_script_and_emoji_survives_and_control_characters_do_not() {
    let scene = Scene::new().await;
    let (_, browser) = begun(&scene).await;
    let text = "a\0b\u{7} שלום \u{202e}مرحبا 👩‍👩‍👧 <b>&amp;</b>\r\nsecond line";
    let fields = [("q.reasons", "pricing"), ("q.story", text)];
    assert_eq!(browser.submit("/survey/reasons", &fields).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/survey/reasons").await;
    let kept = "ab שלום \u{202e}مرحبا 👩‍👩‍👧 &lt;b&gt;&amp;amp;&lt;/b&gt;\nsecond line</textarea>";
    assert!(page.text.contains(kept), "{}", page.text);
    assert!(!page.text.contains("<b>&amp;"));
}

#[tokio::test]
async fn far_too_long_a_text_comes_back_whole_with_its_reason() {
    let scene = Scene::new().await;
    let (_, browser) = begun(&scene).await;
    let long = "0123456789".repeat(10_000);
    let fields = [("q.reasons", "pricing"), ("q.story", long.as_str())];
    let refused = browser.submit("/survey/reasons", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(&long) && refused.text.contains("96,000 too long"));
    let page = browser.get("/survey/reasons").await;
    assert!(page.text.contains(&long), "and it is in the draft");
}

#[tokio::test]
async fn more_than_a_form_can_hold_is_refused_with_a_page() {
    let scene = Scene::new().await;
    let (_, browser) = begun(&scene).await;
    let before = scene.rows().await;
    let endless = "x".repeat(600 * 1024);
    let refused = browser.submit("/survey/reasons", &[("q.story", &endless)]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(refused.heading(), "That was too long for us");
    let many: Vec<(&str, &str)> = std::iter::repeat_n(("q.reasons", "pricing"), 3000).collect();
    assert_eq!(browser.submit("/survey/reasons", &many).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(scene.rows().await, before);
}

#[tokio::test]
async fn what_is_not_a_form_of_ours_changes_nothing() {
    let scene = Scene::new().await;
    let (_, browser) = begun(&scene).await;
    let before = scene.rows().await;
    for body in ["", "%", "q.story=x", "survey=", "survey=0123456789ab", "\u{0}", "{\"a\":1}"] {
        for address in ["/survey/reasons", "/survey/send"] {
            let answer = browser.request(Method::POST, address, Some(body.as_bytes().to_vec())).await;
            assert!(
                [StatusCode::BAD_REQUEST, StatusCode::CONFLICT].contains(&answer.status),
                "{address} {body}"
            );
            assert!(answer.text.contains("<h1>"), "a page, not a bare word");
        }
    }
    assert_eq!(browser.request(Method::POST, "/survey/reasons", None).await.status, StatusCode::BAD_REQUEST);
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = browser.request(method, "/survey/reasons", None).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!(scene.rows().await, before);
}

#[tokio::test]
async fn forged_fields_answer_nothing_that_was_not_asked() {
    let scene = Scene::new().await;
    let (_, browser) = begun(&scene).await;
    let page = browser.get("/survey/reasons").await;
    let mark = page.hidden()[0].1.clone();
    let forged = [
        ("survey", mark.as_str()),
        ("asked", "reasons tipped story chosen strengths ../x"),
        ("q.chosen", "Contoso"),
        ("q.story", "mine"),
        ("go", "back"),
    ];
    assert_eq!(browser.post("/survey/reasons", &forged).await.location(), "/survey/decision");
    let page = browser.get("/survey/reasons").await;
    assert!(page.text.contains(">mine</textarea>") && !page.text.contains(" checked"), "{}", page.text);
    let strange = [("q.reasons", "no_such_choice"), ("q.story", "mine")];
    assert_eq!(browser.submit("/survey/reasons", &strange).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let too_many = ["pricing", "support", "timing", "security"].map(|key| ("q.reasons", key));
    let refused = browser.submit("/survey/reasons", &too_many).await;
    assert!(refused.text.contains("Choose at most 3."), "{}", refused.text);
    for (address, fields) in &COMPLETE[1..3] {
        browser.submit(address, fields).await;
    }
    let vendors = browser.get("/survey/vendors").await;
    assert!(!vendors.text.contains(" checked"), "the forged name did not stick: {}", vendors.text);
}

#[tokio::test]
async fn a_section_that_is_not_there_or_not_yet_leads_back_and_keeps_what_was_sent() {
    let scene = Scene::new().await;
    let (_, browser) = begun(&scene).await;
    let nowhere = browser.get("/survey/nowhere").await;
    assert_eq!(
        (nowhere.status, nowhere.heading().as_str()),
        (StatusCode::NOT_FOUND, "There is no such page")
    );
    assert!(nowhere.text.contains("href=\"/survey/reasons\""), "{}", nowhere.text);
    for address in ["/survey/..%2Fx", "/survey/%00", "/survey/%F0%9F%98%80", "/survey/a%20b%0d%0ax"] {
        assert_eq!(browser.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let page = browser.get("/survey/reasons").await;
    let posted = browser.submit_page(&page, "/survey/nowhere", &[("q.story", "x")]).await;
    assert_eq!(posted.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/survey/vendors").await.location(), "/survey/reasons?elsewhere");
    assert_eq!(browser.get("/survey/strengths").await.location(), "/survey/reasons?elsewhere");
    assert_eq!(browser.get("/survey/review").await.location(), "/survey/reasons?elsewhere");
    let mark = page.hidden()[0].1.clone();
    let early = [("survey", mark.as_str()), ("asked", "considered chosen"), ("q.chosen", "Fabrikam")];
    assert_eq!(browser.post("/survey/vendors", &early).await.location(), "/survey/reasons?elsewhere");
    let hidden = [("survey", mark.as_str()), ("asked", "story_won"), ("q.story_won", "x")];
    assert_eq!(browser.post("/survey/strengths", &hidden).await.location(), "/survey/reasons?elsewhere");
    for (address, fields) in &COMPLETE[1..3] {
        browser.submit(address, fields).await;
    }
    let page = browser.get("/survey/vendors").await;
    assert!(page.text.contains("value=\"Fabrikam\" checked"), "what came early was kept: {}", page.text);
}

#[tokio::test]
async fn a_form_posted_twice_is_as_once() {
    let scene = Scene::new().await;
    let (bo, browser) = begun(&scene).await;
    browser.start(&bo).await;
    for (address, fields) in &COMPLETE[1..] {
        let page = browser.get(address).await;
        let first = browser.submit_page(&page, address, fields).await;
        let second = browser.submit_page(&page, address, fields).await;
        assert_eq!(
            (first.status, second.status),
            (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER),
            "{address}"
        );
        assert_eq!(first.location(), second.location());
    }
    let page = browser.get("/survey/decision").await;
    assert_eq!(browser.send().await.status, StatusCode::SEE_OTHER);
    let late =
        browser.submit_page(&page, "/survey/decision", &[("q.clarity", "late"), ("q.overall", "1")]).await;
    assert_eq!((late.status, late.heading().as_str()), (StatusCode::GONE, "This was already answered"));
}

#[tokio::test]
async fn while_the_database_is_away_the_page_holds_what_was_typed() {
    let scene = Scene::new().await;
    let (_, browser) = begun(&scene).await;
    let page = browser.get("/survey/reasons").await;
    let limit = |most: i32| {
        format!(
            "do $$ begin execute format('alter database %I connection limit {most}', current_database()); end $$;
             select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and usename = 'wl_app'"
        )
    };
    scene.db().sabotage(&limit(0)).await;
    let fields = [("q.reasons", "pricing"), ("q.story", "my \"words\""), ("go", "next")];
    let away = browser.submit_page(&page, "/survey/reasons", &fields).await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE, "{}", away.text);
    assert!(away.text.contains("name=\"q.story\" value=\"my &quot;words&quot;\""), "{}", away.text);
    assert_eq!(browser.get("/survey/reasons").await.status, StatusCode::SERVICE_UNAVAILABLE);
    scene.db().sabotage(&limit(-1)).await;
    let again = browser.submit_page(&away, "/survey/reasons", &[]).await;
    let again = if again.status == StatusCode::SERVICE_UNAVAILABLE {
        // A connection that was closed under the pool may be met once.
        browser.submit_page(&again, "/survey/reasons", &[]).await
    } else {
        again
    };
    assert_eq!(again.location(), "/survey/vendors");
    assert!(browser.get("/survey/reasons").await.text.contains(">my \"words\"</textarea>"));
}
