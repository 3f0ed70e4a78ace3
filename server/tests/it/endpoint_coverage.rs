//! Every address that is served stands in `endpoints.txt` with what it needs, and needs it.
//!
//! A new route or server function fails here until somebody writes its permission down.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Method;
use domain::actor::{Permission, Role};
use domain::tenant::Tier;

use crate::support::{Browser, TestApp};

/// Arguments of every server function; each takes what it knows.
const ARGUMENTS: &str = r#"{
    "connection": "00000000-0000-0000-0000-000000000000", "filter": {}, "id": null, "query": {},
    "survey": null, "version": null, "pair": null, "preview": null, "text": "", "audience": "buyer", "outcomes": [],
    "which": {"kind": {"kind": "nothing"}},
    "seen": 0, "document": "", "rule": {"outcome": ["won"]},
    "drawn": {"question": {"key": "q", "text": "?", "kind": {"type": "statement"}}, "language": "en", "own": "en",
              "recall": {}}
}"#;

/// Fields of every form.
const FIELDS: &str = "connection=00000000-0000-0000-0000-000000000000&kind=nothing";

const LIST: &str = include_str!("endpoints.txt");

/// One line of the list.
#[derive(Clone, Debug)]
struct Endpoint {
    method: Method,
    path: String,
    need: String,
}

fn endpoints() -> Vec<Endpoint> {
    let lines = LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [method, path, need] = words[..] else { panic!("three words in «{line}»") };
            Endpoint { method: method.parse().unwrap(), path: path.to_owned(), need: need.to_owned() }
        })
        .collect()
}

impl Endpoint {
    fn permission(&self) -> Option<Permission> {
        Permission::ALL.into_iter().find(|permission| permission.code() == self.need)
    }

    /// The address with something in the place of its parameters.
    fn address(&self) -> String {
        let parts: Vec<&str> =
            self.path.split('/').map(|part| if part.starts_with(['{', ':']) { "0" } else { part }).collect();
        parts.join("/")
    }

    async fn call(&self, browser: &Browser) -> axum::http::StatusCode {
        let (kind, body) = match self.path.starts_with("/api/") {
            true => ("application/json", ARGUMENTS),
            false => ("application/x-www-form-urlencoded", FIELDS),
        };
        let headers =
            [("content-type", kind), ("accept", "application/json"), ("sec-fetch-site", "same-origin")];
        let body = if self.method == Method::POST { Body::from(body) } else { Body::empty() };
        let response = browser.open(self.method.clone(), &self.address(), &headers, body).await;
        response.status()
    }
}

/// The routes of the router as its own description lists them: path → methods.
fn served(app: &TestApp) -> BTreeMap<String, BTreeSet<String>> {
    let text = format!("{:?}", app.router);
    let mut ids = BTreeMap::new();
    let paths = text.split("paths: {").nth(1).expect("the router lists its paths");
    for part in paths.split("RouteId(").skip(1) {
        let Some((id, rest)) = part.split_once("): \"") else { continue };
        let path = rest.split('"').next().unwrap().to_owned();
        ids.entry(id.to_owned()).or_insert(path);
    }
    let routes = text.split("routes: {").nth(1).expect("the router lists its routes");
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for part in routes.split("RouteId(").skip(1) {
        let Some((id, rest)) = part.split_once("): ") else { continue };
        let Some(path) = ids.get(id) else { continue };
        let methods = all.entry(path.clone()).or_default();
        for (name, method) in [
            ("get: ", "GET"),
            ("post: ", "POST"),
            ("put: ", "PUT"),
            ("delete: ", "DELETE"),
            ("patch: ", "PATCH"),
        ] {
            let state = rest.split(name).nth(1).unwrap_or("None");
            if !state.starts_with("None") {
                methods.insert(method.to_owned());
            }
        }
    }
    all
}

#[tokio::test]
async fn what_is_served_and_what_is_listed_are_the_same() {
    let app = TestApp::start().await;
    let mut served: BTreeSet<String> = served(&app)
        .into_iter()
        .filter(|(path, _)| !is_file(path))
        .flat_map(|(path, methods)| methods.into_iter().map(move |method| format!("{method} {path}")))
        .collect();
    for (path, method) in leptos_axum_server_functions() {
        served.insert(format!("{method} {path}"));
    }
    let listed: BTreeSet<String> =
        endpoints().iter().map(|endpoint| format!("{} {}", endpoint.method, endpoint.path)).collect();
    let missing: Vec<&String> = served.difference(&listed).collect();
    let stale: Vec<&String> = listed.difference(&served).collect();
    assert!(missing.is_empty() && stale.is_empty(), "not listed: {missing:#?}\nnot served: {stale:#?}");
}

fn is_file(path: &str) -> bool {
    path.starts_with("/pkg") || ["/favicon.svg", "/robots.txt", "/theme.js"].contains(&path)
}

fn leptos_axum_server_functions() -> Vec<(String, String)> {
    server_fn::axum::server_fn_paths().map(|(path, method)| (path.to_owned(), method.to_string())).collect()
}

#[tokio::test]
async fn every_address_has_a_need_that_exists() {
    for endpoint in endpoints() {
        let is_known = endpoint.permission().is_some()
            || ["public", "link", "invite", "signature", "session"].contains(&endpoint.need.as_str());
        assert!(is_known, "{endpoint:?}");
        assert!(!endpoint.path.starts_with("/api") || endpoint.permission().is_some(), "{endpoint:?}");
    }
}

#[tokio::test]
async fn nobody_gets_in_without_a_session_and_nothing_is_asked_twice() {
    let app = TestApp::start().await;
    for endpoint in endpoints() {
        if endpoint.permission().is_none() {
            continue;
        }
        let status = endpoint.call(&app.browser()).await.as_u16();
        assert!([303, 401].contains(&status), "{endpoint:?} answered {status}");
    }
}

#[tokio::test]
async fn a_role_without_the_permission_is_refused_everywhere() {
    let app = TestApp::start().await;
    let (tenant, _) = app.tenant("northwind", Tier::Pool).await;
    let mut browsers = Vec::new();
    for role in Role::ALL {
        browsers.push((role, app.signed_in_as(&tenant, role).await));
    }
    for endpoint in endpoints() {
        let Some(permission) = endpoint.permission() else { continue };
        for (role, browser) in &browsers {
            let status = endpoint.call(browser).await.as_u16();
            if role.allows(permission) {
                assert!(![401, 403].contains(&status), "{endpoint:?} as {role:?} answered {status}");
            } else {
                assert_eq!(status, 403, "{endpoint:?} as {role:?}");
            }
        }
    }
}

#[tokio::test]
async fn an_operator_sees_no_tenant_and_a_tenant_no_operators_page() {
    let app = TestApp::start().await;
    app.operator("olive@winloss.example").await;
    let operator = app.signed_in("olive@winloss.example").await;
    for endpoint in endpoints() {
        let Some(permission) = endpoint.permission() else { continue };
        let status = endpoint.call(&operator).await.as_u16();
        if permission == Permission::OperatePlatform {
            let is_done = status == 303 && endpoint.path == "/ops/retry";
            assert!(status == 200 || is_done, "{endpoint:?} answered {status}");
        } else {
            let is_sent_home = status == 303 && endpoint.path == "/app";
            assert!(status == 403 || is_sent_home, "{endpoint:?} answered {status}");
        }
    }
}
