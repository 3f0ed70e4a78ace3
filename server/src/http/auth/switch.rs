//! Another of one's tenants: the session goes on for that one, under a new id.
//!
//! **Invariant:** the tenant that a form names is looked for among the person's own memberships only.
//! **Invariant:** what was opened with the session for the tenant before ends with that session.

use app::api::context::Visitor;
use app::routes;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Form, Router};
use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::id::TenantId;
use domain::tenant::TenantStatus;
use serde::Deserialize;
use store::account;
use store::audit::AuditEntry;
use tower_sessions::Session;

use super::move_session;
use crate::http::error::HttpError;
use crate::state::AppState;

const LARGEST_FORM: usize = 1024;
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

pub(super) fn routes() -> Router<AppState> {
    Router::new().route(routes::SWITCH, post(switch)).layer(DefaultBodyLimit::max(LARGEST_FORM))
}

#[derive(Deserialize)]
struct Wanted {
    tenant: TenantId,
}

async fn switch(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    session: Session,
    wanted: Result<Form<Wanted>, FormRejection>,
) -> Result<Response, HttpError> {
    let Form(Wanted { tenant: wanted }) = wanted.map_err(|_| HttpError::Malformed)?;
    if visitor.tenant.is_some_and(|tenant| tenant.id == wanted) {
        return Ok(Redirect::to(routes::OVERVIEW).into_response());
    }
    // Isolation: not asked of the directory, which would know every tenant.
    let found = visitor.others.into_iter().find(|(tenant, _)| tenant.id == wanted);
    let (tenant, role) = found.ok_or(HttpError::NotFound)?;
    match tenant.status {
        TenantStatus::Active => {}
        TenantStatus::Provisioning | TenantStatus::Suspended => return Err(HttpError::Suspended),
    }
    let control = state.store.open_control().await?;
    account::enter(&control, tenant.id, visitor.user).await?;
    control.commit().await?;
    move_session(&state, &session, tenant.id).await?;
    let actor = Actor::member(visitor.user, role, &visitor.email, &visitor.name);
    state.store.record(AuditEntry::of(&actor, AuditAction::SignIn).about(tenant.id));
    // Pages are never kept, but Back may show one as it was left, and logos are kept for an hour.
    let forget = [(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""))];
    Ok((forget, Redirect::to(routes::OVERVIEW)).into_response())
}
