//! Files the names that earlier releases left to a person, and that were in no report for it.

use domain::competitor::is_nobody;
use uuid::Uuid;

use super::{Source, aliases, meet};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// Names without a competitor, as the CRM or a buyer who is not pooled wrote them.
const UNFILED: &str = "
SELECT DISTINCT x.source, x.raw
FROM deal_competitors x
LEFT JOIN responses r ON r.tenant_id = x.tenant_id AND r.id = x.response_id
WHERE x.tenant_id = $1 AND x.competitor_id IS NULL
  AND (x.source = 'crm' OR r.attribution IN ('named', 'leadership') AND x.role <> 'mentioned')
ORDER BY 1, 2";

/// Of buyers' words only those of who is not pooled.
const FILE: &str = "
UPDATE deal_competitors AS x SET competitor_id = $4
WHERE x.tenant_id = $1 AND x.source = $2 AND x.raw = $3 AND x.competitor_id IS NULL
  AND (x.source = 'crm' OR EXISTS (
      SELECT FROM responses r
      WHERE r.tenant_id = $1 AND r.id = x.response_id AND r.attribution IN ('named', 'leadership')))
RETURNING x.deal_id";

/// Of a deal lost to a competitor the only one that the CRM names is the one that was chosen.
const CHOOSE: &str = "
UPDATE deal_competitors AS x
SET role = CASE WHEN named.vendors = 1 AND named.outcome = 'lost_competitor' THEN 'chosen' ELSE 'considered' END
FROM (SELECT d.id, d.outcome, count(DISTINCT c.competitor_id) AS vendors
      FROM deals d
      JOIN deal_competitors c ON c.tenant_id = $1 AND c.deal_id = d.id AND c.source = 'crm'
      WHERE d.tenant_id = $1 AND d.id = ANY($2)
      GROUP BY d.id, d.outcome) AS named
WHERE x.tenant_id = $1 AND x.deal_id = named.id AND x.source = 'crm' AND x.competitor_id IS NOT NULL";

/// Files what can be filed, and gives the number of rows; after the first time there is nothing to do.
pub(crate) async fn mend(tenant: &TenantTx) -> Result<usize, StoreError> {
    let tenant_id = tenant.tenant().uuid();
    let unfiled = sql::all(tenant, UNFILED, [tenant_id.into()]).await?;
    let mut table = None;
    let mut deals: Vec<Uuid> = Vec::new();
    let mut filed = 0;
    for row in unfiled {
        let (code, raw): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        if is_nobody(&raw) {
            continue;
        }
        let table = match &mut table {
            Some(table) => table,
            none => none.insert(aliases(tenant).await?),
        };
        let source = if code == "crm" { Source::Crm } else { Source::Buyer };
        let Some(met) = meet(tenant, table, &raw, source).await? else { continue };
        let rows =
            sql::all(tenant, FILE, [tenant_id.into(), code.into(), raw.into(), met.uuid().into()]).await?;
        filed += rows.len();
        if source == Source::Crm {
            for row in rows {
                deals.push(row.try_get_by_index(0)?);
            }
        }
    }
    if !deals.is_empty() {
        sql::run(tenant, CHOOSE, [tenant_id.into(), deals.into()]).await?;
    }
    if filed > 0 {
        tenant.note_changed();
    }
    Ok(filed)
}
