//! Deals as the CRM tells them, and what the pages ask about them.
//!
//! The flow of a message: the deal is inserted or brought up to date, its contacts and competitors beside it, and
//! a deal that was re-opened stops what was not yet answered. What a message does not say stays as it was.
//!
//! **Invariant:** an older message never overwrites a newer one; the same message twice is as once.
//! **Invariant:** whoever sold a deal once stays one of its sellers, in whatever order the messages come.

pub mod detail;
pub mod list;

pub use detail::detail;
pub use list::{export, list};

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::crm::DealEvent;
use domain::deal::{ContactRole, Money, Outcome, Seller, day_key};
use domain::id::DealId;
use domain::tenant::TenantSettings;
use rust_decimal::Decimal;
use sea_orm::Value;

use crate::access::TenantTx;
use crate::error::StoreError;
use crate::{competitor, contact, link, sql};

/// What became of a message about a deal.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct UpsertedDeal {
    /// The deal.
    pub id: DealId,
    /// How it ended, as it stands now; absent while it is open again.
    pub outcome: Option<Outcome>,
    /// Whether it was not known before.
    pub is_new: bool,
    /// Whether a newer message had come before, so that nothing was changed.
    pub is_stale: bool,
}

/// Inserts a deal or brings it up to date, with its contacts and the competitors that the CRM names.
///
/// # Errors
/// When the database is not there.
pub async fn upsert(
    tenant: &TenantTx,
    event: &DealEvent,
    settings: &TenantSettings,
) -> Result<UpsertedDeal, StoreError> {
    let fresh = DealId::new(tenant.clock().new_id());
    let money = money(tenant, event, settings).await?;
    let values = values(tenant, fresh, event, money.as_ref(), settings);
    let Some(row) = sql::one(tenant, UPSERT, values).await? else {
        return stale(tenant, event).await;
    };
    let id = DealId::new(row.try_get_by_index(0)?);
    let deal = UpsertedDeal { id, outcome: event.outcome, is_new: id == fresh, is_stale: false };
    contact::upsert(tenant, id, &event.contacts, deal.is_new).await?;
    contact::mark_owner(tenant, id).await?;
    if !event.competitors.is_empty() {
        name_competitors(tenant, id, event).await?;
    } else if !deal.is_new && event.outcome != Some(Outcome::LostCompetitor) {
        sql::run(tenant, NOBODY_CHOSEN, [tenant.tenant().uuid().into(), id.uuid().into()]).await?;
    }
    if event.outcome.is_none() {
        link::withdraw_for_deal(tenant, id, link::REOPENED).await?;
    }
    tenant.note_changed();
    Ok(deal)
}

/// The name of a deal's external id when the CRM sends no name is the id itself: such a stand-in never replaces
/// what an earlier message said, and the account's stand-in is the deal's name.
const UPSERT: &str = "
INSERT INTO deals AS d (
    tenant_id, id, external_id, name, account_name, account_domain, industry, employees, outcome, deal_type,
    amount, currency, home_rate, home_cents, created_at, closed_at, closed_day, cycle_days, pipeline, lead_source,
    segment, region, products, owner_id, owner_name, owner_email, owner_team, crm_reason, stages, custom,
    happened_at, received_at, updated_at, sellers)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
    $24, $25, $26, $27, $28, $29, $30, $31, $32, $32, $33)
ON CONFLICT (tenant_id, external_id) DO UPDATE SET
    name = CASE WHEN EXCLUDED.name = d.external_id THEN d.name ELSE EXCLUDED.name END,
    account_name = CASE WHEN EXCLUDED.account_name IN (d.external_id, EXCLUDED.name) THEN d.account_name
                        ELSE EXCLUDED.account_name END,
    account_domain = coalesce(EXCLUDED.account_domain, d.account_domain),
    industry = coalesce(EXCLUDED.industry, d.industry),
    employees = coalesce(EXCLUDED.employees, d.employees),
    outcome = EXCLUDED.outcome,
    deal_type = coalesce(EXCLUDED.deal_type, d.deal_type),
    amount = CASE WHEN EXCLUDED.amount IS NULL THEN d.amount ELSE EXCLUDED.amount END,
    currency = CASE WHEN EXCLUDED.amount IS NULL THEN d.currency ELSE EXCLUDED.currency END,
    home_rate = CASE WHEN EXCLUDED.amount IS NULL THEN d.home_rate ELSE EXCLUDED.home_rate END,
    home_cents = CASE WHEN EXCLUDED.amount IS NULL THEN d.home_cents ELSE EXCLUDED.home_cents END,
    created_at = coalesce(EXCLUDED.created_at, d.created_at),
    closed_at = EXCLUDED.closed_at,
    closed_day = EXCLUDED.closed_day,
    cycle_days = CASE WHEN coalesce(EXCLUDED.created_at, d.created_at) <= EXCLUDED.closed_at
        THEN EXCLUDED.closed_day
             - floor(extract(epoch FROM coalesce(EXCLUDED.created_at, d.created_at)) / 86400)::integer END,
    pipeline = coalesce(EXCLUDED.pipeline, d.pipeline),
    lead_source = coalesce(EXCLUDED.lead_source, d.lead_source),
    segment = coalesce(EXCLUDED.segment, d.segment),
    region = coalesce(EXCLUDED.region, d.region),
    products = CASE WHEN EXCLUDED.products = '[]' THEN d.products ELSE EXCLUDED.products END,
    owner_id = coalesce(EXCLUDED.owner_id, d.owner_id),
    owner_name = CASE WHEN EXCLUDED.owner_id IS NULL THEN d.owner_name ELSE EXCLUDED.owner_name END,
    owner_email = CASE WHEN EXCLUDED.owner_id IS NULL THEN d.owner_email ELSE EXCLUDED.owner_email END,
    sellers = d.sellers || ARRAY(SELECT one FROM unnest(EXCLUDED.sellers) AS one WHERE one <> ALL(d.sellers)),
    owner_team = CASE WHEN EXCLUDED.owner_id IS NULL THEN d.owner_team ELSE EXCLUDED.owner_team END,
    crm_reason = coalesce(EXCLUDED.crm_reason, d.crm_reason),
    stages = CASE WHEN EXCLUDED.stages = '[]' THEN d.stages ELSE EXCLUDED.stages END,
    custom = d.custom || EXCLUDED.custom,
    happened_at = EXCLUDED.happened_at,
    updated_at = EXCLUDED.updated_at
WHERE d.happened_at <= EXCLUDED.happened_at
RETURNING d.id";

/// A deal that was corrected to another end was not lost to whom an earlier message named.
const NOBODY_CHOSEN: &str = "
UPDATE deal_competitors SET role = 'considered'
WHERE tenant_id = $1 AND deal_id = $2 AND source = 'crm' AND role = 'chosen'";

/// Who sold before whoever a newer message names has sold as well, though that one was read first.
const ADD_SELLERS: &str = "
UPDATE deals AS d
SET sellers = d.sellers || ARRAY(SELECT one FROM unnest($3::text[]) AS one WHERE one <> ALL(d.sellers))
WHERE d.tenant_id = $1 AND d.id = $2 AND NOT d.sellers @> $3::text[]";

/// The marks of everybody who sold, as far as the message says: the owner, and all whom the CRM calls sales.
fn sellers(event: &DealEvent) -> Vec<String> {
    let owner = event.owner.iter().map(|owner| (owner.email.as_ref(), &owner.name));
    let sales = event.contacts.iter().filter(|contact| contact.role == ContactRole::Sales);
    let people = owner.chain(sales.map(|contact| (contact.email.as_ref(), &contact.name)));
    let marks =
        people.flat_map(|(email, name)| email.map(Seller::at).into_iter().chain(Seller::called(name)));
    let all: BTreeSet<Seller> = marks.chain(event.sellers.iter().cloned()).collect();
    all.iter().map(ToString::to_string).collect()
}

/// What the deal was worth. An amount without a currency is in the one that is known of the deal, or else in the
/// tenant's own.
async fn money(
    tenant: &TenantTx,
    event: &DealEvent,
    settings: &TenantSettings,
) -> Result<Option<Money>, StoreError> {
    let Some(sum) = &event.money else { return Ok(None) };
    if sum.currency.is_some() {
        return Ok(Some(sum.or_in(&settings.home_currency)));
    }
    let row = sql::one(
        tenant,
        "SELECT currency FROM deals WHERE tenant_id = $1 AND external_id = $2",
        [tenant.tenant().uuid().into(), event.external_id.as_str().into()],
    )
    .await?;
    let known: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    Ok(Some(sum.or_in(known.as_deref().unwrap_or(&settings.home_currency))))
}

fn values(
    tenant: &TenantTx,
    id: DealId,
    event: &DealEvent,
    money: Option<&Money>,
    settings: &TenantSettings,
) -> Vec<Value> {
    let home = money.and_then(|money| home_value(money, settings));
    let owner = event.owner.as_ref();
    let closed_day = day_key(event.closed_at);
    let cycle = event.created_at.filter(|at| *at <= event.closed_at).map(|at| closed_day - day_key(at));
    vec![
        tenant.tenant().uuid().into(),
        id.uuid().into(),
        event.external_id.as_str().into(),
        event.name.as_str().into(),
        event.account_name.as_str().into(),
        event.account_domain.clone().into(),
        event.industry.clone().into(),
        event.employees.into(),
        event.outcome.map(|outcome| outcome.code().to_owned()).into(),
        event.deal_type.clone().into(),
        money.map(|money| money.amount).into(),
        money.map(|money| money.currency.clone()).into(),
        home.map(|(rate, _)| rate).into(),
        home.map(|(_, cents)| cents).into(),
        event.created_at.into(),
        event.closed_at.into(),
        closed_day.into(),
        cycle.into(),
        event.pipeline.clone().into(),
        event.lead_source.clone().into(),
        event.segment.clone().into(),
        event.region.clone().into(),
        sql::json(&event.products),
        owner.map(|owner| owner.id.clone()).into(),
        owner.map(|owner| owner.name.clone()).into(),
        owner.and_then(|owner| owner.email.as_ref()).map(ToString::to_string).into(),
        owner.and_then(|owner| owner.team.clone()).into(),
        event.loss_reason.clone().into(),
        sql::json(&event.stages),
        sql::json(&event.custom),
        happened_at(event, tenant.clock().now()).into(),
        tenant.clock().now().into(),
        sellers(event).into(),
    ]
}

/// When the CRM says that it happened. A message that does not say happened now, else it would lose against any
/// that did; and one from the future happened now too, else nothing could follow it.
fn happened_at(event: &DealEvent, now: DateTime<Utc>) -> DateTime<Utc> {
    event.happened_at.map_or(now, |at| at.min(now))
}

/// The rate to the home currency and the amount in its hundredths; none without a rate, never a guess.
fn home_value(money: &Money, settings: &TenantSettings) -> Option<(Decimal, i64)> {
    let rate = if money.currency == settings.home_currency {
        Decimal::ONE
    } else {
        *settings.rates.get(&money.currency)?
    };
    Some((rate, money.home_cents(rate)?))
}

/// An older message changes nothing but who sold: it says who did before.
async fn stale(tenant: &TenantTx, event: &DealEvent) -> Result<UpsertedDeal, StoreError> {
    let row = sql::one(
        tenant,
        "SELECT id, outcome FROM deals WHERE tenant_id = $1 AND external_id = $2",
        [tenant.tenant().uuid().into(), event.external_id.as_str().into()],
    )
    .await?
    .ok_or(StoreError::NotFound)?;
    let id = DealId::new(row.try_get_by_index(0)?);
    let outcome: Option<String> = row.try_get_by_index(1)?;
    let (tenant_id, sellers) = (tenant.tenant().uuid(), sellers(event));
    if sql::run(tenant, ADD_SELLERS, [tenant_id.into(), id.uuid().into(), sellers.into()]).await? > 0 {
        tenant.note_changed();
    }
    Ok(UpsertedDeal {
        id,
        outcome: outcome.as_deref().and_then(Outcome::from_code),
        is_new: false,
        is_stale: true,
    })
}

#[derive(serde::Serialize)]
struct CrmCompetitor<'a> {
    seq: i16,
    competitor_id: Option<uuid::Uuid>,
    raw: &'a str,
    role: &'static str,
}

/// Replaces the competitors that the CRM names. Of a deal lost to a competitor the only one named is the one
/// that was chosen; of several the CRM does not say which.
async fn name_competitors(tenant: &TenantTx, deal: DealId, event: &DealEvent) -> Result<(), StoreError> {
    let mut table = competitor::aliases(tenant).await?;
    let mut named: Vec<CrmCompetitor<'_>> = Vec::new();
    for raw in &event.competitors {
        let known = competitor::meet(tenant, &mut table, raw, competitor::Source::Crm).await?;
        let competitor_id = known.map(domain::id::CompetitorId::uuid);
        if competitor_id.is_none() || !named.iter().any(|one| one.competitor_id == competitor_id) {
            let seq = i16::try_from(named.len()).unwrap_or(i16::MAX);
            named.push(CrmCompetitor { seq, competitor_id, raw, role: "considered" });
        }
    }
    let vendors = named.iter().filter(|one| one.competitor_id.is_some()).count();
    if event.outcome == Some(Outcome::LostCompetitor) && vendors == 1 {
        for one in named.iter_mut().filter(|one| one.competitor_id.is_some()) {
            one.role = "chosen";
        }
    }
    let tenant_id = tenant.tenant().uuid();
    sql::run(
        tenant,
        "DELETE FROM deal_competitors WHERE tenant_id = $1 AND deal_id = $2 AND source = 'crm'",
        [tenant_id.into(), deal.uuid().into()],
    )
    .await?;
    sql::run(
        tenant,
        "INSERT INTO deal_competitors (tenant_id, deal_id, source, seq, competitor_id, raw, role)
         SELECT $1, $2, 'crm', one.seq, one.competitor_id, one.raw, one.role
         FROM jsonb_to_recordset($3) AS one(seq smallint, competitor_id uuid, raw text, role text)",
        [tenant_id.into(), deal.uuid().into(), sql::json(&named)],
    )
    .await?;
    Ok(())
}
