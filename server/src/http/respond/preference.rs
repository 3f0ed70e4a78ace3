//! What a tenant may still ask a buyer. A press without a choice stops nothing: scanners press buttons, too.

use app::pages::respond::{Closed, Preference, Preferences, preferences};
use axum::extract::{Path as Segment, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::link::{LinkState, Withdrawal};
use domain::survey::AnswerSet;
use store::{contact, link};

use super::form::{Body, Form};
use super::gate::{self, Entered};
use super::page::{Answer, Refusal, finish, page, see_other, site};
use super::visit::Visit;
use crate::state::AppState;

fn base(entered: &Entered) -> String {
    format!("/u/{}", entered.token.as_str())
}

/// `GET /u/{token}`: what holds, and what could stop; stops nothing.
pub(super) async fn show(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = show_preference(&state, &visit, &token).await;
    finish(&state, &visit, answer)
}

async fn show_preference(state: &AppState, visit: &Visit, token: &str) -> Answer {
    let entered = gate::by_preferences(state, token).await?;
    let holds = holds(&entered).await?;
    let is_asked = matches!(holds, Preference::Asked | Preference::AskedLater);
    let holds = if is_asked && visit.has("undone") { Preference::Undone } else { holds };
    draw(state, visit, &entered, holds, false)
}

async fn holds(entered: &Entered) -> Result<Preference, Refusal> {
    let preference = contact::preference(&entered.tx, entered.invitation.id).await?;
    let preference = preference.ok_or(Refusal::from(Closed::Unknown))?;
    Ok(match (preference.is_opted_out, preference.withdrawn, preference.state) {
        (true, ..) => Preference::Silent,
        (false, Some(Withdrawal::Declined), _) => Preference::Stopped,
        (false, _, LinkState::Open) => Preference::Asked,
        (false, _, _) => Preference::AskedLater,
    })
}

fn draw(state: &AppState, visit: &Visit, entered: &Entered, holds: Preference, is_missing: bool) -> Answer {
    let mut desk = entered.desk(visit, &base(entered));
    desk.preferences = None;
    let answers = AnswerSet::new();
    let values = Preferences { survey: desk.survey(&answers), holds, is_missing };
    let status = if is_missing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page(status, preferences(&site(state), &values)))
}

/// `POST /u/{token}`: stops what was chosen.
pub(super) async fn stop(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
    body: Body,
) -> Response {
    let answer = stop_chosen(&state, &visit, &token, body).await;
    finish(&state, &visit, answer)
}

async fn stop_chosen(state: &AppState, visit: &Visit, token: &str, body: Body) -> Answer {
    let form = Form::read(&visit.headers, body)?;
    let entered = gate::by_preferences(state, token).await?;
    match form.first("stop") {
        Some("once") => {
            link::decline(&entered.tx, entered.invitation.id).await?;
        }
        Some("never") => {
            contact::opt_out(&entered.tx, entered.invitation.id).await?;
        }
        Some(_) | None => {
            let holds = holds(&entered).await?;
            return draw(state, visit, &entered, holds, true);
        }
    }
    let address = base(&entered);
    entered.tx.commit().await?;
    Ok(see_other(&address))
}

/// `POST /u/{token}/undo`: takes it back.
pub(super) async fn undo(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = take_back(&state, &token).await;
    finish(&state, &visit, answer)
}

async fn take_back(state: &AppState, token: &str) -> Answer {
    let entered = gate::by_preferences(state, token).await?;
    match holds(&entered).await? {
        Preference::Silent => {
            contact::undo_opt_out(&entered.tx, entered.invitation.id).await?;
        }
        Preference::Stopped => {
            link::undo_decline(&entered.tx, entered.invitation.id).await?;
        }
        Preference::Asked | Preference::AskedLater | Preference::Undone => {}
    }
    let address = format!("{}?undone", base(&entered));
    entered.tx.commit().await?;
    Ok(see_other(&address))
}

/// `POST /u/{token}/one-click`: what mail programs send for their own button (RFC 8058).
///
/// Nothing but the body that the standard names stops anything, and it stops what the mail was about.
pub(super) async fn one_click(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
    body: Body,
) -> Response {
    let answer = stop_by_mail(&state, &visit, &token, body).await;
    finish(&state, &visit, answer)
}

async fn stop_by_mail(state: &AppState, visit: &Visit, token: &str, body: Body) -> Answer {
    if !says_one_click(&visit.headers, body)? {
        return Err(Closed::Malformed.into());
    }
    let entered = gate::by_preferences(state, token).await?;
    contact::opt_out(&entered.tx, entered.invitation.id).await?;
    entered.tx.commit().await?;
    Ok(StatusCode::OK.into_response())
}

/// Whether this is what mail programs post: RFC 8058 has them send either kind of form.
fn says_one_click(headers: &HeaderMap, body: Body) -> Result<bool, Closed> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("multipart/form-data") {
        return Ok(Form::read(headers, body)?.first("List-Unsubscribe") == Some("One-Click"));
    }
    let body = body.map_err(|_| Closed::TooLarge)?;
    let text = String::from_utf8_lossy(&body);
    let mut pieces = text.split("\r\n\r\n");
    let names = |piece: &str| piece.to_ascii_lowercase().contains("name=\"list-unsubscribe\"");
    Ok(pieces.next().is_some_and(names)
        && pieces.next().is_some_and(|value| value.starts_with("One-Click\r\n")))
}
