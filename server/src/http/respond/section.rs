//! One section: shown from the draft, saved by every button, and saved in between by the page itself.

use app::pages::respond::{Closed, Vendors, retry, saved as saved_page};
use axum::extract::{Path as Segment, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::survey::{Problems, path};
use store::draft::{self, Draft, Saved, SectionDraft, Write};
use store::link::{self, Held};
use store::{StoreError, TenantTx, competitor};

use super::desk::{self, Desk};
use super::form::{Body, Form};
use super::gate::{self, Entered};
use super::page::{Answer, Refusal, bare, closed_by, finish, page, plain, see_other, site};
use super::step::{Posted, go_on, resume};
use super::view::{Found, Turn, View, find, no_vendors, page_name, turn};
use super::visit::Visit;
use crate::state::AppState;

/// Where the pages are.
pub(super) const BASE: &str = "/survey";

/// Longest name that a rendering of a form may give itself.
const LONGEST_PAGE: usize = 64;
/// Most names that complete what is typed.
const MOST_SUGGESTED: u32 = 60;

/// `GET /survey/{section}`.
pub(super) async fn show(
    State(state): State<AppState>,
    Segment(key): Segment<String>,
    visit: Visit,
) -> Response {
    let answer = show_section(&state, &visit, &key).await;
    finish(&state, &visit, answer)
}

async fn show_section(state: &AppState, visit: &Visit, key: &str) -> Answer {
    let (entered, draft) = gate::with_draft(state, visit).await?;
    let (tx, guest) = entered.open()?.split();
    let desk = guest.desk(visit, BASE);
    match find(&desk, draft.answers, draft.revision, key, visit) {
        Found::Section(view) => {
            let vendors = vendors(&tx, &view).await?;
            drop(tx);
            draw(state, &vendors, &view, StatusCode::OK)
        }
        Found::Go(page) => Ok(see_other(&desk.address(&page))),
        Found::Nowhere(page) => Err(Refusal::Closed(Closed::NoSection, Some(desk.address(&page)))),
    }
}

/// The page of a section, with the vendors where it asks for some.
pub(super) async fn render(
    state: &AppState,
    entered: &Entered,
    view: &View<'_>,
    status: StatusCode,
) -> Answer {
    let vendors = vendors(&entered.tx, view).await?;
    draw(state, &vendors, view, status)
}

fn draw(state: &AppState, vendors: &Vendors, view: &View<'_>, status: StatusCode) -> Answer {
    let name = page_name(state.store.clock().random());
    let html = view.render(&site(state), vendors, &name).ok_or(Refusal::Closed(Closed::NoSection, None))?;
    Ok(page(status, html))
}

async fn vendors(tx: &TenantTx, view: &View<'_>) -> Result<Vendors, StoreError> {
    if !view.names_vendors() {
        return Ok(no_vendors());
    }
    let met_most = competitor::names(tx).await?;
    let suggested = competitor::suggestions(tx, MOST_SUGGESTED).await?;
    Ok(desk::vendors(&view.desk.facts.competitors, met_most, suggested))
}

/// `POST /survey/{section}`: saves what was typed, and goes where the button says.
pub(super) async fn save(
    State(state): State<AppState>,
    Segment(key): Segment<String>,
    visit: Visit,
    body: Body,
) -> Response {
    let form = match Form::read(&visit.headers, body) {
        Ok(form) => form,
        Err(closed) => return finish(&state, &visit, Err(closed.into())),
    };
    let answer = save_section(&state, &visit, &key, &form).await;
    let answer = or_retry(&state, &visit, &format!("{BASE}/{key}"), &form, answer);
    finish(&state, &visit, answer)
}

/// When the database is away, the page keeps what the buyer just sent and offers to send it again.
pub(super) fn or_retry(
    state: &AppState,
    visit: &Visit,
    address: &str,
    form: &Form,
    answer: Answer,
) -> Answer {
    match answer {
        Err(Refusal::Store(error @ StoreError::Unavailable(_))) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a buyer's form could not be saved");
            let html = retry(&site(state), &visit.own_voice(), address, form.fields());
            Ok(plain(StatusCode::SERVICE_UNAVAILABLE, html))
        }
        other => other,
    }
}

async fn save_section(state: &AppState, visit: &Visit, key: &str, form: &Form) -> Answer {
    let (entered, draft, held) = gate::to_save(state, visit, form.first("survey")).await?;
    let entered = entered.open()?;
    let desk = entered.desk(visit, BASE);
    let posted = read(&desk, &draft, key, form)?;
    let kept = keep(&entered.tx, &held, &draft, &posted, &Write::Post).await?;
    let revision = kept.unwrap_or(draft.revision);
    let response = match turn(&desk, &posted, &draft.answers, form) {
        Turn::Go(page) => see_other(&desk.address(&page)),
        Turn::Wrong => {
            let view = View::of_posted(&desk, posted, form, revision);
            render(state, &entered, &view, StatusCode::UNPROCESSABLE_ENTITY).await?
        }
        Turn::MoreRows(question) => {
            let mut view = View::of_posted(&desk, posted, form, revision);
            view.problems = Problems::new();
            view.more_rows = Some(question);
            render(state, &entered, &view, StatusCode::OK).await?
        }
        Turn::Speak(language) => {
            link::set_language(&entered.tx, entered.invitation.id, &language).await?;
            let desk = entered.desk(&visit.asking_for(&language), BASE);
            let posted = read(&desk, &draft, key, form)?;
            let mut view = View::of_posted(&desk, posted, form, revision);
            view.problems = Problems::new();
            render(state, &entered, &view, StatusCode::OK).await?
        }
    };
    entered.tx.commit().await?;
    Ok(response)
}

fn read<'a>(desk: &Desk<'a>, draft: &Draft, key: &str, form: &Form) -> Result<Posted<'a>, Refusal> {
    Posted::read(desk, &draft.answers, key, form).ok_or_else(|| {
        let path = path(desk.template, desk.facts, &draft.answers);
        Refusal::Closed(Closed::NoSection, Some(desk.address(go_on(&path, &draft.answers))))
    })
}

/// Saves the posted answers; gives the draft's revision, or `None` if something newer is there.
async fn keep(
    tx: &TenantTx,
    held: &Held,
    draft: &Draft,
    posted: &Posted<'_>,
    write: &Write,
) -> Result<Option<i32>, Refusal> {
    if posted.questions.is_empty() {
        return Ok(None);
    }
    let section = SectionDraft {
        section: posted.section.key.clone(),
        questions: posted.keys(),
        answers: posted.answers.clone(),
    };
    match draft::save_held(tx, held, draft, &section, write).await? {
        Saved::Yes { revision } => Ok(Some(revision)),
        Saved::Stale => Ok(None),
        Saved::Closed(state) => Err(closed_by(state).unwrap_or(Closed::Unknown).into()),
    }
}

/// `POST /survey/autosave/{section}`: what the page sends by itself while the buyer writes.
pub(super) async fn autosave(
    State(state): State<AppState>,
    Segment(key): Segment<String>,
    visit: Visit,
    body: Body,
) -> Response {
    match autosave_section(&state, &visit, &key, body).await {
        Ok(status) => bare(status),
        // A script needs no page; the status says it all.
        Err(refusal) => bare(finish(&state, &visit, Err(refusal)).status()),
    }
}

async fn autosave_section(
    state: &AppState,
    visit: &Visit,
    key: &str,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let form = Form::read(&visit.headers, body)?;
    let (entered, draft, held) = gate::to_save(state, visit, form.first("survey")).await?;
    let entered = entered.open()?;
    let page = form.first("page").filter(|page| !page.is_empty() && page.len() <= LONGEST_PAGE);
    let seen = form.first("revision").and_then(|text| text.parse().ok());
    let (Some(page), Some(seen)) = (page, seen) else { return Err(Closed::Malformed.into()) };
    let desk = entered.desk(visit, BASE);
    let posted = read(&desk, &draft, key, &form)?;
    let write = Write::Autosave { page: page.to_owned(), seen };
    if keep(&entered.tx, &held, &draft, &posted, &write).await?.is_none() {
        return Ok(StatusCode::CONFLICT);
    }
    entered.tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /survey/saved`: how to go on later.
pub(super) async fn saved(State(state): State<AppState>, visit: Visit) -> Response {
    let answer = show_saved(&state, &visit).await;
    finish(&state, &visit, answer)
}

async fn show_saved(state: &AppState, visit: &Visit) -> Answer {
    let (entered, draft) = gate::with_draft(state, visit).await?;
    let (tx, guest) = entered.open()?.split();
    drop(tx);
    let desk = guest.desk(visit, BASE);
    let path = path(desk.template, desk.facts, &draft.answers);
    let address = desk.address(resume(&path, &draft.answers));
    let reached = path.reached(&draft.answers);
    Ok(page(StatusCode::OK, saved_page(&site(state), desk.survey(&reached), &address)))
}

/// The draft, or an empty one.
pub(super) async fn load_draft(entered: &Entered) -> Result<Draft, Refusal> {
    Ok(draft::load(&entered.tx, entered.invitation.id).await?.unwrap_or_default())
}
