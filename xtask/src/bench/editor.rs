//! How soon an edit shows in the editor of a survey with 200 questions.

use super::demo::Demo;
use super::stand::Stand;
use super::{Row, figure, figures};
use crate::process;

pub(super) fn measure(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    let demo = Demo::start(stand)?;
    let all = figures(&process::capture(stand.browser_script("editor.mjs")?.arg(demo.contract()))?);
    let of = |key: &str| figure(&all, "editor", key);
    let detail = format!(", median {:.0} ms", of("median_ms")?);
    Ok(vec![Row::at_most("an edit among 200 questions shows, p95 of 30", of("p95_ms")?, 50.0, "ms", &detail)])
}
