//! The few icons of the buyer's pages: decoration beside words, never alone.

use leptos::prelude::*;

/// An icon of the sprite.
pub(super) fn icon(name: &'static str) -> AnyView {
    // What points somewhere points the other way where people read from the right.
    let class = if name == "back" { "icon icon--back" } else { "icon" };
    view! { <svg class=class aria-hidden="true"><use href=format!("#i-{name}")></use></svg> }.into_any()
}

/// The large icon of a page that is an end.
pub(super) fn mark(name: &'static str, class: &'static str) -> AnyView {
    let class = format!("icon closed__mark {class}");
    view! { <svg class=class aria-hidden="true"><use href=format!("#i-{name}")></use></svg> }.into_any()
}

/// The icons themselves, once on each page.
pub(super) fn sprite() -> AnyView {
    view! {
        <svg width="0" height="0" class="visually-hidden" aria-hidden="true">
            <symbol id="i-check" viewBox="0 0 16 16"><path d="m3 8.5 3.2 3L13 4.5"></path></symbol>
            <symbol id="i-x" viewBox="0 0 16 16"><path d="m4 4 8 8M12 4l-8 8"></path></symbol>
            <symbol id="i-back" viewBox="0 0 16 16"><path d="m10 4-4 4 4 4"></path></symbol>
            <symbol id="i-warn" viewBox="0 0 16 16"><path d="M8 2.5 14 13H2zM8 6.5v3M8 11.3v.1"></path></symbol>
            <symbol id="i-info" viewBox="0 0 16 16">
                <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.3v3.4M8 5.2v.1"></path>
            </symbol>
            <symbol id="i-clock" viewBox="0 0 16 16">
                <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.8V8l2.2 1.6"></path>
            </symbol>
            <symbol id="i-link" viewBox="0 0 16 16">
                <path d="M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2.4-2.4a2.4 2.4 0 0 0-3.4-3.4l-.8.8M9.2 6.8a2.4 2.4 0 0 0-3.4 0L3.4 9.2a2.4 2.4 0 0 0 3.4 3.4l.8-.8"></path>
            </symbol>
            <symbol id="i-globe" viewBox="0 0 16 16">
                <path d="M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM2 8h12M8 2c-4 3-4 9 0 12M8 2c4 3 4 9 0 12"></path>
            </symbol>
        </svg>
    }
    .into_any()
}
