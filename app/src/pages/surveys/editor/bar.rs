//! The head of the editor: which survey, what is kept, undo and redo, the views, preview and publishing.

use leptos::prelude::*;
use leptos_meta::Title;

use super::notices::{redo, undo};
use super::publish::PUBLISH_ID;
use super::state::{EditorState, Saved};
use super::view::View;
use crate::api::context::Person;
use crate::components::icon::Icon;
use crate::components::keys::KEYS_ID;
use crate::components::topbar::in_title;
use crate::format;
use crate::routes;

/// What was true when the editor was opened.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Opened {
    /// Who changed the draft last, and how long that was ago.
    pub(super) changed: String,
    /// Whether the draft is another than the version in use.
    pub(super) is_changed: bool,
    /// How many answers the version in use has.
    pub(super) answers: i64,
}

/// The head.
pub(super) fn bar(state: EditorState, view: Memo<View>, opened: Opened, publish: Callback<()>) -> AnyView {
    let survey = state.survey.with_untracked(|head| head.id);
    let name =
        Memo::new(move |_| state.with_part(super::state::Part::Head, |template| template.name.clone()));
    let tenant = use_context::<Option<Person>>().flatten().and_then(|person| person.tenant);
    // A title may be read when the page is already gone: on the server, after it was written.
    let opened_as = name.get_untracked();
    let tab = move || {
        let name = name.try_get().unwrap_or_else(|| opened_as.clone());
        let parts = [Some(name), tenant.clone(), Some("winloss".to_owned())];
        in_title(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    };
    let badge = move || match state.survey.with(|head| (head.is_archived, head.number)) {
        (true, _) => "Archived".to_owned(),
        (false, 0) => "Never published".to_owned(),
        (false, number) if !opened.is_changed && state.saved() == Saved::Yes(None) => {
            format!("Version {number}")
        }
        (false, number) => format!("Draft of version {}", number + 1),
    };
    let live = move || match state.survey.with(|head| head.number) {
        0 => None,
        number => {
            let answers = format::counted(opened.answers, "answer", "answers");
            Some(view! { <span>{format!("version {number} is live with {answers}")}</span> })
        }
    };
    view! {
        <Title text=tab />
        <header class="topbar topbar--editor">
            <div class="topbar__row">
                <button
                    class="button button--quiet button--icon topbar__menu"
                    type="button"
                    popovertarget="nav"
                    aria-label="Open menu"
                >
                    <Icon name="menu" />
                </button>
                <p class="topbar__title">
                    <a class="topbar__crumb" href=routes::SURVEYS>
                        "Surveys"
                    </a>
                    <span class="topbar__crumb" aria-hidden="true">
                        " / "
                    </span>
                    {move || name.get()}
                </p>
                <span class="badge wide-only">{badge}</span>
                <span class="tiny faint wide-only topbar__said">
                    {saved(state, opened.changed)} {live}
                </span>
                <div class="topbar__tools">
                    {steps(state)}
                    <button
                        class="button button--quiet button--icon wide-only"
                        type="button"
                        aria-label="Keyboard"
                        title="Keyboard"
                        aria-haspopup="dialog"
                        aria-controls=KEYS_ID
                        on:click=move |_| crate::browser::show_dialog(KEYS_ID)
                    >
                        <kbd class="key">"?"</kbd>
                    </button>
                    <a class="button wide-only" href=routes::survey_preview(survey)>
                        "Preview"
                    </a>
                    <button
                        class="button button--primary"
                        type="button"
                        id="publish-open"
                        aria-haspopup="dialog"
                        aria-controls=PUBLISH_ID
                        on:click=move |_| publish.run(())
                    >
                        "Publish…"
                    </button>
                </div>
            </div>
            <div class="topbar__views">
                {views(view)}
                <p class="tiny faint narrow-only topbar__state">
                    {saved_short(state)} <a href=routes::survey_preview(survey)>"Preview"</a>
                </p>
            </div>
        </header>
    }
    .into_any()
}

/// Where saving stands, in words.
fn saved(state: EditorState, changed: String) -> AnyView {
    let words = move || {
        let (words, is_problem) = words(&state.saved(), &changed);
        let class = if is_problem { "saved saved--problem" } else { "saved" };
        view! { <span class=class>{words}</span> }
    };
    view! { <span role="status" id="saved">{words}</span> }.into_any()
}

/// The same where there is little room, without being read aloud twice.
fn saved_short(state: EditorState) -> AnyView {
    let words = move || {
        let (words, is_problem) = words(&state.saved(), "Saved");
        let class = if is_problem { "saved saved--problem" } else { "saved" };
        let icon = is_problem.then(|| view! { <Icon name="warn" /> });
        view! { <span class=class>{icon} {words}</span> }
    };
    view! { <span aria-hidden="true">{words}</span> }.into_any()
}

/// What saving says, and whether it is a problem.
fn words(saved: &Saved, changed: &str) -> (String, bool) {
    match saved {
        Saved::Yes(None) => (changed.to_owned(), false),
        Saved::Yes(Some(at)) => (format!("Saved {at}"), false),
        Saved::Soon => ("Saving…".to_owned(), false),
        Saved::Again(why) => (format!("Not saved: {why}. Trying again"), true),
        Saved::Stopped(why) => (format!("Not saved: {why}"), true),
        Saved::Clash(clash) if clash.is_own => ("Not saved: changed in another window".to_owned(), true),
        Saved::Clash(_) => ("Not saved: somebody else changed it".to_owned(), true),
    }
}

/// Undo and redo.
fn steps(state: EditorState) -> AnyView {
    let undo_label = Memo::new(move |_| state.undo_label());
    let redo_label = Memo::new(move |_| state.redo_label());
    let label = |verb: &'static str, of: Memo<Option<String>>| {
        move || match of.get() {
            Some(label) => format!("{verb}: {label}"),
            None => verb.to_owned(),
        }
    };
    let off = |of: Memo<Option<String>>| move || of.get().is_none().then_some("true");
    view! {
        <button
            class="button button--quiet button--icon"
            type="button"
            id="undo"
            aria-label=label("Undo", undo_label)
            title=label("Undo", undo_label)
            aria-disabled=off(undo_label)
            on:click=move |_| undo(state)
        >
            <Icon name="undo" />
        </button>
        <button
            class="button button--quiet button--icon"
            type="button"
            id="redo"
            aria-label=label("Redo", redo_label)
            title=label("Redo", redo_label)
            aria-disabled=off(redo_label)
            on:click=move |_| redo(state)
        >
            <Icon name="redo" />
        </button>
    }
    .into_any()
}

fn views(current: Memo<View>) -> AnyView {
    let link = |view: View| {
        view! {
            <a
                class="tabs__item"
                href=format!("?view={}", view.code())
                aria-current=move || (current.get() == view).then_some("page")
            >
                {view.label()}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label="Views of the editor">
            {View::ALL.into_iter().map(link).collect_view()}
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saving_says_where_it_stands() {
        let said = |saved: Saved| words(&saved, "Changed 2 h ago by Maria").0;
        assert_eq!(said(Saved::Yes(None)), "Changed 2 h ago by Maria");
        assert_eq!(said(Saved::Yes(Some("10:42".to_owned()))), "Saved 10:42");
        assert_eq!(said(Saved::Soon), "Saving…");
        assert_eq!(said(Saved::Again("no connection".to_owned())), "Not saved: no connection. Trying again");
    }
}
