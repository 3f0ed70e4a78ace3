//! Wakes the workers of this process as soon as there is work; other processes are told by `signal`.
//!
//! A lost wake-up costs time, never work: workers also look by themselves every second or two.

use std::sync::Arc;

use domain::job::Class;
use tokio::sync::watch;

/// One bell for each class. A clone rings the same bells.
#[derive(Clone, Debug)]
pub struct Wake(Arc<[watch::Sender<u64>; Class::ALL.len()]>);

impl Default for Wake {
    fn default() -> Self {
        Self::new()
    }
}

impl Wake {
    /// Bells that nobody listens to yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Class::ALL.map(|_| watch::Sender::new(0))))
    }

    /// Says that there are jobs of a class. Call it after the commit, else the worker looks too early.
    pub fn ring(&self, class: Class) {
        self.bell(class).send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Changes whenever there are jobs of a class.
    #[must_use]
    pub fn subscribe(&self, class: Class) -> watch::Receiver<u64> {
        self.bell(class).subscribe()
    }

    fn bell(&self, class: Class) -> &watch::Sender<u64> {
        let place = Class::ALL.iter().position(|one| *one == class);
        &self.0[place.expect("every class is in the list of all classes")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bell_wakes_its_own_class_only() {
        let wake = Wake::new();
        let (near, bulk) = (wake.subscribe(Class::Near), wake.subscribe(Class::Bulk));
        wake.ring(Class::Near);
        assert!(near.has_changed().unwrap());
        assert!(!bulk.has_changed().unwrap());
    }
}
