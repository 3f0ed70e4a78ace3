//! The migrations of the schema `queue`, oldest first.

use crate::sql_file::SqlFile;

pub(crate) const ALL: &[SqlFile] = &[
    SqlFile {
        name: "m20261123_000001_create_jobs",
        up: include_str!("queue/m20261123_000001_create_jobs.sql"),
        down: include_str!("queue/m20261123_000001_create_jobs.down.sql"),
    },
    SqlFile {
        name: "m20261125_000002_park_lanes",
        up: include_str!("queue/m20261125_000002_park_lanes.sql"),
        down: include_str!("queue/m20261125_000002_park_lanes.down.sql"),
    },
    SqlFile {
        name: "m20261125_000003_revive_dead",
        up: include_str!("queue/m20261125_000003_revive_dead.sql"),
        down: include_str!("queue/m20261125_000003_revive_dead.down.sql"),
    },
    SqlFile {
        name: "m20261126_000004_complete_without_waiting",
        up: include_str!("queue/m20261126_000004_complete_without_waiting.sql"),
        down: include_str!("queue/m20261126_000004_complete_without_waiting.down.sql"),
    },
    SqlFile {
        name: "m20261126_000005_enqueue_at_once",
        up: include_str!("queue/m20261126_000005_enqueue_at_once.sql"),
        down: include_str!("queue/m20261126_000005_enqueue_at_once.down.sql"),
    },
    SqlFile {
        name: "m20261127_000006_claim_with_fewer_looks",
        up: include_str!("queue/m20261127_000006_claim_with_fewer_looks.sql"),
        down: include_str!("queue/m20261127_000006_claim_with_fewer_looks.down.sql"),
    },
];
