//! The forms of the list of surveys and of a survey's versions.

use app::api::context::Visitor;
use app::routes;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Redirect;
use axum::{Extension, Form};
use domain::deal::Outcome;
use domain::form::clean_text;
use domain::id::{TemplateId, VersionId};
use domain::survey::Audience;
use domain::survey::blank::blank;
use domain::survey::ready::Ready;
use domain::survey::shelf::{NewSurvey, Saved};
use serde::Deserialize;
use store::{Workload, survey};

use super::enter;
use crate::http::drawn::Drawn;
use crate::http::error::HttpError;
use crate::state::AppState;

/// Longest name of a survey.
const LONGEST_NAME: usize = 100;

type Posted<T> = Result<Form<T>, FormRejection>;
type Answer = Result<Redirect, HttpError>;

fn read<T>(posted: Posted<T>) -> Result<T, HttpError> {
    posted.map(|Form(form)| form).map_err(|_| HttpError::Malformed)
}

/// A survey's id out of an address; what is none is no survey of anybody.
pub(in crate::http) fn survey_of(text: &str) -> Result<TemplateId, HttpError> {
    text.parse().map_err(|_| HttpError::NotFound)
}

/// What a new survey begins as.
#[derive(Deserialize)]
pub(super) struct Begin {
    /// The code of a ready survey; nothing for one from scratch.
    #[serde(default)]
    ready: String,
}

/// `POST /admin/surveys/new`: begins a survey and goes to its editor.
pub(super) async fn create(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    _: Drawn,
    begin: Posted<Begin>,
) -> Answer {
    let begin = read(begin)?;
    let new = if begin.ready.is_empty() {
        NewSurvey {
            template: blank("New survey"),
            audience: Audience::Buyer,
            outcomes: Outcome::ALL.to_vec(),
        }
    } else {
        let ready = Ready::from_code(&begin.ready).ok_or(HttpError::NotFound)?;
        NewSurvey { template: ready.template(), audience: ready.audience, outcomes: ready.outcomes.to_vec() }
    };
    let (tenant, user) = enter(&state, &visitor, Workload::Live).await?;
    let id = survey::create(&tenant, &new, Some(user)).await?;
    tenant.commit().await?;
    Ok(Redirect::to(&routes::survey_editor(id)))
}

/// A name as it is posted.
#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
}

impl Named {
    fn clean(&self) -> Result<String, HttpError> {
        let name = clean_text(&self.name.replace(['\n', '\t'], " "), LONGEST_NAME);
        if name.is_empty() { Err(HttpError::Malformed) } else { Ok(name) }
    }
}

/// `POST /admin/surveys/{id}/copy`.
pub(super) async fn copy(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    named: Posted<Named>,
) -> Answer {
    let name = read(named)?.clean()?;
    let (tenant, user) = enter(&state, &visitor, Workload::Live).await?;
    survey::copy(&tenant, survey_of(&id)?, &name, user).await?;
    tenant.commit().await?;
    Ok(done("copied"))
}

/// `POST /admin/surveys/{id}/rename`.
pub(super) async fn rename(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    named: Posted<Named>,
) -> Answer {
    let name = read(named)?.clean()?;
    let (tenant, user) = enter(&state, &visitor, Workload::Live).await?;
    survey::rename(&tenant, survey_of(&id)?, &name, user).await?;
    tenant.commit().await?;
    Ok(done("renamed"))
}

/// `POST /admin/surveys/{id}/archive`: nobody is invited with it any more.
pub(super) async fn archive(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Answer {
    let (tenant, _) = enter(&state, &visitor, Workload::Live).await?;
    let left = survey::archive(&tenant, survey_of(&id)?).await?;
    tenant.commit().await?;
    let pairs = [
        ("done", "archived".to_owned()),
        ("moved", left.moved.to_string()),
        ("stayed", left.stayed.to_string()),
    ];
    Ok(Redirect::to(&routes::address(routes::SURVEYS, &pairs)))
}

/// `POST /admin/surveys/{id}/unarchive`.
pub(super) async fn unarchive(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Answer {
    let (tenant, _) = enter(&state, &visitor, Workload::Live).await?;
    survey::unarchive(&tenant, survey_of(&id)?).await?;
    tenant.commit().await?;
    Ok(done("unarchived"))
}

/// Which version, and which draft is given up for it.
#[derive(Deserialize)]
pub(super) struct Restore {
    version: VersionId,
    revision: i32,
}

/// `POST /admin/surveys/{id}/restore`: takes a version up as the draft.
pub(super) async fn restore(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    restore: Posted<Restore>,
) -> Answer {
    let Restore { version, revision } = read(restore)?;
    let id = survey_of(&id)?;
    let (tenant, user) = enter(&state, &visitor, Workload::Live).await?;
    let saved = survey::restore(&tenant, id, version, revision, user).await?;
    tenant.commit().await?;
    let problem = match saved {
        Saved::Yes { .. } => {
            let pairs = [("done", "restored".to_owned())];
            return Ok(Redirect::to(&routes::address(&routes::survey_editor(id), &pairs)));
        }
        Saved::Conflict(_) => "conflict",
        Saved::TooLarge { .. } => "large",
        Saved::Archived => "archived",
    };
    let pairs = [("problem", problem.to_owned())];
    Ok(Redirect::to(&routes::address(&routes::survey_versions(id), &pairs)))
}

fn done(what: &str) -> Redirect {
    Redirect::to(&routes::address(routes::SURVEYS, &[("done", what.to_owned())]))
}
