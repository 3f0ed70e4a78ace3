//! An open page learns that the tenant's data changed, and asks again if what it shows is older.

use domain::id::TenantId;
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;

use crate::browser;
use crate::routes;

/// The newest version of the tenant's data that was heard of.
#[derive(Copy, Clone)]
struct Changes(RwSignal<i64>);

/// Listens once for the whole frame, which is drawn for this tenant.
pub(crate) fn provide_changes(tenant: Option<TenantId>) {
    let newest = RwSignal::new(0);
    provide_context(Changes(newest));
    Effect::new(move |_| {
        let Some(tenant) = tenant else { return };
        let heard = Closure::<dyn Fn(String)>::new(move |version: String| {
            if let Ok(version) = version.trim().parse::<i64>() {
                newest.try_update(|newest| *newest = version.max(*newest));
            }
        });
        let watching = StoredValue::new_local((browser::watch(&routes::events(tenant), &heard), heard));
        on_cleanup(move || {
            watching.try_with_value(|(watching, _)| browser::stop(watching));
        });
    });
}

/// The version a page shows; set when its data come.
#[derive(Copy, Clone)]
pub struct Shown(StoredValue<i64>);

impl Shown {
    /// Remembers what is shown now.
    pub fn set(self, version: i64) {
        self.0.try_update_value(|shown| *shown = version);
    }

    /// Remembers that the page has no version of its own: every change from now on is newer.
    pub fn follow_all(self) {
        let newest = use_context::<Changes>().map_or(0, |Changes(newest)| newest.get_untracked());
        self.set(newest.max(1));
    }
}

/// Calls `ask_again` whenever newer data than what is shown are there.
pub fn follow_changes(ask_again: impl Fn() + 'static) -> Shown {
    let shown = Shown(StoredValue::new(i64::MAX));
    let changes = use_context::<Changes>();
    Effect::new(move |_| {
        let newest = changes.map_or(0, |Changes(newest)| newest.get());
        if shown.0.try_get_value().is_some_and(|shown| newest > shown) {
            ask_again();
        }
    });
    shown
}
