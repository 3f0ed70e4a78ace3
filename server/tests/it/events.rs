//! The stream that tells an open page of changes.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use domain::actor::{Actor, Role};
use domain::form::Email;
use domain::tenant::{Tenant, TenantStatus, Tier};
use futures_util::StreamExt as _;
use store::{Store, Workload, account, tenancy};

use crate::support::{Browser, TestApp};

const PATIENCE: Duration = Duration::from_secs(5);

struct Stream(axum::body::BodyDataStream);

impl Stream {
    async fn open(browser: &Browser) -> Self {
        let response = browser.open(Method::GET, "/app/events", &[], Body::empty()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(!response.headers().contains_key("content-encoding"));
        Self(response.into_body().into_data_stream())
    }

    /// The next event, or nothing at the end of the stream.
    async fn next(&mut self) -> Option<String> {
        let event = async {
            loop {
                let piece = self.0.next().await?.unwrap();
                // A line that begins so is a sign of life only.
                if !piece.starts_with(b":") {
                    return Some(String::from_utf8(piece.to_vec()).unwrap());
                }
            }
        };
        tokio::time::timeout(PATIENCE, event).await.expect("something is said in time")
    }

    async fn is_quiet(&mut self) -> bool {
        let sign_of_life = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("a sign of life");
        sign_of_life.is_some_and(|piece| piece.unwrap().starts_with(b":"))
    }
}

async fn change(app: &TestApp, tenant: &Tenant) {
    let door = app.store().open_tenant(tenant.id, Actor::Worker { job: 0 }, Workload::Live).await.unwrap();
    door.bump_version().await.unwrap();
    door.commit().await.unwrap();
}

#[tokio::test]
async fn an_open_page_hears_of_its_own_tenant_and_of_no_other() {
    let app = TestApp::start().await;
    let (ours, _) = app.tenant("northwind", Tier::Pool).await;
    let (theirs, _) = app.tenant("initech", Tier::Pool).await;
    let browser = app.signed_in_as(&ours, Role::Viewer).await;
    let mut stream = Stream::open(&browser).await;
    assert_eq!(stream.next().await.unwrap(), "event: change\ndata: 0\n\n");
    change(&app, &theirs).await;
    assert!(stream.is_quiet().await);
    change(&app, &ours).await;
    assert_eq!(stream.next().await.unwrap(), "event: change\ndata: 1\n\n");
    change(&app, &ours).await;
    assert_eq!(stream.next().await.unwrap(), "event: change\ndata: 2\n\n");
}

#[tokio::test]
async fn the_stream_ends_with_the_process() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Viewer).await;
    let mut stream = Stream::open(&browser).await;
    stream.next().await.unwrap();
    app.state.lifecycle.stop();
    assert_eq!(stream.next().await, None);
}

/// A stream that has said its first word and hears nothing by itself but the heartbeat, which takes an hour: what ends
/// it in time are the news.
async fn open_far_from_a_heartbeat(app: &mut TestApp, tenant: &Tenant) -> (Browser, Stream) {
    app.set_heartbeat(Duration::from_secs(3600));
    let browser = app.signed_in_as(tenant, Role::Viewer).await;
    let mut stream = Stream::open(&browser).await;
    stream.next().await.unwrap();
    (browser, stream)
}

async fn set_status(app: &TestApp, tenant: &Tenant, status: TenantStatus) {
    let control = app.store().open_control().await.unwrap();
    tenancy::set_status(&control, tenant.id, status).await.unwrap();
    control.commit().await.unwrap();
}

#[tokio::test]
async fn the_stream_ends_at_once_with_the_session() {
    let mut app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let (browser, mut stream) = open_far_from_a_heartbeat(&mut app, &tenant).await;
    browser.post_form("/logout", &[]).await;
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn the_stream_ends_at_once_with_the_membership_and_not_with_somebody_elses() {
    let mut app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let (_browser, mut stream) = open_far_from_a_heartbeat(&mut app, &tenant).await;
    let email = |text: &str| Email::parse(text).unwrap();
    let viewer = email("viewer@northwind.example");
    let other = app.member(&tenant, "other@northwind.example", Role::Rep).await;
    let remove = async |user| {
        let control = app.store().open_control().await.unwrap();
        account::remove_member(&control, tenant.id, user).await.unwrap();
        control.commit().await.unwrap();
    };
    remove(other).await;
    change(&app, &tenant).await;
    assert_eq!(stream.next().await.unwrap(), "event: change\ndata: 1\n\n");
    let control = app.store().open_control().await.unwrap();
    let viewer = account::find_user(&control, &viewer).await.unwrap().unwrap().id;
    drop(control);
    remove(viewer).await;
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn the_stream_ends_at_once_with_the_suspension_and_is_refused_until_it_is_over() {
    let mut app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Silo).await;
    let (browser, mut stream) = open_far_from_a_heartbeat(&mut app, &tenant).await;
    set_status(&app, &tenant, TenantStatus::Suspended).await;
    assert_eq!(stream.next().await, None);
    assert_eq!(browser.get_with("/app/events", &[]).await.status, 503);
    set_status(&app, &tenant, TenantStatus::Active).await;
    assert_eq!(Stream::open(&browser).await.next().await.unwrap(), "event: change\ndata: 0\n\n");
}

#[tokio::test]
async fn another_process_ends_a_stream_at_once() {
    let mut app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let (_browser, mut stream) = open_far_from_a_heartbeat(&mut app, &tenant).await;
    let other = Store::connect(&app.db.config(), app.clock().clone()).await.unwrap();
    // Again and again: our process may not have begun to listen.
    let suspend = async {
        loop {
            let control = other.open_control().await.unwrap();
            tenancy::set_status(&control, tenant.id, TenantStatus::Suspended).await.unwrap();
            control.commit().await.unwrap();
        }
    };
    tokio::select! {
        () = suspend => {}
        ended = stream.next() => assert_eq!(ended, None),
    }
    other.shutdown().await;
}

#[tokio::test]
async fn a_stream_that_the_news_did_not_reach_ends_with_a_heartbeat_however_busy_it_is() {
    // Each change, even of others, began the waiting anew: on a busy platform a stream outlived its session.
    let app = TestApp::start().await;
    let (ours, _) = app.tenant("northwind", Tier::Pool).await;
    let (theirs, _) = app.tenant("initech", Tier::Pool).await;
    for take_away in [
        "delete from control.sessions",
        "delete from control.memberships where role = 'rep'",
        "update control.tenants set status = 'suspended' where slug = 'northwind'",
    ] {
        app.db.sabotage("update control.tenants set status = 'active'").await;
        let browser = app.signed_in_as(&ours, Role::Rep).await;
        let mut stream = Stream::open(&browser).await;
        app.db.sabotage(take_away).await;
        let busy = async {
            loop {
                change(&app, &theirs).await;
                change(&app, &ours).await;
            }
        };
        let until_the_end = async { while stream.next().await.is_some() {} };
        tokio::select! {
            () = busy => {}
            ended = tokio::time::timeout(PATIENCE, until_the_end) => ended.expect(take_away),
        }
    }
}

#[tokio::test]
async fn a_stranger_hears_nothing() {
    let app = TestApp::start().await;
    let answer = app.browser().get_with("/app/events", &[("accept", "text/event-stream")]).await;
    assert_eq!(answer.status, 401);
    app.operator("olive@winloss.example").await;
    let operator = app.signed_in("olive@winloss.example").await;
    assert_eq!(operator.get_with("/app/events", &[]).await.status, 403);
}
