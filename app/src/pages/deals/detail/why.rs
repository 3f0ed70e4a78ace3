//! What the buyers named as reasons, against what the rep wrote into the CRM.

use domain::deal::DealDetail;
use domain::response::{AnswerView, ThemeView};
use domain::survey::Audience;
use domain::taxonomy::Theme;
use leptos::prelude::*;

use crate::components::theme::ThemeLabel;
use crate::order::sorted;

/// A theme with what the buyers who named it said of it.
struct Named {
    theme: Theme,
    /// How many buyers named it.
    buyers: usize,
    /// Whether one of them chose it; else it was read in the words.
    is_chosen: bool,
    /// The best place it had in an answer, from 0.
    place: usize,
    /// The mean of how they spoke of it.
    sentiment: f32,
}

pub(super) fn section(deal: &DealDetail) -> AnyView {
    let named = named(deal);
    if named.is_empty() && deal.crm_reason.is_none() {
        return ().into_any();
    }
    let (title, sub) = finding(deal, &named);
    let rows = named.iter().map(row).collect_view();
    let table = (!named.is_empty()).then(|| {
        view! {
            <table class="table table--flat">
                <caption class="visually-hidden">"Reasons the buyers named"</caption>
                <thead>
                    <tr>
                        <th scope="col" class="table__grow">
                            "Reason"
                        </th>
                        <th scope="col" class="table__num">
                            "Buyers"
                        </th>
                        <th scope="col" class="table__opt nowrap">
                            "How they speak of it"
                        </th>
                        <th scope="col" class="table__opt nowrap">
                            "Known from"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    view! {
        <section class="section section--bare" aria-labelledby="why">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="why">
                        {title}
                    </h2>
                    <p class="section__sub">{sub}</p>
                </div>
            </div>
            {table}
        </section>
    }
    .into_any()
}

/// The buyers' answers; what the seller says of the deal is a view of its own.
fn buyers(deal: &DealDetail) -> impl Iterator<Item = &AnswerView> {
    deal.answers.iter().filter(|answer| answer.voice == Audience::Buyer)
}

fn named(deal: &DealDetail) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for answer in buyers(deal) {
        for (place, ThemeView { theme, is_structured, sentiment }) in answer.themes.iter().enumerate() {
            match all.iter_mut().find(|named| named.theme == *theme) {
                Some(named) => {
                    #[expect(clippy::cast_precision_loss, reason = "a handful of buyers")]
                    let before = named.buyers as f32;
                    named.sentiment = (named.sentiment * before + sentiment) / (before + 1.0);
                    named.buyers += 1;
                    named.is_chosen |= is_structured;
                    named.place = named.place.min(place);
                }
                None => all.push(Named {
                    theme: *theme,
                    buyers: 1,
                    is_chosen: *is_structured,
                    place,
                    sentiment: *sentiment,
                }),
            }
        }
    }
    sorted(all, |named| (named.place, std::cmp::Reverse(named.buyers), named.theme))
}

/// "The buyer says integrations, the rep said “Price”".
fn finding(deal: &DealDetail, named: &[Named]) -> (String, String) {
    let buyer = if buyers(deal).nth(1).is_some() { "The buyers say" } else { "The buyer says" };
    let first = named.first().map(|named| named.theme.label().to_ascii_lowercase());
    let title = match (&first, &deal.crm_reason) {
        (Some(theme), Some(reason)) => format!("{buyer} {theme}, the rep said “{reason}”"),
        (Some(theme), None) => format!("{buyer} {theme}"),
        (None, Some(reason)) => format!("The rep said “{reason}”"),
        (None, None) => String::new(),
    };
    let sub = match (&first, &deal.crm_reason) {
        (Some(_), Some(_)) => {
            "Heaviest first, from the answers below; the rep’s reason is the one in the CRM."
        }
        (Some(_), None) => "Heaviest first, from the answers below; the CRM names no reason.",
        (None, _) => "No buyer’s answer names a reason yet; this one is from the CRM.",
    };
    (title, sub.to_owned())
}

fn row(named: &Named) -> AnyView {
    let source = if named.is_chosen { "the buyer’s choice" } else { "the buyer’s words" };
    let under = format!("from {source}");
    view! {
        <tr>
            <td>
                <ThemeLabel theme=named.theme />
                <span class="small faint row narrow-only">{under}</span>
            </td>
            <td class="table__num">{named.buyers}</td>
            <td class="table__opt">{mood(named.sentiment)}</td>
            <td class="table__opt faint nowrap">{source}</td>
        </tr>
    }
    .into_any()
}

/// A sentiment of -1 to 1 in words.
pub(super) const fn mood(sentiment: f32) -> &'static str {
    match sentiment {
        ..-0.6 => "Very negative",
        -0.6..-0.25 => "Negative",
        -0.25..-0.05 => "Slightly negative",
        -0.05..0.05 => "Neutral",
        0.05..0.25 => "Slightly positive",
        0.25..0.6 => "Positive",
        _ => "Very positive",
    }
}
