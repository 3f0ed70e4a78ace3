//! Review, send and thanks. Of any number of sends one wins, and the others are told so.

use app::pages::respond::{Closed, Review, Thanks, review as review_page, thanks as thanks_page};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::id::SubmissionId;
use domain::link::LinkState;
use domain::response::{Attribution, Submission, extract};
use domain::survey::{Path, Problems, path};
use store::draft::Draft;
use store::link::{self, Redeemed};

use super::form::{Body, Form};
use super::gate::{self, Entered};
use super::page::{Answer, Refusal, closed_by, finish, page, see_other, site};
use super::section::{View, load_draft, or_retry};
use super::step::{REVIEW, first_open, first_with, go_on};
use crate::state::AppState;

/// `GET /survey/review`: all answers by section.
pub(super) async fn review(State(state): State<AppState>, headers: HeaderMap) -> Response {
    finish(&state, show_review(&state, &headers).await)
}

async fn show_review(state: &AppState, headers: &HeaderMap) -> Answer {
    let entered = gate::by_cookie(state, headers).await?.open()?;
    let draft = load_draft(&entered).await?;
    let path = path(&entered.invitation.template, &entered.invitation.facts, &draft.answers);
    if first_open(&path, &draft.answers).is_some() {
        return Ok(see_other(&format!("{}?elsewhere", go_on(&path, &draft.answers))));
    }
    let html =
        review_page(&site(state), &Review { survey: entered.survey(), path: &path, answers: &draft.answers });
    Ok(page(StatusCode::OK, html))
}

/// `GET /survey/send`: where a browser lands that opens the address of the send again.
pub(super) async fn back_to_review() -> Response {
    see_other(REVIEW)
}

/// `POST /survey/send`.
pub(super) async fn send(State(state): State<AppState>, headers: HeaderMap, body: Body) -> Response {
    let form = match Form::read(&headers, body) {
        Ok(form) => form,
        Err(closed) => return finish(&state, Err(closed.into())),
    };
    let answer = send_answers(&state, &headers, &form).await;
    finish(&state, or_retry(&state, "/survey/send", &form, answer))
}

async fn send_answers(state: &AppState, headers: &HeaderMap, form: &Form) -> Answer {
    let entered = gate::for_form(state, headers, form.first("survey")).await?.open()?;
    let draft = load_draft(&entered).await?;
    let (template, facts) = (&entered.invitation.template, &entered.invitation.facts);
    let path = path(template, facts, &draft.answers);
    let submission = submission(state, &entered, &path, &draft);
    // The whole check of the ingestion, so that nothing is accepted that cannot be read later.
    let attribution = match extract(template, facts, submission.clone()) {
        Ok(extracted) => extracted.attribution(),
        Err(not_extractable) => return incomplete(state, &entered, &path, &draft, &not_extractable.0).await,
    };
    match link::redeem(&entered.tx, &submission, facts, state.http.public_url.host()).await? {
        Redeemed::Accepted(_) => entered.tx.commit().await?,
        Redeemed::Already => return Err(Closed::Answered.into()),
        Redeemed::Closed(state) => return Err(closed_by(state).unwrap_or(Closed::Unknown).into()),
    }
    Ok(see_other(&format!("/survey/thanks?as={}", attribution.code())))
}

fn submission(state: &AppState, entered: &Entered, path: &Path<'_>, draft: &Draft) -> Submission {
    let clock = state.store.clock();
    Submission {
        id: SubmissionId::new(clock.new_id()),
        invitation: entered.invitation.id,
        deal: entered.invitation.deal,
        version: entered.invitation.version,
        answers: path.reached(&draft.answers),
        attribution: entered.invitation.attribution,
        started_at: entered.invitation.started_at,
        submitted_at: clock.now(),
    }
}

/// Something is missing: the first section with an error, with its errors.
async fn incomplete(
    state: &AppState,
    entered: &Entered,
    path: &Path<'_>,
    draft: &Draft,
    errors: &Problems,
) -> Answer {
    // Another send may have won since the gate and taken the draft with it: then nothing is missing.
    let now =
        link::find(&entered.tx, &entered.token.hash()).await?.map_or(LinkState::Unknown, |found| found.state);
    if let Some(closed) = closed_by(now) {
        return Err(closed.into());
    }
    let position = first_with(path, errors).ok_or(Refusal::from(Closed::Malformed))?;
    let here = path.sections().get(position).map_or(&[][..], |(_, questions)| questions);
    let mut shown = Problems::new();
    for question in here {
        for problem in errors.of_question(&question.key) {
            shown.add(&question.key, problem.clone());
        }
    }
    let view = View {
        entered,
        path,
        position,
        revision: draft.revision,
        is_change: true,
        notice: None,
        errors: &shown,
        typed: None,
    };
    view.render(state, StatusCode::UNPROCESSABLE_ENTITY, &draft.answers).await
}

/// `GET /survey/thanks`: what happens with the answer.
pub(super) async fn thanks(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    finish(&state, show_thanks(&state, &headers, &query.unwrap_or_default()).await)
}

async fn show_thanks(state: &AppState, headers: &HeaderMap, query: &str) -> Answer {
    let entered = gate::by_cookie(state, headers).await?;
    match entered.invitation.state {
        LinkState::Answered => {}
        LinkState::Open => {
            let draft = load_draft(&entered).await?;
            let path = path(&entered.invitation.template, &entered.invitation.facts, &draft.answers);
            return Ok(see_other(&go_on(&path, &draft.answers)));
        }
        closed @ (LinkState::Expired | LinkState::Withdrawn | LinkState::Unknown) => {
            return Err(closed_by(closed).unwrap_or(Closed::Unknown).into());
        }
    }
    let attribution =
        query.split('&').find_map(|pair| pair.strip_prefix("as=")).and_then(Attribution::from_code);
    let html = thanks_page(
        &site(state),
        &Thanks { survey: entered.survey(), attribution, answered_at: entered.invitation.answered_at },
    );
    Ok(page(StatusCode::OK, html))
}
