//! Wakes workers and open pages: in this process at once, in the others by one coalesced NOTIFY.
//!
//! A lost wake-up costs time, never work: workers also look by themselves every second or two.
//!
//! **Invariant:** a NOTIFY has a connection of its own. In a transaction that enqueues it would hold a lock over the
//! whole cluster through the commit, and cost two thirds of the throughput.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::id::TenantId;
use domain::job::Class;
use sea_orm::sqlx;
use sea_orm::sqlx::Executor as _;
use sea_orm::sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::{Notify, broadcast, watch};
use tokio_util::sync::CancellationToken;

use crate::clock;

/// The channel of PostgreSQL that the processes share.
const CHANNEL: &str = "winloss";
/// How long signals are gathered before they are sent together.
const GATHER: Duration = Duration::from_millis(5);
/// How long to wait when the database is away.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many changes go into one message; PostgreSQL takes 8,000 bytes.
const CHANGES_AT_ONCE: usize = 100;
/// How many changes a slow page may miss before it is told that it missed some.
const BACKLOG: usize = 1024;

/// A tenant's data has a new version.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Change {
    /// Whose data.
    pub tenant: TenantId,
    /// The version it has now.
    pub version: i64,
}

/// Tells this process and the others that there is work or news. A clone rings the same bells.
#[derive(Clone, Debug)]
pub struct Wake(Arc<Bells>);

#[derive(Debug)]
struct Bells {
    /// Who we are, so that we do not listen to ourselves.
    name: String,
    work: [watch::Sender<u64>; Class::ALL.len()],
    changes: broadcast::Sender<Change>,
    outbox: Mutex<Outbox>,
    has_mail: Notify,
}

/// What the other processes have not been told yet.
#[derive(Debug, Default)]
struct Outbox {
    work: [bool; Class::ALL.len()],
    changes: HashMap<TenantId, i64>,
}

impl Default for Wake {
    fn default() -> Self {
        Self::new()
    }
}

impl Wake {
    /// Bells that nobody listens to yet.
    #[must_use]
    pub fn new() -> Self {
        let name = clock::random::<8>().iter().fold(String::new(), |mut name, byte| {
            write!(name, "{byte:02x}").expect("a string takes text");
            name
        });
        Self(Arc::new(Bells {
            name,
            work: Class::ALL.map(|_| watch::Sender::new(0)),
            changes: broadcast::Sender::new(BACKLOG),
            outbox: Mutex::default(),
            has_mail: Notify::new(),
        }))
    }

    /// Says that there are jobs of a class. Call it after the commit.
    pub fn ring(&self, class: Class) {
        self.ring_here(class);
        self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner).work[place(class)] = true;
        self.0.has_mail.notify_one();
    }

    /// Changes whenever there are jobs of a class.
    #[must_use]
    pub fn subscribe(&self, class: Class) -> watch::Receiver<u64> {
        self.0.work[place(class)].subscribe()
    }

    /// Says that a tenant's data has a new version. Call it after the commit.
    pub fn publish(&self, change: Change) {
        self.publish_here(change);
        let mut outbox = self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = outbox.changes.entry(change.tenant).or_insert(change.version);
        *newest = change.version.max(*newest);
        drop(outbox);
        self.0.has_mail.notify_one();
    }

    /// Every change of every tenant from now on; filter by your own.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.0.changes.subscribe()
    }

    /// Carries signals between this process and the others, until `stop`.
    pub async fn relay(self, url: SecretString, stop: CancellationToken) {
        let send = self.send_mail(&url);
        let receive = self.receive_mail(&url);
        tokio::select! {
            () = stop.cancelled() => {}
            ((), ()) = async { tokio::join!(send, receive) } => {}
        }
    }

    async fn send_mail(&self, url: &SecretString) {
        let Some(pool) = own_connection(url) else { return };
        loop {
            self.0.has_mail.notified().await;
            tokio::time::sleep(GATHER).await;
            let outbox = std::mem::take(&mut *self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner));
            for letter in self.letters(&outbox) {
                let sent = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(letter).execute(&pool).await;
                if let Err(error) = sent {
                    // The others find the work by looking; open pages learn of the next change.
                    tracing::warn!(%error, "cannot tell the other processes that there is work");
                    tokio::time::sleep(PATIENCE).await;
                    break;
                }
            }
        }
    }

    async fn receive_mail(&self, url: &SecretString) {
        loop {
            if let Err(error) = self.listen(url).await {
                tracing::warn!(%error, "cannot listen to the other processes");
            }
            tokio::time::sleep(PATIENCE).await;
        }
    }

    async fn listen(&self, url: &SecretString) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect(url.expose_secret()).await?;
        listener.listen(CHANNEL).await?;
        loop {
            // None says that the connection was lost and made again: what was sent in between is unknown.
            match listener.try_recv().await? {
                Some(letter) => self.read(letter.payload()),
                None => Class::ALL.into_iter().for_each(|class| self.ring_here(class)),
            }
        }
    }

    /// The messages for the others: our name, the classes, then `tenant=version`.
    fn letters(&self, outbox: &Outbox) -> Vec<String> {
        let mut words: Vec<String> = Class::ALL
            .into_iter()
            .filter(|class| outbox.work[place(*class)])
            .map(|class| class.code().to_owned())
            .collect();
        words.extend(outbox.changes.iter().map(|(tenant, version)| format!("{tenant}={version}")));
        words.chunks(CHANGES_AT_ONCE).map(|words| format!("{} {}", self.0.name, words.join(" "))).collect()
    }

    fn read(&self, letter: &str) {
        let mut words = letter.split(' ');
        if words.next() == Some(self.0.name.as_str()) {
            return;
        }
        for word in words {
            if let Some(class) = Class::from_code(word) {
                self.ring_here(class);
            } else if let Some((tenant, version)) = word.split_once('=')
                && let (Ok(tenant), Ok(version)) = (tenant.parse(), version.parse())
            {
                self.publish_here(Change { tenant, version });
            }
        }
    }

    fn ring_here(&self, class: Class) {
        self.0.work[place(class)].send_modify(|count| *count = count.wrapping_add(1));
    }

    fn publish_here(&self, change: Change) {
        // An error only says that no page is open.
        self.0.changes.send(change).ok();
    }
}

/// A connection that is made when it is needed, and whose commits do not wait for the disk.
fn own_connection(url: &SecretString) -> Option<PgPool> {
    let options = PgPoolOptions::new().max_connections(1).after_connect(|connection, _| {
        Box::pin(async move { connection.execute("SET synchronous_commit = off").await.map(drop) })
    });
    match options.connect_lazy(url.expose_secret()) {
        Ok(pool) => Some(pool),
        Err(error) => {
            tracing::error!(%error, "the address of the control database does not read as one");
            None
        }
    }
}

fn place(class: Class) -> usize {
    Class::ALL.iter().position(|one| *one == class).expect("every class is in the list of all classes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_reads_as_what_was_rung_and_not_by_its_sender() {
        let (here, there) = (Wake::new(), Wake::new());
        let tenant = TenantId::new(uuid::Uuid::from_u128(7));
        here.ring(Class::Near);
        here.publish(Change { tenant, version: 3 });
        here.publish(Change { tenant, version: 2 });
        let letters = here.letters(&here.0.outbox.lock().unwrap());
        assert_eq!(letters.len(), 1);

        let (mut near, mut bulk, mut changes) =
            (there.subscribe(Class::Near), there.subscribe(Class::Bulk), there.changes());
        there.read(&letters[0]);
        assert!(near.has_changed().unwrap());
        near.mark_unchanged();
        assert!(!bulk.has_changed().unwrap());
        bulk.mark_unchanged();
        assert_eq!(changes.try_recv().unwrap(), Change { tenant, version: 3 });
        assert!(changes.try_recv().is_err());

        let mut own = here.subscribe(Class::Near);
        own.mark_unchanged();
        here.read(&letters[0]);
        assert!(!own.has_changed().unwrap());
    }
}
