//! `GET /app/events`: tells an open page that its tenant's data changed.
//!
//! The stream carries a version number and nothing else; the page then loads what the member may see. It ends
//! with the session, with the tenant's suspension and with the process.

use std::convert::Infallible;

use app::api::context::Visitor;
use axum::extract::State;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::actor::{Actor, Permission};
use domain::id::TenantId;
use futures_util::stream::{self, Stream};
use store::{Change, StoreError, Workload};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tower_sessions::Session;

use super::auth::SignedIn;
use super::error::HttpError;
use crate::state::AppState;

/// The route.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/app/events", get(stream_changes))
}

struct Listener {
    state: AppState,
    session: Session,
    actor: Actor,
    tenant: TenantId,
    changes: broadcast::Receiver<Change>,
    is_new: bool,
}

async fn stream_changes(
    State(state): State<AppState>,
    session: Session,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, HttpError> {
    let (Some(tenant), Some(role)) = (&visitor.tenant, visitor.role) else {
        return Err(HttpError::Forbidden);
    };
    let actor = Actor::Member { user: visitor.user, role };
    if !actor.allows(Permission::ViewReports) {
        return Err(HttpError::Forbidden);
    }
    // Subscribed before the version is read, so that no change falls between the two.
    let changes = state.store.changes();
    let listener = Listener { actor, tenant: tenant.id, changes, session, is_new: true, state };
    // A suspended tenant, or a database that is away, is said with a status.
    version(&listener).await?;
    Ok(Sse::new(events(listener)).into_response())
}

fn events(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listener, async |mut listener| {
        let event = next(&mut listener).await?;
        Some((Ok(event), listener))
    })
}

/// The next thing to say, or `None` at the end.
async fn next(listener: &mut Listener) -> Option<Event> {
    if std::mem::take(&mut listener.is_new) {
        // A page that comes back after a break learns the newest version at once.
        let version = version(listener).await.ok()?;
        return Some(change(version));
    }
    let stopping = listener.state.lifecycle.stopping().clone();
    loop {
        tokio::select! {
            () = stopping.cancelled() => return None,
            () = tokio::time::sleep(listener.state.heartbeat) => {
                return is_signed_in(listener).await.then(|| Event::default().comment("still here"));
            }
            received = listener.changes.recv() => match received {
                // Isolation: only this tenant's news; another's would say when others work.
                Ok(news) if news.tenant == listener.tenant => return Some(change(news.version)),
                Ok(_) => {}
                // Too slow, and something was missed: the newest version makes up for it.
                Err(RecvError::Lagged(_)) => return Some(change(version(listener).await.ok()?)),
                Err(RecvError::Closed) => return None,
            },
        }
    }
}

fn change(version: i64) -> Event {
    Event::default().event("change").data(version.to_string())
}

async fn version(listener: &Listener) -> Result<i64, StoreError> {
    let tenant = listener.state.store.open_tenant(listener.tenant, listener.actor, Workload::Live).await?;
    tenant.data_version().await
}

/// Whether the session is still there. A database that is away for a moment ends no stream.
async fn is_signed_in(listener: &Listener) -> bool {
    let Some(id) = listener.session.id() else { return false };
    let session = Session::new(Some(id), listener.state.sessions.clone(), None);
    !matches!(session.get::<SignedIn>(SignedIn::KEY).await, Ok(None))
}
