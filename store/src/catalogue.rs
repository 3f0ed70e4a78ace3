//! Whether a database is safe to serve from: asked at start-up and after each migration, refused with the list.
//!
//! A new table without a policy is how multi-tenant systems usually leak; here it stops the start.

use crate::access::Transaction;
use crate::error::StoreError;
use crate::pools::Pool;

const RULES: &str = include_str!("catalogue.sql");

/// Whether the part that only a superuser can make is as new as this release.
const FENCE: &str = "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                    WHERE n.nspname = 'ctx' AND c.relname = 'fence')";

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
pub(crate) async fn inspect(pool: &Pool) -> Result<Findings, StoreError> {
    let transaction = Transaction::begin(pool, "begin read only; set local app.ctx = ''").await?;
    let version = transaction.one("SELECT current_setting('server_version_num')::int", []).await?;
    let mut findings = judge_version(version.map_or(Ok(0), |row| row.try_get_by_index(0))?);
    for row in transaction.all(RULES, []).await? {
        let (rule, object): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        findings.faults.push(format!("{rule}: {object}"));
    }
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
