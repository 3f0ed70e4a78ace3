//! Survey templates and their published versions.
//!
//! **Invariant:** a published version never changes; a change is a new version, and whoever was invited with an
//! older one finishes on it.

use chrono::{DateTime, Utc};
use domain::id::{InvitationId, TemplateId, UserId, VersionId};
use domain::survey::{Template, check_template, starter};
use sea_orm::Value;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// The version that buyers are invited with from now on.
#[derive(Clone, Debug)]
pub struct ActiveSurvey {
    /// The version.
    pub version: VersionId,
    /// What it asks.
    pub template: Template,
}

/// A survey in the list.
#[derive(Clone, Debug)]
pub struct SurveySummary {
    /// The survey.
    pub id: TemplateId,
    /// The name members know it by.
    pub name: String,
    /// The number of its newest version; zero while none is published.
    pub number: i32,
    /// When that was published.
    pub published_at: Option<DateTime<Utc>>,
}

/// The survey that invitations use: the one published last. None when nothing was published.
///
/// # Errors
/// When the database is not there.
pub async fn active(tenant: &TenantTx) -> Result<Option<ActiveSurvey>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT v.id, v.document
         FROM survey_templates t
         JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.id = t.active_version_id
         WHERE t.tenant_id = $1
         ORDER BY v.published_at DESC, v.id DESC LIMIT 1",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    row.map(|row| {
        Ok(ActiveSurvey {
            version: VersionId::new(row.try_get_by_index(0)?),
            template: sql::document(row.try_get_by_index(1)?)?,
        })
    })
    .transpose()
}

/// What a version asks.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such version.
pub async fn version(tenant: &TenantTx, version: VersionId) -> Result<Template, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT document FROM template_versions WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), version.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    sql::document(row.try_get_by_index(0)?)
}

/// What the buyer of an invitation is asked.
pub(crate) async fn of_invitation(
    tenant: &TenantTx,
    invitation: InvitationId,
) -> Result<Template, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT v.document FROM invitations i
         JOIN template_versions v ON v.tenant_id = i.tenant_id AND v.id = i.version_id
         WHERE i.tenant_id = $1 AND i.id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    sql::document(row.try_get_by_index(0)?)
}

/// Begins a survey that has nothing published yet.
///
/// # Errors
/// When the database is not there.
pub async fn create(tenant: &TenantTx, name: &str) -> Result<TemplateId, StoreError> {
    let id = tenant.clock().new_id();
    sql::run(
        tenant,
        "INSERT INTO survey_templates (tenant_id, id, name, created_at) VALUES ($1, $2, $3, $4)",
        [tenant.tenant().uuid().into(), id.into(), name.into(), tenant.clock().now().into()],
    )
    .await?;
    Ok(TemplateId::new(id))
}

/// Publishes a new version; buyers invited from now on see it.
///
/// # Errors
/// [`StoreError::Refused`] with the findings when the template is not fit, [`StoreError::NotFound`] when this
/// tenant has no such survey.
pub async fn publish(
    tenant: &TenantTx,
    survey: TemplateId,
    template: &Template,
    by: Option<UserId>,
) -> Result<VersionId, StoreError> {
    check_template(template).map_err(|errors| {
        StoreError::Refused(errors.iter().map(|(at, what)| format!("{at}: {what}")).collect())
    })?;
    let tenant_id: Value = tenant.tenant().uuid().into();
    // The survey's row is locked, so that two who publish at once get two numbers.
    sql::one(
        tenant,
        "SELECT id FROM survey_templates WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        [tenant_id.clone(), survey.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let id = tenant.clock().new_id();
    sql::run(
        tenant,
        "INSERT INTO template_versions (tenant_id, id, template_id, number, document, published_at, published_by)
         SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6
         FROM template_versions WHERE tenant_id = $1 AND template_id = $3",
        [
            tenant_id.clone(),
            id.into(),
            survey.uuid().into(),
            sql::json(template),
            tenant.clock().now().into(),
            by.map(UserId::uuid).into(),
        ],
    )
    .await?;
    sql::run(
        tenant,
        "UPDATE survey_templates SET active_version_id = $3, name = $4 WHERE tenant_id = $1 AND id = $2",
        [tenant_id, survey.uuid().into(), id.into(), template.name.as_str().into()],
    )
    .await?;
    Ok(VersionId::new(id))
}

/// The tenant's surveys, newest first.
///
/// # Errors
/// When the database is not there.
pub async fn list(tenant: &TenantTx) -> Result<Vec<SurveySummary>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT t.id, t.name, coalesce(v.number, 0), v.published_at
         FROM survey_templates t
         LEFT JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.id = t.active_version_id
         WHERE t.tenant_id = $1
         ORDER BY t.created_at DESC, t.id DESC",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SurveySummary {
                id: TemplateId::new(row.try_get_by_index(0)?),
                name: row.try_get_by_index(1)?,
                number: row.try_get_by_index(2)?,
                published_at: row.try_get_by_index(3)?,
            })
        })
        .collect()
}

/// Publishes the default survey of a new tenant; running it again changes nothing.
///
/// # Errors
/// When the database is not there.
pub async fn seed(tenant: &TenantTx) -> Result<VersionId, StoreError> {
    if let Some(survey) = active(tenant).await? {
        return Ok(survey.version);
    }
    let template = starter::win_loss();
    let survey = create(tenant, &template.name).await?;
    publish(tenant, survey, &template, None).await
}
