//! The link itself: the first page, the start that takes the token out of the address, and "not now".

use app::pages::respond::{Closed, Landing, landing, reminded};
use axum::extract::{Path as Segment, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use chrono::Duration;
use domain::link::LinkState;
use domain::response::Attribution;
use domain::survey::language::negotiate;
use domain::survey::logic::span;
use domain::survey::{AnswerSet, Language, path};
use store::draft::Draft;
use store::link::{self, Reminded};

use super::cookie;
use super::desk::Desk;
use super::form::{Body, Form};
use super::gate::{self, Guest, filled};
use super::page::{Answer, closed_by, finish, page, see_other, site};
use super::section::{BASE, load_draft};
use super::step::resume;
use super::visit::Visit;
use crate::state::AppState;

/// After how many days a reminder can come.
const DAYS: [i64; 3] = [3, 7, 14];

/// `GET /s/{token}`: who asks, why, how long, until when and who will see it.
pub(super) async fn show(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = first_page(&state, &visit, &token).await;
    finish(&state, &visit, answer)
}

async fn first_page(state: &AppState, visit: &Visit, token: &str) -> Answer {
    let entered = gate::by_token(state, token).await?;
    let entered = entered.open()?;
    let draft = load_draft(&entered).await?;
    let (tx, guest) = entered.split();
    drop(tx);
    let desk = guest.desk(visit, &address(&guest));
    Ok(page(StatusCode::OK, draw(state, &guest, &desk, &draft, None)))
}

fn address(guest: &Guest) -> String {
    format!("/s/{}", guest.token.as_str())
}

/// The first page, with what was wrong with the wish to be reminded.
fn draw(state: &AppState, guest: &Guest, desk: &Desk<'_>, draft: &Draft, problem: Option<&str>) -> String {
    let invitation = &guest.invitation;
    let path = path(desk.template, desk.facts, &draft.answers);
    let reached = path.reached(&draft.answers);
    landing(
        &site(state),
        &Landing {
            survey: desk.survey(&reached),
            sender: filled(invitation.sender_name.as_deref()),
            account: invitation.account_name.as_deref(),
            closed_at: invitation.closed_at,
            pages: span(desk.template, desk.facts),
            has_started: invitation.started_at.is_some(),
            can_wait: !invitation.is_correcting,
            problem,
        },
    )
}

/// `POST /s/{token}`: begins, and goes to the first section that is not complete.
pub(super) async fn start(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
    body: Body,
) -> Response {
    let answer = begin(&state, &token, &form_or_nothing(&visit, body)).await;
    finish(&state, &visit, answer)
}

/// A start without a form is a start: nothing in it is required.
fn form_or_nothing(visit: &Visit, body: Body) -> Form {
    Form::read(&visit.headers, body).unwrap_or_default()
}

async fn begin(state: &AppState, token: &str, form: &Form) -> Answer {
    let entered = gate::by_token(state, token).await?.open()?;
    let invitation = &entered.invitation;
    let template = &invitation.template;
    let attribution =
        form.first("who").and_then(Attribution::from_code).filter(|one| template.attributions.contains(one));
    let language = form
        .first("lang")
        .and_then(|tag| Language::parse(tag).ok())
        .and_then(|language| negotiate(&template.languages, &[language]).cloned());
    let now = link::start(&entered.tx, invitation.id, attribution, language.as_ref()).await?;
    if let Some(closed) = closed_by(now) {
        return Err(closed.into());
    }
    debug_assert_eq!(now, LinkState::Open);
    let draft = load_draft(&entered).await?;
    let path = path(template, &invitation.facts, &draft.answers);
    let mut response = see_other(&format!("{BASE}/{}", resume(&path, &draft.answers)));
    let is_https = state.http.public_url.is_https();
    let remember = cookie::set(&entered.token, invitation.expires_at, state.store.clock().now(), is_https);
    response.headers_mut().insert(SET_COOKIE, remember);
    entered.tx.commit().await?;
    Ok(response)
}

/// `POST /s/{token}/later`: a reminder at a time that the buyer chose.
pub(super) async fn later(
    State(state): State<AppState>,
    Segment(token): Segment<String>,
    visit: Visit,
    body: Body,
) -> Response {
    let answer = remind(&state, &visit, &token, body).await;
    finish(&state, &visit, answer)
}

async fn remind(state: &AppState, visit: &Visit, token: &str, body: Body) -> Answer {
    let form = Form::read(&visit.headers, body)?;
    let entered = gate::by_token(state, token).await?.open()?;
    let language = form.first("lang").and_then(|tag| Language::parse(tag).ok());
    let visit = language.map_or_else(|| visit.clone(), |language| visit.asking_for(&language));
    let desk = entered.desk(&visit, &address(&entered));
    let words = &desk.voice.words.later;
    let wanted = form.first("days").and_then(|days| days.parse().ok()).filter(|days| DAYS.contains(days));
    let problem = match wanted {
        None => words.choose,
        Some(days) => {
            let at = state.store.clock().now() + Duration::days(days);
            match link::remind_later(&entered.tx, entered.invitation.id, at).await? {
                Reminded::At(at) => {
                    let answers = AnswerSet::new();
                    let html = reminded(&site(state), desk.survey(&answers), at.date_naive());
                    let response = page(StatusCode::OK, html);
                    entered.tx.commit().await?;
                    return Ok(response);
                }
                Reminded::TooLate => words.too_late,
                Reminded::TooOften => desk.voice.words.landing.reminded_enough,
                Reminded::Closed(now) => return Err(closed_by(now).unwrap_or(Closed::Unknown).into()),
            }
        }
    };
    let draft = load_draft(&entered).await?;
    let html = draw(state, &entered, &desk, &draft, Some(problem));
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, html))
}
