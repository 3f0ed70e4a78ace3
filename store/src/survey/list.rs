//! The list of a tenant's surveys.

use chrono::{DateTime, Utc};
use domain::deal::Outcome;
use domain::id::{TemplateId, UserId};
use domain::link::Withdrawal;
use domain::report::Rate;
use domain::survey::Audience;
use domain::survey::shelf::{SurveyState, SurveySummary};
use sea_orm::QueryResult;
use uuid::Uuid;

use super::results::{self, is_in};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

/// The tenant's surveys: those in use first, the archived ones last, each group by its newest change. Each has as many
/// answers as its results.
///
/// # Errors
/// When the database is not there.
pub async fn list(tenant: &TenantTx) -> Result<Vec<SurveySummary>, StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT t.id, t.name, t.audience, t.outcomes, t.archived_at IS NOT NULL, v.number, v.published_at,
                t.draft IS NOT NULL AND t.draft IS DISTINCT FROM v.document,
                coalesce(t.draft_at, v.published_at, t.created_at),
                CASE WHEN t.draft_at IS NOT NULL THEN t.draft_by ELSE v.published_by END,
                coalesce(s.answers, 0), coalesce(n.began, 0), s.median
             FROM survey_templates t
             LEFT JOIN template_versions v ON v.tenant_id = t.tenant_id AND v.id = t.active_version_id
             LEFT JOIN (SELECT x.template_id,
                               count(*) FILTER (WHERE i.started_at IS NOT NULL OR i.state = 'answered') AS began
                        FROM invitations i
                        JOIN template_versions x ON x.tenant_id = i.tenant_id AND x.id = i.version_id
                        WHERE i.tenant_id = $1 AND i.withdrawn_reason IS DISTINCT FROM $3 AND ",
            is_in!("$2"),
            "
                        GROUP BY x.template_id) n ON n.template_id = t.id
             LEFT JOIN (SELECT x.template_id, count(*) AS answers,
                               round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.seconds))::numeric)::bigint AS median
                        FROM responses r
                        JOIN template_versions x ON x.tenant_id = r.tenant_id AND x.id = r.version_id
                        WHERE r.tenant_id = $1 AND r.id <> ALL($2) GROUP BY x.template_id) s ON s.template_id = t.id
             WHERE t.tenant_id = $1
             ORDER BY t.archived_at IS NOT NULL, coalesce(t.draft_at, v.published_at, t.created_at) DESC, t.id DESC"
        ),
        [
            tenant.tenant().uuid().into(),
            results::left_out(tenant).await?.into(),
            Withdrawal::ByBuyer.code().into(),
        ],
    )
    .await?;
    rows.iter().map(summary).collect()
}

fn summary(row: &QueryResult) -> Result<SurveySummary, StoreError> {
    let audience: String = row.try_get_by_index(2)?;
    let outcomes: Vec<String> = row.try_get_by_index(3)?;
    let number: Option<i32> = row.try_get_by_index(5)?;
    let published_at: Option<DateTime<Utc>> = row.try_get_by_index(6)?;
    let by: Option<Uuid> = row.try_get_by_index(9)?;
    let (is_archived, is_changed): (bool, bool) = (row.try_get_by_index(4)?, row.try_get_by_index(7)?);
    let answers: i64 = row.try_get_by_index(10)?;
    Ok(SurveySummary {
        id: TemplateId::new(row.try_get_by_index(0)?),
        name: row.try_get_by_index(1)?,
        state: match (is_archived, number, is_changed) {
            (true, _, _) => SurveyState::Archived,
            (false, None, _) => SurveyState::Draft,
            (false, Some(_), true) => SurveyState::Changed,
            (false, Some(_), false) => SurveyState::Published,
        },
        audience: Audience::from_code(&audience).unwrap_or_default(),
        outcomes: outcomes.iter().filter_map(|code| Outcome::from_code(code)).collect(),
        number: number.unwrap_or(0),
        published_at,
        answers,
        completion: Rate::new(answers, row.try_get_by_index(11)?),
        median_seconds: row.try_get_by_index(12)?,
        changed_at: row.try_get_by_index(8)?,
        changed_by: by.map(UserId::new),
    })
}
