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
    /// Whether it stands right under the page's title, not in a section.
    #[prop(optional)]
    is_under_page: bool,
    /// Buttons and links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let row = children.map(|children| view! { <p class="row">{children()}</p> });
    let title = if is_under_page {
        view! { <h2>{title}</h2> }.into_any()
    } else {
        view! { <h3>{title}</h3> }.into_any()
    };
    view! {
        <div class="empty">
            <Icon name=icon class="empty__mark" />
            {title}
            <p>{text}</p>
            {row}
        </div>
    }
}
