//! The gate: every check in the order in which it fails cheapest, each timed, with a recap at the end.
//!
//! A failed step does not hide the later ones; only what needs its outcome is left out.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use serde::Deserialize;

use crate::postgres::{self, Cluster, Purpose};
use crate::progress::Seconds;
use crate::site::{self, Profile};
use crate::toolchain;
use crate::workspace::Workspace;
use crate::{demo, npm, process, setup};

/// A step of the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Step {
    /// `cargo fmt --check`.
    Format,
    /// Clippy for everything that runs on the host.
    Lint,
    /// Clippy, or the compiler's warnings, for what runs in the browser.
    LintWasm,
    /// All Rust tests, against a throw-away PostgreSQL.
    Rust,
    /// The site build.
    Site,
    /// The journeys in Chromium, against a server with its own throw-away PostgreSQL.
    Browser,
}

impl Step {
    fn run(self, workspace: &Workspace, recap: &mut Vec<String>) -> anyhow::Result<()> {
        match self {
            Self::Format => process::run(workspace.cargo().args(["fmt", "--all", "--check"])),
            Self::Lint => lint(workspace),
            Self::LintWasm => lint_wasm(workspace),
            Self::Rust => test_rust(workspace, recap),
            Self::Site => site::build(workspace, Profile::Debug).map(drop),
            Self::Browser => test_browser(workspace, recap),
        }
    }

    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// Runs the steps asked for, or all.
pub(crate) fn run(workspace: &Workspace, wanted: &[Step]) -> anyhow::Result<()> {
    let mut recap = Vec::new();
    let mut results = Vec::new();
    for step in Step::value_variants().iter().copied() {
        if !wanted.is_empty() && !wanted.contains(&step) {
            continue;
        }
        eprintln!("\n######## {}", step.name());
        let started = Instant::now();
        let outcome = step.run(workspace, &mut recap);
        let took = started.elapsed();
        if process::is_stopping() {
            bail!("stopped");
        }
        if let Err(error) = &outcome {
            eprintln!("######## {} FAILED after {}: {error:#}", step.name(), Seconds(took));
        }
        results.push((step, took, outcome.is_ok()));
    }
    print_summary(&results, &recap);
    let failed: Vec<_> =
        results.iter().filter(|(.., passed)| !passed).map(|(step, ..)| step.name()).collect();
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn print_summary(results: &[(Step, Duration, bool)], recap: &[String]) {
    println!("\n######## summary");
    for (step, took, passed) in results {
        let verdict = if *passed { "ok" } else { "FAILED" };
        println!("{:<10} {verdict:<7} {}", step.name(), Seconds(*took));
    }
    // The runners' own last words: whoever reads only the end of a log finds them there.
    for line in recap {
        println!("{line}");
    }
}

fn lint(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo();
    command.args(["clippy", "--workspace", "--exclude", "frontend", "--all-targets", "--", "-D", "warnings"]);
    process::run(&mut command)
}

fn lint_wasm(workspace: &Workspace) -> anyhow::Result<()> {
    let toolchain = toolchain::wasm(workspace)?;
    if toolchain.has_clippy(workspace) {
        return process::run(toolchain.cargo(workspace, "clippy").args(["--", "-D", "warnings"]));
    }
    // Debian's compiler comes without Clippy. Its warnings are counted here, as `RUSTFLAGS=-Dwarnings`
    // would build every dependency a second time.
    let mut command = toolchain.cargo(workspace, "check");
    command.args(["--message-format", "json-diagnostic-rendered-ansi"]);
    let mut output = String::new();
    let outcome = process::run_read(&mut command, |line| {
        output.push_str(line);
        output.push('\n');
    });
    let warnings = warnings(&output);
    for warning in &warnings {
        eprintln!("{warning}");
    }
    outcome?;
    if !warnings.is_empty() {
        bail!("{} warnings", warnings.len());
    }
    Ok(())
}

#[derive(Deserialize)]
struct CargoMessage {
    message: Option<Diagnostic>,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    rendered: Option<String>,
    #[serde(default)]
    spans: Vec<serde_json::Value>,
}

/// The warnings and errors in Cargo's messages; the closing "3 warnings emitted" has no place in a file and is none.
fn warnings(messages: &str) -> Vec<String> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<CargoMessage>(line).ok());
    messages
        .filter_map(|message| message.message)
        .filter(|diagnostic| diagnostic.level != "note" && !diagnostic.spans.is_empty())
        .filter_map(|diagnostic| diagnostic.rendered)
        .collect()
}

fn test_rust(workspace: &Workspace, recap: &mut Vec<String>) -> anyhow::Result<()> {
    let cluster = Cluster::start(&workspace.target.join("postgres-rust"), Purpose::ThrowAway)?;
    let mut command = workspace.cargo();
    command.args(["test", "--workspace", "--exclude", "frontend", "--no-fail-fast"]);
    command.env("WINLOSS_TEST_DATABASE_URL", cluster.url()).env("WINLOSS_TEST_THROW_AWAY", "1");
    demo::without_own_settings(&mut command);
    process::run_watched(&mut command, |line| {
        if is_cargo_total(line) {
            recap.push(line.to_owned());
        }
    })
}

fn test_browser(workspace: &Workspace, recap: &mut Vec<String>) -> anyhow::Result<()> {
    let site = site::build(workspace, Profile::Debug)?;
    let server = demo::build_server(workspace)?;
    let modules = npm::install(workspace)?;
    let chromium = setup::chromium()?;
    let data = empty_folder(workspace.target.join("end2end-data"))?;
    let cluster = Cluster::start(&workspace.target.join("postgres-browser"), Purpose::ThrowAway)?;
    let mut command: Command = modules.program("playwright");
    command.current_dir(workspace.root.join("end2end")).arg("test");
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").env("CHROMIUM", chromium);
    command.env("WINLOSS_E2E_SERVER", server).env("WINLOSS_E2E_SITE", site).env("WINLOSS_E2E_DATA", data);
    command.env("WINLOSS_E2E_DATABASE_URL", cluster.url());
    demo::without_own_settings(&mut command);
    command.env("WINLOSS_E2E_PORT", postgres::free_port()?.to_string());
    process::run_watched(&mut command, |line| {
        if is_playwright_total(line) {
            recap.push(format!("playwright: {}", line.trim()));
        }
    })
}

fn empty_folder(folder: PathBuf) -> anyhow::Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Cargo closes each test binary with such a line; those without a test say nothing.
fn is_cargo_total(line: &str) -> bool {
    line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed; 0 ignored")
}

/// Playwright closes with indented lines like `63 passed (1.2m)`, `2 failed`, `1 did not run`.
fn is_playwright_total(line: &str) -> bool {
    let Some((count, rest)) = line.trim().split_once(' ') else { return false };
    count.parse::<u32>().is_ok()
        && ["passed", "failed", "flaky", "skipped", "did not run", "interrupted", "error was", "errors were"]
            .iter()
            .any(|word| rest.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_totals_of_playwright_are_told_from_its_other_lines() {
        for total in ["  63 passed (1.2m)", "  2 failed", "  1 did not run", "  3 skipped"] {
            assert!(is_playwright_total(total), "{total}");
        }
        for other in ["Running 63 tests using 2 workers", "", "  ok 1 passed", "  2 workers"] {
            assert!(!is_playwright_total(other), "{other}");
        }
    }

    #[test]
    fn binaries_without_tests_are_left_out_of_the_recap() {
        let total =
            |passed: u32| format!("test result: ok. {passed} passed; 0 failed; 0 ignored; 0 measured");
        assert!(is_cargo_total(&total(10)));
        assert!(!is_cargo_total(&total(0)));
    }

    #[test]
    fn only_warnings_about_a_place_count() {
        let messages = concat!(
            r#"{"reason":"compiler-message","message":{"level":"warning","rendered":"unused","spans":[{}]}}"#,
            "\n",
            r#"{"reason":"compiler-message","message":{"level":"warning","rendered":"1 warning emitted","spans":[]}}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        assert_eq!(warnings(messages), ["unused"]);
    }

    #[test]
    fn a_step_is_asked_for_by_its_name() {
        assert_eq!(Step::LintWasm.name(), "lint-wasm");
    }
}
