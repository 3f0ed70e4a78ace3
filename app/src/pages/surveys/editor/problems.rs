//! Problems as lists that lead to their places.

use domain::survey::finding::{Finding, Level};
use leptos::prelude::*;

use super::state::EditorState;
use crate::components::icon::Icon;

/// Findings, each a way to its place.
pub(super) fn list(state: EditorState, findings: &[Finding]) -> AnyView {
    let row = |finding: &Finding| {
        let class = match finding.level {
            Level::Error => "problems__item problems__item--error",
            Level::Warning => "problems__item problems__item--warning",
            Level::Note => "problems__item",
        };
        let place = finding.place.clone();
        view! {
            <li class=class>
                <Icon name=if finding.level == Level::Note { "text" } else { "warn" } />
                <button class="problems__link" type="button" on:click=move |_| state.go(place.clone())>
                    <span class="visually-hidden">{finding.level.label()} ": "</span>
                    {finding.words.clone()}
                </button>
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = findings.iter().map(row).collect();
    view! { <ul class="problems__list">{rows}</ul> }.into_any()
}
