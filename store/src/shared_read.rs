//! Reads that many share: whoever asks while one is under way gets the next one, together with everybody else who
//! asked meanwhile. A thousand askers cost two reads, and nobody is turned away.
//!
//! **Invariant:** an answer comes from a read that began after it was asked for.
//! **Invariant:** at most one read is under way, however many ask.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::error::StoreError;

/// How many keys one read looks for at most.
const MOST_KEYS: usize = 500;

/// What a read found under one key; the error when it did not come to an end.
type Answer<V> = Result<Option<V>, Arc<StoreError>>;

/// Those who wait for what is under one key.
type Askers<V> = Vec<oneshot::Sender<Answer<V>>>;

/// A queue for shared reads. A clone is another handle of the same.
pub(crate) struct SharedRead<K, V>(Arc<Mutex<Asked<K, V>>>);

struct Asked<K, V> {
    is_reading: bool,
    waiting: HashMap<K, Askers<V>>,
    /// The keys of those who wait, the first asked first: a flood of other keys delays nobody for long.
    turns: VecDeque<K>,
}

impl<K, V> Clone for SharedRead<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> SharedRead<K, V>
where
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Asked {
            is_reading: false,
            waiting: HashMap::new(),
            turns: VecDeque::new(),
        })))
    }

    /// What the next read finds under a key. `read` looks for many keys at once.
    pub(crate) async fn ask<R, F>(&self, key: K, read: R) -> Result<Option<V>, StoreError>
    where
        R: Fn(Vec<K>) -> F + Send + 'static,
        F: Future<Output = Result<HashMap<K, V>, StoreError>> + Send + 'static,
    {
        let (sender, answer) = oneshot::channel();
        let is_reading = {
            let mut asked = self.asked();
            if !asked.waiting.contains_key(&key) {
                asked.turns.push_back(key.clone());
            }
            asked.waiting.entry(key).or_default().push(sender);
            std::mem::replace(&mut asked.is_reading, true)
        };
        if !is_reading {
            // Not cancelled with the caller: others wait for it.
            tokio::spawn(self.clone().serve(read));
        }
        match answer.await {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(error)) => Err(StoreError::Unavailable(Box::new(error))),
            Err(_) => Err(StoreError::Unavailable("a shared read broke off".into())),
        }
    }

    async fn serve<R, F>(self, read: R)
    where
        R: Fn(Vec<K>) -> F + Send + 'static,
        F: Future<Output = Result<HashMap<K, V>, StoreError>> + Send + 'static,
    {
        let guard = Guard(&self);
        while let Some(asked) = self.take() {
            let keys = asked.iter().map(|(key, _)| key.clone()).collect();
            let found = read(keys).await.map_err(Arc::new);
            for (key, senders) in asked {
                let answer = found.as_ref().map(|found| found.get(&key).cloned()).map_err(Arc::clone);
                for sender in senders {
                    // Who went away needs no answer.
                    sender.send(answer.clone()).ok();
                }
            }
        }
        std::mem::forget(guard);
    }

    /// Those whose read begins now; none ends the reading.
    fn take(&self) -> Option<Vec<(K, Askers<V>)>> {
        let mut asked = self.asked();
        if asked.turns.is_empty() {
            asked.is_reading = false;
            return None;
        }
        let count = asked.turns.len().min(MOST_KEYS);
        let keys: Vec<K> = asked.turns.drain(..count).collect();
        Some(keys.into_iter().filter_map(|key| asked.waiting.remove_entry(&key)).collect())
    }
}

impl<K, V> SharedRead<K, V> {
    fn asked(&self) -> MutexGuard<'_, Asked<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reader that panics, or ends with its runtime, must not leave others waiting for ever.
struct Guard<'a, K, V>(&'a SharedRead<K, V>);

impl<K, V> Drop for Guard<'_, K, V> {
    fn drop(&mut self) {
        let mut asked = self.0.asked();
        asked.is_reading = false;
        asked.waiting.clear();
        asked.turns.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Semaphore;

    use super::*;

    /// A source whose value is the number of the read, and whose reads wait until they are let through.
    #[derive(Clone)]
    struct Source {
        begun: Arc<AtomicUsize>,
        gate: Arc<Semaphore>,
    }

    impl Source {
        fn new() -> Self {
            Self { begun: Arc::default(), gate: Arc::new(Semaphore::new(0)) }
        }

        async fn read(self, keys: Vec<u32>) -> Result<HashMap<u32, usize>, StoreError> {
            let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
            self.gate.acquire().await.expect("it is never closed").forget();
            Ok(keys.into_iter().filter(|key| *key != 404).map(|key| (key, number)).collect())
        }

        fn ask(&self, shared: &SharedRead<u32, usize>, key: u32) -> tokio::task::JoinHandle<Option<usize>> {
            let (source, shared) = (self.clone(), shared.clone());
            tokio::spawn(async move {
                shared.ask(key, move |keys| source.clone().read(keys)).await.expect("it is read")
            })
        }
    }

    #[tokio::test]
    async fn who_asks_during_a_read_gets_the_next_one_with_all_the_others() {
        let (source, shared) = (Source::new(), SharedRead::new());
        let first = source.ask(&shared, 0);
        while source.begun.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        let late: Vec<_> = (0..100).map(|n| source.ask(&shared, n % 3)).collect();
        let nothing = source.ask(&shared, 404);
        while shared.asked().waiting.values().map(Vec::len).sum::<usize>() < 101 {
            tokio::task::yield_now().await;
        }
        source.gate.add_permits(2);
        assert_eq!(first.await.expect("no panic"), Some(1));
        for one in late {
            assert_eq!(one.await.expect("no panic"), Some(2));
        }
        assert_eq!(nothing.await.expect("no panic"), None);
        assert_eq!(source.begun.load(Ordering::SeqCst), 2, "102 askers cost two reads");
    }

    #[tokio::test]
    async fn after_a_read_that_failed_or_panicked_the_next_one_is_tried() {
        let shared: SharedRead<u32, usize> = SharedRead::new();
        let away = shared.ask(1, async |_| Err(StoreError::Unavailable("away".into()))).await;
        assert!(matches!(away, Err(StoreError::Unavailable(_))));
        let broken = shared.ask(1, async |_: Vec<u32>| panic!("a mistake")).await;
        assert!(matches!(broken, Err(StoreError::Unavailable(_))));
        let found = shared.ask(1, async |keys| Ok(keys.into_iter().map(|key| (key, 7)).collect())).await;
        assert_eq!(found.expect("it is read"), Some(7));
    }
}
