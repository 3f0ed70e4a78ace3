//! The newest answers, as far as this reader may read them.

use chrono::{DateTime, Utc};
use domain::deal::Outcome;
use domain::id::DealId;
use domain::report::{NewestAnswer, ReportFilter};
use domain::survey::Answer;
use domain::taxonomy::Theme;
use uuid::Uuid;

use super::gives_reasons;
use super::reader::{may_read, readable};
use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

const MOST: i64 = 6;
const QUOTE: usize = 220;

pub(super) async fn answers(
    tenant: &TenantTx,
    filter: &ReportFilter,
) -> Result<Vec<NewestAnswer>, StoreError> {
    let (from, to) = filter.day_keys(tenant.clock().today());
    let outcomes: Vec<String> = filter.outcomes.iter().map(|outcome| outcome.code().to_owned()).collect();
    let rows = sql::all(
        tenant,
        concat!(
            "SELECT d.id, d.name, d.outcome, r.submitted_at,
                coalesce((SELECT array_agg(t.theme ORDER BY t.weight DESC, t.theme) FROM response_themes t
                          WHERE t.tenant_id = $1 AND t.response_id = r.id AND t.weight > 0 AND ",
            gives_reasons!(),
            "), '{}'),
                (SELECT jsonb_agg(a.answer ORDER BY a.question_key) FROM leadership_answers a
                 WHERE a.tenant_id = $1 AND a.response_id = r.id AND a.answer ->> 'type' IN ('text', 'changed')),
                (SELECT c.name FROM deal_competitors dc
                 JOIN competitors c ON c.tenant_id = dc.tenant_id AND c.id = dc.competitor_id
                 WHERE dc.tenant_id = $1 AND dc.response_id = r.id AND dc.role = 'chosen'
                 ORDER BY dc.seq LIMIT 1)
         FROM responses r
         JOIN deals d ON d.tenant_id = r.tenant_id AND d.id = r.deal_id
         WHERE r.tenant_id = $1 AND r.voice = 'buyer' AND ",
            may_read!("$2"),
            "
           AND d.closed_day BETWEEN $3 AND $4
           AND (cardinality($5::text[]) = 0 OR d.segment = ANY($5))
           AND (cardinality($6::text[]) = 0 OR d.region = ANY($6))
           AND (cardinality($7::text[]) = 0 OR d.owner_id = ANY($7))
           AND (cardinality($8::text[]) = 0 OR d.outcome = ANY($8))
         ORDER BY r.submitted_at DESC, r.id
         LIMIT $9"
        ),
        [
            tenant.tenant().uuid().into(),
            readable(tenant).into(),
            from.into(),
            to.into(),
            filter.segments.clone().into(),
            filter.regions.clone().into(),
            filter.reps.clone().into(),
            outcomes.into(),
            MOST.into(),
        ],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let id: Uuid = row.try_get_by_index(0)?;
            let outcome: Option<String> = row.try_get_by_index(2)?;
            let submitted_at: DateTime<Utc> = row.try_get_by_index(3)?;
            let themes: Vec<String> = row.try_get_by_index(4)?;
            let texts: Option<serde_json::Value> = row.try_get_by_index(5)?;
            let texts: Vec<Answer> = texts.map(sql::document).transpose()?.unwrap_or_default();
            Ok(NewestAnswer {
                deal: DealId::new(id),
                deal_name: Some(row.try_get_by_index(1)?),
                outcome: outcome.as_deref().and_then(Outcome::from_code),
                submitted_at,
                themes: themes.iter().filter_map(|code| Theme::from_code(code)).collect(),
                quote: longest(&texts).map(|text| shorten(text, QUOTE)),
                competitor: row.try_get_by_index(6)?,
            })
        })
        .collect()
}

/// The text with most to say.
fn longest(answers: &[Answer]) -> Option<&str> {
    let texts = answers.iter().filter_map(Answer::words);
    texts.max_by_key(|text| text.chars().count())
}

/// At most so many characters, cut between words.
fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn a_quote_is_cut_between_words_in_any_script() {
        assert_eq!(shorten("too dear for us", 100), "too dear for us");
        assert_eq!(shorten("too dear for us", 10), "too dear…");
        assert_eq!(shorten("ééééé", 3), "ééé…");
    }
}
