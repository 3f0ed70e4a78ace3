//! A correction: the answer is opened once more, in the pages in which it was given.

use app::pages::respond::Closed;
use axum::extract::{Path as Segment, State};
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use domain::link::LinkState;
use domain::survey::path;
use store::receipt::{self, Correction};

use super::cookie;
use super::page::{Answer, closed_by, finish, see_other};
use super::receipt::{base, found};
use super::section::{BASE, load_draft};
use super::step::{REVIEW, go_on};
use super::visit::Visit;
use crate::state::AppState;

/// `POST /r/{token}/correct`: copies the answer into a draft and goes to its first page, or on with what was begun.
pub(super) async fn begin(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = begin_correction(&state, &token).await;
    finish(&state, &visit, answer)
}

async fn begin_correction(state: &AppState, token: &str) -> Answer {
    let (entered, kept) = found(state, token).await?;
    match receipt::begin_correction(&entered.tx, kept.invitation.id).await? {
        Correction::Begun => {}
        // It is read in a moment; the receipt says so.
        Correction::Waiting => return Ok(see_other(&base(&entered))),
        Correction::TooLate => return Err(Closed::TooLate.into()),
        Correction::Closed(LinkState::Withdrawn) => {
            return Ok(see_other(&format!("{}/certificate", base(&entered))));
        }
        Correction::Closed(closed) => return Err(closed_by(closed).unwrap_or(Closed::Unknown).into()),
    }
    let invitation = &kept.invitation;
    let draft = load_draft(&entered).await?;
    let path = path(&invitation.template, &invitation.facts, &draft.answers);
    let page = if invitation.is_correcting {
        go_on(&path, &draft.answers)
    } else {
        path.sections().first().map_or(REVIEW, |(section, _)| section.key.as_str())
    };
    let mut response = see_other(&format!("{BASE}/{page}"));
    let is_https = state.http.public_url.is_https();
    // The receipt itself: with the link alone, which was mailed, nobody corrects. It outlives the time for that, so that
    // whoever comes back too late is told so.
    let now = state.store.clock().now();
    let remember = cookie::set(&entered.token, now + cookie::LONGEST, now, is_https);
    response.headers_mut().insert(SET_COOKIE, remember);
    entered.tx.commit().await?;
    Ok(response)
}
