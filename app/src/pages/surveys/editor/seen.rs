//! The open question as the buyer sees it: drawn by the server with the very code of the buyer's pages, a moment after
//! the last change.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;
use super::state::{EditorState, Part, Timer};
use crate::api::survey::editor::{Drawn, draw_question};

/// How long nothing must change before it is drawn again.
const QUIET: Duration = Duration::from_millis(350);

/// The question as the buyer sees it.
#[inline(never)]
pub(super) fn late_as_the_buyer_sees_it(state: EditorState, key: &str) -> AnyView {
    let host = NodeRef::<html::Div>::new();
    let key = key.to_owned();
    let wanted = Memo::new(move |_| {
        let language = state.language.get();
        state.track(Part::Head);
        state.with_part(Part::Question(key.clone()), |template| {
            let question = template.question(&key)?.clone();
            let own = template.language().clone();
            Some(Drawn { question, language, own, recall: template.recall })
        })
    });
    let (wait, turn) = (Timer::new(), StoredValue::new(0_u32));
    let is_first = StoredValue::new(true);
    Effect::new(move |_| {
        let Some(drawn) = wanted.get() else { return };
        let after = if is_first.get_value() { Duration::ZERO } else { QUIET };
        is_first.set_value(false);
        wait.start(after, move || {
            turn.try_update_value(|turn| *turn += 1);
            let own_turn = turn.try_get_value();
            spawn_local(async move {
                let answer = draw_question(drawn).await;
                // Of two that are under way only the later one counts.
                if own_turn.is_none() || turn.try_get_value() != own_turn {
                    return;
                }
                if let (Ok(markup), Some(host)) = (answer, host.try_get_untracked().flatten()) {
                    browser::show_apart(host.as_ref(), &markup);
                }
            });
        });
    });
    view! {
        <details class="seen" open>
            <summary class="small faint">"As the buyer sees it"</summary>
            <div class="seen__page" node_ref=host inert></div>
        </details>
    }
    .into_any()
}
