//! Instants: short to read, exact on hover, and readable by machines.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::format;

/// "2 h ago" with the exact time on hover.
#[component]
pub fn Ago(
    /// The instant.
    at: DateTime<Utc>,
    /// From when it is told.
    now: DateTime<Utc>,
) -> impl IntoView {
    view! { <time datetime=format::machine(at) title=format::instant(at)>{format::ago(at, now)}</time> }
}

/// "12 Oct, 06:41" with the year on hover; where it is given when it is read, with a year that is not that one.
#[component]
pub fn Moment(
    /// The instant.
    at: DateTime<Utc>,
    /// When it is read.
    #[prop(optional)]
    now: Option<DateTime<Utc>>,
) -> impl IntoView {
    let words = now.map_or_else(|| format::moment(at), |now| format::moment_from(at, now));
    view! { <time datetime=format::machine(at) title=format::instant(at)>{words}</time> }
}

/// "23 Sep 2026" with the time on hover.
#[component]
pub fn Day(
    /// The instant.
    at: DateTime<Utc>,
) -> impl IntoView {
    view! { <time datetime=format::machine(at) title=format::instant(at)>{format::day(at.date_naive())}</time> }
}

/// "$1.2M" with the exact amount on hover.
#[component]
pub fn Amount(
    /// Hundredths of the currency.
    cents: i64,
    /// ISO 4217.
    currency: String,
) -> impl IntoView {
    view! {
        <abbr title=format::money_exact(cents, &currency)>{format::money(cents, &currency)}</abbr>
    }
}
