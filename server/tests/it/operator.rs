//! What an operator does at the console.

use std::time::Duration;

use domain::actor::Role;
use domain::id::{InvitationId, SubmissionId};
use domain::job::{Class, Job};
use domain::tenant::{Tenant, Tier};
use serde_json::json;
use store::queue::{self, Failure};
use store::testing::fixture;
use uuid::Uuid;

use crate::support::{Browser, TestApp};

/// A job that failed too often.
async fn give_up(app: &TestApp, tenant: &Tenant, job: Job) {
    let door = fixture::open(&app.store(), tenant).await;
    door.enqueue(job).await.unwrap();
    door.commit().await.unwrap();
    for class in Class::ALL {
        for claimed in queue::claim(&app.store(), class, 10, Duration::from_secs(60)).await.unwrap() {
            let failure = Failure::Fail("the mail server is away".to_owned());
            queue::fail(&app.store(), &claimed, &failure).await.unwrap();
        }
    }
}

/// Two tenants with three invitations that could not be sent and an answer that could not be read.
async fn trouble() -> (TestApp, Browser) {
    let app = TestApp::start().await;
    let (northwind, _) = app.tenant("northwind", Tier::Pool).await;
    let (initech, _) = app.tenant("initech", Tier::Silo).await;
    let mail = |number| Job::SendMail { invitation: InvitationId::new(Uuid::from_u128(number)) };
    let read = Job::IngestResponse { submission: SubmissionId::new(Uuid::from_u128(9)) };
    for (tenant, job) in
        [(&northwind, mail(1)), (&northwind, mail(2)), (&initech, mail(3)), (&northwind, read)]
    {
        give_up(&app, tenant, job).await;
    }
    app.operator("olive@winloss.example").await;
    let browser = app.signed_in("olive@winloss.example").await;
    (app, browser)
}

async fn dead(app: &TestApp) -> i64 {
    app.db.number("select count(*) from queue.dead").await
}

async fn audited(app: &TestApp, condition: &str) -> i64 {
    app.db
        .number(&format!(
            "select count(*) from control.audit_entries
             where action = 'requeue' and actor_kind = 'operator' and {condition}"
        ))
        .await
}

#[tokio::test]
async fn an_operator_sees_what_was_given_up_and_gives_one_job_its_tries_again() {
    let (app, browser) = trouble().await;
    let page = browser.get("/ops").await.text();
    for words in
        ["Send an invitation", "Read an answer", "northwind Inc.", "the mail server is away", "Try again"]
    {
        assert!(page.contains(words), "{words:?} is missing");
    }
    let state = browser.post_json("/api/platform/state", &json!({})).await.json();
    assert_eq!(state["dead_kinds"], json!([["ingest_response", 1], ["send_mail", 3]]));
    let letter = &state["dead"][0];
    let which = json!({ "which": { "job": { "shard": letter["shard"], "id": letter["id"] } } });
    let retried = browser.post_json("/api/platform/retry", &which).await;
    assert_eq!((retried.status.as_u16(), retried.json()), (200, json!(1)), "{}", retried.text());
    assert_eq!(dead(&app).await, 3);
    let again = browser.post_json("/api/platform/retry", &which).await;
    assert_eq!(
        (again.status.as_u16(), again.json()),
        (404, json!("not_found")),
        "it is not given up any more"
    );
    app.store().shutdown().await;
    let object = format!(
        "object = '{}/{}' and tenant_id is not null",
        letter["shard"].as_str().unwrap(),
        letter["id"]
    );
    assert_eq!(audited(&app, &object).await, 1, "it is known who did it to whose job");
}

#[tokio::test]
async fn an_operator_gives_all_of_a_kind_their_tries_again() {
    let (app, browser) = trouble().await;
    let which = json!({ "which": { "kind": { "kind": "send_mail" } } });
    assert_eq!(browser.post_json("/api/platform/retry", &which).await.json(), json!(3));
    assert_eq!(dead(&app).await, 1);
    assert_eq!(browser.post_json("/api/platform/retry", &which).await.json(), json!(0));
    app.store().shutdown().await;
    assert_eq!(audited(&app, "object like '2 send_mail in %'").await, 1);
    assert_eq!(audited(&app, "object like '1 send_mail in %'").await, 1);
}

#[tokio::test]
async fn the_console_works_without_script() {
    let (app, browser) = trouble().await;
    let id = app.db.number("select id from queue.dead where kind = 'ingest_response'").await.to_string();
    let page = browser.get("/ops").await.text();
    let shard = page.split("name=\"shard\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for _ in 0..2 {
        let answer = browser.post_form("/ops/retry", &[("shard", &shard), ("id", &id)]).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "/ops"), "twice is as good as once");
        assert_eq!(dead(&app).await, 3);
    }
    let answer = browser.post_form("/ops/retry", &[("kind", "send_mail")]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/ops"));
    assert_eq!(dead(&app).await, 0);
    assert!(browser.get("/ops").await.text().contains("No job was given up"));
    for nonsense in [&[][..], &[("id", "x")], &[("kind", "")], &[("id", "99999999999999999999")]] {
        assert_eq!(browser.post_form("/ops/retry", nonsense).await.status, 400, "{nonsense:?}");
    }
}

#[tokio::test]
async fn an_admin_makes_a_connection_and_a_secret_without_script() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let (other, _) = app.tenant("initech", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Admin).await;
    let own = |path: &str| app::routes::drawn_for(tenant.id, path);
    let page = browser.get("/admin").await.text();
    assert!(
        page.contains(&format!("action=\"{}\"", own("/admin/connections")))
            && page.contains(&format!("action=\"{}\"", own("/admin/connections/secret")))
    );

    let made = browser.post_form(&own("/admin/connections"), &[]).await;
    assert_eq!(made.status, 200);
    assert_eq!(made.header("cache-control"), "no-store", "a secret stays in no cache");
    let text = made.text();
    let address =
        text.split("value=\"http://127.0.0.1:3000/hooks/in/").nth(1).expect("the whole address is shown");
    let key = address.split('"').next().unwrap();
    let secret = text.split("value=\"whsec_").nth(1).expect("the secret is shown").split('"').next().unwrap();
    let found = app.store().connection(key).await.unwrap().expect("it is live");
    assert_eq!(found.tenant, tenant.id);
    assert_eq!(secrecy::ExposeSecret::expose_secret(&found.secrets[0]), format!("whsec_{secret}"));
    assert!(!browser.get("/admin").await.text().contains("whsec_"), "and never again");

    let id = found.id.to_string();
    let rotated = browser.post_form(&own("/admin/connections/secret"), &[("connection", &id)]).await;
    assert_eq!(rotated.status, 200);
    assert!(rotated.text().contains("value=\"whsec_") && !rotated.text().contains(secret));
    assert_eq!(app.store().connection_anew(key).await.unwrap().unwrap().secrets.len(), 2);

    let stranger = app.signed_in_as(&other, Role::Admin).await;
    assert_eq!(stranger.post_form("/admin/connections/secret", &[("connection", &id)]).await.status, 404);
    assert_eq!(browser.post_form("/admin/connections/secret", &[("connection", "x")]).await.status, 400);
    app.db.sabotage("update control.tenants set status = 'suspended' where slug = 'northwind'").await;
    for path in ["/admin/connections", "/admin/connections/secret", "/admin/connections/retire"] {
        let answer = browser.post_form(&own(path), &[("connection", &id)]).await;
        assert_eq!(answer.status, 503, "{path}");
        assert!(answer.text().contains("This workspace is paused"));
    }
    assert_eq!(
        app.store().connection_anew(key).await.unwrap().unwrap().secrets.len(),
        2,
        "nothing was changed"
    );
}

#[tokio::test]
async fn an_admin_removes_a_connection_with_and_without_script() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let (other, _) = app.tenant("initech", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Admin).await;
    let stranger = app.signed_in_as(&other, Role::Admin).await;
    let own = |path: &str| app::routes::drawn_for(tenant.id, path);
    let page = browser.get("/admin").await.text();
    assert!(
        page.contains(&format!("action=\"{}\"", own("/admin/connections/retire")))
            && page.contains("Remove this connection?")
    );
    assert!(page.contains("It is the only one"), "removing the last one is said to stop everything");
    for is_scripted in [false, true] {
        let made = browser.post_form(&own("/admin/connections"), &[]).await.text();
        let key = made.split("/hooks/in/").nth(1).unwrap().split('"').next().unwrap();
        let found = app.store().connection(key).await.unwrap().expect("it is live");
        let id = found.id.to_string();
        assert!(!browser.get("/admin").await.text().contains("It is the only one"));

        let theirs = [("connection", id.as_str())];
        assert_eq!(stranger.post_form("/admin/connections/retire", &theirs).await.status, 404);
        let json = serde_json::json!({ "connection": id });
        assert_eq!(stranger.post_json("/api/connection/retire", &json).await.status, 404);
        assert!(app.store().connection_anew(key).await.unwrap().is_some(), "somebody else's stays");

        if is_scripted {
            assert_eq!(browser.post_json("/api/connection/retire", &json).await.status, 200);
        } else {
            let answer = browser.post_form("/admin/connections/retire", &theirs).await;
            assert_eq!((answer.status.as_u16(), answer.location()), (303, "/admin"));
        }
        assert!(app.store().connection_anew(key).await.unwrap().is_none(), "nothing comes through it");
        assert!(!browser.get("/admin").await.text().contains(&id), "it is listed no more");
        assert_eq!(browser.post_form("/admin/connections/retire", &theirs).await.status, 404);
        assert_eq!(browser.post_form("/admin/connections/secret", &theirs).await.status, 404);
    }
    assert_eq!(browser.post_form("/admin/connections/retire", &[("connection", "x")]).await.status, 400);
}
