//! The stream that tells an open page of changes.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use domain::actor::{Actor, Role};
use domain::tenant::{Tenant, Tier};
use futures_util::StreamExt as _;
use store::Workload;

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

#[tokio::test]
async fn the_stream_ends_after_the_sign_out() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let browser = app.signed_in_as(&tenant, Role::Viewer).await;
    let mut stream = Stream::open(&browser).await;
    stream.next().await.unwrap();
    browser.post_form("/logout", &[]).await;
    assert_eq!(stream.next().await, None);
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
