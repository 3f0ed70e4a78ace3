//! The migrations of the schema `control`, oldest first.

use crate::sql_file::SqlFile;

pub(crate) const ALL: &[SqlFile] = &[
    SqlFile {
        name: "m20261123_000001_create_tenants",
        up: include_str!("control/m20261123_000001_create_tenants.sql"),
        down: include_str!("control/m20261123_000001_create_tenants.down.sql"),
    },
    SqlFile {
        name: "m20261123_000002_create_users",
        up: include_str!("control/m20261123_000002_create_users.sql"),
        down: include_str!("control/m20261123_000002_create_users.down.sql"),
    },
    SqlFile {
        name: "m20261123_000003_create_audit_entries",
        up: include_str!("control/m20261123_000003_create_audit_entries.sql"),
        down: include_str!("control/m20261123_000003_create_audit_entries.down.sql"),
    },
    SqlFile {
        name: "m20261126_000004_remember_where_people_were",
        up: include_str!("control/m20261126_000004_remember_where_people_were.sql"),
        down: include_str!("control/m20261126_000004_remember_where_people_were.down.sql"),
    },
    SqlFile {
        name: "m20261127_000005_create_password_resets",
        up: include_str!("control/m20261127_000005_create_password_resets.sql"),
        down: include_str!("control/m20261127_000005_create_password_resets.down.sql"),
    },
];
