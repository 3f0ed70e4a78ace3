//! Published versions: made from a draft by a transition that checks everything, listed, and taken up again.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::id::{InvitationId, TemplateId, UserId, VersionId};
use domain::survey::join::check_against;
use domain::survey::shelf::{Draft, Published, Saved, VersionSummary};
use domain::survey::{Finding, Place, Template, findings, may_publish};
use uuid::Uuid;

use super::{draft, image, results};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// What a version asks.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such version.
pub async fn load(tenant: &TenantTx, version: VersionId) -> Result<Arc<Template>, StoreError> {
    tenant.versions().of(tenant.tenant(), version, read(tenant, version)).await
}

async fn read(tenant: &TenantTx, version: VersionId) -> Result<Template, StoreError> {
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

/// Publishes the draft as it was at revision `seen`; buyers invited from now on see it.
///
/// Of two who publish at once one does, and the other is told of it.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such survey.
pub async fn publish(
    tenant: &TenantTx,
    survey: TemplateId,
    seen: i32,
    by: Option<UserId>,
) -> Result<Published, StoreError> {
    let draft = draft::hold(tenant, survey).await?;
    if draft.is_archived {
        return Ok(Published::Archived);
    }
    if draft.revision != seen {
        return Ok(Published::Conflict(Box::new(draft)));
    }
    if !draft.is_changed && draft.number > 0 {
        return Ok(Published::Unchanged);
    }
    let found = check(tenant, &draft).await?;
    if !may_publish(&found) {
        return Ok(Published::Refused(found));
    }
    let version = VersionId::new(tenant.clock().new_id());
    let number = insert(tenant, version, &draft, by).await?;
    tenant.note(AuditAction::PublishSurvey, version.to_string());
    Ok(Published::Yes { version, number, revision: draft.revision + 1, findings: found })
}

/// What is wrong or noteworthy about publishing a draft, the worst first.
///
/// # Errors
/// When the database is not there.
pub async fn check(tenant: &TenantTx, draft: &Draft) -> Result<Vec<Finding>, StoreError> {
    let mut found = findings(&draft.template);
    found.extend(joined(tenant, draft).await?);
    if let Some(logo) = &draft.template.branding.logo
        && !image::exists(tenant, logo.image).await?
    {
        found.push(Finding::error(Place::Branding, "The logo is not among your pictures. Upload it again."));
    }
    found.sort_by_key(|one| one.level);
    Ok(found)
}

/// What reports would mix up of this draft and the versions before it.
async fn joined(tenant: &TenantTx, draft: &Draft) -> Result<Vec<Finding>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT document FROM template_versions WHERE tenant_id = $1 AND template_id = $2 ORDER BY number",
        [tenant.tenant().uuid().into(), draft.survey.uuid().into()],
    )
    .await?;
    let earlier: Vec<Template> = rows
        .into_iter()
        .map(|row| sql::document(row.try_get_by_index(0)?))
        .collect::<Result<_, StoreError>>()?;
    Ok(check_against(&earlier.iter().collect::<Vec<_>>(), &draft.template))
}

/// Writes the version, makes it the one in use, and lets the draft go that it was made from.
async fn insert(
    tenant: &TenantTx,
    version: VersionId,
    draft: &Draft,
    by: Option<UserId>,
) -> Result<i32, StoreError> {
    let row = sql::one(
        tenant,
        "INSERT INTO template_versions (tenant_id, id, template_id, number, document, published_at, published_by)
         SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6
         FROM template_versions WHERE tenant_id = $1 AND template_id = $3
         RETURNING number",
        [
            tenant.tenant().uuid().into(),
            version.uuid().into(),
            draft.survey.uuid().into(),
            sql::json(&draft.template),
            tenant.clock().now().into(),
            by.map(UserId::uuid).into(),
        ],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    sql::run(
        tenant,
        "UPDATE survey_templates SET active_version_id = $3, draft = NULL, draft_by = NULL, draft_at = NULL,
                draft_revision = draft_revision + 1
         WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), draft.survey.uuid().into(), version.uuid().into()],
    )
    .await?;
    Ok(row.try_get_by_index(0)?)
}

/// The published versions of a survey, the newest first. Each has as many answers as its results.
///
/// # Errors
/// When the database is not there.
pub async fn versions(tenant: &TenantTx, survey: TemplateId) -> Result<Vec<VersionSummary>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT v.id, v.number, v.published_at, v.published_by, v.id = t.active_version_id,
                count(i.id), count(i.id) FILTER (WHERE i.state = 'started' AND i.expires_at > $3),
                (SELECT count(*) FROM responses r
                 WHERE r.tenant_id = $1 AND r.version_id = v.id AND r.id <> ALL($4))
         FROM template_versions v
         JOIN survey_templates t ON t.tenant_id = v.tenant_id AND t.id = v.template_id
         LEFT JOIN invitations i ON i.tenant_id = v.tenant_id AND i.version_id = v.id
         WHERE v.tenant_id = $1 AND v.template_id = $2
         GROUP BY v.id, v.number, v.published_at, v.published_by, t.active_version_id
         ORDER BY v.number DESC",
        [
            tenant.tenant().uuid().into(),
            survey.uuid().into(),
            tenant.clock().now().into(),
            results::left_out_of_versions(tenant, survey).await?.into(),
        ],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let by: Option<Uuid> = row.try_get_by_index(3)?;
            Ok(VersionSummary {
                id: VersionId::new(row.try_get_by_index(0)?),
                number: row.try_get_by_index(1)?,
                published_at: row.try_get_by_index(2)?,
                by: by.map(UserId::new),
                is_active: row.try_get_by_index(4)?,
                invited: row.try_get_by_index(5)?,
                under_way: row.try_get_by_index(6)?,
                answers: row.try_get_by_index(7)?,
            })
        })
        .collect()
}

/// Takes a version up again as the draft, in place of what was written on revision `seen`.
///
/// # Errors
/// [`StoreError::NotFound`] when this survey has no such version.
pub async fn restore(
    tenant: &TenantTx,
    survey: TemplateId,
    version: VersionId,
    seen: i32,
    by: UserId,
) -> Result<Saved, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT v.document, t.name FROM template_versions v
         JOIN survey_templates t ON t.tenant_id = v.tenant_id AND t.id = v.template_id
         WHERE v.tenant_id = $1 AND v.template_id = $2 AND v.id = $3",
        [tenant.tenant().uuid().into(), survey.uuid().into(), version.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let template: Template = sql::document(row.try_get_by_index(0)?)?;
    // The format is the reader's now, and the name the survey's.
    let template = Template { name: row.try_get_by_index(1)?, format: Template::FORMAT, ..template };
    draft::save(tenant, survey, seen, &template, by).await
}
