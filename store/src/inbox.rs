//! Received CRM messages: kept before they are understood, each once, with the job that will read it.
//!
//! **Invariant:** a message and its job are one transaction; the same message again changes nothing.
//! **Invariant:** another message under a used id is told apart from a repetition: it is never taken for kept.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::id::ConnectionId;
use domain::job::Job;
use sea_orm::QueryResult;
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

/// What became of a message.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Reception {
    /// It is kept, and its job waits.
    New,
    /// It was kept before.
    Duplicate,
    /// Another message was kept under its id before, and this one is not.
    Conflict,
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
/// Tells for each message what became of it; of several with one id in the batch the first may be new.
///
/// # Errors
/// When the database is not there; then nothing is kept, and the senders must come again.
pub async fn accept(tenant: &TenantTx, incoming: &[Incoming]) -> Result<Vec<Reception>, StoreError> {
    let hashes: Vec<Hash> = incoming.iter().map(|one| Sha256::digest(&one.body).into()).collect();
    let mut seen = HashSet::new();
    let mut first: Vec<(&Incoming, Hash)> = incoming
        .iter()
        .zip(hashes.iter().copied())
        .filter(|(one, _)| seen.insert((one.connection, one.event_id.as_str())))
        .collect();
    // One order for every batch, so that two that overlap wait for each other and never in a circle.
    first.sort_by_key(|(one, _)| (one.connection, &one.event_id));
    let mut new = insert(tenant, &first).await?;
    let mut kept: HashMap<Key, Hash> = HashMap::with_capacity(first.len());
    let mut old = Vec::new();
    for (one, hash) in first {
        let key = (one.connection, one.event_id.clone());
        if new.contains(&key) {
            kept.insert(key, hash);
        } else {
            old.push(key);
        }
    }
    if !old.is_empty() {
        kept.extend(kept_before(tenant, &old).await?);
    }
    let tell = |(one, hash): (&Incoming, &Hash)| {
        let key = (one.connection, one.event_id.clone());
        let reception = match kept.get(&key) {
            Some(kept) if kept != hash => Reception::Conflict,
            Some(_) if new.remove(&key) => Reception::New,
            Some(_) => Reception::Duplicate,
            None => return Err(StoreError::Unavailable("the message with this id was just deleted".into())),
        };
        Ok(reception)
    };
    incoming.iter().zip(&hashes).map(tell).collect()
}

type Key = (ConnectionId, String);
type Hash = [u8; 32];

/// Writes those that are not there yet, with their jobs, and says which they were. One statement: each more would be
/// a turn to the database and back for every batch.
async fn insert(tenant: &TenantTx, messages: &[(&Incoming, Hash)]) -> Result<HashSet<Key>, StoreError> {
    let mut rows = Rows::default();
    for (one, hash) in messages {
        rows.add(one, hash)?;
    }
    let Some(sample) = rows.sample else { return Ok(HashSet::new()) };
    let rows = sql::all(
        tenant,
        "WITH one AS (
             SELECT * FROM unnest($3::uuid[], $4::text[], $5::bytea[], $6::bytea[], $7::text[], $8::text[])
                           AS one(connection_id, event_id, body, sha256, payload, dedup_key)
         ), fresh AS (
             INSERT INTO inbox (tenant_id, connection_id, event_id, body, body_sha256, received_at, state)
             SELECT $1, one.connection_id, one.event_id, one.body, one.sha256, $2, 'waiting' FROM one
             ON CONFLICT DO NOTHING
             RETURNING connection_id, event_id
         ), enqueued AS (
             SELECT queue.enqueue_many($9, $10, array_agg(one.payload), array_agg(one.dedup_key), $11, $12) AS count
             FROM fresh JOIN one USING (connection_id, event_id)
             HAVING count(*) > 0
         )
         SELECT fresh.connection_id, fresh.event_id FROM fresh CROSS JOIN enqueued",
        [
            tenant.tenant().uuid().into(),
            tenant.clock().now().into(),
            rows.connections.into(),
            rows.events.into(),
            rows.bodies.into(),
            rows.hashes.into(),
            rows.payloads.into(),
            rows.dedup_keys.into(),
            sample.kind().into(),
            sample.class().code().into(),
            sample.max_attempts().into(),
            tenant.clock().fixed().into(),
        ],
    )
    .await?;
    if !rows.is_empty() {
        tenant.note_enqueued(sample.class());
    }
    rows.iter().map(key).collect()
}

/// The arrays of one bulk insert.
#[derive(Default)]
struct Rows {
    connections: Vec<Uuid>,
    events: Vec<String>,
    bodies: Vec<Vec<u8>>,
    hashes: Vec<Vec<u8>>,
    payloads: Vec<String>,
    dedup_keys: Vec<String>,
    /// One of the jobs: they are all of one kind.
    sample: Option<Job>,
}

impl Rows {
    fn add(&mut self, message: &Incoming, hash: &Hash) -> Result<(), StoreError> {
        let job = Job::DispatchSurvey { connection: message.connection, event: message.event_id.clone() };
        self.connections.push(message.connection.uuid());
        self.events.push(message.event_id.clone());
        self.bodies.push(message.body.clone());
        self.hashes.push(hash.to_vec());
        self.payloads.push(serde_json::to_string(&job)?);
        self.dedup_keys.push(job.dedup_key());
        self.sample = Some(job);
        Ok(())
    }
}

/// What was kept under these ids. A statement of its own: it sees what others committed while the insert waited.
async fn kept_before(tenant: &TenantTx, keys: &[Key]) -> Result<Vec<(Key, Hash)>, StoreError> {
    let connections: Vec<Uuid> = keys.iter().map(|(connection, _)| connection.uuid()).collect();
    let events: Vec<String> = keys.iter().map(|(_, event)| event.clone()).collect();
    let rows = sql::all(
        tenant,
        "SELECT kept.connection_id, kept.event_id, kept.body_sha256
         FROM unnest($2::uuid[], $3::text[]) AS one(connection_id, event_id)
         JOIN inbox kept ON kept.tenant_id = $1 AND kept.connection_id = one.connection_id
                        AND kept.event_id = one.event_id",
        [tenant.tenant().uuid().into(), connections.into(), events.into()],
    )
    .await?;
    rows.iter()
        .map(|row| {
            let hash: Vec<u8> = row.try_get_by_index(2)?;
            let hash = hash.try_into().map_err(|_| StoreError::broken("a digest of another length"))?;
            Ok((key(row)?, hash))
        })
        .collect()
}

/// What a connection has brought, of what is still kept.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Brought {
    /// When its newest message came.
    pub newest: DateTime<Utc>,
    /// How many could not be used.
    pub rejected: i64,
}

/// What each of the tenant's connections has brought; none of those without a message.
///
/// # Errors
/// When the database is not there.
pub async fn brought(tenant: &TenantTx) -> Result<HashMap<ConnectionId, Brought>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT connection_id, max(received_at), count(*) FILTER (WHERE state = $2)
         FROM inbox WHERE tenant_id = $1 GROUP BY connection_id",
        [tenant.tenant().uuid().into(), InboxState::Rejected.code().into()],
    )
    .await?;
    let read = |row: &QueryResult| {
        let brought = Brought { newest: row.try_get_by_index(1)?, rejected: row.try_get_by_index(2)? };
        Ok((ConnectionId::new(row.try_get_by_index(0)?), brought))
    };
    rows.iter().map(read).collect()
}

fn key(row: &QueryResult) -> Result<Key, StoreError> {
    Ok((ConnectionId::new(row.try_get_by_index(0)?), row.try_get_by_index(1)?))
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
