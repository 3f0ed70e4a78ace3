//! One of the twelve themes with its colour.

use domain::taxonomy::Theme;
use leptos::prelude::*;

use crate::format;

/// The label of a theme beside its colour.
#[component]
pub fn ThemeLabel(
    /// Which.
    theme: Theme,
) -> impl IntoView {
    view! { <span class=format::theme_class("theme", theme)>{theme.label()}</span> }
}
