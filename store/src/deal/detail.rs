//! Everything about one deal, as far as this reader may read it.

mod answer;
mod contact;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::competitor::is_nobody;
use domain::deal::{DealCompetitor, DealDetail, Stage};
use domain::id::{CompetitorId, DealId};
use domain::link::Withdrawal;
use domain::response::{AnswerView, VendorRole};
use domain::survey::Audience;
use serde_json::Value as Json;
use uuid::Uuid;

use super::list;
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::report::{gives_reasons, may_read, readable};
use crate::{settings, sql};

/// One deal with what hangs on it.
///
/// # Errors
/// `NotFound` when the tenant behind the door has no such deal, whoever else may have it.
pub async fn detail(tenant: &TenantTx, id: DealId) -> Result<DealDetail, StoreError> {
    let summary = list::one(tenant, id).await?.ok_or(StoreError::NotFound)?;
    let facts = facts(tenant, id).await?;
    let (answers, withheld_answers) = answers(tenant, id).await?;
    Ok(DealDetail {
        as_of: tenant.clock().now(),
        home_currency: settings::load(tenant).await?.home_currency,
        external_id: facts.external_id,
        crm_reason: facts.crm_reason,
        stages: facts.stages,
        facts: facts.shown,
        competitors: competitors(tenant, id).await?,
        contacts: contact::contacts(tenant, id).await?,
        answers,
        withheld_answers,
        withdrawn_answers: withdrawn(tenant, id).await?,
        summary,
    })
}

struct Facts {
    external_id: String,
    crm_reason: Option<String>,
    stages: Vec<Stage>,
    shown: Vec<(String, String)>,
}

async fn facts(tenant: &TenantTx, id: DealId) -> Result<Facts, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT external_id, crm_reason, stages, products, custom, deal_type, pipeline, lead_source, industry,
                account_domain, employees
         FROM deals WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), id.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let products: Vec<String> = sql::document(row.try_get_by_index(3)?)?;
    let custom: BTreeMap<String, Json> = sql::document(row.try_get_by_index(4)?)?;
    let employees: Option<i32> = row.try_get_by_index(10)?;
    let text = |at: usize| row.try_get_by_index::<Option<String>>(at);
    let named = [
        ("Type", text(5)?.map(|code| spelled(&code))),
        ("Products", Some(products.join(", ")).filter(|all| !all.is_empty())),
        ("Pipeline", text(6)?),
        ("Lead source", text(7)?),
        ("Industry", text(8)?),
        ("Website", text(9)?),
        ("Employees", employees.map(grouped)),
    ];
    let mut shown: Vec<(String, String)> =
        named.into_iter().filter_map(|(label, value)| Some((label.to_owned(), value?))).collect();
    shown.extend(custom.into_iter().map(|(label, value)| (label, words(&value))));
    let stages: Vec<(String, DateTime<Utc>)> = sql::document(row.try_get_by_index(2)?)?;
    Ok(Facts {
        external_id: row.try_get_by_index(0)?,
        crm_reason: row.try_get_by_index(1)?,
        stages: stages.into_iter().map(|(name, entered_at)| Stage { name, entered_at }).collect(),
        shown,
    })
}

/// A value of the CRM's own, as it came.
fn words(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => value.to_string(),
    }
}

async fn competitors(tenant: &TenantTx, id: DealId) -> Result<Vec<DealCompetitor>, StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT c.competitor_id, coalesce(k.name, min(c.raw)), bool_or(c.source = 'buyer' AND r.voice = 'buyer'),
                bool_or(c.source = 'crm'),
                array_agg(c.role) FILTER (WHERE c.source = 'buyer' AND r.voice = 'buyer'),
                array_agg(c.role) FILTER (WHERE r.voice = 'sales'),
                array_agg(c.role) FILTER (WHERE c.source = 'crm')
         FROM deal_competitors c
         LEFT JOIN competitors k ON k.tenant_id = c.tenant_id AND k.id = c.competitor_id
         LEFT JOIN responses r ON r.tenant_id = c.tenant_id AND r.id = c.response_id
         JOIN deals d ON d.tenant_id = c.tenant_id AND d.id = c.deal_id
         WHERE c.tenant_id = $1 AND c.deal_id = $2 AND (c.source = 'crm' OR ",
            may_read!("$3"),
            ")
         GROUP BY c.competitor_id, k.name, CASE WHEN c.competitor_id IS NULL THEN lower(c.raw) END
         ORDER BY 2"
        ),
        [tenant.tenant().uuid().into(), id.uuid().into(), readable(tenant).into()],
    )
    .await?;
    let mut found = rows
        .into_iter()
        .map(|row| {
            let competitor: Option<Uuid> = row.try_get_by_index(0)?;
            let role = farthest(row.try_get_by_index(4)?);
            // The CRM's word is not the buyer's, and is not shown as his.
            let crm_role = farthest(row.try_get_by_index(6)?);
            Ok(DealCompetitor {
                id: competitor.map(CompetitorId::new),
                name: row.try_get_by_index(1)?,
                by_buyer: row.try_get_by_index(2)?,
                by_crm: row.try_get_by_index(3)?,
                is_chosen: role.max(crm_role) == Some(VendorRole::Chosen),
                role,
                sales_role: farthest(row.try_get_by_index(5)?),
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    // "In-house" and the like are nobody: the buyer's choice of them stands in his answer.
    found.retain(|one| one.id.is_some() || !is_nobody(&one.name));
    found.sort_by_key(|one| std::cmp::Reverse((one.is_chosen, one.role, one.sales_role)));
    Ok(found)
}

/// How far a vendor came by all of these words together.
fn farthest(roles: Option<Vec<String>>) -> Option<VendorRole> {
    roles.unwrap_or_default().iter().filter_map(|code| VendorRole::from_code(code)).max()
}

/// The answers that the reader may read, newest first, and how many others there are.
async fn answers(tenant: &TenantTx, id: DealId) -> Result<(Vec<AnswerView>, i32), StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT r.id, r.attribution, r.submitted_at, r.overall, v.document, n.name, n.title,
                (SELECT jsonb_object_agg(a.question_key, a.answer) FROM leadership_answers a
                 WHERE a.tenant_id = $1 AND a.response_id = r.id),
                (SELECT jsonb_agg(jsonb_build_object('theme', t.theme, 'source', t.source, 'sentiment', t.sentiment,
                                  'evidence', t.evidence) ORDER BY t.weight DESC, t.theme)
                 FROM response_themes t WHERE t.tenant_id = $1 AND t.response_id = r.id AND ",
            gives_reasons!(),
            "),
                r.voice, r.corrected_at, r.language, r.recommendation, r.price_stance, r.price_gap, r.price_role,
                (SELECT coalesce(k.name, c.raw) FROM deal_competitors c
                 LEFT JOIN competitors k ON k.tenant_id = c.tenant_id AND k.id = c.competitor_id
                 WHERE c.tenant_id = $1 AND c.response_id = r.id AND c.role = 'chosen' ORDER BY c.seq LIMIT 1)
         FROM responses r
         JOIN deals d ON d.tenant_id = r.tenant_id AND d.id = r.deal_id
         JOIN template_versions v ON v.tenant_id = r.tenant_id AND v.id = r.version_id
         LEFT JOIN leadership_responses n ON n.tenant_id = r.tenant_id AND n.response_id = r.id
         WHERE r.tenant_id = $1 AND r.deal_id = $2 AND ",
            may_read!("$3"),
            "
         ORDER BY r.voice, r.submitted_at DESC, r.id"
        ),
        [tenant.tenant().uuid().into(), id.uuid().into(), readable(tenant).into()],
    )
    .await?;
    let all = sql::one(
        tenant,
        "SELECT count(*)::int FROM responses WHERE tenant_id = $1 AND deal_id = $2 AND voice = $3",
        [tenant.tenant().uuid().into(), id.uuid().into(), Audience::Buyer.code().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let all: i32 = all.try_get_by_index(0)?;
    let views = rows.iter().map(answer::view).collect::<Result<Vec<_>, _>>()?;
    let open = views.iter().filter(|one: &&AnswerView| one.voice == Audience::Buyer).count();
    let withheld = all - i32::try_from(open).unwrap_or(all);
    Ok((views, withheld))
}

/// How many answers were taken back by their buyers: that there were some is all that is known.
async fn withdrawn(tenant: &TenantTx, id: DealId) -> Result<i32, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT count(*)::int FROM invitations WHERE tenant_id = $1 AND deal_id = $2 AND withdrawn_reason = $3",
        [tenant.tenant().uuid().into(), id.uuid().into(), Withdrawal::ByBuyer.code().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    Ok(row.try_get_by_index(0)?)
}

/// A code of a CRM as people write it: `new_business` is "New business"; what has other letters stays as it came.
fn spelled(code: &str) -> String {
    let is_code = code.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    if !is_code {
        return code.to_owned();
    }
    let mut words = code.replace('_', " ");
    words.get_mut(..1).map(str::make_ascii_uppercase);
    words
}

/// "25,000".
fn grouped(number: i32) -> String {
    domain::survey::Words::of(&domain::survey::Language::english()).number(u32::try_from(number).unwrap_or(0))
}
