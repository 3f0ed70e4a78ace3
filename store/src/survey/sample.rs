//! Closed deals to try a survey with.

use domain::deal::{Money, Outcome};
use domain::id::DealId;
use domain::survey::Facts;
use domain::survey::sample::Sample;
use rust_decimal::Decimal;
use sea_orm::QueryResult;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// How many deals of each outcome are offered.
const OF_EACH: i64 = 2;

/// A few of the tenant's deals of each outcome, those with most to show first: with a competitor, a product, a name.
///
/// # Errors
/// When the database is not there.
pub async fn samples(tenant: &TenantTx) -> Result<Vec<Sample>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT id, name, account_name, contact, product, amount, currency, owner_name, closed_at, outcome, segment,
                region, deal_type, home_cents, vendors
         FROM (SELECT d.id, d.name, d.account_name, d.products ->> 0 AS product, d.amount, d.currency, d.owner_name,
                      d.closed_at, d.outcome, d.segment, d.region, d.deal_type, d.home_cents, c.name AS contact,
                      v.vendors,
                      row_number() OVER (PARTITION BY d.outcome
                          ORDER BY (cardinality(v.vendors) > 0)::int + (d.products <> '[]')::int
                                   + (c.name IS NOT NULL)::int DESC, d.closed_at DESC, d.id) AS place
               FROM (SELECT id FROM deals WHERE tenant_id = $1 AND outcome IS NOT NULL
                     ORDER BY closed_at DESC LIMIT 500) recent
               JOIN deals d ON d.tenant_id = $1 AND d.id = recent.id
               LEFT JOIN LATERAL (SELECT x.name FROM contacts x
                                  WHERE x.tenant_id = $1 AND x.deal_id = d.id AND x.role = 'buyer'
                                  ORDER BY x.is_primary DESC, x.id LIMIT 1) c ON true
               CROSS JOIN LATERAL (
                   SELECT coalesce(array_agg(coalesce(k.name, y.raw) ORDER BY y.seq), '{}') AS vendors
                   FROM deal_competitors y
                   LEFT JOIN competitors k ON k.tenant_id = y.tenant_id AND k.id = y.competitor_id
                   WHERE y.tenant_id = $1 AND y.deal_id = d.id AND y.source = 'crm') v) AS ranked
         WHERE place <= $2
         ORDER BY outcome, place",
        [tenant.tenant().uuid().into(), OF_EACH.into()],
    )
    .await?;
    let mut samples = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    samples.sort_by_key(|sample| sample.facts.outcome);
    Ok(samples)
}

fn read(row: &QueryResult) -> Result<Sample, StoreError> {
    let deal_name: String = row.try_get_by_index(1)?;
    let account: Option<String> = row.try_get_by_index(2)?;
    let contact: Option<String> = row.try_get_by_index(3)?;
    let (amount, currency): (Option<Decimal>, Option<String>) =
        (row.try_get_by_index(5)?, row.try_get_by_index(6)?);
    let outcome: String = row.try_get_by_index(9)?;
    Ok(Sample {
        deal: Some(DealId::new(row.try_get_by_index(0)?)),
        account: account.unwrap_or_else(|| deal_name.clone()),
        deal_name,
        contact: contact.unwrap_or_default(),
        product: row.try_get_by_index(4)?,
        money: amount.zip(currency).map(|(amount, currency)| Money { amount, currency }),
        owner: row.try_get_by_index(7)?,
        closed_at: row.try_get_by_index(8)?,
        facts: Facts {
            outcome: Outcome::from_code(&outcome),
            segment: row.try_get_by_index(10)?,
            region: row.try_get_by_index(11)?,
            deal_type: row.try_get_by_index(12)?,
            home_cents: row.try_get_by_index(13)?,
            competitors: row.try_get_by_index(14)?,
        },
    })
}
