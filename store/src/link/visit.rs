//! What a buyer does with a link before the answer is sent: begins, chooses, puts it off, declines.

use chrono::{DateTime, Utc};
use domain::id::InvitationId;
use domain::job::Job;
use domain::link::{LinkState, Withdrawal};
use domain::response::Attribution;
use domain::survey::Language;

use super::{closed, hold, may_use};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// How often a buyer can be reminded of one invitation.
pub const MOST_REMINDERS: i16 = 3;

/// Whether a reminder will come.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Reminded {
    /// It will.
    At(DateTime<Utc>),
    /// The link will be over by then.
    TooLate,
    /// There were enough.
    TooOften,
    /// There is nothing to be reminded of.
    Closed(LinkState),
}

/// Records that the buyer began, and what was chosen on the first page; again is as once, and what is not said stays
/// as it was. Open means that the buyer may go on.
///
/// # Errors
/// When the database is not there.
pub async fn start(
    tenant: &TenantTx,
    invitation: InvitationId,
    attribution: Option<Attribution>,
    language: Option<&Language>,
) -> Result<LinkState, StoreError> {
    if !may_use(tenant, invitation) {
        return Ok(LinkState::Unknown);
    }
    let started = sql::run(
        tenant,
        "UPDATE invitations SET state = 'started', started_at = coalesce(started_at, $3),
                attribution = coalesce($4, attribution), language = coalesce($5, language), remind_at = NULL
         WHERE tenant_id = $1 AND id = $2 AND state IN ('waiting', 'sent', 'started') AND expires_at > $3",
        [
            tenant.tenant().uuid().into(),
            invitation.uuid().into(),
            tenant.clock().now().into(),
            attribution.map(Attribution::code).into(),
            language.map(Language::as_str).into(),
        ],
    )
    .await?;
    if started > 0 { Ok(LinkState::Open) } else { closed(tenant, invitation).await }
}

/// Changes who may see the buyer's name, before the send. Open means that it holds.
///
/// # Errors
/// When the database is not there.
pub async fn set_attribution(
    tenant: &TenantTx,
    invitation: InvitationId,
    attribution: Attribution,
) -> Result<LinkState, StoreError> {
    if !may_use(tenant, invitation) {
        return Ok(LinkState::Unknown);
    }
    let set = sql::run(
        tenant,
        "UPDATE invitations SET attribution = $4
         WHERE tenant_id = $1 AND id = $2 AND state IN ('waiting', 'sent', 'started') AND expires_at > $3",
        [
            tenant.tenant().uuid().into(),
            invitation.uuid().into(),
            tenant.clock().now().into(),
            attribution.code().into(),
        ],
    )
    .await?;
    if set > 0 { Ok(LinkState::Open) } else { closed(tenant, invitation).await }
}

/// Changes the language in which the buyer reads, whatever the link is: the receipt is read in it, too.
///
/// # Errors
/// When the database is not there.
pub async fn set_language(
    tenant: &TenantTx,
    invitation: InvitationId,
    language: &Language,
) -> Result<LinkState, StoreError> {
    if !may_use(tenant, invitation) {
        return Ok(LinkState::Unknown);
    }
    sql::run(
        tenant,
        "UPDATE invitations SET language = $3 WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into(), language.as_str().into()],
    )
    .await?;
    closed(tenant, invitation).await
}

/// Puts the survey off: a reminder will come at that time. A later call moves it.
///
/// # Errors
/// When the database is not there.
pub async fn remind_later(
    tenant: &TenantTx,
    invitation: InvitationId,
    at: DateTime<Utc>,
) -> Result<Reminded, StoreError> {
    let Some(held) = hold(tenant, invitation).await? else {
        return Ok(Reminded::Closed(LinkState::Unknown));
    };
    let now = tenant.clock().now();
    match held.link_state(now) {
        LinkState::Open => {}
        state @ (LinkState::Expired | LinkState::Answered | LinkState::Withdrawn | LinkState::Unknown) => {
            return Ok(Reminded::Closed(state));
        }
    }
    if held.reminders >= MOST_REMINDERS {
        return Ok(Reminded::TooOften);
    }
    let at = at.max(now);
    if at >= held.expires_at {
        return Ok(Reminded::TooLate);
    }
    sql::run(
        tenant,
        "UPDATE invitations SET remind_at = $3 WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into(), at.into()],
    )
    .await?;
    // A job that looks earlier than that puts itself off.
    if !held.remind_job_at.is_some_and(|job_at| now < job_at && job_at <= at) {
        await_reminder(tenant, invitation, at).await?;
    }
    Ok(Reminded::At(at))
}

/// Makes the job that looks at that time whether a reminder is due.
///
/// # Errors
/// When the database is not there.
pub async fn await_reminder(
    tenant: &TenantTx,
    invitation: InvitationId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "UPDATE invitations SET remind_job_at = $3 WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into(), at.into()],
    )
    .await?;
    tenant.enqueue_after(Job::SendReminder { invitation }, at).await
}

/// Takes the invitation away because its buyer does not want to answer it. Withdrawn means that it is gone.
///
/// # Errors
/// When the database is not there.
pub async fn decline(tenant: &TenantTx, invitation: InvitationId) -> Result<LinkState, StoreError> {
    let Some(held) = hold(tenant, invitation).await? else { return Ok(LinkState::Unknown) };
    if !held.is_unanswered() {
        return Ok(held.link_state(tenant.clock().now()));
    }
    sql::run(
        tenant,
        "UPDATE invitations SET state = 'withdrawn', withdrawn_at = $3, withdrawn_reason = $4, remind_at = NULL
         WHERE tenant_id = $1 AND id = $2",
        [
            tenant.tenant().uuid().into(),
            invitation.uuid().into(),
            tenant.clock().now().into(),
            Withdrawal::Declined.code().into(),
        ],
    )
    .await?;
    Ok(LinkState::Withdrawn)
}

/// Gives a declined invitation back, as it was left: with its draft, on its version. Gives what the link is then.
///
/// # Errors
/// When the database is not there.
pub async fn undo_decline(tenant: &TenantTx, invitation: InvitationId) -> Result<LinkState, StoreError> {
    if hold(tenant, invitation).await?.is_none() {
        return Ok(LinkState::Unknown);
    }
    give_back(tenant, &[invitation], Withdrawal::Declined).await?;
    closed(tenant, invitation).await
}

/// Gives invitations back that were withdrawn for this reason. Those whose deal was re-opened meanwhile wait for its
/// close, like any other of that deal.
pub(crate) async fn give_back(
    tenant: &TenantTx,
    invitations: &[InvitationId],
    reason: Withdrawal,
) -> Result<u64, StoreError> {
    let ids: Vec<uuid::Uuid> = invitations.iter().map(|one| one.uuid()).collect();
    sql::run(
        tenant,
        "UPDATE invitations AS i SET
                state = CASE WHEN d.outcome IS NULL THEN 'withdrawn'
                             WHEN i.started_at IS NOT NULL THEN 'started'
                             WHEN i.sent_at IS NOT NULL THEN 'sent' ELSE 'waiting' END,
                withdrawn_at = CASE WHEN d.outcome IS NULL THEN i.withdrawn_at END,
                withdrawn_reason = CASE WHEN d.outcome IS NULL THEN $4 END
         FROM deals d
         WHERE i.tenant_id = $1 AND i.id = ANY($2) AND i.state = 'withdrawn' AND i.withdrawn_reason = $3
           AND d.tenant_id = $1 AND d.id = i.deal_id",
        [tenant.tenant().uuid().into(), ids.into(), reason.code().into(), Withdrawal::Reopened.code().into()],
    )
    .await
}
