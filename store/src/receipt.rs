//! The buyer's receipt: a link of its own to the answer, for two years.
//!
//! The cast: the *receipt* is minted with the send, in its transaction; its token is for this purpose only, and the
//! invitation's row keeps its hash. Behind it the buyer reads the answer back, corrects it for some days, changes who
//! may see the name, or takes it back.
//!
//! The flow of an answer: it waits sealed until it is read (`Waiting`), then lies in rows (`Written`); a correction
//! waits in the same way while the rows stay as they were. Taken back (`Withdrawn`) nothing of it is left but the
//! numbers of the certificate.
//!
//! **Invariant:** whatever changes an answer holds the invitation's row: of a send, an ingestion, a choice about the
//! name and a withdrawal at the same moment, each sees what the one before left.
//! **Invariant:** words of a buyer who chose to be pooled are unsealed for that buyer's own door only.

mod attribution;
mod correct;
mod outgoing;
mod withdraw;

use chrono::{DateTime, Months, Utc};
use domain::actor::Actor;
use domain::id::{InvitationId, ResponseId, SubmissionId};
use domain::link::{LinkPurpose, LinkState, LinkToken, TokenClaims, TokenHash};
use domain::response::{Attribution, extract};
use domain::survey::AnswerSet;
use uuid::Uuid;

pub use attribution::set_attribution;
pub use correct::{Correction, begin_correction};
pub use outgoing::{OutgoingReceipt, outgoing};
pub use withdraw::{Withdrawn, certificate, withdraw};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::link::{self, Invitation};
use crate::{response, sql};

/// How long a receipt can be used.
const MONTHS: Months = Months::new(24);

/// The buyer's proof that an answer arrived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The token of its link.
    pub token: LinkToken,
    /// What can be read out on the telephone; opens nothing.
    pub code: String,
    /// Until when the link can be used.
    pub expires_at: DateTime<Utc>,
}

/// Where an answer stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum KeptState {
    /// It, or its correction, is sealed and was not read yet.
    Waiting,
    /// It counts.
    Written,
    /// It was taken back and erased.
    Withdrawn,
}

/// An answer as its receipt finds it.
#[derive(Clone, PartialEq, Debug)]
pub struct Kept {
    /// The invitation that was answered.
    pub invitation: Invitation,
    /// Where the answer stands.
    pub state: KeptState,
    /// When the correction that counts was sent, if there was one.
    pub corrected_at: Option<DateTime<Utc>>,
    /// Until when it can be corrected; absent when that time is over or the answer is gone.
    pub correctable_until: Option<DateTime<Utc>>,
}

/// An answer as its buyer reads it back.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadBack {
    /// Everything that was answered.
    pub answers: AnswerSet,
    /// Who may see the name.
    pub attribution: Attribution,
}

/// The receipt of an answer that was sent then; the same for every call with the same host.
#[must_use]
pub fn mint(tenant: &TenantTx, invitation: InvitationId, answered_at: DateTime<Utc>, host: &str) -> Receipt {
    let expires_at = answered_at.checked_add_months(MONTHS).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let expires = u32::try_from(expires_at.timestamp()).unwrap_or(u32::MAX);
    let claims = TokenClaims { tenant: tenant.tenant(), invitation, expires };
    let token = tenant.keys().seal_token(LinkPurpose::Receipt, &claims, host);
    Receipt { code: token.hash().code(), token, expires_at }
}

/// The answer whose receipt has this hash; under a buyer's door only the buyer's own.
///
/// # Errors
/// When the database is not there.
pub async fn find(tenant: &TenantTx, receipt: &TokenHash) -> Result<Option<Kept>, StoreError> {
    let Some(invitation) = link::find_by_receipt(tenant, receipt).await? else { return Ok(None) };
    let row = sql::one(
        tenant,
        "SELECT r.corrected_at, r.id IS NOT NULL AND s.id IS NULL
         FROM invitations i
         LEFT JOIN responses r ON r.tenant_id = i.tenant_id AND r.invitation_id = i.id
         LEFT JOIN submissions s ON s.tenant_id = i.tenant_id AND s.invitation_id = i.id
         WHERE i.tenant_id = $1 AND i.id = $2",
        [tenant.tenant().uuid().into(), invitation.id.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let state = match (invitation.state, row.try_get_by_index(1)?) {
        (LinkState::Answered, true) => KeptState::Written,
        (LinkState::Answered, false) => KeptState::Waiting,
        // Nothing but the buyer's own wish takes a link away from an answer.
        (LinkState::Open | LinkState::Expired | LinkState::Withdrawn | LinkState::Unknown, _) => {
            KeptState::Withdrawn
        }
    };
    let until = invitation.answered_at.map(link::correctable_until);
    let correctable_until =
        until.filter(|until| state != KeptState::Withdrawn && tenant.clock().now() < *until);
    Ok(Some(Kept { invitation, state, corrected_at: row.try_get_by_index(0)?, correctable_until }))
}

/// What the buyer behind this door answered; `None` when nothing was, or when it was taken back.
///
/// # Errors
/// [`StoreError::Forbidden`] for anybody but a buyer; when the database is not there, or a seal is broken.
pub async fn read(tenant: &TenantTx, invitation: &Invitation) -> Result<Option<ReadBack>, StoreError> {
    // Isolation: only the one who wrote them reads the words of a pooled answer.
    match tenant.actor() {
        Actor::Buyer { invitation: own } if *own == invitation.id => {}
        Actor::Buyer { .. } => return Ok(None),
        Actor::Member { .. } | Actor::Operator { .. } | Actor::Worker { .. } | Actor::Webhook => {
            return Err(StoreError::Forbidden);
        }
    }
    let Some(response) = invitation.response else { return Ok(None) };
    // The newest is what is read back: a correction that waits comes before the answer that still counts.
    let waiting = response::submission(tenant, SubmissionId::new(response.uuid())).await?;
    if let Some((raw, facts)) = waiting {
        let answers = raw.answers.clone();
        // What does not fit the survey waits for a person; it is still the buyer's, and read most carefully.
        let said = extract(&invitation.template, &facts, raw).map(|extracted| extracted.attribution());
        let attribution = invitation.attribution.or(said.ok()).unwrap_or(Attribution::Pooled);
        return Ok(Some(ReadBack { answers, attribution }));
    }
    written(tenant, invitation.id).await.map(|found| found.map(|(_, read)| read))
}

/// The answer of an invitation as it lies in rows, with everything unsealed.
async fn written(
    tenant: &TenantTx,
    invitation: InvitationId,
) -> Result<Option<(ResponseId, ReadBack)>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT r.id, r.attribution,
                coalesce((SELECT jsonb_object_agg(a.question_key, a.answer) FROM answers a
                          WHERE a.tenant_id = $1 AND a.response_id = r.id), '{}')
         FROM responses r WHERE r.tenant_id = $1 AND r.invitation_id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let response = ResponseId::new(row.try_get_by_index::<Uuid>(0)?);
    let attribution: String = row.try_get_by_index(1)?;
    let rows: serde_json::Map<String, serde_json::Value> = sql::document(row.try_get_by_index(2)?)?;
    let mut answers = AnswerSet::new();
    for (question, answer) in rows {
        let answer = response::unseal(tenant, response, &question, answer)?;
        answers.set(question, Some(answer));
    }
    let attribution = Attribution::from_code(&attribution).unwrap_or(Attribution::Pooled);
    Ok(Some((response, ReadBack { answers, attribution })))
}
