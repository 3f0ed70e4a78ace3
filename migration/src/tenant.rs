//! The migrations of tenant tables, oldest first. Every table carries `tenant_id`, and every key starts with it.

use crate::sql_file::SqlFile;

pub(crate) const ALL: &[SqlFile] = &[
    SqlFile {
        name: "m20261123_000001_create_settings",
        up: include_str!("tenant/m20261123_000001_create_settings.sql"),
        down: include_str!("tenant/m20261123_000001_create_settings.down.sql"),
    },
    SqlFile {
        name: "m20261123_000002_create_deals",
        up: include_str!("tenant/m20261123_000002_create_deals.sql"),
        down: include_str!("tenant/m20261123_000002_create_deals.down.sql"),
    },
    SqlFile {
        name: "m20261123_000003_create_surveys",
        up: include_str!("tenant/m20261123_000003_create_surveys.sql"),
        down: include_str!("tenant/m20261123_000003_create_surveys.down.sql"),
    },
    SqlFile {
        name: "m20261123_000004_create_responses",
        up: include_str!("tenant/m20261123_000004_create_responses.sql"),
        down: include_str!("tenant/m20261123_000004_create_responses.down.sql"),
    },
    SqlFile {
        name: "m20261123_000005_create_inbox",
        up: include_str!("tenant/m20261123_000005_create_inbox.sql"),
        down: include_str!("tenant/m20261123_000005_create_inbox.down.sql"),
    },
    SqlFile {
        name: "m20261123_000006_create_rollups",
        up: include_str!("tenant/m20261123_000006_create_rollups.sql"),
        down: include_str!("tenant/m20261123_000006_create_rollups.down.sql"),
    },
    SqlFile {
        name: "m20261123_000007_guard_answers",
        up: include_str!("tenant/m20261123_000007_guard_answers.sql"),
        down: include_str!("tenant/m20261123_000007_guard_answers.down.sql"),
    },
    SqlFile {
        name: "m20261125_000008_add_undeliverable_invitations",
        up: include_str!("tenant/m20261125_000008_add_undeliverable_invitations.sql"),
        down: include_str!("tenant/m20261125_000008_add_undeliverable_invitations.down.sql"),
    },
    SqlFile {
        name: "m20261125_000021_widen_surveys",
        up: include_str!("tenant/m20261125_000021_widen_surveys.sql"),
        down: include_str!("tenant/m20261125_000021_widen_surveys.down.sql"),
    },
    SqlFile {
        name: "m20261125_000022_widen_invitations",
        up: include_str!("tenant/m20261125_000022_widen_invitations.sql"),
        down: include_str!("tenant/m20261125_000022_widen_invitations.down.sql"),
    },
    SqlFile {
        name: "m20261125_000023_widen_responses",
        up: include_str!("tenant/m20261125_000023_widen_responses.sql"),
        down: include_str!("tenant/m20261125_000023_widen_responses.down.sql"),
    },
    SqlFile {
        name: "m20261125_000024_find_by_person",
        up: include_str!("tenant/m20261125_000024_find_by_person.sql"),
        down: include_str!("tenant/m20261125_000024_find_by_person.down.sql"),
    },
    SqlFile {
        name: "m20261126_000025_remember_where_mailed",
        up: include_str!("tenant/m20261126_000025_remember_where_mailed.sql"),
        down: include_str!("tenant/m20261126_000025_remember_where_mailed.down.sql"),
    },
    SqlFile {
        name: "m20261126_000026_forget_the_named",
        up: include_str!("tenant/m20261126_000026_forget_the_named.sql"),
        down: include_str!("tenant/m20261126_000026_forget_the_named.down.sql"),
    },
    SqlFile {
        name: "m20261126_000027_keep_who_sold",
        up: include_str!("tenant/m20261126_000027_keep_who_sold.sql"),
        down: include_str!("tenant/m20261126_000027_keep_who_sold.down.sql"),
    },
    SqlFile {
        name: "m20261126_000028_remember_the_outcome",
        up: include_str!("tenant/m20261126_000028_remember_the_outcome.sql"),
        down: include_str!("tenant/m20261126_000028_remember_the_outcome.down.sql"),
    },
    SqlFile {
        name: "m20261126_000029_remember_the_close",
        up: include_str!("tenant/m20261126_000029_remember_the_close.sql"),
        down: include_str!("tenant/m20261126_000029_remember_the_close.down.sql"),
    },
    SqlFile {
        name: "m20261126_000030_fill_who_sold",
        up: include_str!("tenant/m20261126_000030_fill_who_sold.sql"),
        down: include_str!("tenant/m20261126_000030_fill_who_sold.down.sql"),
    },
    SqlFile {
        name: "m20261126_000031_name_who_sold",
        up: include_str!("tenant/m20261126_000031_name_who_sold.sql"),
        down: include_str!("tenant/m20261126_000031_name_who_sold.down.sql"),
    },
];
