//! Answers to the browser: a page with its status, a way to go, or why there is none.

use app::pages::respond::{Closed, Site, closed};
use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use domain::link::LinkState;
use store::StoreError;

use crate::http::error::HttpError;
use crate::state::AppState;

/// Why a request is not answered with what it asked for.
#[derive(Debug)]
pub(super) enum Refusal {
    /// There is nothing to answer here; with the section in which the survey goes on, if there is one.
    Closed(Closed, Option<String>),
    /// We are out of order.
    Store(StoreError),
}

impl From<Closed> for Refusal {
    fn from(closed: Closed) -> Self {
        Self::Closed(closed, None)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Suspended => Closed::Suspended.into(),
            other => Self::Store(other),
        }
    }
}

/// What a handler comes to.
pub(super) type Answer = Result<Response, Refusal>;

/// Where the files are that pages link to.
pub(super) fn site(state: &AppState) -> Site {
    Site { stylesheet: state.site.asset("survey.css"), script: state.site.asset("respond.js") }
}

/// The answer as a response.
pub(super) fn finish(state: &AppState, answer: Answer) -> Response {
    match answer {
        Ok(response) => response,
        Err(Refusal::Closed(why, go_on)) => {
            let mut response = page(status(why), closed(&site(state), why, go_on.as_deref()));
            if why == Closed::Suspended {
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("3600"));
            }
            response
        }
        Err(Refusal::Store(error)) => HttpError::from(error).into_response(),
    }
}

const fn status(why: Closed) -> StatusCode {
    match why {
        Closed::Unknown | Closed::NoSection => StatusCode::NOT_FOUND,
        Closed::Expired | Closed::Answered | Closed::Withdrawn => StatusCode::GONE,
        Closed::Suspended => StatusCode::SERVICE_UNAVAILABLE,
        Closed::NoCookie | Closed::Malformed => StatusCode::BAD_REQUEST,
        Closed::OtherSurvey => StatusCode::CONFLICT,
        Closed::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
    }
}

/// The page for a link that is not open.
pub(super) const fn closed_by(state: LinkState) -> Option<Closed> {
    match state {
        LinkState::Open => None,
        LinkState::Expired => Some(Closed::Expired),
        LinkState::Answered => Some(Closed::Answered),
        LinkState::Withdrawn => Some(Closed::Withdrawn),
        LinkState::Unknown => Some(Closed::Unknown),
    }
}

/// A page with its status.
pub(super) fn page(status: StatusCode, html: String) -> Response {
    (status, Html(html)).into_response()
}

/// "See there", for a browser that has just posted.
pub(super) fn see_other(address: &str) -> Response {
    let location = HeaderValue::from_str(address).expect("keys of sections are plain letters");
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

/// An answer to a script, which reads the status only.
pub(super) fn bare(status: StatusCode) -> Response {
    if status.is_success() {
        return status.into_response();
    }
    (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], "{\"saved\":false}")
        .into_response()
}
