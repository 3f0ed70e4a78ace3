//! The column on the right: what can be set of the open question or section.

use domain::survey::edit::Edit;
use domain::survey::finding::Place;
use domain::survey::recall::Name;
use domain::survey::template::{Meaning, is_key};
use domain::survey::texts::each_text_of;
use domain::survey::{Language, Question};
use leptos::ev;
use leptos::prelude::*;

use super::about;
use super::browser;
use super::control::{Choosable, Control, YES};
use super::field::{control, select};
use super::knob::{self, Knob, knobs};
use super::outline;
use super::question::change;
use super::state::{EditorState, Part};
use crate::components::icon::Icon;

/// The id of the column, which is a drawer on narrow screens.
pub(super) const PROPERTIES_ID: &str = "properties";

/// The column.
pub(super) fn properties(state: EditorState) -> AnyView {
    let open = Memo::new(move |_| state.selected.with(|selected| selected.question_key().map(str::to_owned)));
    let body = move || match open.get() {
        Some(key) => question(state, &key),
        None => section(state),
    };
    view! {
        <aside
            class="workbench__settings"
            id=PROPERTIES_ID
            aria-labelledby="properties-title"
            popover="auto"
            on:keydown=move |event| leave(state, &event)
        >
            {body}
        </aside>
    }
    .into_any()
}

/// Puts the focus on the column; where it is a drawer, it opens.
pub(super) fn enter(state: EditorState) {
    browser::open_panel(PROPERTIES_ID);
    browser::focus_soon(PROPERTIES_ID);
    state.say("In the settings. Escape leads back to the outline".to_owned());
}

/// Escape leads back to the row of the outline.
fn leave(state: EditorState, event: &ev::KeyboardEvent) {
    if event.key() == "Escape" && !event.default_prevented() {
        outline::back_to_row(state);
    }
}

fn section(state: EditorState) -> AnyView {
    let key = Memo::new(move |_| state.selected.with(|selected| selected.section_key().map(str::to_owned)));
    let fields = move || {
        key.get().map(|key| {
            let is_live = state.survey.with(|head| head.is_live(&key));
            key_field(&key, is_live, move |old, new| rename_section(state, old, new))
        })
    };
    view! {
        <h2 class="section__title section__title--gap" id="properties-title">
            {move || if key.get().is_some() { "Section" } else { "Page" }}
        </h2>
        <div class="stack stack--tight">
            <p class="small muted">"A section is a page of the survey. Open a question to see what can be set of it."</p>
            {fields}
        </div>
    }
    .into_any()
}

/// What the column shows of a question.
#[derive(Clone, PartialEq)]
struct Shown {
    label: &'static str,
    knobs: Vec<Knob>,
    takes_answer: bool,
    is_required: bool,
    meaning: Option<Meaning>,
    meanings: Vec<Option<Meaning>>,
    own_meaning: Option<&'static str>,
    languages: Vec<(String, usize)>,
}

fn question(state: EditorState, key: &str) -> AnyView {
    let shown = {
        let key = key.to_owned();
        Memo::new(move |_| {
            state.track(Part::Head);
            state.with_part(Part::Question(key.clone()), |template| {
                template.question(&key).map(|one| Shown {
                    label: one.kind.label(),
                    knobs: knobs(template, one),
                    takes_answer: one.takes_answer(),
                    is_required: one.is_required,
                    meaning: one.meaning,
                    meanings: about::meanings(&one.kind),
                    own_meaning: about::own_meaning(&one.kind),
                    languages: missing(one, &template.languages),
                })
            })
        })
    };
    let key = StoredValue::new(key.to_owned());
    let draw = move || {
        let Some(shown) = shown.get() else { return ().into_any() };
        view! {
            <h2 class="section__title section__title--gap" id="properties-title">
                {shown.label}
            </h2>
            <div class="stack stack--tight">
                {answering(state, key, &shown)}
                {counts_as(state, key, &shown)}
                {languages(&shown.languages)}
                {recall(state)}
            </div>
        }
        .into_any()
    };
    let is_live = key.with_value(|key| state.survey.with_untracked(|head| head.is_live(key)));
    let key_of = key.with_value(|key| key_field(key, is_live, move |old, new| rename(state, old, new)));
    view! {
        {draw}
        <div class="gap-top-large">{key_of}</div>
    }
    .into_any()
}

/// How many of a question's texts each language lacks.
fn missing(question: &Question, all: &[Language]) -> Vec<(String, usize)> {
    let lacking = |language: &Language| {
        let mut number = 0;
        each_text_of(question, &mut |_, field, text| {
            number += usize::from(text.get(language).is_none() && (field.is_needed() || !text.is_empty()));
        });
        (language.own_name(), number)
    };
    all.iter().map(lacking).collect()
}

fn answering(state: EditorState, key: StoredValue<String>, shown: &Shown) -> AnyView {
    let set = move |name: &'static str| {
        Callback::new(move |text: String| {
            browser::keep_focus();
            key.with_value(|key| change(state, key, |one| knob::turn(&mut one.kind, name, &text)));
        })
    };
    let to_required = Callback::new(move |text: String| {
        browser::keep_focus();
        key.with_value(|key| change(state, key, |one| one.is_required = text == YES));
    });
    let (ticks, others): (Vec<Knob>, Vec<Knob>) =
        shown.knobs.iter().cloned().partition(|knob| matches!(knob.control, Control::Tick(_)));
    let other = |Knob { name, label, control: shown }: Knob| {
        let id = format!("set-{name}");
        view! {
            <div class="field field--plain">
                <label class="field__label" for=id.clone()>
                    {label}
                </label>
                {control(id, label, shown, set(name))}
            </div>
        }
        .into_any()
    };
    let tick = |label: &'static str, name: &'static str, is_on: bool, set: Callback<String>| {
        view! {
            <label class="row">
                {control(format!("set-{name}"), label, Control::Tick(is_on), set)}
                {label}
            </label>
        }
        .into_any()
    };
    let mut ticked: Vec<AnyView> = Vec::new();
    if shown.takes_answer {
        ticked.push(tick("Required", "required", shown.is_required, to_required));
    }
    for Knob { name, label, control } in ticks {
        ticked.push(tick(label, name, control == Control::Tick(true), set(name)));
    }
    let others: Vec<AnyView> = others.into_iter().map(other).collect();
    view! {
        {others}
        <fieldset class="field field--plain">
            <legend class="field__label">"Answering"</legend>
            {ticked}
        </fieldset>
    }
    .into_any()
}

fn counts_as(state: EditorState, key: StoredValue<String>, shown: &Shown) -> AnyView {
    let own = shown.own_meaning;
    let code = |meaning: Option<Meaning>| about::meaning(meaning).0;
    let choice = (shown.meanings.len() > 1).then(|| {
        let all = shown.meanings.clone();
        let options: Vec<Choosable> = all.iter().map(|one| Choosable::new(code(*one), code(*one))).collect();
        let set = Callback::new(move |name: String| {
            if let Some(meaning) = all.iter().find(|one| code(**one) == name) {
                browser::keep_focus();
                key.with_value(|key| change(state, key, |one| one.meaning = *meaning));
            }
        });
        select("set-meaning".to_owned(), "Counts as", "input", &options, code(shown.meaning), set)
    });
    let words = match (own, shown.meaning) {
        (Some(own), None) => own,
        (_, meaning) => about::meaning(meaning).1,
    };
    view! {
        <div class="field field--plain">
            <span class="field__label">"Counts as"</span>
            {choice}
            <p class="small">{words}</p>
        </div>
    }
    .into_any()
}

fn languages(all: &[(String, usize)]) -> AnyView {
    let row = |(name, number): &(String, usize)| {
        let (class, icon, words) = match number {
            0 => ("", "check", String::new()),
            1 => ("checklist__open", "warn", ", 1 text missing".to_owned()),
            _ => ("checklist__open", "warn", format!(", {number} texts missing")),
        };
        let link = (*number > 0).then(|| view! { <a href="?view=languages">"Translate"</a> });
        view! {
            <li class=class>
                <Icon name=icon />
                <span><bdi>{name.clone()}</bdi> {words} " " {link}</span>
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = all.iter().map(row).collect();
    view! {
        <div class="field field--plain">
            <span class="field__label">"Languages"</span>
            <ul class="checklist">{rows}</ul>
        </div>
    }
    .into_any()
}

/// Facts that can be put into the text that was written last.
fn recall(state: EditorState) -> AnyView {
    let names = state.with_part(Part::Head, |template| {
        Name::ALL.into_iter().filter(|name| name.is_allowed(template.recall)).collect::<Vec<_>>()
    });
    let button = |name: Name| {
        let press = move |_| {
            let key = state.selected.with_untracked(|selected| selected.question_key().map(str::to_owned));
            if let Some(key) = key {
                browser::insert_words(&Place::question(&key).anchor(), &format!("{{{}}}", name.code()));
            }
        };
        view! {
            <li>
                <button class="button button--quiet button--small button--flush" type="button" on:click=press>
                    {name.label()}
                </button>
            </li>
        }
        .into_any()
    };
    let names: Vec<AnyView> = names.into_iter().map(button).collect();
    view! {
        <details class="fold">
            <summary class="small">"Put a fact of the deal into the question"</summary>
            <ul class="fold__list">{names}</ul>
            <p class="tiny faint">
                "Write {account|your company} to say what stands there when the deal does not say."
            </p>
        </details>
    }
    .into_any()
}

/// The stable key: to be changed only as long as nobody joined anything by it.
fn key_field(key: &str, is_live: bool, rename: impl Fn(&str, &str) + Send + Sync + 'static) -> AnyView {
    let old = key.to_owned();
    if is_live {
        let words = view! {
            <p class="small">
                <code class="code">{old}</code>
                " joins the answers of all versions in reports, so it does not change."
            </p>
        };
        return key_fold(words.into_any());
    }
    let value = old.clone();
    let set = move |event: ev::Event| {
        let new = event_target_value(&event);
        if new != old {
            rename(&old, new.trim());
        }
    };
    let field = view! {
        <div class="field field--plain">
            <label class="field__label" for="set-key">
                "Key"
            </label>
            <input
                class="input code"
                id="set-key"
                autocomplete="off"
                spellcheck="false"
                value=value.clone()
                prop:value=value
                on:change=set
            />
            <span class="field__help">"Joins versions in reports. It stays as soon as it is published."</span>
        </div>
    };
    key_fold(field.into_any())
}

/// Few ever need a key, so it is out of sight until somebody asks for it.
fn key_fold(body: AnyView) -> AnyView {
    view! {
        <details class="fold">
            <summary class="small">"Key in files and exports"</summary>
            {body}
        </details>
    }
    .into_any()
}

fn rename(state: EditorState, old: &str, new: &str) {
    if !is_key(new) {
        state.note("A key has 1 to 40 lower-case letters, digits or underscores".to_owned());
        return;
    }
    let renamed = change(state, old, |one| new.clone_into(&mut one.key));
    if renamed {
        state.select(Place::question(new));
        state.did(format!("The key is “{new}” now"));
    }
}

fn rename_section(state: EditorState, old: &str, new: &str) {
    if !is_key(new) {
        state.note("A key has 1 to 40 lower-case letters, digits or underscores".to_owned());
        return;
    }
    let Some(mut head) = state.with_untracked(|template| template.section(old).map(|one| one.head())) else {
        return;
    };
    new.clone_into(&mut head.key);
    if state.try_apply(Edit::ReplaceSectionHead { section: old.to_owned(), head: Box::new(head) }) {
        state.select(Place::section(new));
        state.did(format!("The key is “{new}” now"));
    }
}
