//! Measures floors, peers and ours in one run and prints them as a table.
//!
//! Machines are noisy, so nothing here is a time that must be met: every goal is a ratio between two things that
//! were measured in turn on the same server in the same minute.

mod burst;
mod floors;
mod journey;
mod peers;
mod product;
mod store;
mod webhook;
mod weight;

use clap::ValueEnum;

use crate::postgres::{Cluster, Purpose};
use crate::process;
use crate::progress::step;
use crate::workspace::Workspace;

/// A figure beside what it must reach.
#[derive(Debug)]
pub(crate) struct Row {
    /// What was measured.
    pub(crate) what: String,
    /// The figure, with its unit.
    pub(crate) ours: String,
    /// What it must reach, in words.
    pub(crate) goal: String,
    /// Whether it does.
    pub(crate) is_reached: bool,
}

impl Row {
    /// A ratio that must not be smaller than the goal.
    fn at_least(what: impl Into<String>, ratio: f64, goal: f64, detail: &str) -> Self {
        Self {
            what: what.into(),
            ours: format!("{ratio:.2} × ({detail})"),
            goal: format!("at least {goal} ×"),
            is_reached: ratio >= goal,
        }
    }

    /// A figure that must not be larger than the goal.
    fn at_most(what: impl Into<String>, figure: f64, goal: f64, unit: &str, detail: &str) -> Self {
        Self {
            what: what.into(),
            ours: format!("{figure:.2} {unit}{detail}"),
            goal: format!("at most {goal} {unit}"),
            is_reached: figure <= goal,
        }
    }
}

/// A group of measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
    /// How much a page loads.
    Weight,
    /// A point query through a door, provisioning, the overview's tiles.
    Store,
    /// The queue's drain and its fairness.
    Queue,
    /// Webhooks accepted, beside floors and peers.
    Webhook,
    /// 5,000 webhooks while the processes are killed.
    Burst,
    /// From the buyer's send to the open page.
    Journey,
}

/// Runs the measurements asked for, or all.
pub(crate) fn run(workspace: &Workspace, wanted: &[Part]) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    let is_wanted = |part: Part| wanted.is_empty() || wanted.contains(&part);
    if is_wanted(Part::Weight) || is_wanted(Part::Journey) {
        rows.extend(weight::measure(workspace)?);
    }
    step("Building the release server and the measurements", || {
        let mut build = workspace.cargo();
        build.args(["build", "--release", "--package", "server", "--bin", "winloss", "--package", "store"]);
        process::run(build.args(["--example", "measure_server", "--example", "measure_store"]))
    })?;
    let cluster = Cluster::start(&workspace.target.join("bench/postgres"), Purpose::Keep)?;
    if is_wanted(Part::Store) {
        rows.extend(store::measure(workspace, &cluster)?);
    }
    if is_wanted(Part::Queue) {
        rows.extend(floors::queue(workspace, &cluster)?);
    }
    if is_wanted(Part::Webhook) {
        rows.extend(webhook::measure(workspace, &cluster)?);
    }
    if is_wanted(Part::Burst) {
        rows.extend(burst::measure(workspace, &cluster)?);
    }
    if is_wanted(Part::Journey) {
        rows.extend(journey::measure(workspace, &cluster)?);
    }
    drop(cluster);
    print_table(&rows);
    let missed = rows.iter().filter(|row| !row.is_reached).count();
    anyhow::ensure!(missed == 0, "{missed} figures miss their goal");
    Ok(())
}

fn print_table(rows: &[Row]) {
    println!("{:<58} {:>48} {:>22}", "figure", "ours", "goal");
    for row in rows {
        let verdict = if row.is_reached { "ok" } else { "MISSED" };
        println!("{:<58} {:>48} {:>22}  {verdict}", row.what, row.ours, row.goal);
    }
}

/// The middle of some values.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The lines of JSON that a measuring program printed, by name.
fn figures(output: &str) -> Vec<(String, serde_json::Value)> {
    let lines = output.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    lines
        .map(|line| (line["name"].as_str().unwrap_or_default().to_owned(), line["figures"].clone()))
        .collect()
}

/// One figure of a line.
fn figure(all: &[(String, serde_json::Value)], name: &str, key: &str) -> anyhow::Result<f64> {
    let found = all.iter().find(|(line, _)| line == name).and_then(|(_, figures)| figures[key].as_f64());
    found.ok_or_else(|| anyhow::anyhow!("the measurement of {name} printed no {key}"))
}
