//! The menu of kinds: found by typing, grouped, and worked by keys alone.

use domain::survey::catalogue::{ENTRIES, Entry, Group, blank, blank_kind};
use domain::survey::edit::Edit;
use domain::survey::finding::Place;
use leptos::ev;
use leptos::prelude::*;

use super::about;
use super::arrange::place;
use super::browser;
use super::state::EditorState;
use crate::components::icon::Icon;

const ADD_ID: &str = "add-question";
const SEARCH_ID: &str = "add-search";

/// The kinds that fit what was typed.
#[must_use]
pub(super) fn matching(words: &str) -> Vec<&'static Entry> {
    let words = words.trim().to_ascii_lowercase();
    let fits = |entry: &&Entry| {
        let text =
            format!("{} {} {}", entry.label, entry.about, entry.code.replace('_', " ")).to_ascii_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
    };
    // What is called so comes before what only talks of it.
    let (mut found, others): (Vec<_>, Vec<_>) = ENTRIES
        .iter()
        .filter(fits)
        .partition(|entry| words.is_empty() || entry.label.to_ascii_lowercase().contains(&words));
    found.extend(others);
    found
}

/// The button that opens the menu.
pub(super) fn button(typed: RwSignal<String>) -> AnyView {
    let open = move |_| {
        typed.set(String::new());
        crate::browser::show_dialog(ADD_ID);
    };
    view! {
        <button class="button button--quiet button--flush" type="button" id="add" on:click=open>
            <Icon name="plus" />
            "Question"
        </button>
    }
    .into_any()
}

/// The menu.
pub(super) fn menu(state: EditorState, typed: RwSignal<String>) -> AnyView {
    let walk = move |event: ev::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            "Enter" if crate::browser::active_id() == SEARCH_ID => {
                event.prevent_default();
                if let Some(first) = matching(&typed.get_untracked()).first() {
                    add(state, first.code);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        browser::focus_beside("#add-question :is(input, .kinds__item)", by);
    };
    let list = move || {
        let found = matching(&typed.get());
        if found.is_empty() {
            return view! { <p class="faint">"No kind is called so."</p> }.into_any();
        }
        if !typed.with(|typed| typed.trim().is_empty()) {
            let items: Vec<AnyView> = found.into_iter().map(|entry| item(state, entry)).collect();
            return view! { <ul class="kinds">{items}</ul> }.into_any();
        }
        let group = |group: Group| {
            let items: Vec<AnyView> =
                ENTRIES.iter().filter(|entry| entry.group == group).map(|entry| item(state, entry)).collect();
            view! {
                <h3 class="kinds__group">{group.label()}</h3>
                <ul class="kinds">{items}</ul>
            }
            .into_any()
        };
        Group::ALL.into_iter().map(group).collect::<Vec<AnyView>>().into_any()
    };
    view! {
        <dialog class="dialog dialog--kinds" id=ADD_ID aria-labelledby="add-title" on:keydown=walk>
            <h2 id="add-title">"Add a question"</h2>
            <input
                class="input"
                id=SEARCH_ID
                type="search"
                aria-label="Find a kind"
                placeholder="Find a kind: choice, price, text…"
                autocomplete="off"
                autofocus
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <div class="kinds__list">{list}</div>
            <form class="dialog__foot" method="dialog">
                <button class="button">"Cancel"</button>
            </form>
        </dialog>
    }
    .into_any()
}

fn item(state: EditorState, entry: &'static Entry) -> AnyView {
    let english = domain::survey::Language::english();
    let icon = blank_kind(entry.code, &english).map_or("text", |kind| about::icon(&kind));
    view! {
        <li>
            <button class="kinds__item" type="button" on:click=move |_| add(state, entry.code)>
                <Icon name=icon />
                <span>
                    <b>{entry.label}</b>
                    <span class="kinds__about">{entry.about}</span>
                </span>
            </button>
        </li>
    }
    .into_any()
}

/// Puts a new question behind the open one, or at the end of the open section.
fn add(state: EditorState, code: &str) {
    let new = state.with_untracked(|template| {
        let question = blank(template, code)?;
        let selected = state.selected.get_untracked();
        let beside = selected.question_key().and_then(|key| place(template, key));
        let (section, at) = match beside {
            Some((section, at)) => (section, at + 1),
            None => {
                let section = selected
                    .section_key()
                    .and_then(|key| template.sections.iter().position(|one| one.key == key))
                    .unwrap_or(0);
                (section, usize::MAX)
            }
        };
        let section = template.sections.get(section)?.key.clone();
        Some(Edit::InsertQuestion { section, at, question: Box::new(question) })
    });
    browser::close_dialog(ADD_ID);
    let Some(edit) = new else { return };
    let (place, label) = match &edit {
        Edit::InsertQuestion { question, .. } => (Place::question(&question.key), question.kind.label()),
        _ => return,
    };
    if state.try_apply(edit) {
        state.select(place.clone());
        browser::focus_soon(&place.anchor());
        state.did(format!("Added: {label}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_what_it_is_called_or_is_for() {
        let codes = |words: &str| matching(words).iter().map(|entry| entry.code).collect::<Vec<_>>();
        assert_eq!(codes("").len(), ENTRIES.len());
        assert_eq!(codes("price"), ["price_gap"]);
        assert_eq!(codes("choice")[..2], ["single_choice", "multiple_choice"]);
        assert_eq!(codes("LONG text"), ["long_text"]);
        assert!(codes("nothing like this").is_empty());
    }
}
