//! Addresses that lead nowhere: whoever is signed in stays within the product, with its navigation around the news.

use app::api::context::Visitor;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};

use super::error::HttpError;
use super::{auth, provided, request_actor};
use crate::state::AppState;

pub(super) fn routes(state: &AppState) -> Router<AppState> {
    Router::new()
        .fallback(answer)
        .layer(from_fn_with_state(state.clone(), request_actor::recognise))
        .layer(auth::session_layer(state))
}

async fn answer(State(state): State<AppState>, request: Request) -> Response {
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    let is_member = request.extensions().get::<Visitor>().is_some();
    if !(is_read && is_member && request_actor::wants_html(request.headers())) {
        return HttpError::NotFound.into_response();
    }
    let options = state.leptos.clone();
    let draw = leptos_axum::render_app_async_with_context(provided(&state), move || {
        app::shell::shell(options.clone())
    });
    draw(request).await
}
