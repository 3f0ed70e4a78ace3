//! The review, and the send: of any number of simultaneous sends one wins, and the others are told so.

use app::pages::respond::{Closed, Review, review as review_page};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::SubmissionId;
use domain::response::{Attribution, Submission, extract};
use domain::survey::{Path, Problems, path};
use store::draft::Draft;
use store::link::{self, Redeemed};

use super::desk::Desk;
use super::form::{Body, Form};
use super::gate::{self, Entered};
use super::page::{Answer, Refusal, closed_by, finish, page, see_other, site};
use super::section::{BASE, or_retry, render};
use super::step::{REVIEW, first_open, first_with, go_on};
use super::view::View;
use super::visit::Visit;
use crate::state::AppState;

/// `GET /survey/review`: all answers by section.
pub(super) async fn review(State(state): State<AppState>, visit: Visit) -> Response {
    let answer = show_review(&state, &visit).await;
    finish(&state, &visit, answer)
}

async fn show_review(state: &AppState, visit: &Visit) -> Answer {
    let (entered, draft) = gate::with_draft(state, visit).await?;
    let (tx, guest) = entered.open()?.split();
    drop(tx);
    let desk = guest.desk(visit, BASE);
    let path = path(desk.template, desk.facts, &draft.answers);
    if first_open(&path, &draft.answers).is_some() {
        return Ok(see_other(&format!("{}?elsewhere", desk.address(go_on(&path, &draft.answers)))));
    }
    let reached = path.reached(&draft.answers);
    let review = Review {
        survey: desk.survey(&reached),
        path: &path,
        answers: &reached,
        is_correction: guest.invitation.is_correcting,
    };
    Ok(page(StatusCode::OK, review_page(&site(state), &review)))
}

/// `GET /survey/send`: where a browser lands that opens the address of the send again.
pub(super) async fn back_to_review() -> Response {
    see_other(&format!("{BASE}/{REVIEW}"))
}

/// `POST /survey/send`.
pub(super) async fn send(State(state): State<AppState>, visit: Visit, body: Body) -> Response {
    let form = match Form::read(&visit.headers, body) {
        Ok(form) => form,
        Err(closed) => return finish(&state, &visit, Err(closed.into())),
    };
    let answer = send_answers(&state, &visit, &form).await;
    let answer = or_retry(&state, &visit, &format!("{BASE}/send"), &form, answer);
    finish(&state, &visit, answer)
}

async fn send_answers(state: &AppState, visit: &Visit, form: &Form) -> Answer {
    let (entered, draft) = gate::to_send(state, visit, form.first("survey")).await?;
    let entered = entered.open()?;
    let desk = entered.desk(visit, BASE);
    let path = path(desk.template, desk.facts, &draft.answers);
    let submission = submission(state, &entered, &desk, &path, &draft);
    // The whole check of the ingestion, so that nothing is accepted that cannot be read later.
    if let Err(not_extractable) = extract(desk.template, desk.facts, submission.clone()) {
        return incomplete(state, &entered, &desk, &draft, &not_extractable.0).await;
    }
    let host = state.http.public_url.host();
    let redeemed = if entered.invitation.is_correcting {
        link::redeem_correction(&entered.tx, &submission, desk.facts, host).await?
    } else {
        link::redeem(&entered.tx, &submission, desk.facts, host).await?
    };
    let receipt = match redeemed {
        Redeemed::Accepted(receipt) => receipt,
        Redeemed::Already => return Err(Closed::Answered.into()),
        Redeemed::Closed(state) => return Err(closed_by(state).unwrap_or(Closed::Unknown).into()),
    };
    let corrected = if entered.invitation.is_correcting { "?corrected" } else { "" };
    entered.tx.commit().await?;
    Ok(see_other(&format!("/r/{}/thanks{corrected}", receipt.token.as_str())))
}

fn submission(
    state: &AppState,
    entered: &Entered,
    desk: &Desk<'_>,
    path: &Path<'_>,
    draft: &Draft,
) -> Submission {
    let clock = state.store.clock();
    Submission {
        id: SubmissionId::new(clock.new_id()),
        invitation: entered.invitation.id,
        deal: entered.invitation.deal,
        version: entered.invitation.version,
        answers: path.reached(&draft.answers),
        attribution: chosen(desk),
        started_at: entered.invitation.started_at,
        submitted_at: clock.now(),
    }
}

/// What the buyer chose about the name; where there was no choice, the only way there is. A survey that asks in a
/// question has it among the answers.
fn chosen(desk: &Desk<'_>) -> Option<Attribution> {
    let offered = &desk.template.attributions;
    let only = match offered.as_slice() {
        [only] => Some(*only),
        // Whoever began before there was a choice has made none, and is read most carefully.
        [] | [_, _, ..] => None,
    };
    desk.attribution.filter(|one| offered.contains(one)).or(only)
}

/// Something is missing: the first section with a problem, with its problems.
async fn incomplete(
    state: &AppState,
    entered: &Entered,
    desk: &Desk<'_>,
    draft: &Draft,
    problems: &Problems,
) -> Answer {
    let path = path(desk.template, desk.facts, &draft.answers);
    let position = first_with(&path, problems).ok_or(Refusal::from(Closed::Malformed))?;
    let here = path.sections().get(position).map_or(&[][..], |(_, questions)| questions);
    let mut shown = Problems::new();
    for question in here {
        for problem in problems.of_question(&question.key) {
            shown.add(&question.key, problem.clone());
        }
    }
    let view = View {
        desk,
        path,
        position,
        answers: draft.answers.clone(),
        revision: draft.revision,
        is_change: true,
        notice: None,
        problems: shown,
        typed: None,
        more_rows: None,
    };
    render(state, entered, &view, StatusCode::UNPROCESSABLE_ENTITY).await
}
