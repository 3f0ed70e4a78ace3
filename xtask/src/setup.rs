//! Finds or installs, in one go, what the other commands would otherwise fetch when they need it.

use std::env;
use std::path::PathBuf;

use crate::progress::note;
use crate::workspace::Workspace;
use crate::{npm, package, postgres, toolchain};

/// Makes this machine ready for `demo` and `test`.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let wasm = toolchain::wasm(workspace)?;
    note(format!("wasm library: {wasm}"));
    let modules = npm::install(workspace)?;
    note(format!("npm packages: {}", modules.folder().display()));
    let binaries = postgres::binaries::ensure()?;
    note(format!("PostgreSQL {}: {}", binaries.major, binaries.folder.display()));
    note(format!("Chromium: {}", chromium()?.display()));
    Ok(())
}

/// The machine's Chromium, installed when it is missing.
pub(crate) fn chromium() -> anyhow::Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = find_chromium() {
        return Ok(path);
    }
    package::install(&["chromium"], "Chromium or Chrome, then set CHROMIUM to its path")?;
    find_chromium().ok_or_else(|| anyhow::anyhow!("the package chromium brought no program of that name"))
}

fn find_chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .iter()
        .find_map(|name| package::find_program(name))
}
