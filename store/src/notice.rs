//! Effects on the outside world that must happen once: who was told what.
//!
//! Sending and recording cannot be one transaction, so whoever sends gives the message an id derived from the
//! key: sent twice after a crash, it is still one message to whoever receives it.

use domain::deal::Outcome;
use domain::form::Email;
use domain::id::{DealId, ResponseId};
use domain::response::Attribution;
use domain::taxonomy::Theme;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// Records an effect; `true` the first time.
///
/// # Errors
/// When the database is not there.
pub async fn record(tenant: &TenantTx, kind: &str, key: &str) -> Result<bool, StoreError> {
    let written = sql::run(
        tenant,
        "INSERT INTO effects (tenant_id, kind, key, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        [tenant.tenant().uuid().into(), kind.into(), key.into(), tenant.clock().now().into()],
    )
    .await?;
    Ok(written > 0)
}

/// Whether an effect was recorded.
///
/// # Errors
/// When the database is not there.
pub async fn is_recorded(tenant: &TenantTx, kind: &str, key: &str) -> Result<bool, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT 1 FROM effects WHERE tenant_id = $1 AND kind = $2 AND key = $3",
        [tenant.tenant().uuid().into(), kind.into(), key.into()],
    )
    .await?;
    Ok(row.is_some())
}

/// What an alert about a response may say.
#[derive(Clone, PartialEq, Debug)]
pub struct AnswerNotice {
    /// The deal it is about.
    pub deal: DealId,
    /// The buyer's company.
    pub account: String,
    /// How the deal ended.
    pub outcome: Option<Outcome>,
    /// Who sold, by address.
    pub owner: Option<Email>,
    /// The marks of everybody who ever sold it.
    pub sellers: Vec<String>,
    /// What the buyer chose about the name.
    pub attribution: Attribution,
    /// The buyer's name; absent when he chose to be pooled.
    pub buyer: Option<String>,
    /// The overall rating.
    pub overall: Option<u8>,
    /// The themes that share the whole, heaviest first.
    pub themes: Vec<Theme>,
}

/// What an alert about a response may say; `None` when this tenant has no such response of a buyer's.
///
/// # Errors
/// When the database is not there.
pub async fn of_response(
    tenant: &TenantTx,
    response: ResponseId,
) -> Result<Option<AnswerNotice>, StoreError> {
    // Isolation: the name comes through the view that leaves out whoever chose to be pooled.
    let row = sql::one(
        tenant,
        "SELECT r.deal_id, coalesce(d.account_name, d.name), d.outcome, d.owner_email, r.attribution, n.name,
                r.overall,
                coalesce((SELECT array_agg(t.theme ORDER BY t.weight DESC, t.theme)
                          FROM response_themes t
                          WHERE t.tenant_id = r.tenant_id AND t.response_id = r.id AND t.weight > 0), '{}'),
                d.sellers
         FROM responses r
         JOIN deals d ON d.tenant_id = r.tenant_id AND d.id = r.deal_id
         LEFT JOIN leadership_responses n ON n.tenant_id = r.tenant_id AND n.response_id = r.id
         WHERE r.tenant_id = $1 AND r.id = $2 AND r.voice = 'buyer'",
        [tenant.tenant().uuid().into(), response.uuid().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let outcome: Option<String> = row.try_get_by_index(2)?;
    let owner: Option<String> = row.try_get_by_index(3)?;
    let attribution: String = row.try_get_by_index(4)?;
    let overall: Option<i16> = row.try_get_by_index(6)?;
    let themes: Vec<String> = row.try_get_by_index(7)?;
    Ok(Some(AnswerNotice {
        deal: DealId::new(row.try_get_by_index(0)?),
        account: row.try_get_by_index(1)?,
        outcome: outcome.as_deref().and_then(Outcome::from_code),
        owner: owner.and_then(|owner| Email::parse(&owner).ok()),
        sellers: row.try_get_by_index(8)?,
        // An unknown word is read as the most careful choice.
        attribution: Attribution::from_code(&attribution).unwrap_or(Attribution::Pooled),
        buyer: row.try_get_by_index(5)?,
        overall: overall.and_then(|overall| u8::try_from(overall).ok()),
        themes: themes.iter().filter_map(|theme| Theme::from_code(theme)).collect(),
    }))
}
