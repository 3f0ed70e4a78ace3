//! Who is signed in: the form, the session, and the way in for new people.
//!
//! A session's record holds who signed in, when and for which tenant; what he may do is read anew with every
//! request, so that a changed role or a removed member counts at once.

mod card;
mod device;
mod forgot;
mod invite;
pub mod password;
mod reset;
mod session_store;
mod sign_in;
mod switch;
pub mod upkeep;

use axum::Router;
use chrono::{DateTime, Utc};
use domain::id::{TenantId, UserId};
use serde::{Deserialize, Serialize};
use store::account;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

pub use session_store::Sessions;

use super::error::HttpError;
use crate::state::AppState;

/// What a session's record says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who.
    pub user: UserId,
    /// For which tenant; operators work for none.
    pub tenant: Option<TenantId>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When the session was last made longer.
    pub seen: DateTime<Utc>,
}

impl SignedIn {
    /// The name in the record.
    pub const KEY: &'static str = "signed_in";
}

/// The routes.
pub fn routes() -> Router<AppState> {
    sign_in::routes()
        .merge(forgot::routes())
        .merge(reset::routes())
        .merge(invite::routes())
        .merge(switch::routes())
}

/// The layer that reads and writes the session's cookie.
#[must_use]
pub fn session_layer(state: &AppState) -> SessionManagerLayer<Sessions> {
    let is_https = state.http.public_url.is_https();
    let idle = Duration::seconds(state.session.idle.num_seconds());
    SessionManagerLayer::new(Sessions::clone(&state.sessions))
        // The prefix makes browsers refuse the cookie from a plain or a neighbouring site; it needs https.
        .with_name(if is_https { "__Host-wl" } else { "wl" })
        .with_secure(is_https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(idle))
}

/// Begins a session under a new id, so that an id somebody planted before is worth nothing.
async fn begin_session(
    state: &AppState,
    session: &Session,
    user: UserId,
    tenant: Option<TenantId>,
) -> Result<(), HttpError> {
    if let Some(tenant) = tenant {
        let control = state.store.open_control().await?;
        account::enter(&control, tenant, user).await?;
        control.commit().await?;
    }
    let now = state.store.clock().now();
    session.cycle_id().await.map_err(session_failed)?;
    let signed_in = SignedIn { user, tenant, since: now, seen: now };
    session.insert(SignedIn::KEY, signed_in).await.map_err(session_failed)
}

/// Lets a session go on for another tenant under a new id, and no longer than it would have lasted; the session
/// before is over.
async fn move_session(state: &AppState, session: &Session, tenant: TenantId) -> Result<(), HttpError> {
    let signed_in: Option<SignedIn> = session.get(SignedIn::KEY).await.map_err(session_failed)?;
    let signed_in = signed_in.ok_or(HttpError::Forbidden)?;
    session.cycle_id().await.map_err(session_failed)?;
    let seen = state.store.clock().now();
    let signed_in = SignedIn { tenant: Some(tenant), seen, ..signed_in };
    session.insert(SignedIn::KEY, signed_in).await.map_err(session_failed)
}

/// What a session that cannot be read or written is answered with.
pub fn session_failed(error: tower_sessions::session::Error) -> HttpError {
    tracing::warn!(cause = super::error::chain(&error), "a session could not be read or written");
    HttpError::Unavailable
}
