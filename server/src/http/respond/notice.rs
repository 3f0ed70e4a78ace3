//! The privacy notice and the logo, wherever a survey's pages are.

use app::pages::respond::{Closed, privacy};
use axum::extract::{Path as Segment, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::survey::{AnswerSet, path};
use store::survey::image;

use super::gate::{self, Entered};
use super::page::{Answer, Refusal, finish, page, site};
use super::section::{BASE, load_draft};
use super::step::resume;
use super::visit::Visit;
use crate::state::AppState;

/// `GET /s/{token}/privacy`.
pub(super) async fn of_link(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = match gate::by_token(&state, &token).await.and_then(Entered::open) {
        Ok(entered) => show(&state, &visit, &entered, &format!("/s/{}", entered.token.as_str()), None),
        Err(refusal) => Err(refusal),
    };
    finish(&state, &visit, answer)
}

/// `GET /survey/privacy`.
pub(super) async fn of_survey(State(state): State<AppState>, visit: Visit) -> Response {
    let answer = show_in_survey(&state, &visit).await;
    finish(&state, &visit, answer)
}

async fn show_in_survey(state: &AppState, visit: &Visit) -> Answer {
    let entered = gate::by_cookie(state, visit).await?.open()?;
    let draft = load_draft(&entered).await?;
    let invitation = &entered.invitation;
    let path = path(&invitation.template, &invitation.facts, &draft.answers);
    show(state, visit, &entered, BASE, Some(resume(&path, &draft.answers)))
}

/// `GET /r/{token}/privacy`.
pub(super) async fn of_receipt(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = match gate::by_receipt(&state, &token).await {
        Ok(entered) => show(&state, &visit, &entered, &format!("/r/{}", entered.token.as_str()), None),
        Err(refusal) => Err(refusal),
    };
    finish(&state, &visit, answer)
}

/// The notice; it leads back to a page of the survey, or to where the survey's pages are.
fn show(state: &AppState, visit: &Visit, entered: &Entered, base: &str, back: Option<&str>) -> Answer {
    let desk = entered.desk(visit, base);
    let back = back.map_or_else(|| base.to_owned(), |back| desk.address(back));
    let answers = AnswerSet::new();
    Ok(page(StatusCode::OK, privacy(&site(state), desk.survey(&answers), &back)))
}

/// `GET /s/{token}/logo`.
pub(super) async fn logo_of_link(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = logo(gate::by_token(&state, &token).await).await;
    finish(&state, &visit, answer)
}

/// `GET /survey/logo`.
pub(super) async fn logo_of_survey(State(state): State<AppState>, visit: Visit) -> Response {
    let answer = logo(gate::by_cookie(&state, &visit).await).await;
    finish(&state, &visit, answer)
}

/// `GET /r/{token}/logo`.
pub(super) async fn logo_of_receipt(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = logo(gate::by_receipt(&state, &token).await).await;
    finish(&state, &visit, answer)
}

/// `GET /u/{token}/logo`.
pub(super) async fn logo_of_preferences(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = logo(gate::by_preferences(&state, &token).await).await;
    finish(&state, &visit, answer)
}

/// The picture of the version that is answered. Its bytes are ours: whatever was uploaded was drawn anew.
async fn logo(entered: Result<Entered, Refusal>) -> Answer {
    let entered = entered?;
    let wanted = entered.invitation.template.branding.logo.as_ref();
    let wanted = wanted.ok_or(Refusal::from(Closed::NoSection))?;
    let found = image::load(&entered.tx, wanted.image).await?.ok_or(Refusal::from(Closed::NoSection))?;
    let kind = HeaderValue::from_str(&found.mime).map_err(|_| Refusal::from(Closed::NoSection))?;
    let kept = HeaderValue::from_static("private, max-age=3600");
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, kept)], found.bytes).into_response())
}
