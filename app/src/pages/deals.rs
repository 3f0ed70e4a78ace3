//! The list of deals: what is behind each number.

pub mod detail;
mod table;

use domain::deal::list::{Filtered, PAGE_SIZE, Sifted};
use domain::deal::{DealListQuery, DealPage};
use domain::report::{Period, ReportFilter};
use leptos::prelude::*;

use crate::api::deal::load_deals;
use crate::components::empty::Empty;
use crate::components::filter_bar::{FilterBar, Narrowed};
use crate::components::icon::Icon;
use crate::components::live::follow_changes;
use crate::components::loaded::{Loaded, load};
use crate::components::misread::{MisreadNotice, use_sifted};
use crate::components::pager::Pager;
use crate::components::skeleton::ListSkeleton;
use crate::components::topbar::Topbar;
use crate::format;
use crate::routes;

/// Loads the deals for the address, and again when the data changed.
#[component]
pub fn DealsPage() -> impl IntoView {
    let address = use_sifted(Filtered::Deals);
    let asked = Memo::new(move |_| {
        address.with(|address| {
            (ReportFilter::from_pairs(address.pairs()), DealListQuery::from_pairs(address.pairs()))
        })
    });
    let deals = load(move || asked.get(), |(filter, query)| load_deals(filter, query));
    let shown = follow_changes(move || deals.refetch());
    let page = move |deals: DealPage| {
        shown.set(deals.data_version);
        let (filter, query) = asked.get_untracked();
        view! { <DealListPage deals=deals filter=filter query=query address=address /> }.into_any()
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
    /// What the address says.
    address: Memo<Sifted>,
) -> impl IntoView {
    let words = query.search.clone().unwrap_or_default();
    let kept = DealListQuery { page: 1, ..query.clone() }.to_pairs();
    let narrowed = narrowed(&deals, &filter, &query);
    let note = summary(&deals, &filter, &query);
    let body =
        if deals.rows.is_empty() { nothing(&deals, &filter, &query) } else { list(&deals, &filter, &query) };
    let unlisted = unlisted(&deals, &query);
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
            <MisreadNotice page=Filtered::Deals sifted=address />
        </Topbar>
        <main class="page" id="main">
            {body}
            {unlisted}
        </main>
    }
    .into_any()
}

/// Why a list that buyers' answers decide on may be shorter than the count that led to it.
fn unlisted(deals: &DealPage, query: &DealListQuery) -> Option<AnyView> {
    if !query.reads_answers() {
        return None;
    }
    let what = if query.theme.is_some() { "this reason" } else { "this competitor" };
    let text = if deals.unlisted > 0 {
        let (verbs, they) = match deals.unlisted {
            1 => ("counts here and is", "its buyers name"),
            _ => ("count here and are", "their buyers name"),
        };
        format!(
            "{} {verbs} not listed: {they} {what} in answers that are not open to you. Buyers choose who \
             reads them.",
            format::counted(deals.unlisted, "more deal", "more deals")
        )
    } else {
        format!(
            "Only answers that are open to you decide which deals are listed. Who asked to count in totals only may \
             have named {what}, too."
        )
    };
    let notice = view! {
        <p class="notice notice--below">
            <Icon name="lock" />
            <span>{text}</span>
        </p>
    };
    Some(notice.into_any())
}

/// "142 deals · $15.9M · 2 open again · CSV"
fn summary(deals: &DealPage, filter: &ReportFilter, query: &DealListQuery) -> AnyView {
    let export = routes::export(filter, query);
    let currency = &deals.home_currency;
    let open_again = (deals.open_again > 0).then(|| {
        let query = DealListQuery { is_open_again: true, page: 1, ..query.clone() };
        view! {
            " · "
            <a href=routes::deals(filter, &query)>{format!("{} open again", format::count(deals.open_again))}</a>
        }
    });
    view! {
        {format::counted(deals.total, "deal", "deals")}
        " · "
        <abbr title=format::money_exact(deals.total_cents, currency)>
            {format::money(deals.total_cents, currency)}
        </abbr>
        {open_again}
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
        all.push(Narrowed { key: "Search", name: "q", value, without: without(|query| query.search = None) });
    }
    if let Some(theme) = query.theme {
        let value = theme.label().to_owned();
        all.push(Narrowed {
            key: "Reason",
            name: "theme",
            value,
            without: without(|query| query.theme = None),
        });
    }
    if query.competitor.is_some() {
        let value = deals.competitor.clone().unwrap_or_else(|| "unknown".to_owned());
        let without = without(|query| query.competitor = None);
        all.push(Narrowed { key: "Competitor", name: "competitor", value, without });
    }
    if let Some(answered) = query.answered {
        let value = if answered { "with" } else { "without" }.to_owned();
        let without = without(|query| query.answered = None);
        all.push(Narrowed { key: "Answers", name: "answered", value, without });
    }
    if query.is_without_amount {
        let (value, without) = ("in no total".to_owned(), without(|query| query.is_without_amount = false));
        all.push(Narrowed { key: "Amount", name: "amount", value, without });
    }
    if let Some(known) = query.has_cycle {
        let value = if known { "known" } else { "not known" }.to_owned();
        all.push(Narrowed {
            key: "Days",
            name: "days",
            value,
            without: without(|query| query.has_cycle = None),
        });
    }
    if query.is_open_again {
        let (value, without) = ("again".to_owned(), without(|query| query.is_open_again = false));
        all.push(Narrowed { key: "Open", name: "open", value, without });
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
                path=routes::DEALS
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
    let Nothing { title, text, word, way_on } = why_nothing(deals, filter, query);
    view! {
        <Empty icon="search" title=title text=text is_under_page=true>
            <a class="button" href=way_on>
                {word}
            </a>
        </Empty>
    }
    .into_any()
}

/// An empty list in words, with a way on that leads to deals.
struct Nothing {
    title: &'static str,
    text: &'static str,
    word: String,
    way_on: String,
}

fn why_nothing(deals: &DealPage, filter: &ReportFilter, query: &DealListQuery) -> Nothing {
    if deals.total > 0 {
        return Nothing {
            title: "This page is behind the last deal",
            text: "Deals may have left the list since its address was made.",
            word: "Go to the first page".to_owned(),
            way_on: routes::deals(filter, &DealListQuery { page: 1, ..query.clone() }),
        };
    }
    if !query.is_plain() || !filter.is_plain() {
        let period = ReportFilter { period: filter.period, ..Default::default() };
        return Nothing {
            title: if deals.unlisted > 0 { "No deal can be listed" } else { "No deal fits all of this" },
            text: "Take a part of the filter away, or choose a longer period.",
            word: "Clear the filter".to_owned(),
            way_on: routes::deals(&period, &DealListQuery::default()),
        };
    }
    let newest = deals.options.quarters.first().copied().map_or_else(Period::default, Period::Quarter);
    let filter = ReportFilter { period: newest, ..Default::default() };
    Nothing {
        title: "No deal closed in this period",
        text: "Deals of other periods are there.",
        word: format!("Look at {}", newest.label()),
        way_on: routes::deals(&filter, &DealListQuery::default()),
    }
}
