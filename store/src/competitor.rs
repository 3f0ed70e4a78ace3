//! A tenant's competitors and what else they are called.
//!
//! Whoever is named for the first time counts from that deal on, under the name that was written; who may be somebody
//! else by another name is a [`proposals`] for a person, and counts by himself meanwhile: nobody vanishes from a report.
//!
//! **Invariant:** one tenant's list never reaches another; a well-known vendor enters it when this tenant meets it.
//! **Invariant:** a buyer is offered no name that may be a secret of somebody else's deal, see [`OPENLY_MET`].

mod mend;

use std::sync::LazyLock;

use domain::competitor::{
    AliasTable, Proposal, Resolution, famous, is_nobody, normalize, spoken, well_known,
};
use domain::form::clean_text;
use domain::id::CompetitorId;
use uuid::Uuid;

pub(crate) use mend::mend;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::sql;

const LONGEST_NAME: usize = 200;
/// As many as a buyer likes to look through.
const MOST_PICKED: i64 = 12;
/// In how many deals a name must have been met before buyers of others are offered it, unless everybody knows the vendor.
///
/// What somebody typed into one deal of the CRM may be a code name, a customer's or an insult; a second deal is often the
/// same customer's. A name of three is one that the market has.
const OPENLY_MET: i64 = 3;
/// A buyer who writes more words than this tells something and names nobody.
const MOST_WORDS: usize = 8;

/// A competitor with its other names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompetitorEntry {
    /// The competitor.
    pub id: CompetitorId,
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Whether only buyers wrote the name, in words of their own: then it is for those who may read them, and in the
    /// texts of others it may be an ordinary word.
    pub is_typed: bool,
}

/// The tenant's competitors, by name.
///
/// # Errors
/// When the database is not there.
pub async fn list(tenant: &TenantTx) -> Result<Vec<CompetitorEntry>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT c.id, c.name,
                c.is_met AND NOT EXISTS (
                    SELECT FROM deal_competitors d
                    WHERE d.tenant_id = $1 AND d.competitor_id = c.id AND d.source = 'crm'),
                coalesce(array_agg(a.alias ORDER BY a.alias) FILTER (WHERE a.alias IS NOT NULL), '{}')
         FROM competitors c
         LEFT JOIN competitor_aliases a ON a.tenant_id = c.tenant_id AND a.competitor_id = c.id
         WHERE c.tenant_id = $1
         GROUP BY c.id, c.name, c.is_met
         ORDER BY lower(c.name), c.id",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let (name, is_buyers): (String, bool) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            Ok(CompetitorEntry {
                id: CompetitorId::new(row.try_get_by_index(0)?),
                is_typed: is_buyers && famous(&name).is_none(),
                name,
                aliases: row.try_get_by_index(3)?,
            })
        })
        .collect()
}

/// All names, ready to be looked up.
///
/// # Errors
/// When the database is not there.
pub async fn aliases(tenant: &TenantTx) -> Result<AliasTable, StoreError> {
    let list = list(tenant).await?;
    let typed: Vec<CompetitorId> = list.iter().filter(|one| one.is_typed).map(|one| one.id).collect();
    let entries = list.into_iter().map(|one| (one.id, one.name, one.aliases));
    Ok(AliasTable::new(entries).without_mentions_of(typed))
}

/// The pairs of competitors that may be one, for a person to say: the likest first.
///
/// # Errors
/// When the database is not there.
pub async fn proposals(tenant: &TenantTx) -> Result<Vec<Proposal>, StoreError> {
    Ok(aliases(tenant).await?.proposals())
}

/// The names of vendors that everybody knows, as the list has them.
static KNOWN: LazyLock<Vec<String>> =
    LazyLock::new(|| well_known().iter().map(|(name, _)| normalize(name)).collect());

/// The names that a buyer of any deal can pick from: those met in most deals first.
///
/// # Errors
/// When the database is not there.
pub async fn names(tenant: &TenantTx) -> Result<Vec<String>, StoreError> {
    let rows = sql::all(
        tenant,
        "SELECT c.name
         FROM competitors c
         LEFT JOIN deal_competitors d ON d.tenant_id = c.tenant_id AND d.competitor_id = c.id
         WHERE c.tenant_id = $1
         GROUP BY c.id, c.name, c.norm
         HAVING count(DISTINCT d.deal_id) >= $3 OR c.norm = ANY($4)
         ORDER BY count(DISTINCT d.deal_id) DESC, lower(c.name)
         LIMIT $2",
        // Isolation: a name of one deal is no other buyer's business, see `OPENLY_MET`.
        [tenant.tenant().uuid().into(), MOST_PICKED.into(), OPENLY_MET.into(), KNOWN.clone().into()],
    )
    .await?;
    rows.into_iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Names that complete what a buyer types, aliases among them: those of competitors met in most deals first.
///
/// # Errors
/// When the database is not there.
pub async fn suggestions(tenant: &TenantTx, most: u32) -> Result<Vec<String>, StoreError> {
    let rows = sql::all(
        tenant,
        "WITH met AS (
            SELECT c.id, c.name, count(DISTINCT d.deal_id) AS deals
            FROM competitors c
            LEFT JOIN deal_competitors d ON d.tenant_id = c.tenant_id AND d.competitor_id = c.id
            WHERE c.tenant_id = $1
            GROUP BY c.id, c.name, c.norm
            HAVING count(DISTINCT d.deal_id) >= $3 OR c.norm = ANY($4)
         ), words AS (
            SELECT name AS word, deals, 0 AS rank FROM met
            UNION ALL
            SELECT a.alias, met.deals, 1 FROM competitor_aliases a
            JOIN met ON met.id = a.competitor_id
            WHERE a.tenant_id = $1
         )
         SELECT word FROM words ORDER BY deals DESC, rank, lower(word) LIMIT $2",
        // Isolation: as in `names`.
        [tenant.tenant().uuid().into(), i64::from(most).into(), OPENLY_MET.into(), KNOWN.clone().into()],
    )
    .await?;
    rows.into_iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Makes a competitor with its aliases, or finds the one that has this name.
///
/// # Errors
/// [`StoreError::Refused`] when the name says nothing.
pub async fn create(
    tenant: &TenantTx,
    name: &str,
    aliases: &[impl AsRef<str> + Sync],
) -> Result<CompetitorId, StoreError> {
    insert(tenant, name, aliases, false).await
}

/// `is_met` tells who is here only because a buyer named him: whoever names him else makes him stay.
async fn insert(
    tenant: &TenantTx,
    name: &str,
    aliases: &[impl AsRef<str> + Sync],
    is_met: bool,
) -> Result<CompetitorId, StoreError> {
    let name = clean_text(name, LONGEST_NAME);
    let norm = normalize(&name);
    if norm.is_empty() || is_nobody(&name) {
        return Err(StoreError::Refused(vec!["a competitor needs a name".to_owned()]));
    }
    // `DO UPDATE` so that the row of somebody who was quicker comes back too.
    let row = sql::one(
        tenant,
        "INSERT INTO competitors AS c (tenant_id, id, name, norm, created_at, is_met) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, norm) DO UPDATE SET is_met = c.is_met AND EXCLUDED.is_met
         RETURNING id",
        [
            tenant.tenant().uuid().into(),
            tenant.clock().new_id().into(),
            name.as_str().into(),
            norm.into(),
            tenant.clock().now().into(),
            is_met.into(),
        ],
    )
    .await?
    .expect("an upsert gives its row");
    let id = CompetitorId::new(row.try_get_by_index(0)?);
    for alias in aliases {
        add_alias(tenant, id, alias.as_ref()).await?;
    }
    Ok(id)
}

/// Gives a competitor another name; a name that somebody has already stays with him.
///
/// # Errors
/// [`StoreError::NotFound`] when this tenant has no such competitor.
pub async fn add_alias(tenant: &TenantTx, competitor: CompetitorId, alias: &str) -> Result<(), StoreError> {
    let alias = clean_text(alias, LONGEST_NAME);
    let norm = normalize(&alias);
    if norm.is_empty() || is_nobody(&alias) {
        return Ok(());
    }
    let tenant_id = tenant.tenant().uuid();
    sql::one(
        tenant,
        "SELECT 1 FROM competitors WHERE tenant_id = $1 AND id = $2",
        [tenant_id.into(), competitor.uuid().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    sql::run(
        tenant,
        "INSERT INTO competitor_aliases (tenant_id, norm, alias, competitor_id, source)
         SELECT $1, $2, $3, $4, 'known'
         WHERE NOT EXISTS (SELECT 1 FROM competitors WHERE tenant_id = $1 AND norm = $2)
         ON CONFLICT DO NOTHING",
        [tenant_id.into(), norm.into(), alias.into(), competitor.uuid().into()],
    )
    .await?;
    Ok(())
}

/// Who says a name that nobody here has.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(crate) enum Source {
    /// The CRM's field for competitors: whatever it says is one.
    Crm,
    /// A buyer's own words: what is too long for a name is none.
    Buyer,
}

/// Whom a name means; makes the competitor when this tenant meets it for the first time, and adds it to the table.
///
/// A name that is only like another's is one of its own. None for nobody ("in-house", "none") and for what is no name.
pub(crate) async fn meet(
    tenant: &TenantTx,
    table: &mut AliasTable,
    raw: &str,
    source: Source,
) -> Result<Option<CompetitorId>, StoreError> {
    if is_nobody(raw) {
        return Ok(None);
    }
    match table.resolve(raw) {
        Resolution::Known { competitor, .. } => return Ok(Some(competitor)),
        Resolution::Proposed { .. } | Resolution::Unknown => {}
    }
    let name = spoken(raw);
    let met = if let Some((name, aliases)) = famous(name) {
        insert(tenant, name, aliases, source == Source::Buyer).await?
    } else {
        let norm = normalize(name);
        let is_too_long = source == Source::Buyer && norm.split(' ').count() > MOST_WORDS;
        if norm.is_empty() || is_nobody(name) || is_too_long {
            return Ok(None);
        }
        insert(tenant, name, &[""; 0], source == Source::Buyer).await?
    };
    *table = aliases(tenant).await?;
    Ok(Some(met))
}

/// Takes those out of the list again whom only buyers named that have taken it back, or that are pooled now: a pooled
/// buyer brings none. Gives their number.
pub(crate) async fn forget_unnamed(tenant: &TenantTx) -> Result<u64, StoreError> {
    sql::run(tenant, POOLED_ALONE, [tenant.tenant().uuid().into()]).await?;
    sql::run(
        tenant,
        "UPDATE response_ratings AS r SET competitor_id = NULL
         FROM responses p, competitors c
         WHERE r.tenant_id = $1 AND p.tenant_id = $1 AND p.id = r.response_id
           AND p.attribution NOT IN ('named', 'leadership')
           AND c.tenant_id = $1 AND c.id = r.competitor_id AND c.is_met
           AND NOT EXISTS (SELECT FROM deal_competitors d WHERE d.tenant_id = $1 AND d.competitor_id = c.id)",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    let gone = sql::all(
        tenant,
        "SELECT c.id FROM competitors c
         WHERE c.tenant_id = $1 AND c.is_met
           AND NOT EXISTS (SELECT FROM deal_competitors d WHERE d.tenant_id = $1 AND d.competitor_id = c.id)
           AND NOT EXISTS (SELECT FROM response_ratings r WHERE r.tenant_id = $1 AND r.competitor_id = c.id)
         FOR UPDATE",
        [tenant.tenant().uuid().into()],
    )
    .await?;
    if gone.is_empty() {
        return Ok(0);
    }
    let ids = gone.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<Uuid>, _>>()?;
    for statement in [
        "DELETE FROM competitor_aliases WHERE tenant_id = $1 AND competitor_id = ANY($2)",
        "DELETE FROM competitors WHERE tenant_id = $1 AND id = ANY($2)",
    ] {
        sql::run(tenant, statement, [tenant.tenant().uuid().into(), ids.clone().into()]).await?;
    }
    Ok(u64::try_from(ids.len()).unwrap_or(u64::MAX))
}

/// Whom only pooled buyers name is no competitor of the tenant's: their words stay, sealed.
const POOLED_ALONE: &str = "
UPDATE deal_competitors AS x SET competitor_id = NULL
FROM competitors c
WHERE x.tenant_id = $1 AND c.tenant_id = $1 AND c.id = x.competitor_id AND c.is_met
  AND NOT EXISTS (
      SELECT FROM deal_competitors d
      LEFT JOIN responses r ON r.tenant_id = d.tenant_id AND r.id = d.response_id
      WHERE d.tenant_id = $1 AND d.competitor_id = c.id
        AND (d.source = 'crm' OR r.attribution IN ('named', 'leadership')))";
