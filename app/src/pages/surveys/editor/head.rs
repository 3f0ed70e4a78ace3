//! Changes to what surrounds the sections, and the fields in which they are made.

use domain::survey::edit::{Edit, Head};
use domain::survey::finding::Place;
use domain::survey::texts::{TextAt, TextField};
use domain::survey::{Language, Template, Text};
use leptos::ev;
use leptos::prelude::*;

use super::state::{EditorState, Part};

/// Changes what surrounds the sections; tells whether it was done.
pub(super) fn change(state: EditorState, change: &dyn Fn(&mut Head)) -> bool {
    let mut head = state.with_untracked(Head::of);
    let before = head.clone();
    change(&mut head);
    head == before || state.try_apply(Edit::ReplaceHead(Box::new(head)))
}

/// A text of the survey's head, in the language that is edited.
pub(super) struct HeadText {
    /// The id of its field.
    pub(super) id: &'static str,
    /// What it is called.
    pub(super) label: String,
    /// A hint under it.
    pub(super) help: &'static str,
    /// Its address.
    pub(super) place: Place,
    /// Which of the place's texts.
    pub(super) field: TextField,
    /// Reads it.
    pub(super) find: fn(&Template, TextField) -> Option<&Text>,
    /// How many lines it begins with.
    pub(super) rows: u8,
}

/// The thanks after an outcome, or any.
pub(super) fn thanks(template: &Template, field: TextField) -> Option<&Text> {
    match field {
        TextField::ThanksAfter(outcome) => template.thanks_by_outcome.get(&outcome),
        _ => Some(&template.thanks),
    }
}

impl HeadText {
    /// The field.
    pub(super) fn view(self, state: EditorState) -> AnyView {
        let Self { id, label, help, place, field, find, rows } = self;
        let id = match field {
            TextField::ThanksAfter(outcome) => format!("{id}-{}", outcome.code()),
            _ => id.to_owned(),
        };
        let (target, described) = (id.clone(), format!("{id}-help"));
        let helper = described.clone();
        let at = TextAt { place, field };
        let words = move |language: &Language| {
            state.with_part(Part::Head, |template| {
                find(template, field).and_then(|text| text.get(language)).unwrap_or_default().to_owned()
            })
        };
        let own = move || {
            state.with_part(Part::Head, |template| {
                let language = template.language().clone();
                find(template, field).and_then(|text| text.get(&language)).unwrap_or_default().to_owned()
            })
        };
        let write = move |event: ev::Event| {
            let language = state.language.get_untracked();
            state.try_apply(Edit::SetText { at: at.clone(), language, words: event_target_value(&event) });
        };
        let help = (!help.is_empty()).then(|| {
            view! {
                <span class="field__help" id=helper>
                    {help}
                </span>
            }
        });
        view! {
            <div class="field field--plain">
                <label class="field__label" for=target>
                    {label}
                </label>
                <textarea
                    class="input"
                    id=id
                    rows=rows.to_string()
                    aria-describedby=described
                    lang=move || state.language.get().to_string()
                    dir=move || if state.language.get().is_from_the_right() { "rtl" } else { "ltr" }
                    placeholder=own
                    prop:value=move || words(&state.language.get())
                    on:input=write
                    on:blur=move |_| state.pause()
                ></textarea>
                {help}
            </div>
        }
        .into_any()
    }
}

/// A plain word of the survey's head, taken when the field is left.
pub(super) struct HeadWord {
    /// The id of its field.
    pub(super) id: &'static str,
    /// What it is called.
    pub(super) label: &'static str,
    /// A hint under it.
    pub(super) help: &'static str,
    /// `text`, `url` or `number`.
    pub(super) kind: &'static str,
    /// Reads it.
    pub(super) read: fn(&Template) -> String,
    /// Writes it, unless it is wrong: then says why.
    pub(super) write: fn(&mut Head, &str) -> Option<&'static str>,
}

impl HeadWord {
    /// The field.
    pub(super) fn view(self, state: EditorState) -> AnyView {
        let Self { id, label, help, kind, read, write } = self;
        let wrong = RwSignal::new(None::<&'static str>);
        let described = format!("{id}-help");
        let helper = described.clone();
        let take = move |event: ev::Event| {
            let words = event_target_value(&event);
            let mut head = state.with_untracked(Head::of);
            match write(&mut head, words.trim()) {
                Some(why) => wrong.set(Some(why)),
                None => {
                    wrong.set(None);
                    change(state, &|head| {
                        write(head, words.trim());
                    });
                }
            }
        };
        view! {
            <div class="field field--plain">
                <label class="field__label" for=id>
                    {label}
                </label>
                <input
                    class="input"
                    id=id
                    type=kind
                    autocomplete="off"
                    aria-describedby=described
                    aria-invalid=move || wrong.get().map(|_| "true")
                    prop:value=move || state.with_part(Part::Head, read)
                    on:change=take
                />
                <span class="field__help" id=helper>
                    {move || match wrong.get() {
                        Some(why) => view! { <span class="field__error">{why}</span> }.into_any(),
                        None => help.into_any(),
                    }}
                </span>
            </div>
        }
        .into_any()
    }
}
