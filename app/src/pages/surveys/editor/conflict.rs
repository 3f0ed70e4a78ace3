//! Two people changed the same draft: what the other one did, and the ways out, none of which loses anything.

use std::sync::Arc;

use leptos::prelude::*;

use super::browser;
use super::state::{EditorState, Saved};
use crate::api::survey::editor::Clash;
use crate::components::icon::Icon;
use crate::format;

const OVERWRITE_ID: &str = "overwrite";

/// The notice, while there is a conflict.
pub(super) fn conflict(state: EditorState) -> AnyView {
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
    let whose = move || clash.with(|clash| clash.as_ref().map(|clash| clash.by.clone())).unwrap_or_default();
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
    let (theirs, beside) = (clash.clone(), clash.clone());
    let what = if number == 0 {
        view! { <p class="small">"Both say the same by now."</p> }.into_any()
    } else {
        view! {
            <details class="fold">
                <summary class="small">"Look at theirs: what is different there"</summary>
                <ul class="fold__list plain">{rows}</ul>
            </details>
        }
        .into_any()
    };
    view! {
        <section class="banner banner--editor banner--conflict" aria-label="Changed by somebody else">
            <Icon name="warn" />
            <div class="banner__body">
                <p>
                    <b>{format!("{} changed this survey{at}.", clash.by)}</b>
                    " What you do here is kept in this browser, and saved when you have decided."
                </p>
                {what}
                <p class="row">
                    <button class="button button--small" type="button" on:click=move |_| state.take_theirs(&theirs)>
                        "Take theirs"
                    </button>
                    <button class="button button--small" type="button" on:click=move |_| state.keep_beside(beside.clone())>
                        "Keep mine as a copy"
                    </button>
                    <button
                        class="button button--quiet button--small"
                        type="button"
                        on:click=move |_| crate::browser::show_dialog(OVERWRITE_ID)
                    >
                        "Overwrite theirs…"
                    </button>
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// " at 10:42"; a conflict is only ever met in a browser.
fn browser_time(machine: &str) -> String {
    if cfg!(feature = "ssr") { String::new() } else { format!(" at {}", browser::local_time(machine)) }
}
