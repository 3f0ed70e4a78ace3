//! The withdrawal: a page that asks, a button that erases, and the certificate of it.

use app::pages::respond::{Closed, Erased, erased, withdrawal};
use axum::extract::{Path as Segment, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::erasure::Certificate;
use domain::survey::AnswerSet;
use store::receipt::{self, KeptState, Withdrawn};

use super::gate::{self, Entered};
use super::page::{Answer, Refusal, closed_by, finish, page, see_other, site};
use super::receipt::{base, found};
use super::visit::Visit;
use crate::state::AppState;

/// `GET /r/{token}/withdraw`: what would be erased; erases nothing.
pub(super) async fn ask(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = ask_first(&state, &visit, &token).await;
    finish(&state, &visit, answer)
}

async fn ask_first(state: &AppState, visit: &Visit, token: &str) -> Answer {
    let (entered, kept) = found(state, token).await?;
    let address = base(&entered);
    if kept.state == KeptState::Withdrawn {
        return Ok(see_other(&format!("{address}/certificate")));
    }
    let desk = entered.desk(visit, &address);
    let answers = AnswerSet::new();
    Ok(page(StatusCode::OK, withdrawal(&site(state), desk.survey(&answers))))
}

/// `POST /r/{token}/withdraw`: erases the answer for good.
pub(super) async fn erase(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = erase_answer(&state, &token).await;
    finish(&state, &visit, answer)
}

async fn erase_answer(state: &AppState, token: &str) -> Answer {
    let (entered, kept) = found(state, token).await?;
    match receipt::withdraw(&entered.tx, kept.invitation.id).await? {
        Withdrawn::Erased(_) => {}
        Withdrawn::Closed(closed) => return Err(closed_by(closed).unwrap_or(Closed::Unknown).into()),
    }
    let address = format!("{}/certificate", base(&entered));
    entered.tx.commit().await?;
    Ok(see_other(&address))
}

/// `GET /r/{token}/certificate`.
pub(super) async fn certificate(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = show_certificate(&state, &visit, &token).await;
    finish(&state, &visit, answer)
}

async fn show_certificate(state: &AppState, visit: &Visit, token: &str) -> Answer {
    let entered = gate::by_receipt(state, token).await?;
    let Some(certificate) = load(&entered).await? else { return Ok(see_other(&base(&entered))) };
    let desk = entered.desk(visit, &base(&entered));
    let answers = AnswerSet::new();
    let html = erased(&site(state), &Erased { survey: desk.survey(&answers), certificate: &certificate });
    Ok(page(StatusCode::OK, html))
}

async fn load(entered: &Entered) -> Result<Option<Certificate>, Refusal> {
    Ok(receipt::certificate(&entered.tx, entered.invitation.id).await?)
}

/// `GET /r/{token}/certificate.txt`: the same as a file; its checksum is of these very lines.
pub(super) async fn certificate_text(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = certificate_file(&state, &token).await;
    finish(&state, &visit, answer)
}

async fn certificate_file(state: &AppState, token: &str) -> Answer {
    let entered = gate::by_receipt(state, token).await?;
    let Some(certificate) = load(&entered).await? else { return Ok(see_other(&base(&entered))) };
    let name = format!("attachment; filename=\"certificate-{}.txt\"", certificate.id);
    let name = HeaderValue::from_str(&name).expect("an id is plain letters");
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    Ok(([(CONTENT_TYPE, text), (CONTENT_DISPOSITION, name)], certificate.text()).into_response())
}
