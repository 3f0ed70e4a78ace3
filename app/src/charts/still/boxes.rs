//! Two box-and-whisker rows: how long won and lost deals took.

use domain::report::{Cycle, Spread};
use leptos::prelude::*;

use super::{across, number};
use crate::charts::scale::Scale;
use crate::components::outcome::{OutcomeMark, Verdict};
use crate::format;

/// Labels nearer than this share of the width would touch.
const NEAR: f64 = 0.06;

/// The still picture of the cycle chart.
#[component]
pub fn Boxes(
    /// The two distributions.
    cycle: Cycle,
) -> impl IntoView {
    let scale = Scale::of_cycle(&cycle);
    let lines = scale.lines().collect::<Vec<_>>();
    let count = lines.len();
    let axis = lines.into_iter().enumerate().map(|(at, line)| mark(at, count, line, scale)).collect_view();
    view! {
        <div class="boxes">
            {row(Verdict::Won, cycle.won, scale)} {row(Verdict::Lost, cycle.lost, scale)}
            <svg class="chart boxes__axis" height="20" aria-hidden="true">
                {axis}
            </svg>
        </div>
    }
}

fn mark(at: usize, count: usize, line: f64, scale: Scale) -> AnyView {
    let x = across(scale.share(line));
    let is_last = at + 1 == count;
    let anchor = if at == 0 {
        "start"
    } else if is_last {
        "end"
    } else {
        "middle"
    };
    let text = if is_last { format!("{} days", number(line)) } else { number(line) };
    view! {
        <g class=if at % 2 == 1 && !is_last { "chart__wide" } else { "" }>
            <line class="chart__grid" x1=x.clone() x2=x.clone() y1="-152" y2="2" />
            <text class="chart__faint" text-anchor=anchor x=x y="16">
                {text}
            </text>
        </g>
    }
    .into_any()
}

fn row(verdict: Verdict, spread: Option<Spread>, scale: Scale) -> AnyView {
    let n = spread.map_or(0, |spread| spread.n);
    let picture = spread.map_or_else(
        || view! { <p class="faint small">"No deals with both dates"</p> }.into_any(),
        |spread| picture(verdict, spread, scale),
    );
    view! {
        <p class="boxes__label">
            <OutcomeMark verdict=verdict label=verdict.word() />
            <span class="tiny faint">{format!("n = {}", format::count(n))}</span>
        </p>
        {picture}
    }
    .into_any()
}

fn picture(verdict: Verdict, spread: Spread, scale: Scale) -> AnyView {
    let x = |days: f64| across(scale.share(days));
    let (q1, q3) = (scale.share(spread.q1), scale.share(spread.q3));
    let label = format!(
        "{}: median {} days, middle half {} to {}, all {} to {}",
        verdict.word(),
        format::days(spread.median),
        format::days(spread.q1),
        format::days(spread.q3),
        format::days(spread.min),
        format::days(spread.max)
    );
    let hatch = (verdict == Verdict::Lost).then(
        || view! { <rect fill="url(#hatch)" x=across(q1) width=across(q3 - q1) y="16" height="24" rx="3" /> },
    );
    let below = |days: f64| {
        view! {
            <text class="chart__faint chart__halo" x=x(days) y="54">
                {format::days(days)}
            </text>
        }
    };
    let has_room = |a: f64, b: f64| scale.share(b) - scale.share(a) > NEAR;
    let first = has_room(spread.q1, spread.q3).then(|| below(spread.q1));
    let last = has_room(spread.q3, spread.max).then(|| below(spread.max));
    view! {
        <svg
            class=if verdict == Verdict::Lost { "chart box box--lost" } else { "chart box" }
            height="56"
            role="img"
            aria-label=label
        >
            <line class="box__whisker" x1=x(spread.min) x2=x(spread.q1) y1="28" y2="28" />
            <line class="box__whisker" x1=x(spread.q3) x2=x(spread.max) y1="28" y2="28" />
            <line class="box__whisker" x1=x(spread.min) x2=x(spread.min) y1="22" y2="34" />
            <line class="box__whisker" x1=x(spread.max) x2=x(spread.max) y1="22" y2="34" />
            <rect class="box__body" x=across(q1) width=across(q3 - q1) y="16" height="24" rx="3" />
            {hatch}
            <rect class="box__edge" x=across(q1) width=across(q3 - q1) y="16" height="24" rx="3" />
            <line class="box__median" x1=x(spread.median) x2=x(spread.median) y1="14" y2="42" />
            <g text-anchor="middle">
                <text class="chart__strong chart__halo" x=x(spread.median) y="8">
                    {format::days(spread.median)}
                </text>
                {first}
                {below(spread.q3)}
                {last}
            </g>
        </svg>
    }
    .into_any()
}
