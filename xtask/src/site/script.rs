//! Makes the two scripts that are not Rust: the charts, and the autosave of the buyer's page.

use std::path::Path;

use crate::process;
use crate::progress::step;
use crate::site::Site;
use crate::site::fingerprint::digest_files;

const SCRIPTS: [&str; 2] = ["charts.js", "respond.js"];

/// Bundles each script with what it imports, of ECharts only the parts in use.
pub(super) fn make(site: &Site<'_>) -> anyhow::Result<()> {
    let sources = site.workspace.root.join("frontend/js");
    let lock = site.workspace.root.join("end2end/package-lock.json");
    let inputs = digest_files(&[&sources, &lock], |_| true)?;
    let outputs = SCRIPTS.map(|script| site.work.join(script));
    let wanted: Vec<&Path> = outputs.iter().map(AsRef::as_ref).collect();
    site.stamps.unless_fresh("script", &inputs, &wanted, || {
        step("Bundling the charts and the scripts", || {
            for script in SCRIPTS {
                let mut command = site.modules.program("esbuild");
                command.arg(sources.join(script)).args(["--bundle", "--format=esm", "--target=es2022"]);
                command.args(["--minify", "--legal-comments=none", "--log-level=warning"]);
                command.arg(format!("--outfile={}", site.work.join(script).display()));
                // The packages are not beside the sources, where esbuild would look for them.
                process::run(command.env("NODE_PATH", site.modules.folder()))?;
            }
            Ok(())
        })
    })
}
