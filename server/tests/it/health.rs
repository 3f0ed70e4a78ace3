//! Alive, ready, and neither when the database is away; then ready again.

use std::time::Duration;

use crate::support::TestApp;

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_process_is_ready_while_its_database_answers() {
    let app = TestApp::start().await;
    let browser = app.browser();
    for path in ["/health/live", "/health/ready", "/healthz"] {
        assert_eq!(browser.get(path).await.status, 200, "{path}");
    }
    app.cut_database().await;
    let answer = browser.get("/health/ready").await;
    app.mend_database().await;
    assert_eq!(answer.status, 503);
    assert_eq!(browser.get("/health/live").await.status, 200);
    // The pools notice by trying.
    let is_ready = async { while browser.get("/health/ready").await.status != 200 {} };
    tokio::time::timeout(PATIENCE, is_ready).await.expect("ready again");
}

#[tokio::test]
async fn a_process_that_is_stopping_takes_no_more() {
    let app = TestApp::start().await;
    app.state.lifecycle.stop();
    assert_eq!(app.browser().get("/health/ready").await.status, 503);
    assert_eq!(app.browser().get("/health/live").await.status, 200);
}
