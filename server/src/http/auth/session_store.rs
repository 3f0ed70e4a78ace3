//! Sessions in the control database.
//!
//! **Invariant:** the database knows the hash of a session's id only, so that a leaked table signs nobody in.
//! **Invariant:** a deleted session is never written again by a request that was under way.

use std::collections::HashMap;
use std::fmt;

use async_trait::async_trait;
use domain::actor::Role;
use domain::id::TenantId;
use serde_json::Value;
use store::account::session::{self, Session};
use store::{Store, StoreError};
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result, SessionStore};

use super::SignedIn;
use crate::config::SessionConfig;
use crate::http::error::chain;

/// The sessions' table as the session layer wants it.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    config: SessionConfig,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// Sessions that last as configured.
    #[must_use]
    pub const fn new(store: Store, config: SessionConfig) -> Self {
        Self { store, config }
    }

    /// The role in a tenant of whoever the session is of, as long as it is good for anything there.
    ///
    /// # Errors
    /// When the database is not there.
    pub async fn role_in(&self, id: Id, tenant: TenantId) -> std::result::Result<Option<Role>, StoreError> {
        let control = self.store.open_control().await?;
        session::role_in(&control, &hash(&id), tenant).await
    }

    fn row(&self, record: &Record) -> Result<Session> {
        let now = self.store.clock().now();
        let signed_in: Option<SignedIn> = record
            .data
            .get(SignedIn::KEY)
            .map(|value| serde_json::from_value(value.clone()))
            .transpose()
            .map_err(|error| Error::Decode(error.to_string()))?;
        let since = signed_in.as_ref().map_or(now, |signed_in| signed_in.since);
        Ok(Session {
            data: serde_json::to_vec(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
            user: signed_in.map(|signed_in| signed_in.user),
            // Our clock decides, not the record's: it also knows the longest a session may last.
            expires_at: (now + self.config.idle).min(since + self.config.absolute),
        })
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let control = self.store.open_control().await.map_err(failed)?;
        let row = self.row(record)?;
        while !session::insert(&control, &hash(&record.id), &row).await.map_err(failed)? {
            record.id = Id::default();
        }
        control.commit().await.map_err(failed)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let control = self.store.open_control().await.map_err(failed)?;
        // A session that was ended in the meantime stays ended.
        session::save(&control, &hash(&record.id), &self.row(record)?).await.map_err(failed)?;
        control.commit().await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let control = self.store.open_control().await.map_err(failed)?;
        let row = session::load(&control, &hash(id)).await.map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let data: HashMap<String, Value> =
            serde_json::from_slice(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        let left = row.expires_at - self.store.clock().now();
        let expiry_date = OffsetDateTime::now_utc()
            + tower_sessions::cookie::time::Duration::seconds(left.num_seconds().max(0));
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let control = self.store.open_control().await.map_err(failed)?;
        session::delete(&control, &hash(id)).await.map_err(failed)?;
        control.commit().await.map_err(failed)
    }
}

/// The key of a session's row.
fn hash(id: &Id) -> [u8; 32] {
    store::digest(&id.0.to_be_bytes())
}

fn failed(error: StoreError) -> Error {
    Error::Backend(chain(&error))
}
