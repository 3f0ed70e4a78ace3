//! What a buyer wants of this tenant: to be asked, or never again. A preference holds for the address, in every deal
//! of the tenant, and for nobody else's tenant.

use domain::audit::AuditAction;
use domain::id::InvitationId;
use domain::link::{LinkState, Withdrawal};
use uuid::Uuid;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{link, sql};

/// What holds for the buyer of an invitation.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Preference {
    /// What the invitation's link is.
    pub state: LinkState,
    /// Why the invitation was withdrawn, if it was.
    pub withdrawn: Option<Withdrawal>,
    /// Whether its address wants no survey of this tenant.
    pub is_opted_out: bool,
}

/// What holds for the buyer of an invitation; `None` when this door may not know of it.
///
/// # Errors
/// When the database is not there.
pub async fn preference(
    tenant: &TenantTx,
    invitation: InvitationId,
) -> Result<Option<Preference>, StoreError> {
    if !link::may_use(tenant, invitation) {
        return Ok(None);
    }
    let row = sql::one(
        tenant,
        "SELECT i.state, i.expires_at, i.withdrawn_reason,
                EXISTS (SELECT FROM contacts o
                        WHERE o.tenant_id = $1 AND o.opted_out_at IS NOT NULL AND (o.id = c.id OR o.email = c.email))
         FROM invitations i
         JOIN contacts c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id
         WHERE i.tenant_id = $1 AND i.id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    row.map(|row| {
        let (state, reason): (String, Option<String>) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
        Ok(Preference {
            state: link::state_of(&state, row.try_get_by_index(1)?, tenant.clock().now()),
            withdrawn: reason.as_deref().and_then(Withdrawal::from_code),
            is_opted_out: row.try_get_by_index(3)?,
        })
    })
    .transpose()
}

/// Never asks the buyer of this invitation again; `false` when this door may not say so.
///
/// The address is marked in every deal of the tenant, and what it was invited to and did not answer is withdrawn.
/// Again is as once.
///
/// # Errors
/// When the database is not there.
pub async fn opt_out(tenant: &TenantTx, invitation: InvitationId) -> Result<bool, StoreError> {
    let contacts = same_address(tenant, invitation).await?;
    let marked = sql::run(
        tenant,
        "UPDATE contacts SET opted_out_at = $3 WHERE tenant_id = $1 AND id = ANY($2) AND opted_out_at IS NULL",
        [tenant.tenant().uuid().into(), contacts.clone().into(), tenant.clock().now().into()],
    )
    .await?;
    sql::run(
        tenant,
        "UPDATE invitations SET state = 'withdrawn', withdrawn_at = $3, withdrawn_reason = $4, remind_at = NULL
         WHERE tenant_id = $1 AND id = ANY(ARRAY(
            SELECT id FROM invitations
            WHERE tenant_id = $1 AND contact_id = ANY($2) AND state IN ('waiting', 'sent', 'started')
            ORDER BY id FOR NO KEY UPDATE))",
        [
            tenant.tenant().uuid().into(),
            contacts.clone().into(),
            tenant.clock().now().into(),
            Withdrawal::OptedOut.code().into(),
        ],
    )
    .await?;
    if marked > 0 {
        tenant.note(AuditAction::OptOut, invitation.to_string());
    }
    Ok(!contacts.is_empty())
}

/// Lets the buyer of this invitation be asked again; `false` when this door may not say so.
///
/// What was withdrawn with the opt-out is given back.
///
/// # Errors
/// When the database is not there.
pub async fn undo_opt_out(tenant: &TenantTx, invitation: InvitationId) -> Result<bool, StoreError> {
    let contacts = same_address(tenant, invitation).await?;
    let cleared = sql::run(
        tenant,
        "UPDATE contacts SET opted_out_at = NULL
         WHERE tenant_id = $1 AND id = ANY($2) AND opted_out_at IS NOT NULL",
        [tenant.tenant().uuid().into(), contacts.clone().into()],
    )
    .await?;
    let rows = sql::all(
        tenant,
        "SELECT id FROM invitations
         WHERE tenant_id = $1 AND contact_id = ANY($2) AND state = 'withdrawn' AND withdrawn_reason = $3
         ORDER BY id FOR NO KEY UPDATE",
        [tenant.tenant().uuid().into(), contacts.clone().into(), Withdrawal::OptedOut.code().into()],
    )
    .await?;
    let withdrawn: Vec<InvitationId> = rows
        .into_iter()
        .map(|row| Ok(InvitationId::new(row.try_get_by_index(0)?)))
        .collect::<Result<_, StoreError>>()?;
    link::give_back(tenant, &withdrawn, Withdrawal::OptedOut).await?;
    if cleared > 0 {
        tenant.note(AuditAction::UndoOptOut, invitation.to_string());
    }
    Ok(!contacts.is_empty())
}

/// Every contact with the address of the invitation's, held in one order: two opt-outs of one address queue up. None
/// when this door may not act for the invitation.
async fn same_address(tenant: &TenantTx, invitation: InvitationId) -> Result<Vec<Uuid>, StoreError> {
    if !link::may_use(tenant, invitation) {
        return Ok(Vec::new());
    }
    let rows = sql::all(
        tenant,
        "SELECT c.id FROM contacts c
         JOIN invitations i ON i.tenant_id = c.tenant_id AND i.id = $2
         JOIN contacts own ON own.tenant_id = i.tenant_id AND own.id = i.contact_id
         WHERE c.tenant_id = $1 AND (c.id = own.id OR c.email = own.email)
         ORDER BY c.id FOR NO KEY UPDATE OF c",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    rows.into_iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}
