//! The rows behind a snapshot.

use std::collections::HashMap;

use domain::deal::Outcome;
use domain::id::{CompetitorId, ResponseId};
use domain::report::snapshot::{Builder, Confided, DealFact, Snapshot};
use domain::response::Attribution;
use domain::taxonomy::Theme;
use uuid::Uuid;

use super::gives_reasons;
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// Reads all closed deals of the tenant behind the door.
pub(super) async fn snapshot(tenant: &TenantTx, version: i64) -> Result<Snapshot, StoreError> {
    let vendors = vendors(tenant).await?;
    let mut competitors = competitors(tenant).await?;
    let mut answered = answered(tenant).await?;
    let mut themes = themes(tenant).await?;
    let rows = sql::all(
        tenant,
        "SELECT id, closed_day, outcome, home_cents, segment, region, owner_id, owner_name, cycle_days,
                nullif(array_to_string(sellers, ' '), '')
         FROM deals
         WHERE tenant_id = $1 AND outcome IS NOT NULL
         ORDER BY closed_day, id",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    let mut builder = Builder::new(tenant.tenant(), version, vendors);
    for row in rows {
        let id: Uuid = row.try_get_by_index(0)?;
        let outcome: String = row.try_get_by_index(2)?;
        let (owner, name): (Option<String>, Option<String>) =
            (row.try_get_by_index(6)?, row.try_get_by_index(7)?);
        let answers = answered.remove(&id);
        builder.push(&DealFact {
            closed_day: row.try_get_by_index(1)?,
            // The column's check allows nothing else; a newer release's word must not stop every report.
            outcome: Outcome::from_code(&outcome).unwrap_or(Outcome::LostOther),
            home_cents: row.try_get_by_index(3)?,
            segment: row.try_get_by_index(4)?,
            region: row.try_get_by_index(5)?,
            rep: owner.map(|id| (id.clone(), name.unwrap_or(id))),
            sellers: row.try_get_by_index(9)?,
            cycle_days: row.try_get_by_index(8)?,
            is_answered: answers.is_some(),
            competitors: competitors.remove(&id).unwrap_or_default(),
            themes: themes.remove(&id).unwrap_or_default(),
            reasoned: answers.unwrap_or_default(),
        });
    }
    for answer in confided(tenant).await? {
        builder.confide(answer);
    }
    Ok(builder.finish())
}

/// The buyers' answers that are counted, as a table for the statements here. Of a deal's pooled answers only the first
/// is: a further one would change the figures of a deal that is counted already, and so say what it says.
macro_rules! heard {
    () => {
        "(SELECT id, deal_id, attribution, submitted_at, outcome FROM responses
          WHERE tenant_id = $1 AND voice = 'buyer' AND attribution IN ('named', 'leadership')
          UNION ALL
          (SELECT DISTINCT ON (deal_id) id, deal_id, attribution, submitted_at, outcome FROM responses
           WHERE tenant_id = $1 AND voice = 'buyer' AND attribution NOT IN ('named', 'leadership')
           ORDER BY deal_id, submitted_at, id))"
    };
}

async fn vendors(tenant: &TenantTx) -> Result<Vec<(CompetitorId, String)>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT id, name FROM competitors WHERE tenant_id = $1 ORDER BY id",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| Ok((CompetitorId::new(row.try_get_by_index(0)?), row.try_get_by_index(1)?)))
        .collect()
}

/// Competitors by deal; what the CRM said is for everybody, what only a buyer said is for whom he chose. What pooled
/// buyers named is in no record.
async fn competitors(
    tenant: &TenantTx,
) -> Result<HashMap<Uuid, Vec<(CompetitorId, Attribution)>>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT c.deal_id, c.competitor_id,
                CASE WHEN bool_or(c.source = 'crm' OR r.attribution = 'named') THEN 'named' ELSE 'leadership' END
         FROM deal_competitors c
         LEFT JOIN responses r ON r.tenant_id = c.tenant_id AND r.id = c.response_id
         WHERE c.tenant_id = $1 AND c.competitor_id IS NOT NULL
           AND (c.source = 'crm' OR r.voice = 'buyer' AND r.attribution IN ('named', 'leadership'))
         GROUP BY c.deal_id, c.competitor_id",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    let mut by_deal: HashMap<Uuid, Vec<_>> = HashMap::new();
    for row in rows {
        let competitor = CompetitorId::new(row.try_get_by_index(1)?);
        let attribution: String = row.try_get_by_index(2)?;
        by_deal.entry(row.try_get_by_index(0)?).or_default().push((competitor, level(&attribution)));
    }
    Ok(by_deal)
}

/// A word that is not known is read as the most careful one.
fn level(attribution: &str) -> Attribution {
    Attribution::from_code(attribution).unwrap_or(Attribution::Pooled)
}

/// How many answers about a deal name a reason, by attribution; every deal with an answer is there.
async fn answered(tenant: &TenantTx) -> Result<HashMap<Uuid, [i32; 3]>, StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT r.deal_id, r.attribution, count(t.response_id)::int
             FROM ",
            heard!(),
            " r
             JOIN deals d ON d.tenant_id = $1 AND d.id = r.deal_id
             LEFT JOIN (SELECT DISTINCT response_id FROM response_themes WHERE tenant_id = $1 AND weight > 0) t
               ON t.response_id = r.id AND ",
            gives_reasons!(),
            "
             GROUP BY r.deal_id, r.attribution"
        ),
        [tenant.tenant().uuid().into()],
    )
    .await?;
    let mut by_deal: HashMap<Uuid, [i32; 3]> = HashMap::new();
    for row in rows {
        let attribution: String = row.try_get_by_index(1)?;
        let reasoned = by_deal.entry(row.try_get_by_index(0)?).or_default();
        reasoned[level(&attribution) as usize] += row.try_get_by_index::<i32>(2)?;
    }
    Ok(by_deal)
}

/// The answers that name why a deal was lost and that not everybody may read: of each deal the first for leadership
/// and the first that is pooled, unless somebody who may be read by more had named a reason before.
///
/// Isolation: nothing here reads what the deal is *now*. Were an answer dropped when its deal is opened again or when
/// a further answer comes, its five would go with it, and the themes that lose five would be the ones it named.
async fn confided(tenant: &TenantTx) -> Result<Vec<Confided>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT r.id, r.attribution, r.submitted_at, r.closed_day,
                ARRAY(SELECT t.theme FROM response_themes t
                      WHERE t.tenant_id = $1 AND t.response_id = r.id AND t.weight > 0)
         FROM (SELECT DISTINCT ON (x.deal_id, x.attribution) x.id, x.deal_id, x.attribution, x.submitted_at,
                      coalesce(x.outcome, d.outcome) AS outcome, coalesce(x.closed_day, d.closed_day) AS closed_day
               FROM responses x
               JOIN deals d ON d.tenant_id = x.tenant_id AND d.id = x.deal_id
               WHERE x.tenant_id = $1 AND x.voice = 'buyer' AND x.attribution <> 'named'
               ORDER BY x.deal_id, x.attribution, x.submitted_at, x.id) r
         WHERE r.outcome <> 'won' AND NOT EXISTS (
             SELECT FROM responses o
             WHERE o.tenant_id = $1 AND o.deal_id = r.deal_id AND o.voice = 'buyer'
               AND (o.attribution = 'named' OR o.attribution = 'leadership' AND r.attribution <> 'leadership')
               AND (o.submitted_at, o.id) < (r.submitted_at, r.id) AND coalesce(o.outcome, r.outcome) <> 'won'
               AND EXISTS (SELECT FROM response_themes t
                           WHERE t.tenant_id = $1 AND t.response_id = o.id AND t.weight > 0))",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let (attribution, themes): (String, Vec<String>) =
                (row.try_get_by_index(1)?, row.try_get_by_index(4)?);
            Ok(Confided {
                response: ResponseId::new(row.try_get_by_index(0)?),
                who: level(&attribution),
                submitted_at: row.try_get_by_index(2)?,
                closed_day: row.try_get_by_index(3)?,
                themes: themes.iter().filter_map(|code| Theme::from_code(code)).collect(),
            })
        })
        .collect()
}

async fn themes(tenant: &TenantTx) -> Result<HashMap<Uuid, Vec<(Theme, Attribution, i32)>>, StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT r.deal_id, t.theme, r.attribution, sum(t.weight)::int
             FROM response_themes t
             JOIN ",
            heard!(),
            " r ON r.id = t.response_id
             JOIN deals d ON d.tenant_id = $1 AND d.id = r.deal_id
             WHERE t.tenant_id = $1 AND t.weight > 0 AND ",
            gives_reasons!(),
            "
             GROUP BY r.deal_id, t.theme, r.attribution
             ORDER BY r.deal_id, t.theme"
        ),
        [tenant.tenant().uuid().into()],
    )
    .await?;
    let mut by_deal: HashMap<Uuid, Vec<_>> = HashMap::new();
    for row in rows {
        let (theme, attribution): (String, String) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        if let Some(theme) = Theme::from_code(&theme) {
            let entry = (theme, level(&attribution), row.try_get_by_index(3)?);
            by_deal.entry(row.try_get_by_index(0)?).or_default().push(entry);
        }
    }
    Ok(by_deal)
}
