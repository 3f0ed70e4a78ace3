//! Time, ids and randomness: the only place that takes them from the machine.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use rand::RngCore as _;
use uuid::{NoContext, Timestamp, Uuid};

/// Where time comes from. A clone tells the same time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    #[cfg(feature = "testing")]
    Wrong(chrono::Duration),
    Manual(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The machine's time.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// The machine's time when its clock is ahead, or behind, by so much.
    #[cfg(feature = "testing")]
    #[must_use]
    pub const fn wrong(by: chrono::Duration) -> Self {
        Self(Source::Wrong(by))
    }

    /// A time that stands until it is moved: for tests, and for writing history as it happened.
    #[must_use]
    pub fn manual(at: DateTime<Utc>) -> Self {
        Self(Source::Manual(Arc::new(Mutex::new(at))))
    }

    /// Moves a manual clock, forward or back.
    ///
    /// # Panics
    /// On the machine's clock.
    pub fn advance(&self, by: chrono::Duration) {
        let Source::Manual(at) = &self.0 else { panic!("only a manual clock can be moved") };
        *at.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    /// The time of a manual clock; `None` when the machine's time is told, and the database may use its own.
    #[must_use]
    pub fn fixed(&self) -> Option<DateTime<Utc>> {
        match &self.0 {
            Source::System => None,
            #[cfg(feature = "testing")]
            Source::Wrong(_) => None,
            Source::Manual(_) => Some(self.now()),
        }
    }

    /// Now, to the microsecond, as the database keeps it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.0 {
            Source::System => system_now(),
            #[cfg(feature = "testing")]
            Source::Wrong(by) => system_now() + *by,
            Source::Manual(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        };
        DateTime::from_timestamp_micros(now.timestamp_micros())
            .expect("a time that was valid before rounding")
    }

    /// The day it is, in UTC.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// A new id that sorts by time.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
    }

    /// Bytes that nobody can guess.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        random()
    }
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// The machine's time, for what must not follow a test's clock.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
pub(crate) fn system_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_a_manual_clock_stands() {
        let clock = Clock::manual(DateTime::from_timestamp(1_700_000_000, 0).expect("valid"));
        let (first, then) = (clock.new_id(), clock.now());
        assert_eq!(clock.now(), then);
        clock.advance(chrono::Duration::milliseconds(1));
        assert!(clock.new_id() > first);
        assert_ne!(clock.random::<16>(), clock.random::<16>());
    }
}
