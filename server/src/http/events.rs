//! `GET /app/events`: tells an open page that its tenant's data changed.
//!
//! The stream carries a version number and nothing else; the page then loads what the member may see. It ends
//! with the session, the membership, the tenant's suspension and the process: at once when the news of it come, and
//! after one heartbeat in any case, however much there is to say meanwhile. A page says for which tenant it was drawn;
//! when its person works for another one since, it hears that and nothing else.

use std::convert::Infallible;

use app::api::context::Visitor;
use axum::extract::{Query, State};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::actor::{Actor, Permission};
use domain::id::{TenantId, UserId};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use store::{Access, Change, StoreError, Workload};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tower_sessions::Session;
use tower_sessions::session::Id;

use super::error::{HttpError, chain};
use crate::state::AppState;

/// The route.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/app/events", get(stream_changes))
}

struct Listener {
    state: AppState,
    session: Id,
    user: UserId,
    actor: Actor,
    tenant: TenantId,
    changes: broadcast::Receiver<Change>,
    accesses: broadcast::Receiver<Access>,
    heartbeat: Interval,
    is_new: bool,
}

/// For which tenant the page was drawn that listens.
#[derive(Deserialize)]
struct Drawn {
    of: Option<TenantId>,
}

async fn stream_changes(
    State(state): State<AppState>,
    session: Session,
    Extension(visitor): Extension<Visitor>,
    Query(drawn): Query<Drawn>,
) -> Result<Response, HttpError> {
    let (tenant, actor) = visitor.acts_for(Permission::ViewReports)?;
    if drawn.of.is_some_and(|drawn| drawn != tenant.id) {
        // Isolation: the news, and what the page would load for them, are of another tenant than its other figures.
        let moved = Event::default().event("moved").data("another tenant");
        return Ok(Sse::new(stream::iter([Ok::<_, Infallible>(moved)])).into_response());
    }
    let session = session.id().ok_or(HttpError::Forbidden)?;
    let mut heartbeat = interval_at(Instant::now() + state.heartbeat, state.heartbeat);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        session,
        user: visitor.user,
        actor,
        tenant: tenant.id,
        // Subscribed before anything is read, so that no news falls between the two.
        changes: state.store.changes(),
        accesses: state.store.access_changes(),
        heartbeat,
        is_new: true,
        state,
    };
    if !may_listen(&listener).await {
        return Err(HttpError::Forbidden);
    }
    // A database that is away is said with a status.
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
            // Not begun anew by what is said to others: on a busy platform it would never come.
            _ = listener.heartbeat.tick() => {
                return may_listen(listener).await.then(|| Event::default().comment("still here"));
            }
            access = listener.accesses.recv() => {
                let is_about_us = match access {
                    Ok(Access::Tenant(tenant)) => tenant == listener.tenant,
                    Ok(Access::User(user)) => user == listener.user,
                    // Something was missed: it may have been about us.
                    Err(RecvError::Lagged(_)) => true,
                    Err(RecvError::Closed) => return None,
                };
                if is_about_us && !may_listen(listener).await {
                    return None;
                }
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
    let tenant =
        listener.state.store.open_tenant(listener.tenant, listener.actor.clone(), Workload::Live).await?;
    tenant.data_version().await
}

/// Whether the session is still there, its person a member, and the tenant in use. A database that is away for a
/// moment ends no stream: as long as it is, there is nothing to hear.
async fn may_listen(listener: &Listener) -> bool {
    match listener.state.sessions.role_in(listener.session, listener.tenant).await {
        Ok(role) => role.is_some_and(|role| role.allows(Permission::ViewReports)),
        Err(error) => {
            tracing::debug!(cause = chain(&error), "a stream could not look whether it may go on");
            true
        }
    }
}
