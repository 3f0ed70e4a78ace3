//! A page's one resource: a frame of the final size while it loads, the page, or an error in words.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::notice::ErrorPage;
use super::topbar::Topbar;
use crate::api::ApiError;
use crate::api::wire::Wire;

/// A page's one resource.
pub type Loading<T> = Resource<Result<T, ApiError>, Wire>;

/// Loads from a server function whenever what is asked for changes.
pub fn load<S, T, F>(
    asked: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Loading<T>
where
    S: Send + Sync + Clone + PartialEq + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    Resource::new_with_options(asked, fetch, false)
}

/// Draws a resource; what is shown stays, dimmed, while it is loaded again.
#[component]
pub fn Loaded<T, V>(
    /// The resource; nothing else on the page may read it.
    resource: Loading<T>,
    /// The page's name, for the time until it is there.
    title: &'static str,
    /// What stands there while it loads.
    skeleton: ViewFnOnce,
    /// Draws the page.
    page: V,
    /// What else the page depends on; a change draws it again from the same data.
    #[prop(optional)]
    also: Option<Signal<()>>,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let (is_pending, set_pending) = signal(false);
    let retry = Callback::new(move |()| resource.refetch());
    // Drawn as one piece and without reactive parts inside, so that new data are patched into the elements that
    // are there: focus, open panels and the place on the page stay.
    let draw = move || {
        if let Some(also) = also {
            also.track();
        }
        let page = page.clone();
        Suspend::new(async move {
            match resource.await {
                Ok(data) => page(data),
                Err(error) => view! {
                    <Topbar title=title />
                    <main class="page" id="main">
                        <ErrorPage error=error retry=retry />
                    </main>
                }
                .into_any(),
            }
        })
    };
    // On the server the signal would be set from a task of its own, after the page is gone if its reader left early.
    #[cfg(feature = "ssr")]
    let (body, _) = (view! { <Transition fallback=skeleton>{draw}</Transition> }, set_pending);
    #[cfg(not(feature = "ssr"))]
    let body = view! { <Transition fallback=skeleton set_pending=set_pending>{draw}</Transition> };
    view! { <div data-stale=move || is_pending.get().then_some("")>{body}</div> }
}
