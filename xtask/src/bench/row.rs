//! A figure beside its goal, and what is read of measuring programs.

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
    pub(super) fn at_least(what: impl Into<String>, ratio: f64, goal: f64, detail: &str) -> Self {
        Self {
            what: what.into(),
            ours: format!("{ratio:.2} × ({detail})"),
            goal: format!("at least {goal} ×"),
            is_reached: ratio >= goal,
        }
    }

    /// A figure that must not be larger than the goal.
    pub(super) fn at_most(what: impl Into<String>, figure: f64, goal: f64, unit: &str, detail: &str) -> Self {
        Self {
            what: what.into(),
            ours: format!("{figure:.2} {unit}{detail}"),
            goal: format!("at most {goal} {unit}"),
            is_reached: figure <= goal,
        }
    }

    /// What could not be measured.
    pub(super) fn failed(part: &str) -> Self {
        Self {
            what: format!("the part \"{part}\""),
            ours: "could not be measured, see above".to_owned(),
            goal: "to be measured".to_owned(),
            is_reached: false,
        }
    }
}

/// Prints all rows as a table.
pub(super) fn print_table(rows: &[Row]) {
    println!("{:<58} {:>48} {:>22}", "figure", "ours", "goal");
    for row in rows {
        let verdict = if row.is_reached { "ok" } else { "MISSED" };
        println!("{:<58} {:>48} {:>22}  {verdict}", row.what, row.ours, row.goal);
    }
}

/// The middle of some values.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The lines of JSON that a measuring program printed, by name.
pub(super) fn figures(output: &str) -> Vec<(String, serde_json::Value)> {
    let lines = output.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    lines
        .map(|line| (line["name"].as_str().unwrap_or_default().to_owned(), line["figures"].clone()))
        .collect()
}

/// One figure of a line.
pub(super) fn figure(all: &[(String, serde_json::Value)], name: &str, key: &str) -> anyhow::Result<f64> {
    let found = all.iter().find(|(line, _)| line == name).and_then(|(_, figures)| figures[key].as_f64());
    found.ok_or_else(|| anyhow::anyhow!("the measurement of {name} printed no {key}"))
}
