//! The dependency law, read from the manifests.

use std::collections::BTreeSet;
use std::path::Path;

/// What a crate of ours must not depend on, directly.
const FORBIDDEN: [(&str, &[&str]); 7] = [
    ("app", &["entity", "migration", "reqwest", "sea-orm", "sea-orm-migration", "server", "sqlx"]),
    (
        "domain",
        &[
            "app",
            "axum",
            "entity",
            "leptos",
            "migration",
            "rand",
            "reqwest",
            "sea-orm",
            "server",
            "sqlx",
            "store",
            "tokio",
        ],
    ),
    ("entity", &["app", "axum", "domain", "leptos", "migration", "server", "store"]),
    ("frontend", &["axum", "domain", "entity", "migration", "sea-orm", "server", "store", "tokio"]),
    ("migration", &["app", "axum", "domain", "entity", "leptos", "server", "store"]),
    ("server", &["entity", "migration", "sea-orm", "sea-orm-migration", "sqlx"]),
    ("store", &["app", "axum", "leptos", "leptos_axum", "reqwest", "server"]),
];

/// The names under `[dependencies]`, `[dev-dependencies]` and `[build-dependencies]`.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut is_dependency = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            is_dependency = line.contains("dependencies]");
        } else if is_dependency && !line.is_empty() && !line.starts_with('#') {
            let end = line.find(['.', ' ', '=']).unwrap_or(line.len());
            names.insert(line[..end].to_owned());
        }
    }
    names
}

fn manifest(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    std::fs::read_to_string(root.join(name).join("Cargo.toml")).unwrap()
}

#[test]
fn no_crate_reaches_for_what_it_must_not() {
    for (name, forbidden) in FORBIDDEN {
        let used = dependencies(&manifest(name));
        let broken: Vec<&&str> = forbidden.iter().filter(|name| used.contains(**name)).collect();
        assert!(broken.is_empty(), "{name} depends on {broken:?}");
    }
}

#[test]
fn only_three_crates_know_the_database() {
    let all = ["app", "domain", "entity", "frontend", "migration", "server", "store", "xtask"];
    let knowing: Vec<&str> = all
        .into_iter()
        .filter(|name| dependencies(&manifest(name)).iter().any(|used| used.starts_with("sea-orm")))
        .collect();
    assert_eq!(knowing, ["entity", "migration", "store"]);
}

#[test]
fn the_database_does_not_reach_the_browser() {
    // What `app` needs of the server is optional, and on only with the feature of the server.
    let app = manifest("app");
    for name in ["axum", "leptos_axum", "store", "tokio"] {
        let line = app.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap();
        assert!(line.contains("optional = true"), "{line}");
    }
    let frontend = manifest("frontend");
    assert!(frontend.contains("hydrate") && !frontend.contains("\"ssr\""));
}
