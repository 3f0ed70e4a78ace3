//! The fields that everything in the editor is made of: texts in the language that is edited, controls, and lists whose
//! rows stay what they are when others come and go.

use std::sync::Arc;

use domain::survey::edit::Edit;
use domain::survey::texts::TextAt;
use leptos::ev;
use leptos::prelude::*;

use super::control::{Choosable, Control, YES, toggled};
use super::state::{EditorState, Part};
use crate::components::icon::Icon;

/// A list whose rows are kept by key: a change of one draws no other anew.
pub(super) fn each(
    keys: impl Fn() -> Vec<String> + Send + Sync + 'static,
    row: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    rows(Arc::new(keys), Arc::new(row))
}

type Keys = Arc<dyn Fn() -> Vec<String> + Send + Sync>;
type Row = Arc<dyn Fn(String) -> AnyView + Send + Sync>;

fn rows(keys: Keys, row: Row) -> AnyView {
    // Two rows cannot have one key; a draft may have twice what a published survey must not.
    let once = move || {
        let mut found: Vec<String> = Vec::new();
        for key in keys() {
            if !found.contains(&key) {
                found.push(key);
            }
        }
        found
    };
    view! { <For each=once key=|key: &String| key.clone() children=move |key| row(key) /> }.into_any()
}

/// How the field of a text looks.
pub(super) struct Look {
    /// What it is called; read aloud, and shown unless the class says otherwise.
    pub(super) label: String,
    /// The classes of its input.
    pub(super) class: &'static str,
    /// What stands there while there is nothing.
    pub(super) empty: &'static str,
    /// Whether the text may have several lines.
    pub(super) has_lines: bool,
    /// The id; the place's own, if it is the text that problems lead to.
    pub(super) id: String,
}

/// A text in the language that is edited. What is missing there shows the survey's own words behind.
pub(super) fn text(state: EditorState, at: TextAt, look: Look) -> AnyView {
    let Look { label, class, empty, has_lines, id } = look;
    let at = Arc::new(at);
    let part = Part::of(&at.place);
    let words = {
        let (at, part) = (at.clone(), part.clone());
        Memo::new(move |_| {
            let language = state.language.get();
            state.with_part(part.clone(), |template| {
                at.find(template).and_then(|text| text.get(&language)).unwrap_or_default().to_owned()
            })
        })
    };
    let behind = {
        let (at, part) = (at.clone(), part);
        Memo::new(move |_| {
            let language = state.language.get();
            state.with_part(part.clone(), |template| {
                let own = template.language();
                if *own == language {
                    return empty.to_owned();
                }
                at.find(template).and_then(|text| text.get(own)).unwrap_or(empty).to_owned()
            })
        })
    };
    let write = move |event: ev::Event| {
        let (at, language) = (TextAt::clone(&at), state.language.get_untracked());
        state.try_apply(Edit::SetText { at, language, words: event_target_value(&event) });
    };
    let keep_on_one_line = move |event: ev::KeyboardEvent| {
        if !has_lines && event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
        }
    };
    let lang = move || state.language.with(ToString::to_string);
    let dir = move || state.language.with(|one| if one.is_from_the_right() { "rtl" } else { "ltr" });
    view! {
        <textarea
            class=class
            id=id
            rows="1"
            aria-label=label
            autocomplete="off"
            lang=lang
            dir=dir
            placeholder=move || behind.get()
            inner_html=escaped(&words.get_untracked())
            prop:value=move || words.get()
            on:input=write
            on:keydown=keep_on_one_line
        ></textarea>
    }
    .into_any()
}

/// The framework writes text into a textarea as it is, so it is escaped here.
fn escaped(text: &str) -> String {
    // A parser swallows one line break at the start; text that begins with one needs two.
    let first = if text.starts_with('\n') { "\n" } else { "" };
    format!("{first}{}", plain(text))
}

/// Text that is nothing but text, in an element as in an attribute.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A control; what is set comes as text, as [`Control`] says.
pub(super) fn control(id: String, label: &'static str, control: Control, set: Callback<String>) -> AnyView {
    match control {
        Control::Choose { options, value } => select(id, label, "input", &options, &value, set),
        Control::Tick(is_on) => view! {
            <input
                class="check"
                type="checkbox"
                id=id
                aria-label=label
                checked=is_on
                prop:checked=is_on
                on:change=move |event| set.run(if event_target_checked(&event) { YES } else { "" }.to_owned())
            />
        }
        .into_any(),
        Control::Number { value, empty } => input(id, label, "text", "decimal", value, empty, set),
        Control::Words { value, empty } => input(id, label, "text", "text", value, empty, set),
        Control::Day(value) => input(id, label, "date", "text", value, "", set),
        several @ Control::Several { .. } => picker(id, label, several, set),
    }
}

fn input(
    id: String,
    label: &'static str,
    kind: &'static str,
    mode: &'static str,
    value: String,
    empty: &'static str,
    set: Callback<String>,
) -> AnyView {
    view! {
        <input
            class="input"
            type=kind
            inputmode=mode
            id=id
            aria-label=label
            placeholder=empty
            autocomplete="off"
            value=value.clone()
            prop:value=value
            on:change=move |event| set.run(event_target_value(&event))
        />
    }
    .into_any()
}

/// One of several, under headings where there are any.
///
/// The options are one piece of markup: there may be hundreds, and as elements of ours all of them would be written anew
/// whenever one has changed.
pub(super) fn select(
    id: String,
    label: &'static str,
    class: &'static str,
    options: &[Choosable],
    value: &str,
    set: Callback<String>,
) -> AnyView {
    let options = markup(options, value);
    view! {
        <select
            class=class
            id=id
            aria-label=label
            autocomplete="off"
            inner_html=options
            on:change=move |event| set.run(event_target_value(&event))
        ></select>
    }
    .into_any()
}

fn markup(options: &[Choosable], value: &str) -> String {
    let mut markup = String::new();
    for group in options.chunk_by(|one, next| one.group == next.group) {
        let heading = group.first().map_or("", |first| first.group);
        if !heading.is_empty() {
            markup.push_str(&format!("<optgroup label=\"{}\">", plain(heading)));
        }
        for one in group {
            let chosen = if one.value == value { " selected" } else { "" };
            let (value, label) = (plain(&one.value), plain(&one.label));
            markup.push_str(&format!("<option value=\"{value}\"{chosen}>{label}</option>"));
        }
        if !heading.is_empty() {
            markup.push_str("</optgroup>");
        }
    }
    markup
}

/// Any of several, in a panel that opens under what is chosen.
fn picker(id: String, label: &'static str, control: Control, set: Callback<String>) -> AnyView {
    let words = control.words();
    let Control::Several { mut options, chosen, is_open } = control else { return ().into_any() };
    for value in &chosen {
        if !options.iter().any(|one| one.value == *value) {
            options.push(Choosable::new(value.as_str(), value.as_str()));
        }
    }
    let option = |one: Choosable| {
        let is_on = chosen.contains(&one.value);
        let (chosen, value) = (chosen.clone(), one.value);
        view! {
            <label class="option">
                <input
                    class="check"
                    type="checkbox"
                    checked=is_on
                    prop:checked=is_on
                    on:change=move |event| set.run(toggled(&chosen, &value, event_target_checked(&event)))
                />
                {one.label}
            </label>
        }
        .into_any()
    };
    let options: Vec<AnyView> = options.into_iter().map(option).collect();
    let more = is_open.then(|| {
        let add = move |event: ev::Event| {
            let value = event_target_value(&event);
            if !value.trim().is_empty() {
                set.run(toggled(&chosen, value.trim(), true));
            }
        };
        view! {
            <label class="field">
                <span class="field__label tiny">"Another one"</span>
                <input class="input" autocomplete="off" prop:value="" on:change=add />
            </label>
        }
        .into_any()
    });
    view! {
        <details class="chip chip--picker">
            <summary class="chip__body" id=id>
                <span class="visually-hidden">{format!("{label}: ")}</span>
                <span class="chip__value">{words}</span>
                <Icon name="down" />
            </summary>
            <fieldset class="chip__panel">
                <legend>{label}</legend>
                {options}
                {more}
            </fieldset>
        </details>
    }
    .into_any()
}

/// A button with an icon only.
pub(super) fn icon_button(
    id: String,
    label: String,
    icon: &'static str,
    press: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let press = Callback::new(move |()| press());
    view! {
        <button
            class="button button--quiet button--icon button--small"
            type="button"
            id=id
            title=label.clone()
            aria-label=label
            on:click=move |_| press.run(())
        >
            <Icon name=icon />
        </button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_a_textarea_is_never_markup() {
        assert_eq!(escaped("a & b</textarea><script>"), "a &amp; b&lt;/textarea&gt;&lt;script&gt;");
        assert_eq!(escaped("\nfirst"), "\n\nfirst");
    }

    #[test]
    fn options_stand_under_their_headings_and_are_never_markup() {
        let options = [
            Choosable::new("a", "A"),
            Choosable::new("b\"", "<b> & more").under("Letters"),
            Choosable::new("c", "C").under("Letters"),
        ];
        assert_eq!(
            markup(&options, "c"),
            "<option value=\"a\">A</option><optgroup label=\"Letters\">\
             <option value=\"b&quot;\">&lt;b&gt; &amp; more</option>\
             <option value=\"c\" selected>C</option></optgroup>"
        );
    }
}
