//! What belongs to a response: its answers, themes, vendors and ratings.

use std::collections::HashSet;

use domain::id::ResponseId;
use domain::response::extract::CriterionRating;
use domain::response::{Attribution, Enriched, NamedVendor, VendorRole};
use sea_orm::Value;
use serde::Serialize;
use serde_json::Value as Json;

use super::words::{kept, kept_name};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{competitor, sql};

/// Writes all of it beside the response's row.
pub(super) async fn insert(
    tenant: &TenantTx,
    enriched: &Enriched,
    attribution: Attribution,
) -> Result<(), StoreError> {
    insert_answers(tenant, enriched, attribution).await?;
    insert_themes(tenant, enriched).await?;
    insert_vendors(tenant, enriched, attribution).await?;
    insert_ratings(tenant, enriched).await
}

fn ids(tenant: &TenantTx, response: ResponseId) -> [Value; 2] {
    [tenant.tenant().uuid().into(), response.uuid().into()]
}

async fn insert_answers(
    tenant: &TenantTx,
    enriched: &Enriched,
    attribution: Attribution,
) -> Result<(), StoreError> {
    let [tenant_id, response] = ids(tenant, enriched.id());
    let rows: serde_json::Map<String, Json> = enriched
        .answers()
        .iter()
        .map(|(question, answer)| {
            Ok((question.to_owned(), kept(tenant, enriched.id(), attribution, question, answer)?))
        })
        .collect::<Result<_, StoreError>>()?;
    sql::run(
        tenant,
        "INSERT INTO answers (tenant_id, response_id, question_key, answer)
         SELECT $1, $2, one.key, one.value FROM jsonb_each($3) AS one",
        [tenant_id, response, sql::json(&rows)],
    )
    .await?;
    Ok(())
}

#[derive(Serialize)]
struct ThemeRow<'a> {
    theme: &'static str,
    source: &'static str,
    weight: i32,
    confidence: f32,
    sentiment: f32,
    evidence: &'a [(String, domain::classify::Span)],
}

async fn insert_themes(tenant: &TenantTx, enriched: &Enriched) -> Result<(), StoreError> {
    let rows: Vec<ThemeRow<'_>> = enriched
        .themes()
        .iter()
        .map(|code| ThemeRow {
            theme: code.theme.code(),
            source: code.source.code(),
            weight: code.weight,
            confidence: code.confidence,
            sentiment: code.sentiment,
            evidence: &code.evidence,
        })
        .collect();
    let [tenant_id, response] = ids(tenant, enriched.id());
    sql::run(
        tenant,
        "INSERT INTO response_themes (tenant_id, response_id, theme, source, weight, confidence, sentiment, evidence)
         SELECT $1, $2, one.theme, one.source, one.weight, one.confidence, one.sentiment, one.evidence
         FROM jsonb_to_recordset($3) AS one(theme text, source text, weight integer, confidence real,
                                            sentiment real, evidence jsonb)",
        [tenant_id, response, sql::json(&rows)],
    )
    .await?;
    Ok(())
}

#[derive(Serialize)]
struct VendorRow {
    number: i16,
    competitor_id: Option<uuid::Uuid>,
    raw: String,
    role: &'static str,
}

/// A name nobody here has becomes a competitor, or deals lost to it would be in no report. A buyer who is only counted
/// brings none: the first to name somebody would be known by it.
async fn insert_vendors(
    tenant: &TenantTx,
    enriched: &Enriched,
    attribution: Attribution,
) -> Result<(), StoreError> {
    if enriched.vendors().is_empty() {
        return Ok(());
    }
    let mut table = competitor::aliases(tenant).await?;
    let mut rows: Vec<VendorRow> = Vec::new();
    let mut known = HashSet::new();
    for NamedVendor { competitor, raw, role, .. } in enriched.vendors() {
        let met = match (competitor, role) {
            (Some(competitor), _) => Some(*competitor),
            (None, VendorRole::Mentioned) => None,
            (None, _) if attribution == Attribution::Pooled => None,
            (None, VendorRole::Considered | VendorRole::Finalist | VendorRole::Chosen) => {
                competitor::meet(tenant, &mut table, raw, competitor::Source::Buyer).await?
            }
        };
        let competitor_id = met.map(domain::id::CompetitorId::uuid);
        // Chosen comes before finalists, considered and mentioned: the first name of a vendor says the most.
        if competitor_id.is_some_and(|id| !known.insert(id)) {
            continue;
        }
        let number = i16::try_from(rows.len()).unwrap_or(i16::MAX);
        let raw = kept_name(tenant, enriched.id(), attribution, raw);
        rows.push(VendorRow { number, competitor_id, raw, role: role.code() });
    }
    let [tenant_id, response] = ids(tenant, enriched.id());
    sql::run(
        tenant,
        "INSERT INTO deal_competitors (tenant_id, deal_id, source, seq, competitor_id, raw, role, response_id)
         SELECT $1, $4, 'buyer', one.number + (
                    SELECT coalesce(max(seq), -1) + 1 FROM deal_competitors
                    WHERE tenant_id = $1 AND deal_id = $4 AND source = 'buyer'),
                one.competitor_id, one.raw, one.role, $2
         FROM jsonb_to_recordset($3) AS one(number smallint, competitor_id uuid, raw text, role text)",
        [tenant_id, response, sql::json(&rows), enriched.deal().deal.uuid().into()],
    )
    .await?;
    Ok(())
}

/// Files the vendors of an answer that left the pool: the names that a pooled buyer may not bring.
pub(crate) async fn file_vendors(tenant: &TenantTx, response: ResponseId) -> Result<(), StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT seq::int, raw, competitor_id, role FROM deal_competitors
         WHERE tenant_id = $1 AND response_id = $2 ORDER BY seq",
        ids(tenant, response),
    )
    .await?;
    let mut table = competitor::aliases(tenant).await?;
    let mut known: HashSet<uuid::Uuid> = HashSet::new();
    for row in &rows {
        known.extend(row.try_get_by_index::<Option<uuid::Uuid>>(2)?);
    }
    for row in &rows {
        let (filed, role): (Option<uuid::Uuid>, String) =
            (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        if filed.is_some() || VendorRole::from_code(&role).is_none_or(|role| role == VendorRole::Mentioned) {
            continue;
        }
        let (seq, raw): (i32, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let met = competitor::meet(tenant, &mut table, &raw, competitor::Source::Buyer).await?;
        let [tenant_id, id] = ids(tenant, response);
        match met.map(domain::id::CompetitorId::uuid) {
            None => {}
            // The same vendor by another name: the first says the most.
            Some(met) if !known.insert(met) => {
                sql::run(
                    tenant,
                    "DELETE FROM deal_competitors WHERE tenant_id = $1 AND response_id = $2 AND seq = $3::int",
                    [tenant_id, id, seq.into()],
                )
                .await?;
            }
            Some(met) => {
                sql::run(
                    tenant,
                    "UPDATE deal_competitors SET competitor_id = $4
                     WHERE tenant_id = $1 AND response_id = $2 AND seq = $3::int",
                    [tenant_id, id, seq.into(), met.into()],
                )
                .await?;
            }
        }
    }
    sql::run(
        tenant,
        "UPDATE response_ratings SET competitor_id = (
                SELECT c.competitor_id FROM deal_competitors c
                WHERE c.tenant_id = $1 AND c.response_id = $2 AND c.role = 'chosen' LIMIT 1)
         WHERE tenant_id = $1 AND response_id = $2 AND competitor_id IS NULL",
        ids(tenant, response),
    )
    .await?;
    Ok(())
}

#[derive(Serialize)]
struct RatingRow<'a> {
    question: &'a str,
    criterion: &'a str,
    us: Option<u8>,
    them: Option<u8>,
}

impl<'a> RatingRow<'a> {
    fn of(one: &'a CriterionRating) -> Self {
        Self { question: &one.question, criterion: &one.criterion, us: one.pair.us, them: one.pair.them }
    }
}

/// The criteria of a head-to-head, beside the vendor that this response chose.
async fn insert_ratings(tenant: &TenantTx, enriched: &Enriched) -> Result<(), StoreError> {
    let ratings = enriched.extracted().ratings();
    if ratings.is_empty() {
        return Ok(());
    }
    let rows: Vec<RatingRow<'_>> = ratings.iter().map(RatingRow::of).collect();
    let [tenant_id, response] = ids(tenant, enriched.id());
    sql::run(
        tenant,
        "INSERT INTO response_ratings (tenant_id, response_id, question_key, criterion, us, them, competitor_id)
         SELECT $1, $2, one.question, one.criterion, one.us, one.them, (
                    SELECT c.competitor_id FROM deal_competitors c
                    WHERE c.tenant_id = $1 AND c.response_id = $2 AND c.role = 'chosen' LIMIT 1)
         FROM jsonb_to_recordset($3) AS one(question text, criterion text, us smallint, them smallint)",
        [tenant_id, response, sql::json(&rows)],
    )
    .await?;
    Ok(())
}
