//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use store::Store;
use tokio_util::task::TaskTracker;

use crate::config::{HttpConfig, SessionConfig};
use crate::http::auth::Sessions;
use crate::http::auth::password::Passwords;
use crate::http::site::Site;
use crate::http::webhook::batch::Batcher;
use crate::lifecycle::Lifecycle;

/// What every handler can reach. A clone is another handle of the same: each layer of a request takes one.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// What there is to reach.
#[derive(Clone)]
pub struct Parts {
    /// The data.
    pub store: Store,
    /// How the site is reached.
    pub http: Arc<HttpConfig>,
    /// How long a sign-in lasts.
    pub session: SessionConfig,
    /// Where Leptos finds the site's files.
    pub leptos: LeptosOptions,
    /// The site's files.
    pub site: Arc<Site>,
    /// Whether the process is stopping.
    pub lifecycle: Lifecycle,
    /// Writes received events together.
    pub batcher: Batcher,
    /// Checks passwords, a few at a time.
    pub passwords: Passwords,
    /// The sessions' table.
    pub sessions: Arc<Sessions>,
    /// What goes on after an answer, so that the answer's time says nothing of it.
    pub afterwards: TaskTracker,
    /// How often a quiet stream says that it is still there, and looks whether its session is.
    pub heartbeat: Duration,
}

impl AppState {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        store: Store,
        http: HttpConfig,
        session: SessionConfig,
        site: Site,
        lifecycle: Lifecycle,
    ) -> Self {
        Self(Arc::new(Parts {
            http: Arc::new(http),
            leptos: site.leptos_options(),
            site: Arc::new(site),
            lifecycle,
            heartbeat: Duration::from_secs(15),
            batcher: Batcher::new(store.clone()),
            passwords: Passwords::new(),
            afterwards: TaskTracker::new(),
            sessions: Arc::new(Sessions::new(store.clone(), session.clone())),
            session,
            store,
        }))
    }

    /// Waits for what goes on after answers.
    pub async fn settled(&self) {
        self.afterwards.close();
        self.afterwards.wait().await;
    }

    /// The same with another heartbeat.
    #[must_use]
    pub fn with_heartbeat(mut self, heartbeat: Duration) -> Self {
        Arc::make_mut(&mut self.0).heartbeat = heartbeat;
        self
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
