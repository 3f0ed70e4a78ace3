//! Icons: one sprite in the document, used by name.

use leptos::prelude::*;

/// An icon of the sprite; the words beside it carry the meaning.
#[component]
pub fn Icon(
    /// The name without its prefix.
    name: &'static str,
    /// A further class.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    let class = if class.is_empty() { "icon".to_owned() } else { format!("icon {class}") };
    view! {
        <svg class=class aria-hidden="true">
            <use href=format!("#i-{name}") />
        </svg>
    }
}
