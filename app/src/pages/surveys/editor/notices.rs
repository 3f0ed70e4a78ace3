//! What the editor says beside the survey: what was done, what was not done and why, what was found from the last time.

use leptos::ev;
use leptos::prelude::*;

use super::browser;
use super::state::{EditorState, Refusal, Toast, Way};
use crate::components::icon::Icon;
use crate::components::late::inset;
use crate::routes;

const REFUSAL_ID: &str = "refusal";

/// Toasts, what is read aloud, and what stands in the way.
pub(super) fn notices(state: EditorState) -> AnyView {
    view! {
        <div class="toasts" role="status">
            {move || state.toast().map(|toast| self::toast(state, toast))}
        </div>
        <p class="visually-hidden" role="status">
            {move || state.said()}
        </p>
        {refusal(state)}
    }
    .into_any()
}

fn toast(state: EditorState, toast: Toast) -> AnyView {
    let way = toast.way.map(|way| {
        let (label, press): (&'static str, Callback<()>) = match way {
            Way::Undo => ("Undo", Callback::new(move |()| undo(state))),
            Way::BringBack => ("Bring mine back", Callback::new(move |()| state.bring_back())),
            Way::Open(survey) => {
                let href = routes::survey_editor(survey);
                // A document of its own, so that nothing of this editor goes along.
                return view! { <a class="button button--quiet button--small" href=href rel="external">"Open it"</a> }.into_any();
            }
        };
        view! {
            <button class="button button--quiet button--small" type="button" on:click=move |_| press.run(())>
                {label}
            </button>
        }
        .into_any()
    });
    view! {
        <div class="toast">
            <Icon name="check" />
            {toast.words}
            {way}
        </div>
    }
    .into_any()
}

/// A dialog that names the users of what was to be deleted.
fn refusal(state: EditorState) -> AnyView {
    Effect::new(move |_| {
        if state.refusal().is_some() {
            crate::browser::show_dialog(REFUSAL_ID);
        }
    });
    let body = move || {
        state.refusal().map(|refusal| {
            let words = refusal.words.clone();
            let before = move || view! { <h2 id="refusal-title">{words.clone()}</h2> }.into_any();
            inset(before, move || late_refusal(state, refusal.clone()))
        })
    };
    view! {
        <dialog class="dialog" id=REFUSAL_ID aria-labelledby="refusal-title">
            {body}
            <form class="dialog__foot" method="dialog">
                <button class="button">"Close"</button>
            </form>
        </dialog>
    }
    .into_any()
}

#[inline(never)]
fn late_refusal(state: EditorState, refusal: Refusal) -> AnyView {
    let user = |one: domain::survey::Use| {
        let go = move |_| {
            browser::close_dialog(REFUSAL_ID);
            state.go(one.place.clone());
        };
        view! {
            <li>
                <button class="problems__link" type="button" on:click=go>
                    {one.words}
                </button>
            </li>
        }
        .into_any()
    };
    let has_users = !refusal.users.is_empty();
    let users: Vec<AnyView> = refusal.users.into_iter().map(user).collect();
    view! {
        <h2 id="refusal-title">{refusal.words}</h2>
        <div class="dialog__body">
            {has_users.then(|| view! { <p>"Change these first; each leads to its place."</p> })}
            <ul class="problems__list">{users}</ul>
        </div>
    }
    .into_any()
}

/// Takes the last change back. What had the focus may be gone with it.
pub(super) fn undo(state: EditorState) {
    state.undo();
    browser::catch_focus(&format!("outline-{}", state.selected.get_untracked().anchor()));
}

/// Does it again.
pub(super) fn redo(state: EditorState) {
    state.redo();
    browser::catch_focus(&format!("outline-{}", state.selected.get_untracked().anchor()));
}

/// What was found of the last time: changes that were not kept.
pub(super) fn left(state: EditorState) -> AnyView {
    Effect::new(move |_| state.look_aside());
    let notice = move || state.left().map(|_| inset(|| ().into_any(), move || late_left(state)));
    view! { <div>{notice}</div> }.into_any()
}

#[inline(never)]
fn late_left(state: EditorState) -> AnyView {
    view! {
        <div class="banner banner--editor" role="region" aria-label="Changes that were not saved">
            <Icon name="warn" />
            <p>
                <b>"Your last changes were not saved."</b>
                " This browser kept them."
            </p>
            <button class="button button--small" type="button" on:click=move |_| state.take_up()>
                "Restore"
            </button>
            <button class="button button--quiet button--small" type="button" on:click=move |_| state.forget_left()>
                "Discard"
            </button>
        </div>
    }
    .into_any()
}

/// Listens to the page as a whole: keys, going away, coming back.
pub(super) fn listen(state: EditorState) {
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            let is_command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
            if !is_command || browser::has_dialog() {
                return;
            }
            match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
                ("z", false) => undo(state),
                ("z", true) | ("y", false) => redo(state),
                ("s", false) => state.save_again(),
                _ => return,
            }
            event.prevent_default();
        });
        let hidden = window_event_listener_untyped("visibilitychange", move |_| {
            if browser::is_hidden() {
                state.put_aside();
                state.save();
            }
        });
        let leaving = window_event_listener_untyped("pagehide", move |_| {
            state.put_aside();
            state.save();
        });
        let online = window_event_listener_untyped("online", move |_| state.save_again());
        on_cleanup(move || {
            for listener in [keys, hidden, leaving, online] {
                listener.remove();
            }
            // The last thing that is done with the draft: it is on its way when the page is another one.
            state.put_aside();
            state.save();
            browser::guard_leaving(false);
        });
    });
}
