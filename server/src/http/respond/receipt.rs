//! The receipt: the answer read back, and who may see it, changed after the send.

use app::pages::respond::{Closed, Receipt, ReceiptNotice, receipt as receipt_page};
use axum::extract::{Path as Segment, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::link::LinkState;
use domain::response::Attribution;
use domain::survey::path;
use store::receipt::{self, Kept, KeptState};

use super::form::{Body, Form};
use super::gate::{self, Entered};
use super::page::{Answer, Refusal, closed_by, finish, page, see_other, site};
use super::visit::Visit;
use crate::state::AppState;

/// The receipt's address.
pub(super) fn base(entered: &Entered) -> String {
    format!("/r/{}", entered.token.as_str())
}

/// The answer that a receipt is for.
pub(super) async fn found(state: &AppState, token: &str) -> Result<(Entered, Kept), Refusal> {
    let entered = gate::by_receipt(state, token).await?;
    let kept = receipt::find(&entered.tx, &entered.token.hash()).await?;
    Ok((entered, kept.ok_or(Refusal::from(Closed::Unknown))?))
}

/// `GET /r/{token}`: the answer, as it was given.
pub(super) async fn show(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = read_back(&state, &visit, &token).await;
    finish(&state, &visit, answer)
}

async fn read_back(state: &AppState, visit: &Visit, token: &str) -> Answer {
    let (entered, kept) = found(state, token).await?;
    let address = base(&entered);
    let Some(read) = receipt::read(&entered.tx, &kept.invitation).await? else {
        return Ok(see_other(&format!("{address}/certificate")));
    };
    let mut desk = entered.desk(visit, &address);
    desk.attribution = Some(read.attribution);
    let path = path(desk.template, desk.facts, &read.answers);
    let reached = path.reached(&read.answers);
    let html = receipt_page(
        &site(state),
        &Receipt {
            survey: desk.survey(&reached),
            path: &path,
            answers: &reached,
            code: &entered.token.hash().code(),
            sent_at: kept.corrected_at.or(entered.invitation.answered_at),
            is_waiting: kept.state == KeptState::Waiting,
            is_correcting: entered.invitation.is_correcting,
            correctable_until: kept.correctable_until,
            notice: visit.has("shared").then_some(ReceiptNotice::Shared),
        },
    );
    Ok(page(StatusCode::OK, html))
}

/// `POST /r/{token}/attribution`: who may see it from now on.
pub(super) async fn share(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
    body: Body,
) -> Response {
    let answer = set_attribution(&state, &visit, &token, body).await;
    finish(&state, &visit, answer)
}

async fn set_attribution(state: &AppState, visit: &Visit, token: &str, body: Body) -> Answer {
    let form = Form::read(&visit.headers, body)?;
    let (entered, kept) = found(state, token).await?;
    let offered = &kept.invitation.template.attributions;
    let chosen = form.first("who").and_then(Attribution::from_code).filter(|one| offered.contains(one));
    let chosen = chosen.ok_or(Refusal::from(Closed::Malformed))?;
    match receipt::set_attribution(&entered.tx, kept.invitation.id, chosen).await? {
        LinkState::Answered | LinkState::Open => {}
        closed @ (LinkState::Expired | LinkState::Withdrawn | LinkState::Unknown) => {
            return Err(closed_by(closed).unwrap_or(Closed::Unknown).into());
        }
    }
    let address = format!("{}?shared", base(&entered));
    entered.tx.commit().await?;
    Ok(see_other(&address))
}
