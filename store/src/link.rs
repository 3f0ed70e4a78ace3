//! The buyer's link: an invitation, the hash of its sealed token, and the gate that lets one answer through.
//!
//! The cast: an *invitation* asks one contact about one deal. Its *token* says which tenant and invitation it is
//! for; the row here, found by the token's hash under that tenant's door, must agree. The flow is
//! `waiting → sent → started → answered`; `withdrawn` ends it early, and time does without a word. One whose mail
//! will never arrive stays `waiting` and says why.
//!
//! An answer can be corrected for some days: the invitation stays `answered`, its draft is open again, and another
//! send is let through.
//!
//! **Invariant:** of one person, which is an address within a deal, there is at most one invitation.
//! **Invariant:** of any number of simultaneous sends of one invitation exactly one is accepted, and with it, in
//! the same transaction, the answers are stored sealed and their job is enqueued.

mod follow;
mod gate;
mod invite;
mod mail;
mod read;
mod visit;

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use domain::actor::Actor;
use domain::deal::Money;
use domain::id::{ContactId, DealId, InvitationId, ResponseId, VersionId};
use domain::link::{LinkState, Withdrawal};
use domain::response::Attribution;
use domain::salutation::company;
use domain::survey::{Audience, Facts, Language, Template};

pub use follow::follow_outcome;
pub use gate::{Redeemed, redeem, redeem_correction};
pub use invite::{Invite, Outgoing, invite, mark_sent, mark_undeliverable, outgoing, withdraw_for_deal};
pub(crate) use mail::reading;
pub use mail::{Reading, mark_reminded, preferences_token};
pub use read::{
    find, find_by_receipt, find_held, find_held_by_receipt, find_with_draft, find_with_draft_by_receipt, load,
};
pub(crate) use visit::give_back;
pub use visit::{
    MOST_REMINDERS, Reminded, await_reminder, decline, remind_later, set_attribution, set_language, start,
    undo_decline,
};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{Store, keys, sql};

/// Why the invitations of a re-opened deal are withdrawn, and of one whose outcome asks nobody; only these come back to
/// life when it closes again.
pub const REOPENED: &str = Withdrawal::Reopened.code();

/// How long after the send an answer can be corrected.
pub(crate) const CORRECTION_DAYS: i64 = 7;

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
    pub template: Arc<Template>,
    /// What the link turns out to be.
    pub state: LinkState,
    /// What conditions may know of the deal.
    pub facts: Facts,
    /// What was sold.
    pub product: Option<String>,
    /// What the deal was worth.
    pub money: Option<Money>,
    /// Who may see the buyer's name, as he chose.
    pub attribution: Option<Attribution>,
    /// The language the buyer chose.
    pub chosen_language: Option<Language>,
    /// The answer, once it was sent.
    pub response: Option<ResponseId>,
    /// Whether the answer is being corrected, and there is still time for it.
    pub is_correcting: bool,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<Withdrawal>,
    /// The deal's name.
    pub deal_name: String,
    /// What the reader knows the buyer's company by; absent where nobody says what it is called.
    pub account_name: Option<String>,
    /// Who is asked.
    pub audience: Audience,
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

impl Invitation {
    /// Whether it has an answer that can no longer be corrected.
    #[must_use]
    pub fn is_settled(&self, now: DateTime<Utc>) -> bool {
        self.state == LinkState::Answered && self.answered_at.is_some_and(|at| now >= correctable_until(at))
    }
}

/// What somebody who is asked knows the buyer's company by: a buyer by its name or not at all, since a deal's own name
/// is the tenant's affair; a seller by the deal's, where the company's is not known.
pub(crate) fn account_for(audience: Audience, account: Option<&str>, deal: [&str; 2]) -> Option<String> {
    let [name, external_id] = deal;
    let known = account.and_then(|account| company(account, name, external_id));
    match audience {
        Audience::Buyer => known,
        Audience::Sales => known.or(Some(name)),
    }
    .map(ToOwned::to_owned)
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

/// Whether an answer that was sent then can still be corrected.
pub(crate) fn may_correct(state: &str, answered_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    state == "answered" && answered_at.is_some_and(|at| now < correctable_until(at))
}

/// Until when an answer that was sent then can be corrected.
#[must_use]
pub fn correctable_until(answered_at: DateTime<Utc>) -> DateTime<Utc> {
    answered_at + Duration::days(CORRECTION_DAYS)
}

/// Whether the actor behind this door may touch that invitation.
pub(crate) fn may_use(tenant: &TenantTx, invitation: InvitationId) -> bool {
    match tenant.actor() {
        Actor::Buyer { invitation: own } => *own == invitation,
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

/// An invitation's row, held until the end of the transaction: whatever changes an answer holds it first. What is read
/// of the answer after it stays so.
#[derive(Clone, Debug)]
pub struct Held {
    pub(crate) invitation: InvitationId,
    pub(crate) state: String,
    pub(crate) answered_at: Option<DateTime<Utc>>,
    pub(crate) is_correcting: bool,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) reminders: i16,
    /// When the earliest job looks whether a reminder is due.
    pub(crate) remind_job_at: Option<DateTime<Utc>>,
}

impl Held {
    /// What the link is.
    pub(crate) fn link_state(&self, now: DateTime<Utc>) -> LinkState {
        state_of(&self.state, self.expires_at, now)
    }

    /// Whether it waits for an answer, or did until its time was over.
    pub(crate) fn is_unanswered(&self) -> bool {
        matches!(self.state.as_str(), "waiting" | "sent" | "started")
    }

    /// Whether its answer can still be corrected.
    pub(crate) fn may_correct(&self, now: DateTime<Utc>) -> bool {
        may_correct(&self.state, self.answered_at, now)
    }

    /// Whether a draft of it can be written: before the send, and while the answer is corrected.
    pub(crate) fn takes_drafts(&self, now: DateTime<Utc>) -> bool {
        self.link_state(now) == LinkState::Open || (self.is_correcting && self.may_correct(now))
    }
}

/// Holds an invitation that the actor behind this door may touch; `None` for any other.
///
/// # Errors
/// When the database is not there.
pub async fn hold(tenant: &TenantTx, invitation: InvitationId) -> Result<Option<Held>, StoreError> {
    if !may_use(tenant, invitation) {
        return Ok(None);
    }
    let row = sql::one(
        tenant,
        "SELECT state, answered_at, correcting_at IS NOT NULL, expires_at, reminders, remind_job_at
         FROM invitations WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
        [tenant.tenant().uuid().into(), invitation.uuid().into()],
    )
    .await?;
    row.map(|row| {
        Ok(Held {
            invitation,
            state: row.try_get_by_index(0)?,
            answered_at: row.try_get_by_index(1)?,
            is_correcting: row.try_get_by_index(2)?,
            expires_at: row.try_get_by_index(3)?,
            reminders: row.try_get_by_index(4)?,
            remind_job_at: row.try_get_by_index(5)?,
        })
    })
    .transpose()
}

/// What the link is now.
pub(crate) async fn closed(tenant: &TenantTx, invitation: InvitationId) -> Result<LinkState, StoreError> {
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
