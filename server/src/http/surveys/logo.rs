//! Logos: made anew from what was uploaded, and shown to who edits the survey.

use app::api::ApiError;
use app::api::context::Visitor;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::form::FieldErrors;
use domain::id::ImageId;
use domain::survey::branding::Logo;
use store::survey::image::{self, Image};
use store::{StoreError, Workload};
use tokio::sync::Semaphore;

use super::enter;
use crate::http::error::HttpError;
use crate::logo::{Unfit, remake};
use crate::state::AppState;

/// The decoder's turn.
static DECODER: Semaphore = Semaphore::const_new(1);

/// `POST /admin/images`: the file itself as the body; the answer is a [`Logo`], or an [`ApiError`] in words.
pub(super) async fn upload(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match keep(&state, &visitor, body).await {
        Ok(logo) => axum::Json(logo).into_response(),
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, axum::Json(error)).into_response()
        }
    }
}

async fn keep(
    state: &AppState,
    visitor: &Visitor,
    body: Result<Bytes, BytesRejection>,
) -> Result<Logo, ApiError> {
    let unfit = |why: Unfit| ApiError::Invalid(FieldErrors::of("logo", why.to_string()));
    let bytes = body.map_err(|_| unfit(Unfit::TooLarge))?;
    // One after the other, on a thread of its own: a decoder takes much memory, and must keep no page waiting.
    let turn = DECODER.acquire().await.map_err(|error| ApiError::internal(&error))?;
    let made = tokio::task::spawn_blocking(move || {
        let made = remake(&bytes);
        // Held by the work and not by who waits for it: he may be gone before.
        drop(turn);
        made
    })
    .await
    .map_err(|error| ApiError::internal(&error))?
    .map_err(unfit)?;
    let (tenant, user) = match enter(state, visitor, Workload::Live).await {
        Ok(entered) => entered,
        Err(HttpError::Forbidden) => return Err(ApiError::Forbidden),
        Err(_) => return Err(ApiError::Unavailable),
    };
    let image = Image {
        mime: made.mime.to_owned(),
        width: i32::from(made.width),
        height: i32::from(made.height),
        bytes: made.bytes,
    };
    let id = image::insert(&tenant, &image, Some(user)).await?;
    tenant.commit().await?;
    Ok(Logo { image: id, width: made.shown.0, height: made.shown.1, alt: String::new() })
}

/// `GET /admin/images/{id}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, HttpError> {
    let id: ImageId = id.parse().map_err(|_| HttpError::NotFound)?;
    let image = {
        let (tenant, _) = enter(&state, &visitor, Workload::Live).await?;
        image::load(&tenant, id).await?
    };
    let image = image.ok_or(StoreError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, image.mime)], image.bytes).into_response())
}
