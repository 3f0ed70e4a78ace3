//! Where the checkout and its build output lie.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use serde::Deserialize;

use crate::process;

/// The checkout that the command works on.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The folder with the workspace's manifest.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever it is configured.
    pub(crate) target: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl Workspace {
    /// Asks Cargo, so that every way to configure the target folder is honoured.
    pub(crate) fn find() -> anyhow::Result<Self> {
        // What Cargo says when it runs us, rather than what it said when it built us: checkouts that share a target
        // folder share this program, too.
        let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let manifest = Path::new(&folder).join("Cargo.toml");
        let mut command = Command::new(cargo());
        command.args(["metadata", "--format-version", "1", "--no-deps", "--manifest-path"]).arg(manifest);
        let output = process::capture(&mut command)?;
        let metadata: Metadata =
            serde_json::from_str(&output).context("cargo metadata answered strangely")?;
        Ok(Self { root: metadata.workspace_root, target: metadata.target_directory })
    }

    /// The folder of wasm artefacts, apart from the host's so that neither disturbs the other.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// A Cargo command of the active toolchain, run in the checkout.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(cargo());
        command.current_dir(&self.root);
        command
    }
}

fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
