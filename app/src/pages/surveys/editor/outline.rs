//! The outline: sections and questions in their order, with marks for rules and problems; where they are moved.

use std::collections::BTreeMap;

use domain::survey::edit::Edit;
use domain::survey::finding::{Finding, Level, Place, RuleOf};
use domain::survey::{Language, Section, Text, fresh_key, named};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::prelude::Closure;

use super::about;
use super::arrange::{Drop, Move, Way, drop_question, drop_section, instead, step_question, step_section};
use super::browser;
use super::field::each;
use super::properties;
use super::state::{EditorState, Part};
use crate::components::icon::Icon;

/// The id of the outline, which is a drawer on narrow screens.
pub(super) const OUTLINE_ID: &str = "outline";

/// The rows, as the arrows go.
const ROWS: &str = ".outline button";

/// The worst that was found about each section and question.
pub(super) type Marks = BTreeMap<Part, Level>;

/// The outline.
pub(super) fn outline(state: EditorState) -> AnyView {
    let marks = Memo::new(move |_| marks(&state.findings()));
    let list = NodeRef::<html::Ol>::new();
    by_hand(list, move |row, target, where_to| dropped(state, &row, &target, &where_to));
    let keys = move || {
        state.with_part(Part::Order, |template| {
            template.sections.iter().map(|section| section.key.clone()).collect()
        })
    };
    let sections = each(keys, move |key| section(state, marks, key));
    view! {
        <nav class="workbench__outline" id=OUTLINE_ID aria-labelledby="outline-title" popover="auto">
            <h2 class="section__title section__title--gap" id="outline-title">
                "Outline"
            </h2>
            <ol class="outline" node_ref=list>
                <li>
                    <span class="outline__section">"Start"</span>
                    {around(state, marks, Place::Survey, "Welcome and who will see it")}
                </li>
                {sections}
                <li>
                    <span class="outline__section">"End"</span>
                    {around(state, marks, Place::Thanks, "Thanks, by outcome")}
                </li>
            </ol>
            <button
                class="button button--quiet button--small outline__add"
                type="button"
                on:click=move |_| add_section(state)
            >
                <Icon name="plus" />
                "Section"
            </button>
            {problems(state)}
        </nav>
    }
    .into_any()
}

/// Lets the rows of a list be moved by hand.
pub(super) fn by_hand(list: NodeRef<html::Ol>, moved: impl Fn(String, String, String) + Copy + 'static) {
    Effect::new(move |_| {
        if let Some(host) = list.get() {
            let heard = Closure::<dyn Fn(String, String, String)>::new(moved);
            browser::sortable(host.as_ref(), &heard);
            // Listens as long as the list is there.
            let listening = StoredValue::new_local(heard);
            on_cleanup(move || listening.dispose());
        }
    });
}

/// The first or the last page.
fn around(state: EditorState, marks: Memo<Marks>, place: Place, words: &'static str) -> AnyView {
    let id = format!("outline-{}", place.anchor());
    let is_open = {
        let place = place.clone();
        move || state.selected.with(|selected| *selected == place)
    };
    let mark = move || marks.with(|marks| marks.get(&Part::Head).copied());
    let here = place.clone();
    view! {
        <ol>
            <li>
                <button
                    class="outline__item"
                    type="button"
                    id=id
                    aria-current=move || is_open().then_some("true")
                    on:click=move |_| open(state, place.clone())
                    on:keydown=move |event| walk(state, &here, &event)
                >
                    <Icon name="text" />
                    <span>{words}</span>
                    {move || mark().map(problem_mark)}
                </button>
            </li>
        </ol>
    }
    .into_any()
}

fn section(state: EditorState, marks: Memo<Marks>, key: String) -> AnyView {
    let place = Place::section(&key);
    let id = format!("outline-{}", place.anchor());
    let title = {
        let key = key.clone();
        Memo::new(move |_| {
            let at = state.with_part(Part::Order, |template| {
                template.sections.iter().position(|section| section.key == key).unwrap_or(0) + 1
            });
            let of = state.with_part(Part::Section(key.clone()), |template| {
                template.section(&key).map(|one| {
                    (
                        named::words(template, &one.title, "Without a title"),
                        one.show_if.is_some() || !one.jumps.is_empty(),
                    )
                })
            });
            of.map(|(words, has_rule)| (format!("{at} {words}"), has_rule)).unwrap_or_default()
        })
    };
    let is_open = {
        let place = place.clone();
        move || state.selected.with(|selected| *selected == place)
    };
    let (here, mark) = (key.clone(), Part::Section(key.clone()));
    let keys = {
        let key = key.clone();
        move || {
            state.with_part(Part::Order, |template| {
                template.section(&key).map_or_else(Vec::new, |section| {
                    section.questions.iter().map(|question| question.key.clone()).collect()
                })
            })
        }
    };
    let move_by_key = move |event: ev::KeyboardEvent| match step(&event) {
        Some(way) => carry_out(state, state.with_untracked(|template| step_section(template, &here, way))),
        None if is_delete(&event) => remove_section(state, &here),
        None => walk(state, &Place::section(&here), &event),
    };
    view! {
        <li data-row=format!("s:{key}") data-kind="s">
            <button
                class="outline__section"
                type="button"
                id=id
                data-head=""
                data-grip="mouse"
                aria-current=move || is_open().then_some("true")
                on:click=move |_| open(state, place.clone())
                on:keydown=move_by_key
            >
                <span>{move || title.with(|(words, _)| words.clone())}</span>
                {move || title.with(|(_, has_rule)| *has_rule).then(rule_mark)}
                {move || marks.with(|marks| marks.get(&mark).copied()).map(problem_mark)}
                {grip()}
            </button>
            <ol>{each(keys, move |key| question(state, marks, key))}</ol>
        </li>
    }
    .into_any()
}

/// What a row of the outline shows of a question.
#[derive(Clone, PartialEq, Default)]
struct Row {
    icon: &'static str,
    words: String,
    has_rule: bool,
}

fn question(state: EditorState, marks: Memo<Marks>, key: String) -> AnyView {
    let place = Place::question(&key);
    let id = format!("outline-{}", place.anchor());
    let row = {
        let key = key.clone();
        Memo::new(move |_| {
            state
                .with_part(Part::Question(key.clone()), |template| {
                    template.question(&key).map(|one| Row {
                        icon: about::icon(&one.kind),
                        words: named::words(template, &one.text, "Without words"),
                        has_rule: one.show_if.is_some() || one.require_if.is_some(),
                    })
                })
                .unwrap_or_default()
        })
    };
    let is_open = {
        let key = key.clone();
        Memo::new(move |_| state.selected.with(|selected| selected.question_key() == Some(&key)))
    };
    let (here, mark) = (key.clone(), Part::Question(key.clone()));
    let move_by_key = move |event: ev::KeyboardEvent| match step(&event) {
        Some(way) => carry_out(state, state.with_untracked(|template| step_question(template, &here, way))),
        None if is_delete(&event) => super::question::remove(state, &here),
        None => walk(state, &Place::question(&here), &event),
    };
    view! {
        <li data-row=format!("q:{key}") data-kind="q" data-among="q s">
            <button
                class="outline__item"
                type="button"
                id=id
                data-grip="mouse"
                aria-current=move || is_open.get().then_some("true")
                on:click=move |_| open(state, place.clone())
                on:keydown=move_by_key
            >
                {move || view! { <Icon name=row.with(|row| row.icon) /> }}
                <span>{move || row.with(|row| row.words.clone())}</span>
                {move || row.with(|row| row.has_rule).then(rule_mark)}
                {move || marks.with(|marks| marks.get(&mark).copied()).map(problem_mark)}
                {grip()}
            </button>
        </li>
    }
    .into_any()
}

/// What a finger moves a row by; a mouse takes the row anywhere.
fn grip() -> AnyView {
    view! {
        <span class="outline__grip" data-grip="" aria-hidden="true">
            <Icon name="grip" />
        </span>
    }
    .into_any()
}

fn rule_mark() -> AnyView {
    view! {
        <span class="outline__mark">
            <Icon name="branch" />
            <span class="visually-hidden">", with a rule"</span>
        </span>
    }
    .into_any()
}

fn problem_mark(level: Level) -> AnyView {
    let (class, words) = match level {
        Level::Error => ("outline__mark outline__mark--error", ", with a problem"),
        Level::Warning => ("outline__mark outline__mark--problem", ", with a warning"),
        Level::Note => return ().into_any(),
    };
    view! {
        <span class=class>
            <Icon name="warn" />
            <span class="visually-hidden">{words}</span>
        </span>
    }
    .into_any()
}

/// The worst that was found about each part.
#[must_use]
pub(super) fn marks(findings: &[Finding]) -> Marks {
    let mut marks = Marks::new();
    for finding in findings {
        let part = match &finding.place {
            Place::Rule { of: RuleOf::Section(key) } => Part::Section(key.clone()),
            place => Part::of(place),
        };
        let worst = marks.entry(part).or_insert(finding.level);
        *worst = finding.level.min(*worst);
    }
    marks
}

fn open(state: EditorState, place: Place) {
    state.select(place);
    browser::close_popover(OUTLINE_ID);
}

/// The way that Alt and an arrow go.
pub(super) fn step(event: &ev::KeyboardEvent) -> Option<Way> {
    let way = match (event.alt_key(), event.key().as_str()) {
        (true, "ArrowUp") => Way::Up,
        (true, "ArrowDown") => Way::Down,
        _ => return None,
    };
    event.prevent_default();
    Some(way)
}

fn is_delete(event: &ev::KeyboardEvent) -> bool {
    let is_it = event.key() == "Delete";
    if is_it {
        event.prevent_default();
    }
    is_it
}

/// The arrows alone go from row to row, and into the settings of a row; so does Enter where the row is open already.
fn walk(state: EditorState, place: &Place, event: &ev::KeyboardEvent) {
    match event.key().as_str() {
        "ArrowUp" => drop(browser::focus_beside(ROWS, -1)),
        "ArrowDown" => drop(browser::focus_beside(ROWS, 1)),
        "ArrowRight" => into_settings(state, place),
        "Enter" if state.selected.with_untracked(|selected| selected == place) => into_settings(state, place),
        _ => return,
    }
    event.prevent_default();
}

/// Opens a row and goes to what can be set of it: by Tab the whole canvas lies between.
fn into_settings(state: EditorState, place: &Place) {
    open(state, place.clone());
    properties::enter(state);
}

/// The row of what is open; where the outline is a drawer it stays closed.
pub(super) fn back_to_row(state: EditorState) {
    let row = state.selected.with_untracked(|place| format!("outline-{}", place.anchor()));
    browser::focus_soon(&row);
}

/// Does a move and says so; says, too, when there is nowhere to go.
pub(super) fn carry_out(state: EditorState, moved: Option<Move>) {
    let Some(Move { edit, words }) = moved else {
        state.say("It cannot go further".to_owned());
        return;
    };
    browser::keep_focus();
    if state.try_apply(edit) {
        state.did(words);
    }
}

fn dropped(state: EditorState, row: &str, target: &str, where_to: &str) {
    let is_behind = where_to == "after";
    let moved = state.with_untracked(|template| match (row.split_once(':')?, target.split_once(':')?) {
        (("q", key), ("q", other)) => {
            let other = other.to_owned();
            drop_question(template, key, &if is_behind { Drop::Behind(other) } else { Drop::Before(other) })
        }
        (("q", key), ("s", other)) => drop_question(template, key, &Drop::Into(other.to_owned())),
        (("s", key), ("s", other)) => drop_section(template, key, other, is_behind),
        _ => None,
    });
    if let Some(Move { edit, words }) = moved
        && state.try_apply(edit)
    {
        state.did(words);
    }
}

/// Moves a question by hand in the canvas, where there are only questions.
pub(super) fn dropped_question(state: EditorState, row: &str, target: &str, where_to: &str) {
    dropped(state, row, target, where_to);
}

pub(super) fn add_section(state: EditorState) {
    let (section, at) = state.with_untracked(|template| {
        let language: Language = template.language().clone();
        let key = fresh_key(template, "section");
        (Section::new(key, Text::of(language, "New section"), Vec::new()), template.sections.len())
    });
    let place = Place::section(&section.key);
    if state.try_apply(Edit::InsertSection { at, section: Box::new(section) }) {
        state.select(place.clone());
        browser::close_popover(OUTLINE_ID);
        browser::focus_soon(&place.anchor());
        state.did("Added a section".to_owned());
    }
}

/// Deletes a section, unless somebody uses what is in it.
pub(super) fn remove_section(state: EditorState, key: &str) {
    let (name, next) = state.with_untracked(|template| {
        (named::section_by_key(template, key), instead(template, &Place::section(key)))
    });
    if state.try_apply(Edit::RemoveSection { section: key.to_owned() }) {
        browser::focus_soon(&format!("outline-{}", next.anchor()));
        state.select(next);
        state.did(format!("Deleted the section {name}"));
    }
}

/// Moves a section from its own page.
pub(super) fn move_section(state: EditorState, key: &str, way: Way) {
    carry_out(state, state.with_untracked(|template| step_section(template, key, way)));
}

/// Moves a question from its own card.
pub(super) fn move_question(state: EditorState, key: &str, way: Way) {
    carry_out(state, state.with_untracked(|template| step_question(template, key, way)));
}

/// The problems under the outline, worst first, each with the way to it.
fn problems(state: EditorState) -> AnyView {
    let list = move || {
        let found = state.findings();
        let worth: Vec<Finding> = found.iter().filter(|one| one.level != Level::Note).cloned().collect();
        if worth.is_empty() {
            return ().into_any();
        }
        view! {
            <div class="problems" id="problems">
                <h3 class="problems__title">{count(&worth)}</h3>
                {super::problems::list(state, &worth)}
            </div>
        }
        .into_any()
    };
    view! { <div>{list}</div> }.into_any()
}

/// "1 problem, 2 warnings".
#[must_use]
pub(super) fn count(findings: &[Finding]) -> String {
    let number = |level: Level| findings.iter().filter(|one| one.level == level).count();
    let said = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    };
    let errors = said(number(Level::Error), "problem", "problems");
    let warnings = said(number(Level::Warning), "warning", "warnings");
    errors.into_iter().chain(warnings).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_marked_with_the_worst_of_it() {
        let findings = [
            Finding::note(Place::question("why"), "Long."),
            Finding::error(Place::Choice { question: "why".to_owned(), choice: "a".to_owned() }, "Empty."),
            Finding::warning(Place::Rule { of: RuleOf::Section("price".to_owned()) }, "Never."),
            Finding::warning(Place::Branding, "Pale."),
        ];
        let marks = marks(&findings);
        assert_eq!(marks.get(&Part::Question("why".to_owned())), Some(&Level::Error));
        assert_eq!(marks.get(&Part::Section("price".to_owned())), Some(&Level::Warning));
        assert_eq!(count(&findings), "1 problem, 2 warnings");
        assert_eq!(count(&findings[..1]), "");
    }
}
