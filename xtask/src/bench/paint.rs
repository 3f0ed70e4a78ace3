//! When a buyer's page with every kind of question is there on a slow phone: beside a bare static page of the same
//! text, and beside a page of `survey-js-ui` with the same questions.

use std::fs;
use std::process::Command;

use anyhow::Context as _;

use super::demo::Demo;
use super::stand::Stand;
use super::{Row, figure, figures};
use crate::process;

const ROUNDS: usize = 9;
const PACKAGE: &str =
    r#"{"private": true, "dependencies": {"survey-core": "2.5.38", "survey-js-ui": "2.5.38"}}"#;

pub(super) fn measure(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    let folder = stand.folder("pages")?;
    fs::write(folder.join("package.json"), PACKAGE)?;
    let mut install = Command::new("npm");
    process::run_silently(install.args(["install", "--no-audit", "--no-fund"]).current_dir(&folder))
        .context("survey-core and survey-js-ui cannot be installed from npm")?;
    let demo = Demo::start(stand)?;
    let mut script = stand.browser_script("paint.mjs")?;
    script.arg(demo.contract()).arg(&folder).arg(stand.work(ROUNDS).to_string());
    let all = figures(&process::capture(&mut script)?);
    let of = |key: &str| figure(&all, "paint", key);
    let ours = of("ours_ms")?;
    let to_static = format!(", {ours:.0} ms against {:.0}", of("static_ms")?);
    let peer = of("surveyjs_ms")?;
    let to_peer = format!(
        "{ours:.0} ms against {peer:.0}, {:.0} kB against {:.0}",
        of("ours_bytes")? / 1e3,
        of("surveyjs_bytes")? / 1e3
    );
    let shifts = format!(", SurveyJS {:.3}", of("surveyjs_shift")?);
    Ok(vec![
        Row::at_most("largest paint on slow 4G, of a static page", of("of_static")?, 1.3, "×", &to_static),
        Row::at_least("the same, earlier than SurveyJS", of("earlier_than_surveyjs")?, 5.0, &to_peer),
        Row::at_most("layout shift of that page", of("shift")?, 0.0, "", &shifts),
    ])
}
