//! Answers to the browser: a page with its status, a way to go, or why there is none.

use app::pages::respond::{Closed, Site, closed};
use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use domain::link::{LinkState, Withdrawal};
use store::StoreError;

use super::visit::Visit;
use crate::http::error::HttpError;
use crate::http::headers::Styled;
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
pub(in crate::http) fn site(state: &AppState) -> Site {
    Site {
        stylesheet: state.site.asset("survey.css"),
        sheet: state.site.survey_sheet(),
        script: state.site.asset("respond.js"),
    }
}

/// The answer as a response.
pub(super) fn finish(state: &AppState, visit: &Visit, answer: Answer) -> Response {
    match answer {
        Ok(response) => response,
        Err(Refusal::Closed(why, go_on)) => {
            let html = closed(&site(state), &visit.own_voice(), why, go_on.as_deref());
            let mut response = plain(status(why), html);
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
        Closed::Renewed
        | Closed::Expired
        | Closed::Answered
        | Closed::Withdrawn
        | Closed::Erased
        | Closed::Stopped
        | Closed::TooLate => StatusCode::GONE,
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

/// The same, with the reason where it was taken back: who did that himself is told so.
pub(super) const fn closed_for(state: LinkState, withdrawn: Option<Withdrawal>) -> Option<Closed> {
    if !matches!(state, LinkState::Withdrawn) {
        return closed_by(state);
    }
    Some(match withdrawn {
        Some(Withdrawal::ByBuyer) => Closed::Erased,
        Some(Withdrawal::Declined | Withdrawal::OptedOut) => Closed::Stopped,
        Some(Withdrawal::Reopened) | None => Closed::Withdrawn,
    })
}

/// A page of a survey with its status; the policy lets it carry its own stylesheet and the tenant's colours.
pub(super) fn page(status: StatusCode, html: String) -> Response {
    let mut response = plain(status, html);
    response.extensions_mut().insert(Styled);
    response
}

/// A page of nobody's survey.
pub(super) fn plain(status: StatusCode, html: String) -> Response {
    (status, Html(html)).into_response()
}

/// "See there", for a browser that has just posted.
pub(super) fn see_other(address: &str) -> Response {
    let location = HeaderValue::from_str(address).expect("addresses of ours are plain letters");
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
