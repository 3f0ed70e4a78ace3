//! `[worker]`: how many jobs of each class run at once in one process.

use super::reader::Section;

/// How many jobs run at once.
#[derive(Clone, Debug)]
pub struct WorkerConfig {
    /// Jobs somebody waits for.
    pub realtime: usize,
    /// Jobs of the next minutes.
    pub near: usize,
    /// Large imports.
    pub bulk: usize,
    /// Nightly work.
    pub batch: usize,
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self { realtime: 8, near: 4, bulk: 1, batch: 1 }
    }
}

impl WorkerConfig {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let default = Self::default();
        Some(Self {
            realtime: section.number("realtime", default.realtime, (1, 256)),
            near: section.number("near", default.near, (1, 256)),
            bulk: section.number("bulk", default.bulk, (0, 64)),
            batch: section.number("batch", default.batch, (0, 64)),
        })
    }
}
