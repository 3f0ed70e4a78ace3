//! The npm programs of the build and the browser tests, installed once in `end2end`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;

use crate::package;
use crate::process;
use crate::progress::silent_step;
use crate::site::fingerprint::digest;
use crate::workspace::Workspace;

/// Where `npm ci` has been run for the checked-in lock file.
#[derive(Debug, Clone)]
pub(crate) struct NodeModules {
    folder: PathBuf,
}

impl NodeModules {
    /// A program that a package brought.
    pub(crate) fn program(&self, name: &str) -> Command {
        Command::new(self.folder.join(".bin").join(name))
    }

    /// The folder itself, for programs that look packages up.
    pub(crate) fn folder(&self) -> &PathBuf {
        &self.folder
    }
}

/// Runs `npm ci` in `end2end` unless the lock file is the one of the last time.
pub(crate) fn install(workspace: &Workspace) -> anyhow::Result<NodeModules> {
    let end2end = workspace.root.join("end2end");
    let folder = end2end.join("node_modules");
    let lock = fs::read(end2end.join("package-lock.json")).context("end2end/package-lock.json")?;
    let stamp = folder.join(".winloss-lock");
    let wanted = digest([lock.as_slice()]);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(NodeModules { folder });
    }
    ensure_node()?;
    silent_step("Installing the npm packages", || {
        let mut command = Command::new("npm");
        command.args(["ci", "--no-audit", "--no-fund"]).current_dir(&end2end);
        // The machine's own Chromium is used, never a download.
        command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        process::run_silently(&mut command)?;
        fs::write(&stamp, &wanted).context("cannot write the npm stamp")
    })?;
    Ok(NodeModules { folder })
}

/// Makes sure that `node` and `npm` are there.
pub(crate) fn ensure_node() -> anyhow::Result<()> {
    if package::find_program("node").is_some() && package::find_program("npm").is_some() {
        return Ok(());
    }
    package::install(&["nodejs", "npm"], "Node.js 18 or newer with npm (https://nodejs.org)")
}
