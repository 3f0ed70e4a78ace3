//! What comes when it is wanted: the code of what nobody sees at a page's first view is a download of its own.
//!
//! A function whose name begins with `late_` is a door: the site build moves it, and everything that only it leads to,
//! into the second part of the bundle. Whoever goes through a door has seen to it before that the part is there; that
//! is what the functions here are for. On the server, and in a bundle of one piece, it always is.
//!
//! **Invariant:** a `late_` function is called here and from other `late_` code only, and is never inlined.

use leptos::prelude::*;

use super::icon::Icon;
use crate::api::ApiError;

/// Where the second part is.
#[derive(Copy, Clone, Eq, PartialEq)]
enum Part {
    There,
    Coming,
    Missing,
}

/// Draws what comes late, where the server draws it, too: the page that it sends is marked, and waits for the part before
/// it is taken over.
pub fn late(draw: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let part = RwSignal::new(if is_there() { Part::There } else { Part::Coming });
    view! {
        <template data-late=""></template>
        {shown(part, Box::new(coming), Box::new(draw))}
    }
    .into_any()
}

/// Draws what comes late into a page that is there without it: until then, and on the server, it is as `before` says.
pub fn inset(
    before: impl Fn() -> AnyView + Send + Sync + 'static,
    draw: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    // While a page is taken over it must be as the server drew it.
    let is_there = is_taken_over() && is_there();
    shown(RwSignal::new(if is_there { Part::There } else { Part::Coming }), Box::new(before), Box::new(draw))
}

/// Does something that comes late, as soon as it can be done; says what went wrong when it cannot.
pub fn soon(act: impl FnOnce() + 'static, failed: impl FnOnce(String) + 'static) {
    if is_there() {
        act();
    } else {
        fetch(Box::new(move |is_there| if is_there { act() } else { failed(words()) }));
    }
}

type Draw = Box<dyn Fn() -> AnyView + Send + Sync>;

fn shown(part: RwSignal<Part>, before: Draw, draw: Draw) -> AnyView {
    Effect::new(move |_| {
        if part.get() == Part::Coming {
            fetch(Box::new(move |is_there| {
                part.try_set(if is_there { Part::There } else { Part::Missing });
            }));
        }
    });
    let body = move || match part.get() {
        Part::There => draw(),
        Part::Coming => before(),
        Part::Missing => missing(part),
    };
    body.into_any()
}

/// What stands there until it has come.
pub fn coming() -> AnyView {
    view! {
        <p class="panel faint" role="status">
            "Loading…"
        </p>
    }
    .into_any()
}

fn words() -> String {
    format!("This could not be loaded: {}", ApiError::Transport)
}

fn missing(part: RwSignal<Part>) -> AnyView {
    view! {
        <p class="notice notice--problem" role="alert">
            <Icon name="warn" />
            <span>{words()}</span>
            <button class="button button--small" type="button" on:click=move |_| part.set(Part::Coming)>
                "Try again"
            </button>
        </p>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod side {
    pub(super) const fn is_there() -> bool {
        true
    }

    pub(super) const fn is_taken_over() -> bool {
        false
    }

    pub(super) fn fetch(heard: Box<dyn FnOnce(bool)>) {
        heard(true);
    }
}

#[cfg(not(feature = "ssr"))]
mod side {
    use wasm_bindgen::prelude::Closure;

    use crate::browser;

    pub(super) fn is_there() -> bool {
        browser::has_rest()
    }

    pub(super) fn is_taken_over() -> bool {
        browser::is_hydrated()
    }

    pub(super) fn fetch(heard: Box<dyn FnOnce(bool)>) {
        browser::load_rest(&Closure::once_into_js(heard));
    }
}

use side::{fetch, is_taken_over, is_there};
