//! The most that a server function is sent; what is larger is refused in words, and not by a cut connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::api::ApiError;
use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::{BoxError, Json};
use domain::form::FieldErrors;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::LARGEST_FORM;
use super::error::HttpError;
use super::request_actor::wants_html;

/// The most that a server function may send: the largest survey, written as text inside of text.
pub(super) const LARGEST_DOCUMENT: usize = 2 * domain::survey::exchange::LARGEST_FILE + 64 * 1024;
/// How much of what is too large is read and forgotten, so that its sender gets to read the answer.
const MOST_FORGOTTEN: usize = 64 * 1024 * 1024;

/// Only what takes surveys takes more than a form.
pub(super) async fn enforce(request: Request, next: Next) -> Response {
    let takes_surveys = request.uri().path().starts_with("/api/survey/");
    let limit = if takes_surveys { LARGEST_DOCUMENT } else { LARGEST_FORM };
    let wants_html = wants_html(request.headers());
    // What it is at least: its announced length, if it has one.
    if request.body().size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
        forget(request.into_body()).await;
        return too_large(wants_html, takes_surveys);
    }
    let is_too_large = Arc::new(AtomicBool::new(false));
    let noticed = Arc::clone(&is_too_large);
    let request = request.map(|body| {
        Body::new(Limited::new(body, limit).map_err(move |error: BoxError| {
            if error.is::<LengthLimitError>() {
                noticed.store(true, Ordering::Relaxed);
            }
            error
        }))
    });
    let response = next.run(request).await;
    if is_too_large.load(Ordering::Relaxed) { too_large(wants_html, takes_surveys) } else { response }
}

/// Reads to the end, or as far as is fair. The time has its own limit.
async fn forget(body: Body) {
    let mut body = Limited::new(body, MOST_FORGOTTEN);
    while let Some(Ok(_)) = body.frame().await {}
}

/// In the words of who asked: a form's page, or a script's document.
fn too_large(wants_html: bool, takes_surveys: bool) -> Response {
    if wants_html {
        return HttpError::TooLarge.into_response();
    }
    let words = if takes_surveys {
        "is larger than we take; a survey’s file has at most 2 MB"
    } else {
        "is larger than we take"
    };
    let error = ApiError::Invalid(FieldErrors::of("request", words));
    (StatusCode::PAYLOAD_TOO_LARGE, Json(error)).into_response()
}
