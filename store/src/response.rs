//! What buyers said: kept sealed until it was understood, then written once for reports to read.
//!
//! **Invariant:** reports see a response only as a whole: the response, its answers, themes and vendors are
//! written, and its sealed submission deleted, in one transaction, and only from an [`Enriched`].
//! **Invariant:** the words of a buyer who chose to be pooled are never legible in a row.

use std::borrow::Cow;
use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::competitor::AliasTable;
use domain::deal::Outcome;
use domain::id::{DealId, ResponseId, SubmissionId};
use domain::response::extract::CriterionRating;
use domain::response::{Attribution, DealContext, Enriched, NamedVendor, Submission, VendorRole};
use domain::survey::answer::{PriceRole, PriceStance};
use domain::survey::{Answer, Facts, Template};
use domain::taxonomy::Theme;
use sea_orm::Value;
use serde::{Deserialize, Serialize};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{competitor, sql, survey};

/// A submission as it is sealed, with what its answers were checked against: the deal may change before it is
/// ingested, and the answers must still fit.
#[derive(Serialize, Deserialize)]
struct Sealed<'a> {
    submission: Cow<'a, Submission>,
    /// What submissions of older releases were checked against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    #[serde(default)]
    facts: Facts,
}

/// What ingestion needs to know beside the submission.
#[derive(Clone, Debug)]
pub struct IngestContext {
    /// The version that was answered.
    pub template: Template,
    /// What the tenant's competitors are called.
    pub aliases: AliasTable,
    /// What the deal adds.
    pub deal: DealContext,
}

fn purpose(submission: SubmissionId) -> String {
    format!("submission|{submission}")
}

/// Keeps a submission sealed until it is ingested.
pub(crate) async fn keep(
    tenant: &TenantTx,
    submission: &Submission,
    facts: &Facts,
) -> Result<(), StoreError> {
    let sealed = Sealed { submission: Cow::Borrowed(submission), outcome: None, facts: facts.clone() };
    sql::run(
        tenant,
        "INSERT INTO submissions (tenant_id, id, invitation_id, sealed, received_at) VALUES ($1, $2, $3, $4, $5)",
        [
            tenant.tenant().uuid().into(),
            submission.id.uuid().into(),
            submission.invitation.uuid().into(),
            sql::seal(tenant, &purpose(submission.id), &sealed).into(),
            tenant.clock().now().into(),
        ],
    )
    .await?;
    Ok(())
}

/// A submission that waits for its ingestion, with what its answers were checked against; `None` when it is done.
///
/// # Errors
/// When the database is not there, or the seal is broken.
pub async fn submission(
    tenant: &TenantTx,
    submission: SubmissionId,
) -> Result<Option<(Submission, Facts)>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT sealed FROM submissions WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), submission.uuid().into()],
    )
    .await?;
    let Some(row) = row else { return Ok(None) };
    let bytes: Vec<u8> = row.try_get_by_index(0)?;
    let sealed: Sealed<'static> = sql::open(tenant, &purpose(submission), &bytes)?;
    let facts = Facts { outcome: sealed.facts.outcome.or(sealed.outcome), ..sealed.facts };
    Ok(Some((sealed.submission.into_owned(), facts)))
}

/// What ingestion needs beside the submission, read before the classifier is asked.
///
/// # Errors
/// [`StoreError::NotFound`] when the version or the deal is not this tenant's.
pub async fn context(tenant: &TenantTx, submission: &Submission) -> Result<IngestContext, StoreError> {
    Ok(IngestContext {
        template: survey::version(tenant, submission.version).await?,
        aliases: competitor::aliases(tenant).await?,
        deal: deal_context(tenant, submission.deal).await?,
    })
}

async fn deal_context(tenant: &TenantTx, deal: DealId) -> Result<DealContext, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT outcome, home_cents, segment, region, owner_id FROM deals WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), deal.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let outcome: Option<String> = row.try_get_by_index(0)?;
    Ok(DealContext {
        deal,
        outcome: outcome.as_deref().and_then(Outcome::from_code),
        home_cents: row.try_get_by_index(1)?,
        segment: row.try_get_by_index(2)?,
        region: row.try_get_by_index(3)?,
        owner: row.try_get_by_index(4)?,
    })
}

/// Writes a response with everything that belongs to it, and deletes its sealed submission; the only write of a
/// response. `false` when it was already there, and nothing was changed.
///
/// # Errors
/// [`StoreError::NotFound`] when the deal is not this tenant's.
pub async fn insert(tenant: &TenantTx, enriched: &Enriched) -> Result<bool, StoreError> {
    // The deal's row is held: two answers about one deal number its vendors one after the other.
    sql::one(
        tenant,
        "SELECT 1 FROM deals WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
        [tenant.tenant().uuid().into(), enriched.deal().deal.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let is_new = insert_row(tenant, enriched).await?;
    if is_new {
        insert_answers(tenant, enriched).await?;
        insert_themes(tenant, enriched).await?;
        insert_vendors(tenant, enriched).await?;
        insert_ratings(tenant, enriched).await?;
        tenant.bump_version().await?;
    }
    sql::run(
        tenant,
        "DELETE FROM submissions WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), enriched.id().uuid().into()],
    )
    .await?;
    Ok(is_new)
}

async fn insert_row(tenant: &TenantTx, enriched: &Enriched) -> Result<bool, StoreError> {
    let extracted = enriched.extracted();
    let price = extracted.price();
    let written = sql::run(
        tenant,
        "INSERT INTO responses (tenant_id, id, deal_id, invitation_id, version_id, attribution, overall, sentiment,
                                submitted_at, submitted_day, seconds, model, written_at, voice, recommendation,
                                price_stance, price_gap, price_role, turning_moment, change_theme)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, coalesce(t.audience, 'buyer'), $14,
                $15, $16, $17, $18, $19
         FROM template_versions v
         JOIN survey_templates t ON t.tenant_id = v.tenant_id AND t.id = v.template_id
         WHERE v.tenant_id = $1 AND v.id = $5
         ON CONFLICT DO NOTHING",
        [
            tenant.tenant().uuid().into(),
            enriched.id().uuid().into(),
            enriched.deal().deal.uuid().into(),
            enriched.invitation().uuid().into(),
            enriched.version().uuid().into(),
            enriched.attribution().code().into(),
            enriched.overall().map(i16::from).into(),
            enriched.sentiment().into(),
            enriched.submitted_at().into(),
            enriched.submitted_day().into(),
            enriched.seconds().into(),
            enriched.model().into(),
            tenant.clock().now().into(),
            extracted.recommendation().map(i16::from).into(),
            price.and_then(|price| price.stance).map(PriceStance::code).into(),
            price.and_then(|price| price.gap).into(),
            price.and_then(|price| price.role).map(PriceRole::code).into(),
            extracted.turn().and_then(|turn| turn.moment.clone()).into(),
            extracted.change().map(Theme::code).into(),
        ],
    )
    .await?;
    Ok(written > 0)
}

fn ids(tenant: &TenantTx, response: ResponseId) -> [Value; 2] {
    [tenant.tenant().uuid().into(), response.uuid().into()]
}

async fn insert_answers(tenant: &TenantTx, enriched: &Enriched) -> Result<(), StoreError> {
    let [tenant_id, response] = ids(tenant, enriched.id());
    let rows: serde_json::Map<String, serde_json::Value> = enriched
        .answers()
        .iter()
        .map(|(question, answer)| Ok((question.to_owned(), kept(tenant, enriched, question, answer)?)))
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

/// An answer as its row keeps it: what a buyer who chose to be pooled wrote in his own words stays sealed, so that
/// no query can show it, whatever it forgets to ask.
fn kept(
    tenant: &TenantTx,
    enriched: &Enriched,
    question: &str,
    answer: &Answer,
) -> Result<serde_json::Value, StoreError> {
    let has_words = answer.words().is_some();
    if has_words && enriched.attribution() == Attribution::Pooled {
        let sealed = sql::seal(tenant, &format!("answer|{}|{question}", enriched.id()), answer);
        return Ok(serde_json::json!({ "type": "sealed", "sealed": STANDARD.encode(sealed) }));
    }
    Ok(serde_json::to_value(answer)?)
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
struct VendorRow<'a> {
    number: i16,
    competitor_id: Option<uuid::Uuid>,
    raw: &'a str,
    role: &'static str,
}

/// A name nobody here has becomes a competitor only if it is a well-known vendor; else the words stay as they
/// came, for a person to file.
async fn insert_vendors(tenant: &TenantTx, enriched: &Enriched) -> Result<(), StoreError> {
    if enriched.vendors().is_empty() {
        return Ok(());
    }
    let table = competitor::aliases(tenant).await?;
    let mut rows: Vec<VendorRow<'_>> = Vec::new();
    let mut known = HashSet::new();
    for NamedVendor { competitor, raw, role, .. } in enriched.vendors() {
        let met = match (competitor, role) {
            (Some(competitor), _) => Some(*competitor),
            (None, VendorRole::Mentioned) => None,
            (None, VendorRole::Considered | VendorRole::Finalist | VendorRole::Chosen) => {
                competitor::meet(tenant, &table, raw, competitor::Source::Buyer).await?
            }
        };
        let competitor_id = met.map(domain::id::CompetitorId::uuid);
        // Chosen comes before finalists, considered and mentioned: the first name of a vendor says the most.
        if competitor_id.is_some_and(|id| !known.insert(id)) {
            continue;
        }
        let number = i16::try_from(rows.len()).unwrap_or(i16::MAX);
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
