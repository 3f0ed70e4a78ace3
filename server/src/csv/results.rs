//! A survey's results as a table: one figure a line, so that any of them can be filtered and summed.

use domain::survey::results::{Figures, QuestionResults, Results};

use super::Table;

const COLUMNS: [&str; 8] = ["question", "key", "kind", "part", "figure", "value", "n", "withheld"];

/// The results as a table.
pub(crate) fn results(results: &Results) -> String {
    let mut lines = Lines { table: Table::new(&COLUMNS), question: None };
    funnel(results, &mut lines);
    for question in &results.questions {
        lines.question = Some(question);
        figures(question, &mut lines);
        for quote in &question.quotes {
            lines.add(&quote.deal_name, "words", &quote.text);
        }
    }
    lines.table.into_text()
}

/// The table, and the question that its next lines are about.
struct Lines<'a> {
    table: Table,
    question: Option<&'a QuestionResults>,
}

impl Lines<'_> {
    fn add(&mut self, part: &str, figure: &str, value: &str) {
        let of = |get: fn(&QuestionResults) -> String| self.question.map(get).unwrap_or_default();
        self.table.add(&[
            of(|question| question.text.clone()),
            of(|question| question.key.clone()),
            of(|question| question.kind.clone()),
            part.to_owned(),
            figure.to_owned(),
            value.to_owned(),
            of(|question| question.n.to_string()),
            of(|question| question.withheld.to_string()),
        ]);
    }

    fn count(&mut self, part: &str, figure: &str, n: i64) {
        self.add(part, figure, &n.to_string());
    }

    fn number(&mut self, part: &str, figure: &str, value: Option<f64>) {
        self.add(part, figure, &value.map(|value| format!("{value:.2}")).unwrap_or_default());
    }
}

fn funnel(results: &Results, lines: &mut Lines<'_>) {
    let funnel = &results.funnel;
    lines.count("", "invited", funnel.invited);
    lines.count("", "started", funnel.started);
    for section in &funnel.sections {
        lines.count(&section.title, "saved", section.saved);
        lines.count(&section.title, "left", section.left);
        let seconds = section.median_seconds.map(|seconds| seconds.to_string()).unwrap_or_default();
        lines.add(&section.title, "median_seconds", &seconds);
    }
    lines.count("", "sent", funnel.sent);
    let seconds = funnel.median_seconds.map(|seconds| seconds.to_string()).unwrap_or_default();
    lines.add("", "median_seconds", &seconds);
}

fn figures(question: &QuestionResults, lines: &mut Lines<'_>) {
    match &question.figures {
        Figures::Choices { rows, other } => {
            rows.iter().for_each(|row| lines.count(&row.label, "chosen", row.n));
            lines.count("something else", "chosen", *other);
        }
        Figures::Rating { counts, mean } => {
            steps(counts, 1, lines);
            lines.number("", "mean", *mean);
        }
        Figures::Nps { counts, score } => {
            steps(counts, 0, lines);
            lines.number("", "score", *score);
        }
        Figures::Matrix { columns, rows } => {
            for row in rows {
                for (column, n) in columns.iter().zip(&row.counts) {
                    lines.count(&row.label, column, *n);
                }
            }
        }
        Figures::Ranking { rows } => {
            for row in rows {
                lines.count(&row.label, "ranked", row.n);
                lines.count(&row.label, "first", row.first);
                lines.number(&row.label, "mean_place", row.mean_place);
            }
        }
        Figures::Numbers { ends, quartiles, is_rounded, .. } => {
            let names = if *is_rounded { ["least_readable", "most_readable"] } else { ["least", "most"] };
            for (name, value) in names.into_iter().zip(ends.iter().flatten()) {
                lines.add("", name, &value.to_string());
            }
            let names = ["first_quartile", "median", "third_quartile"];
            for (name, value) in names.into_iter().zip(quartiles.iter().flatten()) {
                lines.add("", name, &value.to_string());
            }
        }
        Figures::Dates { months } => months.iter().for_each(|(month, n)| lines.count(month, "days", *n)),
        Figures::Vendors { rows, unnamed } => {
            for row in rows {
                lines.count(&row.name, "considered", row.considered);
                lines.count(&row.name, "finalist", row.finalist);
                lines.count(&row.name, "chosen", row.chosen);
            }
            lines.count("", "unnamed", *unnamed);
        }
        Figures::HeadToHead { rows } => {
            for row in rows {
                lines.number(&row.label, "us_mean", row.us.0);
                lines.count(&row.label, "us_n", row.us.1);
                lines.number(&row.label, "them_mean", row.them.0);
                lines.count(&row.label, "them_n", row.them.1);
            }
        }
        Figures::Price { stances, roles, gaps, median } => {
            let names = ["lower", "same", "higher", "unknown"];
            names.into_iter().zip(stances).for_each(|(name, n)| lines.count(name, "stance", *n));
            let names = ["decided", "named", "no_part"];
            names.into_iter().zip(roles).for_each(|(name, n)| lines.count(name, "role", *n));
            for gap in gaps {
                lines.count(&format!("{} to {} %", gap.from, gap.below), "gap", gap.n);
            }
            lines.number("", "median_gap", *median);
        }
        Figures::Agreed => lines.count("", "agreed", question.n),
        Figures::Words => lines.count("", "answered", question.n),
    }
}

fn steps(counts: &[i64], from: usize, lines: &mut Lines<'_>) {
    for (at, n) in counts.iter().enumerate() {
        lines.count(&(at + from).to_string(), "given", *n);
    }
}
