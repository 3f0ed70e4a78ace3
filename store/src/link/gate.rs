//! The hard gate: of any number of sends of an answer, or of its correction, exactly one goes through.

use chrono::Duration;
use domain::audit::AuditAction;
use domain::job::Job;
use domain::link::LinkState;
use domain::response::{Attribution, Submission};
use domain::survey::Facts;

use super::{CORRECTION_DAYS, closed, may_use};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::receipt::{self, Receipt};
use crate::{response, sql};

/// What became of a send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Redeemed {
    /// This one won: the answers are kept, and this is the buyer's proof of it.
    Accepted(Receipt),
    /// It was answered, or corrected, before; this send changed nothing.
    Already,
    /// The link is closed for another reason; this send changed nothing.
    Closed(LinkState),
}

/// Lets exactly one send of an invitation through.
///
/// Keeps its answers sealed, mints the receipt for this host and enqueues the ingestion and the receipt's mail, all
/// in the caller's transaction. `facts` is what the answers were checked against.
///
/// # Errors
/// When the database is not there; then nothing was kept, and the buyer may send again.
pub async fn redeem(
    tenant: &TenantTx,
    submission: &Submission,
    facts: &Facts,
    host: &str,
) -> Result<Redeemed, StoreError> {
    if !may_use(tenant, submission.invitation) {
        return Ok(Redeemed::Closed(LinkState::Unknown));
    }
    let receipt = receipt::mint(tenant, submission.invitation, tenant.clock().now(), host);
    // One conditional update: whoever comes second waits for the first, then finds the state changed.
    // What the buyer chose since the page was read is newer than what the page read.
    let won = sql::run(
        tenant,
        "UPDATE invitations SET state = 'answered', answered_at = $3, response_id = $4, receipt_hash = $7,
                attribution = coalesce(attribution, $8), remind_at = NULL
         WHERE tenant_id = $1 AND id = $2 AND deal_id = $5 AND version_id = $6
           AND state IN ('waiting', 'sent', 'started') AND expires_at > $3",
        [
            tenant.tenant().uuid().into(),
            submission.invitation.uuid().into(),
            tenant.clock().now().into(),
            submission.id.uuid().into(),
            submission.deal.uuid().into(),
            submission.version.uuid().into(),
            receipt.token.hash().0.to_vec().into(),
            submission.attribution.map(Attribution::code).into(),
        ],
    )
    .await?;
    if won == 0 {
        return Ok(match closed(tenant, submission.invitation).await? {
            LinkState::Answered => Redeemed::Already,
            // The row is open and yet it was not this deal and version: not a send of ours.
            LinkState::Open => Redeemed::Closed(LinkState::Unknown),
            state @ (LinkState::Expired | LinkState::Withdrawn | LinkState::Unknown) => {
                Redeemed::Closed(state)
            }
        });
    }
    pass_on(tenant, submission, facts).await?;
    tenant.enqueue(Job::SendReceipt { invitation: submission.invitation }).await?;
    Ok(Redeemed::Accepted(receipt))
}

/// Lets exactly one send of a correction through: the answer that is there stays until this one is read, which then
/// takes its place.
///
/// # Errors
/// When the database is not there; then nothing was kept, and the buyer may send again.
pub async fn redeem_correction(
    tenant: &TenantTx,
    submission: &Submission,
    facts: &Facts,
    host: &str,
) -> Result<Redeemed, StoreError> {
    if !may_use(tenant, submission.invitation) {
        return Ok(Redeemed::Closed(LinkState::Unknown));
    }
    let now = tenant.clock().now();
    // A survey that asks for it in a question has its choice among the answers, and the newest answer counts.
    let row = sql::one(
        tenant,
        "UPDATE invitations SET response_id = $4, correcting_at = NULL,
                attribution = CASE WHEN $7::text IS NOT NULL THEN coalesce(attribution, $7) END
         WHERE tenant_id = $1 AND id = $2 AND deal_id = $5 AND version_id = $6
           AND state = 'answered' AND correcting_at IS NOT NULL AND answered_at > $3
         RETURNING answered_at",
        [
            tenant.tenant().uuid().into(),
            submission.invitation.uuid().into(),
            (now - Duration::days(CORRECTION_DAYS)).into(),
            submission.id.uuid().into(),
            submission.deal.uuid().into(),
            submission.version.uuid().into(),
            submission.attribution.map(Attribution::code).into(),
        ],
    )
    .await?;
    let Some(row) = row else {
        return Ok(match closed(tenant, submission.invitation).await? {
            LinkState::Answered => Redeemed::Already,
            LinkState::Open => Redeemed::Closed(LinkState::Unknown),
            state @ (LinkState::Expired | LinkState::Withdrawn | LinkState::Unknown) => {
                Redeemed::Closed(state)
            }
        });
    };
    pass_on(tenant, submission, facts).await?;
    tenant.note(AuditAction::CorrectAnswer, submission.invitation.to_string());
    Ok(Redeemed::Accepted(receipt::mint(tenant, submission.invitation, row.try_get_by_index(0)?, host)))
}

/// The answers leave the draft and wait, sealed, for the job that reads them.
async fn pass_on(tenant: &TenantTx, submission: &Submission, facts: &Facts) -> Result<(), StoreError> {
    response::keep(tenant, submission, facts).await?;
    sql::run(
        tenant,
        "DELETE FROM drafts WHERE tenant_id = $1 AND invitation_id = $2",
        [tenant.tenant().uuid().into(), submission.invitation.uuid().into()],
    )
    .await?;
    tenant.enqueue(Job::IngestResponse { submission: submission.id }).await
}
