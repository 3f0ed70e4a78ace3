//! What buyers said: kept sealed until it was understood, then written once for reports to read.
//!
//! **Invariant:** reports see a response only as a whole: the response, its answers, themes and vendors are
//! written, and its sealed submission deleted, in one transaction, and only from an [`Enriched`]. A correction takes
//! the place of the answer before it in the same way.
//! **Invariant:** the words of a buyer who chose to be pooled are never legible in a row.

mod parts;
mod words;

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::competitor::AliasTable;
use domain::deal::Outcome;
use domain::id::{DealId, InvitationId, SubmissionId};
use domain::response::{Attribution, DealContext, Enriched, Submission};
use domain::survey::answer::{PriceRole, PriceStance};
use domain::survey::{Facts, Template};
use domain::taxonomy::Theme;
use sea_orm::Value;
use serde::{Deserialize, Serialize};

pub(crate) use parts::file_vendors;
pub(crate) use words::{countable, kept, kept_name, unseal, unseal_name};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{competitor, sql, survey};

/// A submission as it is sealed, with what its answers were checked against: the deal may change before it is
/// ingested, and the answers must still fit.
#[derive(Serialize, Deserialize)]
struct Sealed<'a> {
    submission: Cow<'a, Submission>,
    /// What submissions of older releases were checked against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    #[serde(default)]
    facts: Facts,
}

/// What ingestion needs to know beside the submission.
#[derive(Clone, Debug)]
pub struct IngestContext {
    /// The version that was answered.
    pub template: Arc<Template>,
    /// What the tenant's competitors are called.
    pub aliases: AliasTable,
    /// What the deal adds.
    pub deal: DealContext,
}

fn purpose(submission: SubmissionId) -> String {
    format!("submission|{submission}")
}

/// Answers as they wait for their ingestion: sealed, with what they were checked against.
pub(crate) fn sealed(tenant: &TenantTx, submission: &Submission, facts: &Facts) -> Vec<u8> {
    let sealed = Sealed { submission: Cow::Borrowed(submission), outcome: None, facts: facts.clone() };
    sql::seal(tenant, &purpose(submission.id), &sealed)
}

/// A submission that waits for its ingestion, with what its answers were checked against; `None` when it is done.
///
/// # Errors
/// When the database is not there, or the seal is broken.
pub async fn submission(
    tenant: &TenantTx,
    submission: SubmissionId,
) -> Result<Option<(Submission, Facts)>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT sealed FROM submissions WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), submission.uuid().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let bytes: Vec<u8> = row.try_get_by_index(0)?;
    let sealed: Sealed<'static> = sql::open(tenant, &purpose(submission), &bytes)?;
    let facts = Facts { outcome: sealed.facts.outcome.or(sealed.outcome), ..sealed.facts };
    Ok(Some((sealed.submission.into_owned(), facts)))
}

/// What ingestion needs beside the submission, read before the classifier is asked.
///
/// # Errors
/// [`StoreError::NotFound`] when the version or the deal is not this tenant's.
pub async fn context(tenant: &TenantTx, submission: &Submission) -> Result<IngestContext, StoreError> {
    Ok(IngestContext {
        template: survey::version(tenant, submission.version).await?,
        aliases: competitor::aliases(tenant).await?,
        deal: deal_context(tenant, submission.deal).await?,
    })
}

async fn deal_context(tenant: &TenantTx, deal: DealId) -> Result<DealContext, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT outcome, home_cents, segment, region, owner_id FROM deals WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), deal.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let outcome: Option<String> = row.try_get_by_index(0)?;
    Ok(DealContext {
        deal,
        outcome: outcome.as_deref().and_then(Outcome::from_code),
        home_cents: row.try_get_by_index(1)?,
        segment: row.try_get_by_index(2)?,
        region: row.try_get_by_index(3)?,
        owner: row.try_get_by_index(4)?,
    })
}

/// Writes a response with everything that belongs to it, and deletes its sealed submission; the only write of one.
///
/// A correction takes the place of what it corrects. `false` when it was written before, was corrected since or was
/// taken back; then nothing was changed.
///
/// # Errors
/// [`StoreError::NotFound`] when the deal is not this tenant's.
pub async fn insert(tenant: &TenantTx, enriched: &Enriched) -> Result<bool, StoreError> {
    // The deal's row is held: two answers about one deal number its vendors one after the other.
    sql::one(
        tenant,
        "SELECT 1 FROM deals WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
        [tenant.tenant().uuid().into(), enriched.deal().deal.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let Some(wanted) = take(tenant, enriched).await? else { return Ok(false) };
    let before = remove_previous(tenant, enriched.invitation()).await?;
    insert_row(tenant, enriched, &wanted, before.as_ref()).await?;
    parts::insert(tenant, enriched, wanted.attribution).await?;
    if before.is_some() {
        competitor::forget_unnamed(tenant).await?;
    }
    tenant.note_changed();
    Ok(true)
}

/// What the invitation says about its answer when that is written.
struct Wanted {
    attribution: Attribution,
    language: Option<String>,
}

/// Takes the submission away, once: of several workers one gets it. What the buyer chose about the name since it was
/// read is newer than what it says.
async fn take(tenant: &TenantTx, enriched: &Enriched) -> Result<Option<Wanted>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT attribution, language FROM invitations
         WHERE tenant_id = $1 AND id = $2 AND state = 'answered' AND response_id = $3 FOR NO KEY UPDATE",
        [tenant.tenant().uuid().into(), enriched.invitation().uuid().into(), enriched.id().uuid().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let taken = sql::run(
        tenant,
        "DELETE FROM submissions WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), enriched.id().uuid().into()],
    )
    .await?;
    if taken == 0 {
        return Ok(None);
    }
    let chosen: Option<String> = row.try_get_by_index(0)?;
    let chosen = chosen.as_deref().and_then(Attribution::from_code);
    let attribution = chosen.unwrap_or_else(|| enriched.attribution());
    if chosen.is_none() {
        sql::run(
            tenant,
            "UPDATE invitations SET attribution = $3 WHERE tenant_id = $1 AND id = $2",
            [tenant.tenant().uuid().into(), enriched.invitation().uuid().into(), attribution.code().into()],
        )
        .await?;
    }
    Ok(Some(Wanted { attribution, language: row.try_get_by_index(1)? }))
}

/// The times of an answer that was corrected: the correction keeps them, for it is no other answer.
struct Previous {
    submitted_at: DateTime<Utc>,
    submitted_day: i32,
    seconds: Option<i32>,
    closed_day: Option<i32>,
}

/// Removes the answer that a correction takes the place of.
async fn remove_previous(
    tenant: &TenantTx,
    invitation: InvitationId,
) -> Result<Option<Previous>, StoreError> {
    let ids: [Value; 2] = [tenant.tenant().uuid().into(), invitation.uuid().into()];
    let row = sql::one(
        tenant,
        "SELECT submitted_at, submitted_day, seconds, closed_day FROM responses WHERE tenant_id = $1 AND invitation_id = $2",
        ids.clone(),
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    sql::run(
        tenant,
        "DELETE FROM deal_competitors USING responses r
         WHERE deal_competitors.tenant_id = $1 AND r.tenant_id = $1 AND r.invitation_id = $2
           AND deal_competitors.response_id = r.id",
        ids.clone(),
    )
    .await?;
    // Answers, themes and ratings go with their response.
    sql::run(tenant, "DELETE FROM responses WHERE tenant_id = $1 AND invitation_id = $2", ids).await?;
    Ok(Some(Previous {
        submitted_at: row.try_get_by_index(0)?,
        submitted_day: row.try_get_by_index(1)?,
        seconds: row.try_get_by_index(2)?,
        closed_day: row.try_get_by_index(3)?,
    }))
}

async fn insert_row(
    tenant: &TenantTx,
    enriched: &Enriched,
    wanted: &Wanted,
    before: Option<&Previous>,
) -> Result<(), StoreError> {
    let extracted = enriched.extracted();
    let price = extracted.price();
    sql::run(
        tenant,
        "INSERT INTO responses (tenant_id, id, deal_id, invitation_id, version_id, attribution, overall, sentiment,
                                submitted_at, submitted_day, seconds, model, written_at, voice, recommendation,
                                price_stance, price_gap, price_role, turning_moment, change_theme, language,
                                corrected_at, outcome, closed_day)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, t.audience, $14,
                $15, $16, $17, $18, $19, $20, $21, $22,
                coalesce($23, (SELECT d.closed_day FROM deals d WHERE d.tenant_id = $1 AND d.id = $3))
         FROM template_versions v
         JOIN survey_templates t ON t.tenant_id = v.tenant_id AND t.id = v.template_id
         WHERE v.tenant_id = $1 AND v.id = $5",
        [
            tenant.tenant().uuid().into(),
            enriched.id().uuid().into(),
            enriched.deal().deal.uuid().into(),
            enriched.invitation().uuid().into(),
            enriched.version().uuid().into(),
            wanted.attribution.code().into(),
            enriched.overall().map(i16::from).into(),
            enriched.sentiment().into(),
            before.map_or_else(|| enriched.submitted_at(), |before| before.submitted_at).into(),
            before.map_or_else(|| enriched.submitted_day(), |before| before.submitted_day).into(),
            before.map_or_else(|| enriched.seconds(), |before| before.seconds).into(),
            enriched.model().into(),
            tenant.clock().now().into(),
            extracted.recommendation().map(i16::from).into(),
            price.and_then(|price| price.stance).map(PriceStance::code).into(),
            price.and_then(|price| price.gap).into(),
            price.and_then(|price| price.role).map(PriceRole::code).into(),
            extracted.turn().and_then(|turn| turn.moment.clone()).into(),
            extracted.change().map(Theme::code).into(),
            wanted.language.clone().into(),
            before.map(|_| enriched.submitted_at()).into(),
            extracted.outcome().map(Outcome::code).into(),
            before.and_then(|before| before.closed_day).into(),
        ],
    )
    .await?;
    Ok(())
}
