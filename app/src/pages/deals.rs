//! The list of deals: what is behind each number.

pub mod detail;
mod table;

use domain::deal::list::PAGE_SIZE;
use domain::deal::{DealListQuery, DealPage};
use domain::report::ReportFilter;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::api::deal::load_deals;
use crate::components::empty::Empty;
use crate::components::filter_bar::{FilterBar, Narrowed};
use crate::components::live::follow_changes;
use crate::components::loaded::{Loaded, load};
use crate::components::pager::Pager;
use crate::components::skeleton::ListSkeleton;
use crate::components::topbar::Topbar;
use crate::format;
use crate::routes;

/// Loads the deals for the address, and again when the data changed.
#[component]
pub fn DealsPage() -> impl IntoView {
    let search = use_location().search;
    let asked = Memo::new(move |_| {
        let pairs = search.with(|search| routes::pairs(search));
        (
            ReportFilter::from_pairs(routes::as_pairs(&pairs)),
            DealListQuery::from_pairs(routes::as_pairs(&pairs)),
        )
    });
    let deals = load(move || asked.get(), |(filter, query)| load_deals(filter, query));
    let shown = follow_changes(move || deals.refetch());
    let page = move |deals: DealPage| {
        shown.set(deals.data_version);
        let (filter, query) = asked.get_untracked();
        view! { <DealListPage deals=deals filter=filter query=query /> }.into_any()
    };
    view! {
        <Loaded
            resource=deals
            title="Deals"
            skeleton=ViewFnOnce::from(|| view! { <ListSkeleton title="Deals" /> })
            page=page
        />
    }
    .into_any()
}

/// One page of the list.
#[component]
pub fn DealListPage(
    /// The deals.
    deals: DealPage,
    /// The filter they were asked with.
    filter: ReportFilter,
    /// What else they were asked with.
    query: DealListQuery,
) -> impl IntoView {
    let words = query.search.clone().unwrap_or_default();
    let kept = DealListQuery { page: 1, ..query.clone() }.to_pairs();
    let narrowed = narrowed(&deals, &filter, &query);
    let note = summary(&deals, &filter, &query);
    let body =
        if deals.rows.is_empty() { nothing(&deals, &filter, &query) } else { list(&deals, &filter, &query) };
    let bar = (!deals.options.quarters.is_empty()).then(|| {
        view! {
            <FilterBar
                path=routes::DEALS
                filter=filter
                options=deals.options
                kept=kept
                narrowed=narrowed
                note=note
            />
        }
    });
    view! {
        <Topbar title="Deals" search=words>
            {bar}
        </Topbar>
        <main class="page" id="main">
            {body}
        </main>
    }
    .into_any()
}

/// "142 deals · $15.9M · CSV"
fn summary(deals: &DealPage, filter: &ReportFilter, query: &DealListQuery) -> AnyView {
    let export = routes::export(filter, query);
    let currency = &deals.home_currency;
    view! {
        {format::counted(deals.total, "deal", "deals")}
        " · "
        <abbr title=format::money_exact(deals.total_cents, currency)>
            {format::money(deals.total_cents, currency)}
        </abbr>
        " · "
        <a href=export rel="external" download>
            "CSV"
        </a>
    }
    .into_any()
}

/// What narrows the list beside the filter, each with the address without it.
fn narrowed(deals: &DealPage, filter: &ReportFilter, query: &DealListQuery) -> Vec<Narrowed> {
    let without = |change: fn(&mut DealListQuery)| {
        let mut query = DealListQuery { page: 1, ..query.clone() };
        change(&mut query);
        routes::deals(filter, &query)
    };
    let mut all = Vec::new();
    if let Some(text) = &query.search {
        let value = format!("“{text}”");
        all.push(Narrowed { key: "Search", value, without: without(|query| query.search = None) });
    }
    if let Some(theme) = query.theme {
        let value = theme.label().to_owned();
        all.push(Narrowed { key: "Reason", value, without: without(|query| query.theme = None) });
    }
    if query.competitor.is_some() {
        let value = deals.competitor.clone().unwrap_or_else(|| "unknown".to_owned());
        all.push(Narrowed { key: "Competitor", value, without: without(|query| query.competitor = None) });
    }
    if let Some(answered) = query.answered {
        let value = if answered { "with" } else { "without" }.to_owned();
        all.push(Narrowed { key: "Answers", value, without: without(|query| query.answered = None) });
    }
    if query.is_without_amount {
        let value = "missing".to_owned();
        all.push(Narrowed {
            key: "Amount",
            value,
            without: without(|query| query.is_without_amount = false),
        });
    }
    all
}

fn list(deals: &DealPage, filter: &ReportFilter, query: &DealListQuery) -> AnyView {
    let (filter_here, query_here) = (filter.clone(), query.clone());
    let address =
        Callback::new(move |page| routes::deals(&filter_here, &DealListQuery { page, ..query_here.clone() }));
    let first = i64::from(query.page.saturating_sub(1)) * i64::from(PAGE_SIZE) + 1;
    let shown = i64::try_from(deals.rows.len()).unwrap_or(0);
    view! {
        <section class="section section--bare" aria-label="Deals">
            {table::table(deals, filter, query)}
            <Pager
                page=query.page
                pages=deals.pages()
                first=first
                shown=shown
                total=deals.total
                address=address
            />
        </section>
    }
    .into_any()
}

fn nothing(deals: &DealPage, filter: &ReportFilter, query: &DealListQuery) -> AnyView {
    if deals.options.quarters.is_empty() {
        return view! {
            <Empty
                icon="deals"
                title="No deal has arrived yet"
                text="Closed deals come from your CRM, through the connection that an admin sets up."
                is_under_page=true
            >
                <a class="button" href=routes::OVERVIEW>
                    "What to do first"
                </a>
            </Empty>
        }
        .into_any();
    }
    let (title, way_on) = if deals.total > 0 {
        (
            "This page is behind the last deal",
            routes::deals(filter, &DealListQuery { page: 1, ..query.clone() }),
        )
    } else if query.is_plain() && filter.is_plain() {
        ("No deal closed in this period", routes::DEALS.to_owned())
    } else {
        let period = ReportFilter { period: filter.period, ..Default::default() };
        ("No deal fits all of this", routes::deals(&period, &DealListQuery::default()))
    };
    let word = if deals.total > 0 { "Go to the first page" } else { "Clear the filter" };
    view! {
        <Empty
            icon="search"
            title=title
            text="Take a part of the filter away, or choose a longer period."
            is_under_page=true
        >
            <a class="button" href=way_on>
                {word}
            </a>
        </Empty>
    }
    .into_any()
}
