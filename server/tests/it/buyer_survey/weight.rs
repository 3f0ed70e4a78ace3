//! What a buyer's page weighs, and what it tells the browser not to do.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use axum::http::{Request, StatusCode};
use axum::routing::get;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::kinds::{ANSWERS, kinds};
use super::scene::{Answer, COMPLETE, Scene};

/// One initial window of TCP: the page is there after one round trip.
const BUDGET: usize = 14 * 1024;
/// The stylesheet as it is written, with its comments; built, it weighs less than 5 kB, which the browser tests see.
const STYLE_BUDGET: usize = 6656;

#[tokio::test]
async fn every_page_fits_one_round_trip_and_needs_nothing_else() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let rest = compressed(stylesheet()).await + compressed(script()).await;
    for (name, page) in pages(&scene, &bo, &browser).await {
        let html = compressed(page.text.clone()).await;
        assert!(html + rest <= BUDGET, "{name}: {html} + {rest}");
        assert!(
            page.text.starts_with("<!doctype html>") && page.text.contains("<html lang=\"en\">"),
            "{name}"
        );
        assert!(page.text.contains("name=\"viewport\"") && page.text.matches("<h1").count() == 1, "{name}");
        assert!(!page.text.contains(" style="), "{name}");
        let policy = page.headers["content-security-policy"].to_str().expect("text");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        match nonce {
            // A page of a survey carries its stylesheet, and nothing is asked for before it is seen.
            Some(nonce) => assert!(
                page.text.contains(&format!("<style nonce=\"{nonce}\">"))
                    && !page.text.contains("\"stylesheet\""),
                "{name}"
            ),
            None => assert!(!page.text.contains("<style") && page.text.contains("\"stylesheet\""), "{name}"),
        }
        assert!(!page.text.contains("://"), "{name}: nothing from elsewhere");
        assert!(page.text.matches("<script").count() <= 1 && !page.text.contains(".wasm"), "{name}");
    }
}

#[tokio::test]
async fn every_page_has_the_headers_that_keep_it_safe() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    for (name, page) in pages(&scene, &bo, &browser).await {
        let header = |key: &str| page.headers.get(key).map_or("", |value| value.to_str().expect("text"));
        let policy = header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{name}: {policy}"
        );
        assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{name}: {policy}");
        assert_eq!(header("cache-control"), "no-store", "{name}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{name}");
        assert!(["no-referrer", "same-origin"].contains(&header("referrer-policy")), "{name}");
        assert_eq!(header("content-type"), "text/html; charset=utf-8", "{name}");
    }
}

#[tokio::test]
async fn every_kind_of_question_on_one_page_fits_as_well() {
    let scene = Scene::new().await;
    scene.publish(&kinds()).await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.start(&bo).await;
    let (css, js) = (compressed(stylesheet()).await, compressed(script()).await);
    assert!(css <= STYLE_BUDGET, "the stylesheet weighs {css}");
    let rest = css + js;
    let empty = browser.get("/survey/all").await;
    let refused = browser.submit_page(&empty, "/survey/all", &ANSWERS[..3]).await;
    browser.submit_page(&empty, "/survey/all", &[ANSWERS, &[("go", "later")]].concat()).await;
    let filled = browser.get("/survey/all").await;
    for (name, page) in [("empty", empty), ("wrong", refused), ("filled", filled)] {
        assert!(page.text.contains("name=\"q.change.words\""), "{name}: the whole page is weighed");
        let html = compressed(page.text.clone()).await;
        assert!(html + rest <= BUDGET, "{name}: {html} + {rest}");
    }
}

/// Every kind of page, by name.
async fn pages(
    scene: &Scene,
    bo: &super::scene::Invited,
    browser: &super::scene::Browser,
) -> Vec<(&'static str, Answer)> {
    let mut pages = vec![("no cookie", browser.get("/survey/decision").await)];
    pages.push(("unknown", browser.get("/s/AAAAAAAAAAAAAAAAAAAAAAAA").await));
    pages.push(("landing", browser.get(&bo.link()).await));
    browser.start(bo).await;
    pages.push(("error", browser.submit("/survey/decision", &[]).await));
    pages.push(("nowhere", browser.get("/survey/nowhere").await));
    for (address, fields) in COMPLETE {
        pages.push((address, browser.get(address).await));
        browser.submit(address, fields).await;
    }
    pages.push(("review", browser.get("/survey/review").await));
    pages.push(("saved", browser.get("/survey/saved").await));
    pages.push(("who sees", browser.get("/survey/who-sees?from=review").await));
    pages.push(("privacy", browser.get("/survey/privacy").await));
    let sent = browser.send().await;
    pages.push(("thanks", browser.get(sent.location()).await));
    let receipt = scene.receipt_of(bo).await;
    pages.push(("receipt", browser.get(&receipt).await));
    pages.push(("withdraw", browser.get(&format!("{receipt}/withdraw")).await));
    pages.push(("preferences", browser.get(&scene.preferences_of(bo).await).await));
    pages.push(("answered", browser.get(&bo.link()).await));
    let answered = pages.last().expect("just pushed").1.status;
    assert_eq!(answered, StatusCode::GONE);
    assert_eq!(scene.db().number("select count(*) from pool.submissions").await, 1);
    pages
}

/// The stylesheet with all it imports, as it is written: the built one is smaller.
fn stylesheet() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let main = std::fs::read_to_string(folder.join("survey.css")).expect("the stylesheet");
    let imports = main.lines().filter_map(|line| line.strip_prefix("@import \"")?.split('"').next());
    let parts: Vec<String> =
        imports.map(|file| std::fs::read_to_string(folder.join(file)).expect("an imported file")).collect();
    assert!(parts.len() > 10, "the imports were found");
    parts.concat()
}

/// The script as it is written.
fn script() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../frontend/js/respond.js");
    std::fs::read_to_string(file).expect("the script")
}

/// Its size as it goes over the wire.
async fn compressed(text: String) -> usize {
    let app = Router::new()
        .route("/", get(move || async move { ([("content-type", "text/html")], text) }))
        .layer(CompressionLayer::new().quality(CompressionLevel::Best));
    let request = Request::get("/").header(ACCEPT_ENCODING, "br").body(Body::empty()).expect("a request");
    let response = app.oneshot(request).await.expect("an answer");
    assert_eq!(response.headers()[CONTENT_ENCODING], "br");
    response.into_body().collect().await.expect("a whole body").to_bytes().len()
}
