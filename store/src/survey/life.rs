//! A survey's use: after which outcomes it is sent and to whom, and its end.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::deal::Outcome;
use domain::id::{TemplateId, VersionId};
use domain::survey::shelf::{Archived, Draft};
use domain::survey::{Audience, Template};

use super::{outcome_codes, version};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// The version that is sent to somebody from now on.
#[derive(Clone, Debug)]
pub struct ActiveSurvey {
    /// The version.
    pub version: VersionId,
    /// What it asks.
    pub template: Arc<Template>,
}

/// The survey for a deal that ended like this: of those in use after this outcome the one published last. None when
/// there is none.
///
/// # Errors
/// When the database is not there.
pub async fn for_deal(
    tenant: &TenantTx,
    outcome: Outcome,
    audience: Audience,
) -> Result<Option<ActiveSurvey>, StoreError> {
    let Some(version) = fitting(tenant, outcome, audience).await? else { return Ok(None) };
    Ok(Some(ActiveSurvey { version, template: version::load(tenant, version).await? }))
}

async fn fitting(
    tenant: &TenantTx,
    outcome: Outcome,
    audience: Audience,
) -> Result<Option<VersionId>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT v.id
         FROM survey_templates t
         JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.id = t.active_version_id
         WHERE t.tenant_id = $1 AND t.archived_at IS NULL AND t.audience = $2 AND $3 = ANY(t.outcomes)
         ORDER BY v.published_at DESC, v.id DESC LIMIT 1",
        [tenant.tenant().uuid().into(), audience.code().into(), outcome.code().into()],
    )
    .await?;
    row.map(|row| Ok(VersionId::new(row.try_get_by_index(0)?))).transpose()
}

/// Whose place a survey takes when it is published: the outcomes after which another one is sent now, by its name.
///
/// # Errors
/// When the database is not there.
pub async fn replaced(tenant: &TenantTx, draft: &Draft) -> Result<Vec<(Outcome, String)>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT code, name FROM (
             SELECT DISTINCT ON (o.place) o.place, o.code, t.id, t.name
             FROM unnest($3::text[]) WITH ORDINALITY o(code, place)
             JOIN survey_templates t ON t.tenant_id = $1 AND t.archived_at IS NULL AND t.audience = $2
                                    AND o.code = ANY(t.outcomes)
             JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.id = t.active_version_id
             ORDER BY o.place, v.published_at DESC, v.id DESC) sent
         WHERE id <> $4 ORDER BY place",
        [
            tenant.tenant().uuid().into(),
            draft.audience.code().into(),
            outcome_codes(&draft.outcomes).into(),
            draft.survey.uuid().into(),
        ],
    )
    .await?;
    let mut replaced = Vec::with_capacity(rows.len());
    for row in rows {
        let code: String = row.try_get_by_index(0)?;
        replaced.extend(Outcome::from_code(&code).zip(row.try_get_by_index(1)?));
    }
    Ok(replaced)
}

/// Says to whom a survey is sent and after which outcomes. Who answers it cannot change any more once it was
/// published: what was answered would change sides in the reports.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such survey; [`StoreError::Conflict`] when it was published for
/// others.
pub async fn set_use(
    tenant: &TenantTx,
    survey: TemplateId,
    audience: Audience,
    outcomes: &[Outcome],
) -> Result<(), StoreError> {
    let row = sql::one(
        tenant,
        "SELECT audience, active_version_id IS NOT NULL FROM survey_templates
         WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        [tenant.tenant().uuid().into(), survey.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let (before, is_published): (String, bool) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    if is_published && before != audience.code() {
        return Err(StoreError::Conflict { constraint: "survey_templates_audience".to_owned() });
    }
    sql::run(
        tenant,
        "UPDATE survey_templates SET audience = $3, outcomes = $4 WHERE tenant_id = $1 AND id = $2",
        [
            tenant.tenant().uuid().into(),
            survey.uuid().into(),
            audience.code().into(),
            outcome_codes(outcomes).into(),
        ],
    )
    .await?;
    Ok(())
}

/// Takes a survey out of use; nobody's link dies of it.
///
/// Whoever began finishes on it. Who was invited and did not begin is asked by the survey that fits the deal now, and
/// where none does, still by this one.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such survey.
pub async fn archive(tenant: &TenantTx, survey: TemplateId) -> Result<Archived, StoreError> {
    let row = sql::one(
        tenant,
        "UPDATE survey_templates AS t SET archived_at = coalesce(t.archived_at, $3)
         FROM (SELECT id, archived_at FROM survey_templates WHERE tenant_id = $1 AND id = $2 FOR UPDATE) AS before
         WHERE t.tenant_id = $1 AND t.id = before.id
         RETURNING t.audience, before.archived_at IS NULL",
        [tenant.tenant().uuid().into(), survey.uuid().into(), tenant.clock().now().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let (audience, is_new): (String, bool) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    let audience = Audience::from_code(&audience).unwrap_or_default();
    if is_new {
        tenant.note(AuditAction::ArchiveSurvey, survey.to_string());
    }
    let mut left = Archived::default();
    for outcome in Outcome::ALL {
        if let Some(version) = fitting(tenant, outcome, audience).await? {
            left.moved += hand_over(tenant, survey, outcome, version).await?;
        }
    }
    let row = sql::one(
        tenant,
        "SELECT count(*) FROM invitations i
         JOIN template_versions v ON v.tenant_id = i.tenant_id AND v.id = i.version_id
         WHERE i.tenant_id = $1 AND v.template_id = $2 AND i.state IN ('waiting', 'sent')
           AND i.started_at IS NULL AND i.expires_at > $3",
        [tenant.tenant().uuid().into(), survey.uuid().into(), tenant.clock().now().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    left.stayed = u64::try_from(row.try_get_by_index::<i64>(0)?).unwrap_or(0);
    Ok(left)
}

/// Lets another version ask who was invited after this outcome and did not begin.
async fn hand_over(
    tenant: &TenantTx,
    survey: TemplateId,
    outcome: Outcome,
    version: VersionId,
) -> Result<u64, StoreError> {
    sql::run(
        tenant,
        "UPDATE invitations AS i SET version_id = $4
         FROM template_versions v, deals d
         WHERE i.tenant_id = $1 AND v.tenant_id = $1 AND v.id = i.version_id AND v.template_id = $2
           AND d.tenant_id = $1 AND d.id = i.deal_id AND d.outcome = $3
           AND i.state IN ('waiting', 'sent') AND i.started_at IS NULL AND i.expires_at > $5",
        [
            tenant.tenant().uuid().into(),
            survey.uuid().into(),
            outcome.code().into(),
            version.uuid().into(),
            tenant.clock().now().into(),
        ],
    )
    .await
}

/// Takes an archived survey into use again.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such survey.
pub async fn unarchive(tenant: &TenantTx, survey: TemplateId) -> Result<(), StoreError> {
    let found = sql::run(
        tenant,
        "UPDATE survey_templates SET archived_at = NULL WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), survey.uuid().into()],
    )
    .await?;
    if found == 0 {
        return Err(StoreError::NotFound);
    }
    tenant.note(AuditAction::UnarchiveSurvey, survey.to_string());
    Ok(())
}
