//! Why deals were lost, as a table of bars: by how often a theme was named, or by what it cost.

use domain::deal::DealListQuery;
use domain::report::{Dashboard, Reason, ReportFilter};
use leptos::prelude::*;

use super::finding;
use crate::charts::still::bar::Bar;
use crate::components::empty::Empty;
use crate::components::segmented::{Item, Segmented};
use crate::format;
use crate::order::sorted;
use crate::routes::{self, Measure, Refine};

/// Reasons shown at first; the others are in the details below.
const FIRST: usize = 6;

pub(super) fn section(dashboard: &Dashboard, filter: &ReportFilter, measure: Measure) -> AnyView {
    let reasons = ordered(&dashboard.reasons, measure);
    let (title, sub) = finding::of_reasons(dashboard, &reasons, measure);
    let item = |word, of: Measure, refine| Item {
        word,
        href: routes::overview(filter, of),
        refine,
        is_current: measure == of,
    };
    let items = vec![
        item("Frequency", Measure::Frequency, Refine::without("reasons")),
        item("Value", Measure::Value, Refine::only("reasons", "value")),
    ];
    let body = if reasons.is_empty() {
        view! {
            <Empty
                icon="reasons"
                title="No buyer has named a reason yet"
                text="Reasons come from buyers’ answers about lost deals in this period."
            />
        }
        .into_any()
    } else {
        let rest = reasons.get(FIRST..).unwrap_or_default();
        let more = (!rest.is_empty()).then(|| {
            view! {
                <details class="chart-table">
                    <summary>{format!("{} more", rest.len())}</summary>
                    {table(rest, &reasons, dashboard, filter, measure)}
                </details>
            }
        });
        view! {
            {table(&reasons[..reasons.len().min(FIRST)], &reasons, dashboard, filter, measure)}
            {more}
        }
        .into_any()
    };
    view! {
        <section class="section" aria-labelledby="reasons">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="reasons">
                        {title}
                    </h2>
                    <p class="section__sub">{sub}</p>
                </div>
                <Segmented label="Count reasons by" path=routes::OVERVIEW items=items />
            </div>
            {body}
            {foot(dashboard, filter)}
        </section>
    }
    .into_any()
}

/// By deals they come most frequent first already.
fn ordered(reasons: &[Reason], measure: Measure) -> Vec<Reason> {
    let reasons = reasons.iter().cloned();
    match measure {
        Measure::Value => sorted(reasons, |reason| std::cmp::Reverse(reason.attributed_cents)),
        Measure::Frequency => reasons.collect(),
    }
}

fn table(
    rows: &[Reason],
    all: &[Reason],
    dashboard: &Dashboard,
    filter: &ReportFilter,
    measure: Measure,
) -> AnyView {
    let size = |reason: &Reason| match measure {
        Measure::Frequency => reason.deals.hits,
        Measure::Value => reason.attributed_cents,
    };
    let largest = all.iter().map(size).max().unwrap_or(0).max(1);
    let rows = rows
        .iter()
        .map(|reason| {
            #[expect(clippy::cast_precision_loss, reason = "for the width of a bar")]
            let share = size(reason) as f64 / largest as f64;
            row(reason, share, dashboard, filter, measure)
        })
        .collect_view();
    let (caption, first, second) = match measure {
        Measure::Frequency => ("Reasons for losing, by share of lost deals with an answer", "Share", "Deals"),
        Measure::Value => ("Reasons for losing, by value attributed", "Value", "Share"),
    };
    view! {
        <table class="table table--bars table--reasons">
            <caption class="visually-hidden">{caption}</caption>
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">"Reason"</th>
                    <th scope="col">"Bar"</th>
                    <th scope="col">{first}</th>
                    <th scope="col">{second}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(
    reason: &Reason,
    share: f64,
    dashboard: &Dashboard,
    filter: &ReportFilter,
    measure: Measure,
) -> AnyView {
    let query = DealListQuery { theme: Some(reason.theme), ..Default::default() };
    let href = routes::deals(&filter.lost(), &query);
    let before =
        format!("{} in {}", format::counted(reason.previous_deals, "deal", "deals"), dashboard.compared_with);
    let numbers = match measure {
        Measure::Frequency => view! {
            <td class="table__num" title=format::interval_percent(reason.deals)>
                {format::rate(reason.deals)}
            </td>
            <td class="table__num faint" title=before>
                {format::count(reason.deals.hits)}
            </td>
        }
        .into_any(),
        Measure::Value => {
            let currency = &dashboard.home_currency;
            let mut exact = format!(
                "{} attributed, {} touched",
                format::money_exact(reason.attributed_cents, currency),
                format::money_exact(reason.touched_cents, currency)
            );
            if reason.in_confidence > 0 {
                let more = format::counted(reason.in_confidence, "answer", "answers");
                exact.push_str(&format!(", without {more} given in confidence"));
            }
            let whole = dashboard.reasons_basis.with_reason_cents;
            #[expect(clippy::cast_precision_loss, reason = "for a percentage")]
            let part = if whole > 0 { reason.attributed_cents as f64 / whole as f64 } else { 0.0 };
            view! {
                <td class="table__num" title=exact>
                    {format::money(reason.attributed_cents, currency)}
                </td>
                <td class="table__num faint">{format::percent(part)}</td>
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <td class="nowrap">
                <a class="table__link" href=href>
                    {reason.theme.label()}
                </a>
            </td>
            <td class="table__grow">
                <Bar share=share kind="bar--lost" />
            </td>
            {numbers}
        </tr>
    }
    .into_any()
}

fn foot(dashboard: &Dashboard, filter: &ReportFilter) -> AnyView {
    let basis = dashboard.reasons_basis;
    let in_confidence = (basis.in_confidence > 0).then(|| {
        let words = format!(
            "{} among these {} given in confidence: {}",
            format::counted(basis.in_confidence, "answer", "answers"),
            if basis.in_confidence == 1 { "was" } else { "were" },
            match basis.in_confidence {
                1 => "its deal is counted, its value is not",
                _ => "their deals are counted, their values are not",
            },
        );
        view! { <span>{words}</span> }
    });
    let withheld = (basis.withheld > 0).then(|| {
        view! {
            <span title="A filter this narrow would show what their buyers asked us not to show. Without a filter they count, in fives.">
                {format!("{} held back to protect who answered", format::count(basis.withheld))}
            </span>
        }
    });
    let unheard = (basis.unheard > 0).then(|| {
        let query = DealListQuery { answered: Some(false), ..Default::default() };
        view! {
            <a href=routes::deals(&filter.lost(), &query)>
                {format!("{} have no answer yet", format::count(basis.unheard))}
            </a>
        }
    });
    view! {
        <p class="section__foot">
            <span>
                {format!(
                    "n = {} of {} ",
                    format::count(basis.with_reason),
                    format::counted(basis.lost, "lost deal", "lost deals"),
                )}
            </span>
            {in_confidence} {unheard} {withheld}
        </p>
    }
    .into_any()
}
