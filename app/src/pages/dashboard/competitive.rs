//! The record against each competitor, as a table with inline bars and a spark line.

use domain::deal::DealListQuery;
use domain::report::{CompetitorRecord, Dashboard, ReportFilter};
use leptos::prelude::*;

use super::finding;
use crate::charts::still::bar::WonLostBar;
use crate::charts::still::spark::Spark;
use crate::components::empty::Empty;
use crate::format;
use crate::routes;

/// Competitors shown at first.
const FIRST: usize = 8;
/// Below this many deals a row is grey.
const FEW: i64 = 10;

pub(super) fn section(dashboard: &Dashboard, filter: &ReportFilter) -> AnyView {
    let (title, sub) = finding::of_competitors(dashboard, filter);
    let competitors = &dashboard.competitors;
    let body = if competitors.is_empty() {
        view! {
            <Empty
                icon="competitors"
                title="No competitor was named in these deals"
                text="Competitors come from your CRM and from buyers’ answers."
            />
        }
        .into_any()
    } else {
        let rest = competitors.get(FIRST..).unwrap_or_default();
        let more = (!rest.is_empty()).then(|| {
            view! {
                <details class="chart-table">
                    <summary>{format!("{} more", rest.len())}</summary>
                    {table(rest, dashboard, filter)}
                </details>
            }
        });
        view! {
            {table(&competitors[..competitors.len().min(FIRST)], dashboard, filter)}
            {more}
        }
        .into_any()
    };
    let has_few = competitors.iter().any(|record| record.met < FEW);
    let of_all = (!filter.outcomes.is_empty()).then(|| {
        view! { <span>"Won, lost and win rate are of all outcomes; met and value lost of those you chose"</span> }
    });
    let few = has_few.then(|| view! { <span>{format!("Grey: fewer than {FEW} deals")}</span> });
    view! {
        <section class="section" aria-labelledby="competitors">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="competitors">
                        {title}
                    </h2>
                    <p class="section__sub">{sub}</p>
                </div>
            </div>
            {body}
            <p class="section__foot">
                <span>"As named by your CRM and in answers open to you; what was said in confidence is left out"</span>
                {of_all} {few}
            </p>
        </section>
    }
    .into_any()
}

fn table(records: &[CompetitorRecord], dashboard: &Dashboard, filter: &ReportFilter) -> AnyView {
    let rows = records.iter().map(|record| row(record, dashboard, filter)).collect_view();
    view! {
        <table class="table">
            <caption class="visually-hidden">
                {format!("Competitors met in deals closed in {}", dashboard.period)}
            </caption>
            <thead>
                <tr>
                    <th scope="col">"Competitor"</th>
                    <th scope="col" class="table__num">
                        "Met"
                    </th>
                    <th scope="col" class="table__num table__opt--early">
                        "Won"
                    </th>
                    <th scope="col" class="table__num table__opt--early">
                        "Lost"
                    </th>
                    <th scope="col" class="table__fifth">
                        "Won, lost"
                    </th>
                    <th scope="col" class="table__num">
                        "Win rate"
                    </th>
                    <th scope="col" class="table__num table__opt">
                        "95 %"
                    </th>
                    <th scope="col" class="table__num table__opt">
                        "Before"
                    </th>
                    <th scope="col" class="table__num table__opt--early">
                        "Value lost"
                    </th>
                    <th scope="col" class="table__opt">
                        "Trend"
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(record: &CompetitorRecord, dashboard: &Dashboard, filter: &ReportFilter) -> AnyView {
    let query = DealListQuery { competitor: Some(record.id), ..Default::default() };
    let (won, lost) = (record.win_rate.hits, record.win_rate.n - record.win_rate.hits);
    let currency = &dashboard.home_currency;
    view! {
        <tr class=if record.met < FEW { "table__row--faint" } else { "" }>
            <td>
                <a class="table__link" href=routes::deals(filter, &query)>
                    {record.name.clone()}
                </a>
            </td>
            <td class="table__num">{format::count(record.met)}</td>
            <td class="table__num table__opt--early">{format::count(won)}</td>
            <td class="table__num table__opt--early">{format::count(lost)}</td>
            <td class="table__fifth">
                <WonLostBar won=won lost=lost />
            </td>
            <td class="table__num">
                <b>{format::rate(record.win_rate)}</b>
            </td>
            <td class="table__num table__opt faint">{format::interval(record.win_rate)}</td>
            <td class="table__num table__opt faint">{format::rate(record.previous)}</td>
            <td class="table__num table__opt--early" title=format::money_exact(record.lost_cents, currency)>
                {format::money(record.lost_cents, currency)}
            </td>
            <td class="table__opt">
                <Spark
                    trend=record.trend.clone()
                    label=format!("Win rate against {}", record.name)
                />
            </td>
        </tr>
    }
    .into_any()
}
