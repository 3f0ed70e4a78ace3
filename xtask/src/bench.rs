//! Measures floors, peers and ours in one run and prints them as a table.

mod weight;

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

/// Runs every measurement.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let rows = weight::measure(workspace)?;
    print_table(&rows);
    let missed = rows.iter().filter(|row| !row.is_reached).count();
    anyhow::ensure!(missed == 0, "{missed} figures miss their goal");
    Ok(())
}

fn print_table(rows: &[Row]) {
    println!("{:<52} {:>22} {:>34}", "figure", "ours", "goal");
    for row in rows {
        let verdict = if row.is_reached { "ok" } else { "MISSED" };
        println!("{:<52} {:>22} {:>34}  {verdict}", row.what, row.ours, row.goal);
    }
}
