//! Sign-in, the session and the way in for new people.

use axum::body::Body;
use axum::http::Method;
use chrono::Duration;
use domain::actor::Role;
use domain::tenant::Tier;
use secrecy::ExposeSecret as _;
use server::http::auth::upkeep;
use store::account::{self, throttle};

use crate::support::{Answer, Browser, PASSWORD, TestApp};

const BO: &str = "bo@northwind.example";

async fn app_with_bo() -> TestApp {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    app.member(&tenant, BO, Role::Leader).await;
    app
}

/// The header that sets this cookie.
fn set_cookie<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let all = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let of_name = |text: &&str| text.split_once('=').is_some_and(|(one, _)| one == name);
    all.into_iter().find(of_name).expect("it is set")
}

async fn try_password(browser: &Browser, email: &str, password: &str) -> u16 {
    browser.post_form("/login", &[("email", email), ("password", password)]).await.status.as_u16()
}

#[tokio::test]
async fn a_member_signs_in_and_out() {
    let app = app_with_bo().await;
    let browser = app.browser();
    assert_eq!(browser.get("/").await.location(), "/login");
    let page = browser.get("/login").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("name=\"password\""));
    assert!(browser.cookie("wl").is_none(), "looking at the form makes no session");
    let answer =
        browser.post_form("/login", &[("email", " Bo@Northwind.Example "), ("password", PASSWORD)]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/app"));
    assert_eq!(browser.get("/").await.location(), "/app");
    assert_eq!(browser.get("/login").await.location(), "/app");
    assert_eq!(browser.get("/app").await.status, 200);
    let kept = browser.copy();
    let out = browser.post_form("/logout", &[]).await;
    assert_eq!((out.status.as_u16(), out.location()), (303, "/login"));
    assert!(browser.cookie("wl").is_none());
    assert_eq!(browser.get("/app").await.location(), "/login");
    // A copy of the cookie is worth nothing any more.
    assert_eq!(kept.get("/app").await.location(), "/login");
}

#[tokio::test]
async fn reading_a_page_never_signs_anybody_out() {
    let app = app_with_bo().await;
    let browser = app.signed_in(BO).await;
    assert_eq!(browser.get("/logout").await.status, 405);
    assert_eq!(browser.get("/app").await.status, 200);
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_look_the_same() {
    let app = app_with_bo().await;
    let control = app.store().open_control().await.unwrap();
    let invited = domain::form::Email::parse("new@northwind.example").unwrap();
    account::ensure_user(&control, &invited, "New").await.unwrap();
    control.commit().await.unwrap();
    let mut pages = Vec::new();
    for email in [BO, "nobody@northwind.example", "new@northwind.example"] {
        let answer =
            app.browser().post_form("/login", &[("email", email), ("password", "wrong wrong wrong")]).await;
        assert_eq!(answer.status, 401);
        let nonce = answer.header("content-security-policy").split("nonce-").nth(1).unwrap();
        let nonce = nonce.split('\'').next().unwrap().to_owned();
        pages.push(answer.text().replace(email, "").replace(&nonce, ""));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
    // And none of them tells the browser who was meant beyond what was typed.
    assert!(!pages[0].contains("northwind.example"));
}

#[tokio::test]
async fn what_is_not_complete_is_not_tried() {
    let app = app_with_bo().await;
    let browser = app.browser();
    for (email, password) in [("", ""), (BO, ""), ("", PASSWORD)] {
        assert_eq!(try_password(&browser, email, password).await, 422);
    }
    assert_eq!(try_password(&browser, "no address", PASSWORD).await, 401);
    assert_eq!(try_password(&browser, BO, &"x".repeat(5_000)).await, 401);
    assert_eq!(try_password(&browser, &format!("{}@x.example", "y".repeat(2_000)), "x").await, 401);
    assert_eq!(try_password(&browser, "\u{202e}\u{0}@x.example", "\u{0}").await, 401);
    assert_eq!(try_password(&browser, BO, &"x".repeat(20_000)).await, 422);
}

#[tokio::test]
async fn guessing_is_stopped_for_the_account_and_time_opens_it_again() {
    let app = app_with_bo().await;
    let browser = app.browser();
    for _ in 0..10 {
        assert_eq!(try_password(&browser, BO, "wrong").await, 401);
    }
    let refused = browser.post_form("/login", &[("email", BO), ("password", "wrong")]).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "900"));
    assert_eq!(try_password(&browser, BO, PASSWORD).await, 429, "even the right one has to wait");
    app.advance(Duration::minutes(16));
    assert_eq!(try_password(&browser, BO, PASSWORD).await, 303);
}

#[tokio::test]
async fn a_stranger_shuts_out_no_browser_in_which_the_person_signed_in_before() {
    // Ten wrong passwords from anybody kept a leader out of his own browser.
    let app = app_with_bo().await;
    let known = app.signed_in(BO).await;
    assert_eq!(known.post_form("/logout", &[]).await.status, 303);
    let stranger = app.browser();
    for _ in 0..10 {
        assert_eq!(try_password(&stranger, BO, "wrong").await, 401);
    }
    // Nor by all that an office's address may try for whomever.
    for n in 0..50 {
        assert_eq!(try_password(&stranger, &format!("u{n}@x.example"), "wrong").await, 401);
    }
    assert_eq!(try_password(&stranger, BO, PASSWORD).await, 429);
    assert_eq!(try_password(&known, BO, PASSWORD).await, 303);
    assert_eq!(try_password(&stranger, BO, PASSWORD).await, 429, "what he did does not open it for others");
    // The browser has ten tries, and no more.
    assert_eq!(known.post_form("/logout", &[]).await.status, 303);
    for _ in 0..10 {
        assert_eq!(try_password(&known, BO, "wrong").await, 401);
    }
    assert_eq!(try_password(&known, BO, PASSWORD).await, 429);
    app.advance(Duration::minutes(16));
    assert_eq!(try_password(&known, BO, PASSWORD).await, 303);
}

#[tokio::test]
async fn a_known_browser_is_known_for_the_address_that_signed_in_and_for_no_other() {
    let app = app_with_bo().await;
    app.operator("olive@winloss.example").await;
    let other = app.signed_in("olive@winloss.example").await;
    let device = other.cookie("wl-device").expect("it is known");
    for _ in 0..10 {
        assert_eq!(try_password(&other, BO, "wrong").await, 401);
    }
    assert_eq!(try_password(&other, BO, PASSWORD).await, 429);
    assert_eq!(other.cookie("wl-device"), Some(device), "a wrong password makes nothing known");
    let forger = app.browser();
    forger.set_cookie("wl-device", &"A".repeat(70));
    assert_eq!(try_password(&forger, BO, PASSWORD).await, 429);
}

#[tokio::test]
async fn guessing_from_many_networks_is_stopped_for_the_account() {
    let app = app_with_bo().await;
    let known = app.signed_in(BO).await;
    let stranger = app.browser();
    for _ in 0..3 {
        assert_eq!(try_password(&stranger, BO, "wrong").await, 401);
    }
    // As many as came from other networks.
    let count = "insert into control.login_attempts (key, at)
                 select key, at from control.login_attempts, generate_series(1, 96) where key like 'account:%' and at =
                 (select max(at) from control.login_attempts) limit 97";
    app.db.sabotage(count).await;
    assert_eq!(try_password(&stranger, BO, "wrong").await, 429);
    assert_eq!(try_password(&known, BO, PASSWORD).await, 303);
}

#[tokio::test]
async fn of_guesses_that_come_at_once_no_more_than_the_limit_are_checked() {
    // They were counted after the check: 33 of 40 got through.
    let app = app_with_bo().await;
    let guesses = (0..40).map(|n| {
        let browser = app.browser();
        async move { try_password(&browser, BO, &format!("guess {n}")).await }
    });
    let statuses = futures_util::future::join_all(guesses).await;
    let answered = |status: u16| statuses.iter().filter(|one| **one == status).count();
    assert!(answered(401) <= 10, "{statuses:?}");
    assert!(answered(429) >= 30, "{statuses:?}");
    assert_eq!(answered(401) + answered(429) + answered(503), 40, "{statuses:?}");
}

#[tokio::test]
async fn a_right_password_is_not_counted_against_the_address_it_comes_from() {
    let app = app_with_bo().await;
    for _ in 0..59 {
        let control = app.store().open_control().await.unwrap();
        let office = throttle::Limit { key: "address:127.0.0.1".to_owned(), most: 100 };
        throttle::reserve(&control, &[office], app.clock().now()).await.unwrap().unwrap();
        control.commit().await.unwrap();
    }
    for _ in 0..3 {
        assert_eq!(try_password(&app.browser(), BO, PASSWORD).await, 303, "a right password is not counted");
    }
    assert_eq!(try_password(&app.browser(), "nobody@x.example", "wrong").await, 401);
    assert_eq!(try_password(&app.browser(), BO, PASSWORD).await, 429);
}

#[tokio::test]
async fn guessing_is_stopped_for_the_address_it_comes_from() {
    let app = app_with_bo().await;
    for n in 0..60 {
        assert_eq!(try_password(&app.browser(), &format!("u{n}@x.example"), "wrong").await, 401);
    }
    assert_eq!(try_password(&app.browser(), "another@x.example", "wrong").await, 429);
}

#[tokio::test]
async fn people_who_type_it_right_are_not_slowed_down() {
    let app = app_with_bo().await;
    for _ in 0..9 {
        assert_eq!(try_password(&app.browser(), BO, "wrong").await, 401);
    }
    assert_eq!(try_password(&app.browser(), BO, PASSWORD).await, 303);
    for _ in 0..9 {
        assert_eq!(try_password(&app.browser(), BO, "wrong").await, 401);
    }
    assert_eq!(try_password(&app.browser(), BO, PASSWORD).await, 303);
}

#[tokio::test]
async fn the_next_page_is_one_of_ours_or_the_start() {
    let app = app_with_bo().await;
    assert_eq!(
        app.browser().get("/app/deals?outcome=won").await.location(),
        "/login?next=%2Fapp%2Fdeals%3Foutcome%3Dwon"
    );
    for (next, leads_to) in [
        ("/app/deals?outcome=won", "/app/deals?outcome=won"),
        ("//evil.example/", "/app"),
        ("/\\evil.example/", "/app"),
        ("https://evil.example/", "/app"),
        ("javascript:alert(1)", "/app"),
        ("", "/app"),
    ] {
        let fields = [("email", BO), ("password", PASSWORD), ("next", next)];
        assert_eq!(app.browser().post_form("/login", &fields).await.location(), leads_to);
        let page = app.browser().get(&format!("/login?next={}", next.replace('&', "%26"))).await;
        assert!(!page.text().contains("evil.example"), "{next}");
    }
}

#[tokio::test]
async fn the_session_gets_a_new_id_with_the_sign_in() {
    let app = app_with_bo().await;
    let browser = app.browser();
    let planted = "AAAAAAAAAAAAAAAAAAAAAQ";
    browser.set_cookie("wl", planted);
    assert_eq!(try_password(&browser, BO, PASSWORD).await, 303);
    let first = browser.cookie("wl").unwrap();
    assert_ne!(first, planted);
    assert_eq!(try_password(&browser, BO, PASSWORD).await, 303);
    assert_ne!(browser.cookie("wl").unwrap(), first);
    let old = app.browser();
    old.set_cookie("wl", &first);
    assert_eq!(old.get("/app").await.location(), "/login", "the session before ended");
    for nonsense in ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", &"é".repeat(10)] {
        let browser = app.browser();
        browser.set_cookie("wl", nonsense);
        assert_eq!(browser.get_with("/app", &[]).await.location(), "/login");
    }
}

#[tokio::test]
async fn the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites() {
    let app = app_with_bo().await;
    let answer = app.browser().post_form("/login", &[("email", BO), ("password", PASSWORD)]).await;
    let cookie = set_cookie(&answer, "wl");
    for part in ["wl=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=28800"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Domain"));
    let app = TestApp::at("https://feedback.example").await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    app.member(&tenant, BO, Role::Leader).await;
    let answer = app.browser().post_form("/login", &[("email", BO), ("password", PASSWORD)]).await;
    let cookie = set_cookie(&answer, "__Host-wl");
    assert!(cookie.contains("Secure"), "{cookie}");
    let device = set_cookie(&answer, "__Host-wl-device");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Secure"] {
        assert!(device.contains(part), "{part} in {device}");
    }
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_after_a_week_in_any_case() {
    let app = app_with_bo().await;
    let browser = app.signed_in(BO).await;
    app.advance(Duration::hours(7));
    assert_eq!(browser.get("/app").await.status, 200);
    app.advance(Duration::hours(7));
    assert_eq!(browser.get("/app").await.status, 200, "use made it longer");
    app.advance(Duration::hours(9));
    assert_eq!(browser.get("/app").await.location(), "/login");
    let browser = app.signed_in(BO).await;
    for _ in 0..27 {
        app.advance(Duration::hours(6));
        let page = browser.get("/app").await;
        assert_eq!(page.status, 200, "{}", page.text());
    }
    app.advance(Duration::hours(7));
    assert_eq!(browser.get("/app").await.location(), "/login", "a week is over");
}

#[tokio::test]
async fn what_is_over_is_forgotten() {
    let app = app_with_bo().await;
    app.signed_in(BO).await;
    assert_eq!(try_password(&app.browser(), BO, "wrong").await, 401);
    assert_eq!(upkeep::forget(&app.store()).await.unwrap(), (0, 0));
    app.advance(Duration::hours(9));
    assert_eq!(upkeep::forget(&app.store()).await.unwrap(), (1, 3));
}

#[tokio::test]
async fn a_session_in_use_is_written_every_five_minutes_at_most() {
    let app = app_with_bo().await;
    let browser = app.signed_in(BO).await;
    let sets_cookie = async || !browser.get("/app").await.header("set-cookie").is_empty();
    assert!(!sets_cookie().await);
    app.advance(Duration::minutes(4));
    assert!(!sets_cookie().await);
    app.advance(Duration::minutes(2));
    assert!(sets_cookie().await);
    assert!(!sets_cookie().await);
}

#[tokio::test]
async fn the_table_of_sessions_signs_nobody_in() {
    let app = app_with_bo().await;
    let browser = app.signed_in(BO).await;
    let cookie = browser.cookie("wl").unwrap();
    let holds =
        format!("select count(*) from control.sessions where encode(data, 'escape') like '%{cookie}%'");
    assert_eq!(app.db.number(&holds).await, 0);
    assert_eq!(
        app.db.number("select count(*) from control.sessions where octet_length(id_hash) = 32").await,
        1
    );
}

#[tokio::test]
async fn who_is_no_member_any_more_is_signed_out_with_the_next_request() {
    let app = app_with_bo().await;
    let browser = app.signed_in(BO).await;
    assert_eq!(browser.get("/app").await.status, 200);
    app.db.sabotage("delete from control.memberships where role = 'leader'").await;
    assert_eq!(browser.get("/app").await.location(), "/login");
    assert_eq!(try_password(&app.browser(), BO, PASSWORD).await, 401, "nothing to sign in to");
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let app = app_with_bo().await;
    let browser = app.signed_in(BO).await;
    let form = ("content-type", "application/x-www-form-urlencoded");
    for headers in [
        vec![form, ("sec-fetch-site", "cross-site")],
        vec![form, ("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:3000")],
        vec![form, ("origin", "http://evil.example")],
        vec![form, ("origin", "null")],
    ] {
        let forms = ["/logout", "/login", "/survey/send", "/admin/connections", "/ops/retry"];
        for path in forms.into_iter().chain(["/api/report/dashboard", "/api/platform/retry"]) {
            let answer = browser.send(Method::POST, path, &headers, Body::empty()).await;
            assert_eq!(answer.status, 403, "{path} {headers:?}");
        }
    }
    assert_eq!(browser.get("/app").await.status, 200);
}

#[tokio::test]
async fn a_new_admin_comes_in_by_the_mailed_link_once() {
    let app = app_with_bo().await;
    let email = domain::form::Email::parse("new@northwind.example").unwrap();
    let control = app.store().open_control().await.unwrap();
    let tenant = store::tenancy::find(&control, &domain::tenant::Slug::parse("northwind").unwrap())
        .await
        .unwrap()
        .unwrap();
    let user = account::ensure_user(&control, &email, "Nora New").await.unwrap();
    account::add_member(&control, tenant.id, user, Role::Admin).await.unwrap();
    let token = account::invite(&control, user, app.clock().now() + Duration::days(7)).await.unwrap();
    control.commit().await.unwrap();
    let path = format!("/welcome/{}", token.expose_secret());
    let browser = app.browser();
    for _ in 0..3 {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "looking uses nothing up");
        assert!(page.text().contains("Nora New"));
    }
    for bad in ["short", "password1234", "nora has a new password", "northwind herons at dusk"] {
        assert_eq!(browser.post_form(&path, &[("password", bad)]).await.status, 422, "{bad}");
    }
    let done = browser.post_form(&path, &[("password", "a sentence that is mine")]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/app"));
    assert_eq!(browser.get("/app").await.status, 200);
    assert_eq!(app.browser().get(&path).await.status, 410);
    assert_eq!(app.browser().post_form(&path, &[("password", "another sentence of mine")]).await.status, 410);
    assert_eq!(try_password(&app.browser(), email.as_str(), "a sentence that is mine").await, 303);
    assert_eq!(try_password(&app.browser(), email.as_str(), "another sentence of mine").await, 401);
    for path in ["/welcome/x", "/welcome/%00", &format!("/welcome/{}", "x".repeat(500))] {
        assert_eq!(app.browser().get(path).await.status, 410, "{path}");
    }
}

#[tokio::test]
async fn a_welcome_link_says_whether_it_was_used_or_came_too_late() {
    // Opened too late it said that it was used, and led nowhere.
    let app = app_with_bo().await;
    let control = app.store().open_control().await.unwrap();
    let email = domain::form::Email::parse("new@northwind.example").unwrap();
    let user = account::ensure_user(&control, &email, "Nora New").await.unwrap();
    let token = account::invite(&control, user, app.clock().now() + Duration::days(7)).await.unwrap();
    control.commit().await.unwrap();
    let path = format!("/welcome/{}", token.expose_secret());
    app.advance(Duration::days(8));
    for answer in [
        app.browser().get(&path).await,
        app.browser().post_form(&path, &[("password", "a long sentence")]).await,
    ] {
        let text = answer.text();
        assert_eq!(answer.status, 410);
        assert!(text.contains("This link is too old") && text.contains("href=\"/forgot\""), "{text}");
    }
    let control = app.store().open_control().await.unwrap();
    account::set_password(&control, user, "$argon2id$").await.unwrap();
    control.commit().await.unwrap();
    let text = app.browser().get(&path).await.text();
    assert!(text.contains("This link was used already") && text.contains("href=\"/login\""), "{text}");
    let text = app.browser().get("/welcome/x").await.text();
    assert!(text.contains("We do not know this link"), "{text}");
}

#[tokio::test]
async fn of_two_who_use_the_link_at_once_one_wins() {
    let app = app_with_bo().await;
    let control = app.store().open_control().await.unwrap();
    let email = domain::form::Email::parse("new@northwind.example").unwrap();
    let user = account::ensure_user(&control, &email, "Nora New").await.unwrap();
    let token = account::invite(&control, user, app.clock().now() + Duration::days(7)).await.unwrap();
    control.commit().await.unwrap();
    let path = format!("/welcome/{}", token.expose_secret());
    let tries = (0..4).map(|n| {
        let (browser, path) = (app.browser(), path.clone());
        async move {
            browser.post_form(&path, &[("password", &format!("a long sentence {n}"))]).await.status.as_u16()
        }
    });
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410, 410, 410]);
}

#[tokio::test]
async fn an_operator_has_pages_of_his_own() {
    let app = app_with_bo().await;
    app.operator("olive@winloss.example").await;
    let browser = app.signed_in("olive@winloss.example").await;
    assert_eq!(browser.get("/").await.location(), "/ops");
    assert_eq!(browser.get("/ops").await.status, 200);
    assert_eq!(browser.get("/app").await.location(), "/ops");
    assert_eq!(browser.get("/app/deals").await.status, 403);
    let member = app.signed_in(BO).await;
    assert_eq!(member.get("/ops").await.status, 403);
}
