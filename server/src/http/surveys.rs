//! What the pages of surveys post and download: plain forms, files and pictures.
//!
//! The forms need no script; their answer is the way to the page that shows what became of it.

mod download;
mod logo;
mod manage;

use app::api::context::Visitor;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::actor::{Actor, Permission};
use domain::id::UserId;
use store::{TenantTx, Workload};

pub(super) use self::manage::survey_of;
use super::error::HttpError;
use crate::logo::LARGEST_UPLOAD;
use crate::state::AppState;

/// The most that one of the forms has.
const LARGEST_FORM: usize = 8 * 1024;
/// A logo, and a little more: what is too large is said in words, not by a cut connection.
const LARGEST_PICTURE: usize = LARGEST_UPLOAD + 64 * 1024;

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    let forms = Router::new()
        .route("/admin/surveys/new", post(manage::create))
        .route("/admin/surveys/{id}", get(download::json))
        .route("/admin/surveys/{id}/copy", post(manage::copy))
        .route("/admin/surveys/{id}/rename", post(manage::rename))
        .route("/admin/surveys/{id}/archive", post(manage::archive))
        .route("/admin/surveys/{id}/unarchive", post(manage::unarchive))
        .route("/admin/surveys/{id}/restore", post(manage::restore))
        .route("/admin/surveys/{id}/results.csv", get(download::csv))
        .route("/admin/images/{id}", get(logo::show))
        .layer(DefaultBodyLimit::max(LARGEST_FORM));
    let pictures = Router::new()
        .route("/admin/images", post(logo::upload))
        .layer(DefaultBodyLimit::max(LARGEST_PICTURE));
    forms.merge(pictures)
}

/// The door of a member's tenant, for who may edit surveys, and who it is.
pub(super) async fn enter(
    state: &AppState,
    visitor: &Visitor,
    workload: Workload,
) -> Result<(TenantTx, UserId), HttpError> {
    // Isolation: the tenant is the session's; no address and no form names one.
    let (Some(tenant), Some(role)) = (&visitor.tenant, visitor.role) else {
        return Err(HttpError::Forbidden);
    };
    let actor = Actor::member(visitor.user, role, &visitor.email, &visitor.name);
    if !actor.allows(Permission::EditSurveys) {
        return Err(HttpError::Forbidden);
    }
    Ok((state.store.open_tenant(tenant.id, actor, workload).await?, visitor.user))
}
