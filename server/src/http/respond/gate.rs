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
use store::link::{self, Invitation};
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
    match cookie::read(&visit.headers, state.http.public_url.is_https()) {
        Some(token) => {
            let host = state.http.public_url.host();
            let is_receipt = state.store.keys().open_token(LinkPurpose::Receipt, &token, host).is_some();
            let purpose = if is_receipt { LinkPurpose::Receipt } else { LinkPurpose::Survey };
            enter(state, purpose, Some(token)).await
        }
        None => Err(Closed::NoCookie.into()),
    }
}

/// Enters with the cookie for a form that says which survey it belongs to.
pub(super) async fn for_form(
    state: &AppState,
    visit: &Visit,
    mark: Option<&str>,
) -> Result<Entered, Refusal> {
    let entered = by_cookie(state, visit).await?;
    match mark {
        None => Err(Closed::Malformed.into()),
        Some(mark) if mark == entered.mark => Ok(entered),
        Some(_) => Err(Closed::OtherSurvey.into()),
    }
}

async fn enter(state: &AppState, purpose: LinkPurpose, token: Option<LinkToken>) -> Result<Entered, Refusal> {
    let host = state.http.public_url.host();
    let keys = state.store.keys();
    let opened = token.and_then(|token| keys.open_token(purpose, &token, host).map(|claims| (token, claims)));
    let Some((token, claims)) = opened else {
        link::decoy(&state.store).await?;
        return Err(Closed::Unknown.into());
    };
    let actor = Actor::Buyer { invitation: claims.invitation };
    let tx = match state.store.open_tenant(claims.tenant, actor.clone(), Workload::Live).await {
        Err(StoreError::NotFound) => return Err(mismatch(state, &actor, claims)),
        other => other?,
    };
    let hash = token.hash();
    let found = match purpose {
        LinkPurpose::Survey => link::find(&tx, &hash).await?,
        LinkPurpose::Receipt => link::find_by_receipt(&tx, &hash).await?,
        // No row keeps the hash of these: what they can do, a buyer can take back.
        LinkPurpose::Preferences => link::load(&tx, claims.invitation).await?,
    };
    // Isolation: the sealed token names a tenant and an invitation, and the row in that tenant's own schema, found by
    // the token's hash, must be that invitation. Without it a stale or misrouted token could open another's survey.
    match found {
        Some(invitation) if invitation.id == claims.invitation => {
            if is_over(state, purpose, claims) {
                return Err(Closed::Expired.into());
            }
            let tenant = state.store.tenant(claims.tenant).await?;
            let preferences = link::preferences_token(&tx, invitation.id, host);
            let guest = Guest { tenant, invitation, token, mark: mark(&hash), purpose, preferences };
            Ok(Entered { tx, guest })
        }
        Some(_) => Err(mismatch(state, &actor, claims)),
        None if is_renewed(&tx, purpose, claims).await? => Err(Closed::Renewed.into()),
        None => Err(mismatch(state, &actor, claims)),
    }
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

/// Why nothing can be sent any more, if so, although the invitation was open when it was read.
pub(super) async fn closed_since(entered: &Entered) -> Result<Option<Closed>, StoreError> {
    let found = link::load(&entered.tx, entered.invitation.id).await?;
    Ok(match found {
        // An answer that is being corrected is answered and open at once, until one send of it wins.
        Some(found) if entered.invitation.is_correcting && found.is_correcting => None,
        Some(found) => closed_for(found.state, found.withdrawn),
        None => Some(Closed::Unknown),
    })
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
