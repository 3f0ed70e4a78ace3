//! The rows of the list of deals, with the orders as links in the head.

use domain::deal::{DealListQuery, DealPage, DealSort, DealSummary};
use domain::report::ReportFilter;
use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::outcome::DealOutcome;
use crate::components::refine::{on_press, use_refine};
use crate::components::time::Day;
use crate::format;
use crate::routes::{self, Refine};

pub(super) fn table(deals: &DealPage, filter: &ReportFilter, query: &DealListQuery) -> AnyView {
    let refine = use_refine(routes::DEALS);
    let head = |word, class, first, second| sortable(word, class, (first, second), (filter, query), refine);
    let rows = deals.rows.iter().map(|deal| row(deal, &deals.home_currency)).collect_view();
    view! {
        <table class="table deal-table">
            <caption class="visually-hidden">"Deals"</caption>
            <thead>
                <tr>
                    {head("Deal", "deal-table__name", DealSort::Name, DealSort::Name)}
                    <th scope="col" class="deal-table__outcome">
                        "Outcome"
                    </th>
                    {head("Amount", "deal-table__amount table__num", DealSort::Largest, DealSort::Smallest)}
                    {head("Closed", "deal-table__closed", DealSort::Newest, DealSort::Oldest)}
                    {head("Days", "deal-table__opt table__num", DealSort::Longest, DealSort::Shortest)}
                    <th scope="col" class="deal-table__opt">
                        "Rep"
                    </th>
                    <th scope="col" class="deal-table__opt">
                        "Segment"
                    </th>
                    <th scope="col" class="deal-table__opt table__num">
                        "Answers"
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// A head that orders by its column, and turns the order around when it does already.
fn sortable(
    word: &'static str,
    class: &'static str,
    (first, second): (DealSort, DealSort),
    (filter, query): (&ReportFilter, &DealListQuery),
    refine: Callback<Refine>,
) -> AnyView {
    let (next, direction) = if query.sort == first && first != second {
        (second, Some(order(first)))
    } else if query.sort == second || query.sort == first {
        (first, Some(order(query.sort)))
    } else {
        (first, None)
    };
    let href = routes::deals(filter, &DealListQuery { sort: next, page: 1, ..query.clone() });
    let mark = direction.map(|direction| {
        let icon = if direction == "ascending" { "up-arrow" } else { "down-arrow" };
        view! { <Icon name=icon /> }
    });
    view! {
        <th scope="col" class=class aria-sort=direction>
            <a
                class="table__sort"
                href=href
                data-noscroll=""
                on:click=on_press(refine, Refine::only("sort", next.code()))
            >
                {word}
                {mark}
            </a>
        </th>
    }
    .into_any()
}

const fn order(sort: DealSort) -> &'static str {
    match sort {
        DealSort::Name | DealSort::Oldest | DealSort::Smallest | DealSort::Shortest => "ascending",
        DealSort::Newest | DealSort::Largest | DealSort::Longest => "descending",
    }
}

fn row(deal: &DealSummary, home_currency: &str) -> AnyView {
    // A deal is often named after its account; saying it twice tells nothing.
    let account = (!deal.name.contains(&deal.account)).then(|| deal.account.clone());
    let second = [account, deal.region.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <tr>
            <td class="deal-table__name">
                <a class="table__link" href=routes::deal(deal.id)>
                    {deal.name.clone()}
                </a>
                <span class="faint">{second}</span>
            </td>
            <td class="deal-table__outcome">
                <DealOutcome outcome=deal.outcome competitor=deal.competitor.clone() />
            </td>
            <td class="deal-table__amount table__num">{amount(deal, home_currency)}</td>
            <td class="deal-table__closed">
                <Day at=deal.closed_at />
            </td>
            <td class="deal-table__opt table__num">
                {deal.cycle_days.map_or_else(|| "–".to_owned(), |days| format::count(days.into()))}
            </td>
            <td class="deal-table__opt deal-table__meta">
                {deal.rep.as_ref().map(|rep| rep.name.clone())}
            </td>
            <td class="deal-table__opt deal-table__meta">{deal.segment.clone()}</td>
            <td class="deal-table__opt table__num">{answers(deal.answers)}</td>
        </tr>
    }
    .into_any()
}

/// In the home currency; what it was agreed in shows on hover.
pub(super) fn amount(deal: &DealSummary, home_currency: &str) -> AnyView {
    match (deal.home_cents, &deal.amount) {
        (Some(home), Some(own)) => view! {
            <abbr title=format::money_exact(own.cents, &own.currency)>{format::money(home, home_currency)}</abbr>
        }
        .into_any(),
        (Some(home), None) => format::money(home, home_currency).into_any(),
        (None, Some(own)) => view! {
            <abbr title="No rate to the home currency: not in the values">{format::money(own.cents, &own.currency)}</abbr>
        }
        .into_any(),
        (None, None) => view! { <span class="faint">"–"</span> }.into_any(),
    }
}

fn answers(count: i32) -> AnyView {
    if count > 0 {
        format::count(count.into()).into_any()
    } else {
        view! { <span class="faint">"–"</span> }.into_any()
    }
}
