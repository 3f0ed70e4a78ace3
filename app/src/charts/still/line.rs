//! The win rate by quarter as a line over its interval band.

use domain::report::QuarterRate;
use leptos::prelude::*;

use super::{across, number};
use crate::charts::scale::Scale;
use crate::format;

const HEIGHT: f64 = 232.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 180.0;
/// The first and the last point, as shares of the width.
const ENDS: (f64, f64) = (0.08, 0.89);

/// Where a quarter is drawn.
struct Place {
    x: f64,
    y: f64,
    low: f64,
    high: f64,
}

/// The still picture of the win rate chart.
#[component]
pub fn RateLine(
    /// The quarters, oldest first.
    quarters: Vec<QuarterRate>,
    /// What it shows, in words.
    label: String,
) -> impl IntoView {
    let scale = Scale::of_rates(&quarters);
    let y = move |percent: f64| BOTTOM - (BOTTOM - TOP) * scale.share(percent);
    let places = quarters
        .iter()
        .enumerate()
        .map(|(at, quarter)| place(at, quarters.len(), quarter, y))
        .collect::<Vec<_>>();
    let grid = scale
        .lines()
        .map(|line| {
            let at = number(y(line));
            let unit = if (line - scale.high).abs() < 1e-6 { "\u{a0}%" } else { "" };
            view! {
                <line class="chart__grid" x1="0" x2="100%" y1=at.clone() y2=at />
                <text class="chart__faint chart__halo" x="0" y=number(y(line) - 4.0)>
                    {format!("{}{unit}", number(line))}
                </text>
            }
        })
        .collect_view();
    let known = places.iter().flatten().collect::<Vec<_>>();
    let line = path(known.iter().map(|place| (place.x, place.y)));
    let band = path(
        known
            .iter()
            .map(|place| (place.x, place.high))
            .chain(known.iter().rev().map(|place| (place.x, place.low))),
    );
    let last = places.iter().rposition(Option::is_some);
    let dots = quarters.iter().zip(&places).enumerate();
    let dots = dots
        .map(|(at, (quarter, place))| place.as_ref().map(|place| dot(quarter, place, Some(at) == last)))
        .collect_view();
    let count = quarters.len();
    let names = quarters.iter().enumerate().map(|(at, quarter)| name(at, count, quarter)).collect_view();
    view! {
        <svg class="chart" height=number(HEIGHT) role="img" aria-label=label>
            {grid}
            <svg width="100%" height=number(HEIGHT) viewBox="0 0 100 232" preserveAspectRatio="none">
                <path class="chart__band" d=format!("{band}Z") />
                <path class="chart__line" d=line />
            </svg>
            {dots}
            {names}
        </svg>
    }
}

fn place(at: usize, count: usize, quarter: &QuarterRate, y: impl Fn(f64) -> f64) -> Option<Place> {
    let (share, interval) = (quarter.rate.share()?, quarter.rate.interval()?);
    Some(Place {
        x: x(at, count),
        y: y(share * 100.0),
        low: y(interval.low * 100.0),
        high: y(interval.high * 100.0),
    })
}

fn x(at: usize, count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a dozen quarters")]
    let share = if count > 1 { at as f64 / (count - 1) as f64 } else { 1.0 };
    ENDS.0 + (ENDS.1 - ENDS.0) * share
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let points = points.map(|(x, y)| format!("{} {}", number(x * 100.0), number(y))).collect::<Vec<_>>();
    if points.is_empty() { String::new() } else { format!("M{}", points.join(" ")) }
}

fn dot(quarter: &QuarterRate, place: &Place, is_last: bool) -> AnyView {
    let words = format!(
        "{}: {} of {}, {}",
        quarter.quarter.label(),
        format::rate(quarter.rate),
        format::count(quarter.rate.n),
        format::interval_percent(quarter.rate)
    );
    let (class, radius) = if is_last { ("chart__dot chart__dot--now", "4.5") } else { ("chart__dot", "3") };
    let value = is_last.then(|| {
        view! {
            <text class="chart__strong chart__halo" x=across(place.x + 0.018) y=number(place.y + 5.0)>
                {format::rate(quarter.rate)}
            </text>
        }
    });
    view! {
        <circle class=class cx=across(place.x) cy=number(place.y) r=radius>
            <title>{words}</title>
        </circle>
        {value}
    }
    .into_any()
}

/// The name of a quarter and its count; in a narrow place only every second one, counted from the last.
fn name(at: usize, count: usize, quarter: &QuarterRate) -> AnyView {
    let is_always = (count - 1 - at).is_multiple_of(if count > 8 { 3 } else { 2 });
    let at = across(x(at, count));
    let (name, n) = (format::quarter(quarter.quarter), format!("n {}", format::count(quarter.rate.n)));
    view! {
        <g class=if is_always { "" } else { "chart__wide" } text-anchor="middle">
            <text x=at.clone() y="204">
                {name}
            </text>
            <text class="chart__faint" x=at y="220">
                {n}
            </text>
        </g>
    }
    .into_any()
}
