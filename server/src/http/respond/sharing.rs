//! What can be changed between two pages of a survey: who may see the name, and the language.

use app::pages::respond::{Closed, WhoSees, who_sees};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::response::Attribution;
use domain::survey::{Language, path};
use store::{link, receipt};

use super::desk::Desk;
use super::form::{Body, Form};
use super::gate::{self, Entered};
use super::page::{Answer, Refusal, closed_by, finish, page, see_other, site};
use super::section::{BASE, load_draft};
use super::step::{go_on, known_page};
use super::visit::Visit;
use crate::state::AppState;

/// The page on which the choice about the name is changed.
const WHO_SEES: &str = "who-sees";

/// `GET /survey/who-sees`.
pub(super) async fn show(State(state): State<AppState>, visit: Visit) -> Response {
    let answer = show_choice(&state, &visit).await;
    finish(&state, &visit, answer)
}

async fn show_choice(state: &AppState, visit: &Visit) -> Answer {
    let entered = gate::by_cookie(state, visit).await?.open()?;
    let draft = load_draft(&entered).await?;
    let desk = entered.desk(visit, BASE);
    let back = back(&entered, &desk, visit.value("from").unwrap_or_default()).await?;
    let reached = path(desk.template, desk.facts, &draft.answers).reached(&draft.answers);
    let html = who_sees(&site(state), &WhoSees { survey: desk.survey(&reached), back: &back });
    Ok(page(StatusCode::OK, html))
}

/// The page that the buyer came from, or the one on which the survey goes on.
async fn back(entered: &Entered, desk: &Desk<'_>, wanted: &str) -> Result<String, Refusal> {
    if let Some(known) = known_page(desk, wanted) {
        return Ok(known);
    }
    let draft = load_draft(entered).await?;
    let path = path(desk.template, desk.facts, &draft.answers);
    Ok(go_on(&path, &draft.answers).to_owned())
}

/// `POST /survey/who-sees`.
pub(super) async fn save(State(state): State<AppState>, visit: Visit, body: Body) -> Response {
    let answer = save_choice(&state, &visit, body).await;
    finish(&state, &visit, answer)
}

async fn save_choice(state: &AppState, visit: &Visit, body: Body) -> Answer {
    let form = Form::read(&visit.headers, body)?;
    let entered = gate::for_form(state, visit, form.first("survey")).await?.open()?;
    let desk = entered.desk(visit, BASE);
    let back = back(&entered, &desk, form.first("back").unwrap_or_default()).await?;
    let offered = &desk.template.attributions;
    let chosen = form.first("who").and_then(Attribution::from_code).filter(|one| offered.contains(one));
    let chosen = chosen.ok_or(Refusal::from(Closed::Malformed))?;
    let id = entered.invitation.id;
    let now = if entered.invitation.is_correcting {
        // The answer that is there follows at once; nobody waits for the correction to be seen by fewer.
        receipt::set_attribution(&entered.tx, id, chosen).await?
    } else {
        link::set_attribution(&entered.tx, id, chosen).await?
    };
    if let Some(closed) = closed_by(now).filter(|_| !entered.invitation.is_correcting) {
        return Err(closed.into());
    }
    let address = format!("{}?shared", desk.address(&back));
    entered.tx.commit().await?;
    Ok(see_other(&address))
}

/// `POST /survey/language`.
pub(super) async fn speak(State(state): State<AppState>, visit: Visit, body: Body) -> Response {
    let answer = set_language(&state, &visit, body).await;
    finish(&state, &visit, answer)
}

async fn set_language(state: &AppState, visit: &Visit, body: Body) -> Answer {
    let form = Form::read(&visit.headers, body)?;
    let entered = gate::for_form(state, visit, form.first("survey")).await?.open()?;
    let desk = entered.desk(visit, BASE);
    let language = form
        .first("lang")
        .and_then(|tag| Language::parse(tag).ok())
        .filter(|language| desk.template.languages.contains(language))
        .ok_or(Refusal::from(Closed::Malformed))?;
    let wanted = form.first("back").unwrap_or_default();
    let back = match wanted {
        WHO_SEES => WHO_SEES.to_owned(),
        other => back(&entered, &desk, other).await?,
    };
    link::set_language(&entered.tx, entered.invitation.id, &language).await?;
    let address = desk.address(&back);
    entered.tx.commit().await?;
    Ok(see_other(&address))
}
