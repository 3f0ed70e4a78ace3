//! The key figures: the number, how sure it is, what it is compared with; each opens the deals behind it.

use domain::deal::{DealListQuery, Outcome};
use domain::report::{Dashboard, Headline, Rate, ReportFilter};
use leptos::prelude::*;

use crate::charts::still::bar::PartsBar;
use crate::charts::still::interval::Interval;
use crate::components::icon::Icon;
use crate::format::{self, Direction};
use crate::routes;

const LOST: [Outcome; 3] = [Outcome::LostCompetitor, Outcome::LostNoDecision, Outcome::LostOther];

/// One tile.
struct Tile {
    label: &'static str,
    /// Where the deals are listed; nowhere when the filter leaves none of them.
    href: Option<String>,
    is_few: bool,
    value: AnyView,
    picture: AnyView,
    meta: String,
    change: AnyView,
}

pub(super) fn section(dashboard: &Dashboard, filter: &ReportFilter) -> AnyView {
    let tiles = [
        win_rate(dashboard, filter),
        value_won(dashboard, filter),
        value_lost(dashboard, filter),
        closed(dashboard, filter),
        coverage(dashboard, filter),
    ];
    let tiles = tiles.into_iter().map(tile).collect_view();
    view! {
        <section class="stats" aria-label="Key figures">
            {tiles}
        </section>
    }
    .into_any()
}

fn tile(tile: Tile) -> AnyView {
    let class = if tile.is_few { "stat stat--faint" } else { "stat" };
    let parts = view! {
        <span class="stat__label">{tile.label}</span>
        <span class="stat__value">{tile.value}</span>
        {tile.picture}
        <span class="stat__meta">{tile.meta}</span>
        <span class="stat__change">{tile.change}</span>
    };
    match tile.href {
        Some(href) => view! {
            <a class=class href=href>
                {parts}
            </a>
        }
        .into_any(),
        None => view! { <div class=class>{parts}</div> }.into_any(),
    }
}

/// The deals of the filter that ended in one of these ways.
fn among(filter: &ReportFilter, outcomes: &[Outcome]) -> Option<String> {
    filter.among(outcomes).map(|filter| routes::deals(&filter, &DealListQuery::default()))
}

fn win_rate(dashboard: &Dashboard, filter: &ReportFilter) -> Tile {
    let Headline { win_rate, previous, .. } = dashboard.headline;
    Tile {
        label: "Win rate",
        href: Some(routes::deals(&filter.of_rate(dashboard.no_decision), &DealListQuery::default())),
        is_few: win_rate.is_few(),
        value: format::rate(win_rate).into_any(),
        picture: view! { <Interval rate=win_rate reference=previous /> }.into_any(),
        meta: doubt_of_all(win_rate, filter),
        change: change(dashboard),
    }
}

/// The same; a win rate counts every outcome, whichever are chosen.
fn doubt_of_all(rate: Rate, filter: &ReportFilter) -> String {
    if filter.outcomes.is_empty() {
        return doubt(rate);
    }
    format!("n = {} of all outcomes · {}", format::count(rate.n), format::interval_percent(rate))
}

/// "n = 142 · 30–46 %"
fn doubt(rate: Rate) -> String {
    format!("n = {} · {}", format::count(rate.n), format::interval_percent(rate))
}

/// The change on the period before; "within chance" unless its interval says otherwise.
fn change(dashboard: &Dashboard) -> AnyView {
    let headline = &dashboard.headline;
    let Some(direction) = format::direction(headline.change) else {
        return view! { <span>{format!("Nothing to compare in {}", dashboard.compared_with)}</span> }
            .into_any();
    };
    let before = &dashboard.compared_with;
    let size = format::points(headline.change.difference.unwrap_or_default());
    let (icon, words) = match direction {
        Direction::Same => ("same", format!("as in {before}")),
        Direction::Up | Direction::Down => {
            let chance = if headline.win_rate.is_few() || headline.previous.is_few() {
                ", too few deals to tell"
            } else if headline.change.is_significant {
                ""
            } else {
                ", within chance"
            };
            let icon = if direction == Direction::Up { "up-arrow" } else { "down-arrow" };
            (icon, format!("{size} on {before}{chance}"))
        }
    };
    view! {
        <Icon name=icon />
        <span>{words}</span>
    }
    .into_any()
}

fn amount(cents: i64, currency: &str) -> AnyView {
    view! { <abbr title=format::money_exact(cents, currency)>{format::money(cents, currency)}</abbr> }
        .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "for a percentage")]
fn share_of(part: i64, whole: i64) -> String {
    if whole > 0 { format::percent(part as f64 / whole as f64) } else { "–".to_owned() }
}

/// How many deals are in no value: they have no amount, or one in a currency that has no rate.
fn without_amount(dashboard: &Dashboard) -> AnyView {
    let words = match dashboard.headline.without_amount {
        0 => "every deal has an amount".to_owned(),
        some => format!(
            "{} without an amount in {}",
            format::counted(some, "deal", "deals"),
            dashboard.home_currency
        ),
    };
    view! { <span>{words}</span> }.into_any()
}

fn value_won(dashboard: &Dashboard, filter: &ReportFilter) -> Tile {
    let headline = &dashboard.headline;
    let whole = headline.won_cents.saturating_add(headline.lost_cents);
    let share = share_of(headline.won_cents, whole);
    let parts = vec![("bar--won", headline.won_cents), ("bar--neutral", headline.lost_cents)];
    Tile {
        label: "Value won",
        href: among(filter, &[Outcome::Won]),
        is_few: false,
        value: amount(headline.won_cents, &dashboard.home_currency),
        picture: view! { <PartsBar parts=parts label=format!("{share} of the value closed was won") /> }
            .into_any(),
        meta: format!(
            "{} · {share} of {}",
            format::counted(headline.won, "deal", "deals"),
            format::money(whole, &dashboard.home_currency)
        ),
        change: without_amount(dashboard),
    }
}

fn value_lost(dashboard: &Dashboard, filter: &ReportFilter) -> Tile {
    let headline = &dashboard.headline;
    let whole = headline.won_cents.saturating_add(headline.lost_cents);
    let share = share_of(headline.lost_cents, whole);
    let parts = vec![("bar--lost", headline.lost_cents), ("bar--neutral", headline.won_cents)];
    let lost = headline.lost_competitor + headline.lost_no_decision + headline.lost_other;
    let basis = dashboard.reasons_basis;
    let mut with_reason =
        format!("{} with a reason", format::money(basis.with_reason_cents, &dashboard.home_currency));
    if basis.in_confidence > 0 {
        with_reason.push_str(&format!(", {} in confidence left out", format::count(basis.in_confidence)));
    }
    Tile {
        label: "Value lost",
        href: among(filter, &LOST),
        is_few: false,
        value: amount(headline.lost_cents, &dashboard.home_currency),
        picture: view! { <PartsBar parts=parts label=format!("{share} of the value closed was lost") /> }
            .into_any(),
        meta: format!("{} · {share} of all", format::counted(lost, "deal", "deals")),
        change: view! { <span>{with_reason}</span> }.into_any(),
    }
}

fn closed(dashboard: &Dashboard, filter: &ReportFilter) -> Tile {
    let headline = &dashboard.headline;
    let parts = vec![
        ("bar--won", headline.won),
        ("bar--lost", headline.lost_competitor),
        ("mark-undecided", headline.lost_no_decision),
        ("bar--neutral", headline.lost_other),
    ];
    let label = format!(
        "{} won, {} lost to a competitor, {} without a decision, {} lost otherwise",
        headline.won, headline.lost_competitor, headline.lost_no_decision, headline.lost_other
    );
    Tile {
        label: "Closed deals",
        href: Some(routes::deals(filter, &DealListQuery::default())),
        is_few: false,
        value: format::count(headline.closed).into_any(),
        picture: view! { <PartsBar parts=parts label=label /> }.into_any(),
        meta: format!(
            "{} won · {} lost",
            format::count(headline.won),
            format::count(headline.lost_competitor + headline.lost_other)
        ),
        change: view! { <span>{format!("{} without a decision", format::count(headline.lost_no_decision))}</span> }
            .into_any(),
    }
}

fn coverage(dashboard: &Dashboard, filter: &ReportFilter) -> Tile {
    let coverage = dashboard.headline.coverage;
    let unheard = coverage.n - coverage.hits;
    Tile {
        label: "Heard from",
        href: Some(routes::deals(filter, &DealListQuery { answered: Some(true), ..Default::default() })),
        is_few: coverage.is_few(),
        value: format::rate(coverage).into_any(),
        picture: view! { <Interval rate=coverage /> }.into_any(),
        meta: format!("{} of {}", format::count(coverage.hits), format::counted(coverage.n, "deal", "deals")),
        change: view! { <span>{format!("{} without an answer", format::count(unheard))}</span> }.into_any(),
    }
}
