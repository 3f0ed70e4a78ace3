//! The link itself: the first page, and the start that takes the token out of the address.

use app::pages::respond::{Landing, landing};
use axum::extract::{Path as Segment, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use domain::link::LinkState;
use domain::survey::path;
use store::{draft, link};

use super::page::{Answer, closed_by, finish, page, see_other, site};
use super::step::go_on;
use super::{cookie, gate};
use crate::state::AppState;

/// `GET /s/{token}`: who asks, why, how long, until when and who will see it.
pub(super) async fn show(State(state): State<AppState>, Segment(token): Segment<String>) -> Response {
    finish(&state, first_page(&state, &token).await)
}

async fn first_page(state: &AppState, token: &str) -> Answer {
    let entered = gate::by_token(state, token).await?.open()?;
    let invitation = &entered.invitation;
    let draft = draft::load(&entered.tx, invitation.id).await?.unwrap_or_default();
    let path = path(&invitation.template, &invitation.facts, &draft.answers);
    let html = landing(
        &site(state),
        &Landing {
            survey: entered.survey(),
            contact: &invitation.contact_name,
            sender: filled(invitation.sender_name.as_deref()),
            owner: filled(invitation.owner_name.as_deref()),
            closed_at: invitation.closed_at,
            pages: path.sections().len(),
            has_started: invitation.started_at.is_some(),
        },
    );
    Ok(page(StatusCode::OK, html))
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// `POST /s/{token}`: begins, and goes to the first section that is not complete.
pub(super) async fn start(State(state): State<AppState>, Segment(token): Segment<String>) -> Response {
    finish(&state, begin(&state, &token).await)
}

async fn begin(state: &AppState, token: &str) -> Answer {
    let entered = gate::by_token(state, token).await?.open()?;
    let invitation = &entered.invitation;
    let now = link::start(&entered.tx, invitation.id, None, None).await?;
    if let Some(closed) = closed_by(now) {
        return Err(closed.into());
    }
    debug_assert_eq!(now, LinkState::Open);
    let draft = draft::load(&entered.tx, invitation.id).await?.unwrap_or_default();
    let path = path(&invitation.template, &invitation.facts, &draft.answers);
    let mut response = see_other(&go_on(&path, &draft.answers));
    let is_https = state.http.public_url.is_https();
    let remember = cookie::set(&entered.token, invitation.expires_at, state.store.clock().now(), is_https);
    response.headers_mut().insert(SET_COOKIE, remember);
    entered.tx.commit().await?;
    Ok(response)
}
