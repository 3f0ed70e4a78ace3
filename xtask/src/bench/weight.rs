//! How much the browser loads from a release site.

use std::fs;

use anyhow::Context as _;

use super::Row;
use super::stand::Stand;
use crate::site;

/// Bytes of brotli: the members' wasm and scripts without charts.
const MEMBERS: u64 = 300_000;
/// Bytes of brotli: all that a survey's editor may come to load, every view and dialog of it.
const EDITOR: u64 = 540_000;
/// Bytes of brotli: what a buyer's page loads beside its own HTML.
const BUYERS: u64 = 14_000;

/// Adds up what each kind of page loads of the release site.
pub(super) fn measure(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    anyhow::ensure!(!stand.is_trial, "only a release site is compressed, and a trial has none");
    let folder = stand.site.join("pkg");
    let manifest = fs::read(folder.join("manifest.json")).context("the site has no manifest")?;
    let manifest: site::Manifest = serde_json::from_slice(&manifest)?;
    let weigh = |assets: &[&str]| {
        assets.iter().try_fold(0, |sum, asset| {
            let name = manifest.get(*asset).with_context(|| format!("the manifest has no {asset}"))?;
            let size = folder.join(format!("{name}.br")).metadata()?.len();
            anyhow::Ok(sum + size)
        })
    };
    let reports = weigh(&["reports.js", "reports.wasm"])?;
    let workshop = weigh(&["workshop.js", "workshop.wasm"])?;
    let editor = weigh(&["editor.js", "editor.wasm"])?;
    let all = editor + weigh(&["editor.rest.wasm"])?;
    let buyers = weigh(&["survey.css", "respond.js"])?;
    let row = |what: &str, bytes: u64, limit: u64| Row {
        what: what.to_owned(),
        ours: format!("{bytes} B brotli"),
        goal: format!("at most {limit} B brotli"),
        is_reached: bytes <= limit,
    };
    Ok(vec![
        row("first view of the reports, wasm and scripts", reports, MEMBERS),
        row("first view of the set-up, wasm and scripts", workshop, MEMBERS),
        row("first view of a survey's editor, wasm and scripts", editor, MEMBERS),
        row("all views of a survey's editor, wasm and scripts", all, EDITOR),
        row("buyer's page, style sheet and autosave", buyers, BUYERS),
    ])
}
