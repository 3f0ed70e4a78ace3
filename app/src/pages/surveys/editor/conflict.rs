//! Two people changed the same draft: what the other one did, and the ways out, none of which loses anything.

use std::sync::Arc;

use leptos::prelude::*;

use super::browser;
use super::state::{EditorState, Saved};
use crate::api::survey::editor::Clash;
use crate::components::icon::Icon;
use crate::components::late::inset;
use crate::format;

const OVERWRITE_ID: &str = "overwrite";

/// The notice, while there is a conflict.
pub(super) fn conflict(state: EditorState) -> AnyView {
    let is_there = Memo::new(move |_| matches!(state.saved(), Saved::Clash(_)));
    let before = || {
        view! {
            <p class="banner banner--editor" role="alert">
                <Icon name="warn" />
                "This survey was changed elsewhere."
            </p>
        }
        .into_any()
    };
    let notice = move || is_there.get().then(|| inset(before, move || late_conflict(state)));
    view! { <div>{notice}</div> }.into_any()
}

#[inline(never)]
fn late_conflict(state: EditorState) -> AnyView {
    let clash = Memo::new(move |_| match state.saved() {
        Saved::Clash(clash) => Some(clash),
        Saved::Yes(_) | Saved::Soon | Saved::Again(_) | Saved::Stopped(_) => None,
    });
    let notice = move || clash.get().map(|clash| banner(state, clash));
    let sure = move |_| {
        if let Some(clash) = clash.get_untracked() {
            state.overwrite(&clash);
        }
        browser::close_dialog(OVERWRITE_ID);
    };
    let whose = move || {
        clash.with(|clash| match clash {
            Some(clash) if clash.is_own => "you".to_owned(),
            Some(clash) => clash.by.clone(),
            None => String::new(),
        })
    };
    view! {
        <div role="alert">{notice}</div>
        <dialog class="dialog" id=OVERWRITE_ID aria-labelledby="overwrite-title">
            <h2 id="overwrite-title">{move || format!("Overwrite what {} wrote?", whose())}</h2>
            <div class="dialog__body">
                <p>"What you have here takes its place. It cannot be brought back from here."</p>
            </div>
            <div class="dialog__foot">
                <button class="button" type="button" on:click=move |_| browser::close_dialog(OVERWRITE_ID)>
                    "Keep looking"
                </button>
                <button class="button button--danger" type="button" on:click=sure>
                    "Overwrite"
                </button>
            </div>
        </dialog>
    }
    .into_any()
}

fn banner(state: EditorState, clash: Arc<Clash>) -> AnyView {
    let at = clash.theirs.at.map(|at| browser_time(&format::machine(at))).unwrap_or_default();
    let rows: Vec<AnyView> =
        clash.changes.iter().map(|change| view! { <li>{change.words.clone()}</li> }.into_any()).collect();
    let number = rows.len();
    let said = Said::of(&clash);
    let (theirs, beside) = (clash.clone(), clash.clone());
    let what = if number == 0 {
        view! { <p class="small">"Both say the same by now."</p> }.into_any()
    } else {
        view! {
            <details class="fold">
                <summary class="small">{said.look}</summary>
                <ul class="fold__list plain">{rows}</ul>
            </details>
        }
        .into_any()
    };
    view! {
        <section class="banner banner--editor banner--conflict" aria-label=said.label>
            <Icon name="warn" />
            <div class="banner__body">
                <p>
                    <b>{format!("{} changed this survey{at}{}.", said.who, said.place)}</b>
                    " What you do here is kept in this browser, and saved when you have decided."
                </p>
                {what}
                <p class="row">
                    <button class="button button--small" type="button" on:click=move |_| state.take_theirs(&theirs)>
                        {said.take}
                    </button>
                    <button class="button button--small" type="button" on:click=move |_| state.keep_beside(beside.clone())>
                        {said.keep}
                    </button>
                    <button
                        class="button button--quiet button--small"
                        type="button"
                        on:click=move |_| crate::browser::show_dialog(OVERWRITE_ID)
                    >
                        {said.overwrite}
                    </button>
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// The words of a conflict: with somebody else, or with oneself in another window.
struct Said {
    who: String,
    place: &'static str,
    label: &'static str,
    look: &'static str,
    take: &'static str,
    keep: &'static str,
    overwrite: &'static str,
}

impl Said {
    fn of(clash: &Clash) -> Self {
        if clash.is_own {
            Self {
                who: "You".to_owned(),
                place: " in another window",
                label: "Changed in another window",
                look: "Look at the other window: what is different there",
                take: "Take what is there",
                keep: "Keep this as a copy",
                overwrite: "Overwrite what is there…",
            }
        } else {
            Self {
                who: clash.by.clone(),
                place: "",
                label: "Changed by somebody else",
                look: "Look at theirs: what is different there",
                take: "Take theirs",
                keep: "Keep mine as a copy",
                overwrite: "Overwrite theirs…",
            }
        }
    }
}

/// " at 10:42"; a conflict is only ever met in a browser.
fn browser_time(machine: &str) -> String {
    if cfg!(feature = "ssr") { String::new() } else { format!(" at {}", browser::local_time(machine)) }
}

#[cfg(test)]
mod tests {
    use domain::id::TemplateId;
    use domain::survey::shelf::Draft;
    use domain::survey::{Audience, starter};

    use super::*;

    #[test]
    fn another_window_of_ones_own_is_not_called_somebody_else() {
        let theirs = Draft {
            survey: TemplateId::new(uuid::Uuid::nil()),
            template: starter::win_loss(),
            revision: 2,
            is_changed: true,
            number: 0,
            audience: Audience::Buyer,
            outcomes: Vec::new(),
            is_archived: false,
            by: None,
            at: None,
        };
        let clash =
            |is_own| Clash { theirs: theirs.clone(), by: "Ada".to_owned(), is_own, changes: Vec::new() };
        let (own, other) = (Said::of(&clash(true)), Said::of(&clash(false)));
        assert_eq!((own.who.as_str(), own.label), ("You", "Changed in another window"));
        assert_eq!((other.who.as_str(), other.label), ("Ada", "Changed by somebody else"));
    }
}
