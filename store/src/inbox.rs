//! Received CRM messages: kept before they are understood, each once, with the job that will read it.
//!
//! **Invariant:** a message and its job are one transaction; the same message again changes nothing.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::id::ConnectionId;
use domain::job::Job;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// A message whose signature was verified.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The connection it came through.
    pub connection: ConnectionId,
    /// The sender's id of the message.
    pub event_id: String,
    /// The raw bytes.
    pub body: Vec<u8>,
}

/// A kept message.
#[derive(Clone, Debug)]
pub struct Received {
    /// The raw bytes.
    pub body: Vec<u8>,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// How far it got.
    pub state: InboxState,
}

/// How far a message got.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum InboxState {
    /// Kept, not yet read.
    Waiting,
    /// Read, and its effects are written.
    Done,
    /// Read; it does not concern us.
    Ignored,
    /// It cannot be read.
    Rejected,
}

impl InboxState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Done, Self::Ignored, Self::Rejected];

    const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Ignored => "ignored",
            Self::Rejected => "rejected",
        }
    }

    fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or(Self::Waiting)
    }
}

/// Keeps a batch of messages, and enqueues the reading of those that are new.
///
/// Tells for each message whether it is new; of two alike in the batch the first is.
///
/// # Errors
/// When the database is not there; then nothing is kept, and the senders must come again.
pub async fn accept(tenant: &TenantTx, incoming: &[Incoming]) -> Result<Vec<bool>, StoreError> {
    let mut seen = HashSet::new();
    let mut first: Vec<&Incoming> =
        incoming.iter().filter(|one| seen.insert((one.connection, one.event_id.as_str()))).collect();
    // One order for every batch, so that two that overlap wait for each other and never in a circle.
    first.sort_by(|a, b| (a.connection, &a.event_id).cmp(&(b.connection, &b.event_id)));
    let connections: Vec<Uuid> = first.iter().map(|one| one.connection.uuid()).collect();
    let events: Vec<String> = first.iter().map(|one| one.event_id.clone()).collect();
    let hashes: Vec<Vec<u8>> = first.iter().map(|one| Sha256::digest(&one.body).to_vec()).collect();
    let bodies: Vec<Vec<u8>> = first.iter().map(|one| one.body.clone()).collect();
    let rows = sql::all(
        tenant,
        "INSERT INTO inbox (tenant_id, connection_id, event_id, body, body_sha256, received_at, state)
         SELECT $1, one.connection_id, one.event_id, one.body, one.sha256, $2, 'waiting'
         FROM unnest($3::uuid[], $4::text[], $5::bytea[], $6::bytea[])
              AS one(connection_id, event_id, body, sha256)
         ON CONFLICT DO NOTHING
         RETURNING connection_id, event_id",
        [
            tenant.tenant().uuid().into(),
            tenant.clock().now().into(),
            connections.into(),
            events.into(),
            bodies.into(),
            hashes.into(),
        ],
    )
    .await?;
    let mut new = HashSet::with_capacity(rows.len());
    let mut jobs = Vec::with_capacity(rows.len());
    for row in rows {
        let connection = ConnectionId::new(row.try_get_by_index(0)?);
        let event: String = row.try_get_by_index(1)?;
        jobs.push(Job::DispatchSurvey { connection, event: event.clone() });
        new.insert((connection, event));
    }
    if !jobs.is_empty() {
        tenant.enqueue_many(&jobs).await?;
    }
    Ok(incoming.iter().map(|one| new.remove(&(one.connection, one.event_id.clone()))).collect())
}

/// The message, locked until the end of the transaction, so that it is read once.
///
/// # Errors
/// When the database is not there.
pub async fn load(
    tenant: &TenantTx,
    connection: ConnectionId,
    event: &str,
) -> Result<Option<Received>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT body, received_at, state FROM inbox
         WHERE tenant_id = $1 AND connection_id = $2 AND event_id = $3 FOR UPDATE",
        [tenant.tenant().uuid().into(), connection.uuid().into(), event.into()],
    )
    .await?;
    row.map(|row| {
        let state: String = row.try_get_by_index(2)?;
        Ok(Received {
            body: row.try_get_by_index(0)?,
            received_at: row.try_get_by_index(1)?,
            state: InboxState::from_code(&state),
        })
    })
    .transpose()
}

/// Records what became of a message, with the reason for people.
///
/// # Errors
/// When the database is not there.
pub async fn finish(
    tenant: &TenantTx,
    connection: ConnectionId,
    event: &str,
    state: InboxState,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    sql::run(
        tenant,
        "UPDATE inbox SET state = $4, reason = $5, processed_at = $6
         WHERE tenant_id = $1 AND connection_id = $2 AND event_id = $3",
        [
            tenant.tenant().uuid().into(),
            connection.uuid().into(),
            event.into(),
            state.code().into(),
            reason.map(str::to_owned).into(),
            tenant.clock().now().into(),
        ],
    )
    .await?;
    Ok(())
}
