//! The hard gate: of any number of sends of an answer, or of its correction, exactly one goes through.

use chrono::{DateTime, Duration, Utc};
use domain::audit::AuditAction;
use domain::job::Job;
use domain::link::LinkState;
use domain::response::{Attribution, Submission};
use domain::survey::Facts;
use sea_orm::Value;

use super::{CORRECTION_DAYS, closed, may_use};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::receipt::{self, Receipt};
use crate::{response, sql};

/// One statement for all that a send does: the conditional update, and with it the answers leave the draft and wait,
/// sealed, for the job that reads them. Whoever comes second waits for the first, then finds the state changed, and
/// nothing of it is done.
macro_rules! passed_on {
    ($update:literal) => {
        concat!(
            "WITH won AS (",
            $update,
            " RETURNING id, answered_at),
             kept AS (
                INSERT INTO submissions (tenant_id, id, invitation_id, sealed, received_at)
                SELECT $1, $4, won.id, $8, $9 FROM won),
             gone AS (
                DELETE FROM drafts USING won WHERE drafts.tenant_id = $1 AND drafts.invitation_id = won.id)
             SELECT won.answered_at, queue.enqueue_all($10, $11, $12, $13, $14, $15) FROM won"
        )
    };
}

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
    let now = tenant.clock().now();
    // What the buyer chose since the page was read is newer than what the page read.
    let statement = passed_on!(
        "UPDATE invitations SET state = 'answered', answered_at = $3, response_id = $4, receipt_hash = $16,
                attribution = coalesce(attribution, $7), remind_at = NULL
         WHERE tenant_id = $1 AND id = $2 AND deal_id = $5 AND version_id = $6
           AND state IN ('waiting', 'sent', 'started') AND expires_at > $3"
    );
    let jobs = [
        Job::IngestResponse { submission: submission.id },
        Job::SendReceipt { invitation: submission.invitation },
    ];
    let receipt_hash = receipt.token.hash().0.to_vec();
    let won = pass_on(tenant, statement, (submission, facts), now, &jobs, Some(receipt_hash)).await?;
    if won.is_none() {
        return Ok(match closed(tenant, submission.invitation).await? {
            LinkState::Answered => Redeemed::Already,
            // The row is open and yet it was not this deal and version: not a send of ours.
            LinkState::Open => Redeemed::Closed(LinkState::Unknown),
            state @ (LinkState::Expired | LinkState::Withdrawn | LinkState::Unknown) => {
                Redeemed::Closed(state)
            }
        });
    }
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
    let statement = passed_on!(
        "UPDATE invitations SET response_id = $4, correcting_at = NULL,
                attribution = CASE WHEN $7::text IS NOT NULL THEN coalesce(attribution, $7) END
         WHERE tenant_id = $1 AND id = $2 AND deal_id = $5 AND version_id = $6
           AND state = 'answered' AND correcting_at IS NOT NULL AND answered_at > $3"
    );
    let since = now - Duration::days(CORRECTION_DAYS);
    let jobs = [Job::IngestResponse { submission: submission.id }];
    let won = pass_on(tenant, statement, (submission, facts), since, &jobs, None).await?;
    let Some(answered_at) = won else {
        return Ok(match closed(tenant, submission.invitation).await? {
            LinkState::Answered => Redeemed::Already,
            LinkState::Open => Redeemed::Closed(LinkState::Unknown),
            state @ (LinkState::Expired | LinkState::Withdrawn | LinkState::Unknown) => {
                Redeemed::Closed(state)
            }
        });
    };
    tenant.note(AuditAction::CorrectAnswer, submission.invitation.to_string());
    Ok(Redeemed::Accepted(receipt::mint(tenant, submission.invitation, answered_at, host)))
}

/// Runs a [`passed_on`] statement, in which `$3` is `time` and `$16` the receipt's hash, if it is asked for. Gives when
/// the invitation was answered first, or `None` to whoever did not win.
async fn pass_on(
    tenant: &TenantTx,
    statement: &'static str,
    (submission, facts): (&Submission, &Facts),
    time: DateTime<Utc>,
    jobs: &[Job],
    receipt_hash: Option<Vec<u8>>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let values: [Value; 9] = [
        tenant.tenant().uuid().into(),
        submission.invitation.uuid().into(),
        time.into(),
        submission.id.uuid().into(),
        submission.deal.uuid().into(),
        submission.version.uuid().into(),
        submission.attribution.map(Attribution::code).into(),
        response::sealed(tenant, submission, facts).into(),
        tenant.clock().now().into(),
    ];
    let values = values.into_iter().chain(tenant.enqueued(jobs)?).chain(receipt_hash.map(Value::from));
    let Some(row) = sql::one(tenant, statement, values.collect::<Vec<_>>()).await? else { return Ok(None) };
    jobs.iter().for_each(|job| tenant.note_enqueued(job.class()));
    Ok(Some(row.try_get_by_index(0)?))
}
