//! Previews: a member tries a survey as a sample deal.
//!
//! **Invariant:** a preview lives in its own table and is read by the member who began it only; nothing of it is ever a
//! draft, a submission or a response.

use chrono::Duration;
use domain::actor::Actor;
use domain::id::{PreviewId, TemplateId, UserId};
use domain::response::Attribution;
use domain::survey::sample::Sample;
use domain::survey::{AnswerSet, Audience, Language, Template};
use uuid::Uuid;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// A try of a survey.
#[derive(Clone, PartialEq, Debug)]
pub struct Preview {
    /// The preview.
    pub id: PreviewId,
    /// The survey.
    pub survey: TemplateId,
    /// Whom it asks.
    pub audience: Audience,
    /// What it asks: the draft as it was when the preview began.
    pub template: Template,
    /// The deal that it is tried as.
    pub sample: Sample,
    /// What was answered so far.
    pub answers: AnswerSet,
    /// What was chosen about the name.
    pub attribution: Option<Attribution>,
    /// The language that was chosen.
    pub language: Option<Language>,
}

/// The member behind the door; nobody else has previews.
fn member(tenant: &TenantTx) -> Option<UserId> {
    match tenant.actor() {
        Actor::Member { user, .. } => Some(*user),
        Actor::Operator { .. } | Actor::Buyer { .. } | Actor::Worker { .. } | Actor::Webhook => None,
    }
}

/// Begins a preview.
///
/// # Errors
/// [`StoreError::Forbidden`] for anybody but a member; [`StoreError::NotFound`] when this tenant has no such survey.
pub async fn create(
    tenant: &TenantTx,
    survey: TemplateId,
    template: &Template,
    sample: &Sample,
    language: Option<&Language>,
) -> Result<PreviewId, StoreError> {
    let user = member(tenant).ok_or(StoreError::Forbidden)?;
    let id = tenant.clock().new_id();
    let made = sql::run(
        tenant,
        "INSERT INTO previews (tenant_id, id, user_id, template_id, document, deal, language, created_at)
         SELECT $1, $2, $3, t.id, $5, $6, $7, $8 FROM survey_templates t WHERE t.tenant_id = $1 AND t.id = $4",
        [
            tenant.tenant().uuid().into(),
            id.into(),
            user.uuid().into(),
            survey.uuid().into(),
            sql::json(template),
            sql::json(sample),
            language.map(Language::as_str).into(),
            tenant.clock().now().into(),
        ],
    )
    .await?;
    if made > 0 { Ok(PreviewId::new(id)) } else { Err(StoreError::NotFound) }
}

/// A preview of the member behind the door.
///
/// # Errors
/// When the database is not there.
pub async fn load(tenant: &TenantTx, preview: PreviewId) -> Result<Option<Preview>, StoreError> {
    let Some(user) = member(tenant) else { return Ok(None) };
    let row = sql::one(
        tenant,
        "SELECT p.template_id, p.document, p.deal, p.answers, p.attribution, p.language, t.audience
         FROM previews p
         LEFT JOIN survey_templates t ON t.tenant_id = $1 AND t.id = p.template_id
         WHERE p.tenant_id = $1 AND p.id = $2 AND p.user_id = $3",
        [tenant.tenant().uuid().into(), preview.uuid().into(), user.uuid().into()],
    )
    .await?;
    row.map(|row| {
        let attribution: Option<String> = row.try_get_by_index(4)?;
        let language: Option<String> = row.try_get_by_index(5)?;
        let audience: Option<String> = row.try_get_by_index(6)?;
        Ok(Preview {
            audience: audience.as_deref().and_then(Audience::from_code).unwrap_or_default(),
            id: preview,
            survey: TemplateId::new(row.try_get_by_index::<Uuid>(0)?),
            template: sql::document(row.try_get_by_index(1)?)?,
            sample: sql::document(row.try_get_by_index(2)?)?,
            answers: sql::document(row.try_get_by_index(3)?)?,
            attribution: attribution.as_deref().and_then(Attribution::from_code),
            language: language.as_deref().and_then(|tag| Language::parse(tag).ok()),
        })
    })
    .transpose()
}

/// Keeps where a preview stands. `false` when the member behind the door has no such.
///
/// # Errors
/// When the database is not there.
pub async fn save(tenant: &TenantTx, preview: &Preview) -> Result<bool, StoreError> {
    let Some(user) = member(tenant) else { return Ok(false) };
    let saved = sql::run(
        tenant,
        "UPDATE previews SET answers = $4, attribution = $5, language = $6
         WHERE tenant_id = $1 AND id = $2 AND user_id = $3",
        [
            tenant.tenant().uuid().into(),
            preview.id.uuid().into(),
            user.uuid().into(),
            sql::json(&preview.answers),
            preview.attribution.map(Attribution::code).into(),
            preview.language.as_ref().map(Language::as_str).into(),
        ],
    )
    .await?;
    Ok(saved > 0)
}

/// Deletes previews older than a day. Gives their number.
///
/// # Errors
/// When the database is not there.
pub async fn purge(tenant: &TenantTx) -> Result<u64, StoreError> {
    let before = tenant.clock().now() - Duration::days(1);
    sql::run(
        tenant,
        "DELETE FROM previews WHERE tenant_id = $1 AND created_at < $2",
        [tenant.tenant().uuid().into(), before.into()],
    )
    .await
}
