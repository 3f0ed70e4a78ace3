//! Links and boxes that change one part of the address, from what it says when they are pressed.
//!
//! What is drawn may be older than the address: the page stays while newer data are on their way. A link that was
//! drawn with the filter of then would bring back what was taken away in the meantime.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::routes::{self, Refine};

/// Goes to the address of a page as it is after a change.
pub(crate) fn use_refine(path: impl Into<String>) -> Callback<Refine> {
    let path = path.into();
    let search = use_location().search;
    let navigate = use_navigate();
    Callback::new(move |refine: Refine| {
        let address = search.with_untracked(|search| routes::refined(&path, search, &refine));
        navigate(&address, NavigateOptions { scroll: refine.is_step(), ..Default::default() });
    })
}

/// What a link does when it is pressed, unless it is to open elsewhere; its `href` is for that, and for the time
/// before the script has come.
pub(crate) fn on_press(refine: Callback<Refine>, to: Refine) -> impl Fn(MouseEvent) + Clone + 'static {
    move |event| {
        let opens_elsewhere = event.button() != 0
            || event.ctrl_key()
            || event.meta_key()
            || event.shift_key()
            || event.alt_key();
        if !opens_elsewhere {
            event.prevent_default();
            refine.run(to.clone());
        }
    }
}
