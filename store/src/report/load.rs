//! The rows behind a snapshot.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::deal::Outcome;
use domain::id::CompetitorId;
use domain::report::snapshot::{Builder, DealFact, Snapshot};
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
            reasoned: answers.unwrap_or_default().reasoned,
            first_sent: answers.unwrap_or_default().first_sent,
        });
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

/// Competitors by deal; what the CRM said is for everybody, what only a buyer said is for whom he chose.
async fn competitors(
    tenant: &TenantTx,
) -> Result<HashMap<Uuid, Vec<(CompetitorId, Attribution)>>, StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT c.deal_id, c.competitor_id,
                    min(CASE WHEN c.source = 'crm' OR r.attribution = 'named' THEN 0
                             WHEN r.attribution = 'leadership' THEN 1 ELSE 2 END)::int
             FROM deal_competitors c
             LEFT JOIN ",
            heard!(),
            " r ON r.id = c.response_id
             WHERE c.tenant_id = $1 AND c.competitor_id IS NOT NULL AND (c.source = 'crm' OR r.id IS NOT NULL)
             GROUP BY c.deal_id, c.competitor_id"
        ),
        [tenant.tenant().uuid().into()],
    )
    .await?;
    let mut by_deal: HashMap<Uuid, Vec<_>> = HashMap::new();
    for row in rows {
        let competitor = CompetitorId::new(row.try_get_by_index(1)?);
        let who = LEVELS[usize::try_from(row.try_get_by_index::<i32>(2)?).unwrap_or(2).min(2)];
        by_deal.entry(row.try_get_by_index(0)?).or_default().push((competitor, who));
    }
    Ok(by_deal)
}

/// In the order of the numbers that the statements here give them.
const LEVELS: [Attribution; 3] = [Attribution::Named, Attribution::Leadership, Attribution::Pooled];

/// A word that is not known is read as the most careful one.
fn level(attribution: &str) -> Attribution {
    Attribution::from_code(attribution).unwrap_or(Attribution::Pooled)
}

/// A deal's answers by attribution.
#[derive(Copy, Clone, Default)]
struct Answered {
    /// How many name a reason.
    reasoned: [i32; 3],
    /// When the first was sent.
    first_sent: [Option<DateTime<Utc>>; 3],
}

/// The deals with an answer.
async fn answered(tenant: &TenantTx) -> Result<HashMap<Uuid, Answered>, StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT r.deal_id, r.attribution, count(t.response_id)::int, min(r.submitted_at)
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
    let mut by_deal: HashMap<Uuid, Answered> = HashMap::new();
    for row in rows {
        let attribution: String = row.try_get_by_index(1)?;
        let answers = by_deal.entry(row.try_get_by_index(0)?).or_default();
        let at = level(&attribution) as usize;
        answers.reasoned[at] += row.try_get_by_index::<i32>(2)?;
        answers.first_sent[at] = row.try_get_by_index(3)?;
    }
    Ok(by_deal)
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
