//! The seat of a member who tries a survey: who he is, which try his request is about, and how it is answered.

use app::api::context::Visitor;
use app::pages::respond::Closed;
use axum::extract::{Extension, FromRequestParts, Path as Segments, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};

use super::{Stopped, Trying};
use crate::http::error::HttpError;
use crate::http::respond::form::{Body, Form};
use crate::http::respond::page::{Refusal, finish, page};
use crate::http::respond::visit::Visit;
use crate::state::AppState;

/// What a handler comes to.
pub(super) type Answer = Result<Response, Stopped>;

/// A request for a page of a try, without its body.
pub(super) struct Seat {
    pub(super) state: AppState,
    pub(super) visit: Visit,
    visitor: Visitor,
    id: String,
    /// The key of the section in the address; empty where the address has none.
    pub(super) key: String,
}

impl FromRequestParts<AppState> for Seat {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let Extension(visitor) = Extension::<Visitor>::from_request_parts(parts, state)
            .await
            .map_err(|error| error.into_response())?;
        let Segments(segments) = Segments::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|_| HttpError::NotFound.into_response())?;
        let State(state) =
            State::<AppState>::from_request_parts(parts, state).await.unwrap_or_else(|never| match never {});
        let Ok(visit) = Visit::from_request_parts(parts, &state).await;
        let mut segments = segments.into_iter().map(|(_, value)| value);
        let (id, key) = (segments.next().unwrap_or_default(), segments.next().unwrap_or_default());
        Ok(Self { state, visit, visitor, id, key })
    }
}

impl Seat {
    /// Takes the try up.
    pub(super) async fn enter(&self) -> Result<Trying, HttpError> {
        Trying::enter(&self.state, &self.visitor, &self.id).await
    }

    /// The same for a form, which says which survey it belongs to.
    pub(super) async fn enter_with(&self, form: &Form) -> Result<Trying, Stopped> {
        let trying = self.enter().await?;
        match form.first("survey") {
            Some(mark) if mark == trying.mark => Ok(trying),
            Some(_) => Err(Refusal::from(Closed::OtherSurvey).into()),
            None => Err(Refusal::from(Closed::Malformed).into()),
        }
    }

    /// Answers a request for a page.
    pub(super) async fn show(self, work: impl AsyncFnOnce(&Self) -> Answer) -> Response {
        let answer = work(&self).await;
        self.end(answer)
    }

    /// Answers a form.
    pub(super) async fn take(self, body: Body, work: impl AsyncFnOnce(&Self, &Form) -> Answer) -> Response {
        let answer = match Form::read(&self.visit.headers, body) {
            Ok(form) => work(&self, &form).await,
            Err(closed) => Err(closed.into()),
        };
        self.end(answer)
    }

    /// The same for one whose fields may all be missing: what cannot be read is an empty form.
    pub(super) async fn take_any(
        self,
        body: Body,
        work: impl AsyncFnOnce(&Self, &Form) -> Answer,
    ) -> Response {
        let form = Form::read(&self.visit.headers, body).unwrap_or_default();
        let answer = work(&self, &form).await;
        self.end(answer)
    }

    fn end(&self, answer: Answer) -> Response {
        match answer {
            Ok(response) => response,
            Err(Stopped::Refused(refusal)) => finish(&self.state, &self.visit, Err(refusal)),
            Err(Stopped::Http(error)) => error.into_response(),
        }
    }
}

/// A page in the theme that its address asks for: a frame has only that of the system.
pub(super) fn shown(trying: &Trying, status: StatusCode, html: String) -> Response {
    let html = match trying.theme {
        Some(theme) => html.replacen("<html", &format!("<html data-theme=\"{theme}\""), 1),
        None => html,
    };
    page(status, html)
}
