//! What the page of a survey's versions asks for.

use chrono::{DateTime, Utc};
use domain::id::TemplateId;
use domain::survey::diff::Change;
use domain::survey::shelf::VersionSummary;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::heading::Heading;
use crate::api::ApiError;
use crate::api::client::OwnClient;
use crate::api::wire::Exchange;

/// A survey's versions, and two of them compared.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Versions {
    /// When they were read.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// The survey.
    pub survey: Heading,
    /// The revision of the draft, which whoever replaces it has seen.
    pub revision: i32,
    /// Whether the draft has changes that were not published.
    pub is_changed: bool,
    /// When the draft was changed and by whom, if it has changes.
    pub changed: Option<(DateTime<Utc>, String)>,
    /// The published versions, the newest first.
    pub versions: Vec<Version>,
    /// What changed between two of them.
    pub compared: Option<Compared>,
}

/// A published version.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Version {
    /// It in figures.
    pub summary: VersionSummary,
    /// Who published it.
    pub by: String,
}

/// Two states of a survey; the number is absent for the draft.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug, Serialize, Deserialize)]
pub struct Pair {
    /// The older one.
    pub from: Option<i32>,
    /// The newer one.
    pub to: Option<i32>,
}

/// What changed between two states of a survey.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Compared {
    /// Which.
    pub pair: Pair,
    /// The changes in words.
    pub changes: Vec<Change>,
}

/// Loads the versions of a survey; without a pair the newest is compared with the one before it, or the draft's
/// changes with what is published.
#[server(prefix = "/api", endpoint = "survey/versions", input = Exchange, output = Exchange, client = OwnClient)]
pub async fn load_versions(survey: Option<TemplateId>, pair: Option<Pair>) -> Result<Versions, ApiError> {
    use domain::actor::Permission;

    use super::heading::Names;
    use crate::api::context;

    let answer = async {
        let names = Names::load().await?;
        let tenant = context::tenant(Permission::EditSurveys).await?;
        let survey = survey.ok_or(ApiError::NotFound)?;
        Ok(Versions::load(&tenant, survey, pair, &names).await?)
    };
    answer.await.inspect_err(context::set_status)
}

#[cfg(feature = "ssr")]
mod reading {
    use std::sync::Arc;

    use domain::id::TemplateId;
    use domain::survey::Template;
    use domain::survey::diff::diff;
    use domain::survey::shelf::Draft;
    use store::{StoreError, TenantTx, survey};

    use super::{Compared, Pair, Version, Versions};
    use crate::api::survey::heading::{Names, head};

    impl Versions {
        /// Reads them.
        pub(super) async fn load(
            tenant: &TenantTx,
            id: TemplateId,
            pair: Option<Pair>,
            names: &Names,
        ) -> Result<Self, StoreError> {
            let draft = survey::load_draft(tenant, id).await?;
            let versions = survey::versions(tenant, id).await?;
            let versions: Vec<Version> =
                versions.into_iter().map(|summary| Version { by: names.of(summary.by), summary }).collect();
            let pair = pair.or_else(|| usual(&versions, draft.is_changed));
            let compared = match pair {
                Some(pair) => Some(compare(tenant, &versions, &draft, pair).await?),
                None => None,
            };
            Ok(Self {
                as_of: tenant.clock().now(),
                survey: head(&draft),
                revision: draft.revision,
                is_changed: draft.is_changed,
                changed: draft.at.filter(|_| draft.is_changed).map(|at| (at, names.of(draft.by))),
                versions,
                compared,
            })
        }
    }

    /// What somebody most likely wants to compare.
    fn usual(versions: &[Version], is_changed: bool) -> Option<Pair> {
        let number = |at: usize| versions.get(at).map(|one| one.summary.number);
        match (is_changed, number(0), number(1)) {
            (true, Some(newest), _) => Some(Pair { from: Some(newest), to: None }),
            (false, Some(newest), Some(before)) => Some(Pair { from: Some(before), to: Some(newest) }),
            (_, None, _) | (false, Some(_), None) => None,
        }
    }

    async fn compare(
        tenant: &TenantTx,
        versions: &[Version],
        draft: &Draft,
        pair: Pair,
    ) -> Result<Compared, StoreError> {
        let from = state(tenant, versions, draft, pair.from).await?;
        let to = state(tenant, versions, draft, pair.to).await?;
        Ok(Compared { pair, changes: diff(&from, &to) })
    }

    async fn state(
        tenant: &TenantTx,
        versions: &[Version],
        draft: &Draft,
        number: Option<i32>,
    ) -> Result<Template, StoreError> {
        let Some(number) = number else { return Ok(draft.template.clone()) };
        let found = versions.iter().find(|one| one.summary.number == number);
        let found = found.ok_or(StoreError::NotFound)?;
        survey::version(tenant, found.summary.id).await.map(Arc::unwrap_or_clone)
    }
}
