//! The page for an address that leads nowhere.

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::topbar::Topbar;

/// Says so, and leads back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::api::context::set_status(&crate::api::ApiError::NotFound);
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
