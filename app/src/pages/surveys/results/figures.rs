//! The figures of a question, as the table that fits its kind.

use domain::report::Rate;
use domain::survey::catalogue::ENTRIES;
use domain::survey::number::Number;
use domain::survey::results::{Compared, Figures, MatrixRow, QuestionResults, Ranked, VendorCount};
use leptos::prelude::*;

use crate::charts::still::bar::Bar;
use crate::format;

/// What people call a kind.
pub(super) fn kind(code: &str) -> &'static str {
    ENTRIES.iter().find(|entry| entry.code == code).map_or("Question", |entry| entry.label)
}

/// The figures.
pub(super) fn figures(one: &QuestionResults) -> AnyView {
    match &one.figures {
        Figures::Choices { rows, other } => {
            let mut all: Vec<(String, i64)> = rows.iter().map(|row| (row.label.clone(), row.n)).collect();
            if *other > 0 {
                all.push(("Something of their own".to_owned(), *other));
            }
            bars(all, one.n, "Choice")
        }
        Figures::Rating { counts, mean } => scale(counts, 1, one.n, mean_of(*mean)),
        Figures::Nps { counts, score } => nps(counts, *score, one.n),
        Figures::Matrix { columns, rows } => matrix(columns, rows),
        Figures::Ranking { rows } => ranking(rows, one.n),
        Figures::Numbers { unit, ends, quartiles, is_rounded } => {
            numbers(unit, *ends, *quartiles, *is_rounded)
        }
        Figures::Dates { months } => bars(months.clone(), one.n, "Month"),
        // Who was only named did not get anywhere.
        Figures::Vendors { rows, unnamed } if one.kind == "competitor_pick" => {
            let named = rows.iter().map(|row| (row.name.clone(), row.met())).collect();
            view! { {bars(named, one.n, "Vendor")} {not_named(*unnamed)} }.into_any()
        }
        Figures::Vendors { rows, unnamed } => vendors(rows, *unnamed),
        Figures::HeadToHead { rows } => head_to_head(rows),
        Figures::Price { stances, roles, gaps, median } => {
            let stance = ["We were cheaper", "About the same", "We were dearer", "Could not say"];
            let role = ["Price decided", "Price was named, and not the reason", "Price played no part"];
            let named = |names: &[&str], counts: &[i64]| {
                names.iter().map(|name| (*name).to_owned()).zip(counts.iter().copied()).collect::<Vec<_>>()
            };
            let bands = gaps.iter().map(|band| (gap(band.from, band.below), band.n)).collect::<Vec<_>>();
            let bands = (!bands.is_empty()).then(|| bars(bands, one.n, "Gap"));
            let median = median.map(|median| {
                view! { <p class="small">"Median gap: " <b>{signed(median)}</b></p> }
            });
            view! {
                {bars(named(&stance, stances), one.n, "Our price")}
                {bars(named(&role, roles), one.n, "Its part")}
                {bands}
                {median}
            }
            .into_any()
        }
        Figures::Agreed => {
            let rate = Rate::new(one.n, one.of);
            view! {
                <p class="small">
                    {format!("{} agreed ({} of {})", format::rate(rate), format::count(one.n), format::count(one.of))}
                </p>
            }
            .into_any()
        }
        Figures::Words => ().into_any(),
    }
}

fn numbers(
    unit: &str,
    ends: Option<[Number; 2]>,
    quartiles: Option<[Number; 3]>,
    is_rounded: bool,
) -> AnyView {
    let Some([below, median, above]) = quartiles else { return ().into_any() };
    let mut cells = vec![("A quarter below", below), ("Median", median), ("A quarter above", above)];
    if let Some([least, most]) = ends {
        let named = |whole, open| if is_rounded { open } else { whole };
        cells.insert(0, (named("Least", "Least open to you"), least));
        cells.push((named("Most", "Most open to you"), most));
    }
    let rounded = is_rounded.then(|| {
        view! { <p class="small faint">"Rounded to two digits, as not every answer is open to you."</p> }
    });
    let cells = cells.into_iter().map(|(name, value)| (name, value.to_string())).collect();
    view! { {facts(cells, unit)} {rounded} }.into_any()
}

fn gap(from: i32, below: i32) -> String {
    format!("{} to {}\u{a0}%", sign(i64::from(from)), sign(i64::from(below)))
}

fn sign(number: i64) -> String {
    if number > 0 { format!("+{number}") } else { format::count(number) }
}

fn signed(percent: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a percentage, for display")]
    let whole = percent.round() as i64;
    format!("{}\u{a0}%", sign(whole))
}

/// "4.2": one digit after the point.
fn tenths(value: f64) -> String {
    format::pixels((value * 10.0).round() / 10.0)
}

fn mean_of(mean: Option<f64>) -> Option<String> {
    mean.map(|mean| format!("Mean {}", tenths(mean)))
}

#[expect(clippy::cast_precision_loss, reason = "for the width of a bar")]
fn share(n: i64, of: i64) -> f64 {
    if of > 0 { n as f64 / of as f64 } else { 0.0 }
}

fn bars(rows: Vec<(String, i64)>, n: i64, what: &'static str) -> AnyView {
    let row = |(label, count): (String, i64)| {
        let rate = Rate::new(count, n);
        view! {
            <tr>
                <th scope="row" class="result__label" dir="auto">
                    {label}
                </th>
                <td class="table__grow">
                    <Bar share=share(count, n) has_track=true />
                </td>
                <td class="table__num" title=format::interval_percent(rate)>
                    {format::rate(rate)}
                </td>
                <td class="table__num faint">{format::count(count)}</td>
            </tr>
        }
    };
    view! {
        <table class="table table--bars table--flat">
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">{what}</th>
                    <th scope="col">"Bar"</th>
                    <th scope="col">"Share"</th>
                    <th scope="col">"Answers"</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn scale(counts: &[i64], from: usize, n: i64, note: Option<String>) -> AnyView {
    let rows = counts.iter().enumerate().map(|(at, count)| ((at + from).to_string(), *count)).collect();
    view! {
        {note.map(|note| view! { <p class="result__figure">{note}</p> })}
        {bars(rows, n, "Given")}
    }
    .into_any()
}

fn nps(counts: &[i64], score: Option<f64>, n: i64) -> AnyView {
    let sum = |from: usize, to: usize| counts.iter().skip(from).take(to - from).sum::<i64>();
    let rows = vec![
        ("Promoters, 9 and 10".to_owned(), sum(9, 11)),
        ("Passives, 7 and 8".to_owned(), sum(7, 9)),
        ("Detractors, 0 to 6".to_owned(), sum(0, 7)),
    ];
    #[expect(clippy::cast_possible_truncation, reason = "between -100 and 100")]
    let score = score.map(|score| format!("Score {}", sign(score.round() as i64)));
    view! {
        {score.map(|score| view! { <p class="result__figure">{score}</p> })}
        {bars(rows, n, "Group")}
        <details class="result__more">
            <summary>"Every step"</summary>
            {scale(counts, 0, n, None)}
        </details>
    }
    .into_any()
}

/// How dark a cell is, in five steps; the number stands in it.
fn heat(n: i64, of: i64) -> &'static str {
    const STEPS: [&str; 5] = ["heat", "heat heat--1", "heat heat--2", "heat heat--3", "heat heat--4"];
    let step = if of > 0 { (n * 4 + of - 1) / of } else { 0 };
    STEPS[usize::try_from(step.clamp(0, 4)).unwrap_or(0)]
}

fn matrix(columns: &[String], rows: &[MatrixRow]) -> AnyView {
    let row = |row: &MatrixRow| {
        let n: i64 = row.counts.iter().sum();
        let cell = |count: &i64| {
            let title = format!("{} of {}", format::count(*count), format::count(n));
            let share = Rate::new(*count, n);
            view! {
                <td class=heat(*count, n) title=title>
                    {format::rate(share)}
                </td>
            }
        };
        view! {
            <tr>
                <th scope="row" class="result__label" dir="auto">
                    {row.label.clone()}
                </th>
                {row.counts.iter().map(cell).collect_view()}
                <td class="table__num faint">{format::count(n)}</td>
            </tr>
        }
    };
    let heads = columns
        .iter()
        .map(|column| view! { <th scope="col" class="heat__head" dir="auto">{column.clone()}</th> })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label="Matrix">
            <table class="table table--flat">
                <thead>
                    <tr>
                        <th scope="col">
                            <span class="visually-hidden">"Row"</span>
                        </th>
                        {heads}
                        <th scope="col" class="table__num">
                            "n"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn ranking(rows: &[Ranked], n: i64) -> AnyView {
    let mut rows: Vec<&Ranked> = rows.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.first, row.n)));
    let row = |row: &Ranked| {
        let place = row.mean_place.map_or_else(|| "–".to_owned(), tenths);
        view! {
            <tr>
                <th scope="row" class="result__label" dir="auto">
                    {row.label.clone()}
                </th>
                <td class="table__grow">
                    <Bar share=share(row.n, n) has_track=true />
                </td>
                <td class="table__num">{format::count(row.first)}</td>
                <td class="table__num">{format::count(row.n)}</td>
                <td class="table__num faint">{place}</td>
            </tr>
        }
    };
    view! {
        <table class="table table--bars table--flat">
            <thead>
                <tr>
                    <th scope="col">"Choice"</th>
                    <th scope="col">
                        <span class="visually-hidden">"Bar"</span>
                    </th>
                    <th scope="col" class="table__num">
                        "First"
                    </th>
                    <th scope="col" class="table__num">
                        "Ranked"
                    </th>
                    <th scope="col" class="table__num">
                        "Mean place"
                    </th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// Names that are not shown, because they would say who wrote them.
fn not_named(number: i64) -> Option<AnyView> {
    (number > 0).then(|| {
        let words = format::counted(number, "further name", "further names");
        view! {
            <p class="small faint">
                {format!("{words} of buyers who are not to be read, and none of your competitors.")}
            </p>
        }
        .into_any()
    })
}

fn vendors(rows: &[VendorCount], unnamed: i64) -> AnyView {
    let most = rows.iter().map(VendorCount::met).max().unwrap_or(0).max(1);
    let row = |row: &VendorCount| {
        view! {
            <tr>
                <th scope="row" class="result__label" dir="auto">
                    {row.name.clone()}
                </th>
                <td class="table__grow">
                    <Bar share=share(row.met(), most) has_track=true />
                </td>
                <td class="table__num">{format::count(row.considered)}</td>
                <td class="table__num">{format::count(row.finalist)}</td>
                <td class="table__num">{format::count(row.chosen)}</td>
            </tr>
        }
    };
    view! {
        <table class="table table--bars table--flat">
            <thead>
                <tr>
                    <th scope="col">"Vendor"</th>
                    <th scope="col">
                        <span class="visually-hidden">"Bar"</span>
                    </th>
                    <th scope="col" class="table__num">
                        "Considered"
                    </th>
                    <th scope="col" class="table__num">
                        "Final"
                    </th>
                    <th scope="col" class="table__num">
                        "Chosen"
                    </th>
                </tr>
            </thead>
            <tbody>{rows.iter().map(row).collect_view()}</tbody>
        </table>
        {not_named(unnamed)}
    }
    .into_any()
}

fn head_to_head(rows: &[Compared]) -> AnyView {
    let side = |(mean, n): (Option<f64>, i64), class: &'static str| {
        let share = mean.map_or(0.0, |mean| mean / 5.0);
        let value = mean.map_or_else(|| "–".to_owned(), tenths);
        let title = format!("n = {}", format::count(n));
        view! {
            <td class="table__fifth">
                <Bar share=share kind=class has_track=true />
            </td>
            <td class="table__num" title=title>
                {value} <span class="faint">{format!(" ({})", format::count(n))}</span>
            </td>
        }
    };
    let row = |row: &Compared| {
        let gap = match (row.us.0, row.them.0) {
            (Some(us), Some(them)) => {
                let gap = ((us - them) * 10.0).round() / 10.0;
                if gap > 0.0 { format!("+{}", tenths(gap)) } else { tenths(gap).replace('-', "\u{2212}") }
            }
            _ => "–".to_owned(),
        };
        view! {
            <tr>
                <th scope="row" class="result__label" dir="auto">
                    {row.label.clone()}
                </th>
                {side(row.us, "")}
                {side(row.them, "bar--neutral")}
                <td class="table__num">
                    <b>{gap}</b>
                </td>
            </tr>
        }
    };
    view! {
        <table class="table table--bars table--flat">
            <thead>
                <tr>
                    <th scope="col">"Criterion"</th>
                    <th scope="col" colspan="2">
                        "Us (n)"
                    </th>
                    <th scope="col" colspan="2">
                        "The chosen vendor (n)"
                    </th>
                    <th scope="col" class="table__num">
                        "Gap"
                    </th>
                </tr>
            </thead>
            <tbody>{rows.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn facts(cells: Vec<(&'static str, String)>, unit: &str) -> AnyView {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let cell = |(name, value): (&'static str, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{format!("{value}{unit}")}</dd>
            </div>
        }
    };
    view! { <dl class="inline-facts">{cells.into_iter().map(cell).collect_view()}</dl> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_says_its_direction() {
        assert_eq!(gap(-10, 0), "\u{2212}10 to 0\u{a0}%");
        assert_eq!(gap(10, 20), "+10 to +20\u{a0}%");
        assert_eq!(signed(12.4), "+12\u{a0}%");
    }

    #[test]
    fn a_cell_is_as_dark_as_its_share() {
        assert_eq!(heat(0, 10), "heat");
        assert_eq!(heat(1, 10), "heat heat--1");
        assert_eq!(heat(10, 10), "heat heat--4");
        assert_eq!(heat(0, 0), "heat");
    }
}
