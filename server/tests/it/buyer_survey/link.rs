//! The link: reading it changes nothing, and one that does not lead to a survey reveals nothing.

use axum::http::{Method, StatusCode};
use chrono::Duration;
use domain::id::InvitationId;
use domain::link::{LinkPurpose, TokenClaims};
use domain::tenant::{TenantStatus, Tier};
use store::testing::fixture;
use store::{link, tenancy};

use super::scene::{HOST, Scene};

const PAGES: [&str; 14] = [
    "/survey/decision",
    "/survey/reasons",
    "/survey/vendors?change",
    "/survey/strengths",
    "/survey/nowhere",
    "/survey/review",
    "/survey/send",
    "/survey/saved",
    "/survey/thanks",
    "/survey/who-sees?from=review",
    "/survey/privacy",
    "/survey/logo",
    "/survey/language",
    "/survey/decision?lang=de&more&shared",
];

/// What is below the link, the receipt and the preferences.
const BELOW: [&str; 13] = [
    "",
    "/later",
    "/privacy",
    "/logo",
    "/thanks",
    "/correct",
    "/attribution",
    "/withdraw",
    "/certificate",
    "/certificate.txt",
    "/undo",
    "/one-click",
    "?undone&shared&lang=de",
];

#[tokio::test]
async fn reading_any_page_changes_nothing_before_during_and_after() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    for stage in ["invited", "begun", "complete", "answered"] {
        match stage {
            "begun" => browser.start(&bo).await,
            "complete" => browser.answer_all(&bo).await,
            "answered" => assert_eq!(browser.send().await.status, StatusCode::SEE_OTHER),
            _ => {}
        }
        let before = scene.rows().await;
        let mut roots = vec![bo.link(), scene.preferences_of(&bo).await];
        if stage == "answered" {
            roots.push(scene.receipt_of(&bo).await);
        }
        let below = roots.iter().flat_map(|root| BELOW.map(|page| format!("{root}{page}")));
        let all =
            PAGES.iter().chain(&["/survey/autosave/decision"]).map(|page| (*page).to_owned()).chain(below);
        for page in &all.collect::<Vec<_>>() {
            for _ in 0..2 {
                browser.get(page).await;
                let head = browser.head(page).await;
                assert!(head.text.is_empty(), "{page}");
                browser.request(Method::OPTIONS, page, None).await;
            }
        }
        assert_eq!(scene.rows().await, before, "{stage}");
    }
}

#[tokio::test]
async fn a_link_that_is_no_link_reveals_nothing() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let other = fixture::tenant(&scene.app.store(), "southwind", Tier::Silo).await;
    let keys = scene.app.store().keys().clone();
    let good = bo.token.as_str().to_owned();
    let expires = u32::try_from((scene.app.clock().now() + Duration::days(3)).timestamp()).unwrap();
    let sealed = |tenant, invitation, host| {
        let claims = TokenClaims { tenant, invitation, expires };
        keys.seal_token(LinkPurpose::Survey, &claims, host).as_str().to_owned()
    };
    let nobody = InvitationId::new(scene.app.clock().new_id());
    let nowhere = scene.app.clock().new_id().into();
    let flipped: String = good.chars().rev().enumerate().map(|(at, c)| flip(at == 40, c)).collect();
    let flipped: String = flipped.chars().rev().collect();
    assert_ne!(flipped, good);
    let tokens = [
        ("short", "x".to_owned()),
        ("nonsense", "A".repeat(104)),
        ("not of our letters", "%C3%A4".repeat(30)),
        ("endless", "A".repeat(4000)),
        ("cut", good[..100].to_owned()),
        ("longer", format!("{good}AAAA")),
        ("one letter changed", flipped),
        ("of another host", sealed(scene.tenant.id, bo.invitation, "other.example")),
        ("of no invitation", sealed(scene.tenant.id, nobody, HOST)),
        ("of another tenant", sealed(other.id, bo.invitation, HOST)),
        ("of no tenant", sealed(nowhere, bo.invitation, HOST)),
    ];
    let browser = scene.browser();
    let expected = browser.get("/s/AAAAAAAAAAAAAAAAAAAAAAAA").await;
    assert_eq!(
        (expected.status, expected.heading().as_str()),
        (StatusCode::NOT_FOUND, "We do not know this link")
    );
    for secret in ["northwind", "southwind", "Express", "Bo Buyer"] {
        assert!(!expected.text.contains(secret), "{secret}");
    }
    for (what, token) in tokens {
        for method in [Method::GET, Method::POST] {
            let body = (method == Method::POST).then(Vec::new);
            let answer = browser.request(method, &format!("/s/{token}"), body).await;
            assert_eq!((answer.status, &answer.text), (expected.status, &expected.text), "{what}");
        }
        let holder = scene.browser();
        holder.0.set_cookie("survey", &token);
        let answer = holder.get("/survey/decision").await;
        assert!([StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST].contains(&answer.status), "{what}");
    }
    assert_eq!(browser.0.cookie("survey"), None, "no cookie for a link that is none");
    scene.app.store().shutdown().await;
    let mismatches = "select coalesce(sum(coalesce((detail ->> 'count')::int, 1)), 0)::bigint \
                      from control.audit_entries where action = 'token_mismatch'";
    assert!(scene.db().number(mismatches).await >= 8, "tokens of ours without a row are worth a look");
}

#[tokio::test]
async fn a_link_that_was_replaced_leads_to_the_newer_mail_and_reveals_nothing() {
    // It was said to have been cut in the mail.
    let scene = Scene::new().await;
    let old = scene.invite().await;
    let holder = scene.browser();
    holder.start(&old).await;
    let tx = fixture::open(&scene.app.store(), &scene.tenant).await;
    link::withdraw_for_deal(&tx, old.deal, link::REOPENED).await.unwrap();
    tx.commit().await.unwrap();
    scene.app.clock().advance(Duration::hours(1));
    let new = scene.invite().await;
    assert_eq!((new.invitation, new.token == old.token), (old.invitation, false));
    let visitor = scene.browser();
    let before = scene.rows().await;
    let stages = [
        visitor.get(&old.link()).await,
        visitor.post(&old.link(), &[]).await,
        holder.get("/survey/decision").await,
    ];
    for answer in &stages {
        assert_eq!(
            (answer.status, answer.heading().as_str()),
            (StatusCode::GONE, "There is a newer link to this survey")
        );
        for secret in ["northwind", "Express", "Bo Buyer", "/s/", new.token.as_str()] {
            assert!(!answer.text.contains(secret), "{secret}");
        }
    }
    assert_eq!(scene.rows().await, before);
    let browser = scene.browser();
    browser.answer_all(&new).await;
    assert_eq!(browser.send().await.status, StatusCode::SEE_OTHER);
    let after = visitor.get(&old.link()).await;
    assert_eq!((after.status, &after.text), (stages[0].status, &stages[0].text), "nor what became of it");
}

fn flip(here: bool, letter: char) -> char {
    match (here, letter) {
        (true, 'A') => 'B',
        (true, _) => 'A',
        (false, letter) => letter,
    }
}

#[tokio::test]
async fn time_closes_a_link_and_nothing_is_half_written() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.answer_all(&bo).await;
    let page = browser.get("/survey/decision").await;
    let review = browser.get("/survey/review").await;
    scene.app.clock().advance(Duration::days(31));
    let before = scene.rows().await;
    let closed = [
        browser.get(&bo.link()).await,
        browser.post(&bo.link(), &[]).await,
        browser.get("/survey/reasons").await,
        browser.submit_page(&page, "/survey/decision", &[("q.clarity", "late"), ("q.overall", "1")]).await,
        browser.get("/survey/thanks").await,
        browser.submit_page(&review, "/survey/send", &[]).await,
    ];
    for answer in closed {
        assert_eq!((answer.status, answer.heading().as_str()), (StatusCode::GONE, "This survey is over"));
        assert!(!answer.text.contains("northwind"), "{}", answer.text);
    }
    let autosave = browser.submit_page(&page, "/survey/autosave/decision", &[("q.clarity", "late")]).await;
    assert_eq!(autosave.status, StatusCode::GONE);
    assert_eq!(scene.rows().await, before);
}

#[tokio::test]
async fn a_withdrawn_link_says_so() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.answer_all(&bo).await;
    let review = browser.get("/survey/review").await;
    let tx = fixture::open(&scene.app.store(), &scene.tenant).await;
    link::withdraw_for_deal(&tx, bo.deal, link::REOPENED).await.unwrap();
    tx.commit().await.unwrap();
    for answer in [browser.get(&bo.link()).await, browser.submit_page(&review, "/survey/send", &[]).await] {
        assert_eq!(
            (answer.status, answer.heading().as_str()),
            (StatusCode::GONE, "This survey was withdrawn")
        );
    }
    assert_eq!(scene.db().number("select count(*) from pool.submissions").await, 0);
}

#[tokio::test]
async fn a_suspended_tenants_survey_is_closed_for_now_and_opens_again() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    browser.answer_all(&bo).await;
    set_status(&scene, TenantStatus::Suspended).await;
    for address in [bo.link().as_str(), "/survey/decision", "/survey/review"] {
        let answer = browser.get(address).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{address}");
        assert_eq!(answer.heading(), "This survey is closed for now");
        assert!(answer.headers.contains_key("retry-after") && !answer.text.contains("northwind"));
    }
    set_status(&scene, TenantStatus::Active).await;
    assert_eq!(browser.send().await.status, StatusCode::SEE_OTHER, "nothing was lost");
}

#[tokio::test]
async fn a_link_with_the_tail_of_a_sentence_leads_to_the_same_page() {
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let browser = scene.browser();
    let preferences = scene.preferences_of(&bo).await;
    for link in [bo.link(), preferences] {
        for tail in ["/", ".", ")", "%3E", ").", "/."] {
            let answer = browser.get(&format!("{link}{tail}")).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, link.as_str()), "{tail}");
        }
        assert_eq!(browser.get(&link).await.status, StatusCode::OK);
    }
    let in_german = browser.get(&format!("{}?lang=de)", bo.link())).await;
    assert_eq!(in_german.location(), format!("{}?lang=de", bo.link()));
    // What is unknown stays unknown, and nothing is taken off but a tail.
    assert_eq!(browser.get("/s/unknown.").await.location(), "/s/unknown");
    assert_eq!(browser.get("/s/unknown").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("{}x", bo.link())).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_wants_no_mails_need_not_wait_until_a_stopped_tenant_is_open_again() {
    // The link said that the survey is closed for now, and the mail program's button failed.
    let scene = Scene::new().await;
    let bo = scene.invite().await;
    let preferences = scene.preferences_of(&bo).await;
    set_status(&scene, TenantStatus::Suspended).await;
    let browser = scene.browser();
    assert_eq!(browser.get(&preferences).await.status, StatusCode::OK);
    let stopped = browser.post(&preferences, &[("stop", "never")]).await;
    assert_eq!((stopped.status, stopped.location()), (StatusCode::SEE_OTHER, preferences.as_str()));
    assert_eq!(scene.count("contacts where opted_out_at is not null").await, 1);
    assert_eq!(browser.post(&format!("{preferences}/undo"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(scene.count("contacts where opted_out_at is not null").await, 0);
    let one_click = format!("{preferences}/one-click");
    let pressed = browser.post(&one_click, &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!(pressed.status, StatusCode::OK);
    assert_eq!(scene.count("contacts where opted_out_at is not null").await, 1);
    // The survey stays closed, and so does a tenant that is not open yet.
    assert_eq!(browser.get(&bo.link()).await.status, StatusCode::SERVICE_UNAVAILABLE);
    set_status(&scene, TenantStatus::Provisioning).await;
    assert_eq!(browser.get(&preferences).await.status, StatusCode::SERVICE_UNAVAILABLE);
}

async fn set_status(scene: &Scene, status: TenantStatus) {
    let store = scene.app.store();
    let control = store.open_control().await.expect("the database answers");
    tenancy::set_status(&control, scene.tenant.id, status).await.expect("the database answers");
    control.commit().await.expect("the database answers");
    store.forget(scene.tenant.id).await;
}

#[tokio::test]
async fn without_its_cookie_a_page_tells_the_way_back() {
    let scene = Scene::new().await;
    let browser = scene.browser();
    for page in ["/survey/decision", "/survey/review", "/survey/saved", "/survey/thanks"] {
        let answer = browser.get(page).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{page}");
        assert_eq!(answer.heading(), "Please open the link in the mail again");
    }
    assert_eq!(browser.post("/survey/decision", &[("survey", "x")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(browser.get("/survey/send").await.location(), "/survey/review");
}

#[tokio::test]
async fn two_surveys_in_two_tabs_do_not_mix() {
    let scene = Scene::new().await;
    let (bo, cy) =
        (scene.invite().await, scene.invite_of(&scene.tenant, "D-2", ("lost", "competitor")).await);
    let browser = scene.browser();
    browser.start(&bo).await;
    let first_tab = browser.get("/survey/decision").await;
    browser.start(&cy).await;
    let before = scene.rows().await;
    let fields = [("q.clarity", "late"), ("q.overall", "1")];
    let mixed = browser.submit_page(&first_tab, "/survey/decision", &fields).await;
    assert_eq!(
        (mixed.status, mixed.heading().as_str()),
        (StatusCode::CONFLICT, "You opened another survey in the meantime")
    );
    let autosave = browser.submit_page(&first_tab, "/survey/autosave/decision", &fields).await;
    assert_eq!(autosave.status, StatusCode::CONFLICT);
    assert_eq!(scene.rows().await, before, "neither survey was touched");
    assert!(!browser.get("/survey/decision").await.text.contains(" checked"));
    browser.start(&bo).await;
    assert_eq!(
        browser.submit_page(&first_tab, "/survey/decision", &fields).await.location(),
        "/survey/reasons"
    );
}
