//! The tenant's side of an invitation: made, sent or found undeliverable, withdrawn.

use chrono::{DateTime, Duration, Utc};
use domain::deal::Outcome;
use domain::form::Email;
use domain::id::{ContactId, DealId, InvitationId, VersionId};
use domain::link::{LinkPurpose, LinkState, LinkToken, TokenClaims, Undeliverable};
use domain::survey::Audience;

use super::mail::{Reading, reading};
use super::{REOPENED, account_for, state_of};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// An invitation to be made.
#[derive(Clone, Debug)]
pub struct Invite<'a> {
    /// The deal it asks about.
    pub deal: DealId,
    /// Whom it asks.
    pub contact: ContactId,
    /// The version of the survey.
    pub version: VersionId,
    /// When the mail may go out.
    pub send_after: DateTime<Utc>,
    /// Until when the link can be used.
    pub expires_at: DateTime<Utc>,
    /// The host that the link leads to; a token for another host does not open.
    pub host: &'a str,
}

/// What the mail of an invitation says.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// What the link is now.
    pub state: LinkState,
    /// Whether the mail went out before.
    pub is_sent: bool,
    /// Whether the contact may still be written to, and the deal is still closed.
    pub is_wanted: bool,
    /// When the mail may go out.
    pub send_after: DateTime<Utc>,
    /// Until when the link can be used.
    pub expires_at: DateTime<Utc>,
    /// How the deal ended.
    pub outcome: Option<Outcome>,
    /// The deal's name.
    pub deal_name: String,
    /// What the reader knows the buyer's company by; absent where nobody says what it is called.
    pub account_name: Option<String>,
    /// When the deal closed.
    pub closed_at: DateTime<Utc>,
    /// The buyer.
    pub contact_name: String,
    /// Where to, as it was kept.
    pub address: String,
    /// Where to; absent when what was kept is no address.
    pub email: Option<Email>,
    /// Who sold.
    pub owner_name: Option<String>,
    /// The survey's minutes.
    pub minutes: u8,
    /// Who is asked.
    pub audience: Audience,
    /// The language in which the survey will be read: as was chosen before, else the contact's.
    pub reading: Reading,
    /// Whether the mail before this one went to the same address.
    pub is_same_address: bool,
    /// When the buyer asked to be reminded, if he did.
    pub remind_at: Option<DateTime<Utc>>,
    /// How often he was.
    pub reminders: i16,
}

/// Invites a contact; `None` when this person was invited before, be it as another contact of the deal with the same
/// address.
///
/// Who was invited and lost the link because the deal was re-opened is invited anew, with a new link, and finishes on
/// the version he began with; so is he whose address was corrected since and who did not answer, whether or not the mail
/// could be delivered: what went to the address before is not his, and its link is no good any more.
///
/// # Errors
/// [`StoreError::NotFound`] when the deal or the contact is not this tenant's.
pub async fn invite(tenant: &TenantTx, wanted: &Invite<'_>) -> Result<Option<InvitationId>, StoreError> {
    let tenant_id = tenant.tenant().uuid();
    // Whoever invites somebody about this deal at the same moment waits here, and then sees what was written.
    sql::one(
        tenant,
        "SELECT 1 FROM deals WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
        [tenant_id.into(), wanted.deal.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let before = sql::all(
        tenant,
        "SELECT i.id, i.state = 'withdrawn' AND i.withdrawn_reason = $4
                OR i.state = 'waiting' AND i.undeliverable_at IS NOT NULL AND i.undeliverable_to <> own.email
                OR i.state IN ('waiting', 'sent', 'started') AND i.contact_id = own.id
                   AND i.mailed_to <> sha256(convert_to(own.email, 'UTF8')),
                i.mailed_to <> sha256(convert_to(own.email, 'UTF8')), i.expires_at
         FROM contacts own
         JOIN contacts c ON c.tenant_id = own.tenant_id AND c.deal_id = own.deal_id
                        AND (c.id = own.id OR c.email = own.email)
         JOIN invitations i ON i.tenant_id = c.tenant_id AND i.deal_id = c.deal_id AND i.contact_id = c.id
         WHERE own.tenant_id = $1 AND own.deal_id = $2 AND own.id = $3
         ORDER BY i.contact_id <> $3, i.created_at
         FOR UPDATE OF i",
        [tenant_id.into(), wanted.deal.uuid().into(), wanted.contact.uuid().into(), REOPENED.into()],
    )
    .await?;
    let mut returning = None;
    for row in &before {
        let may_return: Option<bool> = row.try_get_by_index(1)?;
        if may_return != Some(true) {
            return Ok(None);
        }
        let is_elsewhere: Option<bool> = row.try_get_by_index(2)?;
        let (id, ended_at) = (InvitationId::new(row.try_get_by_index(0)?), row.try_get_by_index(3)?);
        returning.get_or_insert(((id, ended_at), is_elsewhere == Some(true)));
    }
    if let Some((before, is_elsewhere)) = returning {
        if is_elsewhere {
            forget_beginning(tenant, before.0).await?;
        }
        revive(tenant, before, wanted).await?;
        return Ok(Some(before.0));
    }
    let id = InvitationId::new(tenant.clock().new_id());
    let token = token(tenant, id, wanted.expires_at, wanted.host);
    let made = sql::run(
        tenant,
        "INSERT INTO invitations (tenant_id, id, deal_id, contact_id, version_id, token_hash, kid, state,
                                  created_at, send_after, expires_at)
         SELECT $1, $2, c.deal_id, c.id, $5, $6, $7, 'waiting', $8, $9, $10
         FROM contacts c WHERE c.tenant_id = $1 AND c.deal_id = $3 AND c.id = $4",
        [
            tenant_id.into(),
            id.uuid().into(),
            wanted.deal.uuid().into(),
            wanted.contact.uuid().into(),
            wanted.version.uuid().into(),
            token.hash().0.to_vec().into(),
            1_i16.into(),
            tenant.clock().now().into(),
            wanted.send_after.into(),
            wanted.expires_at.into(),
        ],
    )
    .await?;
    // Nobody else can have made it meanwhile, so it is the contact that is not there.
    if made > 0 { Ok(Some(id)) } else { Err(StoreError::NotFound) }
}

/// What was begun behind a link stays with whoever had it: the next mail goes to another address.
async fn forget_beginning(tenant: &TenantTx, id: InvitationId) -> Result<(), StoreError> {
    let ids = || [tenant.tenant().uuid().into(), id.uuid().into()];
    sql::run(tenant, "DELETE FROM drafts WHERE tenant_id = $1 AND invitation_id = $2", ids()).await?;
    sql::run(
        tenant,
        "UPDATE invitations SET started_at = NULL, attribution = NULL, language = NULL, remind_at = NULL
         WHERE tenant_id = $1 AND id = $2",
        ids(),
    )
    .await?;
    Ok(())
}

async fn revive(
    tenant: &TenantTx,
    (id, ended_at): (InvitationId, DateTime<Utc>),
    wanted: &Invite<'_>,
) -> Result<(), StoreError> {
    // A token is made from the second in which it ends: later than all before, it is another than each of them.
    let expires_at = wanted.expires_at.max(ended_at + Duration::seconds(1));
    let token = token(tenant, id, expires_at, wanted.host);
    sql::run(
        tenant,
        "UPDATE invitations SET state = 'waiting', token_hash = $3, send_after = $4, expires_at = $5, sent_at = NULL,
                withdrawn_at = NULL, withdrawn_reason = NULL, undeliverable_at = NULL, undeliverable_reason = NULL,
                undeliverable_to = NULL, mailed_to = NULL,
                version_id = CASE WHEN started_at IS NULL THEN $6 ELSE version_id END
         WHERE tenant_id = $1 AND id = $2",
        [
            tenant.tenant().uuid().into(),
            id.uuid().into(),
            token.hash().0.to_vec().into(),
            wanted.send_after.into(),
            expires_at.into(),
            wanted.version.uuid().into(),
        ],
    )
    .await?;
    Ok(())
}

/// The link's token: made from the invitation and its end, so that it needs to be kept nowhere.
pub(crate) fn token(
    tenant: &TenantTx,
    invitation: InvitationId,
    expires_at: DateTime<Utc>,
    host: &str,
) -> LinkToken {
    let expires = u32::try_from(expires_at.timestamp()).unwrap_or(u32::MAX);
    let claims = TokenClaims { tenant: tenant.tenant(), invitation, expires };
    tenant.keys().seal_token(LinkPurpose::Survey, &claims, host)
}

/// What the mail of an invitation says, and the link's token.
///
/// # Errors
/// When the database is not there.
pub async fn outgoing(
    tenant: &TenantTx,
    invitation: InvitationId,
    host: &str,
) -> Result<Option<(Outgoing, LinkToken)>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT i.state, i.sent_at, i.send_after, i.expires_at, d.outcome, d.name, d.account_name, d.closed_at,
                c.name, c.email, d.owner_name, (v.document ->> 'minutes')::integer,
                c.role = t.audience AND NOT EXISTS (
                    SELECT 1 FROM contacts o
                    WHERE o.tenant_id = $1 AND o.email = c.email AND o.opted_out_at IS NOT NULL),
                t.audience, v.document -> 'languages', i.language, c.language, i.remind_at, i.reminders,
                i.mailed_to IS NULL OR i.mailed_to = sha256(convert_to(c.email, 'UTF8')), d.external_id
         FROM invitations i
         JOIN deals d ON d.tenant_id = i.tenant_id AND d.id = i.deal_id
         JOIN contacts c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id
         JOIN template_versions v ON v.tenant_id = i.tenant_id AND v.id = i.version_id
         JOIN survey_templates t ON t.tenant_id = v.tenant_id AND t.id = v.template_id
         WHERE i.tenant_id = $1 AND i.id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let state: String = row.try_get_by_index(0)?;
    let sent_at: Option<DateTime<Utc>> = row.try_get_by_index(1)?;
    let outcome: Option<String> = row.try_get_by_index(4)?;
    let deal_name: String = row.try_get_by_index(5)?;
    let account: Option<String> = row.try_get_by_index(6)?;
    let name: Option<String> = row.try_get_by_index(8)?;
    let email: Option<String> = row.try_get_by_index(9)?;
    let minutes: Option<i32> = row.try_get_by_index(11)?;
    let may_be_asked: bool = row.try_get_by_index(12)?;
    let expires_at: DateTime<Utc> = row.try_get_by_index(3)?;
    let outcome = outcome.as_deref().and_then(Outcome::from_code);
    let audience: String = row.try_get_by_index(13)?;
    let audience = Audience::from_code(&audience).unwrap_or_default();
    let (chosen, own): (Option<String>, Option<String>) =
        (row.try_get_by_index(15)?, row.try_get_by_index(16)?);
    let external_id: String = row.try_get_by_index(20)?;
    let outgoing = Outgoing {
        state: state_of(&state, expires_at, tenant.clock().now()),
        is_sent: sent_at.is_some() || state == "started",
        is_wanted: may_be_asked && outcome.is_some(),
        send_after: row.try_get_by_index(2)?,
        expires_at,
        outcome,
        account_name: account_for(audience, account.as_deref(), [&deal_name, &external_id]),
        deal_name,
        closed_at: row.try_get_by_index(7)?,
        contact_name: name.unwrap_or_default(),
        email: email.as_deref().and_then(|email| Email::parse(email).ok()),
        address: email.unwrap_or_default(),
        owner_name: row.try_get_by_index(10)?,
        minutes: minutes.and_then(|minutes| u8::try_from(minutes).ok()).unwrap_or(3),
        audience,
        reading: reading(row.try_get_by_index(14)?, [chosen, own])?,
        remind_at: row.try_get_by_index(17)?,
        reminders: row.try_get_by_index(18)?,
        is_same_address: row.try_get_by_index::<Option<bool>>(19)?.unwrap_or(false),
    };
    Ok(Some((outgoing, token(tenant, invitation, expires_at, host))))
}

/// Records that the mail went out, and where to: what follows goes there or nowhere.
///
/// # Errors
/// When the database is not there.
pub async fn mark_sent(tenant: &TenantTx, invitation: InvitationId, address: &str) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "UPDATE invitations SET state = CASE WHEN state = 'waiting' THEN 'sent' ELSE state END,
                sent_at = coalesce(sent_at, $3), undeliverable_at = NULL, undeliverable_reason = NULL,
                undeliverable_to = NULL, mailed_to = sha256(convert_to($4, 'UTF8'))
         WHERE tenant_id = $1 AND id = $2",
        [
            tenant.tenant().uuid().into(),
            invitation.uuid().into(),
            tenant.clock().now().into(),
            address.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Records that the mail will not arrive at that address, for those who look at the deal. An invitation whose link
/// was used in the meantime stays as it is.
///
/// # Errors
/// When the database is not there.
pub async fn mark_undeliverable(
    tenant: &TenantTx,
    invitation: InvitationId,
    address: &str,
    reason: Undeliverable,
) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "UPDATE invitations SET undeliverable_at = $3, undeliverable_reason = $4, undeliverable_to = $5
         WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'",
        [
            tenant.tenant().uuid().into(),
            invitation.uuid().into(),
            tenant.clock().now().into(),
            reason.code().into(),
            address.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Withdraws every invitation of a deal that was not answered: what is not sent stays unsent, and links in the
/// buyers' hands close. Gives their number.
///
/// # Errors
/// When the database is not there.
pub async fn withdraw_for_deal(tenant: &TenantTx, deal: DealId, reason: &str) -> Result<u64, StoreError> {
    sql::run(
        tenant,
        "UPDATE invitations SET state = 'withdrawn', withdrawn_at = $3, withdrawn_reason = $4, remind_at = NULL
         WHERE tenant_id = $1 AND deal_id = $2 AND state IN ('waiting', 'sent', 'started')",
        [tenant.tenant().uuid().into(), deal.uuid().into(), tenant.clock().now().into(), reason.into()],
    )
    .await
}
