//! Connections: how a tenant's CRM reaches us. The key in the address says whose event it is; the secrets,
//! kept sealed, prove it.

mod known;
mod summary;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD};
use domain::id::{ConnectionId, TenantId};
use domain::tenant::TenantStatus;
use sea_orm::QueryResult;
use secrecy::{ExposeSecret as _, SecretString};

pub(crate) use known::Connections;
pub use summary::{ConnectionSummary, connections};

use crate::access::ControlTx;
use crate::error::StoreError;
use crate::keys::{Keys, digest};

/// The kind of connection that speaks Standard Webhooks.
pub const STANDARD: &str = "standard";

const PURPOSE: &str = "connection secret";

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

/// The live connections with keys of these hashes. One whose secret does not open is an error of its own.
async fn connections_by_hash(
    control: &ControlTx,
    hashes: &[[u8; 32]],
) -> Result<Vec<([u8; 32], Result<Connection, StoreError>)>, StoreError> {
    let hashes: Vec<Vec<u8>> = hashes.iter().map(|hash| hash.to_vec()).collect();
    let rows = control
        .connection()
        .all(
            "SELECT c.id, c.tenant_id, c.kind, c.secrets, t.status, c.key_hash
             FROM connections c JOIN tenants t ON t.id = c.tenant_id
             WHERE c.key_hash = ANY($1) AND c.retired_at IS NULL",
            [hashes.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let hash: Vec<u8> = row.try_get_by_index(5)?;
            let hash = hash.try_into().map_err(|_| StoreError::broken("a hash of another length"))?;
            Ok((hash, read(row, control.keys())))
        })
        .collect()
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
