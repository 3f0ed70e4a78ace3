//! Whether a database is safe to serve from: asked at start-up and after each migration, refused with the list.
//!
//! A new table without a policy is how multi-tenant systems usually leak; here it stops the start.

mod login;

use std::collections::BTreeMap;

use migration::{ControlMigrator, QueueMigrator, TenantMigrator, newest};
use sea_orm::{DbErr, QueryResult};

use crate::access::Transaction;
use crate::error::StoreError;
use crate::pools::Pool;

pub(crate) use login::Logins;

const RULES: &str = include_str!("catalogue.sql");

/// Whether the part that only a superuser can make is as new as this release.
const FENCE: &str = "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                    WHERE n.nspname = 'ctx' AND c.relname = 'fence')";

/// Every schema of ours that has been migrated, with its newest migration.
const MARKS: &str = "SELECT n.nspname::text, coalesce(obj_description(n.oid, 'pg_namespace'), '') FROM pg_namespace n
                     WHERE n.nspname ~ '^(control|queue|pool|t_[0-9a-f]{32}|spare_[0-9a-f]{32})$'
                       AND EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid AND c.relname = 'seaql_migrations')";

/// The schemas that a database must have.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(crate) enum Holds {
    Control,
    Shard,
}

/// Minor versions without a known hole in row security: major version, least `server_version_num`.
const LEAST: [(i32, i32); 3] = [(15, 150_014), (16, 160_010), (17, 170_006)];
/// The newest minor version known when this was written.
const NEWEST: [(i32, i32); 1] = [(15, 150_020)];

/// What was found out about a database.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Reasons not to serve.
    pub faults: Vec<String>,
    /// Reasons to do something soon.
    pub warnings: Vec<String>,
}

impl Findings {
    /// Logs the warnings, and refuses when there is a fault.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with every fault.
    pub fn into_result(self) -> Result<(), StoreError> {
        for warning in &self.warnings {
            tracing::warn!("{warning}");
        }
        if self.faults.is_empty() { Ok(()) } else { Err(StoreError::Refused(self.faults)) }
    }
}

/// Asks the catalogue of one database.
pub(crate) async fn inspect(pool: &Pool, holds: Holds) -> Result<Findings, StoreError> {
    let transaction = Transaction::begin(pool, "begin read only; set local app.ctx = ''").await?;
    let version = transaction.one("SELECT current_setting('server_version_num')::int", []).await?;
    let mut findings = judge_version(version.map_or(Ok(0), |row| row.try_get_by_index(0))?);
    for row in transaction.all(RULES, []).await? {
        let (rule, object): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        findings.faults.push(format!("{rule}: {object}"));
    }
    let marks = transaction.all(MARKS, []).await?.iter().map(read_mark).collect::<Result<_, DbErr>>()?;
    judge_age(&mut findings, holds, &marks);
    let fence = transaction.one(FENCE, []).await?;
    if !fence.map_or(Ok(false), |row| row.try_get_by_index(0))? {
        findings.warnings.push(
            "the signed context is of an older release and does not fence tenants that move: run `winloss migrate \
             --bootstrap` once more"
                .to_owned(),
        );
    }
    Ok(findings)
}

fn read_mark(row: &QueryResult) -> Result<(String, String), DbErr> {
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}

/// Holds the schemas against the migrations of this release. What is newer was migrated for the release that comes
/// next, which runs beside this one for a while.
fn judge_age(findings: &mut Findings, holds: Holds, marks: &BTreeMap<String, String>) {
    let (control, queue, tenant) =
        (newest::<ControlMigrator>(), newest::<QueueMigrator>(), newest::<TenantMigrator>());
    let wanted: &[(&str, &String)] = match holds {
        Holds::Control => &[("control", &control)],
        Holds::Shard => &[("queue", &queue), ("pool", &tenant)],
    };
    for (schema, newest) in wanted {
        if marks.get(*schema).is_none_or(|mark| mark < *newest) {
            let words = format!("the schema {schema} is of an older release: run `winloss migrate`");
            findings.faults.push(words);
        }
    }
    // One silo that could not be migrated must not keep all others from being served.
    let old = |(schema, mark): &(&String, &String)| schema.starts_with("t_") && **mark < tenant;
    let old: Vec<&str> = marks.iter().filter(old).map(|(schema, _)| schema.as_str()).collect();
    if holds == Holds::Shard && !old.is_empty() {
        findings.warnings.push(format!(
            "schemas of an older release, whose tenants meet errors: {}: run `winloss migrate`",
            old.join(", ")
        ));
    }
}

fn judge_version(number: i32) -> Findings {
    let mut findings = Findings::default();
    let (major, minor) = (number / 10_000, number % 10_000);
    let below = |list: &[(i32, i32)]| list.iter().any(|(of, least)| *of == major && number < *least);
    if major < 15 {
        findings.faults.push(format!("PostgreSQL {major} is too old: 15 or newer is needed"));
    } else if below(&LEAST) {
        findings
            .faults
            .push(format!("PostgreSQL {major}.{minor} has a known hole in row security: update it"));
    } else if below(&NEWEST) {
        findings
            .warnings
            .push(format!("PostgreSQL {major}.{minor} is not the newest minor version: update it"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(holds: Holds, marks: &[(&str, &str)]) -> Findings {
        let marks = marks.iter().map(|(schema, mark)| ((*schema).to_owned(), (*mark).to_owned())).collect();
        let mut findings = Findings::default();
        judge_age(&mut findings, holds, &marks);
        findings
    }

    #[test]
    fn a_schema_of_an_older_release_is_a_fault_a_silo_a_warning_and_a_newer_one_is_fine() {
        let (queue, tenant) = (newest::<QueueMigrator>(), newest::<TenantMigrator>());
        let fine = judged(Holds::Shard, &[("queue", &queue), ("pool", &tenant), ("t_1", &tenant)]);
        assert_eq!((fine.faults.len(), fine.warnings.len()), (0, 0));
        let newer = judged(Holds::Shard, &[("queue", "m29991231_999999_x"), ("pool", "m29991231_999999_x")]);
        assert_eq!(newer.faults, Vec::<String>::new(), "the next release migrates first");
        let older = judged(Holds::Shard, &[("queue", ""), ("pool", "m20261123_000001_create_settings")]);
        assert_eq!(older.faults.len(), 2, "{older:?}");
        let silo =
            judged(Holds::Shard, &[("queue", &queue), ("pool", &tenant), ("t_1", ""), ("spare_1", "")]);
        assert_eq!(silo.faults, Vec::<String>::new());
        assert!(silo.warnings[0].contains("t_1"), "{silo:?}");
        assert_eq!(judged(Holds::Control, &[]).faults.len(), 1, "and so is one that is not there");
    }

    #[test]
    fn versions_with_holes_are_refused_and_old_minors_are_named() {
        for refused in [140_020, 150_013, 160_009, 170_005] {
            assert_eq!(judge_version(refused).faults.len(), 1, "{refused}");
        }
        for warned in [150_014, 150_018, 150_019] {
            let found = judge_version(warned);
            assert_eq!((found.faults.len(), found.warnings.len()), (0, 1), "{warned}");
        }
        for fine in [150_020, 160_010, 170_006, 180_000] {
            let found = judge_version(fine);
            assert_eq!((found.faults.len(), found.warnings.len()), (0, 0), "{fine}");
        }
    }
}
