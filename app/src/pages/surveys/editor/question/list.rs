//! The list editor: choices, rows, criteria and steps, added, pasted, moved and taken away.

use domain::survey::finding::Place;
use domain::survey::texts::{TextAt, TextField};
use domain::survey::{Choice, Kind};
use domain::taxonomy::Theme;
use leptos::prelude::*;
use leptos::{ev, html};

use super::super::arrange::Way;
use super::super::browser;
use super::super::control::{Choosable, YES};
use super::super::field::{Look, each, icon_button, select, text};
use super::super::list::{Which, pasted};
use super::super::outline::{by_hand, step};
use super::super::state::EditorState;
use super::change;
use crate::components::icon::Icon;

/// A list of a question.
pub(super) fn list(state: EditorState, question: &str, which: Which) -> AnyView {
    let host = NodeRef::<html::Ol>::new();
    let key = StoredValue::new(question.to_owned());
    by_hand(host, move |row, target, where_to| {
        key.with_value(|question| dropped(state, question, which, &row, &target, where_to == "after"));
    });
    let kind = key.with_value(|question| {
        state.with_untracked(|template| template.question(question).map(|one| one.kind.clone()))
    });
    let Some(kind) = kind else { return ().into_any() };
    let keys = move || {
        key.with_value(|question| state.with_question(question, |one| which.keys(&one.kind)))
            .unwrap_or_default()
    };
    let one = which.one(&kind);
    let rows = each(keys, move |item| key.with_value(|question| row(state, question, which, item)));
    let add =
        move |_| key.with_value(|question| insert(state, question, which, usize::MAX, &[String::new()]));
    view! {
        <section class="options-list" aria-label=which.heading(&kind)>
            <h2 class="tiny faint">{which.heading(&kind)}</h2>
            <ol class="options" node_ref=host>
                {rows}
            </ol>
            <div class="options__foot">
                <button class="button button--quiet button--small button--flush" type="button" on:click=add>
                    <Icon name="plus" />
                    {format!("Add a {one}")}
                </button>
                {(which == Which::Choices).then(|| standard(state, question))}
                <span class="tiny faint wide-only">"Paste several lines at once; Alt and the arrows move"</span>
            </div>
        </section>
    }
    .into_any()
}

fn row(state: EditorState, question: &str, which: Which, item: String) -> AnyView {
    let place = which.place(question, &item);
    let anchor = place.anchor();
    let label = text(
        state,
        TextAt { place: place.clone(), field: TextField::Label },
        Look {
            label: state
                .with_untracked(|template| template.question(question).map_or("", |one| which.one(&one.kind)))
                .to_owned(),
            class: "input input--bare options__label",
            empty: "Words",
            has_lines: false,
            id: anchor.clone(),
        },
    );
    let help = (which == Which::Choices).then(|| {
        text(
            state,
            TextAt { place, field: TextField::Help },
            Look {
                label: "A line under the choice".to_owned(),
                class: "input input--bare options__help",
                empty: "A line under it",
                has_lines: false,
                id: format!("help-{anchor}"),
            },
        )
    });
    let ids = StoredValue::new((question.to_owned(), item.clone()));
    let keys = move |event: ev::KeyboardEvent| {
        ids.with_value(|(question, item)| press(state, question, which, item, &event))
    };
    let paste = move |event: ev::ClipboardEvent| {
        ids.with_value(|(question, item)| paste_lines(state, question, which, item, &event));
    };
    let take_away = icon_button(format!("delete-{anchor}"), "Delete".to_owned(), "x", move || {
        ids.with_value(|(question, item)| remove(state, question, which, item));
    });
    view! {
        <li class="options__item" data-row=format!("o:{item}") data-kind="o" on:keydown=keys on:paste=paste>
            <span class="grip" data-grip="" aria-hidden="true">
                <Icon name="grip" />
            </span>
            <div class="options__words">{label} {help}</div>
            {(which == Which::Choices).then(|| choice(state, question, &item))}
            {take_away}
        </li>
    }
    .into_any()
}

/// The theme of a choice, and whether it excludes the others.
fn choice(state: EditorState, question: &str, item: &str) -> AnyView {
    let ids = StoredValue::new((question.to_owned(), item.to_owned()));
    let set = ids.with_value(|(question, item)| {
        let (question, item) = (question.clone(), item.clone());
        Memo::new(move |_| {
            state
                .with_question(&question, |one| {
                    let choice = one.kind.choice(&item)?;
                    let can_exclude = matches!(one.kind, Kind::MultipleChoice { .. });
                    let has_themes = !matches!(one.kind, Kind::TurningPoint { .. });
                    Some((choice.theme, choice.is_exclusive, can_exclude, has_themes))
                })
                .flatten()
        })
    });
    let to_theme = Callback::new(move |code: String| {
        let theme = Theme::ALL.into_iter().find(|one| one.code() == code);
        ids.with_value(|(question, item)| {
            change_choice(state, question, item, |choice| choice.theme = theme)
        });
    });
    let exclude = move |event: ev::Event| {
        let is_on = event_target_checked(&event);
        ids.with_value(|(question, item)| {
            change_choice(state, question, item, |choice| choice.is_exclusive = is_on)
        });
    };
    let draw = move || {
        let (theme, is_exclusive, can_exclude, has_themes) = set.get()?;
        let id = ids.with_value(|(question, item)| format!("theme-{question}-{item}"));
        let options: Vec<Choosable> = std::iter::once(Choosable::new("", "No theme"))
            .chain(Theme::ALL.map(|one| Choosable::new(one.code(), one.label())))
            .collect();
        let value = theme.map_or("", Theme::code);
        let class = if theme.is_some() { "options__theme options__theme--set" } else { "options__theme" };
        let theme = has_themes.then(|| select(id, "Theme", class, &options, value, to_theme));
        let alone = can_exclude.then(|| {
            view! {
                <label class="options__alone tiny" title="Excludes all others, as “None of these” does">
                    <input
                        class="check"
                        type="checkbox"
                        value=YES
                        checked=is_exclusive
                        prop:checked=is_exclusive
                        on:change=exclude
                    />
                    "exclusive"
                </label>
            }
        });
        Some(view! { <span class="options__more">{theme} {alone}</span> })
    };
    view! { {draw} }.into_any()
}

fn change_choice(state: EditorState, question: &str, item: &str, with: impl FnOnce(&mut Choice)) {
    change(state, question, |one| {
        let choices = one.kind.choices_mut();
        if let Some(choice) = choices.and_then(|all| all.iter_mut().find(|choice| choice.key == item)) {
            with(choice);
        }
    });
}

/// Adds the reasons of the standard list that are not there yet.
fn standard(state: EditorState, question: &str) -> AnyView {
    let key = StoredValue::new(question.to_owned());
    let missing = Memo::new(move |_| {
        key.with_value(|question| {
            state.with_question(question, |one| {
                let has =
                    |theme: &Theme| one.kind.choices().iter().any(|choice| choice.theme == Some(*theme));
                let is_about_reasons = one.kind.choices().iter().any(|choice| choice.theme.is_some());
                if is_about_reasons { Theme::ALL.iter().filter(|theme| !has(theme)).count() } else { 0 }
            })
        })
        .unwrap_or(0)
    });
    let add = move |_| {
        let language = state.with_untracked(|template| template.language().clone());
        key.with_value(|question| {
            change(state, question, |one| {
                let standard = domain::survey::catalogue::themed(&language);
                if let Some(choices) = one.kind.choices_mut() {
                    for choice in standard {
                        if !choices.iter().any(|there| there.theme == choice.theme || there.key == choice.key)
                        {
                            choices.push(choice);
                        }
                    }
                }
            });
        });
    };
    let button = move || {
        (missing.get() > 0).then(|| {
            view! {
                <button class="button button--quiet button--small" type="button" on:click=add>
                    {format!("Add {} more of the standard list", missing.get())}
                </button>
            }
        })
    };
    view! { {button} }.into_any()
}

fn press(state: EditorState, question: &str, which: Which, item: &str, event: &ev::KeyboardEvent) {
    if let Some(way) = step(event) {
        shift(state, question, which, item, way);
        return;
    }
    let is_in_label = crate::browser::active_id() == which.place(question, item).anchor();
    if !is_in_label || event.is_composing() {
        return;
    }
    let keys = keys(state, question, which);
    let at = keys.iter().position(|key| key == item).unwrap_or(keys.len());
    let is_empty = state.with_untracked(|template| {
        let at = TextAt { place: which.place(question, item), field: TextField::Label };
        at.find(template).is_none_or(|text| text.get(&state.language.get_untracked()).is_none())
    });
    match event.key().as_str() {
        "Enter" => insert(state, question, which, at + 1, &[String::new()]),
        "Backspace" if is_empty && keys.len() > 1 => {
            event.prevent_default();
            remove(state, question, which, item);
        }
        _ => {}
    }
}

fn paste_lines(state: EditorState, question: &str, which: Which, item: &str, event: &ev::ClipboardEvent) {
    let lines = pasted(&browser::pasted(event.as_ref()));
    if lines.len() < 2 || crate::browser::active_id() != which.place(question, item).anchor() {
        return;
    }
    event.prevent_default();
    let keys = keys(state, question, which);
    let at = keys.iter().position(|key| key == item).unwrap_or(keys.len());
    let is_blank = state.with_untracked(|template| {
        let at = TextAt { place: which.place(question, item), field: TextField::Label };
        at.find(template).is_none_or(domain::survey::Text::is_empty)
    });
    let language = state.language.get_untracked();
    let done = change(state, question, |one| {
        which.insert(&mut one.kind, at + 1, &lines, &language);
        if is_blank {
            which.remove(&mut one.kind, item);
        }
    });
    if done {
        state.did(format!("Added {} lines", lines.len()));
    }
}

fn keys(state: EditorState, question: &str, which: Which) -> Vec<String> {
    state
        .with_untracked(|template| template.question(question).map(|one| which.keys(&one.kind)))
        .unwrap_or_default()
}

fn insert(state: EditorState, question: &str, which: Which, at: usize, words: &[String]) {
    let language = state.language.get_untracked();
    let mut new = Vec::new();
    let done = change(state, question, |one| {
        let end = which.keys(&one.kind).len();
        new = which.insert(&mut one.kind, at.min(end), words, &language);
    });
    if let (true, Some(key)) = (done, new.last()) {
        browser::focus_soon(&which.place(question, key).anchor());
    }
}

fn remove(state: EditorState, question: &str, which: Which, item: &str) {
    let keys = keys(state, question, which);
    let at = keys.iter().position(|key| key == item).unwrap_or(0);
    let next = at.checked_sub(1).and_then(|before| keys.get(before)).or_else(|| keys.get(at + 1));
    let place = next.map_or_else(|| Place::question(question), |key| which.place(question, key));
    if change(state, question, |one| which.remove(&mut one.kind, item)) {
        browser::focus_soon(&place.anchor());
        state.did(format!("Deleted a {}", name(state, question, which)));
    }
}

fn name(state: EditorState, question: &str, which: Which) -> &'static str {
    state.with_untracked(|template| template.question(question).map_or("row", |one| which.one(&one.kind)))
}

fn shift(state: EditorState, question: &str, which: Which, item: &str, way: Way) {
    let keys = keys(state, question, which);
    let Some(at) = keys.iter().position(|key| key == item) else { return };
    let to = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1).filter(|to| *to < keys.len()),
    };
    let Some(to) = to else {
        state.say("It cannot go further".to_owned());
        return;
    };
    browser::keep_focus();
    if change(state, question, |one| which.shift(&mut one.kind, item, to)) {
        state.say(format!("Moved to place {} of {}", to + 1, keys.len()));
    }
}

fn dropped(state: EditorState, question: &str, which: Which, row: &str, target: &str, is_behind: bool) {
    let (Some(item), Some(other)) = (row.strip_prefix("o:"), target.strip_prefix("o:")) else { return };
    let keys = keys(state, question, which);
    let place = |key: &str| keys.iter().position(|one| one == key);
    let (Some(from), Some(to)) = (place(item), place(other)) else { return };
    let to = to + usize::from(is_behind);
    let to = if from < to { to - 1 } else { to };
    if from != to && change(state, question, |one| which.shift(&mut one.kind, item, to)) {
        state.did(format!("Moved to place {} of {}", to + 1, keys.len()));
    }
}
