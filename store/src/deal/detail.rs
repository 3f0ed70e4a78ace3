//! Everything about one deal, as far as this reader may read it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::classify::Span;
use domain::deal::{ContactRole, DealCompetitor, DealContact, DealDetail};
use domain::id::{CompetitorId, ContactId, DealId, ResponseId};
use domain::link::Undeliverable;
use domain::response::{AnswerView, AnsweredQuestion, Attribution, ThemeView};
use domain::survey::{Answer, Kind, Question, Template};
use domain::taxonomy::Theme;
use sea_orm::QueryResult;
use serde::Deserialize;
use serde_json::Value as Json;
use uuid::Uuid;

use super::list;
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::report::readable;
use crate::sql;

/// One deal with what hangs on it.
///
/// # Errors
/// `NotFound` when the tenant behind the door has no such deal, whoever else may have it.
pub async fn detail(tenant: &TenantTx, id: DealId) -> Result<DealDetail, StoreError> {
    let summary = list::one(tenant, id).await?.ok_or(StoreError::NotFound)?;
    let facts = facts(tenant, id).await?;
    let (answers, withheld_answers) = answers(tenant, id).await?;
    Ok(DealDetail {
        external_id: facts.external_id,
        crm_reason: facts.crm_reason,
        stages: facts.stages,
        facts: facts.shown,
        competitors: competitors(tenant, id).await?,
        contacts: contacts(tenant, id).await?,
        answers,
        withheld_answers,
        summary,
    })
}

struct Facts {
    external_id: String,
    crm_reason: Option<String>,
    stages: Vec<(String, DateTime<Utc>)>,
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
        ("Type", text(5)?),
        ("Products", Some(products.join(", ")).filter(|all| !all.is_empty())),
        ("Pipeline", text(6)?),
        ("Lead source", text(7)?),
        ("Industry", text(8)?),
        ("Website", text(9)?),
        ("Employees", employees.map(|n| n.to_string())),
    ];
    let mut shown: Vec<(String, String)> =
        named.into_iter().filter_map(|(label, value)| Some((label.to_owned(), value?))).collect();
    shown.extend(custom.into_iter().map(|(label, value)| (label, words(&value))));
    Ok(Facts {
        external_id: row.try_get_by_index(0)?,
        crm_reason: row.try_get_by_index(1)?,
        stages: sql::document(row.try_get_by_index(2)?)?,
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
        "SELECT c.competitor_id, coalesce(k.name, min(c.raw)), bool_or(c.source = 'buyer'),
                bool_or(c.source = 'crm'), bool_or(c.role = 'chosen')
         FROM deal_competitors c
         LEFT JOIN competitors k ON k.tenant_id = c.tenant_id AND k.id = c.competitor_id
         LEFT JOIN responses r ON r.tenant_id = c.tenant_id AND r.id = c.response_id
         WHERE c.tenant_id = $1 AND c.deal_id = $2 AND (c.source = 'crm' OR r.attribution = ANY($3))
         GROUP BY c.competitor_id, k.name, CASE WHEN c.competitor_id IS NULL THEN lower(c.raw) END
         ORDER BY bool_or(c.role = 'chosen') DESC, 2",
        [tenant.tenant().uuid().into(), id.uuid().into(), readable(tenant).into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let competitor: Option<Uuid> = row.try_get_by_index(0)?;
            Ok(DealCompetitor {
                id: competitor.map(CompetitorId::new),
                name: row.try_get_by_index(1)?,
                by_buyer: row.try_get_by_index(2)?,
                by_crm: row.try_get_by_index(3)?,
                is_chosen: row.try_get_by_index(4)?,
            })
        })
        .collect()
}

async fn contacts(tenant: &TenantTx, id: DealId) -> Result<Vec<DealContact>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT c.id, coalesce(c.name, c.email, ''), c.title, coalesce(c.role, 'internal'), i.state, i.expires_at < $3,
                coalesce(i.answered_at, i.withdrawn_at, i.started_at, i.undeliverable_at, i.sent_at, i.created_at),
                i.undeliverable_reason
         FROM contacts c
         LEFT JOIN invitations i ON i.tenant_id = c.tenant_id AND i.contact_id = c.id
         WHERE c.tenant_id = $1 AND c.deal_id = $2
         ORDER BY c.is_primary DESC, c.name, c.id",
        [tenant.tenant().uuid().into(), id.uuid().into(), tenant.clock().now().into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let state: Option<String> = row.try_get_by_index(4)?;
            let is_over: Option<bool> = row.try_get_by_index(5)?;
            let role: String = row.try_get_by_index(3)?;
            let reason: Option<String> = row.try_get_by_index(7)?;
            let reason = reason.as_deref().and_then(Undeliverable::from_code);
            Ok(DealContact {
                id: ContactId::new(row.try_get_by_index(0)?),
                name: row.try_get_by_index(1)?,
                title: row.try_get_by_index(2)?,
                role: ContactRole::from_code(&role).unwrap_or(ContactRole::Internal),
                invitation: state
                    .map(|state| invitation(&state, reason, is_over.unwrap_or(false)).to_owned()),
                since: row.try_get_by_index(6)?,
            })
        })
        .collect()
}

/// Where an invitation stands, in words.
fn invitation(state: &str, reason: Option<Undeliverable>, is_over: bool) -> &'static str {
    match (state, reason) {
        ("answered", _) => "Answered",
        ("withdrawn", _) => "Withdrawn",
        ("waiting", Some(reason)) => reason.label(),
        _ if is_over => "Expired",
        ("waiting", None) => "Waiting to be sent",
        ("sent", _) => "Sent",
        _ => "Started",
    }
}

/// The answers that the reader may read, newest first, and how many others there are.
async fn answers(tenant: &TenantTx, id: DealId) -> Result<(Vec<AnswerView>, i32), StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT r.id, r.attribution, r.submitted_at, r.overall, v.document, n.name, n.title,
                (SELECT jsonb_object_agg(a.question_key, a.answer) FROM answers a
                 WHERE a.tenant_id = $1 AND a.response_id = r.id),
                (SELECT jsonb_agg(jsonb_build_object('theme', t.theme, 'source', t.source, 'sentiment', t.sentiment,
                                  'evidence', t.evidence) ORDER BY t.weight DESC, t.theme)
                 FROM response_themes t WHERE t.tenant_id = $1 AND t.response_id = r.id)
         FROM responses r
         JOIN template_versions v ON v.tenant_id = r.tenant_id AND v.id = r.version_id
         LEFT JOIN leadership_responses n ON n.tenant_id = r.tenant_id AND n.response_id = r.id
         WHERE r.tenant_id = $1 AND r.deal_id = $2 AND r.attribution = ANY($3)
         ORDER BY r.submitted_at DESC, r.id",
        [tenant.tenant().uuid().into(), id.uuid().into(), readable(tenant).into()],
    )
    .await?;
    let all = sql::one(
        tenant,
        "SELECT count(*)::int FROM responses WHERE tenant_id = $1 AND deal_id = $2",
        [tenant.tenant().uuid().into(), id.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let all: i32 = all.try_get_by_index(0)?;
    let views = rows.iter().map(answer).collect::<Result<Vec<_>, _>>()?;
    let withheld = all - i32::try_from(views.len()).unwrap_or(all);
    Ok((views, withheld))
}

/// A theme as its row says it.
#[derive(Deserialize)]
struct ThemeRow {
    theme: String,
    source: String,
    sentiment: Option<f32>,
    /// The question and the bytes of its text.
    evidence: Vec<(String, Span)>,
}

fn answer(row: &QueryResult) -> Result<AnswerView, StoreError> {
    let attribution: String = row.try_get_by_index(1)?;
    let overall: Option<i16> = row.try_get_by_index(3)?;
    let template: Template = sql::document(row.try_get_by_index(4)?)?;
    let given: Option<Json> = row.try_get_by_index(7)?;
    let given: BTreeMap<String, Answer> = given.map(sql::document).transpose()?.unwrap_or_default();
    let themes: Option<Json> = row.try_get_by_index(8)?;
    let themes: Vec<ThemeRow> = themes.map(sql::document).transpose()?.unwrap_or_default();
    Ok(AnswerView {
        response: ResponseId::new(row.try_get_by_index(0)?),
        buyer: row.try_get_by_index(5)?,
        buyer_title: row.try_get_by_index(6)?,
        attribution: Attribution::from_code(&attribution).unwrap_or(Attribution::Pooled),
        submitted_at: row.try_get_by_index(2)?,
        overall: overall.and_then(|value| u8::try_from(value).ok()),
        answers: template
            .questions()
            .filter_map(|question| answered(question, given.get(&question.key)?, &themes))
            .collect(),
        themes: themes
            .iter()
            .filter_map(|row| {
                Some(ThemeView {
                    theme: Theme::from_code(&row.theme)?,
                    is_structured: row.source == "buyer",
                    sentiment: row.sentiment.unwrap_or(0.0),
                })
            })
            .collect(),
    })
}

fn answered(question: &Question, answer: &Answer, themes: &[ThemeRow]) -> Option<AnsweredQuestion> {
    let is_verbatim = matches!(answer, Answer::Text { .. });
    let answer = match answer {
        Answer::Text { text } => text.clone(),
        Answer::Vendors { names } => names.join(", "),
        Answer::Rated { value } => match &question.kind {
            Kind::Rating { steps, .. } => format!("{value} of {steps}"),
            Kind::SingleChoice { .. }
            | Kind::MultipleChoice { .. }
            | Kind::LongText { .. }
            | Kind::CompetitorPick { .. } => value.to_string(),
        },
        Answer::Chosen { keys, other } => {
            let choices = match &question.kind {
                Kind::SingleChoice { choices, .. } | Kind::MultipleChoice { choices, .. } => {
                    choices.as_slice()
                }
                Kind::Rating { .. } | Kind::LongText { .. } | Kind::CompetitorPick { .. } => &[],
            };
            let labels = keys
                .iter()
                .map(|key| choices.iter().find(|one| one.key == *key).map_or(key.as_str(), |one| &one.label));
            labels.chain(other.as_deref()).collect::<Vec<_>>().join("; ")
        }
    };
    if answer.is_empty() {
        return None;
    }
    let evidence = if is_verbatim { evidence(question, &answer, themes) } else { Vec::new() };
    Some(AnsweredQuestion {
        key: question.key.clone(),
        question: question.text.clone(),
        answer,
        is_verbatim,
        evidence,
    })
}

/// The parts of a text that triggered a theme, as ranges of characters, in the order of the text.
fn evidence(question: &Question, text: &str, themes: &[ThemeRow]) -> Vec<(Theme, usize, usize)> {
    let characters = |bytes: usize| text.get(..bytes).map(|part| part.chars().count());
    let mut parts: Vec<(Theme, usize, usize)> = themes
        .iter()
        .filter_map(|row| Some((Theme::from_code(&row.theme)?, &row.evidence)))
        .flat_map(|(theme, parts)| parts.iter().map(move |part| (theme, part)))
        .filter(|(_, (key, _))| *key == question.key)
        .filter_map(|(theme, (_, span))| Some((theme, characters(span.start)?, characters(span.end)?)))
        .collect();
    parts.sort_by_key(|(theme, start, end)| (*start, *end, *theme));
    parts
}
