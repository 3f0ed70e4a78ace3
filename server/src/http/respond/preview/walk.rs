//! The way through a survey that is tried: the buyer's pages, one by one.

use app::pages::respond::{
    Closed, Landing, Review, Thanks, WhoSees, landing as landing_page, privacy as privacy_page, reminded,
    review as review_page, saved as saved_page, thanks as thanks_page, who_sees as who_sees_page,
};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use chrono::Duration;
use domain::id::{InvitationId, SubmissionId, VersionId};
use domain::response::{Attribution, Submission, extract};
use domain::survey::logic::span;
use domain::survey::{AnswerSet, Language, Path, Problems, path};
use store::survey::image;

use super::seat::{Answer, Seat, shown};
use super::{Stopped, Trying};
use crate::http::error::HttpError;
use crate::http::respond::desk::Desk;
use crate::http::respond::form::{Body, Form};
use crate::http::respond::gate::filled;
use crate::http::respond::page::{Refusal, see_other, site};
use crate::http::respond::step::{Posted, REVIEW, first_open, first_with, go_on, known_page, resume};
use crate::http::respond::view::{Found, Turn, View, find, no_vendors, page_name, turn};
use crate::state::AppState;

fn way<'a>(desk: &Desk<'a>, answers: &AnswerSet) -> Path<'a> {
    path(desk.template, desk.facts, answers)
}

/// `GET /preview/{id}`: the first page.
pub(super) async fn landing(seat: Seat) -> Response {
    seat.show(async |seat| {
        let trying = seat.enter().await?;
        let desk = trying.desk(&seat.visit);
        let path = way(&desk, &trying.preview.answers);
        let reached = path.reached(&trying.preview.answers);
        let html = landing_page(
            &site(&seat.state),
            &Landing {
                survey: desk.survey(&reached),
                sender: filled(trying.settings.sender_name.as_deref()),
                account: Some(&trying.preview.sample.account),
                closed_at: trying.preview.sample.closed_at,
                pages: span(desk.template, desk.facts),
                has_started: !trying.preview.answers.is_empty(),
                can_wait: true,
                problem: None,
            },
        );
        Ok(shown(&trying, StatusCode::OK, html))
    })
    .await
}

/// `POST /preview/{id}`: begins, and goes to the first section that is not complete.
pub(super) async fn start(seat: Seat, body: Body) -> Response {
    seat.take_any(body, async |seat, form| {
        let mut trying = seat.enter().await?;
        let template = &trying.preview.template;
        let chosen = form.first("who").and_then(Attribution::from_code);
        let chosen = chosen.filter(|one| template.attributions.contains(one));
        let language = form.first("lang").and_then(|tag| Language::parse(tag).ok());
        let language = language.filter(|one| template.languages.contains(one));
        trying.preview.attribution = chosen.or(trying.preview.attribution);
        trying.preview.language = language.or(trying.preview.language.take());
        let desk = trying.desk(&seat.visit);
        let address = desk.address(resume(&way(&desk, &trying.preview.answers), &trying.preview.answers));
        drop(desk);
        trying.keep().await?;
        Ok(see_other(&address))
    })
    .await
}

/// `GET /preview/{id}/{section}`.
pub(super) async fn section(seat: Seat) -> Response {
    seat.show(async |seat| {
        let trying = seat.enter().await?;
        let desk = trying.desk(&seat.visit);
        match find(&desk, trying.preview.answers.clone(), 0, &seat.key, &seat.visit) {
            Found::Section(view) => draw(&seat.state, &trying, &view, StatusCode::OK).await,
            Found::Go(page) => Ok(see_other(&desk.address(&page))),
            Found::Nowhere(page) => Err(Refusal::Closed(Closed::NoSection, Some(desk.address(&page))).into()),
        }
    })
    .await
}

async fn draw(state: &AppState, trying: &Trying, view: &View<'_>, status: StatusCode) -> Answer {
    let vendors = if view.names_vendors() { trying.vendors().await? } else { no_vendors() };
    let name = page_name(state.store.clock().random());
    let html = view.render(&site(state), &vendors, &name).ok_or(Refusal::from(Closed::NoSection))?;
    Ok(shown(trying, status, html))
}

/// `POST /preview/{id}/{section}`: keeps what was typed, and goes where the button says.
pub(super) async fn save(seat: Seat, body: Body) -> Response {
    seat.take(body, async |seat, form| {
        let mut trying = seat.enter_with(form).await?;
        let before = trying.preview.answers.clone();
        let (response, answers, language) = {
            let desk = trying.desk(&seat.visit);
            let posted = read(&desk, &before, &seat.key, form)?;
            let answers = posted.merged.clone();
            match turn(&desk, &posted, &before, form) {
                Turn::Go(page) => (see_other(&desk.address(&page)), answers, None),
                Turn::Wrong => {
                    let view = View::of_posted(&desk, posted, form, 0);
                    (
                        draw(&seat.state, &trying, &view, StatusCode::UNPROCESSABLE_ENTITY).await?,
                        answers,
                        None,
                    )
                }
                Turn::MoreRows(question) => {
                    let mut view = View::of_posted(&desk, posted, form, 0);
                    view.problems = Problems::new();
                    view.more_rows = Some(question);
                    (draw(&seat.state, &trying, &view, StatusCode::OK).await?, answers, None)
                }
                Turn::Speak(language) => {
                    let desk = trying.desk(&seat.visit.asking_for(&language));
                    let posted = read(&desk, &before, &seat.key, form)?;
                    let mut view = View::of_posted(&desk, posted, form, 0);
                    view.problems = Problems::new();
                    (draw(&seat.state, &trying, &view, StatusCode::OK).await?, answers, Some(language))
                }
            }
        };
        trying.preview.answers = answers;
        trying.preview.language = language.or(trying.preview.language.take());
        trying.keep().await?;
        Ok(response)
    })
    .await
}

fn read<'a>(desk: &Desk<'a>, before: &AnswerSet, key: &str, form: &Form) -> Result<Posted<'a>, Stopped> {
    Posted::read(desk, before, key, form).ok_or_else(|| {
        let page = desk.address(go_on(&way(desk, before), before));
        Refusal::Closed(Closed::NoSection, Some(page)).into()
    })
}

/// `POST /preview/{id}/autosave/{section}`.
pub(super) async fn autosave(seat: Seat, body: Body) -> Response {
    seat.take(body, async |seat, form| {
        let mut trying = seat.enter_with(form).await?;
        let answers = read(&trying.desk(&seat.visit), &trying.preview.answers, &seat.key, form)?.merged;
        trying.preview.answers = answers;
        trying.keep().await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

/// `GET /preview/{id}/review`.
pub(super) async fn review(seat: Seat) -> Response {
    seat.show(async |seat| {
        let trying = seat.enter().await?;
        let desk = trying.desk(&seat.visit);
        let answers = &trying.preview.answers;
        let path = way(&desk, answers);
        if first_open(&path, answers).is_some() {
            return Ok(see_other(&format!("{}?elsewhere", desk.address(go_on(&path, answers)))));
        }
        let reached = path.reached(answers);
        let review =
            Review { survey: desk.survey(&reached), path: &path, answers: &reached, is_correction: false };
        Ok(shown(&trying, StatusCode::OK, review_page(&site(&seat.state), &review)))
    })
    .await
}

/// `GET /preview/{id}/send`.
pub(super) async fn back_to_review(seat: Seat) -> Result<Response, HttpError> {
    let trying = seat.enter().await?;
    Ok(see_other(&format!("{}/{REVIEW}", trying.base)))
}

/// `POST /preview/{id}/send`: the whole check of a real send, and nothing of the rest.
pub(super) async fn send(seat: Seat, body: Body) -> Response {
    seat.take(body, async |seat, form| {
        let trying = seat.enter_with(form).await?;
        let desk = trying.desk(&seat.visit);
        let path = way(&desk, &trying.preview.answers);
        let now = trying.tx.clock().now();
        let nobody = trying.preview.id.uuid();
        let submission = Submission {
            id: SubmissionId::new(nobody),
            invitation: InvitationId::new(nobody),
            deal: trying.preview.sample.deal.unwrap_or_else(|| domain::id::DealId::new(nobody)),
            version: VersionId::new(nobody),
            answers: path.reached(&trying.preview.answers),
            attribution: trying.preview.attribution,
            started_at: None,
            submitted_at: now,
        };
        let Err(not_extractable) = extract(desk.template, desk.facts, submission) else {
            return Ok(see_other(&desk.address("thanks")));
        };
        let problems = not_extractable.0;
        let position = first_with(&path, &problems).ok_or(Refusal::from(Closed::Malformed))?;
        let view = View {
            desk: &desk,
            path,
            position,
            answers: trying.preview.answers.clone(),
            revision: 0,
            is_change: true,
            notice: None,
            problems,
            typed: None,
            more_rows: None,
        };
        draw(&seat.state, &trying, &view, StatusCode::UNPROCESSABLE_ENTITY).await
    })
    .await
}

/// `GET /preview/{id}/thanks`: without a receipt, as there is nothing to read back.
pub(super) async fn thanks(seat: Seat) -> Response {
    seat.show(async |seat| {
        let trying = seat.enter().await?;
        let desk = trying.desk(&seat.visit);
        let reached = way(&desk, &trying.preview.answers).reached(&trying.preview.answers);
        let html = thanks_page(
            &site(&seat.state),
            &Thanks {
                survey: desk.survey(&reached),
                outcome: desk.facts.outcome,
                attribution: desk.attribution,
                answered_at: Some(trying.tx.clock().now()),
                is_correction: false,
                code: None,
                receipt: None,
                correctable_until: None,
            },
        );
        Ok(shown(&trying, StatusCode::OK, html))
    })
    .await
}

/// `GET /preview/{id}/saved`.
pub(super) async fn saved(seat: Seat) -> Response {
    seat.show(async |seat| {
        let trying = seat.enter().await?;
        let desk = trying.desk(&seat.visit);
        let path = way(&desk, &trying.preview.answers);
        let address = desk.address(resume(&path, &trying.preview.answers));
        let reached = path.reached(&trying.preview.answers);
        Ok(shown(&trying, StatusCode::OK, saved_page(&site(&seat.state), desk.survey(&reached), &address)))
    })
    .await
}

/// `POST /preview/{id}/later`: shows what a buyer would be told; nobody is reminded of anything.
pub(super) async fn later(seat: Seat, body: Body) -> Response {
    seat.take_any(body, async |seat, form| {
        let trying = seat.enter().await?;
        let desk = trying.desk(&seat.visit);
        let days = form.first("days").and_then(|days| days.parse::<u8>().ok()).unwrap_or(3);
        let on = (trying.tx.clock().now() + Duration::days(i64::from(days))).date_naive();
        let html = reminded(&site(&seat.state), desk.survey(&AnswerSet::new()), on);
        Ok(shown(&trying, StatusCode::OK, html))
    })
    .await
}

/// `GET /preview/{id}/who-sees`.
pub(super) async fn who_sees(seat: Seat) -> Response {
    seat.show(async |seat| {
        let trying = seat.enter().await?;
        let desk = trying.desk(&seat.visit);
        let back = back(&desk, &trying.preview.answers, seat.visit.value("from").unwrap_or_default());
        let reached = way(&desk, &trying.preview.answers).reached(&trying.preview.answers);
        let html = who_sees_page(&site(&seat.state), &WhoSees { survey: desk.survey(&reached), back: &back });
        Ok(shown(&trying, StatusCode::OK, html))
    })
    .await
}

/// The page that a form came from, or the one on which the survey goes on.
fn back(desk: &Desk<'_>, answers: &AnswerSet, wanted: &str) -> String {
    known_page(desk, wanted).unwrap_or_else(|| go_on(&way(desk, answers), answers).to_owned())
}

/// `POST /preview/{id}/who-sees`.
pub(super) async fn share(seat: Seat, body: Body) -> Response {
    seat.take(body, async |seat, form| {
        let mut trying = seat.enter_with(form).await?;
        let offered = &trying.preview.template.attributions;
        let chosen = form.first("who").and_then(Attribution::from_code).filter(|one| offered.contains(one));
        let chosen = chosen.ok_or(Closed::Malformed)?;
        let address = {
            let desk = trying.desk(&seat.visit);
            let back = back(&desk, &trying.preview.answers, form.first("back").unwrap_or_default());
            format!("{}?shared", desk.address(&back))
        };
        trying.preview.attribution = Some(chosen);
        trying.keep().await?;
        Ok(see_other(&address))
    })
    .await
}

/// `POST /preview/{id}/language`.
pub(super) async fn speak(seat: Seat, body: Body) -> Response {
    seat.take(body, async |seat, form| {
        let mut trying = seat.enter_with(form).await?;
        let there = &trying.preview.template.languages;
        let language = form.first("lang").and_then(|tag| Language::parse(tag).ok());
        let language = language.filter(|one| there.contains(one)).ok_or(Closed::Malformed)?;
        let address = {
            let desk = trying.desk(&seat.visit);
            match form.first("back").unwrap_or_default() {
                "who-sees" => desk.address("who-sees"),
                other => desk.address(&back(&desk, &trying.preview.answers, other)),
            }
        };
        trying.preview.language = Some(language);
        trying.keep().await?;
        Ok(see_other(&address))
    })
    .await
}

/// `GET /preview/{id}/privacy`.
pub(super) async fn privacy(seat: Seat) -> Response {
    seat.show(async |seat| {
        let trying = seat.enter().await?;
        let desk = trying.desk(&seat.visit);
        let html = privacy_page(&site(&seat.state), desk.survey(&AnswerSet::new()), &desk.base);
        Ok(shown(&trying, StatusCode::OK, html))
    })
    .await
}

/// `GET /preview/{id}/logo`.
pub(super) async fn logo(seat: Seat) -> Result<Response, HttpError> {
    let trying = seat.enter().await?;
    let wanted = trying.preview.template.branding.logo.as_ref().ok_or(HttpError::NotFound)?;
    let image = image::load(&trying.tx, wanted.image).await?.ok_or(HttpError::NotFound)?;
    Ok(([(CONTENT_TYPE, image.mime)], image.bytes).into_response())
}
