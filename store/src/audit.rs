//! The audit trail: who opened which door, who signed in, what was ordered.
//!
//! Entries are gathered and written on a connection of their own, at most a second later: a rollback does not
//! erase them and nobody waits for them. Equal entries of one batch are one, with a count.
//! **Invariant:** an entry that cannot be kept is counted and warned of, never lost in silence.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::id::TenantId;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::access::ControlTx;
use crate::clock::Clock;
use crate::error::StoreError;
use crate::keys::Keys;
use crate::pools::Pool;
use crate::signal::Signals;

const GATHER: Duration = Duration::from_millis(500);
const ROOM: usize = 16_384;
const BATCH: usize = 2_048;
const RETRY: Duration = Duration::from_secs(1);
/// How often a batch is tried while the process is stopping.
const LAST_TRIES: u32 = 3;

/// Something that was done.
#[derive(Clone, Eq, PartialEq, Hash, Debug)]
pub struct AuditEntry {
    /// To whose data; none for the platform itself.
    pub tenant: Option<TenantId>,
    /// The kind of actor.
    pub actor_kind: &'static str,
    /// Which one of that kind.
    pub actor: String,
    /// What.
    pub action: AuditAction,
    /// On what: an id, never personal data.
    pub object: Option<String>,
}

impl AuditEntry {
    /// An entry about what an actor did.
    #[must_use]
    pub fn of(actor: &Actor, action: AuditAction) -> Self {
        Self { tenant: None, actor_kind: actor.kind(), actor: actor.reference(), action, object: None }
    }

    /// An entry about the platform's own doing, or about somebody not yet known.
    #[must_use]
    pub fn of_platform(action: AuditAction) -> Self {
        Self { tenant: None, actor_kind: "platform", actor: "platform".to_owned(), action, object: None }
    }

    /// The same, about this tenant.
    #[must_use]
    pub const fn about(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// The same, on this object.
    #[must_use]
    pub fn on(mut self, object: impl Into<String>) -> Self {
        self.object = Some(object.into());
        self
    }
}

/// Where entries are put. A clone puts them into the same trail.
#[derive(Clone)]
pub(crate) struct Trail {
    sender: mpsc::Sender<(DateTime<Utc>, AuditEntry)>,
    lost: Arc<AtomicU64>,
    clock: Clock,
}

impl Trail {
    pub(crate) fn start(
        pool: Pool,
        parts: (Clock, Keys, Signals),
        tasks: &TaskTracker,
        stop: CancellationToken,
    ) -> Self {
        let (sender, receiver) = mpsc::channel(ROOM);
        let trail = Self { sender, lost: Arc::default(), clock: parts.0.clone() };
        let writer = Writer { pool, parts, lost: Arc::clone(&trail.lost), stop };
        tasks.spawn(writer.run(receiver));
        trail
    }

    pub(crate) fn record(&self, entry: AuditEntry) {
        if self.sender.try_send((self.clock.now(), entry)).is_err() {
            let lost = self.lost.fetch_add(1, Ordering::Relaxed) + 1;
            tracing::warn!(lost, "the audit trail is full: an entry was lost");
        }
    }

    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

struct Writer {
    pool: Pool,
    parts: (Clock, Keys, Signals),
    lost: Arc<AtomicU64>,
    stop: CancellationToken,
}

type Batch = HashMap<AuditEntry, (DateTime<Utc>, u32)>;

impl Writer {
    async fn run(self, mut entries: mpsc::Receiver<(DateTime<Utc>, AuditEntry)>) {
        loop {
            let first = tokio::select! {
                biased;
                first = entries.recv() => first,
                () = self.stop.cancelled() => {
                    entries.close();
                    entries.recv().await
                }
            };
            let Some(first) = first else { return };
            tokio::select! {
                () = tokio::time::sleep(GATHER) => {}
                () = self.stop.cancelled() => {}
            }
            let mut batch = Batch::new();
            let mut next = Some(first);
            while let Some((at, entry)) = next {
                let (first_at, count) = batch.entry(entry).or_insert((at, 0));
                *first_at = at.min(*first_at);
                *count += 1;
                next = if batch.len() < BATCH { entries.try_recv().ok() } else { None };
            }
            self.write(&batch).await;
        }
    }

    /// Tries until it succeeds; meanwhile the channel takes what fits.
    async fn write(&self, batch: &Batch) {
        let mut tries = 0;
        while let Err(error) = self.insert(batch).await {
            tries += 1;
            if self.stop.is_cancelled() && tries >= LAST_TRIES {
                let count = batch.values().map(|(_, count)| u64::from(*count)).sum::<u64>();
                let lost = self.lost.fetch_add(count, Ordering::Relaxed) + count;
                tracing::error!(%error, lost, "audit entries could not be written before the end");
                return;
            }
            tracing::warn!(%error, waiting = batch.len(), "audit entries wait for the database");
            tokio::time::sleep(RETRY).await;
        }
    }

    async fn insert(&self, batch: &Batch) -> Result<(), StoreError> {
        let control = ControlTx::open(&self.pool, self.parts.clone()).await?;
        let entries = || batch.keys();
        let (ats, counts): (Vec<_>, Vec<_>) =
            batch.values().map(|(at, count)| (*at, i32::try_from(*count).unwrap_or(i32::MAX))).unzip();
        let texts = |text: &dyn Fn(&AuditEntry) -> String| entries().map(text).collect::<Vec<_>>();
        control
            .connection()
            .run(
                "INSERT INTO audit_entries (id, at, tenant_id, actor_kind, actor_id, action, object, detail)
                 SELECT id, at, nullif(tenant_id, '')::uuid, actor_kind, actor_id, action, nullif(object, ''),
                        CASE WHEN count > 1 THEN jsonb_build_object('count', count) ELSE '{}' END
                 FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[],
                             $7::text[], $8::int[])
                      AS t (id, at, tenant_id, actor_kind, actor_id, action, object, count)",
                [
                    entries().map(|_| control.clock().new_id()).collect::<Vec<Uuid>>().into(),
                    ats.into(),
                    texts(&|e| e.tenant.map(|t| t.to_string()).unwrap_or_default()).into(),
                    texts(&|e| e.actor_kind.to_owned()).into(),
                    texts(&|e| e.actor.clone()).into(),
                    texts(&|e| e.action.code().to_owned()).into(),
                    texts(&|e| e.object.clone().unwrap_or_default()).into(),
                    counts.into(),
                ],
            )
            .await?;
        control.commit().await
    }
}

/// An entry as it was kept.
#[derive(Clone, PartialEq, Debug)]
pub struct KeptEntry {
    /// When it was done first.
    pub at: DateTime<Utc>,
    /// The kind of actor.
    pub actor_kind: String,
    /// Which one of that kind.
    pub actor: String,
    /// What; the word of [`AuditAction::code`].
    pub action: String,
    /// On what.
    pub object: Option<String>,
    /// How often within the batch.
    pub count: i32,
}

/// The newest entries about a tenant.
///
/// # Errors
/// When the database is not there.
pub async fn newest(control: &ControlTx, tenant: TenantId, limit: u32) -> Result<Vec<KeptEntry>, StoreError> {
    let rows = control
        .connection()
        .all(
            "SELECT at, actor_kind, actor_id, action, object, coalesce((detail->>'count')::int, 1)
             FROM audit_entries WHERE tenant_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
            [tenant.uuid().into(), i64::from(limit).into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(KeptEntry {
                at: row.try_get_by_index(0)?,
                actor_kind: row.try_get_by_index(1)?,
                actor: row.try_get_by_index(2)?,
                action: row.try_get_by_index(3)?,
                object: row.try_get_by_index(4)?,
                count: row.try_get_by_index(5)?,
            })
        })
        .collect()
}
