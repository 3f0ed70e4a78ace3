//! What can be done with a survey: links, and forms that ask first; none of it needs script.

use domain::survey::shelf::{SurveyState, SurveySummary};
use leptos::prelude::*;

use crate::components::form;
use crate::components::icon::Icon;
use crate::routes;

/// The menu at the end of a survey's row.
pub(super) fn menu(at: usize, summary: &SurveySummary) -> AnyView {
    let id = summary.id;
    let is_archived = summary.state == SurveyState::Archived;
    let (rename, copy, archive) = (format!("rename-{at}"), format!("copy-{at}"), format!("archive-{at}"));
    let end = if is_archived {
        item(&archive, "check", "Take into use…", "menu__item")
    } else {
        item(&archive, "lock", "Archive…", "menu__item menu__item--danger")
    };
    view! {
        <details class="menu">
            <summary class="button button--quiet button--icon button--small">
                <Icon name="more" />
                <span class="visually-hidden">{format!("More for {}", summary.name)}</span>
            </summary>
            <div class="menu__panel">
                {link(routes::survey_results(id, None), "reasons", "Results")}
                {link(routes::survey_versions(id), "cycle", "Versions")}
                {link(routes::survey_preview(id), "eye", "Preview")}
                <a class="menu__item" href=routes::survey_file(id) rel="external" download>
                    <Icon name="down-arrow" />
                    "Export as JSON"
                </a>
                {item(&rename, "text", "Rename…", "menu__item")}
                {item(&copy, "copy", "Duplicate…", "menu__item")}
                {end}
            </div>
        </details>
        {name_form(
            rename,
            "Rename the survey",
            "Members read this name. Buyers never do.",
            routes::survey(id, "rename"),
            summary.name.clone(),
            "Rename",
        )}
        {name_form(
            copy,
            "Duplicate the survey",
            "The copy is a draft with everything in it, and no answers.",
            routes::survey(id, "copy"),
            format!("{} (copy)", summary.name),
            "Duplicate",
        )}
        {if is_archived { unarchive(archive, summary) } else { archive_form(archive, summary) }}
    }
    .into_any()
}

fn link(href: String, icon: &'static str, word: &'static str) -> AnyView {
    view! {
        <a class="menu__item" href=href>
            <Icon name=icon />
            {word}
        </a>
    }
    .into_any()
}

fn item(opens: &str, icon: &'static str, word: &'static str, class: &'static str) -> AnyView {
    view! {
        <button class=class type="button" popovertarget=opens.to_owned()>
            <Icon name=icon />
            {word}
        </button>
    }
    .into_any()
}

/// A question over the page, with the form that answers it.
fn asked(id: String, title: &'static str, action: String, body: AnyView, submit: AnyView) -> AnyView {
    let heading = format!("{id}-title");
    let (labelled, closes) = (heading.clone(), id.clone());
    view! {
        <div class="dialog" id=id popover="auto" role="dialog" aria-labelledby=labelled>
            <form method="post" action=form::own(&action)>
                <h2 id=heading>{title}</h2>
                <div class="dialog__body">{body}</div>
                <div class="dialog__foot">
                    <button class="button" type="button" popovertarget=closes popovertargetaction="hide">
                        "Cancel"
                    </button>
                    {submit}
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn name_form(
    id: String,
    title: &'static str,
    text: &'static str,
    action: String,
    name: String,
    word: &'static str,
) -> AnyView {
    let body = view! {
        <p>{text}</p>
        <label class="field field--plain">
            <span class="field__label">"Name"</span>
            <input class="input" name="name" value=name required maxlength="100" autocomplete="off" autofocus />
        </label>
    };
    let submit = view! { <button class="button button--primary">{word}</button> };
    asked(id, title, action, body.into_any(), submit.into_any())
}

fn archive_form(id: String, summary: &SurveySummary) -> AnyView {
    let body = view! {
        <p>
            "Nobody new is invited with “" <span dir="auto">{summary.name.clone()}</span>
            "”. Who has begun finishes on it; who was invited and has not begun is asked by the survey that fits the deal then, or still by this one if none does. Answers and versions stay, and it can be taken into use again."
        </p>
    };
    let submit = view! { <button class="button button--danger">"Archive"</button> };
    asked(
        id,
        "Archive this survey?",
        routes::survey(summary.id, "archive"),
        body.into_any(),
        submit.into_any(),
    )
}

fn unarchive(id: String, summary: &SurveySummary) -> AnyView {
    let text = if summary.number > 0 {
        "Deals that close from now on are asked with its published version, unless another survey for the same deals was published later."
    } else {
        "It becomes a draft again. Nothing of it was published."
    };
    let body = view! { <p>{text}</p> };
    let submit = view! { <button class="button button--primary">"Take into use"</button> };
    asked(
        id,
        "Take this survey into use again?",
        routes::survey(summary.id, "unarchive"),
        body.into_any(),
        submit.into_any(),
    )
}
