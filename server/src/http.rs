//! The site: one list of routes, and the layers around them.
//!
//! Four groups, each with the layers it needs: members' pages (session, strict policy with a nonce), buyers' pages
//! (no session, a stricter policy), webhooks (nothing between the socket and the signature but a limit), and the
//! files and health checks.

pub mod access;
mod address;
pub mod auth;
mod body_limit;
pub mod client_address;
mod cookie;
mod drawn;
pub mod error;
mod events;
mod export;
mod form;
mod headers;
mod health;
pub mod listener;
mod mended;
mod nowhere;
pub mod page;
mod request_actor;
pub mod request_id;
pub mod respond;
mod same_site;
pub mod site;
mod surveys;
mod tasks;
pub mod webhook;

use std::time::Duration;

use app::api::context::{Nonce, Site, Visitor};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::get;
use axum::{Extension, Router};
use http::request::Parts;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::{ResponseBodyTimeoutLayer, TimeoutLayer};

use self::error::after_panic;
use self::page::Audience;
use crate::state::AppState;

/// For an answer to begin; a form's body must have come by then too.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// For the next piece of an answer that has begun.
const BODY_WITHIN: Duration = Duration::from_secs(60);
/// The most that a form may send.
const LARGEST_FORM: usize = 512 * 1024;

/// Everything that is served.
pub fn router(state: AppState) -> Router {
    let routes = Router::new()
        .merge(people(members(&state), &state, Audience::Member))
        .merge(people(respond::routes(), &state, Audience::Buyer))
        .merge(machines(&state));
    let fallback = people(nowhere::routes(&state), &state, Audience::Member);
    routes.fallback_service(fallback.with_state(state.clone())).with_state(state)
}

/// The pages, forms and server functions of members and operators.
fn members(state: &AppState) -> Router<AppState> {
    let options = state.leptos.clone();
    let provide = provided(state);
    tasks::watch();
    let pages = generate_route_list(app::App);
    // A survey as it is written, or in a file, is the largest thing that a server function takes.
    let application = Router::new()
        .leptos_routes_with_context(state, pages, provide, move || app::shell::shell(options.clone()))
        .layer(from_fn(tasks::answer))
        .layer(from_fn(body_limit::enforce))
        .layer(DefaultBodyLimit::max(body_limit::LARGEST_DOCUMENT));
    Router::new()
        .route("/", get(start))
        .merge(auth::routes())
        .merge(events::routes())
        .merge(export::routes())
        .merge(form::routes())
        .merge(surveys::routes())
        .merge(respond::preview::routes())
        .merge(application)
        .layer(from_fn_with_state(state.clone(), drawn::check))
        .layer(from_fn(address::shorten))
        .layer(from_fn_with_state(state.clone(), request_actor::identify))
        .layer(auth::session_layer(state))
}

/// What the application reads of a request and of us.
fn provided(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let store = state.store.clone();
    let public = Site(state.http.public_url.as_str().to_owned());
    let site = respond::site(state);
    move || {
        provide_context(store.clone());
        provide_context(public.clone());
        // The editor of a survey shows its questions with the buyer's style sheet.
        provide_context(site.clone());
        // What the layers found out about the request, as the application reads it.
        if let Some(parts) = use_context::<Parts>() {
            if let Some(visitor) = parts.extensions.get::<Visitor>() {
                provide_context(visitor.clone());
            }
            if let Some(nonce) = parts.extensions.get::<Nonce>() {
                provide_context(nonce.clone());
                provide_context(leptos::nonce::Nonce::from_value(nonce.0.clone()));
            }
        }
    }
}

/// What is around every page that a person sees; the last layer is the outermost.
fn people(routes: Router<AppState>, state: &AppState, audience: Audience) -> Router<AppState> {
    routes
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn_with_state(state.clone(), same_site::require))
        .layer(from_fn(mended::mend))
        .layer(ResponseBodyTimeoutLayer::new(BODY_WITHIN))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state((state.clone(), audience), error::render))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state((state.clone(), audience), headers::secure))
        .layer(from_fn_with_state(state.clone(), client_address::find))
        .layer(from_fn_with_state(state.clone(), request_id::observe))
}

/// Webhooks, health checks and files: many and quick, so with the fewest layers.
fn machines(state: &AppState) -> Router<AppState> {
    webhook::routes()
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .merge(health::routes())
        .merge(state.site.routes())
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(state.clone(), headers::plain))
}

/// Where a person belongs.
async fn start(_: State<AppState>, visitor: Option<Extension<Visitor>>) -> Redirect {
    Redirect::to(match visitor {
        None => "/login",
        Some(Extension(visitor)) if visitor.tenant.is_some() => "/app",
        Some(_) => "/ops",
    })
}
