//! How far those came who were invited, page by page.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::id::{ResponseId, TemplateId};
use domain::link::Withdrawal;
use domain::survey::results::{Funnel, SectionStep};
use domain::survey::{Section, Template, speak};
use uuid::Uuid;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

use super::uuids;

/// One save of a page by its button.
struct Step {
    section: String,
    first_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
}

/// One buyer's way.
#[derive(Default)]
struct Way {
    started_at: Option<DateTime<Utc>>,
    is_sent: bool,
    /// It was not sent, and still can be.
    is_under_way: bool,
    steps: Vec<Step>,
}

/// Who is in a funnel, as a condition on invitations `i`: who chose to be pooled only with a response that is counted.
/// `$left_out` is the parameter with the responses that are left out.
macro_rules! is_in {
    ($left_out:literal) => {
        concat!(
            "(coalesce(i.attribution, 'named') IN ('named', 'leadership') OR EXISTS (
              SELECT FROM responses p
              WHERE p.tenant_id = $1 AND p.invitation_id = i.id AND p.id <> ALL(",
            $left_out,
            ")))"
        )
    };
}
pub(in crate::survey) use is_in;

/// The funnel of a version, or of all. Whoever took an answer back is in it no more than the answer is.
pub(super) async fn load(
    tenant: &TenantTx,
    survey: TemplateId,
    wanted: Option<i32>,
    versions: &[(i32, Template, i64)],
    left_out: &[ResponseId],
) -> Result<Funnel, StoreError> {
    let row = sql::one(
        tenant,
        concat!(
            "SELECT count(*) FILTER (WHERE i.sent_at IS NOT NULL OR i.started_at IS NOT NULL OR i.state = 'answered'),
                count(*) FILTER (WHERE i.started_at IS NOT NULL OR i.state = 'answered'),
                count(*) FILTER (WHERE i.state = 'started' AND i.expires_at > $5),
                count(*) FILTER (WHERE i.started_at IS NOT NULL AND i.state <> 'answered' AND s.invitation_id IS NULL
                                 AND NOT (i.state = 'started' AND i.expires_at > $5)),
                count(*) FILTER (WHERE i.state = 'answered'),
                count(*) FILTER (WHERE i.state = 'sent' AND i.expires_at > $5)
         FROM invitations i
         JOIN template_versions v ON v.tenant_id = i.tenant_id AND v.id = i.version_id
         LEFT JOIN (SELECT DISTINCT invitation_id FROM survey_steps WHERE tenant_id = $1) s
                ON s.invitation_id = i.id
         WHERE i.tenant_id = $1 AND v.template_id = $2 AND ($3::int IS NULL OR v.number = $3)
           AND i.withdrawn_reason IS DISTINCT FROM $6 AND ",
            is_in!("$4")
        ),
        [
            tenant.tenant().uuid().into(),
            survey.uuid().into(),
            wanted.into(),
            uuids(left_out).into(),
            tenant.clock().now().into(),
            Withdrawal::ByBuyer.code().into(),
        ],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let (median_seconds, timed) = seconds(tenant, survey, wanted, left_out).await?;
    let ways = ways(tenant, survey, wanted, left_out).await?;
    Ok(Funnel {
        invited: row.try_get_by_index(0)?,
        started: row.try_get_by_index(1)?,
        under_way: row.try_get_by_index(2)?,
        left_at_start: row.try_get_by_index(3)?,
        sections: sections(versions, wanted, &ways),
        sent: row.try_get_by_index(4)?,
        unopened: row.try_get_by_index(5)?,
        median_seconds,
        timed,
    })
}

/// The median time from the start to the send, and of how many answers.
async fn seconds(
    tenant: &TenantTx,
    survey: TemplateId,
    wanted: Option<i32>,
    left_out: &[ResponseId],
) -> Result<(Option<i64>, i64), StoreError> {
    let row = sql::one(
        tenant,
        "SELECT round((percentile_cont(0.5) WITHIN GROUP (ORDER BY r.seconds))::numeric)::bigint, count(r.seconds)
         FROM responses r
         JOIN template_versions v ON v.tenant_id = r.tenant_id AND v.id = r.version_id
         WHERE r.tenant_id = $1 AND v.template_id = $2 AND ($3::int IS NULL OR v.number = $3)
           AND r.id <> ALL($4)",
        [tenant.tenant().uuid().into(), survey.uuid().into(), wanted.into(), uuids(left_out).into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}

async fn ways(
    tenant: &TenantTx,
    survey: TemplateId,
    wanted: Option<i32>,
    left_out: &[ResponseId],
) -> Result<Vec<Way>, StoreError> {
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT s.invitation_id, i.started_at, i.state = 'answered', s.section, s.first_at, s.last_at,
                i.state = 'started' AND i.expires_at > $5
         FROM survey_steps s
         JOIN invitations i ON i.tenant_id = s.tenant_id AND i.id = s.invitation_id
         JOIN template_versions v ON v.tenant_id = i.tenant_id AND v.id = i.version_id
         WHERE s.tenant_id = $1 AND v.template_id = $2 AND ($3::int IS NULL OR v.number = $3) AND ",
            is_in!("$4"),
            " ORDER BY s.invitation_id, s.first_at"
        ),
        [
            tenant.tenant().uuid().into(),
            survey.uuid().into(),
            wanted.into(),
            uuids(left_out).into(),
            tenant.clock().now().into(),
        ],
    )
    .await?;
    let mut ways: BTreeMap<Uuid, Way> = BTreeMap::new();
    for row in rows {
        let way = ways.entry(row.try_get_by_index(0)?).or_default();
        way.started_at = row.try_get_by_index(1)?;
        way.is_sent = row.try_get_by_index(2)?;
        way.is_under_way = row.try_get_by_index(6)?;
        way.steps.push(Step {
            section: row.try_get_by_index(3)?,
            first_at: row.try_get_by_index(4)?,
            last_at: row.try_get_by_index(5)?,
        });
    }
    Ok(ways.into_values().collect())
}

/// The pages in the order of the newest version, then those that only older ones have.
fn sections(versions: &[(i32, Template, i64)], wanted: Option<i32>, ways: &[Way]) -> Vec<SectionStep> {
    let mut found: Vec<(&Section, &Template)> = Vec::new();
    for (number, template, _) in versions {
        if wanted.is_none_or(|wanted| wanted == *number) {
            for section in &template.sections {
                if !found.iter().any(|(one, _)| one.key == section.key) {
                    found.push((section, template));
                }
            }
        }
    }
    let (mut saved, mut left) = (BTreeMap::<&str, i64>::new(), BTreeMap::<&str, i64>::new());
    let mut times: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for way in ways {
        let mut before = way.started_at;
        for step in &way.steps {
            *saved.entry(&step.section).or_default() += 1;
            if let Some(before) = before {
                times.entry(&step.section).or_default().push((step.first_at - before).num_seconds());
            }
            before = Some(step.first_at);
        }
        if let Some(last) =
            way.steps.iter().max_by_key(|step| step.last_at).filter(|_| !way.is_sent && !way.is_under_way)
        {
            *left.entry(&last.section).or_default() += 1;
        }
    }
    found
        .into_iter()
        .map(|(section, template)| {
            let key = section.key.as_str();
            let times = times.remove(key).unwrap_or_default();
            SectionStep {
                key: section.key.clone(),
                title: section.title.words(&template.languages).to_owned(),
                shown_when: section.show_if.as_ref().map(|rule| speak::rule(template, rule)),
                saved: saved.get(key).copied().unwrap_or(0),
                left: left.get(key).copied().unwrap_or(0),
                timed: i64::try_from(times.len()).unwrap_or(i64::MAX),
                median_seconds: median(times),
            }
        })
        .collect()
}

/// The middle one, or between the middle two, rounded half up.
fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 { Some(upper) } else { Some((values[middle - 1] + upper + 1).div_euclid(2)) }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn a_median_lies_between_the_middle_two() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![9, 1, 5]), Some(5));
        assert_eq!(median(vec![4, 1]), Some(3));
    }
}
