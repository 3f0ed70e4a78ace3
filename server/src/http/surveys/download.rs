//! Surveys and their results as files.

use app::api::context::Visitor;
use app::routes;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::survey::exchange;
use serde::Deserialize;
use store::{Workload, survey};

use super::{enter, survey_of};
use crate::csv;
use crate::http::error::HttpError;
use crate::state::AppState;

/// `GET /admin/surveys/{id}.json`: the survey as it is written; without the ending its editor.
pub(super) async fn json(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(file): Path<String>,
) -> Result<Response, HttpError> {
    let Some(id) = file.strip_suffix(".json") else {
        return Ok(Redirect::to(&routes::survey_editor(survey_of(&file)?)).into_response());
    };
    let id = survey_of(id)?;
    let draft = {
        let (tenant, _) = enter(&state, &visitor, Workload::Live).await?;
        survey::load_draft(&tenant, id).await?
    };
    let name = file_name(&draft.template.name, "json");
    Ok((attachment("application/json; charset=utf-8", &name), exchange::export(&draft.template))
        .into_response())
}

/// Which version.
#[derive(Deserialize)]
pub(super) struct Which {
    version: Option<i32>,
}

/// `GET /admin/surveys/{id}/results.csv`: the figures, one a line.
pub(super) async fn csv(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let id = survey_of(&id)?;
    let results = {
        let (tenant, _) = enter(&state, &visitor, Workload::Reporting).await?;
        survey::results(&tenant, id, which.version).await?
    };
    let name = file_name(&format!("{} results", results.name), "csv");
    Ok((attachment("text/csv; charset=utf-8", &name), csv::results(&results)).into_response())
}

fn attachment(kind: &'static str, name: &str) -> [(HeaderName, String); 2] {
    let disposition = format!("attachment; filename=\"{name}\"");
    [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)]
}

/// A name that every file system takes, and no header breaks at.
fn file_name(name: &str, ending: &str) -> String {
    let mut plain = String::new();
    for letter in name.chars().take(60) {
        if letter.is_ascii_alphanumeric() {
            plain.push(letter.to_ascii_lowercase());
        } else if !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    let plain = plain.trim_end_matches('-');
    if plain.is_empty() { format!("survey.{ending}") } else { format!("{plain}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_becomes_a_file_name() {
        assert_eq!(file_name("Lost to a competitor", "json"), "lost-to-a-competitor.json");
        assert_eq!(file_name("\"; x=\r\n../etc", "json"), "x-etc.json");
        assert_eq!(file_name("价格", "csv"), "survey.csv");
    }
}
