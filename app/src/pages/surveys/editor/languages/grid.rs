//! The grid: a row for each text, a column for each language, and keys that go from cell to cell.

use domain::survey::Language;
use domain::survey::edit::Edit;
use domain::survey::texts::TextAt;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;

use super::{Texts, sheet};
use crate::browser;
use crate::components::icon::Icon;
use crate::format;
use crate::pages::surveys::editor::state::EditorState;

/// The largest table that is read, in bytes.
const LARGEST_SHEET: u32 = 2_000_000;

/// What is drawn: it stays while only words change, so that the cell that is written in stays, too.
#[derive(Clone, PartialEq, Debug)]
struct Frame {
    languages: Vec<Language>,
    rows: Vec<(TextAt, String, &'static str, usize)>,
}

pub(super) fn grid(state: EditorState, texts: Memo<Texts>, only_missing: RwSignal<bool>) -> AnyView {
    // What was missing when the filter was set stays in view while it is being filled in.
    let kept = Memo::new(move |before: Option<&(bool, Vec<TextAt>)>| {
        let only = only_missing.get();
        let count = texts.with(|texts| texts.rows.len());
        match before {
            Some((was, kept)) if *was == only && (!only || !kept.is_empty()) && count > 0 => {
                (only, kept.clone())
            }
            _ => {
                let missing = texts.with_untracked(|texts| {
                    let is_missing = |row: &&super::Row| {
                        (0..texts.languages.len()).any(|language| row.is_missing(language))
                    };
                    texts.rows.iter().filter(is_missing).map(|row| row.at.clone()).collect::<Vec<_>>()
                });
                (only, missing)
            }
        }
    });
    let frame = Memo::new(move |before: Option<&Frame>| {
        let (only, missing) = kept.get();
        // What is emptied stays in view: somebody is writing in it.
        let was = |at: &TextAt| before.is_some_and(|before| before.rows.iter().any(|(one, ..)| one == at));
        texts.with(|texts| Frame {
            languages: texts.languages.clone(),
            rows: texts
                .rows
                .iter()
                .enumerate()
                .filter(|(_, row)| row.says_something() || was(&row.at))
                .filter(|(_, row)| !only || missing.contains(&row.at))
                .map(|(at, row)| (row.at.clone(), row.group.clone(), row.label, at))
                .collect(),
        })
    });
    let table = move || frame.with(|frame| table(state, texts, frame));
    view! {
        <section class="section" aria-labelledby="grid">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="grid">
                        "Texts"
                    </h2>
                    <p class="section__sub">
                        "Alt and an arrow go to the next cell. An empty cell can begin with the words of the survey’s own language."
                    </p>
                </div>
                {exchange(state, texts)}
            </div>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Texts by language" on:keydown=go>
                {table}
            </div>
        </section>
    }
    .into_any()
}

/// The grid as a file for translators, and back.
fn exchange(state: EditorState, texts: Memo<Texts>) -> AnyView {
    const FILE_ID: &str = "texts-file";
    let save = move |_| browser::save_file("texts.csv", &texts.with_untracked(sheet::write));
    let take = move |text: Option<String>| {
        let brought = text.and_then(|text| state.with_untracked(|template| sheet::read(&text, template)));
        let Some(brought) = brought else {
            state.note("This is no table of ours: export it first, and fill in its columns.".to_owned());
            return;
        };
        let edits = state.with_untracked(|template| sheet::edits(template, &brought.template));
        edits.into_iter().for_each(|edit| {
            state.try_apply(edit);
        });
        let counted = |n: usize, one: &str, many: &str| {
            format::counted(i64::try_from(n).unwrap_or(i64::MAX), one, many)
        };
        let mut words = format!("{} taken from the file", counted(brought.changed, "text was", "texts were"));
        if brought.strange > 0 {
            let strange = counted(brought.strange, "line is", "lines are");
            words.push_str(&format!("; {strange} about no text of this survey"));
        }
        state.note(words);
    };
    let chosen = move |event: ev::Event| {
        let Some(input) = event.target() else { return };
        let read = Closure::once_into_js(take);
        browser::read_file(&input, LARGEST_SHEET, &read);
    };
    view! {
        <div class="row">
            <button class="button button--small" type="button" on:click=save>
                <Icon name="down-arrow" />
                "Export CSV"
            </button>
            <label class="button button--small file" for=FILE_ID>
                "Import CSV"
                <input class="file__input" id=FILE_ID type="file" accept=".csv,text/csv" on:change=chosen />
            </label>
        </div>
    }
    .into_any()
}

fn table(state: EditorState, texts: Memo<Texts>, frame: &Frame) -> AnyView {
    if frame.rows.is_empty() {
        return view! { <p class="muted">"Nothing is missing in any language."</p> }.into_any();
    }
    let heads = frame
        .languages
        .iter()
        .map(|language| view! { <th scope="col">{language.english_name()}</th> })
        .collect_view();
    let columns = frame.languages.len() + 1;
    let mut group = "";
    let mut rows = Vec::new();
    for (place, (at, of, label, index)) in frame.rows.iter().enumerate() {
        if of != group {
            group = of;
            let heading = if of.is_empty() { "Without a heading".to_owned() } else { of.clone() };
            rows.push(
                view! {
                    <tr class="texts__group">
                        <th scope="colgroup" colspan=columns.to_string() dir="auto">
                            {heading}
                        </th>
                    </tr>
                }
                .into_any(),
            );
        }
        let cells = frame
            .languages
            .iter()
            .enumerate()
            .map(|(column, language)| {
                cell(state, texts, at, language, Spot { place, index: *index, column, label })
            })
            .collect_view();
        rows.push(
            view! {
                <tr>
                    <th scope="row">{*label}</th>
                    {cells}
                </tr>
            }
            .into_any(),
        );
    }
    view! {
        <table class="table table--flat texts">
            <caption class="visually-hidden">"Texts by language"</caption>
            <thead>
                <tr>
                    <th scope="col">"Text"</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Where a cell is: its row in view, its row among all texts, its column, and what it is called.
#[derive(Copy, Clone)]
struct Spot<'a> {
    place: usize,
    index: usize,
    column: usize,
    label: &'a str,
}

fn cell(state: EditorState, texts: Memo<Texts>, at: &TextAt, language: &Language, spot: Spot<'_>) -> AnyView {
    let Spot { place, index, column, label } = spot;
    let words = move |column: usize| {
        texts.with(|texts| {
            texts.rows.get(index).and_then(|row| row.words.get(column)).cloned().unwrap_or_default()
        })
    };
    let is_missing = Memo::new(move |_| {
        texts.with(|texts| texts.rows.get(index).is_some_and(|row| row.is_missing(column)))
    });
    let write = {
        let (at, language) = (at.clone(), language.clone());
        move |words: String| {
            state.try_apply(Edit::SetText { at: at.clone(), language: language.clone(), words });
        }
    };
    let copy = write.clone();
    let own = move || is_missing.get() && column > 0;
    let name = format!("{label}, {}", language.english_name());
    let copy_name = format!("Begin with the own text: {name}");
    let direction = if language.is_from_the_right() { "rtl" } else { "ltr" };
    view! {
        <td
            class=move || if is_missing.get() { "texts__cell texts__cell--missing" } else { "texts__cell" }
            data-in=language.english_name()
        >
            <textarea
                class="input texts__words"
                id=format!("cell-{place}-{column}")
                rows="1"
                lang=language.to_string()
                dir=direction
                aria-label=name
                placeholder=move || if is_missing.get() { "Missing" } else { "" }
                prop:value=move || words(column)
                on:input=move |event| write(event_target_value(&event))
                on:blur=move |_| state.pause()
            ></textarea>
            {move || {
                own()
                    .then(|| {
                        let (copy, name) = (copy.clone(), copy_name.clone());
                        view! {
                            <button
                                class="texts__copy"
                                type="button"
                                aria-label=name
                                title="Begin with the own text"
                                on:click=move |_| {
                                    copy(words(0));
                                    browser::focus_on(&format!("cell-{place}-{column}"));
                                }
                            >
                                <Icon name="copy" />
                            </button>
                        }
                    })
            }}
        </td>
    }
    .into_any()
}

/// Alt and an arrow go from cell to cell.
fn go(event: ev::KeyboardEvent) {
    if !event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let (down, right) = match event.key().as_str() {
        "ArrowDown" => (1, 0),
        "ArrowUp" => (-1, 0),
        "ArrowRight" => (0, 1),
        "ArrowLeft" => (0, -1),
        _ => return,
    };
    let id = browser::active_id();
    let Some((place, column)) = id.strip_prefix("cell-").and_then(|rest| rest.split_once('-')) else {
        return;
    };
    let (Ok(place), Ok(column)) = (place.parse::<i32>(), column.parse::<i32>()) else { return };
    event.prevent_default();
    browser::focus_on(&format!("cell-{}-{}", place + down, column + right));
}
