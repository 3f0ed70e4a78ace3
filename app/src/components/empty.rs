//! What is not here and why, and what comes next.

use leptos::prelude::*;

use super::icon::Icon;

/// An empty place in a page, with a way on as its children.
#[component]
pub fn Empty(
    /// The icon.
    icon: &'static str,
    /// What is not here.
    #[prop(into)]
    title: String,
    /// Why, and what comes next.
    #[prop(into)]
    text: String,
    /// Buttons and links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let row = children.map(|children| view! { <p class="row">{children()}</p> });
    view! {
        <div class="empty">
            <Icon name=icon class="empty__mark" />
            <h3>{title}</h3>
            <p>{text}</p>
            {row}
        </div>
    }
}
