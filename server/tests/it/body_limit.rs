//! How much of a request's body is read: nothing before the sender is known where he has to be, and nowhere more than
//! the route's own forms take; whatever the sender says of its length.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use bytes::Bytes;
use domain::actor::Role;
use domain::tenant::Tier;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::support::crm::{Message, lost_deal};
use crate::support::{Answer, Browser, TestApp};

const PIECE: usize = 16 * 1024;
/// More than any route takes.
const ENDLESS: usize = 8 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// A body in pieces, whose length nobody announces, and how much of it was asked for.
fn endless() -> (Body, Arc<AtomicUsize>) {
    let read = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&read);
    let pieces = (0..ENDLESS / PIECE).map(move |_| {
        counted.fetch_add(PIECE, Ordering::Relaxed);
        Ok::<_, Infallible>(Bytes::from_static(&[b'x'; PIECE]))
    });
    (Body::from_stream(futures_util::stream::iter(pieces)), read)
}

/// Posts an endless body; with the answer comes how much of it was read.
async fn pour(browser: &Browser, path: &str, kind: &str, announced: Option<usize>) -> (Answer, usize) {
    let (body, read) = endless();
    let length = announced.map(|length| length.to_string()).unwrap_or_default();
    let mut headers = vec![("content-type", kind), ("sec-fetch-site", "same-origin")];
    if announced.is_some() {
        headers.push(("content-length", &length));
    }
    let answer = browser.send(Method::POST, path, &headers, body).await;
    (answer, read.load(Ordering::Relaxed))
}

#[tokio::test]
async fn nothing_is_read_of_what_is_sent_by_nobody_or_without_the_right() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let id = "0192f000-0000-7000-8000-000000000001";
    let for_editors = [
        "/admin/images".to_owned(),
        "/admin/surveys/new".to_owned(),
        format!("/admin/surveys/{id}/rename"),
        format!("/admin/surveys/{id}/preview"),
        "/admin/connections".to_owned(),
        format!("/preview/{id}/autosave/reasons"),
        "/ops/retry".to_owned(),
    ];
    let for_members = ["/api/survey/import", "/api/survey/save", "/api/report/dashboard"].map(str::to_owned);
    let viewer = app.signed_in_as(&tenant, Role::Viewer).await;
    let forger = app.browser();
    forger.set_cookie("wl", "AAAAAAAAAAAAAAAAAAAAAQ");
    for announced in [None, Some(10), Some(ENDLESS)] {
        for path in for_members.iter().chain(&for_editors) {
            for nobody in [&app.browser(), &forger] {
                let (answer, read) = pour(nobody, path, "application/json", announced).await;
                assert!([303, 401].contains(&answer.status.as_u16()), "{path}: {}", answer.status);
                assert_eq!(read, 0, "{path} {announced:?}");
            }
        }
        for path in &for_editors {
            let (answer, read) = pour(&viewer, path, "application/json", announced).await;
            assert_eq!((answer.status.as_u16(), read), (403, 0), "{path} {announced:?}");
        }
    }
}

#[tokio::test]
async fn no_route_reads_more_than_its_own_forms_take() {
    let app = TestApp::start().await;
    let (tenant, crm) = app.tenant("northwind", Tier::Pool).await;
    let admin = app.signed_in_as(&tenant, Role::Admin).await;
    let (form, json) = ("application/x-www-form-urlencoded", "application/json");
    let id = "0192f000-0000-7000-8000-000000000001";
    let stranger = app.browser();
    let routes: [(&Browser, String, &str, usize); 25] = [
        (&stranger, format!("/hooks/in/{}", crm.key), json, 256),
        (&stranger, "/hooks/in/unknown".to_owned(), json, 256),
        (&stranger, "/login".to_owned(), form, 8),
        (&stranger, "/logout".to_owned(), form, 0),
        (&stranger, "/welcome/x".to_owned(), form, 8),
        (&stranger, "/forgot".to_owned(), form, 8),
        (&stranger, "/reset/x".to_owned(), form, 8),
        (&stranger, "/s/x".to_owned(), form, 8),
        (&stranger, "/s/x/later".to_owned(), form, 8),
        (&stranger, "/survey/reasons".to_owned(), form, 512),
        (&stranger, "/survey/autosave/reasons".to_owned(), form, 512),
        (&stranger, "/survey/send".to_owned(), form, 8),
        (&stranger, "/survey/who-sees".to_owned(), form, 8),
        (&stranger, "/survey/language".to_owned(), form, 8),
        (&stranger, "/r/x/attribution".to_owned(), form, 8),
        (&stranger, "/r/x/withdraw".to_owned(), form, 8),
        (&stranger, "/u/x".to_owned(), form, 8),
        (&stranger, "/u/x/one-click".to_owned(), form, 8),
        (&stranger, "/u/x/one-click".to_owned(), "multipart/form-data; boundary=x", 8),
        (&stranger, "/nowhere".to_owned(), form, 0),
        (&stranger, "/health/live".to_owned(), form, 0),
        (&admin, "/admin/images".to_owned(), "image/png", 2 * 1024 + 64),
        (&admin, format!("/admin/surveys/{id}/rename"), form, 8),
        (&admin, "/api/survey/save".to_owned(), json, 5 * 1024),
        (&admin, "/api/report/dashboard".to_owned(), json, 512),
    ];
    for (browser, path, kind, kilobytes) in routes {
        // An announcement that is less than what comes changes nothing.
        for announced in [None, Some(10)] {
            let (answer, read) = pour(browser, &path, kind, announced).await;
            assert!(
                !answer.status.is_success() && !answer.status.is_server_error(),
                "{path}: {}",
                answer.status
            );
            let most = kilobytes * 1024;
            assert!(read <= most.next_multiple_of(PIECE) + PIECE, "{path}: {read} of {most} {announced:?}");
        }
    }
}

/// The whole application behind a real socket.
async fn served(app: &TestApp) -> (std::net::SocketAddr, CancellationToken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stopping) = (listener.local_addr().unwrap(), CancellationToken::new());
    let (router, token) = (app.router.clone(), stopping.clone());
    tokio::spawn(async move { server::http::listener::serve(listener, router, &token).await });
    (address, stopping)
}

fn head(key: &str, message: &Message, framing: &str) -> String {
    format!(
        "POST /hooks/in/{key} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nwebhook-id: {}\r\n\
         webhook-timestamp: {}\r\nwebhook-signature: {}\r\n{framing}connection: close\r\n\r\n",
        message.id, message.timestamp, message.signature
    )
}

/// Sends this, and no more if this is the end; gives all that comes back until the connection ends.
async fn say(address: std::net::SocketAddr, text: &[u8], is_end: bool) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // Whoever is refused early may find the door shut while he still speaks.
    stream.write_all(text).await.ok();
    if is_end {
        stream.shutdown().await.ok();
    }
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it ends").ok();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_sender_that_lies_about_the_length_has_nothing_kept() {
    let app = TestApp::start().await;
    let (_, crm) = app.tenant("northwind", Tier::Pool).await;
    let (address, stopping) = served(&app).await;
    let message = crm.message("msg_1", lost_deal("D-1").to_string());
    let body = String::from_utf8(message.body.to_vec()).unwrap();
    let length = body.len();
    let framed = |framing: &str| head(&crm.key, &message, framing);
    let chunked = framed("transfer-encoding: chunked\r\n");
    for (what, text) in [
        ("more was announced", format!("{}{body}", framed(&format!("content-length: {}\r\n", length + 9)))),
        ("far more was announced", format!("{}{body}", framed("content-length: 99999999999\r\n"))),
        ("less was announced", format!("{}{body}", framed(&format!("content-length: {}\r\n", length - 9)))),
        (
            "two lengths",
            format!("{}{body}", framed(&format!("content-length: 1\r\ncontent-length: {length}\r\n"))),
        ),
        ("no number", format!("{}{body}", framed("content-length: -1\r\n"))),
        ("a chunk of all bytes there are", format!("{chunked}FFFFFFFFFFFFFFFF\r\n{body}\r\n0\r\n\r\n")),
        ("a chunk without an end", format!("{chunked}{length:x}\r\n{body}")),
        ("no last chunk", format!("{chunked}{length:x}\r\n{body}\r\n")),
        ("a chunk of no number", format!("{chunked}zz\r\n{body}\r\n0\r\n\r\n")),
    ] {
        let answer = say(address, text.as_bytes(), true).await;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(["", "400", "401", "413"].contains(&status), "{what}: {answer}");
        assert_eq!(app.db.number("select count(*) from pool.inbox").await, 0, "{what}");
    }
    let flood = "x".repeat(64 * 1024);
    let flood: String = (0..32).map(|_| format!("{:x}\r\n{flood}\r\n", flood.len())).collect();
    let answer = say(address, format!("{chunked}{flood}0\r\n\r\n").as_bytes(), true).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    // In two pieces it is as good as in one.
    let (one, two) = body.split_at(100);
    let whole = format!("{chunked}{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n", one.len(), two.len());
    let answer = say(address, whole.as_bytes(), false).await;
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    assert_eq!(app.db.number("select count(*) from pool.inbox").await, 1);
    stopping.cancel();
}
