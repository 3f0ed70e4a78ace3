//! The list of deals behind every number.

use chrono::{DateTime, Utc};
use domain::deal::list::{DealListQuery, DealPage, DealSort, PAGE_SIZE};
use domain::deal::{DealSummary, Money, Outcome, Rep};
use domain::id::{CompetitorId, DealId};
use domain::report::ReportFilter;
use rust_decimal::Decimal;
use sea_orm::{QueryResult, Value};

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::report::{self, gives_reasons, may_read, readable};
use crate::sql;

/// Rows that one export holds at most.
pub const MOST_EXPORTED: u32 = 100_000;

/// The deals that fit, without order and page; only what buyers said counts. A theme or a competitor that only an unreadable answer names does
/// not make a deal fit: the list would say what the buyer asked us not to show.
macro_rules! matching {
    ($select:expr, $order:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM deals d
             WHERE d.tenant_id = $1
               AND d.closed_day BETWEEN $2 AND $3
               AND (cardinality($4::text[]) = 0 OR d.segment = ANY($4))
               AND (cardinality($5::text[]) = 0 OR d.region = ANY($5))
               AND (cardinality($6::text[]) = 0 OR d.owner_id = ANY($6))
               AND (cardinality($7::text[]) = 0 OR d.outcome = ANY($7))
               AND ($8::text IS NULL OR d.name ILIKE $8 OR d.account_name ILIKE $8)
               AND ($9::text IS NULL OR EXISTS (
                   SELECT FROM responses r
                   JOIN response_themes t ON t.tenant_id = r.tenant_id AND t.response_id = r.id
                   WHERE r.tenant_id = $1 AND r.deal_id = d.id AND t.theme = $9 AND t.weight > 0
                     AND r.voice = 'buyer' AND ",
            gives_reasons!(),
            " AND ",
            may_read!("$12"),
            "))
               AND ($10::uuid IS NULL OR EXISTS (
                   SELECT FROM deal_competitors c
                   LEFT JOIN responses r ON r.tenant_id = c.tenant_id AND r.id = c.response_id
                   WHERE c.tenant_id = $1 AND c.deal_id = d.id AND c.competitor_id = $10
                     AND (c.source = 'crm' OR r.voice = 'buyer' AND ",
            may_read!("$12"),
            ")))
               AND ($11::boolean IS NULL OR $11 = EXISTS (
                   SELECT FROM responses r WHERE r.tenant_id = $1 AND r.deal_id = d.id AND r.voice = 'buyer'))
               AND (NOT $13 OR d.home_cents IS NULL)
               AND ($15::boolean IS NULL OR $15 = coalesce(d.cycle_days >= 0, false))
               AND (d.outcome IS NOT NULL AND $14 <> 'open' OR d.outcome IS NULL AND $14 <> 'closed')",
            $order
        )
    };
}

/// What [`summary`] reads, of the deals `d` and with the codes of readable answers in that parameter.
macro_rules! columns {
    ($readable:literal) => {
        concat!(
            "d.id, d.name, d.account_name, d.outcome, d.amount, d.currency, d.home_cents, d.closed_at,
             d.cycle_days, d.segment, d.region, coalesce(d.owner_name, d.owner_id), d.owner_team,
             (SELECT coalesce(k.name, c.raw)
              FROM deal_competitors c
              LEFT JOIN competitors k ON k.tenant_id = c.tenant_id AND k.id = c.competitor_id
              LEFT JOIN responses r ON r.tenant_id = c.tenant_id AND r.id = c.response_id
              WHERE c.tenant_id = $1 AND c.deal_id = d.id
                AND (c.source = 'crm' OR r.voice = 'buyer' AND ",
            may_read!($readable),
            ")
              ORDER BY c.role = 'chosen' DESC, c.source, c.seq LIMIT 1),
             (SELECT count(*)::int FROM responses r
              WHERE r.tenant_id = $1 AND r.deal_id = d.id AND r.voice = 'buyer')"
        )
    };
}

macro_rules! page {
    ($order:literal) => {
        matching!(columns!("$12"), $order)
    };
}

/// The deal with that id, for the page about it.
pub(super) async fn one(tenant: &TenantTx, id: DealId) -> Result<Option<DealSummary>, StoreError> {
    let row = sql::one(
        tenant,
        concat!("SELECT ", columns!("$3"), " FROM deals d WHERE d.tenant_id = $1 AND d.id = $2"),
        [tenant.tenant().uuid().into(), id.uuid().into(), readable(tenant).into()],
    )
    .await?;
    row.as_ref().map(summary).transpose()
}

/// One page of the deals that fit the filter and the query.
///
/// # Errors
/// When the database is not there.
pub async fn list(
    tenant: &TenantTx,
    filter: &ReportFilter,
    query: &DealListQuery,
) -> Result<DealPage, StoreError> {
    let (filter, query) = (&filter.sane(), &query.sane());
    let state = report::state(tenant).await?;
    let totals = sql::one(
        tenant,
        // A sum of bigints is numeric, and has room for what a bigint has not.
        matching!("count(*)::bigint, least(coalesce(sum(d.home_cents), 0), 9223372036854775807)::bigint", ""),
        values(tenant, filter, query, Ends::of(filter, query)),
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let offset = i64::try_from(query.offset()).unwrap_or(i64::MAX);
    let total: i64 = totals.try_get_by_index(0)?;
    Ok(DealPage {
        as_of: tenant.clock().now(),
        data_version: state.data_version,
        home_currency: state.settings.home_currency,
        rows: rows(tenant, filter, query, i64::from(PAGE_SIZE), offset).await?,
        total,
        total_cents: totals.try_get_by_index(1)?,
        competitor: match query.competitor {
            Some(id) => competitor(tenant, id).await?,
            None => None,
        },
        unlisted: report::unlisted(tenant, filter, query, total).await?,
        open_again: open_again(tenant, filter, query).await?,
        options: report::options(tenant).await?,
    })
}

/// The deals that fit, for an export: at most [`MOST_EXPORTED`].
///
/// # Errors
/// When the database is not there.
pub async fn export(
    tenant: &TenantTx,
    filter: &ReportFilter,
    query: &DealListQuery,
) -> Result<Vec<DealSummary>, StoreError> {
    rows(tenant, &filter.sane(), &query.sane(), i64::from(MOST_EXPORTED), 0).await
}

async fn rows(
    tenant: &TenantTx,
    filter: &ReportFilter,
    query: &DealListQuery,
    limit: i64,
    offset: i64,
) -> Result<Vec<DealSummary>, StoreError> {
    let statement = match query.sort {
        DealSort::Newest => page!(" ORDER BY d.closed_at DESC, d.id LIMIT $16 OFFSET $17"),
        DealSort::Oldest => page!(" ORDER BY d.closed_at, d.id LIMIT $16 OFFSET $17"),
        DealSort::Largest => page!(" ORDER BY d.home_cents DESC NULLS LAST, d.id LIMIT $16 OFFSET $17"),
        DealSort::Smallest => page!(" ORDER BY d.home_cents NULLS LAST, d.id LIMIT $16 OFFSET $17"),
        DealSort::Name => page!(" ORDER BY lower(d.name), d.id LIMIT $16 OFFSET $17"),
        DealSort::Longest => page!(" ORDER BY d.cycle_days DESC NULLS LAST, d.id LIMIT $16 OFFSET $17"),
        DealSort::Shortest => page!(" ORDER BY d.cycle_days NULLS LAST, d.id LIMIT $16 OFFSET $17"),
    };
    let paged = values(tenant, filter, query, Ends::of(filter, query))
        .into_iter()
        .chain([limit.into(), offset.into()]);
    let rows = sql::all(tenant, statement, paged.collect::<Vec<_>>()).await?;
    rows.iter().map(summary).collect()
}

/// Which deals are listed by whether they ended.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Ends {
    /// Those that figures count.
    Closed,
    /// Those that are open again.
    Open,
    Both,
}

impl Ends {
    /// A list is as long as the figure that leads to it. No figure leads to a search, which finds every deal.
    fn of(filter: &ReportFilter, query: &DealListQuery) -> Self {
        match (query.is_open_again, &query.search) {
            (true, _) => Self::Open,
            (false, Some(_)) if filter.outcomes.is_empty() => Self::Both,
            (false, _) => Self::Closed,
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::Both => "both",
        }
    }
}

/// How many deals fit but are open again, where the list leaves them out.
async fn open_again(
    tenant: &TenantTx,
    filter: &ReportFilter,
    query: &DealListQuery,
) -> Result<i64, StoreError> {
    if Ends::of(filter, query) != Ends::Closed || !filter.outcomes.is_empty() {
        return Ok(0);
    }
    let row = sql::one(tenant, matching!("count(*)::bigint", ""), values(tenant, filter, query, Ends::Open))
        .await?;
    Ok(row.ok_or(StoreError::NotFound)?.try_get_by_index(0)?)
}

fn values(tenant: &TenantTx, filter: &ReportFilter, query: &DealListQuery, ends: Ends) -> Vec<Value> {
    let (from, to) = filter.day_keys(tenant.clock().today());
    let outcomes: Vec<String> = filter.outcomes.iter().map(|outcome| outcome.code().to_owned()).collect();
    vec![
        tenant.tenant().uuid().into(),
        from.into(),
        to.into(),
        filter.segments.clone().into(),
        filter.regions.clone().into(),
        filter.reps.clone().into(),
        outcomes.into(),
        query.search.as_deref().map(contains).into(),
        query.theme.map(|theme| theme.code().to_owned()).into(),
        query.competitor.map(CompetitorId::uuid).into(),
        query.answered.into(),
        readable(tenant).into(),
        query.is_without_amount.into(),
        ends.code().into(),
        query.has_cycle.into(),
    ]
}

/// A pattern that finds the words themselves, whatever they contain.
fn contains(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// A row of [`columns`].
fn summary(row: &QueryResult) -> Result<DealSummary, StoreError> {
    let outcome: Option<String> = row.try_get_by_index(3)?;
    let amount: Option<Decimal> = row.try_get_by_index(4)?;
    let currency: Option<String> = row.try_get_by_index(5)?;
    let closed_at: DateTime<Utc> = row.try_get_by_index(7)?;
    let rep: Option<String> = row.try_get_by_index(11)?;
    let team: Option<String> = row.try_get_by_index(12)?;
    let account: Option<String> = row.try_get_by_index(2)?;
    Ok(DealSummary {
        id: DealId::new(row.try_get_by_index(0)?),
        name: row.try_get_by_index(1)?,
        account: account.unwrap_or_default(),
        outcome: outcome.as_deref().and_then(Outcome::from_code),
        amount: amount.zip(currency).map(|(amount, currency)| Money { amount, currency }.into()),
        home_cents: row.try_get_by_index(6)?,
        closed_at,
        cycle_days: row.try_get_by_index(8)?,
        segment: row.try_get_by_index(9)?,
        region: row.try_get_by_index(10)?,
        rep: rep.map(|name| Rep { name, team }),
        competitor: row.try_get_by_index(13)?,
        answers: row.try_get_by_index(14)?,
    })
}

async fn competitor(tenant: &TenantTx, id: CompetitorId) -> Result<Option<String>, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT name FROM competitors WHERE tenant_id = $1 AND id = $2",
        [tenant.tenant().uuid().into(), id.uuid().into()],
    )
    .await?;
    row.map(|row| row.try_get_by_index(0)).transpose().map_err(StoreError::from)
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn a_search_finds_its_words_and_nothing_by_pattern() {
        assert_eq!(contains("50%_a\\b"), "%50\\%\\_a\\\\b%");
    }
}
