//! `[session]`: how long a sign-in lasts.

use chrono::Duration;

use super::reader::Section;

/// How long a sign-in lasts.
#[derive(Clone, Debug)]
pub struct SessionConfig {
    /// Without a request.
    pub idle: Duration,
    /// At the longest.
    pub absolute: Duration,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self { idle: Duration::hours(8), absolute: Duration::days(7) }
    }
}

impl SessionConfig {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let default = Self::default();
        let idle = section.number("idle_minutes", default.idle.num_minutes(), (10, 7 * 24 * 60));
        let absolute = section.number("absolute_hours", default.absolute.num_hours(), (1, 90 * 24));
        let (idle, absolute) = (Duration::minutes(idle), Duration::hours(absolute));
        if idle > absolute {
            section.complain("idle_minutes", None, "must not be longer than session.absolute_hours");
        }
        Some(Self { idle, absolute })
    }
}
