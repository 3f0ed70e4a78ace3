//! Builds what the browser loads, into `<target>/site` or, for production, `<target>/site-release`.
//!
//! The cast: *makers* ([`wasm`], [`style`], [`script`]) write assets under plain names into a work folder
//! and skip what has not changed; [`publish`] gives each asset the hash of its content as part of its name.
//!
//! **Invariant:** a published file never changes under its name, so it may be cached for ever.

pub(crate) mod fingerprint;
mod link;
mod mute;
mod publish;
mod script;
mod shed;
mod split;
mod style;
mod wasm;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::npm::{self, NodeModules};
use crate::progress::note;
use crate::site::fingerprint::Stamps;
use crate::toolchain;
use crate::workspace::Workspace;

/// How much effort goes into small files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Built fast: for the demo and the tests.
    Debug,
    /// Optimised and precompressed: for production.
    Release,
}

impl Profile {
    fn site(self, workspace: &Workspace) -> PathBuf {
        workspace.target.join(match self {
            Self::Debug => "site",
            Self::Release => "site-release",
        })
    }

    fn work(self, workspace: &Workspace) -> PathBuf {
        workspace.target.join(match self {
            Self::Debug => "site-work/debug",
            Self::Release => "site-work/release",
        })
    }
}

/// Plain name to published name, as in `pkg/manifest.json`.
pub(crate) type Manifest = BTreeMap<String, String>;

/// What every maker needs.
struct Site<'a> {
    workspace: &'a Workspace,
    profile: Profile,
    modules: NodeModules,
    work: PathBuf,
    stamps: Stamps,
}

/// The assets by the names that pages know them by.
const ASSETS: [&str; 11] = [
    "charts.js",
    "editor.js",
    "editor.rest.wasm",
    "editor.wasm",
    "reports.js",
    "reports.wasm",
    "respond.js",
    "survey.css",
    "winloss.css",
    "workshop.js",
    "workshop.wasm",
];

/// Builds the site and returns its folder.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> anyhow::Result<PathBuf> {
    let toolchain = toolchain::wasm(workspace)?;
    let work = profile.work(workspace);
    let site =
        Site { workspace, profile, modules: npm::install(workspace)?, stamps: Stamps::below(&work)?, work };
    wasm::make(&site, &toolchain)?;
    style::make(&site)?;
    script::make(&site)?;
    let folder = profile.site(workspace);
    publish::publish(&site, &folder)?;
    note(format!("site: {}", folder.display()));
    Ok(folder)
}
