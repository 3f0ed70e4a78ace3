//! The product's mark and name, on pages without the members' frame.

use leptos::prelude::*;

use super::icon::Icon;

/// The mark and the name.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <p class="brand">
            <Icon name="logo" />
            "winloss"
        </p>
    }
}
