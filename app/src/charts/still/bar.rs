//! Bars for tables and tiles: one filled to a share, and one split between won and lost.

use leptos::prelude::*;

use super::across;

/// A bar filled to a share of its width; the numbers stand beside it.
#[component]
pub fn Bar(
    /// 0 to 1.
    share: f64,
    /// The class that gives it its colour.
    #[prop(default = "")]
    kind: &'static str,
    /// Whether the empty rest is drawn.
    #[prop(default = false)]
    has_track: bool,
) -> impl IntoView {
    let track = has_track.then(|| view! { <rect class="bar__track" width="100%" height="100%" rx="2" /> });
    view! {
        <svg class=format!("bar {kind}") aria-hidden="true">
            {track}
            <rect class="bar__fill" width=across(share.clamp(0.0, 1.0)) height="100%" rx="2" />
        </svg>
    }
}

/// Won beside lost; lost is hatched, so that it is not colour alone.
#[component]
pub fn WonLostBar(
    /// Deals won.
    won: i64,
    /// Deals lost.
    lost: i64,
) -> impl IntoView {
    const GAP: f64 = 0.016;
    #[expect(clippy::cast_precision_loss, reason = "counts of deals")]
    let share = if won + lost > 0 { won as f64 / (won + lost) as f64 } else { 0.0 };
    let gap = if won > 0 && lost > 0 { GAP } else { 0.0 };
    let width = share * (1.0 - gap);
    let (start, rest) = (width + gap, 1.0 - width - gap);
    view! {
        <svg class="bar" role="img" aria-label=format!("{won} won, {lost} lost")>
            <rect class="bar__fill bar--won" width=across(width) height="100%" rx="2" />
            <rect class="bar__fill bar--lost" x=across(start) width=across(rest) height="100%" rx="2" />
            <rect class="bar__hatch" x=across(start) width=across(rest) height="100%" rx="2" />
        </svg>
    }
}

/// Parts of a whole in one row, for a tile: each with its class and its size.
#[component]
pub fn PartsBar(
    /// Class and size of each part.
    parts: Vec<(&'static str, i64)>,
    /// What it shows, in words.
    label: String,
) -> impl IntoView {
    const GAP: f64 = 0.01;
    // Amounts may be so large that their sum is none.
    #[expect(clippy::cast_precision_loss, reason = "for a width")]
    let whole: f64 = parts.iter().map(|(_, size)| *size as f64).sum();
    let mut start = 0.0;
    let parts = parts
        .into_iter()
        .filter(|(_, size)| *size > 0)
        .map(|(class, size)| {
            #[expect(clippy::cast_precision_loss, reason = "for a width")]
            let width = size as f64 / whole;
            let at = start;
            start += width;
            let is_hatched = class.contains("bar--lost");
            let (x, width) = (across(at), across((width - GAP).max(0.004)));
            let hatch = is_hatched.then(|| {
                view! { <rect class="bar__hatch" x=x.clone() width=width.clone() y="1" height="6" rx="2" /> }
            });
            view! {
                <rect class=format!("bar__fill {class}") x=x.clone() width=width.clone() y="1" height="6" rx="2" />
                {hatch}
            }
        })
        .collect_view();
    view! {
        <svg class="interval" role="img" aria-label=label>
            {parts}
        </svg>
    }
}
