//! Connections that were found lately, by the hash of the key, and the look-ups that requests share.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::tenant::TenantStatus;
use moka::future::Cache;

use super::{Connection, connections_by_hash};
use crate::Store;
use crate::error::StoreError;
use crate::keys::digest;
use crate::shared_read::SharedRead;

const FRESH: Duration = Duration::from_secs(30);

type Hash = [u8; 32];
/// A row that does not open is its own trouble, not that of those it was read with.
type Found = Result<Arc<Connection>, Arc<StoreError>>;

/// What was found lately, and what is being looked up.
#[derive(Clone)]
pub(crate) struct Connections {
    known: Cache<Hash, Arc<Connection>>,
    look_ups: SharedRead<Hash, Found>,
}

impl Connections {
    pub(crate) fn new() -> Self {
        Self {
            known: Cache::builder().max_capacity(50_000).time_to_live(FRESH).build(),
            look_ups: SharedRead::new(),
        }
    }

    pub(crate) async fn find(&self, store: &Store, key: &str) -> Result<Option<Arc<Connection>>, StoreError> {
        match self.known.get(&digest(key.as_bytes())).await {
            Some(known) => Ok(Some(known)),
            None => self.find_anew(store, key).await,
        }
    }

    /// Asks the database whatever is remembered: the answer is from a look-up that began after this was called.
    pub(crate) async fn find_anew(
        &self,
        store: &Store,
        key: &str,
    ) -> Result<Option<Arc<Connection>>, StoreError> {
        let (store, known) = (store.clone(), self.known.clone());
        let read = move |hashes| look_up(store.clone(), known.clone(), hashes);
        let found = self.look_ups.ask(digest(key.as_bytes()), read).await?;
        found.transpose().map_err(|error| StoreError::Unavailable(Box::new(error)))
    }
}

/// Look-ups come one after the other, so that an older one never overwrites what a newer one remembered.
async fn look_up(
    store: Store,
    known: Cache<Hash, Arc<Connection>>,
    hashes: Vec<Hash>,
) -> Result<HashMap<Hash, Found>, StoreError> {
    let control = store.open_control().await?;
    let mut found = HashMap::with_capacity(hashes.len());
    for (hash, connection) in connections_by_hash(&control, &hashes).await? {
        found.insert(hash, connection.map(Arc::new).map_err(Arc::new));
    }
    for hash in &hashes {
        match found.get(hash) {
            Some(Ok(connection)) if connection.tenant_status == TenantStatus::Active => {
                known.insert(*hash, Arc::clone(connection)).await;
            }
            // What is not there is not remembered: guesses would push out what is in use. Nor is what is stopped: it
            // may be opened the next moment.
            Some(_) | None => known.invalidate(hash).await,
        }
    }
    Ok(found)
}
