//! The way in: a token opens its tenant's door, and the invitation's row must agree with it.

use std::fmt::Write as _;
use std::ops::Deref;

use app::pages::respond::Closed;
use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::link::{LinkPurpose, LinkToken, TokenClaims, TokenHash};
use domain::salutation::{called, greeted};
use domain::survey::{Names, Seed};
use domain::tenant::Tenant;
use store::audit::AuditEntry;
use store::draft::Draft;
use store::link::{self, Held, Invitation};
use store::{StoreError, TenantTx, Workload};

use super::cookie;
use super::desk::{Desk, amount};
use super::page::{Refusal, closed_for};
use super::visit::Visit;
use crate::state::AppState;

/// Hexadecimal digits of the hash that a page carries.
const MARK: usize = 12;

/// A buyer inside: the open door of the tenant, and who came in by it.
pub(super) struct Entered {
    pub(super) tx: TenantTx,
    guest: Guest,
}

/// A buyer, and what the link is for; needs no door any more.
pub(super) struct Guest {
    pub(super) tenant: Tenant,
    pub(super) invitation: Invitation,
    pub(super) token: LinkToken,
    pub(super) mark: String,
    /// What the token is for.
    pub(super) purpose: LinkPurpose,
    /// Leads to the page that stops surveys.
    preferences: LinkToken,
}

impl Deref for Entered {
    type Target = Guest;

    fn deref(&self) -> &Guest {
        &self.guest
    }
}

impl Entered {
    /// The door and the buyer apart: a page that only shows is drawn when its door is shut, so that no connection
    /// waits for a processor.
    pub(super) fn split(self) -> (TenantTx, Guest) {
        (self.tx, self.guest)
    }

    /// The same, if the link can be answered, or its answer is being corrected by whoever has the receipt: the link
    /// was mailed, and others may have it.
    pub(super) fn open(self) -> Result<Self, Refusal> {
        let corrects = self.purpose == LinkPurpose::Receipt;
        match closed_for(self.invitation.state, self.invitation.withdrawn) {
            None => Ok(self),
            Some(_) if corrects && self.invitation.is_correcting => Ok(self),
            Some(_) if corrects && self.invitation.is_settled(self.tx.clock().now()) => {
                Err(Closed::TooLate.into())
            }
            Some(closed) => Err(closed.into()),
        }
    }
}

impl Guest {
    /// The desk with pages below this address.
    pub(super) fn desk(&self, visit: &Visit, base: &str) -> Desk<'_> {
        let invitation = &self.invitation;
        let template = &invitation.template;
        let voice = visit.voice(template, invitation.chosen_language.as_ref());
        let words = voice.words;
        let seller = invitation.owner_name.as_deref().and_then(called);
        let names = Names {
            tenant: self.tenant.name.clone(),
            account: invitation.account_name.clone().unwrap_or_default(),
            contact: greeted(&invitation.contact_name).unwrap_or_default(),
            product: invitation.product.clone().unwrap_or_default(),
            competitor: invitation.facts.competitors.first().cloned().unwrap_or_default(),
            closed: words.month(invitation.closed_at.date_naive()),
            rep: seller.clone().unwrap_or_default(),
            amount: invitation.money.as_ref().map(|money| amount(words, money)).unwrap_or_default(),
        };
        Desk {
            base: base.to_owned(),
            template,
            audience: invitation.audience,
            facts: &invitation.facts,
            names,
            voice,
            attribution: invitation.attribution,
            seller,
            privacy_contact: filled(invitation.privacy_contact.as_deref()),
            logo: template.branding.logo.is_some().then(|| format!("{base}/logo")),
            preferences: Some(format!("/u/{}", self.preferences.as_str())),
            expires_at: invitation.expires_at,
            correctable_until: invitation
                .answered_at
                .filter(|_| self.purpose == LinkPurpose::Receipt && invitation.is_correcting)
                .map(link::correctable_until),
            mark: &self.mark,
            seed: Seed(invitation.id.uuid().as_u128()),
            nonce: visit.nonce.clone(),
        }
    }
}

/// A text that says something.
pub(super) fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// Enters with the token of an address.
///
/// Whatever is wrong with a token, the answer is one and the same, after about the same work. Only who has a link that
/// was good is told that there is a newer one.
pub(super) async fn by_token(state: &AppState, text: &str) -> Result<Entered, Refusal> {
    enter(state, LinkPurpose::Survey, LinkToken::parse(text)).await
}

/// Enters with the token of a receipt.
pub(super) async fn by_receipt(state: &AppState, text: &str) -> Result<Entered, Refusal> {
    enter(state, LinkPurpose::Receipt, LinkToken::parse(text)).await
}

/// Enters with the token of the page that stops surveys.
pub(super) async fn by_preferences(state: &AppState, text: &str) -> Result<Entered, Refusal> {
    enter(state, LinkPurpose::Preferences, LinkToken::parse(text)).await
}

/// Enters with the token of the cookie: that of the link, or of the receipt while the answer is corrected.
pub(super) async fn by_cookie(state: &AppState, visit: &Visit) -> Result<Entered, Refusal> {
    let (purpose, token) = remembered(state, visit)?;
    enter(state, purpose, Some(token)).await
}

/// The same with what is answered so far.
pub(super) async fn with_draft(state: &AppState, visit: &Visit) -> Result<(Entered, Draft), Refusal> {
    let (purpose, token) = remembered(state, visit)?;
    find_with_draft(state, knock(state, purpose, Some(token)).await?).await
}

/// The same for a form that writes the draft, and says which survey it belongs to. The invitation is held: no send comes
/// before the end of this.
pub(super) async fn to_save(
    state: &AppState,
    visit: &Visit,
    mark: Option<&str>,
) -> Result<(Entered, Draft, Held), Refusal> {
    let (purpose, token) = remembered(state, visit)?;
    let knocked = knock(state, purpose, Some(token)).await?;
    match knocked.find_held().await? {
        Some((invitation, draft, held)) => {
            Ok((is_for(admit(state, knocked, Some(invitation)).await?, mark)?, draft, held))
        }
        None => Err(refuse(state, &knocked).await?),
    }
}

/// The same for the form that sends the draft.
///
/// The invitation is held before anything is read of it: what another device saves meanwhile is in the draft, or is
/// refused after the send.
pub(super) async fn to_send(
    state: &AppState,
    visit: &Visit,
    mark: Option<&str>,
) -> Result<(Entered, Draft), Refusal> {
    let (purpose, token) = remembered(state, visit)?;
    let knocked = knock(state, purpose, Some(token)).await?;
    link::hold(&knocked.tx, knocked.claims.invitation).await?;
    let (entered, draft) = find_with_draft(state, knocked).await?;
    Ok((is_for(entered, mark)?, draft))
}

/// Enters with the cookie for a form that says which survey it belongs to.
pub(super) async fn for_form(
    state: &AppState,
    visit: &Visit,
    mark: Option<&str>,
) -> Result<Entered, Refusal> {
    is_for(by_cookie(state, visit).await?, mark)
}

/// The same who entered, if the form belongs to the survey.
fn is_for(entered: Entered, mark: Option<&str>) -> Result<Entered, Refusal> {
    match mark {
        None => Err(Closed::Malformed.into()),
        Some(mark) if mark == entered.mark => Ok(entered),
        Some(_) => Err(Closed::OtherSurvey.into()),
    }
}

/// The token that the browser remembers, and what it is for.
fn remembered(state: &AppState, visit: &Visit) -> Result<(LinkPurpose, LinkToken), Refusal> {
    let token = cookie::read(&visit.headers, state.http.public_url.is_https()).ok_or(Closed::NoCookie)?;
    let host = state.http.public_url.host();
    let is_receipt = state.store.keys().open_token(LinkPurpose::Receipt, &token, host).is_some();
    Ok((if is_receipt { LinkPurpose::Receipt } else { LinkPurpose::Survey }, token))
}

async fn enter(state: &AppState, purpose: LinkPurpose, token: Option<LinkToken>) -> Result<Entered, Refusal> {
    let knocked = knock(state, purpose, token).await?;
    let (tx, hash) = (&knocked.tx, &knocked.hash);
    let found = match purpose {
        LinkPurpose::Survey => link::find(tx, hash).await?,
        LinkPurpose::Receipt => link::find_by_receipt(tx, hash).await?,
        // No row keeps the hash of these: what they can do, a buyer can take back.
        LinkPurpose::Preferences => link::load(tx, knocked.claims.invitation).await?,
    };
    admit(state, knocked, found).await
}

/// Somebody with a sealed token of ours at the open door of the tenant that it names; no row has agreed yet.
struct Knocked {
    tx: TenantTx,
    purpose: LinkPurpose,
    token: LinkToken,
    claims: TokenClaims,
    hash: TokenHash,
}

impl Knocked {
    /// The row that the token's hash finds, held, and the draft.
    async fn find_held(&self) -> Result<Option<(Invitation, Draft, Held)>, StoreError> {
        match self.purpose {
            LinkPurpose::Survey => link::find_held(&self.tx, &self.hash).await,
            LinkPurpose::Receipt => link::find_held_by_receipt(&self.tx, &self.hash).await,
            // Behind these no survey is answered.
            LinkPurpose::Preferences => Ok(None),
        }
    }
}

async fn find_with_draft(state: &AppState, knocked: Knocked) -> Result<(Entered, Draft), Refusal> {
    let (tx, hash) = (&knocked.tx, &knocked.hash);
    let found = match knocked.purpose {
        LinkPurpose::Survey => link::find_with_draft(tx, hash).await?,
        LinkPurpose::Receipt => link::find_with_draft_by_receipt(tx, hash).await?,
        // Behind these no survey is answered.
        LinkPurpose::Preferences => None,
    };
    let (invitation, draft) = found.unzip();
    Ok((admit(state, knocked, invitation).await?, draft.unwrap_or_default()))
}

async fn knock(state: &AppState, purpose: LinkPurpose, token: Option<LinkToken>) -> Result<Knocked, Refusal> {
    let host = state.http.public_url.host();
    let keys = state.store.keys();
    let opened = token.and_then(|token| keys.open_token(purpose, &token, host).map(|claims| (token, claims)));
    let Some((token, claims)) = opened else {
        link::decoy(&state.store).await?;
        return Err(Closed::Unknown.into());
    };
    let actor = Actor::Buyer { invitation: claims.invitation };
    let opened = match purpose {
        LinkPurpose::Survey | LinkPurpose::Receipt => {
            state.store.open_tenant(claims.tenant, actor.clone(), Workload::Live).await
        }
        // Who wants no mail any more need not wait until the tenant is open again.
        LinkPurpose::Preferences => state.store.open_for_preferences(claims.tenant, claims.invitation).await,
    };
    let tx = match opened {
        Err(StoreError::NotFound) => return Err(mismatch(state, &actor, claims)),
        other => other?,
    };
    let hash = token.hash();
    Ok(Knocked { tx, purpose, token, claims, hash })
}

/// Lets in whose token and row agree.
async fn admit(state: &AppState, knocked: Knocked, found: Option<Invitation>) -> Result<Entered, Refusal> {
    // Isolation: the sealed token names a tenant and an invitation, and the row in that tenant's own schema, found by
    // the token's hash, must be that invitation. Without it a stale or misrouted token could open another's survey.
    let claims = knocked.claims;
    let Some(invitation) = found else { return Err(refuse(state, &knocked).await?) };
    if invitation.id != claims.invitation {
        return Err(mismatch(state, knocked.tx.actor(), claims));
    }
    let Knocked { tx, purpose, token, hash, .. } = knocked;
    if is_over(state, purpose, claims) {
        return Err(Closed::Expired.into());
    }
    let tenant = state.store.tenant(claims.tenant).await?;
    let preferences = link::preferences_token(&tx, invitation.id, state.http.public_url.host());
    let guest = Guest { tenant, invitation, token, mark: mark(&hash), purpose, preferences };
    Ok(Entered { tx, guest })
}

/// Why a token without its row is not let in.
async fn refuse(state: &AppState, knocked: &Knocked) -> Result<Refusal, StoreError> {
    let Knocked { tx, purpose, claims, .. } = knocked;
    if is_renewed(tx, *purpose, *claims).await? {
        return Ok(Closed::Renewed.into());
    }
    Ok(mismatch(state, tx.actor(), *claims))
}

/// Whether the row of a survey's link knows another token by now: the deal was closed anew or the address corrected,
/// and a newer mail has the link. What became of that one is for whoever has it.
async fn is_renewed(tx: &TenantTx, purpose: LinkPurpose, claims: TokenClaims) -> Result<bool, StoreError> {
    match purpose {
        LinkPurpose::Survey => Ok(link::load(tx, claims.invitation).await?.is_some()),
        LinkPurpose::Receipt | LinkPurpose::Preferences => Ok(false),
    }
}

/// Whether the token's own time is over; of a survey's link the row knows better.
fn is_over(state: &AppState, purpose: LinkPurpose, claims: TokenClaims) -> bool {
    match purpose {
        LinkPurpose::Survey => false,
        LinkPurpose::Receipt | LinkPurpose::Preferences => {
            i64::from(claims.expires) <= state.store.clock().now().timestamp()
        }
    }
}

/// A token of ours for which there is no row: something worth a look.
fn mismatch(state: &AppState, actor: &Actor, claims: TokenClaims) -> Refusal {
    let entry = AuditEntry::of(actor, AuditAction::TokenMismatch).about(claims.tenant);
    state.store.record(entry.on(claims.invitation.to_string()));
    Closed::Unknown.into()
}

fn mark(hash: &TokenHash) -> String {
    hash.0.iter().take(MARK / 2).fold(String::with_capacity(MARK), |mut mark, byte| {
        write!(mark, "{byte:02x}").expect("writing to a string cannot fail");
        mark
    })
}
