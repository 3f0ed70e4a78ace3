//! From the session to the visitor, once per request, and the guard before the pages.
//!
//! Pages and server functions read the [`Visitor`] from the request and nothing else of the session.

use app::api::context::Visitor;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::Duration;
use store::account;
use tower_sessions::Session;

use super::access::{Need, need_of};
use super::auth::{SignedIn, session_failed};
use super::error::HttpError;
use crate::state::AppState;

/// How often a session in use is made longer: a write with every request would be one too many.
fn touch_after() -> Duration {
    Duration::minutes(5)
}

/// Finds out who asks, and lets pass who may.
pub(super) async fn identify(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let visitor = match find(&state, &session).await {
        Ok(visitor) => visitor,
        Err(error) => return error.into_response(),
    };
    if let Some(refusal) = refusal(&request, visitor.as_ref()) {
        return refusal;
    }
    if let Some(visitor) = visitor {
        request.extensions_mut().insert(visitor);
    }
    next.run(request).await
}

/// Finds out who asks where nothing is kept: who cannot be found out is a stranger.
pub(super) async fn recognise(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    if let Ok(Some(visitor)) = find(&state, &session).await {
        request.extensions_mut().insert(visitor);
    }
    next.run(request).await
}

async fn find(state: &AppState, session: &Session) -> Result<Option<Visitor>, HttpError> {
    if session.id().is_none() {
        return Ok(None);
    }
    let signed_in: Option<SignedIn> = session.get(SignedIn::KEY).await.map_err(session_failed)?;
    let Some(mut signed_in) = signed_in else { return Ok(None) };
    let user = {
        let control = state.store.open_control().await?;
        account::load_user(&control, signed_in.user).await?
    };
    let membership = |user: &account::UserAccount| {
        let tenant = signed_in.tenant?;
        user.memberships.iter().find(|(one, _)| one.id == tenant).cloned()
    };
    let Some(user) = user.filter(|user| user.is_operator || membership(user).is_some()) else {
        // The person or the membership is gone: so is the session.
        session.flush().await.map_err(session_failed)?;
        return Ok(None);
    };
    let (tenant, role) = membership(&user).unzip();
    let others = user.memberships.into_iter().filter(|(one, _)| Some(one.id) != signed_in.tenant).collect();
    let now = state.store.clock().now();
    if now - signed_in.seen >= touch_after() {
        signed_in.seen = now;
        session.insert(SignedIn::KEY, &signed_in).await.map_err(session_failed)?;
    }
    Ok(Some(Visitor {
        user: user.id,
        name: user.name,
        email: user.email,
        tenant,
        role,
        others,
        is_operator: user.is_operator,
    }))
}

/// The answer to who may not see the address; the doors behind it check again.
fn refusal(request: &Request, visitor: Option<&Visitor>) -> Option<Response> {
    let need = need_of(request.uri().path());
    let Some(visitor) = visitor else { return (need != Need::Nobody).then(|| sign_in_first(request)) };
    let may = match need {
        Need::Nobody | Need::SignedIn => true,
        Need::Permission(permission) => visitor.role.is_some_and(|role| role.allows(permission)),
        Need::Operator => visitor.is_operator,
    };
    // An operator belongs to no tenant; his start page is another.
    let is_lost = visitor.is_operator && request.uri().path() == "/app";
    match may {
        true => None,
        false if is_lost => Some(Redirect::to("/ops").into_response()),
        false => Some(HttpError::Forbidden.into_response()),
    }
}

fn sign_in_first(request: &Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") && !wants_html(request.headers()) {
        let error = app::api::ApiError::Unauthenticated;
        return (StatusCode::UNAUTHORIZED, axum::Json(error)).into_response();
    }
    if path == "/app/events" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let next = request.uri().path_and_query().map_or(path, |all| all.as_str());
    let is_page = [Method::GET, Method::HEAD].contains(request.method()) && !path.starts_with("/api/");
    let address = if is_page && next != "/app" {
        app::routes::address("/login", &[("next", next.to_owned())])
    } else {
        "/login".to_owned()
    };
    Redirect::to(&address).into_response()
}

/// Whether who asks reads pages, and no documents.
pub(super) fn wants_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
