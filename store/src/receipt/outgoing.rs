//! What the receipt's mail says.

use chrono::{DateTime, Duration, Utc};
use domain::form::Email;
use domain::id::InvitationId;

use super::{Receipt, mint};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::link::{self, Reading};
use crate::sql;

/// What the receipt's mail says.
#[derive(Clone, Debug)]
pub struct OutgoingReceipt {
    /// The receipt.
    pub receipt: Receipt,
    /// The buyer.
    pub contact_name: String,
    /// Where to.
    pub email: Email,
    /// The language in which it will be read.
    pub reading: Reading,
    /// Until when the answer can be corrected.
    pub correctable_until: DateTime<Utc>,
}

/// How late a receipt may come: after days nobody knows any more what it is for.
const PATIENCE: Duration = Duration::days(3);

/// What the mail of an answer's receipt says; `None` when none is to be sent.
///
/// So it is when the answer was taken back or is old, the buyer wants no mails, what the CRM sent is no address, or is
/// another one than the link was mailed to: whoever names the contacts must not get at what they said.
///
/// # Errors
/// When the database is not there.
pub async fn outgoing(
    tenant: &TenantTx,
    invitation: InvitationId,
    host: &str,
) -> Result<Option<OutgoingReceipt>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT i.answered_at, c.name, c.email, v.document -> 'languages', i.language, c.language
         FROM invitations i
         JOIN contacts c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id
         JOIN template_versions v ON v.tenant_id = i.tenant_id AND v.id = i.version_id
         WHERE i.tenant_id = $1 AND i.id = $2 AND i.state = 'answered' AND i.receipt_hash IS NOT NULL
           AND i.answered_at > $3
           AND (i.mailed_to IS NULL OR i.mailed_to = sha256(convert_to(c.email, 'UTF8')))
           AND NOT EXISTS (SELECT FROM contacts o
                           WHERE o.tenant_id = $1 AND o.email = c.email AND o.opted_out_at IS NOT NULL)",
        [tenant.tenant().uuid().into(), invitation.uuid().into(), (tenant.clock().now() - PATIENCE).into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (answered_at, email): (DateTime<Utc>, Option<String>) =
        (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
    let Some(email) = email.and_then(|email| Email::parse(&email).ok()) else { return Ok(None) };
    let name: Option<String> = row.try_get_by_index(1)?;
    let wanted = [row.try_get_by_index(4)?, row.try_get_by_index(5)?];
    Ok(Some(OutgoingReceipt {
        receipt: mint(tenant, invitation, answered_at, host),
        contact_name: name.unwrap_or_default(),
        email,
        reading: link::reading(row.try_get_by_index(3)?, wanted)?,
        correctable_until: link::correctable_until(answered_at),
    }))
}
