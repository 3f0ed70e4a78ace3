//! Connections: how a tenant's CRM reaches us. The key in the address says whose event it is; the secrets,
//! kept sealed, prove it.

mod summary;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD};
use domain::id::{ConnectionId, TenantId};
use domain::tenant::TenantStatus;
use moka::future::Cache;
use sea_orm::QueryResult;
use secrecy::{ExposeSecret as _, SecretString};

pub use summary::{ConnectionSummary, connections};

use crate::Store;
use crate::access::ControlTx;
use crate::error::StoreError;
use crate::keys::{Keys, digest};

/// The kind of connection that speaks Standard Webhooks.
pub const STANDARD: &str = "standard";

const PURPOSE: &str = "connection secret";
const FRESH: Duration = Duration::from_secs(30);

/// A live connection.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// Whose events come through it.
    pub tenant: TenantId,
    /// What it speaks.
    pub kind: String,
    /// The secrets that are accepted, the current one first.
    pub secrets: Vec<SecretString>,
    /// Where the tenant stands.
    pub tenant_status: TenantStatus,
}

/// A connection as it was made; the key and the secret cannot be shown again.
#[derive(Clone, Debug)]
pub struct NewConnection {
    /// Its id.
    pub id: ConnectionId,
    /// The key in the address.
    pub key: String,
    /// The secret, in the form `whsec_…` of Standard Webhooks.
    pub secret: SecretString,
}

/// Makes a connection for a tenant.
///
/// # Errors
/// [`StoreError::Conflict`] for an unknown tenant.
pub async fn create_connection(
    control: &ControlTx,
    tenant: TenantId,
    kind: &str,
) -> Result<NewConnection, StoreError> {
    let clock = control.clock();
    let (id, key, secret) = (
        ConnectionId::new(clock.new_id()),
        URL_SAFE_NO_PAD.encode(clock.random::<24>()),
        new_secret(control),
    );
    let sealed = control.keys().seal(tenant, PURPOSE, secret.expose_secret().as_bytes());
    control
        .connection()
        .run(
            "INSERT INTO connections (id, tenant_id, kind, key_hash, secrets, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            [
                id.uuid().into(),
                tenant.uuid().into(),
                kind.to_owned().into(),
                digest(key.as_bytes()).to_vec().into(),
                vec![sealed].into(),
                clock.now().into(),
            ],
        )
        .await?;
    Ok(NewConnection { id, key, secret })
}

/// Gives a connection a new secret; the one before is accepted as well until the next change.
///
/// # Errors
/// [`StoreError::NotFound`] for an unknown connection.
pub async fn rotate_secret(
    control: &ControlTx,
    tenant: TenantId,
    connection: ConnectionId,
) -> Result<SecretString, StoreError> {
    let secret = new_secret(control);
    let sealed = control.keys().seal(tenant, PURPOSE, secret.expose_secret().as_bytes());
    let touched = control
        .connection()
        .run(
            "UPDATE connections SET secrets = ARRAY[$3, secrets[1]]
             WHERE id = $1 AND tenant_id = $2 AND retired_at IS NULL",
            [connection.uuid().into(), tenant.uuid().into(), sealed.into()],
        )
        .await?;
    if touched == 0 { Err(StoreError::NotFound) } else { Ok(secret) }
}

/// Takes a connection out of use.
///
/// # Errors
/// [`StoreError::NotFound`] for an unknown connection.
pub async fn retire_connection(
    control: &ControlTx,
    tenant: TenantId,
    connection: ConnectionId,
) -> Result<(), StoreError> {
    let touched = control
        .connection()
        .run(
            "UPDATE connections SET retired_at = $3 WHERE id = $1 AND tenant_id = $2 AND retired_at IS NULL",
            [connection.uuid().into(), tenant.uuid().into(), control.clock().now().into()],
        )
        .await?;
    if touched == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// The live connection with this key.
///
/// # Errors
/// When the database is not there.
pub async fn connection_by_key(control: &ControlTx, key: &str) -> Result<Option<Connection>, StoreError> {
    let row = control
        .connection()
        .one(
            "SELECT c.id, c.tenant_id, c.kind, c.secrets, t.status
             FROM connections c JOIN tenants t ON t.id = c.tenant_id
             WHERE c.key_hash = $1 AND c.retired_at IS NULL",
            [digest(key.as_bytes()).to_vec().into()],
        )
        .await?;
    row.map(|row| read(&row, control.keys())).transpose()
}

fn read(row: &QueryResult, keys: &Keys) -> Result<Connection, StoreError> {
    let tenant = TenantId::new(row.try_get_by_index(1)?);
    let (sealed, status): (Vec<Vec<u8>>, String) = (row.try_get_by_index(3)?, row.try_get_by_index(4)?);
    let open = |sealed: &Vec<u8>| {
        let bytes = keys.open(tenant, PURPOSE, sealed)?;
        String::from_utf8(bytes).ok().map(SecretString::from)
    };
    let secrets: Option<Vec<_>> = sealed.iter().map(open).collect();
    Ok(Connection {
        id: ConnectionId::new(row.try_get_by_index(0)?),
        tenant,
        kind: row.try_get_by_index(2)?,
        secrets: secrets.ok_or_else(|| StoreError::broken("a connection's secret does not open"))?,
        tenant_status: TenantStatus::from_code(&status)
            .ok_or_else(|| StoreError::broken("a status that does not exist"))?,
    })
}

fn new_secret(control: &ControlTx) -> SecretString {
    format!("whsec_{}", BASE64.encode(control.clock().random::<32>())).into()
}

/// What was found lately, by the hash of the key.
pub(crate) struct Connections(Cache<[u8; 32], Arc<Connection>>);

impl Connections {
    pub(crate) fn new() -> Self {
        Self(Cache::builder().max_capacity(50_000).time_to_live(FRESH).build())
    }

    pub(crate) async fn find(&self, store: &Store, key: &str) -> Result<Option<Arc<Connection>>, StoreError> {
        let hash = digest(key.as_bytes());
        if let Some(known) = self.0.get(&hash).await {
            return Ok(Some(known));
        }
        self.find_anew(store, key).await
    }

    /// Asks the database whatever is remembered: a secret may have been changed a moment ago.
    pub(crate) async fn find_anew(
        &self,
        store: &Store,
        key: &str,
    ) -> Result<Option<Arc<Connection>>, StoreError> {
        let hash = digest(key.as_bytes());
        let control = store.open_control().await?;
        // What is not there is not remembered: guesses would push out what is in use.
        let Some(found) = connection_by_key(&control, key).await? else {
            self.0.invalidate(&hash).await;
            return Ok(None);
        };
        let found = Arc::new(found);
        if found.tenant_status != TenantStatus::Provisioning {
            self.0.insert(hash, Arc::clone(&found)).await;
        }
        Ok(Some(found))
    }
}
