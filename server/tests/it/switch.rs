//! People with several tenants: where a sign-in begins, and the way to another one.

use std::time::Duration as Wait;

use axum::body::Body;
use axum::http::Method;
use chrono::Duration;
use domain::actor::Role;
use domain::tenant::{Tenant, TenantStatus, Tier};
use futures_util::StreamExt as _;
use store::tenancy;

use crate::support::{Answer, Browser, TestApp};

const MAX: &str = "max@agency.example";
const SWITCH: &str = "/account/switch";
const PATIENCE: Wait = Wait::from_secs(5);

/// A person who leads in one tenant and looks on in another; a third is none of his.
struct World {
    app: TestApp,
    acme: Tenant,
    bolt: Tenant,
    cato: Tenant,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let (acme, _) = app.tenant("acme", Tier::Pool).await;
        let (bolt, _) = app.tenant("bolt", Tier::Silo).await;
        let (cato, _) = app.tenant("cato", Tier::Pool).await;
        app.member(&acme, MAX, Role::Leader).await;
        app.member(&bolt, MAX, Role::Viewer).await;
        Self { app, acme, bolt, cato }
    }

    async fn set_status(&self, tenant: &Tenant, status: TenantStatus) {
        let control = self.app.store().open_control().await.unwrap();
        tenancy::set_status(&control, tenant.id, status).await.unwrap();
        control.commit().await.unwrap();
    }
}

async fn switch(browser: &Browser, to: &Tenant) -> Answer {
    browser.post_form(SWITCH, &[("tenant", &to.id.to_string())]).await
}

/// The tenant that the browser's pages are of, by the tab's title.
async fn place(browser: &Browser) -> String {
    let text = browser.get("/app").await.text();
    let title = text.split("<title>").nth(1).expect("a title").split("</title>").next().unwrap();
    title.to_owned()
}

async fn listen(browser: &Browser, path: &str) -> axum::body::BodyDataStream {
    let response = browser.open(Method::GET, path, &[], Body::empty()).await;
    assert_eq!(response.status(), 200, "{path}");
    response.into_body().into_data_stream()
}

/// The next event, or nothing at the end of the stream.
async fn hear(stream: &mut axum::body::BodyDataStream) -> Option<String> {
    let piece = async {
        loop {
            let piece = stream.next().await?.unwrap();
            if !piece.starts_with(b":") {
                return Some(String::from_utf8(piece.to_vec()).unwrap());
            }
        }
    };
    tokio::time::timeout(PATIENCE, piece).await.expect("something is said in time")
}

#[tokio::test]
async fn a_person_goes_to_another_tenant_by_the_menu_and_the_next_sign_in_begins_there() {
    // There was no way to the second tenant at all.
    let world = World::new().await;
    let browser = world.app.signed_in(MAX).await;
    assert_eq!(place(&browser).await, "Overview · acme Inc. · winloss");
    let page = browser.get("/app").await.text();
    assert!(page.contains("Switch to") && page.contains("bolt Inc.") && !page.contains("cato"), "{page}");
    let before = browser.copy();
    world.app.advance(Duration::minutes(1));

    let answer = switch(&browser, &world.bolt).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/app"));
    assert_eq!(answer.header("clear-site-data"), "\"cache\"");
    assert_ne!(browser.cookie("wl"), before.cookie("wl"), "the session has a new id");
    assert_eq!(before.get("/app").await.location(), "/login", "and the one before is over");
    assert_eq!(place(&browser).await, "Overview · bolt Inc. · winloss");
    let page = browser.get("/app").await.text();
    assert!(page.contains(&world.acme.id.to_string()), "the way back");
    assert_eq!(browser.get("/admin/surveys").await.status, 403, "the role is the one there");

    assert_eq!(place(&world.app.signed_in(MAX).await).await, "Overview · bolt Inc. · winloss");
    assert_eq!(switch(&browser, &world.bolt).await.location(), "/app", "to where one is already");
    assert_eq!(switch(&browser, &world.acme).await.status, 303);
    assert_eq!(place(&browser).await, "Overview · acme Inc. · winloss");
}

#[tokio::test]
async fn another_persons_tenant_is_not_found_and_nothing_changes() {
    let world = World::new().await;
    let browser = world.app.signed_in(MAX).await;
    let cookie = browser.cookie("wl");
    assert_eq!(switch(&browser, &world.cato).await.status, 404);
    let nobodys = "00000000-0000-0000-0000-000000000000";
    assert_eq!(browser.post_form(SWITCH, &[("tenant", nobodys)]).await.status, 404);
    for malformed in [&[("tenant", "bolt")][..], &[("tenant", "")], &[]] {
        assert_eq!(browser.post_form(SWITCH, malformed).await.status, 400, "{malformed:?}");
    }
    assert_eq!(browser.get(SWITCH).await.status, 405);
    let body = || Body::from(format!("tenant={}", world.bolt.id));
    for origin in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let headers = [("content-type", "application/x-www-form-urlencoded"), origin];
        assert_eq!(browser.send(Method::POST, SWITCH, &headers, body()).await.status, 403, "{origin:?}");
    }
    assert_eq!(switch(&world.app.browser(), &world.bolt).await.location(), "/login");
    assert_eq!(browser.cookie("wl"), cookie);
    assert_eq!(place(&browser).await, "Overview · acme Inc. · winloss");
    // A membership that was taken away since is none.
    world.app.db.sabotage("delete from control.memberships where role = 'viewer'").await;
    assert_eq!(switch(&browser, &world.bolt).await.status, 404);
}

#[tokio::test]
async fn an_open_page_of_the_tenant_before_hears_nothing_of_the_next_one() {
    let mut world = World::new().await;
    // Far from a heartbeat: what ends the stream are the news.
    world.app.set_heartbeat(Wait::from_secs(3600));
    let browser = world.app.signed_in(MAX).await;
    let drawn_for = |tenant: &Tenant| format!("/app/events?of={}", tenant.id);
    let mut stream = listen(&browser, &drawn_for(&world.acme)).await;
    assert_eq!(hear(&mut stream).await.unwrap(), "event: change\ndata: 0\n\n");
    assert_eq!(switch(&browser, &world.bolt).await.status, 303);
    assert_eq!(hear(&mut stream).await, None, "it ended with the session");
    // Browsers come back by themselves, with the cookie of the session that there is now.
    let mut again = listen(&browser, &drawn_for(&world.acme)).await;
    assert!(hear(&mut again).await.unwrap().starts_with("event: moved\n"));
    assert_eq!(hear(&mut again).await, None);
    let mut next = listen(&browser, &drawn_for(&world.bolt)).await;
    assert_eq!(hear(&mut next).await.unwrap(), "event: change\ndata: 0\n\n");
}

#[tokio::test]
async fn who_has_an_open_tenant_is_not_kept_in_one_that_is_stopped() {
    let world = World::new().await;
    let browser = world.app.signed_in(MAX).await;
    world.set_status(&world.acme, TenantStatus::Suspended).await;
    let page = browser.get("/app").await;
    assert_eq!(page.status, 503);
    assert!(
        page.text().contains("Switch to") && page.text().contains("bolt Inc."),
        "a way on: {}",
        page.text()
    );
    assert_eq!(place(&world.app.signed_in(MAX).await).await, "Overview · bolt Inc. · winloss");
    assert_eq!(switch(&browser, &world.bolt).await.status, 303);
    assert!(!browser.get("/app").await.text().contains("Switch to"), "what is stopped is not offered");
    assert_eq!(switch(&browser, &world.acme).await.status, 503);
    assert_eq!(place(&browser).await, "Overview · bolt Inc. · winloss");
}

#[tokio::test]
async fn a_session_lasts_no_longer_for_being_moved() {
    let world = World::new().await;
    let browser = world.app.signed_in(MAX).await;
    for turn in 0..27 {
        world.app.advance(Duration::hours(6));
        let to = if turn % 2 == 0 { &world.bolt } else { &world.acme };
        assert_eq!(switch(&browser, to).await.status, 303);
    }
    world.app.advance(Duration::hours(7));
    assert_eq!(browser.get("/app").await.location(), "/login", "a week is over");
}

/// The addresses that a page's forms are posted to without script, but for those of the person's menu.
fn forms(page: &str) -> Vec<String> {
    let actions = page.split(" method=\"post\"").skip(1).filter_map(|rest| rest.split(" action=\"").nth(1));
    let actions =
        actions.filter_map(|rest| rest.split('"').next()).map(|action| action.replace("&amp;", "&"));
    actions.filter(|action| ![SWITCH, "/logout"].contains(&action.as_str())).collect()
}

/// A form that names no id made a survey, and a connection, for the tenant that was switched to in another tab.
#[tokio::test]
async fn a_form_of_the_tenant_before_changes_nothing_and_says_where_one_is() {
    let world = World::new().await;
    for tenant in [&world.acme, &world.bolt] {
        world.app.member(tenant, "ada@agency.example", Role::Admin).await;
    }
    let browser = world.app.signed_in("ada@agency.example").await;
    let mut actions = Vec::new();
    for page in ["/admin", "/admin/surveys", "/admin/surveys/new"] {
        let page = browser.get(page).await.text();
        assert!(!forms(&page).is_empty());
        actions.extend(forms(&page));
    }
    let of_acme = format!("of={}", world.acme.id);
    assert!(actions.iter().all(|action| action.ends_with(&of_acme)), "{actions:?}");
    let rows = async || {
        let count = |table: &str| format!("(select count(*) from {table})");
        let silo = world.app.store().placement(world.bolt.id).await.unwrap().schema;
        let all = [
            count("control.connections"),
            count("pool.survey_templates"),
            count(&format!("{silo}.survey_templates")),
        ];
        world.app.db.number(&format!("select {}", all.join(" + "))).await
    };
    let before = rows().await;
    assert_eq!(switch(&browser, &world.bolt).await.status, 303);
    for action in &actions {
        let answer = browser.post_form(action, &[("name", "Mine"), ("ready", "rep_debrief")]).await;
        assert_eq!(answer.status, 409, "{action}");
        let page = answer.text().replace("<!>", "");
        assert!(page.contains(">You switched to bolt Inc.</h1>"), "{page}");
        assert!(page.contains("came from a page of acme Inc., so nothing was changed."), "{page}");
        assert!(page.contains("Switch back to acme Inc.") && page.contains("Go on with bolt Inc."), "{page}");
    }
    // Nor does a form that does not say whose it is, or names a tenant that is none of the person's.
    for wrong in ["", "?of=", "?of=x"] {
        for path in ["/admin/surveys/new", "/admin/connections"] {
            assert_eq!(browser.post_form(&format!("{path}{wrong}"), &[]).await.status, 400, "{path}{wrong}");
        }
    }
    let strange = browser.post_form(&format!("/admin/surveys/new?of={}", world.cato.id), &[]).await;
    assert_eq!(strange.status, 409);
    assert!(!strange.text().contains("cato"), "{}", strange.text());
    assert_eq!(rows().await, before, "nothing was made anywhere");
    assert_eq!(switch(&browser, &world.acme).await.status, 303);
    let made = browser.post_form(&format!("/admin/surveys/new?{of_acme}"), &[]).await;
    assert_eq!((made.status.as_u16(), rows().await), (303, before + 1), "back again, it is done");
}

#[tokio::test]
async fn a_script_of_the_tenant_before_is_told_nothing_and_changes_nothing() {
    let world = World::new().await;
    for tenant in [&world.acme, &world.bolt] {
        world.app.member(tenant, "ada@agency.example", Role::Admin).await;
    }
    let browser = world.app.signed_in("ada@agency.example").await;
    let call = async |path: &str, drawn_for: &str, body: &serde_json::Value| {
        let headers = [
            ("content-type", "application/json"),
            ("accept", "application/json"),
            ("sec-fetch-site", "same-origin"),
            ("winloss-drawn-for", drawn_for),
        ];
        browser.send(Method::POST, path, &headers, Body::from(body.to_string())).await
    };
    let none = serde_json::json!({});
    let filter = serde_json::json!({ "filter": {} });
    let calls = [
        ("/api/connection/create", &none),
        ("/api/account/setup", &none),
        ("/api/report/dashboard", &filter),
        ("/api/survey/list", &none),
    ];
    let (acme, bolt) = (world.acme.id.to_string(), world.bolt.id.to_string());
    for (path, body) in calls {
        assert_eq!(call(path, &acme, body).await.status, 200, "{path}");
    }
    assert_eq!(switch(&browser, &world.bolt).await.status, 303);
    let connections = "select count(*) from control.connections";
    let before = world.app.db.number(connections).await;
    for (path, body) in calls {
        let answer = call(path, &acme, body).await;
        assert_eq!((answer.status.as_u16(), answer.text().as_str()), (409, "\"switched\""), "{path}");
        assert_eq!(call(path, "acme", body).await.status, 400, "{path}: no tenant is named so");
    }
    let file =
        [("accept", "application/json"), ("origin", "http://localhost"), ("sec-fetch-site", "same-origin")];
    let logo = format!("/admin/images?of={acme}");
    let answer = browser.send(Method::POST, &logo, &file, Body::from("no picture")).await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (409, "\"switched\""));
    assert_eq!(world.app.db.number(connections).await, before, "nothing was made anywhere");
    assert_eq!(call(calls[0].0, &bolt, &none).await.status, 200);
    assert_eq!(world.app.db.number(connections).await, before + 1, "its own pages go on");
}
