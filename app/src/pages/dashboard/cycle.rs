//! How long won and lost deals took.

use domain::deal::{DealListQuery, Outcome};
use domain::report::{Dashboard, ReportFilter, Spread};
use leptos::prelude::*;

use super::finding;
use crate::charts::figure::Figure;
use crate::charts::still::boxes::Boxes;
use crate::components::outcome::{OutcomeMark, Verdict};
use crate::format;
use crate::routes;

pub(super) fn section(dashboard: &Dashboard, filter: &ReportFilter, spec: String) -> AnyView {
    let title = finding::of_cycle(&dashboard.cycle);
    let still = view! { <Boxes cycle=dashboard.cycle.clone() /> }.into_any();
    let counted =
        [dashboard.cycle.won, dashboard.cycle.lost].into_iter().flatten().map(|spread| spread.n).sum::<i64>();
    let left_out = dashboard.headline.closed - counted;
    let left_out = (left_out > 0).then(|| {
        let unknown = DealListQuery { has_cycle: Some(false), ..Default::default() };
        view! {
            <a href=routes::deals(filter, &unknown)>{format::counted(left_out, "deal", "deals")}</a>
            " left out: created after the close, or not known when"
        }
    });
    view! {
        <section class="section" aria-labelledby="cycle">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="cycle">
                        {title}
                    </h2>
                    <p class="section__sub">"Days from created to closed: median, middle half, and the whole range."</p>
                </div>
            </div>
            <Figure
                spec=spec
                label="Days from created to closed, of won and of lost deals"
                test_id="cycle-chart"
                still=still
                table=table(dashboard, filter)
            />
            <p class="section__foot">{left_out}</p>
        </section>
    }
    .into_any()
}

fn table(dashboard: &Dashboard, filter: &ReportFilter) -> AnyView {
    // As many as the number beside it: a deal without days is in neither.
    let known = DealListQuery { has_cycle: Some(true), ..Default::default() };
    let row = |verdict: Verdict, spread: Option<Spread>, outcomes: &[Outcome]| {
        let days = |of: fn(&Spread) -> f64| {
            spread.as_ref().map_or_else(|| "–".to_owned(), |one| format::days(of(one)))
        };
        let mark = view! { <OutcomeMark verdict=verdict label=verdict.word() /> };
        let mark = match filter.among(outcomes) {
            Some(filter) => view! {
                <a class="table__link" href=routes::deals(&filter, &known)>
                    {mark}
                </a>
            }
            .into_any(),
            None => mark.into_any(),
        };
        view! {
            <tr>
                <td>{mark}</td>
                <td class="table__num">{format::count(spread.map_or(0, |spread| spread.n))}</td>
                <td class="table__num">{days(|spread| spread.min)}</td>
                <td class="table__num">{days(|spread| spread.q1)}</td>
                <td class="table__num">
                    <b>{days(|spread| spread.median)}</b>
                </td>
                <td class="table__num">{days(|spread| spread.q3)}</td>
                <td class="table__num">{days(|spread| spread.max)}</td>
            </tr>
        }
    };
    view! {
        <table class="table table--compact">
            <caption class="visually-hidden">"Days from created to closed"</caption>
            <thead>
                <tr>
                    <th scope="col">"Outcome"</th>
                    <th scope="col" class="table__num">
                        "Deals"
                    </th>
                    <th scope="col" class="table__num">
                        "Least"
                    </th>
                    <th scope="col" class="table__num">
                        "25 %"
                    </th>
                    <th scope="col" class="table__num">
                        "Median"
                    </th>
                    <th scope="col" class="table__num">
                        "75 %"
                    </th>
                    <th scope="col" class="table__num">
                        "Most"
                    </th>
                </tr>
            </thead>
            <tbody>
                {row(Verdict::Won, dashboard.cycle.won, &[Outcome::Won])}
                {row(Verdict::Lost, dashboard.cycle.lost, &Outcome::ALL[1..])}
            </tbody>
        </table>
    }
    .into_any()
}
