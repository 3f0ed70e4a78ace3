//! The operator console: tenants, what waits, and what was given up; never a customer's content.

mod dead;
mod queue;
mod tenants;

use leptos::prelude::*;

pub use self::dead::Retries;
use crate::api::platform::{Platform, load_platform};
use crate::components::loaded::{Loaded, load};
use crate::components::skeleton::DetailSkeleton;
use crate::components::topbar::Topbar;
use crate::format;

/// Loads the state of the platform.
#[component]
pub fn OperatorPage() -> impl IntoView {
    let platform = load(|| (), |()| load_platform());
    // Made outside of what is drawn anew: what came of a retry is to be read after the jobs were loaded again.
    let retries = Retries::new(Callback::new(move |()| platform.refetch()));
    let page =
        move |platform: Platform| view! { <PlatformPage platform=platform retries=retries /> }.into_any();
    view! {
        <Loaded
            resource=platform
            title="Platform"
            skeleton=ViewFnOnce::from(|| view! { <DetailSkeleton title="Platform" /> })
            page=page
        />
    }
    .into_any()
}

/// The page of a given state.
#[component]
pub fn PlatformPage(
    /// What was loaded.
    platform: Platform,
    /// What gives jobs their tries again.
    retries: Retries,
) -> impl IntoView {
    view! {
        <Topbar title="Platform" />
        <main class="page stack" id="main">
            {queue::section(&platform)}
            {dead::section(&platform, retries)}
            {tenants::section(&platform)}
        </main>
    }
    .into_any()
}

fn number(count: u64) -> String {
    format::count(i64::try_from(count).unwrap_or(i64::MAX))
}
