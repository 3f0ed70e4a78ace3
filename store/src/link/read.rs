//! Reading an invitation, alone or with its draft: what every page of a buyer begins with.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::deal::{Money, Outcome};
use domain::id::{ContactId, DealId, InvitationId, ResponseId, VersionId};
use domain::link::{TokenHash, Withdrawal};
use domain::response::Attribution;
use domain::survey::{Audience, Facts, Language, Template};
use rust_decimal::Decimal;
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use super::{Held, Invitation, account_for, may_correct, may_use, state_of};
use crate::access::TenantTx;
use crate::draft::{self, Draft};
use crate::error::StoreError;
use crate::{sql, survey};

/// Columns of an invitation; those of its draft follow them.
const COLUMNS: usize = 32;

/// The invitation for which that holds, with more columns of what is joined. A statement of its own for each way to
/// look: with the three of them joined by `OR` the database walks through every invitation of the tenant.
macro_rules! invitation_where {
    ($condition:literal) => {
        invitation_where!($condition, "", "")
    };
    ($condition:literal, $columns:literal, $joined:literal) => {
        concat!(
            "SELECT i.id, i.deal_id, i.contact_id, i.version_id,
                ARRAY(SELECT coalesce((SELECT k.name FROM competitors k
                                       WHERE k.tenant_id = $1 AND k.id = x.competitor_id), x.raw)
                      FROM deal_competitors x
                      WHERE x.tenant_id = $1 AND x.deal_id = i.deal_id AND x.source = 'crm' ORDER BY x.seq),
                i.state, d.outcome, d.name,
                d.account_name, c.name, c.language, d.owner_name, s.document ->> 'sender_name',
                s.document ->> 'privacy_contact', d.closed_at, i.started_at, i.answered_at, i.expires_at,
                d.segment, d.region, d.deal_type, d.home_cents, d.products ->> 0, d.amount, d.currency,
                i.attribution, i.language, i.response_id, i.correcting_at, i.withdrawn_reason, d.external_id,
                (SELECT t.audience FROM template_versions v
                 JOIN survey_templates t ON t.tenant_id = v.tenant_id AND t.id = v.template_id
                 WHERE v.tenant_id = $1 AND v.id = i.version_id)",
            $columns,
            " FROM invitations i
             JOIN deals d ON d.tenant_id = i.tenant_id AND d.id = i.deal_id
             JOIN contacts c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id
             LEFT JOIN settings s ON s.tenant_id = i.tenant_id ",
            $joined,
            " WHERE i.tenant_id = $1 AND ",
            $condition
        )
    };
}

/// The same, with the draft.
macro_rules! invitation_with_draft_where {
    ($condition:literal) => {
        invitation_where!(
            $condition,
            ", p.sealed, p.section, p.revision, p.updated_at, i.reminders, i.remind_job_at",
            "LEFT JOIN drafts p ON p.tenant_id = i.tenant_id AND p.invitation_id = i.id"
        )
    };
}

/// The same, with the invitation's row held.
macro_rules! invitation_held_where {
    ($condition:literal) => {
        concat!(invitation_with_draft_where!($condition), " FOR NO KEY UPDATE OF i")
    };
}

/// The invitation with this token's hash. Under a buyer's door it must be the one that the token was sealed for.
/// Takes the same work whether it is found or not.
///
/// # Errors
/// When the database is not there.
pub async fn find(tenant: &TenantTx, token: &TokenHash) -> Result<Option<Invitation>, StoreError> {
    find_by(tenant, invitation_where!("i.token_hash = $2"), token.0.to_vec().into()).await
}

/// The invitation whose receipt has this hash, under the same conditions.
///
/// # Errors
/// When the database is not there.
pub async fn find_by_receipt(
    tenant: &TenantTx,
    receipt: &TokenHash,
) -> Result<Option<Invitation>, StoreError> {
    find_by(tenant, invitation_where!("i.receipt_hash = $2"), receipt.0.to_vec().into()).await
}

/// The invitation with this id, under the same conditions: for tokens that no row keeps a hash of.
///
/// # Errors
/// When the database is not there.
pub async fn load(tenant: &TenantTx, invitation: InvitationId) -> Result<Option<Invitation>, StoreError> {
    find_by(tenant, invitation_where!("i.id = $2"), invitation.uuid().into()).await
}

/// The same as [`find`], with what is answered so far: one way to the database for both.
///
/// # Errors
/// When the database is not there, or the draft's seal is broken.
pub async fn find_with_draft(
    tenant: &TenantTx,
    token: &TokenHash,
) -> Result<Option<(Invitation, Draft)>, StoreError> {
    both_by(tenant, invitation_with_draft_where!("i.token_hash = $2"), token).await
}

/// The same as [`find_by_receipt`], with the correction so far.
///
/// # Errors
/// When the database is not there, or the draft's seal is broken.
pub async fn find_with_draft_by_receipt(
    tenant: &TenantTx,
    receipt: &TokenHash,
) -> Result<Option<(Invitation, Draft)>, StoreError> {
    both_by(tenant, invitation_with_draft_where!("i.receipt_hash = $2"), receipt).await
}

/// The same as [`find_with_draft`], and holds the invitation as [`super::hold`] does.
///
/// The draft is as it was when this began: whoever held the row meanwhile may have written another, which
/// [`draft::save_held`] finds out.
///
/// # Errors
/// When the database is not there, or the draft's seal is broken.
pub async fn find_held(
    tenant: &TenantTx,
    token: &TokenHash,
) -> Result<Option<(Invitation, Draft, Held)>, StoreError> {
    held_by(tenant, invitation_held_where!("i.token_hash = $2"), token).await
}

/// The same as [`find_held`] by the receipt.
///
/// # Errors
/// When the database is not there, or the draft's seal is broken.
pub async fn find_held_by_receipt(
    tenant: &TenantTx,
    receipt: &TokenHash,
) -> Result<Option<(Invitation, Draft, Held)>, StoreError> {
    held_by(tenant, invitation_held_where!("i.receipt_hash = $2"), receipt).await
}

async fn both_by(
    tenant: &TenantTx,
    statement: &'static str,
    hash: &TokenHash,
) -> Result<Option<(Invitation, Draft)>, StoreError> {
    let Some((row, invitation)) = row_by(tenant, statement, hash.0.to_vec().into()).await? else {
        return Ok(None);
    };
    let draft = draft::read(tenant, invitation.id, &row, COLUMNS)?.unwrap_or_default();
    Ok(Some((invitation, draft)))
}

async fn held_by(
    tenant: &TenantTx,
    statement: &'static str,
    hash: &TokenHash,
) -> Result<Option<(Invitation, Draft, Held)>, StoreError> {
    let Some((row, invitation)) = row_by(tenant, statement, hash.0.to_vec().into()).await? else {
        return Ok(None);
    };
    let draft = draft::read(tenant, invitation.id, &row, COLUMNS)?.unwrap_or_default();
    let correcting_at: Option<DateTime<Utc>> = row.try_get_by_index(28)?;
    let held = Held {
        invitation: invitation.id,
        state: row.try_get_by_index(5)?,
        answered_at: invitation.answered_at,
        is_correcting: correcting_at.is_some(),
        expires_at: invitation.expires_at,
        reminders: row.try_get_by_index(COLUMNS + 4)?,
        remind_job_at: row.try_get_by_index(COLUMNS + 5)?,
    };
    Ok(Some((invitation, draft, held)))
}

async fn find_by(
    tenant: &TenantTx,
    statement: &'static str,
    value: Value,
) -> Result<Option<Invitation>, StoreError> {
    Ok(row_by(tenant, statement, value).await?.map(|(_, invitation)| invitation))
}

async fn row_by(
    tenant: &TenantTx,
    statement: &'static str,
    value: Value,
) -> Result<Option<(QueryResult, Invitation)>, StoreError> {
    let Some(row) = sql::one(tenant, statement, [tenant.tenant().uuid().into(), value]).await? else {
        return Ok(None);
    };
    let template = survey::version(tenant, VersionId::new(row.try_get_by_index(3)?)).await?;
    let invitation = read(&row, template, tenant.clock().now())?;
    // Isolation: a token for one invitation must not open another, even of the same tenant.
    Ok(Some((row, invitation)).filter(|(_, found)| may_use(tenant, found.id)))
}

fn read(row: &QueryResult, template: Arc<Template>, now: DateTime<Utc>) -> Result<Invitation, StoreError> {
    let state: String = row.try_get_by_index(5)?;
    let deal_name: String = row.try_get_by_index(7)?;
    let account: Option<String> = row.try_get_by_index(8)?;
    let contact: Option<String> = row.try_get_by_index(9)?;
    let expires_at: DateTime<Utc> = row.try_get_by_index(17)?;
    let (amount, currency): (Option<Decimal>, Option<String>) =
        (row.try_get_by_index(23)?, row.try_get_by_index(24)?);
    let attribution: Option<String> = row.try_get_by_index(25)?;
    let language: Option<String> = row.try_get_by_index(26)?;
    let response: Option<Uuid> = row.try_get_by_index(27)?;
    let correcting_at: Option<DateTime<Utc>> = row.try_get_by_index(28)?;
    let withdrawn: Option<String> = row.try_get_by_index(29)?;
    let answered_at: Option<DateTime<Utc>> = row.try_get_by_index(16)?;
    let external_id: String = row.try_get_by_index(30)?;
    let audience: Option<String> = row.try_get_by_index(31)?;
    let audience = audience.as_deref().and_then(Audience::from_code).unwrap_or_default();
    Ok(Invitation {
        id: InvitationId::new(row.try_get_by_index(0)?),
        deal: DealId::new(row.try_get_by_index(1)?),
        contact: ContactId::new(row.try_get_by_index(2)?),
        version: VersionId::new(row.try_get_by_index(3)?),
        template,
        state: state_of(&state, expires_at, now),
        facts: facts(row)?,
        product: row.try_get_by_index(22)?,
        money: amount.zip(currency).map(|(amount, currency)| Money { amount, currency }),
        attribution: attribution.as_deref().and_then(Attribution::from_code),
        chosen_language: language.as_deref().and_then(|tag| Language::parse(tag).ok()),
        response: response.map(ResponseId::new),
        is_correcting: correcting_at.is_some() && may_correct(&state, answered_at, now),
        withdrawn: withdrawn.as_deref().and_then(Withdrawal::from_code),
        account_name: account_for(audience, account.as_deref(), [&deal_name, &external_id]),
        audience,
        deal_name,
        contact_name: contact.unwrap_or_default(),
        language: row.try_get_by_index(10)?,
        owner_name: row.try_get_by_index(11)?,
        sender_name: row.try_get_by_index(12)?,
        privacy_contact: row.try_get_by_index(13)?,
        closed_at: row.try_get_by_index(14)?,
        started_at: row.try_get_by_index(15)?,
        answered_at,
        expires_at,
    })
}

fn facts(row: &QueryResult) -> Result<Facts, StoreError> {
    let outcome: Option<String> = row.try_get_by_index(6)?;
    Ok(Facts {
        outcome: outcome.as_deref().and_then(Outcome::from_code),
        segment: row.try_get_by_index(18)?,
        region: row.try_get_by_index(19)?,
        deal_type: row.try_get_by_index(20)?,
        home_cents: row.try_get_by_index(21)?,
        competitors: row.try_get_by_index(4)?,
    })
}
