//! Where one is in a long list.

use leptos::prelude::*;

use super::refine::{on_press, use_refine};
use crate::format;
use crate::routes::Refine;

/// "51–100 of 324 deals" with links to the pages before and after.
#[component]
pub fn Pager(
    /// The page, from 1.
    page: u32,
    /// How many there are.
    pages: u32,
    /// The first row shown, from 1.
    first: i64,
    /// How many rows are shown.
    shown: i64,
    /// How many there are on all pages.
    total: i64,
    /// The page with the list.
    path: &'static str,
    /// The address of a page.
    address: Callback<u32, String>,
) -> impl IntoView {
    let refine = use_refine(path);
    let step = move |to: u32, rel: &'static str, word: &'static str, is_there: bool| {
        if is_there {
            let press = on_press(refine, Refine::only("page", to.to_string()));
            view! {
                <a class="button button--small" rel=rel href=address.run(to) on:click=press>
                    {word}
                </a>
            }
            .into_any()
        } else {
            view! { <span class="button button--small" aria-disabled="true">{word}</span> }.into_any()
        }
    };
    let range = if shown > 0 {
        format!(
            "{}–{} of {}",
            format::count(first),
            format::count(first + shown - 1),
            format::counted(total, "deal", "deals")
        )
    } else {
        format::counted(total, "deal", "deals")
    };
    view! {
        <nav class="pager" aria-label="Pages">
            <p class="pager__count">{range}</p>
            {step(page.saturating_sub(1), "prev", "Previous", page > 1)}
            {step(page + 1, "next", "Next", page < pages)}
        </nav>
    }
}
