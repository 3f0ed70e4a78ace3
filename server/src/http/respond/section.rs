//! One section: shown from the draft, saved by every button, and saved in between by the page itself.

use app::pages::respond::{Closed, Fields, Notice, SectionForm, retry, saved as saved_page, section};
use axum::extract::{Path as Segment, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::survey::{AnswerSet, Path, Problems, Question, path};
use store::draft::{self, Draft, Saved, SectionDraft, Write};
use store::{StoreError, competitor};

use super::form::{Body, Form};
use super::gate::{self, Entered};
use super::page::{Answer, Refusal, bare, closed_by, finish, page, see_other, site};
use super::step::{Place, Posted, go_on, narrow, place};
use crate::state::AppState;

/// Longest name that a rendering of a form may give itself.
const LONGEST_PAGE: usize = 64;

/// `GET /survey/{section}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Segment(key): Segment<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    finish(&state, show_section(&state, &headers, &key, &query).await)
}

async fn show_section(state: &AppState, headers: &HeaderMap, key: &str, query: &str) -> Answer {
    let entered = gate::by_cookie(state, headers).await?.open()?;
    let draft = load_draft(&entered).await?;
    let (template, facts) = (&entered.invitation.template, &entered.invitation.facts);
    let path = path(template, facts, &draft.answers);
    let position = match place(template, &path, &draft.answers, key) {
        Place::Open(position) => position,
        Place::Elsewhere => return Ok(see_other(&format!("{}?elsewhere", go_on(&path, &draft.answers)))),
        Place::Nowhere => {
            return Err(Refusal::Closed(Closed::NoSection, Some(go_on(&path, &draft.answers))));
        }
    };
    let has = |flag: &str| query.split('&').any(|one| one == flag);
    let notice = match (has("more"), has("elsewhere")) {
        (true, _) => Some(Notice::More),
        (false, true) => Some(Notice::Elsewhere),
        (false, false) => None,
    };
    let view = View {
        entered: &entered,
        path: &path,
        position,
        revision: draft.revision,
        is_change: has("change"),
        notice,
        errors: &Problems::new(),
        typed: None,
    };
    view.render(state, StatusCode::OK, &draft.answers).await
}

/// `POST /survey/{section}`: saves what was typed, and goes where the button says.
pub(super) async fn save(
    State(state): State<AppState>,
    Segment(key): Segment<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let form = match Form::read(&headers, body) {
        Ok(form) => form,
        Err(closed) => return finish(&state, Err(closed.into())),
    };
    let answer = save_section(&state, &headers, &key, &form).await;
    finish(&state, or_retry(&state, &format!("/survey/{key}"), &form, answer))
}

/// When the database is away, the page keeps what the buyer just sent and offers to send it again.
pub(super) fn or_retry(state: &AppState, address: &str, form: &Form, answer: Answer) -> Answer {
    match answer {
        Err(Refusal::Store(error @ StoreError::Unavailable(_))) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a buyer's form could not be saved");
            Ok(page(StatusCode::SERVICE_UNAVAILABLE, retry(&site(state), address, form.fields())))
        }
        other => other,
    }
}

async fn save_section(state: &AppState, headers: &HeaderMap, key: &str, form: &Form) -> Answer {
    let entered = gate::for_form(state, headers, form.first("survey")).await?.open()?;
    let draft = load_draft(&entered).await?;
    let (template, facts) = (&entered.invitation.template, &entered.invitation.facts);
    let Some(posted) = Posted::read(template, facts, &draft.answers, key, form) else {
        let path = path(template, facts, &draft.answers);
        return Err(Refusal::Closed(Closed::NoSection, Some(go_on(&path, &draft.answers))));
    };
    let revision = keep(&entered, &posted, &Write::Post).await?.unwrap_or(draft.revision);
    let is_change = form.first("change").is_some();
    let response = match form.first("go") {
        Some("back") => see_other(&posted.back()),
        Some("later") => see_other("/survey/saved"),
        Some(_) | None if posted.errors.is_empty() => {
            see_other(&posted.next(template, facts, &draft.answers, is_change))
        }
        Some(_) | None => {
            let position = posted.path.position(key).unwrap_or_default();
            let view = View {
                entered: &entered,
                path: &posted.path,
                position,
                revision,
                is_change,
                notice: None,
                errors: &posted.errors,
                typed: Some(form),
            };
            view.render(state, StatusCode::UNPROCESSABLE_ENTITY, &posted.merged).await?
        }
    };
    entered.tx.commit().await?;
    Ok(response)
}

/// Saves the posted answers; gives the draft's revision, or `None` if something newer is there.
async fn keep(entered: &Entered, posted: &Posted<'_>, write: &Write) -> Result<Option<i32>, Refusal> {
    if posted.questions.is_empty() {
        return Ok(None);
    }
    let section = SectionDraft {
        section: posted.section.key.clone(),
        questions: posted.keys(),
        answers: posted.answers.clone(),
    };
    match draft::save(&entered.tx, entered.invitation.id, &section, write).await? {
        Saved::Yes { revision } => Ok(Some(revision)),
        Saved::Stale => Ok(None),
        Saved::Closed(state) => Err(closed_by(state).unwrap_or(Closed::Unknown).into()),
    }
}

/// `POST /survey/autosave/{section}`: what the page sends by itself while the buyer writes.
pub(super) async fn autosave(
    State(state): State<AppState>,
    Segment(key): Segment<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match autosave_section(&state, &headers, &key, body).await {
        Ok(status) => bare(status),
        // A script needs no page; the status says it all.
        Err(refusal) => bare(finish(&state, Err(refusal)).status()),
    }
}

async fn autosave_section(
    state: &AppState,
    headers: &HeaderMap,
    key: &str,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let form = Form::read(headers, body)?;
    let entered = gate::for_form(state, headers, form.first("survey")).await?.open()?;
    let page = form.first("page").filter(|page| !page.is_empty() && page.len() <= LONGEST_PAGE);
    let seen = form.first("revision").and_then(|text| text.parse().ok());
    let (Some(page), Some(seen)) = (page, seen) else { return Err(Closed::Malformed.into()) };
    let draft = load_draft(&entered).await?;
    let (template, facts) = (&entered.invitation.template, &entered.invitation.facts);
    let posted = Posted::read(template, facts, &draft.answers, key, &form).ok_or(Closed::NoSection)?;
    let write = Write::Autosave { page: page.to_owned(), seen };
    if keep(&entered, &posted, &write).await?.is_none() {
        return Ok(StatusCode::CONFLICT);
    }
    entered.tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /survey/saved`: how to go on later.
pub(super) async fn saved(State(state): State<AppState>, headers: HeaderMap) -> Response {
    finish(&state, show_saved(&state, &headers).await)
}

async fn show_saved(state: &AppState, headers: &HeaderMap) -> Answer {
    let entered = gate::by_cookie(state, headers).await?.open()?;
    let draft = load_draft(&entered).await?;
    let path = path(&entered.invitation.template, &entered.invitation.facts, &draft.answers);
    let go_on = go_on(&path, &draft.answers);
    Ok(page(StatusCode::OK, saved_page(&site(state), entered.survey(), &go_on)))
}

/// The draft, or an empty one.
pub(super) async fn load_draft(entered: &Entered) -> Result<Draft, Refusal> {
    Ok(draft::load(&entered.tx, entered.invitation.id).await?.unwrap_or_default())
}

/// A section about to be shown.
pub(super) struct View<'a> {
    pub(super) entered: &'a Entered,
    pub(super) path: &'a Path<'a>,
    pub(super) position: usize,
    pub(super) revision: i32,
    pub(super) is_change: bool,
    pub(super) notice: Option<Notice>,
    pub(super) errors: &'a Problems,
    /// What was just posted: what could not be read is shown as it was typed.
    pub(super) typed: Option<&'a Form>,
}

impl View<'_> {
    /// The page, filled in from the answers.
    pub(super) async fn render(&self, state: &AppState, status: StatusCode, answers: &AnswerSet) -> Answer {
        let Some((here, questions)) = self.path.sections().get(self.position) else {
            return Err(Refusal::Closed(Closed::NoSection, None));
        };
        let vendors = self.vendors(questions).await?;
        let narrowed: Vec<Question> = questions.iter().map(|one| narrow(one, self.path, answers)).collect();
        let questions: Vec<&Question> = narrowed.iter().collect();
        let fields = match self.typed {
            Some(form) => Fields::of_posted(&questions, form.fields()),
            None => Fields::of_answers(&questions, answers, &vendors),
        };
        let page_name = page_name(state.store.clock().random());
        let html = section(
            &site(state),
            &SectionForm {
                survey: self.entered.survey(),
                section: here,
                questions: &questions,
                fields: &fields,
                errors: self.errors,
                vendors: &vendors,
                number: self.position + 1,
                of: self.path.sections().len(),
                is_change: self.is_change,
                notice: self.notice,
                revision: self.revision,
                page: &page_name,
            },
        );
        Ok(page(status, html))
    }

    /// The vendors to pick from, where somebody is asked to.
    async fn vendors(&self, questions: &[&Question]) -> Result<Vec<String>, StoreError> {
        let asks = |question: &&Question| question.kind.names_vendors();
        if questions.iter().any(asks) { competitor::names(&self.entered.tx).await } else { Ok(Vec::new()) }
    }
}

fn page_name(random: [u8; 8]) -> String {
    format!("{:016x}", u64::from_be_bytes(random))
}
