//! The store beside its floors.

use super::stand::Stand;
use super::{Row, figure, figures};
use crate::process;

pub(super) fn measure(stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
    let run = |what: &str| {
        process::capture(stand.example("measure_store").arg(what)).map(|output| figures(&output))
    };
    let door = run("door")?;
    let of = |key: &str| figure(&door, "door", key);
    let detail = format!("{:.0} of {:.0} a second", of("ours_per_s")?, of("plain_per_s")?);
    let mut rows = vec![Row::at_least("a point query through a door", of("ratio")?, 0.4, &detail)];
    let provision = run("provision")?;
    let of = |key: &str| figure(&provision, "provision", key);
    let detail = format!(", {:.0} ms against {:.0}", of("silo_ms")?, of("bare_ddl_ms")?);
    rows.push(Row::at_most("a silo against its bare DDL", of("ratio")?, 3.0, "×", &detail));
    rows.push(Row::at_most("a pool tenant", of("pool_ms")?, 50.0, "ms", ""));
    rows.push(Row::at_most("the slowest onboarding of 40", of("slowest_ms")?, 1000.0, "ms", ""));
    for (_, tile) in run("overview")?.iter().filter(|(name, _)| name == "tile") {
        let of = |key: &str| tile[key].as_f64().unwrap_or(f64::NAN);
        let what = format!("tile {} over 100,000 deals", tile["tile"].as_str().unwrap_or_default());
        let detail = format!("{:.2} ms against {:.1}", of("ours_ms"), of("sql_ms"));
        rows.push(Row::at_least(what, of("ratio"), 20.0, &detail));
    }
    Ok(rows)
}
