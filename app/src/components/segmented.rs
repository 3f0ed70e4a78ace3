//! A choice of a few views of the same thing; each is a link, as the state is the address.

use leptos::prelude::*;

use super::refine::{on_press, use_refine};
use crate::routes::Refine;

/// One of the views.
pub struct Item {
    /// What it is called.
    pub word: &'static str,
    /// Its address.
    pub href: String,
    /// The change that leads to it.
    pub refine: Refine,
    /// Whether it is the current one.
    pub is_current: bool,
}

/// Links in one control; the current one says so.
#[component]
pub fn Segmented(
    /// What is chosen.
    label: &'static str,
    /// The page with the views.
    #[prop(into)]
    path: String,
    /// The views.
    items: Vec<Item>,
) -> impl IntoView {
    let refine = use_refine(path);
    let items = items
        .into_iter()
        .map(|item| {
            view! {
                <a
                    class="segmented__item"
                    href=item.href
                    aria-current=item.is_current.then_some("true")
                    data-noscroll=""
                    on:click=on_press(refine, item.refine)
                >
                    {item.word}
                </a>
            }
        })
        .collect_view();
    view! {
        <nav class="segmented" aria-label=label>
            {items}
        </nav>
    }
}
