//! From the buyer's *send* to the open overview, in a real browser.

use super::demo::Demo;
use super::stand::Stand;
use super::{Row, figure, figures};
use crate::process;

pub(super) fn measure(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    let demo = Demo::start(stand)?;
    let all = figures(&process::capture(stand.browser_script("journey.mjs")?.arg(demo.contract()))?);
    let times = format!(", slowest {:.0} ms", figure(&all, "journey", "slowest_ms")?);
    let median = figure(&all, "journey", "median_ms")?;
    Ok(vec![Row::at_most("from send to visible on the open page", median, 1000.0, "ms", &times)])
}
