//! The page after the send: by the receipt for whoever sent, by the cookie for whoever comes back to it.

use app::pages::respond::{Thanks, thanks};
use axum::extract::{Path as Segment, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::link::LinkState;
use domain::survey::{AnswerSet, path};
use store::receipt;

use super::gate;
use super::page::{Answer, closed_by, finish, page, see_other, site};
use super::receipt::{base, found};
use super::section::{BASE, load_draft};
use super::step::resume;
use super::visit::Visit;
use crate::state::AppState;

/// `GET /r/{token}/thanks`: with the receipt's link.
pub(super) async fn by_receipt(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = show_by_receipt(&state, &visit, &token).await;
    finish(&state, &visit, answer)
}

async fn show_by_receipt(state: &AppState, visit: &Visit, token: &str) -> Answer {
    let (entered, kept) = found(state, token).await?;
    let Some(read) = receipt::read(&entered.tx, &kept.invitation).await? else {
        return Ok(see_other(&format!("{}/certificate", base(&entered))));
    };
    let address = base(&entered);
    let desk = entered.desk(visit, &address);
    let reached = path(desk.template, desk.facts, &read.answers).reached(&read.answers);
    let code = entered.token.hash().code();
    let html = thanks(
        &site(state),
        &Thanks {
            survey: desk.survey(&reached),
            outcome: desk.facts.outcome,
            attribution: Some(read.attribution),
            answered_at: entered.invitation.answered_at,
            is_correction: visit.has("corrected"),
            code: Some(&code),
            receipt: Some(&address),
            correctable_until: kept.correctable_until.map(|until| until.date_naive()),
        },
    );
    Ok(page(StatusCode::OK, html))
}

/// `GET /survey/thanks`: without it. The cookie holds the survey's link, which others may have seen in the mail; the
/// answer is for whoever has the receipt.
pub(super) async fn by_cookie(State(state): State<AppState>, visit: Visit) -> Response {
    let answer = show_by_cookie(&state, &visit).await;
    finish(&state, &visit, answer)
}

async fn show_by_cookie(state: &AppState, visit: &Visit) -> Answer {
    let entered = gate::by_cookie(state, visit).await?;
    let desk = entered.desk(visit, BASE);
    match entered.invitation.state {
        LinkState::Answered => {}
        LinkState::Open => {
            let draft = load_draft(&entered).await?;
            let path = path(desk.template, desk.facts, &draft.answers);
            return Ok(see_other(&desk.address(resume(&path, &draft.answers))));
        }
        closed @ (LinkState::Expired | LinkState::Withdrawn | LinkState::Unknown) => {
            return Err(closed_by(closed).unwrap_or(app::pages::respond::Closed::Unknown).into());
        }
    }
    let answers = AnswerSet::new();
    let html = thanks(
        &site(state),
        &Thanks {
            survey: desk.survey(&answers),
            outcome: desk.facts.outcome,
            attribution: entered.invitation.attribution,
            answered_at: entered.invitation.answered_at,
            is_correction: false,
            code: None,
            receipt: None,
            correctable_until: None,
        },
    );
    Ok(page(StatusCode::OK, html))
}
