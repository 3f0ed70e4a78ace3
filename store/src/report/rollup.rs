//! Monthly cubes of one dimension each, brought up to date after every change.

use domain::deal::Quarter;
use domain::report::{QuarterRate, Rate};
use domain::tenant::NoDecision;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{competitor, sql};

/// Brings the rollups of the tenant behind the door up to date, and says at which version of its data.
///
/// All months are computed anew: a deal that changed may have left another month, and one pass over a tenant's
/// deals costs less than knowing which.
///
/// # Errors
/// When the database is not there.
pub async fn refresh(tenant: &TenantTx) -> Result<i64, StoreError> {
    let id = tenant.tenant().uuid();
    // Refreshes of one tenant follow one another. Not by a lock on the settings: every writer would wait for it. What
    // commits meanwhile moves the version, and has a refresh of its own.
    sql::run(
        tenant,
        "SELECT pg_advisory_xact_lock(hashtextextended('winloss rollups ' || $1::uuid, 0))",
        [id.into()],
    )
    .await?;
    // What is filed here moves the version, and has a refresh of its own as well.
    competitor::mend(tenant).await?;
    let row = sql::one(tenant, "SELECT data_version FROM settings WHERE tenant_id = $1", [id.into()]).await?;
    let version: i64 = row.ok_or(StoreError::NotFound)?.try_get_by_index(0)?;
    sql::run(tenant, "DELETE FROM rollups WHERE tenant_id = $1", [id.into()]).await?;
    sql::run(tenant, include_str!("rollup_fill.sql"), [id.into()]).await?;
    sql::run(
        tenant,
        "UPDATE settings SET rollups_version = $2, rolled_at = $3 WHERE tenant_id = $1",
        [id.into(), version.into(), tenant.clock().now().into()],
    )
    .await?;
    Ok(version)
}

/// The win rates of these quarters from the cubes.
pub(super) async fn by_quarter(
    tenant: &TenantTx,
    quarters: &[QuarterRate],
    no_decision: NoDecision,
) -> Result<Vec<QuarterRate>, StoreError> {
    let month = |quarter: Quarter| quarter.year * 12 + i32::from(quarter.quarter) * 3 - 3;
    let (Some(first), Some(last)) = (quarters.first(), quarters.last()) else { return Ok(Vec::new()) };
    let rows = sql::all(
        tenant,
        "SELECT (month / 3)::int, sum(won)::bigint,
                sum(won + lost_competitor + lost_other + CASE WHEN $4 THEN lost_no_decision ELSE 0 END)::bigint
         FROM rollups
         WHERE tenant_id = $1 AND dimension = 'all' AND month BETWEEN $2 AND $3
         GROUP BY month / 3",
        [
            tenant.tenant().uuid().into(),
            month(first.quarter).into(),
            (month(last.quarter) + 2).into(),
            (no_decision == NoDecision::Lost).into(),
        ],
    )
    .await?;
    let mut rates = std::collections::HashMap::new();
    for row in rows {
        let at: i32 = row.try_get_by_index(0)?;
        rates.insert(at, Rate::new(row.try_get_by_index(1)?, row.try_get_by_index(2)?));
    }
    Ok(quarters
        .iter()
        .map(|one| QuarterRate {
            quarter: one.quarter,
            rate: rates.get(&(month(one.quarter) / 3)).copied().unwrap_or_default(),
        })
        .collect())
}
