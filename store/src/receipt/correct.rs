//! Corrections: the answer is copied into a draft and sent once more.

use domain::id::InvitationId;
use domain::link::LinkState;

use super::written;
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::link;
use crate::{draft, sql, survey};

/// Whether an answer can be corrected now.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Correction {
    /// Its answers are in the draft, or were already.
    Begun,
    /// It was not read yet: in a minute it can.
    Waiting,
    /// The days for it are over.
    TooLate,
    /// There is no answer.
    Closed(LinkState),
}

/// Begins a correction; again is as once, and takes nothing back that was typed since.
///
/// # Errors
/// When the database is not there, or a seal is broken.
pub async fn begin_correction(tenant: &TenantTx, invitation: InvitationId) -> Result<Correction, StoreError> {
    let Some(held) = link::hold(tenant, invitation).await? else {
        return Ok(Correction::Closed(LinkState::Unknown));
    };
    let now = tenant.clock().now();
    if held.state != "answered" {
        return Ok(Correction::Closed(held.link_state(now)));
    }
    if !held.may_correct(now) {
        return Ok(Correction::TooLate);
    }
    let waits = sql::one(
        tenant,
        "SELECT 1 FROM submissions WHERE tenant_id = $1 AND invitation_id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    let Some((_, read)) = written(tenant, invitation).await?.filter(|_| waits.is_none()) else {
        return Ok(Correction::Waiting);
    };
    if held.is_correcting && draft::load(tenant, invitation).await?.is_some() {
        return Ok(Correction::Begun);
    }
    draft::reopen(tenant, invitation, &survey::of_invitation(tenant, invitation).await?, read.answers)
        .await?;
    sql::run(
        tenant,
        "UPDATE invitations SET correcting_at = $3 WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into(), now.into()],
    )
    .await?;
    Ok(Correction::Begun)
}
