//! A choice of a few views of the same thing; each is a link, as the state is the address.

use leptos::prelude::*;

/// Links in one control; the current one says so.
#[component]
pub fn Segmented(
    /// What is chosen.
    label: &'static str,
    /// Word, address, and whether it is the current one.
    items: Vec<(&'static str, String, bool)>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|(word, href, is_current)| {
            view! {
                <a class="segmented__item" href=href aria-current=is_current.then_some("true") data-noscroll="">
                    {word}
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
