//! The results of a survey, as far as this reader may have them.

mod funnel;

pub(super) use funnel::is_in;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::competitor::AliasTable;
use domain::deal::Outcome;
use domain::id::{CompetitorId, DealId, ResponseId, TemplateId};
use domain::response::Attribution;
use domain::survey::results::{Given, Results, Who, pooled_in, tally};
use domain::survey::{Answer, Audience, Template};
use sea_orm::QueryResult;
use uuid::Uuid;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::report::{may_read, readable};
use crate::{competitor, response, sql};

/// The results of one version of a survey by its number, or of all together.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such survey, or the survey no such version.
pub async fn results(
    tenant: &TenantTx,
    survey: TemplateId,
    wanted: Option<i32>,
) -> Result<Results, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT name, audience FROM survey_templates WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), survey.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let audience: String = row.try_get_by_index(1)?;
    let pooled = pooled(tenant).await?.remove(&survey).unwrap_or_default();
    let shown = pooled_in(pooled.iter().copied(), wanted);
    let left_out: Vec<ResponseId> =
        pooled.iter().map(|(_, id, _)| *id).filter(|id| !shown.contains(id)).collect();
    let versions = versions(tenant, survey, &left_out).await?;
    if wanted.is_some_and(|wanted| !versions.iter().any(|(number, ..)| *number == wanted)) {
        return Err(StoreError::NotFound);
    }
    let chosen = |number: i32| wanted.is_none_or(|wanted| wanted == number);
    // The questions' fives are made over all versions, whichever is shown.
    let ever = pooled_in(pooled, None);
    let given = given(tenant, survey).await?;
    let is_in = |one: &&Row| one.who != Who::Pooled || ever.contains(&one.response);
    let given: Vec<Given<'_>> =
        given.iter().filter(is_in).map(|one| one.given(!left_out.contains(&one.response))).collect();
    // Isolation: a name that only buyers typed is a word of theirs, and stays with who may read it.
    let vendors: Vec<_> = competitor::list(tenant).await?.into_iter().filter(|one| !one.is_typed).collect();
    let names: BTreeMap<CompetitorId, String> =
        vendors.iter().map(|one| (one.id, one.name.clone())).collect();
    let aliases = AliasTable::new(vendors.into_iter().map(|one| (one.id, one.name, one.aliases)));
    Ok(Results {
        survey,
        name: row.try_get_by_index(0)?,
        audience: Audience::from_code(&audience).unwrap_or_default(),
        version: wanted,
        funnel: funnel::load(tenant, survey, wanted, &versions, &left_out).await?,
        answers: versions.iter().filter(|(number, ..)| chosen(*number)).map(|(_, _, n)| n).sum(),
        questions: tally(&versions, wanted, &given, &aliases, &names),
    })
}

/// A pooled response: when it was sent, which it is, and the number of its version.
type Pooled = (DateTime<Utc>, ResponseId, i32);

/// The pooled responses by survey.
async fn pooled(tenant: &TenantTx) -> Result<HashMap<TemplateId, Vec<Pooled>>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT r.submitted_at, r.id, v.number, v.template_id
         FROM responses r
         JOIN template_versions v ON v.tenant_id = r.tenant_id AND v.id = r.version_id
         WHERE r.tenant_id = $1 AND r.attribution NOT IN ('named', 'leadership')",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    let mut by_survey: HashMap<TemplateId, Vec<Pooled>> = HashMap::new();
    for row in rows {
        let one =
            (row.try_get_by_index(0)?, ResponseId::new(row.try_get_by_index(1)?), row.try_get_by_index(2)?);
        by_survey.entry(TemplateId::new(row.try_get_by_index(3)?)).or_default().push(one);
    }
    Ok(by_survey)
}

/// The pooled responses that are counted in the results of no survey as a whole: whatever else says how many answers
/// there are leaves them out too, or the difference would be told.
pub(super) async fn left_out(tenant: &TenantTx) -> Result<Vec<Uuid>, StoreError> {
    let of_survey = |all: &Vec<Pooled>| {
        let shown = pooled_in(all.iter().copied(), None);
        all.iter().map(|(_, id, _)| *id).filter(|id| !shown.contains(id)).collect::<Vec<_>>()
    };
    Ok(uuids(&pooled(tenant).await?.values().flat_map(of_survey).collect::<Vec<_>>()))
}

/// The pooled responses to a survey that are not counted in the results of their version alone.
pub(super) async fn left_out_of_versions(
    tenant: &TenantTx,
    survey: TemplateId,
) -> Result<Vec<Uuid>, StoreError> {
    let all = pooled(tenant).await?.remove(&survey).unwrap_or_default();
    let numbers: BTreeSet<i32> = all.iter().map(|(.., number)| *number).collect();
    let shown: BTreeSet<ResponseId> =
        numbers.into_iter().flat_map(|number| pooled_in(all.iter().copied(), Some(number))).collect();
    let left_out = all.iter().map(|(_, id, _)| *id).filter(|id| !shown.contains(id));
    Ok(uuids(&left_out.collect::<Vec<_>>()))
}

/// Every version, the newest first, with the number of its answers, but for those that are left out.
async fn versions(
    tenant: &TenantTx,
    survey: TemplateId,
    left_out: &[ResponseId],
) -> Result<Vec<(i32, Template, i64)>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT v.number, v.document,
                (SELECT count(*) FROM responses r WHERE r.tenant_id = $1 AND r.version_id = v.id
                   AND r.id <> ALL($3))
         FROM template_versions v
         WHERE v.tenant_id = $1 AND v.template_id = $2
         ORDER BY v.number DESC",
        [tenant.tenant().uuid().into(), survey.uuid().into(), uuids(left_out).into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let template: Template = sql::document(row.try_get_by_index(1)?)?;
            Ok((row.try_get_by_index(0)?, template, row.try_get_by_index(2)?))
        })
        .collect()
}

fn uuids(all: &[ResponseId]) -> Vec<Uuid> {
    all.iter().map(|one| one.uuid()).collect()
}

/// An answer as its row has it.
struct Row {
    response: ResponseId,
    question: String,
    version: i32,
    answer: Answer,
    who: Who,
    deal: DealId,
    deal_name: String,
    outcome: Option<Outcome>,
    submitted_at: DateTime<Utc>,
}

impl Row {
    fn given(&self, is_in: bool) -> Given<'_> {
        Given {
            response: self.response,
            is_in,
            question: &self.question,
            version: self.version,
            answer: &self.answer,
            who: self.who,
            deal: self.deal,
            deal_name: &self.deal_name,
            outcome: self.outcome,
            submitted_at: self.submitted_at,
        }
    }
}

async fn given(tenant: &TenantTx, survey: TemplateId) -> Result<Vec<Row>, StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT a.question_key, v.number, a.answer, r.attribution, r.id, d.id, d.name, d.outcome, r.submitted_at,
                ",
            may_read!("$3"),
            ", w.answer
         FROM template_versions v
         JOIN responses r ON r.tenant_id = v.tenant_id AND r.version_id = v.id
         JOIN answers a ON a.tenant_id = r.tenant_id AND a.response_id = r.id
         LEFT JOIN leadership_answers w ON w.tenant_id = a.tenant_id AND w.response_id = a.response_id
                                       AND w.question_key = a.question_key
         JOIN deals d ON d.tenant_id = r.tenant_id AND d.id = r.deal_id
         WHERE v.tenant_id = $1 AND v.template_id = $2"
        ),
        [tenant.tenant().uuid().into(), survey.uuid().into(), readable(tenant).into()],
    )
    .await?;
    rows.iter().map(|row| read(tenant, row)).collect()
}

fn read(tenant: &TenantTx, row: &QueryResult) -> Result<Row, StoreError> {
    let question: String = row.try_get_by_index(0)?;
    let attribution: String = row.try_get_by_index(3)?;
    let response = ResponseId::new(row.try_get_by_index::<Uuid>(4)?);
    let outcome: Option<String> = row.try_get_by_index(7)?;
    let may_read: bool = row.try_get_by_index(9)?;
    let who = match (Attribution::from_code(&attribution), may_read) {
        (Some(Attribution::Named | Attribution::Leadership), true) => Who::Readable,
        (Some(Attribution::Named), false) => Who::Countable,
        (Some(Attribution::Leadership), false) => Who::Leadership,
        // A word that is not known is read as the most careful one.
        (Some(Attribution::Pooled) | None, _) => Who::Pooled,
    };
    // Isolation: words that may not be read do not leave this function, and those of pooled buyers are not in the view
    // that words are read from.
    let answer = match who {
        Who::Readable => sql::document(row.try_get_by_index(10)?)?,
        Who::Countable | Who::Leadership | Who::Pooled => {
            response::countable(tenant, response, &question, row.try_get_by_index(2)?)?
        }
    };
    Ok(Row {
        response,
        question,
        version: row.try_get_by_index(1)?,
        answer,
        who,
        deal: DealId::new(row.try_get_by_index(5)?),
        deal_name: row.try_get_by_index(6)?,
        outcome: outcome.as_deref().and_then(Outcome::from_code),
        submitted_at: row.try_get_by_index(8)?,
    })
}
