//! News after a commit: workers are woken and open pages told, in this process at once and in the others by one
//! coalesced NOTIFY every few milliseconds, on a connection of its own.
//!
//! A NOTIFY inside the transaction that enqueues would cost group commit, two to three times the throughput.
//! News may be lost (a connection that breaks); therefore workers also poll, pages read the version, and streams look
//! now and then whether they are still allowed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use domain::id::{TenantId, UserId};
use domain::job::Class;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::sqlx::{self, PgPool};
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::random;
use crate::queue::Wake;

const CHANNEL: &str = "winloss";
/// How long news is gathered before it is sent to other processes.
const GATHER: Duration = Duration::from_millis(5);
/// PostgreSQL refuses a payload of 8,000 bytes.
const LONGEST: usize = 7_000;
const RETRY: Duration = Duration::from_secs(1);

/// A tenant's data has a new version.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Change {
    /// Whose.
    pub tenant: TenantId,
    /// The version it has now.
    pub version: i64,
}

/// Who may do what has changed: whoever has something open asks again whether he may.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Debug)]
pub enum Access {
    /// A tenant was stopped, or opened again.
    Tenant(TenantId),
    /// A person's sessions or roles are others than before.
    User(UserId),
}

/// Where news is told. A clone tells the same listeners.
#[derive(Clone)]
pub(crate) struct Signals(Arc<Inner>);

struct Inner {
    wake: Wake,
    heard: Heard,
    outgoing: BTreeMap<String, mpsc::Sender<News>>,
}

/// Where listeners of this process hear of news.
#[derive(Clone)]
struct Heard {
    changes: broadcast::Sender<Change>,
    access: broadcast::Sender<Access>,
}

enum News {
    Ring(Class),
    Changed(Change),
    Access(Access),
}

impl Signals {
    /// Starts the two tasks of every shard: one that sends, one that listens.
    pub(crate) fn start<'a>(
        shards: impl Iterator<Item = (&'a str, PgPool)>,
        tasks: &TaskTracker,
        stop: &CancellationToken,
    ) -> Self {
        let (wake, (changes, _), (access, _)) =
            (Wake::new(), broadcast::channel(1024), broadcast::channel(1024));
        let heard = Heard { changes, access };
        // Tells a process's own news from the others'.
        let origin = format!("{:016x}", u64::from_be_bytes(random()));
        let mut outgoing = BTreeMap::new();
        for (name, pool) in shards {
            let (sender, receiver) = mpsc::channel(4096);
            outgoing.insert(name.to_owned(), sender);
            tasks.spawn(send(receiver, pool.clone(), origin.clone(), stop.clone()));
            tasks.spawn(listen(pool, origin.clone(), wake.clone(), heard.clone(), stop.clone()));
        }
        Self(Arc::new(Inner { wake, heard, outgoing }))
    }

    pub(crate) fn wake(&self) -> &Wake {
        &self.0.wake
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.0.heard.changes.subscribe()
    }

    pub(crate) fn subscribe_access(&self) -> broadcast::Receiver<Access> {
        self.0.heard.access.subscribe()
    }

    pub(crate) fn ring(&self, shard: &str, class: Class) {
        self.0.wake.ring(class);
        self.tell(shard, News::Ring(class));
    }

    pub(crate) fn publish(&self, shard: &str, change: Change) {
        // An error means that nobody listens in this process.
        drop(self.0.heard.changes.send(change));
        self.tell(shard, News::Changed(change));
    }

    pub(crate) fn publish_access(&self, access: Access) {
        // An error means that nobody listens in this process.
        drop(self.0.heard.access.send(access));
        // Of no shard, and every process listens to all of them: one is enough.
        if let Some(shard) = self.0.outgoing.keys().next() {
            self.tell(shard, News::Access(access));
        }
    }

    fn tell(&self, shard: &str, news: News) {
        // A full channel loses a hint only: workers poll, and a later change carries the later version.
        if self.0.outgoing.get(shard).is_some_and(|sender| sender.try_send(news).is_err()) {
            tracing::debug!(shard, "news for other processes was dropped");
        }
    }
}

async fn send(mut news: mpsc::Receiver<News>, pool: PgPool, origin: String, stop: CancellationToken) {
    loop {
        let first = tokio::select! {
            first = news.recv() => first,
            () = stop.cancelled() => return,
        };
        let Some(first) = first else { return };
        tokio::time::sleep(GATHER).await;
        let (mut classes, mut versions, mut accesses) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
        let mut next = Some(first);
        while let Some(one) = next {
            match one {
                News::Ring(class) if classes.contains(&class) => {}
                News::Ring(class) => classes.push(class),
                News::Changed(change) => {
                    let newest = versions.entry(change.tenant).or_insert(change.version);
                    *newest = change.version.max(*newest);
                }
                News::Access(access) => {
                    accesses.insert(access);
                }
            }
            next = news.try_recv().ok();
        }
        for payload in payloads(&origin, &classes, &versions, &accesses) {
            let sent =
                sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(payload).execute(&pool).await;
            if let Err(error) = sent {
                tracing::warn!(%error, "other processes could not be told of news");
            }
        }
    }
}

fn payloads(
    origin: &str,
    classes: &[Class],
    versions: &BTreeMap<TenantId, i64>,
    accesses: &BTreeSet<Access>,
) -> Vec<String> {
    let rings = classes.iter().map(|class| format!("\nring {}", class.code()));
    let changes = versions.iter().map(|(tenant, version)| format!("\nchange {tenant} {version}"));
    let accesses = accesses.iter().map(|access| match access {
        Access::Tenant(tenant) => format!("\ntenant {tenant}"),
        Access::User(user) => format!("\nuser {user}"),
    });
    let mut all = vec![origin.to_owned()];
    for line in rings.chain(changes).chain(accesses) {
        if all.last().is_none_or(|text| text.len() + line.len() > LONGEST) {
            all.push(origin.to_owned());
        }
        if let Some(text) = all.last_mut() {
            write!(text, "{line}").expect("writing to a string cannot fail");
        }
    }
    all
}

async fn listen(pool: PgPool, origin: String, wake: Wake, heard: Heard, stop: CancellationToken) {
    loop {
        let broken = tokio::select! {
            broken = hear(&pool, &origin, &wake, &heard) => broken,
            () = stop.cancelled() => return,
        };
        if let Err(error) = broken {
            tracing::debug!(%error, "listening for news broke off");
        }
        tokio::select! {
            () = tokio::time::sleep(RETRY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn hear(pool: &PgPool, origin: &str, wake: &Wake, heard: &Heard) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.ignore_pool_close_event(false);
    listener.listen(CHANNEL).await?;
    // What was said while nobody listened is gone, so every class looks once.
    Class::ALL.into_iter().for_each(|class| wake.ring(class));
    loop {
        let notification = listener.recv().await?;
        let mut lines = notification.payload().lines();
        if lines.next() == Some(origin) {
            continue;
        }
        for line in lines {
            let mut words = line.split(' ');
            match (words.next(), words.next(), words.next()) {
                (Some("ring"), Some(class), None) => {
                    if let Some(class) = Class::from_code(class) {
                        wake.ring(class);
                    }
                }
                (Some("change"), Some(tenant), Some(version)) => {
                    if let (Ok(tenant), Ok(version)) = (tenant.parse(), version.parse()) {
                        // An error means that nobody listens in this process.
                        drop(heard.changes.send(Change { tenant, version }));
                    }
                }
                (Some("tenant"), Some(tenant), None) => {
                    if let Ok(tenant) = tenant.parse() {
                        drop(heard.access.send(Access::Tenant(tenant)));
                    }
                }
                (Some("user"), Some(user), None) => {
                    if let Ok(user) = user.parse() {
                        drop(heard.access.send(Access::User(user)));
                    }
                }
                _ => tracing::debug!(line, "news that this release does not know"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn much_news_is_cut_into_payloads_that_fit() {
        let versions: BTreeMap<_, _> =
            (0..1_000).map(|n| (TenantId::new(Uuid::from_u128(n)), i64::MAX)).collect();
        let accesses = BTreeSet::from([
            Access::Tenant(TenantId::new(Uuid::from_u128(1))),
            Access::User(UserId::new(Uuid::from_u128(2))),
        ]);
        let all = payloads("0123456789abcdef", &Class::ALL, &versions, &accesses);
        assert!(all.len() > 1);
        assert!(all.iter().all(|text| text.len() < 8_000 && text.starts_with("0123456789abcdef\n")));
        assert_eq!(all.iter().map(|text| text.lines().count() - 1).sum::<usize>(), 1_006);
    }
}
