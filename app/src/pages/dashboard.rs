//! The overview: a leader's ten minutes before the forecast call.

mod competitive;
mod cycle;
pub mod finding;
#[cfg(test)]
pub(crate) mod fixture;
mod headline;
mod loss_reasons;
mod newest;
pub mod welcome;
mod win_rate;

use chrono::{DateTime, Utc};
use domain::deal::list::{Filtered, Sifted};
use domain::report::{Dashboard, Period, ReportFilter};
use domain::tenant::NoDecision;
use leptos::prelude::*;

use crate::api::report::{Overview, load_dashboard};
use crate::components::empty::Empty;
use crate::components::filter_bar::FilterBar;
use crate::components::live::follow_changes;
use crate::components::loaded::{Loaded, load};
use crate::components::misread::{MisreadNotice, use_sifted};
use crate::components::skeleton::OverviewSkeleton;
use crate::components::time::Moment;
use crate::components::topbar::Topbar;
use crate::routes::{self, Measure};

/// Loads the overview for the filter in the address, and again when the data changed.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let address = use_sifted(Filtered::Overview);
    let filter = Memo::new(move |_| address.with(|address| ReportFilter::from_pairs(address.pairs())));
    let measure = Memo::new(move |_| address.with(|address| Measure::from_pairs(address.pairs())));
    let overview = load(move || filter.get(), load_dashboard);
    let shown = follow_changes(move || overview.refetch());
    let seen = StoredValue::new(None::<(ReportFilter, DateTime<Utc>)>);
    let page = move |overview: Overview| {
        shown.set(overview.dashboard.data_version);
        let (filter, measure) = (filter.get_untracked(), measure.get_untracked());
        let seen_before = seen.get_value().filter(|(of, _)| *of == filter).map(|(_, at)| at);
        let newest = overview.dashboard.newest.first().map(|answer| answer.submitted_at);
        seen.set_value(newest.map(|at| (filter.clone(), at)));
        view! { <OverviewPage overview=overview filter=filter measure=measure address=address seen=seen_before /> }
            .into_any()
    };
    view! {
        <Loaded
            resource=overview
            title="Overview"
            skeleton=ViewFnOnce::from(|| view! { <OverviewSkeleton /> })
            page=page
            also=Signal::derive(move || measure.track())
        />
    }
    .into_any()
}

/// The overview of given figures.
#[component]
pub fn OverviewPage(
    /// The figures.
    overview: Overview,
    /// The filter they were asked with.
    filter: ReportFilter,
    /// By what reasons are counted.
    measure: Measure,
    /// What the address says.
    address: Memo<Sifted>,
    /// When the newest answer was sent that was there before; later ones are shown as new.
    #[prop(optional_no_strip)]
    seen: Option<DateTime<Utc>>,
) -> impl IntoView {
    let Overview { dashboard, win_rate_chart, cycle_chart } = overview;
    if dashboard.options.quarters.is_empty() {
        return view! {
            <Topbar title="Overview" />
            <main class="page page--narrow" id="main">
                <welcome::Welcome />
            </main>
        }
        .into_any();
    }
    let body = if dashboard.headline.closed == 0 {
        too_narrow(&filter, &dashboard)
    } else {
        let charts = (win_rate_chart, cycle_chart);
        figures(&dashboard, &filter, measure, seen, charts)
    };
    let kept = match measure {
        Measure::Value => vec![("reasons", "value".to_owned())],
        Measure::Frequency => Vec::new(),
    };
    let note = note(&dashboard);
    view! {
        <Topbar title="Overview">
            <FilterBar path=routes::OVERVIEW filter=filter options=dashboard.options kept=kept note=note />
            <MisreadNotice page=Filtered::Overview sifted=address />
        </Topbar>
        <main class="page stack" id="main">
            {body}
        </main>
    }
    .into_any()
}

fn figures(
    dashboard: &Dashboard,
    filter: &ReportFilter,
    measure: Measure,
    seen: Option<DateTime<Utc>>,
    (win_rate_chart, cycle_chart): (String, String),
) -> AnyView {
    view! {
        {headline::section(dashboard, filter)}
        <div class="split">
            {win_rate::section(dashboard, filter, win_rate_chart)}
            {loss_reasons::section(dashboard, filter, measure)}
        </div>
        {competitive::section(dashboard, filter)}
        <div class="split">
            {cycle::section(dashboard, filter, cycle_chart)}
            {newest::section(dashboard, filter, seen)}
        </div>
    }
    .into_any()
}

/// How the numbers were made, at the end of the filter bar.
fn note(dashboard: &Dashboard) -> AnyView {
    let counting = match dashboard.no_decision {
        NoDecision::Lost => "No decision counts as lost",
        NoDecision::Apart => "No decision is left out of the win rate",
    };
    view! {
        {counting}
        " · as of "
        <Moment at=dashboard.as_of />
    }
    .into_any()
}

/// A period inside a sentence: "the last 12 months", "Q3 2026".
fn within(period: Period) -> String {
    match period {
        Period::LastYear | Period::LastTwoYears => format!("the {}", period.label().to_ascii_lowercase()),
        Period::Quarter(_) | Period::Range(..) => period.label(),
    }
}

fn too_narrow(filter: &ReportFilter, dashboard: &Dashboard) -> AnyView {
    let whole = ReportFilter { period: filter.period, ..Default::default() };
    let is_plain = filter.is_plain();
    // A quarter that has deals: the default period may be the one without.
    let newest = dashboard.options.quarters.first().copied().map_or_else(Period::default, Period::Quarter);
    let newest_deals = ReportFilter { period: newest, ..Default::default() };
    let (title, text) = if is_plain {
        (
            format!("No deal closed in {}", within(filter.period)),
            "Deals of other periods are there.".to_owned(),
        )
    } else {
        (
            format!("No deal closed in {} fits the filter", within(filter.period)),
            "Take a part of the filter away to see more.".to_owned(),
        )
    };
    let clear = (!is_plain).then(|| {
        view! {
            <a class="button" href=routes::overview(&whole, Measure::default())>
                "Clear the filter"
            </a>
        }
    });
    view! {
        <section class="section section--bare" aria-label="Nothing found">
            <Empty icon="search" title=title text=text is_under_page=true>
                {clear}
                <a href=routes::overview(&newest_deals, Measure::default())>
                    {format!("Look at {}", newest.label())}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}
