//! What a person sees when something did not work: a status, and a page in plain words.
//!
//! A handler answers with an [`HttpError`]; it travels in the response's extensions to [`render`], which knows
//! the request and draws the page. Causes are logged here, once, and never shown.

use std::error::Error;
use std::fmt::Write as _;

use app::api::ApiError;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::StoreError;

use super::page::{self, Audience};
use super::request_id::RequestId;
use crate::state::AppState;

/// Why a request was not answered as asked.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum HttpError {
    /// There is no such page, or not for this visitor.
    NotFound,
    /// The page exists, and the role does not allow it.
    Forbidden,
    /// A form was sent from another site.
    CrossSite,
    /// The request could not be understood.
    Malformed,
    /// The page does not take this method.
    MethodNotAllowed,
    /// The request is too large.
    TooLarge,
    /// It was there, and its time is over.
    Gone,
    /// Too many tries.
    TooMany {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// The workspace is stopped by the operator.
    Suspended,
    /// A part of ours does not answer.
    Unavailable,
    /// A mistake of ours.
    Internal,
}

impl HttpError {
    /// The status it is answered with.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Gone => StatusCode::GONE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Suspended | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a bare status of the router or a layer means.
    fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            404 => Self::NotFound,
            401 | 403 => Self::Forbidden,
            405 => Self::MethodNotAllowed,
            410 => Self::Gone,
            413 => Self::TooLarge,
            429 => Self::TooMany { retry_after: 60 },
            400..=499 => Self::Malformed,
            503 | 504 => Self::Unavailable,
            _ => Self::Internal,
        }
    }

    /// The page's heading and what to do, for people.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => {
                ("This page does not exist", "The address may be cut off, or the page was moved.")
            }
            Self::Forbidden => (
                "You have no access to this page",
                "Your role does not include it. An admin of your team can change that.",
            ),
            Self::CrossSite => (
                "This form came from somewhere else",
                "For your safety, forms are taken from our own pages only. Please open the page again and retry.",
            ),
            Self::Malformed | Self::MethodNotAllowed => {
                ("We could not read this request", "Please go back, reload the page and try again.")
            }
            Self::TooLarge => ("That was too much at once", "Please shorten the text and send it again."),
            Self::Gone => ("This is no longer here", "Its time is over."),
            Self::TooMany { .. } => ("Too many tries", "Please wait some minutes and try again."),
            Self::Suspended => (
                "This workspace is paused",
                "Nothing is lost. Please ask your admin or our support when it opens again.",
            ),
            Self::Unavailable => {
                ("We are not available for a moment", "Nothing is lost. Please try again in a few seconds.")
            }
            Self::Internal => ("Something went wrong on our side", "We have been told. Please try again."),
        }
    }

    /// The heading for people.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        self.words().0
    }

    /// What to do, for people.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        self.words().1
    }

    /// A mistake of ours, logged with its causes.
    #[must_use]
    pub fn internal(cause: &(dyn Error + 'static)) -> Self {
        tracing::error!(cause = chain(cause), "a request failed");
        Self::Internal
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let retry_after = match self {
            Self::TooMany { retry_after } => Some(retry_after),
            Self::Suspended => Some(300),
            Self::Unavailable => Some(5),
            _ => None,
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Forbidden => {
                // The database said no where a check of ours should have: worth a look.
                tracing::error!(cause = chain(&error), "a door refused a statement");
                Self::Forbidden
            }
            StoreError::Gone => Self::Gone,
            StoreError::Suspended => Self::Suspended,
            StoreError::Invalid(_) => Self::Malformed,
            StoreError::Unavailable(_) | StoreError::Refused(_) => {
                tracing::warn!(cause = chain(&error), "the database does not answer");
                Self::Unavailable
            }
            StoreError::Conflict { .. } | StoreError::LeaseLost | StoreError::Database(_) => {
                Self::internal(&error)
            }
        }
    }
}

impl From<ApiError> for HttpError {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Unauthenticated | ApiError::Forbidden => Self::Forbidden,
            ApiError::NotFound => Self::NotFound,
            ApiError::Gone => Self::Gone,
            ApiError::Suspended => Self::Suspended,
            ApiError::Invalid(_) | ApiError::Conflict | ApiError::Switched | ApiError::Transport => {
                Self::Malformed
            }
            ApiError::RateLimited => Self::TooMany { retry_after: 60 },
            ApiError::Unavailable => Self::Unavailable,
            ApiError::Internal { .. } => Self::Internal,
        }
    }
}

/// An error with all its causes, for the log.
#[must_use]
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        // Some errors of libraries end with their cause's words.
        if !text.ends_with(&words) {
            write!(text, ": {words}").expect("writing to a string does not fail");
        }
        next = cause.source();
    }
    text
}

/// Marks the answer to an error whose plain words are meant for people: no page takes their place.
#[derive(Copy, Clone, Debug)]
pub struct Worded;

/// Draws the page of an error that has none yet.
pub async fn render(
    State((state, audience)): State<(AppState, Audience)>,
    request: Request,
    next: Next,
) -> Response {
    let context = page::Context::of(&state, audience, &request);
    let reference = request.extensions().get::<RequestId>().map(RequestId::short);
    let response = next.run(request).await;
    let error = match response.extensions().get::<HttpError>() {
        Some(error) => *error,
        None if is_bare(&response) && response.extensions().get::<Worded>().is_none() => {
            HttpError::of_status(response.status())
        }
        None => return response,
    };
    let reference = reference.filter(|_| error == HttpError::Internal);
    let body = page::error(&context, error, reference.as_deref());
    let (mut parts, _) = response.into_parts();
    for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
        parts.headers.remove(name);
    }
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Response::from_parts(parts, body.into())
}

/// Whether this is an error that the router or a layer made, without words for people.
fn is_bare(response: &Response) -> bool {
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    is_error && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

/// What a panic is answered with; the panic itself was logged by its hook.
#[must_use]
pub fn after_panic(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let words = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no words");
    tracing::error!(cause = words, "a request panicked");
    HttpError::Internal.into_response()
}
