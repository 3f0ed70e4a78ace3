//! The one picture of doubt: a pale band is the interval, a dot the value, a tick what it is compared with.

use domain::report::Rate;
use leptos::prelude::*;

use super::across;
use crate::format;

/// The end of the scale for most rates; one scale makes tiles comparable.
const USUAL_END: f64 = 0.6;

/// A rate with its interval, and the rate it is compared with as a tick.
#[component]
pub fn Interval(
    /// The rate.
    rate: Rate,
    /// What it is compared with.
    #[prop(optional)]
    reference: Rate,
) -> impl IntoView {
    let interval = rate.interval()?;
    let end = if interval.high > USUAL_END { 1.0 } else { USUAL_END };
    let x = move |share: f64| across(share / end);
    let value = x(rate.share()?);
    let before = reference.share();
    let label = format!(
        "{}, interval {}{}",
        format::rate(rate),
        format::interval_percent(rate),
        before.map(|share| format!(", before {}", format::percent(share))).unwrap_or_default(),
    );
    let tick = before.map(|share| {
        view! { <line class="interval__ref" x1=x(share) x2=x(share) y1="0" y2="8" /> }
    });
    Some(view! {
        <svg class="interval" role="img" aria-label=label>
            <line class="interval__track" x1="0" x2="100%" y1="4" y2="4" />
            <line class="interval__range" x1=x(interval.low) x2=x(interval.high) y1="4" y2="4" />
            {tick}
            <circle class="interval__dot" cx=value cy="4" r="4" />
        </svg>
    })
}
