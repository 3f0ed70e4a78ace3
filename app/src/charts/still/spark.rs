//! A line the size of a word: how a rate moved over the last quarters.

use leptos::prelude::*;

use super::number;
use crate::format;

/// Rates from oldest to newest; quarters without deals are passed over.
#[component]
pub fn Spark(
    /// The shares.
    trend: Vec<Option<f64>>,
    /// Whose, for who cannot see it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let known = trend.iter().flatten().copied().collect::<Vec<_>>();
    let (first, last) = (*known.first()?, *known.last()?);
    let low = known.iter().copied().fold(1.0, f64::min);
    let high = known.iter().copied().fold(0.0, f64::max);
    let span = (high - low).max(0.2);
    let middle = f64::midpoint(low, high);
    #[expect(clippy::cast_precision_loss, reason = "a dozen quarters")]
    let x = |at: usize| 2.0 + 92.0 * at as f64 / (trend.len() - 1).max(1) as f64;
    let y = |share: f64| 12.0 - (share - middle) / span * 18.0;
    let points = trend
        .iter()
        .enumerate()
        .filter_map(|(at, share)| share.map(|share| (x(at), y(share))))
        .collect::<Vec<_>>();
    let path =
        points.iter().map(|(x, y)| format!("{} {}", number(*x), number(*y))).collect::<Vec<_>>().join(" ");
    let (cx, cy) = *points.last()?;
    let words = format!(
        "{}, {} quarters: from {} to {}",
        label,
        trend.len(),
        format::percent(first),
        format::percent(last)
    );
    Some(view! {
        <svg class="spark" viewBox="0 0 96 24" role="img" aria-label=words>
            <path d=format!("M{path}") />
            <circle cx=number(cx) cy=number(cy) r="2.5" />
        </svg>
    })
}
