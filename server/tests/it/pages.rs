//! What is around every page: headers, errors in plain words, files, limits.

use axum::body::Body;
use axum::http::Method;
use domain::actor::Role;
use domain::tenant::{TenantStatus, Tier};
use store::tenancy;

use crate::support::crm::lost_deal;
use crate::support::{Answer, TestApp};

/// The directives of an answer's policy, by name.
fn directive<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer
        .header("content-security-policy")
        .split(';')
        .map(str::trim)
        .find_map(|part| part.strip_prefix(name))
        .unwrap_or_else(|| panic!("no {name}"))
        .trim()
}

#[tokio::test]
async fn every_answer_says_what_it_may_not_be_used_for() {
    let app = TestApp::at("https://feedback.example").await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let member = app.signed_in_as(&tenant, Role::Admin).await;
    for path in [
        "/login",
        "/app",
        "/admin",
        "/nowhere",
        "/s/unknown",
        "/survey/review",
        "/welcome/x",
        "/forgot",
        "/reset/x",
        "/health/live",
        "/hooks/in/x",
    ] {
        let answer = member.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("strict-transport-security").contains("max-age="), "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(directive(&answer, "frame-ancestors"), "'none'", "{path}");
        let is_machines = path.starts_with("/health") || path.starts_with("/hooks");
        assert_eq!(answer.header("x-request-id").is_empty(), is_machines, "{path}");
    }
    let plain = TestApp::start().await;
    assert_eq!(plain.browser().get("/login").await.header("strict-transport-security"), "");
}

#[tokio::test]
async fn a_page_is_shown_and_says_which_of_its_filters_it_did_not_understand() {
    let app = TestApp::start().await;
    let (tenant, crm) = app.tenant("northwind", Tier::Pool).await;
    crm.send("msg_1", &lost_deal("D-1")).await;
    app.run_jobs().await;
    let member = app.signed_in_as(&tenant, Role::Leader).await;
    for (page, reason) in [
        ("/app?outcome=lost", "the filter “outcome” does not have such a value"),
        ("/app?sort=name", "there is no filter “sort”"),
        ("/app/deals?period=2026&outcome=won", "the filter “period” does not have such a value"),
    ] {
        let answer = member.get(page).await;
        assert!(answer.status == 200 && answer.text().contains(reason), "{page}: {}", answer.text());
    }
    let plain = member.get("/app/deals?outcome=lost_competitor").await.text();
    assert!(plain.contains("Express Logistics") && !plain.contains("not understood"));
}

#[tokio::test]
async fn a_members_page_runs_our_scripts_only() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Leader).await;
    let mut nonces = Vec::new();
    for path in ["/login", "/app", "/app/deals", "/nowhere"] {
        let answer = browser.get(path).await;
        let scripts = directive(&answer, "script-src").to_owned();
        assert!(
            !scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"),
            "{path}: {scripts}"
        );
        assert_eq!(directive(&answer, "object-src"), "'none'");
        assert_eq!(directive(&answer, "base-uri"), "'none'");
        assert_eq!(directive(&answer, "form-action"), "'self'");
        let nonce = scripts.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let text = answer.text();
        for script in text.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: <script{tag}>");
        }
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 4, "a nonce is used once");
}

#[tokio::test]
async fn a_buyers_page_has_a_stricter_policy() {
    let app = TestApp::start().await;
    for path in ["/s/unknown-unknown-unknown", "/survey/review", "/survey/thanks"] {
        let answer = app.browser().get(path).await;
        assert_eq!(directive(&answer, "default-src"), "'none'");
        assert_eq!(directive(&answer, "script-src"), "'self'");
        assert!(!answer.header("content-security-policy").contains("unsafe"));
        assert!(answer.header("set-cookie").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_page_that_is_not_there_is_said_in_plain_words() {
    let app = TestApp::start().await;
    for path in ["/nowhere", "/app.php", "/.env", "/pkg/nothing.js", "/admin/../../etc/passwd", "/login/x"] {
        let answer = app.browser().get(path).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    let page = app.browser().get("/nowhere").await;
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text().replace("<!>", "").contains("<h1>This page does not exist</h1>"), "{}", page.text());
    assert_eq!(app.browser().send(Method::DELETE, "/login", &[], Body::empty()).await.status, 405);
    assert_eq!(app.browser().get("/%ff%fe").await.status, 404);
}

#[tokio::test]
async fn an_address_that_leads_nowhere_keeps_a_member_within_the_product() {
    // Signed in, one stood before a card without a way to any page but the start.
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let admin = app.signed_in_as(&tenant, Role::Admin).await;
    app.operator("olive@winloss.example").await;
    let operator = app.signed_in("olive@winloss.example").await;
    for (browser, path, home) in [
        (&admin, "/app/nowhere", "href=\"/app/deals\""),
        (&admin, "/nowhere", "href=\"/app/deals\""),
        (&admin, "/admin/surveys/x/y/z", "href=\"/admin/surveys\""),
        (&operator, "/ops/nowhere", "href=\"/ops\""),
    ] {
        let answer = browser.get(path).await;
        let text = answer.text();
        assert_eq!(answer.status, 404, "{path}");
        assert!(text.contains("There is no page here") && text.contains("Go to the start page"), "{text}");
        assert!(text.contains("<nav") && text.contains(home), "{path}: {text}");
        assert!(text.contains("<title>Not found · "), "{path}: {text}");
    }
    // Strangers see no navigation, and what is not for people stays short.
    let text = app.browser().get("/app.php").await.text();
    assert!(!text.contains("href=\"/app/deals\""), "{text}");
    let script = admin.get_with("/nowhere.js", &[("accept", "*/*")]).await;
    assert_eq!(script.status, 404);
    assert!(!script.text().contains("href=\"/app/deals\""));
}

#[tokio::test]
async fn an_error_of_the_server_looks_like_the_product_and_leads_on() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let viewer = app.signed_in_as(&tenant, Role::Viewer).await;
    let not_found = app.browser().get("/nowhere").await;
    let forbidden = viewer.get("/admin").await;
    let used_up = app.browser().get("/welcome/x").await;
    let other_site =
        [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://evil.example")];
    let cross_site = app.browser().send(Method::POST, "/login", &other_site, Body::empty()).await;
    app.cut_database().await;
    let away = viewer.get("/app/deals?outcome=won").await;
    let away_for_a_form =
        app.browser().post_form("/login", &[("email", "a@b.example"), ("password", "x")]).await;
    app.mend_database().await;
    for (status, answer) in [
        (404, &not_found),
        (403, &forbidden),
        (410, &used_up),
        (403, &cross_site),
        (503, &away),
        (503, &away_for_a_form),
    ] {
        let text = answer.text();
        assert_eq!(answer.status, status, "{text}");
        assert!(text.contains("class=\"brand\"") && text.contains("href=\"#i-logo\""), "the mark: {text}");
        assert!(text.contains("id=\"i-logo\""), "the mark is drawn: {text}");
        assert_eq!(text.matches("<h1>").count(), 1, "{text}");
        assert!(text.contains("href=\"/\"") || text.contains("href=\"/login\""), "a way on: {text}");
        // Only what was read can be read again, and only what passes is worth it.
        assert_eq!(text.contains("Try again"), std::ptr::eq(answer, &away), "{text}");
    }
}

#[tokio::test]
async fn an_address_says_no_more_than_it_must() {
    // Without script a form sends the default period and every empty field, too.
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Leader).await;
    for (long, short) in [
        ("/app/deals?q=&period=12m&region=EMEA&sort=newest", "/app/deals?region=EMEA"),
        ("/app?period=12m&reasons=value", "/app?reasons=value"),
        ("/app?period=12m", "/app"),
    ] {
        let answer = browser.get(long).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, short));
        assert_eq!(browser.get(short).await.status, 200, "and there is nothing more to leave out");
    }
    for plain in ["/app?period=24m", "/app/deals?period=24m&sort=name&page=2", "/app/deals.csv?period=12m"] {
        assert_eq!(browser.get(plain).await.status, 200, "{plain}");
    }
    assert_eq!(app.browser().get("/app?period=12m").await.location(), "/login?next=%2Fapp%3Fperiod%3D12m");
}

#[tokio::test]
async fn every_pages_title_is_words_only() {
    // A mark of the view stood in it: the tab said "Sign in · winloss<!>".
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let admin = app.signed_in_as(&tenant, Role::Admin).await;
    let viewer = app.signed_in_as(&tenant, Role::Viewer).await;
    let stranger = app.browser();
    let title = |answer: &Answer| {
        let text = answer.text();
        let title = text.split("<title>").nth(1).unwrap_or_else(|| panic!("no title in {text}"));
        title.split("</title>").next().unwrap().to_owned()
    };
    for (browser, path, expected) in [
        (&stranger, "/login", "Sign in · winloss"),
        (&stranger, "/welcome/x", "We do not know this link · winloss"),
        (&stranger, "/nowhere", "This page does not exist · winloss"),
        (&admin, "/ops", "You have no access to this page · winloss"),
        (&viewer, "/admin", "You have no access to this page · winloss"),
        (&admin, "/app", "Overview · northwind Inc. · winloss"),
        (&admin, "/admin/surveys", "Surveys · northwind Inc. · winloss"),
    ] {
        assert_eq!(title(&browser.get(path).await), expected, "{path}");
    }
    let wrong = stranger.post_form("/login", &[("email", "x@y.example"), ("password", "wrong")]).await;
    assert_eq!(title(&wrong), "Sign in · winloss");
    let made = admin.post_form(&app::routes::drawn_for(tenant.id, "/admin/connections"), &[]).await;
    assert_eq!(title(&made), "New connection · winloss");
}

#[tokio::test]
async fn a_name_in_the_tabs_title_is_no_markup() {
    // The title is written into the document as it is: an account could close it and go on with tags of its own.
    let app = TestApp::start().await;
    let (tenant, crm) = app.tenant("northwind", Tier::Pool).await;
    let name = "</title><img src=x onerror=alert(1)> & Söhne";
    let mut event = lost_deal("D-1");
    event["data"]["account"]["name"] = serde_json::json!(name);
    event["data"]["name"] = serde_json::json!(name);
    crm.send("msg_1", &event).await;
    app.run_jobs().await;
    let path = format!("/app/deals/{}", their_deal(&app).await);
    let page = app.signed_in_as(&tenant, Role::Leader).await.get(&path).await;
    assert_eq!(page.status, 200);
    let text = page.text();
    let title = text.split("<title>").nth(1).expect("a title").split("</title>").next().unwrap();
    assert_eq!(
        title,
        "&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt; &amp; Söhne · northwind Inc. · winloss"
    );
    assert!(!text.contains("<img"), "no part of the name is a tag anywhere");
}

#[tokio::test]
async fn somebody_elses_deal_is_not_found() {
    let app = TestApp::start().await;
    let (ours, _) = app.tenant("northwind", Tier::Pool).await;
    let (_, their_crm) = app.tenant("initech", Tier::Pool).await;
    their_crm.send("msg_1", &lost_deal("D-1")).await;
    app.run_jobs().await;
    let id = their_deal(&app).await;
    let browser = app.signed_in_as(&ours, Role::Admin).await;
    for path in [
        format!("/app/deals/{id}"),
        "/app/deals/00000000-0000-0000-0000-000000000000".to_owned(),
        "/app/deals/x".to_owned(),
    ] {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("Express Logistics"));
    }
}

/// The id of the only deal, put together from two numbers.
async fn their_deal(app: &TestApp) -> uuid::Uuid {
    let half = |part: u32| {
        format!(
            "select ('x' || substr(replace(id::text, '-', ''), {part}, 16))::bit(64)::bigint from pool.deals"
        )
    };
    let (high, low) = (app.db.number(&half(1)).await, app.db.number(&half(17)).await);
    uuid::Uuid::from_u64_pair(high.cast_unsigned(), low.cast_unsigned())
}

#[tokio::test]
async fn a_wrong_role_is_told_so_and_a_stranger_is_asked_to_sign_in() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    assert_eq!(app.browser().get("/admin").await.location(), "/login?next=%2Fadmin");
    for role in [Role::Leader, Role::Rep, Role::Viewer] {
        let browser = app.signed_in_as(&tenant, role).await;
        let answer = browser.get("/admin").await;
        assert_eq!(answer.status, 403);
        assert!(answer.text().contains("You have no access to this page"));
        assert_eq!(browser.get("/ops").await.status, 403);
        assert_eq!(browser.get("/app").await.status, 200);
    }
    assert_eq!(app.signed_in_as(&tenant, Role::Admin).await.get("/admin").await.status, 200);
}

#[tokio::test]
async fn a_suspended_workspace_says_so_and_opens_again() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Leader).await;
    let set = async |status| {
        let control = app.store().open_control().await.unwrap();
        tenancy::set_status(&control, tenant.id, status).await.unwrap();
        control.commit().await.unwrap();
        app.store().forget(tenant.id).await;
    };
    set(TenantStatus::Suspended).await;
    assert_eq!(browser.get("/app").await.status, 503);
    assert_eq!(browser.get("/app/deals.csv").await.status, 503);
    set(TenantStatus::Active).await;
    assert_eq!(browser.get("/app").await.status, 200);
}

#[tokio::test]
async fn a_suspended_workspaces_admin_reads_and_changes_nothing() {
    // What goes through the control door did not ask for the tenant's state: secrets could be made and changed.
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Admin).await;
    let none = serde_json::json!({});
    let set_up = browser.post_json("/api/account/setup", &none).await.json();
    let rotate = serde_json::json!({ "connection": set_up["connections"][0]["id"] });
    let calls = [
        ("/api/account/setup", &none),
        ("/api/connection/create", &none),
        ("/api/connection/rotate", &rotate),
    ];
    let secrets = "select sum(cardinality(secrets)) from control.connections";
    for status in ["suspended", "provisioning"] {
        app.db.sabotage(&format!("update control.tenants set status = '{status}'")).await;
        for (path, arguments) in calls {
            let answer = browser.post_json(path, arguments).await;
            assert_eq!(answer.status, 503, "{path} while {status}");
            assert_eq!(answer.json(), "suspended", "{path} while {status}");
        }
        assert_eq!(browser.get("/admin").await.status, 503);
        assert_eq!(browser.get("/app").await.status, 503, "at once, whatever is remembered of the tenant");
        assert_eq!(browser.get("/app/deals.csv").await.status, 503);
        assert_eq!(app.db.number(secrets).await, 1, "nothing was made");
    }
    app.db.sabotage("update control.tenants set status = 'active'").await;
    for (path, arguments) in calls {
        assert_eq!(browser.post_json(path, arguments).await.status, 200, "{path}");
    }
    assert_eq!(app.db.number(secrets).await, 3);
}

#[tokio::test]
async fn a_database_that_goes_away_is_said_and_comes_back() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Leader).await;
    app.cut_database().await;
    let away = [browser.get("/app").await, browser.get("/login").await];
    let sign_in = app.browser().post_form("/login", &[("email", "a@b.example"), ("password", "x")]).await;
    app.mend_database().await;
    for answer in away.iter().chain([&sign_in]) {
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert!(answer.text().contains("<h1>"), "{}", answer.text());
        assert!(!answer.header("retry-after").is_empty());
        assert!(answer.header("set-cookie").is_empty(), "nobody is signed out by our trouble");
    }
    assert_eq!(browser.get("/app").await.status, 200);
}

#[tokio::test]
async fn files_are_kept_for_ever_by_name_and_compressed() {
    let app = TestApp::start().await;
    let browser = app.browser();
    let file = browser.get("/pkg/winloss.0a.css").await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(file.header("content-type"), "text/css");
    let small = browser.get_with("/pkg/winloss.0a.css", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(small.header("content-encoding"), "br");
    assert_eq!(small.text(), "not really brotli");
    for path in ["/favicon.svg", "/robots.txt", "/theme.js"] {
        let file = browser.get(path).await;
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.header("cache-control"), "public, max-age=3600", "{path}");
    }
    for path in ["/hash.txt", "/pkg/", "/pkg", "/pkg/../hash.txt", "/pkg/%2e%2e/hash.txt"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn pages_are_compressed_for_whoever_asks() {
    let app = TestApp::start().await;
    let page = app.browser().get_with("/login", &[("accept", "text/html"), ("accept-encoding", "br")]).await;
    assert_eq!(page.header("content-encoding"), "br");
    assert!(page.header("vary").contains("accept-encoding"));
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused() {
    let app = TestApp::start().await;
    let huge = "x".repeat(600 * 1024);
    assert_eq!(
        app.browser().post_form("/login", &[("email", "a@b.example"), ("password", &huge)]).await.status,
        422
    );
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Leader).await;
    let answer = browser
        .post_json("/api/report/dashboard", &serde_json::json!({"filter": {"segments": [huge]}}))
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}

#[tokio::test]
async fn the_deals_behind_a_number_can_be_taken_along() {
    let app = TestApp::start().await;
    let (tenant, crm) = app.tenant("northwind", Tier::Pool).await;
    let mut event = lost_deal("D-1");
    event["data"]["name"] = serde_json::json!("=HYPERLINK(\"http://evil.example\")");
    crm.send("msg_1", &event).await;
    app.run_jobs().await;
    let browser = app.signed_in_as(&tenant, Role::Rep).await;
    let answer = browser.get("/app/deals.csv?period=24m").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("content-type").starts_with("text/csv"));
    assert!(answer.header("content-disposition").contains("deals.csv"));
    let text = answer.text();
    assert!(text.contains("Express Logistics,lost_competitor,120000.00,USD"), "{text}");
    assert!(text.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""), "{text}");
    assert_eq!(browser.get("/app/deals.csv?period=24m&outcome=won").await.text().lines().count(), 1);
    assert_eq!(app.browser().get("/app/deals.csv").await.status, 303);
    // All deals were exported for those of an outcome that there is not.
    for (address, words) in [
        ("/app/deals.csv?outcome=lost", "the filter “outcome” does not have such a value"),
        ("/app/deals.csv?period=24m&period=12m", "the filter “period” is there twice"),
        ("/app/deals.csv?SEGMENT=Enterprise", "there is no filter “SEGMENT”"),
    ] {
        let answer = browser.get(address).await;
        assert_eq!(answer.status, 400, "{address}");
        assert!(answer.text().contains(words) && !answer.text().contains("Express"), "{}", answer.text());
    }
}
