//! Whatever stands in an address or a body: it is the sender's mistake, and never ours.

use axum::body::Body;
use axum::http::Method;
use domain::actor::Role;
use domain::tenant::Tier;

use crate::support::{Browser, TestApp};

/// What stands where an address has an id, a key or a token.
const SEGMENTS: &[&str] = &[
    "%ff",
    "%00",
    "%E2%80%AE%F0%9F%98%80",
    "..%2f..%2fetc%2fpasswd",
    "-1",
    "99999999999999999999999999",
    "00000000-0000-0000-0000-000000000000",
    "AQEGnZ0m5tYl0f3JtkJ1nq2X7sB9QyVb4cL8hKdTzW1uRoPgMvEiNjSxAaCwDfHk",
    "0.json",
    "0~dark~light",
];

/// What stands behind it.
const QUERIES: &[&str] =
    &["", "?%ff=%00&a=%", "?version=99999999999&page=-1&lang=%00&next=%0d%0a&period=%ff"];

/// What is posted, and as what it is said to be.
const BODIES: &[(&str, &[u8])] = &[
    ("application/json", b""),
    ("application/json", b"null"),
    ("application/json", b"{\"survey\": {\"survey\": []}, \"text\": \"\\ud800\"}"),
    ("application/json", b"{\"filter\": {\"period\": {\"range\": [\"9999-12-31\", \"-9999-01-01\"]}}, \"query\": {\"page\": 4294967295}}"),
    ("application/json", b"\xff\xfe\x00"),
    ("application/x-www-form-urlencoded", b"%ff=%00&survey=%00&asked=%ff&go=row:%00&connection=x&name=%00&id=1e9"),
    ("application/x-www-form-urlencoded", b"survey=000000000000&asked=a&a&&=&go=lang:%ff&attribution=none&revision=-1"),
    ("multipart/form-data; boundary=", b"--\r\n\r\n\0"),
    ("image/png", b"\x89PNG\r\n\x1a\n\0\0\0\0"),
    ("\u{7f}text", b"a=b"),
];

/// The addresses of the list, without those that end the session or hash a password each time.
fn addresses() -> impl Iterator<Item = (Method, &'static str)> {
    let lines = include_str!("endpoints.txt").lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?.parse().ok()?, words.next()?))
        })
        .filter(|(_, path)| !["/login", "/logout", "/app/events"].contains(path))
}

fn with_segments(path: &str, segment: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { segment } else { part });
    parts.collect::<Vec<_>>().join("/")
}

async fn attack(browser: &Browser, method: &Method, address: &str, (kind, body): (&str, &'static [u8])) {
    let headers = [("content-type", kind), ("accept", "text/html"), ("sec-fetch-site", "same-origin")];
    let kind_is_sent = axum::http::HeaderValue::from_str(kind).is_ok();
    let headers = if kind_is_sent { &headers[..] } else { &headers[1..] };
    let answer = browser.open(method.clone(), address, headers, Body::from(body)).await;
    let status = answer.status();
    assert!(!status.is_server_error(), "{method} {address} with {kind} {body:?}: {status}");
}

#[tokio::test]
async fn no_address_and_no_body_is_a_mistake_of_ours() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    app.operator("olive@winloss.example").await;
    let people = [
        app.browser(),
        app.signed_in_as(&tenant, Role::Admin).await,
        app.signed_in("olive@winloss.example").await,
    ];
    for (method, path) in addresses() {
        let has_segment = path.contains('{');
        for segment in SEGMENTS.iter().take(if has_segment { SEGMENTS.len() } else { 1 }) {
            let address = with_segments(path, segment);
            for browser in &people {
                if method == Method::GET {
                    for query in QUERIES {
                        attack(browser, &method, &format!("{address}{query}"), BODIES[0]).await;
                    }
                } else {
                    attack(browser, &method, &address, BODIES[5]).await;
                }
            }
        }
        if method == Method::POST {
            for body in BODIES {
                attack(&people[1], &method, &with_segments(path, SEGMENTS[6]), *body).await;
            }
        }
    }
}
