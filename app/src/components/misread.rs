//! Says what of a page's address was not understood, and leads to the address without it.
//!
//! It follows the address and not what is drawn: the way out changes no filter, so nothing is loaded anew.

use domain::deal::list::{Filtered, Sifted, sift};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::icon::Icon;
use crate::routes;

/// So many reasons are told; an address with more of them is nobody's bookmark.
const MOST_TOLD: usize = 5;

/// What the address of this page says.
pub fn use_sifted(page: Filtered) -> Memo<Sifted> {
    let search = use_location().search;
    Memo::new(move |_| {
        let pairs = search.with(|search| routes::pairs(search));
        sift(page, routes::as_pairs(&pairs))
    })
}

/// The notice; nothing when all was understood.
#[component]
pub fn MisreadNotice(
    /// The page that is filtered.
    page: Filtered,
    /// What its address says, from [`use_sifted`] where the page begins: what is made while a page is drawn is gone
    /// when it is drawn anew before it stands, as after an error.
    sifted: Memo<Sifted>,
) -> impl IntoView {
    let path = match page {
        Filtered::Overview => routes::OVERVIEW,
        Filtered::Deals => routes::DEALS,
    };
    move || {
        let Sifted { taken, misread } = sifted.get();
        let more = misread.len().saturating_sub(MOST_TOLD);
        let mut told: Vec<String> = misread.iter().take(MOST_TOLD).map(ToString::to_string).collect();
        told.extend((more > 0).then(|| format!("and {more} more")));
        let words = format!("The address was not understood in full: {}. This is ignored. ", told.join("; "));
        (!misread.is_empty()).then(|| {
            view! {
                <p class="notice notice--filters">
                    <Icon name="warn" />
                    <span>
                        {words} <a href=routes::address(path, &taken) data-noscroll="">
                            "Remove it from the address"
                        </a>
                    </span>
                </p>
            }
        })
    }
}
