//! The keyboard: `/` searches, `g` and a letter goes, `?` lists the keys.

use domain::actor::Permission;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::topbar::SEARCH_ID;
use crate::api::context::Person;
use crate::browser;
use crate::routes;

/// The dialog that lists the keys.
pub(crate) const KEYS_ID: &str = "keys";

/// Listens for keys and holds the dialog that lists them.
#[component]
pub fn Keys() -> impl IntoView {
    let navigate = use_navigate();
    let is_going = StoredValue::new(false);
    let person = use_context::<Option<Person>>().flatten();
    let role = person.and_then(|person| person.role);
    let edits_surveys = role.is_some_and(|role| role.allows(Permission::EditSurveys));
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let listener = window_event_listener(ev::keydown, move |event| {
            let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
            if has_modifier || browser::is_typing(&event) {
                return;
            }
            let was_going = is_going.try_get_value().unwrap_or_default();
            let key = event.key();
            is_going.set_value(key == "g" && !was_going);
            match (was_going, key.as_str()) {
                (true, "o") => navigate(routes::OVERVIEW, Default::default()),
                (true, "d") => navigate(routes::DEALS, Default::default()),
                (true, "s") if edits_surveys => navigate(routes::SURVEYS, Default::default()),
                (_, "/") => browser::focus_on(SEARCH_ID),
                (_, "?") => browser::show_dialog(KEYS_ID),
                _ => return,
            }
            event.prevent_default();
        });
        on_cleanup(move || listener.remove());
    });
    let surveys = edits_surveys.then(|| {
        view! {
            <dt>
                <kbd class="key">"g"</kbd>
                <kbd class="key">"s"</kbd>
            </dt>
            <dd>"Go to the surveys"</dd>
        }
    });
    view! {
        <dialog class="dialog" id=KEYS_ID aria-labelledby="keys-title">
            <h2 id="keys-title">"Keyboard"</h2>
            <div class="dialog__body">
                <dl class="keys">
                    <dt>
                        <kbd class="key">"/"</kbd>
                    </dt>
                    <dd>"Search deals"</dd>
                    <dt>
                        <kbd class="key">"g"</kbd>
                        <kbd class="key">"o"</kbd>
                    </dt>
                    <dd>"Go to the overview"</dd>
                    <dt>
                        <kbd class="key">"g"</kbd>
                        <kbd class="key">"d"</kbd>
                    </dt>
                    <dd>"Go to the deals"</dd>
                    {surveys}
                    <dt>
                        <kbd class="key">"Esc"</kbd>
                    </dt>
                    <dd>"Close what is open"</dd>
                    <dt>
                        <kbd class="key">"?"</kbd>
                    </dt>
                    <dd>"Show this list"</dd>
                </dl>
            </div>
            <form class="dialog__foot" method="dialog">
                <button class="button">"Close"</button>
            </form>
        </dialog>
    }
}
