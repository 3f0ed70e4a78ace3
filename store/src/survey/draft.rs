//! The draft beside the published versions: begun, changed, copied, and never overwritten unseen.
//!
//! **Invariant:** a change says which revision it was made on; on any other nothing is written and what is there comes
//! back.

use chrono::{DateTime, Utc};
use domain::deal::Outcome;
use domain::id::{TemplateId, UserId};
use domain::survey::shelf::{Draft, MOST_BYTES, NewSurvey, Saved};
use domain::survey::{Audience, Template};
use uuid::Uuid;

use super::outcome_codes;
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// Begins a survey that has nothing published yet.
///
/// # Errors
/// When the database is not there.
pub async fn create(
    tenant: &TenantTx,
    new: &NewSurvey,
    by: Option<UserId>,
) -> Result<TemplateId, StoreError> {
    let id = tenant.clock().new_id();
    let now = tenant.clock().now();
    sql::run(
        tenant,
        "INSERT INTO survey_templates (tenant_id, id, name, created_at, draft, draft_revision, draft_by, draft_at,
                                       audience, outcomes)
         VALUES ($1, $2, $3, $4, $5, 1, $6, $4, $7, $8)",
        [
            tenant.tenant().uuid().into(),
            id.into(),
            new.template.name.as_str().into(),
            now.into(),
            sql::json(&new.template),
            by.map(UserId::uuid).into(),
            new.audience.code().into(),
            outcome_codes(&new.outcomes).into(),
        ],
    )
    .await?;
    Ok(TemplateId::new(id))
}

/// Begins a survey that asks what another does, draft and all.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such survey.
pub async fn copy(
    tenant: &TenantTx,
    survey: TemplateId,
    name: &str,
    by: UserId,
) -> Result<TemplateId, StoreError> {
    let draft = load(tenant, survey).await?;
    let template = Template { name: name.to_owned(), ..draft.template };
    let new = NewSurvey { template, audience: draft.audience, outcomes: draft.outcomes };
    create(tenant, &new, Some(by)).await
}

/// A survey as it is being written; the version in use where nothing was changed since.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such survey.
pub async fn load(tenant: &TenantTx, survey: TemplateId) -> Result<Draft, StoreError> {
    read(tenant, survey).await
}

/// The same, held until the end of the transaction.
pub(super) async fn hold(tenant: &TenantTx, survey: TemplateId) -> Result<Draft, StoreError> {
    // Held by a statement of its own: what the next one reads was committed before the wait was over.
    sql::one(
        tenant,
        "SELECT 1 FROM survey_templates WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        [tenant.tenant().uuid().into(), survey.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    read(tenant, survey).await
}

const READ: &str = "
SELECT t.name, t.draft, v.document, t.draft_revision, coalesce(v.number, 0), t.audience, t.outcomes,
       t.archived_at IS NOT NULL,
       CASE WHEN t.draft IS NULL THEN v.published_by ELSE t.draft_by END,
       CASE WHEN t.draft IS NULL THEN v.published_at ELSE t.draft_at END
FROM survey_templates t
LEFT JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.id = t.active_version_id
WHERE t.tenant_id = $1 AND t.id = $2";

async fn read(tenant: &TenantTx, survey: TemplateId) -> Result<Draft, StoreError> {
    let row = sql::one(tenant, READ, [tenant.tenant().uuid().into(), survey.uuid().into()])
        .await?
        .ok_or(StoreError::NotFound)?;
    let (draft, published): (Option<serde_json::Value>, Option<serde_json::Value>) =
        (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
    let draft: Option<Template> = draft.map(sql::document).transpose()?;
    let published: Option<Template> = published.map(sql::document).transpose()?;
    let is_changed = draft.as_ref().is_some_and(|draft| Some(draft) != published.as_ref());
    let template = draft.or(published).ok_or_else(|| StoreError::broken("a survey without a document"))?;
    // The list's name is the survey's; a version keeps the one it was published under.
    let template = Template { name: row.try_get_by_index(0)?, ..template };
    let audience: String = row.try_get_by_index(5)?;
    let outcomes: Vec<String> = row.try_get_by_index(6)?;
    let by: Option<Uuid> = row.try_get_by_index(8)?;
    let at: Option<DateTime<Utc>> = row.try_get_by_index(9)?;
    Ok(Draft {
        survey,
        template,
        revision: row.try_get_by_index(3)?,
        is_changed,
        number: row.try_get_by_index(4)?,
        audience: Audience::from_code(&audience).unwrap_or_default(),
        outcomes: outcomes.iter().filter_map(|code| Outcome::from_code(code)).collect(),
        is_archived: row.try_get_by_index(7)?,
        by: by.map(UserId::new),
        at,
    })
}

/// Keeps a change that was made on revision `seen`.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such survey.
pub async fn save(
    tenant: &TenantTx,
    survey: TemplateId,
    seen: i32,
    template: &Template,
    by: UserId,
) -> Result<Saved, StoreError> {
    let document = serde_json::to_value(template)?;
    let bytes = document.to_string().len();
    if bytes > MOST_BYTES {
        return Ok(Saved::TooLarge { bytes });
    }
    let row = sql::one(
        tenant,
        "UPDATE survey_templates SET draft = $4, name = $5, draft_revision = draft_revision + 1, draft_by = $6,
                draft_at = $7
         WHERE tenant_id = $1 AND id = $2 AND draft_revision = $3 AND archived_at IS NULL
         RETURNING draft_revision",
        [
            tenant.tenant().uuid().into(),
            survey.uuid().into(),
            seen.into(),
            document.into(),
            template.name.as_str().into(),
            by.uuid().into(),
            tenant.clock().now().into(),
        ],
    )
    .await?;
    if let Some(row) = row {
        return Ok(Saved::Yes { revision: row.try_get_by_index(0)? });
    }
    let now = load(tenant, survey).await?;
    Ok(if now.is_archived { Saved::Archived } else { Saved::Conflict(Box::new(now)) })
}

/// Gives a survey another name; a draft that is open elsewhere learns of it as of any change.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such survey.
pub async fn rename(tenant: &TenantTx, survey: TemplateId, name: &str, by: UserId) -> Result<(), StoreError> {
    let renamed = sql::run(
        tenant,
        "UPDATE survey_templates SET name = $3, draft_revision = draft_revision + 1,
                draft = jsonb_set(draft, '{name}', to_jsonb($3::text)),
                draft_by = CASE WHEN draft IS NOT NULL THEN $4::uuid END,
                draft_at = CASE WHEN draft IS NOT NULL THEN $5::timestamptz END
         WHERE tenant_id = $1 AND id = $2",
        [
            tenant.tenant().uuid().into(),
            survey.uuid().into(),
            name.into(),
            by.uuid().into(),
            tenant.clock().now().into(),
        ],
    )
    .await?;
    if renamed > 0 { Ok(()) } else { Err(StoreError::NotFound) }
}
