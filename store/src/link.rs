//! The buyer's link: an invitation, the hash of its sealed token, and the gate that lets one answer through.
//!
//! The cast: an *invitation* asks one contact about one deal. Its *token* says which tenant and invitation it is
//! for; the row here, found by the token's hash under that tenant's door, must agree. The flow is
//! `waiting → sent → started → answered`; `withdrawn` ends it early, and time does without a word. One whose mail
//! will never arrive stays `waiting` and says why.
//!
//! **Invariant:** of one person, which is an address within a deal, there is at most one invitation.
//! **Invariant:** of any number of simultaneous sends of one invitation exactly one is accepted, and with it, in
//! the same transaction, the answers are stored sealed and their job is enqueued.

mod invite;

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::deal::Outcome;
use domain::id::{ContactId, DealId, InvitationId, VersionId};
use domain::job::Job;
use domain::link::{LinkState, TokenHash};
use domain::response::Submission;
use domain::survey::{Facts, Template};
use sea_orm::QueryResult;

pub use invite::{Invite, Outgoing, invite, mark_sent, mark_undeliverable, outgoing, withdraw_for_deal};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{Store, keys, response, sql};

/// Why the invitations of a re-opened deal are withdrawn; only these come back to life when it closes again.
pub const REOPENED: &str = "reopened";

/// Everything the buyer's pages need.
#[derive(Clone, PartialEq, Debug)]
pub struct Invitation {
    /// The invitation.
    pub id: InvitationId,
    /// The deal it asks about.
    pub deal: DealId,
    /// Whom it asks.
    pub contact: ContactId,
    /// The version the buyer answers; never another, once invited.
    pub version: VersionId,
    /// What is asked.
    pub template: Template,
    /// What the link turns out to be.
    pub state: LinkState,
    /// What conditions may know of the deal.
    pub facts: Facts,
    /// The deal's name.
    pub deal_name: String,
    /// The buyer's company.
    pub account_name: String,
    /// The buyer's name.
    pub contact_name: String,
    /// The buyer's language.
    pub language: Option<String>,
    /// Who sold.
    pub owner_name: Option<String>,
    /// In whose name the tenant asks.
    pub sender_name: Option<String>,
    /// Who is responsible for the data.
    pub privacy_contact: Option<String>,
    /// When the deal closed.
    pub closed_at: DateTime<Utc>,
    /// When the buyer began.
    pub started_at: Option<DateTime<Utc>>,
    /// When the answer was sent.
    pub answered_at: Option<DateTime<Utc>>,
    /// Until when the link can be used.
    pub expires_at: DateTime<Utc>,
}

/// What became of a send.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Redeemed {
    /// This one won: the answers are kept.
    Accepted,
    /// It was answered before; this send changed nothing.
    Already,
    /// The link is closed for another reason; this send changed nothing.
    Closed(LinkState),
}

/// The invitation with this token's hash. Under a buyer's door it must be the one that the token was sealed for.
///
/// Takes the same work whether it is found or not.
///
/// # Errors
/// When the database is not there.
pub async fn find(tenant: &TenantTx, token: &TokenHash) -> Result<Option<Invitation>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT i.id, i.deal_id, i.contact_id, i.version_id, v.document, i.state, d.outcome, d.name,
                d.account_name, c.name, c.language, d.owner_name, s.document ->> 'sender_name',
                s.document ->> 'privacy_contact', d.closed_at, i.started_at, i.answered_at, i.expires_at
         FROM invitations i
         JOIN deals d ON d.tenant_id = i.tenant_id AND d.id = i.deal_id
         JOIN contacts c ON c.tenant_id = i.tenant_id AND c.id = i.contact_id
         JOIN template_versions v ON v.tenant_id = i.tenant_id AND v.id = i.version_id
         LEFT JOIN settings s ON s.tenant_id = i.tenant_id
         WHERE i.tenant_id = $1 AND i.token_hash = $2",
        [tenant.tenant().uuid().into(), token.0.to_vec().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let invitation = read(&row, tenant.clock().now())?;
    // Isolation: a token for one invitation must not open another, even of the same tenant.
    Ok(Some(invitation).filter(|found| may_use(tenant, found.id)))
}

fn read(row: &QueryResult, now: DateTime<Utc>) -> Result<Invitation, StoreError> {
    let state: String = row.try_get_by_index(5)?;
    let outcome: Option<String> = row.try_get_by_index(6)?;
    let deal_name: String = row.try_get_by_index(7)?;
    let account: Option<String> = row.try_get_by_index(8)?;
    let contact: Option<String> = row.try_get_by_index(9)?;
    let expires_at: DateTime<Utc> = row.try_get_by_index(17)?;
    Ok(Invitation {
        id: InvitationId::new(row.try_get_by_index(0)?),
        deal: DealId::new(row.try_get_by_index(1)?),
        contact: ContactId::new(row.try_get_by_index(2)?),
        version: VersionId::new(row.try_get_by_index(3)?),
        template: sql::document(row.try_get_by_index(4)?)?,
        state: state_of(&state, expires_at, now),
        facts: Facts { outcome: outcome.as_deref().and_then(Outcome::from_code) },
        account_name: account.unwrap_or_else(|| deal_name.clone()),
        deal_name,
        contact_name: contact.unwrap_or_default(),
        language: row.try_get_by_index(10)?,
        owner_name: row.try_get_by_index(11)?,
        sender_name: row.try_get_by_index(12)?,
        privacy_contact: row.try_get_by_index(13)?,
        closed_at: row.try_get_by_index(14)?,
        started_at: row.try_get_by_index(15)?,
        answered_at: row.try_get_by_index(16)?,
        expires_at,
    })
}

/// What a link is, from its row's state and the clock: time closes it without anybody writing so.
pub(crate) fn state_of(state: &str, expires_at: DateTime<Utc>, now: DateTime<Utc>) -> LinkState {
    match state {
        "answered" => LinkState::Answered,
        "withdrawn" => LinkState::Withdrawn,
        "waiting" | "sent" | "started" if expires_at > now => LinkState::Open,
        "waiting" | "sent" | "started" => LinkState::Expired,
        _ => LinkState::Unknown,
    }
}

/// Whether the actor behind this door may touch that invitation.
pub(crate) fn may_use(tenant: &TenantTx, invitation: InvitationId) -> bool {
    match tenant.actor() {
        Actor::Buyer { invitation: own } => own == invitation,
        Actor::Member { .. } | Actor::Operator { .. } | Actor::Worker { .. } | Actor::Webhook => true,
    }
}

/// Does the work of [`find`] for a token that does not open, so that a stopwatch cannot tell the two apart.
///
/// # Errors
/// When the database is not there.
pub async fn decoy(store: &Store) -> Result<(), StoreError> {
    let hash = keys::digest(&store.clock().random::<32>());
    let control = store.open_control().await?;
    let values = [hash.to_vec().into()];
    control.connection().one("SELECT 1 FROM sessions WHERE id_hash = $1", values).await?;
    Ok(())
}

/// Records that the buyer began; again is as once. Open means that he may go on.
///
/// # Errors
/// When the database is not there.
pub async fn start(tenant: &TenantTx, invitation: InvitationId) -> Result<LinkState, StoreError> {
    if !may_use(tenant, invitation) {
        return Ok(LinkState::Unknown);
    }
    let started = sql::run(
        tenant,
        "UPDATE invitations SET state = 'started', started_at = coalesce(started_at, $3)
         WHERE tenant_id = $1 AND id = $2 AND state IN ('waiting', 'sent', 'started') AND expires_at > $3",
        [tenant.tenant().uuid().into(), invitation.uuid().into(), tenant.clock().now().into()],
    )
    .await?;
    if started > 0 { Ok(LinkState::Open) } else { closed(tenant, invitation).await }
}

/// The hard gate: lets exactly one send of an invitation through.
///
/// Keeps its answers sealed and enqueues their ingestion, all in the caller's transaction. `facts` is what the
/// answers were checked against.
///
/// # Errors
/// When the database is not there; then nothing was kept, and the buyer may send again.
pub async fn redeem(
    tenant: &TenantTx,
    submission: &Submission,
    facts: &Facts,
) -> Result<Redeemed, StoreError> {
    if !may_use(tenant, submission.invitation) {
        return Ok(Redeemed::Closed(LinkState::Unknown));
    }
    // One conditional update: whoever comes second waits for the first, then finds the state changed.
    let won = sql::run(
        tenant,
        "UPDATE invitations SET state = 'answered', answered_at = $3, response_id = $4
         WHERE tenant_id = $1 AND id = $2 AND deal_id = $5 AND version_id = $6
           AND state IN ('waiting', 'sent', 'started') AND expires_at > $3",
        [
            tenant.tenant().uuid().into(),
            submission.invitation.uuid().into(),
            tenant.clock().now().into(),
            submission.id.uuid().into(),
            submission.deal.uuid().into(),
            submission.version.uuid().into(),
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
    response::keep(tenant, submission, facts).await?;
    sql::run(
        tenant,
        "DELETE FROM drafts WHERE tenant_id = $1 AND invitation_id = $2",
        [tenant.tenant().uuid().into(), submission.invitation.uuid().into()],
    )
    .await?;
    tenant.enqueue(Job::IngestResponse { submission: submission.id }).await?;
    Ok(Redeemed::Accepted)
}

/// What the link is now.
async fn closed(tenant: &TenantTx, invitation: InvitationId) -> Result<LinkState, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT state, expires_at FROM invitations WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(LinkState::Unknown) };
    let state: String = row.try_get_by_index(0)?;
    Ok(state_of(&state, row.try_get_by_index(1)?, tenant.clock().now()))
}
