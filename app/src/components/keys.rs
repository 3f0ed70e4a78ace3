//! The keyboard: `/` searches, `g` and a letter goes, `?` lists the keys, those of the editor too where it is open.

use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use super::frame::Place;
use super::topbar::SEARCH_ID;
use crate::browser;

/// The dialog that lists the keys.
pub(crate) const KEYS_ID: &str = "keys";
/// How the address of an editor ends.
const EDITOR: &str = "/edit";

/// What the editor of surveys does by keys, which it hears itself.
const OF_EDITOR: [(&[&str], &str); 8] = [
    (&["Ctrl", "Z"], "Undo"),
    (&["Ctrl", "Shift", "Z"], "Redo"),
    (&["Ctrl", "S"], "Save now"),
    (&["↑", "↓"], "In the outline: the row above or below"),
    (&["→"], "In the outline: to the settings of the row; Enter, too, where it is open"),
    (&["Esc"], "In the settings: back to the outline"),
    (&["Alt", "↑", "↓"], "In the outline: move the row"),
    (&["Del"], "In the outline: delete the row"),
];

/// Listens for keys and holds the dialog that lists them.
#[component]
pub fn Keys(
    /// Where this person may go.
    places: Vec<Place>,
    /// Whether there is something to search.
    searches: bool,
) -> impl IntoView {
    let navigate = use_navigate();
    let is_going = StoredValue::new(false);
    let rows = places.clone();
    Effect::new(move |_| {
        let (navigate, places) = (navigate.clone(), places.clone());
        let listener = window_event_listener(ev::keydown, move |event| {
            let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
            if has_modifier || browser::is_typing(&event) {
                return;
            }
            let was_going = is_going.try_get_value().unwrap_or_default();
            let key = event.key();
            is_going.set_value(key == "g" && !was_going);
            let place = places.iter().find(|place| was_going && place.key == key);
            match (place, key.as_str()) {
                (Some(place), _) => navigate(place.href, Default::default()),
                (None, "/") if searches => browser::focus_on(SEARCH_ID),
                (None, "?") => browser::show_dialog(KEYS_ID),
                (None, _) => return,
            }
            event.prevent_default();
        });
        on_cleanup(move || listener.remove());
    });
    let search = searches.then(|| {
        view! {
            <dt>
                <kbd class="key">"/"</kbd>
            </dt>
            <dd>"Search deals"</dd>
        }
    });
    let rows = rows
        .into_iter()
        .map(|place| {
            view! {
                <dt>
                    <kbd class="key">"g"</kbd>
                    <kbd class="key">{place.key}</kbd>
                </dt>
                <dd>{format!("Go to {}", place.word)}</dd>
            }
        })
        .collect_view();
    let path = use_location().pathname;
    let of_editor = move || {
        let row = |(keys, words): (&'static [&'static str], &'static str)| {
            let keys = keys.iter().map(|key| view! { <kbd class="key">{*key}</kbd> }).collect_view();
            view! {
                <dt>{keys}</dt>
                <dd>{words}</dd>
            }
        };
        path.with(|path| path.ends_with(EDITOR)).then(|| OF_EDITOR.map(row).into_iter().collect_view())
    };
    view! {
        <dialog class="dialog" id=KEYS_ID aria-labelledby="keys-title">
            <h2 id="keys-title">"Keyboard"</h2>
            <div class="dialog__body">
                <dl class="keys">
                    {of_editor}
                    {search}
                    {rows}
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
