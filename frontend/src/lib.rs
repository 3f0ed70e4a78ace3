//! The browser's entry point: hydrates the members' pages.
//!
//! The site has three bundles of this crate, one for each feature, and a page loads one: [`app::routes::Bundle`] says
//! which. With all features there is one bundle for all pages, as `cargo leptos` builds it.

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server sent.
#[wasm_bindgen]
pub fn hydrate() {
    // A release has no words for a panic: `xtask` takes them out.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    #[cfg(all(feature = "reports", not(feature = "workshop")))]
    leptos::mount::hydrate_body(app::ReportsApp);
    #[cfg(all(feature = "workshop", not(feature = "editor")))]
    leptos::mount::hydrate_body(app::WorkshopApp);
    #[cfg(all(feature = "editor", not(feature = "reports")))]
    leptos::mount::hydrate_body(app::EditorApp);
    #[cfg(all(feature = "reports", feature = "workshop", feature = "editor"))]
    leptos::mount::hydrate_body(app::App);
}
