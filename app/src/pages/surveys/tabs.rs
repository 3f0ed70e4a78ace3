//! The ways between the pages of one survey.

use domain::id::TemplateId;
use leptos::prelude::*;

use crate::routes;

/// A page of a survey.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) enum Tab {
    /// Where it is written.
    Editor,
    /// Where it is tried.
    Preview,
    /// What was published.
    Versions,
    /// What was answered.
    Results,
}

/// The tabs of a survey's pages.
pub(super) fn tabs(survey: TemplateId, current: Tab) -> AnyView {
    let all = [
        (Tab::Editor, "Edit", routes::survey_editor(survey)),
        (Tab::Preview, "Preview", routes::survey_preview(survey)),
        (Tab::Versions, "Versions", routes::survey_versions(survey)),
        (Tab::Results, "Results", routes::survey_results(survey, None)),
    ];
    let link = |(tab, word, href): (Tab, &'static str, String)| {
        view! {
            <a class="tabs__item" href=href aria-current=(tab == current).then_some("page")>
                {word}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label="Survey">
            {all.into_iter().map(link).collect_view()}
        </nav>
    }
    .into_any()
}
