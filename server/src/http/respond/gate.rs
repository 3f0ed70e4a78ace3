//! The way in: a token opens its tenant's door, and the invitation's row must agree with it.

use std::fmt::Write as _;

use app::pages::respond::{Closed, Survey};
use axum::http::HeaderMap;
use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::link::{LinkPurpose, LinkToken, TokenClaims, TokenHash};
use domain::tenant::Tenant;
use store::audit::AuditEntry;
use store::link::{self, Invitation};
use store::{StoreError, TenantTx, Workload};

use super::cookie;
use super::page::{Refusal, closed_by};
use crate::state::AppState;

/// Hexadecimal digits of the hash that a page carries.
const MARK: usize = 12;

/// A buyer inside: the door of the tenant, and what the link is for.
pub(super) struct Entered {
    pub(super) tx: TenantTx,
    pub(super) tenant: Tenant,
    pub(super) invitation: Invitation,
    pub(super) token: LinkToken,
    pub(super) mark: String,
}

impl Entered {
    /// The same, if the link can be answered.
    pub(super) fn open(self) -> Result<Self, Refusal> {
        match closed_by(self.invitation.state) {
            None => Ok(self),
            Some(closed) => Err(closed.into()),
        }
    }

    /// What every page says.
    pub(super) fn survey(&self) -> Survey<'_> {
        Survey {
            tenant: &self.tenant.name,
            account: &self.invitation.account_name,
            privacy_contact: self
                .invitation
                .privacy_contact
                .as_deref()
                .filter(|contact| !contact.trim().is_empty()),
            template: &self.invitation.template,
            expires_at: self.invitation.expires_at,
            mark: &self.mark,
        }
    }
}

/// Enters with the token of an address.
///
/// Whatever is wrong with a token, the answer is one and the same, after about the same work.
pub(super) async fn by_token(state: &AppState, text: &str) -> Result<Entered, Refusal> {
    enter(state, LinkToken::parse(text)).await
}

/// Enters with the token of the cookie.
pub(super) async fn by_cookie(state: &AppState, headers: &HeaderMap) -> Result<Entered, Refusal> {
    match cookie::read(headers, state.http.public_url.is_https()) {
        Some(token) => enter(state, Some(token)).await,
        None => Err(Closed::NoCookie.into()),
    }
}

/// Enters with the cookie for a form that says which survey it belongs to.
pub(super) async fn for_form(
    state: &AppState,
    headers: &HeaderMap,
    mark: Option<&str>,
) -> Result<Entered, Refusal> {
    let entered = by_cookie(state, headers).await?;
    match mark {
        None => Err(Closed::Malformed.into()),
        Some(mark) if mark == entered.mark => Ok(entered),
        Some(_) => Err(Closed::OtherSurvey.into()),
    }
}

async fn enter(state: &AppState, token: Option<LinkToken>) -> Result<Entered, Refusal> {
    let host = state.http.public_url.host();
    let opened = token.and_then(|token| {
        state.store.keys().open_token(LinkPurpose::Survey, &token, host).map(|claims| (token, claims))
    });
    let Some((token, claims)) = opened else {
        link::decoy(&state.store).await?;
        return Err(Closed::Unknown.into());
    };
    let actor = Actor::Buyer { invitation: claims.invitation };
    let tx = match state.store.open_tenant(claims.tenant, actor, Workload::Live).await {
        Err(StoreError::NotFound) => return Err(mismatch(state, &actor, claims)),
        other => other?,
    };
    let hash = token.hash();
    // Isolation: the sealed token names a tenant and an invitation, and the row in that tenant's own schema, found by
    // the token's hash, must be that invitation. Without it a stale or misrouted token could open another's survey.
    match link::find(&tx, &hash).await? {
        Some(invitation) if invitation.id == claims.invitation => {
            let tenant = state.store.tenant(claims.tenant).await?;
            Ok(Entered { tx, tenant, invitation, token, mark: mark(&hash) })
        }
        _ => Err(mismatch(state, &actor, claims)),
    }
}

/// A token of ours for which there is no row: an old link of a renewed invitation, or something worth a look.
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
