//! Measures floors, peers and ours in one run and prints them as a table.
//!
//! Machines are noisy, so hardly anything here is a time that must be met: the goals are ratios between two things
//! that were measured in turn on the same server in the same minute.
//!
//! The cast: the [`stand`] is what all parts stand on, a *part* measures one thing and gives [`row`]s, a [`product`]
//! is an installation with one tenant, a [`demo`] one with sample tenants.
//! A part that fails says why and costs no other its figures.

mod answer;
mod burst;
mod demo;
mod editor;
mod floors;
mod journey;
mod logic;
mod paint;
mod peers;
mod product;
mod row;
mod stand;
mod store;
mod webhook;
mod weight;

use clap::ValueEnum;

use self::row::{Row, figure, figures, median};
use self::stand::Stand;
use crate::process;
use crate::workspace::Workspace;

/// A group of measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
    /// How much a page loads.
    Weight,
    /// The evaluator of surveys.
    Logic,
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
    /// When a buyer's page is there on a slow phone, beside a static page and `survey-js-ui`.
    Paint,
    /// Surveys answered, beside one bare transaction and django-survey-and-report.
    Answer,
    /// How soon an edit of a long survey shows.
    Editor,
}

impl Part {
    fn measure(self, stand: &Stand<'_>) -> anyhow::Result<Vec<Row>> {
        match self {
            Self::Weight => weight::measure(stand),
            Self::Logic => logic::measure(stand),
            Self::Store => store::measure(stand),
            Self::Queue => floors::queue(stand),
            Self::Webhook => webhook::measure(stand),
            Self::Burst => burst::measure(stand),
            Self::Journey => journey::measure(stand),
            Self::Paint => paint::measure(stand),
            Self::Answer => answer::measure(stand),
            Self::Editor => editor::measure(stand),
        }
    }
}

/// Runs the measurements asked for, or all. A trial only shows that they run to the end.
pub(crate) fn run(workspace: &Workspace, wanted: &[Part], is_trial: bool) -> anyhow::Result<()> {
    let stand = Stand::build(workspace, is_trial)?;
    let mut rows = Vec::new();
    for part in Part::value_variants().iter().filter(|part| wanted.is_empty() || wanted.contains(part)) {
        let name = part.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        match part.measure(&stand) {
            Ok(more) => rows.extend(more),
            Err(error) if process::is_stopping() => return Err(error),
            Err(error) => {
                eprintln!("\nthe part \"{name}\" could not be measured: {error:#}\n");
                rows.push(Row::failed(&name));
            }
        }
    }
    drop(stand);
    row::print_table(&rows);
    let missed = rows.iter().filter(|row| !row.is_reached).count();
    if is_trial {
        println!("This was a trial: a debug build and little work, so the figures mean nothing.");
        return Ok(());
    }
    anyhow::ensure!(missed == 0, "{missed} figures miss their goal");
    Ok(())
}
