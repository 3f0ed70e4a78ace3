//! The evaluator of surveys: 200 questions, 400 rules.

use super::stand::Stand;
use super::{Row, figure, figures};
use crate::process;

pub(super) fn measure(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    let all = figures(&process::capture(&mut stand.example("measure_logic"))?);
    let of = |key: &str| figure(&all, "logic", key);
    let what = format!("a survey of {} questions and {} rules, evaluated", of("questions")?, of("rules")?);
    let detail = format!(", all checks {:.1} ms", of("checks_ms")?);
    Ok(vec![Row::at_most(what, of("evaluation_ms")?, 1.0, "ms", &detail)])
}
