//! The page for an address that leads nowhere.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::late::late;
use crate::components::topbar::Topbar;

/// Says so, and leads back. In the browser a page that was followed to and is not in the bundle is loaded from the
/// server, which knows them all.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::api::context::set_status(&crate::api::ApiError::NotFound);
    #[cfg(not(feature = "ssr"))]
    if crate::browser::is_hydrated() {
        crate::browser::reload();
        return ().into_any();
    }
    late(late_not_found)
}

#[inline(never)]
fn late_not_found() -> AnyView {
    view! {
        <Topbar title="Not found" />
        <main class="page" id="main">
            <div class="empty empty--page">
                <Icon name="search" class="empty__mark" />
                <h2>"There is no page here"</h2>
                <p>"The link may be incomplete, or what it led to has been removed."</p>
                <p class="row">
                    <a class="button" href="/" rel="external">
                        "Go to the start page"
                    </a>
                </p>
            </div>
        </main>
    }
    .into_any()
}
