//! The languages of a survey: which there are, how much each lacks, and what can be done with it.

use domain::survey::Language;
use domain::survey::edit::{Edit, Head};
use leptos::prelude::*;

use super::Texts;
use crate::browser;
use crate::components::icon::Icon;
use crate::format;
use crate::pages::surveys::editor::state::EditorState;

const OFFERED: &str = "languages-offered";
const REMOVE: &str = "language-remove";
const NEW: &str = "language-new";

/// What is asked before it is removed.
#[derive(Clone, PartialEq, Debug)]
struct Leaving {
    language: Language,
    texts: usize,
}

pub(super) fn manage(state: EditorState, texts: Memo<Texts>, only_missing: RwSignal<bool>) -> AnyView {
    let leaving = RwSignal::new(None::<Leaving>);
    let heads = Memo::new(move |_| {
        texts.with(|texts| {
            let count = |at: usize| texts.missing(at);
            texts.languages.iter().enumerate().map(|(at, one)| (one.clone(), count(at))).collect::<Vec<_>>()
        })
    });
    let list = move || {
        let heads = heads.get();
        let rows = heads.into_iter().enumerate();
        rows.map(|(at, (language, missing))| head(state, texts, leaving, at, language, missing))
            .collect_view()
    };
    view! {
        <section class="section section--bare" aria-labelledby="languages">
            <div class="section__head">
                <div>
                    <h2 class="section__title" id="languages">
                        "Languages"
                    </h2>
                    <p class="section__sub">
                        "Buyers read the one of their link or browser; what it lacks falls back to the survey’s own."
                    </p>
                </div>
            </div>
            <ul class="languages">{list}</ul>
            {add(state)}
            <label class="row small gap-top">
                <input
                    class="check"
                    type="checkbox"
                    prop:checked=move || only_missing.get()
                    on:change=move |event| only_missing.set(event_target_checked(&event))
                />
                "Show only texts that are missing somewhere"
            </label>
        </section>
        {removal(state, leaving)}
    }
    .into_any()
}

fn head(
    state: EditorState,
    texts: Memo<Texts>,
    leaving: RwSignal<Option<Leaving>>,
    at: usize,
    language: Language,
    missing: usize,
) -> AnyView {
    let words = match missing {
        0 => view! { <span class="badge"><Icon name="check" />"Complete"</span> }.into_any(),
        missing => {
            let missing = format!("{} missing", format::count(i64::try_from(missing).unwrap_or(i64::MAX)));
            view! { <span class="badge badge--attention"><Icon name="warn" />{missing}</span> }.into_any()
        }
    };
    let name = language.english_name();
    let own = language.own_name();
    let own = (own != name).then(|| {
        view! {
            <span class="faint" lang=language.to_string()>
                {own}
            </span>
        }
    });
    let buttons = if at == 0 {
        view! { <span class="faint small">"The survey’s own"</span> }.into_any()
    } else {
        let (own, gone) = (language.clone(), language.clone());
        let (to_own, to_remove) = (format!(": {name}"), format!("Remove {name}"));
        let ask = move |_| {
            let count = texts.with_untracked(|texts| {
                texts.rows.iter().filter(|row| row.words.get(at).is_some_and(|one| !one.is_empty())).count()
            });
            leaving.set(Some(Leaving { language: gone.clone(), texts: count }));
            browser::show_dialog(REMOVE);
        };
        view! {
            <button
                class="button button--small"
                type="button"
                on:click=move |_| make_own(state, &own)
            >
                "Make it the survey’s own"
                <span class="visually-hidden">{to_own}</span>
            </button>
            <button class="button button--small button--quiet" type="button" aria-label=to_remove on:click=ask>
                "Remove…"
            </button>
        }
        .into_any()
    };
    view! {
        <li class="languages__one">
            <b>{name}</b>
            {own}
            {words}
            <span class="push row">{buttons}</span>
        </li>
    }
    .into_any()
}

fn change(state: EditorState, change: impl FnOnce(&mut Head)) -> bool {
    let mut head = state.with_untracked(Head::of);
    change(&mut head);
    state.try_apply(Edit::ReplaceHead(Box::new(head)))
}

fn make_own(state: EditorState, language: &Language) {
    let done = change(state, |head| {
        head.languages.retain(|one| one != language);
        head.languages.insert(0, language.clone());
    });
    if done {
        state.did(format!(
            "{} is the survey’s own language now; every translation stayed",
            language.english_name()
        ));
    }
}

fn add(state: EditorState) -> AnyView {
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<&'static str>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(language) = read(&typed.get_untracked()) else {
            wrong.set(Some("Choose one of the list, or write a tag like “pt-BR”."));
            return;
        };
        if state.with_untracked(|template| template.languages.contains(&language)) {
            wrong.set(Some("The survey has this language already."));
            return;
        }
        wrong.set(None);
        if change(state, |head| head.languages.push(language.clone())) {
            typed.set(String::new());
            state.did(format!("{} was added", language.english_name()));
        }
    };
    let offered = Language::offered()
        .into_iter()
        .map(|one| view! { <option value=one.english_name()>{one.own_name()}</option> })
        .collect_view();
    view! {
        <form class="compare gap-top" on:submit=submit>
            <div class="field field--plain">
                <label class="field__label" for=NEW>
                    "Add a language"
                </label>
                <input
                    class="input"
                    id=NEW
                    list=OFFERED
                    placeholder="German, pt-BR …"
                    autocomplete="off"
                    aria-invalid=move || wrong.get().map(|_| "true")
                    aria-describedby="language-wrong"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <datalist id=OFFERED>{offered}</datalist>
            </div>
            <button class="button">"Add"</button>
        </form>
        <p class="field__error small" id="language-wrong" role="status">
            {move || wrong.get()}
        </p>
    }
    .into_any()
}

/// A language by its English name, its own name or its tag.
fn read(text: &str) -> Option<Language> {
    let wanted = text.trim().to_lowercase();
    let is_it = |one: &Language| {
        one.english_name().to_lowercase() == wanted || one.own_name().to_lowercase() == wanted
    };
    Language::offered().into_iter().find(is_it).or_else(|| Language::parse(text).ok())
}

fn removal(state: EditorState, leaving: RwSignal<Option<Leaving>>) -> AnyView {
    let title = move || {
        let name =
            leaving.with(|one| one.as_ref().map_or_else(String::new, |one| one.language.english_name()));
        format!("Remove {name}?")
    };
    let text = move || {
        leaving.with(|one| {
            let texts = one.as_ref().map_or(0, |one| one.texts);
            let texts = i64::try_from(texts).unwrap_or(i64::MAX);
            format!(
                "Buyers cannot choose it any more. Its {} stay with the survey, unseen, and are there again if it is added again.",
                format::counted(texts, "text", "texts")
            )
        })
    };
    let remove = move |_| {
        let Some(one) = leaving.get_untracked() else { return };
        if change(state, |head| head.languages.retain(|other| *other != one.language)) {
            if state.language.get_untracked() == one.language {
                state.language.set(state.with_untracked(|template| template.language().clone()));
            }
            state.did(format!("{} was removed", one.language.english_name()));
        }
    };
    view! {
        <dialog class="dialog" id=REMOVE aria-labelledby="language-remove-title">
            <h2 id="language-remove-title">{title}</h2>
            <div class="dialog__body">
                <p>{text}</p>
            </div>
            <form class="dialog__foot" method="dialog">
                <button class="button">"Keep it"</button>
                <button class="button button--danger" on:click=remove>
                    "Remove"
                </button>
            </form>
        </dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_by_any_of_its_names() {
        for (text, tag) in [("German", "de"), (" deutsch ", "de"), ("DE", "de"), ("pt-br", "pt-BR")] {
            assert_eq!(read(text).expect(text).as_str(), tag);
        }
        assert_eq!(read("Klingonese"), None);
    }
}
