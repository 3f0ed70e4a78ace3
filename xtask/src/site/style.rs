//! Makes the two style sheets: one for members, a small one for buyers.

use std::path::Path;

use crate::process;
use crate::progress::step;
use crate::site::Site;
use crate::site::fingerprint::digest_files;

const SHEETS: [(&str, &str); 2] = [("main.css", "winloss.css"), ("survey.css", "survey.css")];

/// Bundles and minifies each sheet with everything that it imports.
pub(super) fn make(site: &Site<'_>) -> anyhow::Result<()> {
    let root = &site.workspace.root;
    let is_style = |file: &Path| file.extension().is_some_and(|extension| extension == "css");
    let inputs = digest_files(&[&root.join("style"), &root.join("app/src")], is_style)?;
    let outputs = SHEETS.map(|(_, asset)| site.work.join(asset));
    let wanted: Vec<&Path> = outputs.iter().map(AsRef::as_ref).collect();
    site.stamps.unless_fresh("style", &inputs, &wanted, || {
        step("Bundling the styles", || {
            for (source, asset) in SHEETS {
                let mut command = site.modules.program("lightningcss");
                command.args(["--bundle", "--minify"]).arg(root.join("style").join(source));
                process::run(command.arg("--output-file").arg(site.work.join(asset)))?;
            }
            Ok(())
        })
    })
}
