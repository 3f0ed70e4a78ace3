//! A question on the canvas: closed it reads as the buyer will meet it, open it is edited in its place.

mod list;

use domain::survey::edit::{Edit, duplicate};
use domain::survey::finding::Place;
use domain::survey::texts::{TextAt, TextField};
use domain::survey::{Kind, Question};
use leptos::prelude::*;

use super::about::{self, Shown};
use super::arrange::{Way, beside};
use super::browser;
use super::field::{Look, icon_button, text};
use super::list::Which;
use super::outline::move_question;
use super::rule::place::RuleAt;
use super::rule::view::rule;
use super::seen::late_as_the_buyer_sees_it;
use super::state::{EditorState, Part};
use crate::components::icon::Icon;
use crate::components::late::{coming, inset};

/// The card of a question.
pub(super) fn card(state: EditorState, key: String) -> AnyView {
    let is_open = {
        let key = key.clone();
        Memo::new(move |_| state.selected.with(|selected| selected.question_key() == Some(&key)))
    };
    let row = format!("q:{key}");
    let body = move || if is_open.get() { open(state, &key) } else { closed(state, &key) };
    view! {
        <li class="canvas__row" data-row=row data-kind="q">
            {body}
        </li>
    }
    .into_any()
}

/// What a closed card shows.
#[derive(Clone, PartialEq, Default)]
struct Closed {
    icon: &'static str,
    line: String,
    words: Vec<Shown>,
    answers: String,
    has_rule: bool,
}

fn closed(state: EditorState, key: &str) -> AnyView {
    let place = Place::question(key);
    let anchor = place.anchor();
    let key = key.to_owned();
    let shown = Memo::new(move |_| {
        let language = state.language.get();
        let part = Part::Question(key.clone());
        let read = |template: &domain::survey::Template| {
            template.question(&key).map(|one| {
                let languages = [&language, template.language()];
                Closed {
                    icon: about::icon(&one.kind),
                    line: about::line(one),
                    words: about::shown(template, one.text.read(&languages).words),
                    answers: about::answers(one, &languages),
                    has_rule: one.show_if.is_some(),
                }
            })
        };
        state.with_part(part, read).unwrap_or_default()
    });
    let press = move |_| {
        state.select(place.clone());
        browser::focus_soon(&place.anchor());
    };
    view! {
        <article class="question">
            {move || {
                let Closed { icon, line, words, answers, has_rule } = shown.get();
                view! {
                    <p class="question__kind">
                        <Icon name=icon />
                        {line}
                        {has_rule.then(|| view! { <Icon name="branch" /><span class="visually-hidden">", with a rule"</span> })}
                    </p>
                    <h2 class="question__words">
                        <button class="question__open" type="button" id=anchor.clone() on:click=press.clone()>
                            {said(words)}
                        </button>
                    </h2>
                    <p class="small muted">{answers}</p>
                }
            }}
        </article>
    }
    .into_any()
}

/// Words with what they recall, by name.
fn said(words: Vec<Shown>) -> AnyView {
    if words.is_empty() {
        return view! { <span class="faint">"No words yet"</span> }.into_any();
    }
    let part = |part: Shown| match part {
        Shown::Words(words) => words.into_any(),
        Shown::Recall(name) => view! { <span class="recall">{name}</span> }.into_any(),
    };
    words.into_iter().map(part).collect::<Vec<AnyView>>().into_any()
}

fn open(state: EditorState, key: &str) -> AnyView {
    let place = Place::question(key);
    let of = |field: TextField| TextAt { place: place.clone(), field };
    let title = text(
        state,
        of(TextField::Question),
        Look {
            label: "Question".to_owned(),
            class: "input input--title",
            empty: "What do you ask?",
            has_lines: false,
            id: place.anchor(),
        },
    );
    let help = text(
        state,
        of(TextField::Help),
        Look {
            label: "Hint".to_owned(),
            class: "input input--bare",
            empty: "A hint under the question",
            has_lines: true,
            id: format!("help-{key}"),
        },
    );
    let (parts_of, seen_of) = (key.to_owned(), key.to_owned());
    view! {
        <article class="question question--open" aria-label="Open question">
            {bar(state, key)}
            {title}
            {help}
            {inset(coming, move || late_parts(state, &parts_of))}
            {rule(state, RuleAt::ShowQuestion(key.to_owned()))}
            {required(state, key)}
            {inset(|| ().into_any(), move || late_as_the_buyer_sees_it(state, &seen_of))}
        </article>
    }
    .into_any()
}

fn bar(state: EditorState, key: &str) -> AnyView {
    let line = {
        let key = key.to_owned();
        Memo::new(move |_| {
            state.with_question(&key, |one| (about::icon(&one.kind), about::line(one))).unwrap_or_default()
        })
    };
    let button = |name: &str, label: &str, icon: &'static str, act: fn(EditorState, &str)| {
        let key = key.to_owned();
        icon_button(format!("{name}-{key}"), label.to_owned(), icon, move || act(state, &key))
    };
    view! {
        <div class="question__bar">
            <span class="grip" data-grip="" aria-hidden="true" title="Move by hand; Alt and the arrows move by keys">
                <Icon name="grip" />
            </span>
            <p class="question__kind">
                {move || view! { <Icon name=line.with(|line| line.0) /> }}
                {move || line.with(|line| line.1.clone())}
            </p>
            <span class="push"></span>
            {button("up", "Move up", "up-arrow", |state, key| move_question(state, key, Way::Up))}
            {button("down", "Move down", "down-arrow", |state, key| move_question(state, key, Way::Down))}
            {button("copy", "Duplicate", "copy", copy)}
            {button("delete", "Delete", "trash", remove)}
        </div>
    }
    .into_any()
}

/// What a kind is made of, to be edited: its texts and its lists.
#[inline(never)]
fn late_parts(state: EditorState, key: &str) -> AnyView {
    let shape = {
        let key = key.to_owned();
        Memo::new(move |_| {
            state.with_question(&key, |one| (Which::of(&one.kind), own_texts(one))).unwrap_or_default()
        })
    };
    let key = key.to_owned();
    let draw = move || {
        let (lists, texts) = shape.get();
        let field = |(field, label): &(TextField, &'static str)| {
            let at = TextAt { place: Place::question(&key), field: *field };
            let id = format!("{}-{key}", label.to_ascii_lowercase().replace(' ', "-"));
            let (target, look) = (
                id.clone(),
                Look { label: (*label).to_owned(), class: "input", empty: "", has_lines: false, id },
            );
            view! {
                <div class="field field--plain">
                    <label class="field__label" for=target>
                        {*label}
                    </label>
                    {text(state, at, look)}
                </div>
            }
            .into_any()
        };
        let texts: Vec<AnyView> = texts.iter().map(field).collect();
        let lists: Vec<AnyView> = lists.into_iter().map(|which| list::list(state, &key, which)).collect();
        view! {
            <div class="question__parts">
                <div class="ends">{texts}</div>
                {lists}
            </div>
        }
        .into_any()
    };
    view! { <div>{draw}</div> }.into_any()
}

/// The texts of a kind's own.
fn own_texts(question: &Question) -> Vec<(TextField, &'static str)> {
    match &question.kind {
        Kind::Rating { steps, .. } => {
            let high = if *steps == 5 { "What 5 means" } else { "What the highest means" };
            vec![(TextField::Low, "What 1 means"), (TextField::High, high)]
        }
        Kind::Nps { .. } => vec![(TextField::Low, "What 0 means"), (TextField::High, "What 10 means")],
        Kind::HeadToHead { .. } => vec![(TextField::Low, "What 1 means"), (TextField::High, "What 5 means")],
        Kind::Number { .. } => vec![(TextField::Unit, "Unit")],
        Kind::Consent { .. } => vec![(TextField::Statement, "What is agreed to")],
        _ => Vec::new(),
    }
}

/// The rule that requires an answer, where one may be missing.
fn required(state: EditorState, key: &str) -> AnyView {
    let wanted = {
        let key = key.to_owned();
        Memo::new(move |_| {
            state.with_question(&key, |one| {
                one.takes_answer() && (!one.is_required || one.require_if.is_some())
            })
        })
    };
    let key = key.to_owned();
    let draw = move || {
        if wanted.get() == Some(true) { rule(state, RuleAt::Require(key.clone())) } else { ().into_any() }
    };
    view! { <div>{draw}</div> }.into_any()
}

fn copy(state: EditorState, key: &str) {
    let Some(edit) = state.with_untracked(|template| duplicate(template, key)) else { return };
    let place = match &edit {
        Edit::InsertQuestion { question, .. } => Place::question(&question.key),
        _ => return,
    };
    let name = state.question_name(key);
    if state.try_apply(edit) {
        browser::focus_soon(&place.anchor());
        state.select(place);
        state.did(format!("Duplicated {name}"));
    }
}

/// Deletes a question, unless somebody uses it; what is beside it is open then.
pub(super) fn remove(state: EditorState, key: &str) {
    let name = state.question_name(key);
    let next = state.with_untracked(|template| beside(template, key)).unwrap_or(Place::Survey);
    if state.try_apply(Edit::RemoveQuestion { question: key.to_owned() }) {
        browser::focus_soon(&format!("outline-{}", next.anchor()));
        state.select(next);
        state.did(format!("Deleted {name}"));
    }
}

/// Changes a question; tells whether it was done.
pub(super) fn change(state: EditorState, key: &str, change: impl FnOnce(&mut Question)) -> bool {
    let Some(mut with) = state.with_untracked(|template| template.question(key).cloned()) else {
        return false;
    };
    change(&mut with);
    state.try_apply(Edit::ReplaceQuestion { question: key.to_owned(), with: Box::new(with) })
}
