//! The win rate by quarter: a line over its interval band, its table, and the deals of each quarter.

use domain::deal::DealListQuery;
use domain::report::{Dashboard, Period, QuarterRate, ReportFilter};
use domain::tenant::NoDecision;
use leptos::prelude::*;

use super::finding;
use crate::charts::figure::Figure;
use crate::charts::still::line::RateLine;
use crate::format;
use crate::routes;

pub(super) fn section(dashboard: &Dashboard, filter: &ReportFilter, spec: String) -> AnyView {
    let (title, sub) = finding::of_win_rate(dashboard);
    let quarters = dashboard.by_quarter.clone();
    let label = "Win rate by quarter with its 95 % interval";
    let still = view! { <RateLine quarters=quarters.clone() label=label.to_owned() /> }.into_any();
    let table = table(&quarters, filter, dashboard.no_decision);
    view! {
        <section class="section" aria-labelledby="win-rate">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="win-rate">
                        {title}
                    </h2>
                    <p class="section__sub">{sub}</p>
                </div>
            </div>
            <Figure spec=spec label=label test_id="win-rate-chart" still=still table=table />
        </section>
    }
    .into_any()
}

fn table(quarters: &[QuarterRate], filter: &ReportFilter, no_decision: NoDecision) -> AnyView {
    let rows = quarters
        .iter()
        .rev()
        .map(|QuarterRate { quarter, rate }| {
            let filter = ReportFilter { period: Period::Quarter(*quarter), ..filter.of_rate(no_decision) };
            view! {
                <tr class=if rate.is_few() { "table__row--faint" } else { "" }>
                    <td class="nowrap">
                        <a class="table__link" href=routes::deals(&filter, &DealListQuery::default())>
                            {quarter.label()}
                        </a>
                    </td>
                    <td class="table__num">{format::count(rate.hits)}</td>
                    <td class="table__num">{format::count(rate.n)}</td>
                    <td class="table__num">{format::rate(*rate)}</td>
                    <td class="table__num">{format::interval_percent(*rate)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="table table--compact">
            <caption class="visually-hidden">"Win rate by quarter"</caption>
            <thead>
                <tr>
                    <th scope="col">"Quarter"</th>
                    <th scope="col" class="table__num">
                        "Won"
                    </th>
                    <th scope="col" class="table__num">
                        "Of"
                    </th>
                    <th scope="col" class="table__num">
                        "Win rate"
                    </th>
                    <th scope="col" class="table__num">
                        "95 %"
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
