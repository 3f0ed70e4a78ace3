//! The editor of a survey: an outline, a canvas on which the open question is edited in its place, and what can be set
//! of it; with views of the logic, the languages, the branding and the settings.
//!
//! The cast: [`state::EditorState`] holds the draft and is the only way to change it; `field` has the fields that
//! everything is made of; `rule` has rules as values and as sentences; each column and each view has a file of its
//! own. What is pure (`arrange`, `about`, `list`, `knob`, `control`, `rule::{node, leaf, place}`) is tested without
//! a page.

pub mod about;
pub mod arrange;
pub mod branding;
pub mod control;
pub mod knob;
pub mod languages;
pub mod list;
pub mod rule;
pub mod settings;
pub mod state;
pub mod view;

mod add;
mod bar;
mod browser;
mod canvas;
mod conflict;
mod field;
mod head;
mod logic;
mod notices;
mod outline;
mod problems;
mod properties;
mod publish;
mod question;
mod read_only;
mod seen;

use domain::id::TemplateId;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use self::bar::Opened;
use self::publish::Step;
use self::state::EditorState;
use self::view::View;
use crate::api::survey::editor::{Editing, load_editor};
use crate::components::late::late;
use crate::components::loaded::{Loaded, load};
use crate::components::skeleton::editor_skeleton;
use crate::format;

/// What is said when a version was taken up as the draft.
const RESTORED: &str = "That version is the draft now. Buyers see it when you publish it.";

/// Loads the survey in the address.
#[component]
pub fn EditorPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<TemplateId>().ok()));
    let editing = load(move || id.get(), load_editor);
    let query = use_query_map();
    let view =
        Memo::new(move |_| query.with(|query| View::from_code(query.get_str("view").unwrap_or_default())));
    let navigate = use_navigate();
    let to_view = Callback::new(move |view: View| {
        navigate(
            &format!("?view={}", view.code()),
            leptos_router::NavigateOptions { scroll: false, ..Default::default() },
        );
    });
    let page = move |editing: Editing| {
        let is_restored = query.with_untracked(|query| query.get_str("done") == Some("restored"));
        view! { <Editor editing=editing view=view to_view=to_view is_restored=is_restored /> }.into_any()
    };
    view! {
        <Loaded
            resource=editing
            title="Editor"
            skeleton=ViewFnOnce::from(editor_skeleton)
            page=page
        />
    }
    .into_any()
}

/// The editor of a given survey.
#[component]
pub fn Editor(
    /// What was loaded.
    editing: Editing,
    /// The view that the address says.
    view: Memo<View>,
    /// Goes to another view.
    to_view: Callback<View>,
    /// Whether a version has just become the draft.
    is_restored: bool,
) -> impl IntoView {
    let changed = match editing.draft.at {
        _ if !editing.draft.is_changed => "Nothing changed since".to_owned(),
        Some(at) => format!("Changed {} by {}", format::ago(at, editing.as_of), editing.by),
        None => String::new(),
    };
    let opened = Opened { changed, is_changed: editing.draft.is_changed, answers: editing.answers };
    let text = read_only::read_only(editing.head.id, &editing.draft.template);
    let state = EditorState::open(editing);
    let (step, is_opened) = (RwSignal::new(Step::Looking), RwSignal::new(false));
    notices::listen(state);
    if is_restored {
        // Said once it is drawn, so that it is read aloud.
        Effect::new(move |_| state.note(RESTORED.to_owned()));
    }
    lead(state, view, to_view);
    let body = move || match view.get() {
        View::Questions => workbench(state),
        View::Logic => late(move || logic::late_logic(state)),
        View::Languages => framed(View::Languages, late(move || languages::late_languages(state))),
        View::Branding => framed(View::Branding, late(move || branding::late_branding(state))),
        View::Settings => framed(View::Settings, late(move || settings::late_settings(state))),
    };
    view! {
        <div class="editor" on:focusout=move |_| state.pause()>
            {bar::bar(state, view, opened, publish::opener(state, step, is_opened))}
            <noscript inner_html=text></noscript>
            {notices::left(state)}
            {conflict::conflict(state)}
            {body}
            {publish::dialog(state, step, is_opened)}
            {notices::notices(state)}
        </div>
    }
    .into_any()
}

fn framed(view: View, body: AnyView) -> AnyView {
    view! {
        <main class="editor__view" id="main">
            <h1 class="visually-hidden">{view.label()}</h1>
            {body}
        </main>
    }
    .into_any()
}

fn workbench(state: EditorState) -> AnyView {
    view! {
        <div class="workbench">
            {outline::outline(state)}
            {canvas::canvas(state)}
            {properties::properties(state)}
        </div>
    }
    .into_any()
}

/// Leads to the place that somebody wants to see: to its view, to its section or question, and to the field itself.
fn lead(state: EditorState, view: Memo<View>, to_view: Callback<View>) {
    Effect::new(move |_| {
        let Some(place) = state.wanted() else { return };
        browser::close_dialog(publish::PUBLISH_ID);
        browser::close_popover(outline::OUTLINE_ID);
        if let Some(opened) = view::opened(&place) {
            state.select(opened);
        }
        let wanted = View::of(&place);
        if view.get_untracked() != wanted {
            to_view.run(wanted);
        }
        browser::focus_soon(&place.anchor());
    });
}
