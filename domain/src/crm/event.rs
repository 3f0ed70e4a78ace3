//! The generic event `deal.closed`, read tolerantly: what is required is demanded, the rest may be missing.

mod reader;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use rust_decimal::Decimal;
use serde_json::Value;

use self::reader::Reader;
use crate::deal::{ContactRole, Money, Outcome, Owner, Seller};
use crate::form::Email;
use crate::json;

/// A message from a CRM, after its signature was verified.
#[derive(Clone, PartialEq, Debug)]
pub enum CrmEvent {
    /// A deal was closed or re-opened.
    Deal(Box<DealEvent>),
    /// A kind of event that does not concern us; it is acknowledged and laid aside.
    Other {
        /// Its kind, as sent.
        kind: String,
    },
}

/// What a message says of a deal.
#[derive(Clone, PartialEq, Debug)]
pub struct DealEvent {
    /// The CRM's id of the deal.
    pub external_id: String,
    /// The deal's name; the external id when none was sent.
    pub name: String,
    /// The buyer's company.
    pub account_name: String,
    /// Its domain.
    pub account_domain: Option<String>,
    /// Its industry.
    pub industry: Option<String>,
    /// Its headcount.
    pub employees: Option<i32>,
    /// How it ended; absent when it was re-opened.
    pub outcome: Option<Outcome>,
    /// New business, renewal or whatever the CRM says.
    pub deal_type: Option<String>,
    /// What it was worth.
    pub money: Option<Sum>,
    /// When it was created in the CRM.
    pub created_at: Option<DateTime<Utc>>,
    /// When it closed, or was re-opened.
    pub closed_at: DateTime<Utc>,
    /// Stages with the instant they were entered.
    pub stages: Vec<(String, DateTime<Utc>)>,
    /// The pipeline.
    pub pipeline: Option<String>,
    /// Where the lead came from.
    pub lead_source: Option<String>,
    /// The segment.
    pub segment: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// What was sold.
    pub products: Vec<String>,
    /// Who sold.
    pub owner: Option<Owner>,
    /// Everybody whom the message calls one who sold, in whatever place and beside whomever, by every address and name
    /// that is said of them.
    pub sellers: Vec<Seller>,
    /// The people of the deal.
    pub contacts: Vec<ContactEvent>,
    /// Those that are not among them.
    pub left_out: LeftOut,
    /// Competitors in the words of the CRM.
    pub competitors: Vec<String>,
    /// The reason in the words of the CRM.
    pub loss_reason: Option<String>,
    /// Everything else, kept as it came.
    pub custom: BTreeMap<String, Value>,
    /// When the CRM says that this happened; orders events of one deal.
    pub happened_at: Option<DateTime<Utc>>,
}

/// What a message says that a deal was worth.
#[derive(Clone, PartialEq, Debug)]
pub struct Sum {
    /// The amount.
    pub amount: Decimal,
    /// ISO 4217; absent when the message names none.
    pub currency: Option<String>,
}

impl Sum {
    /// The amount in its own currency, or else in this one.
    #[must_use]
    pub fn or_in(&self, currency: &str) -> Money {
        Money { amount: self.amount, currency: self.currency.clone().unwrap_or_else(|| currency.to_owned()) }
    }
}

/// How many people of a message were not taken, and why.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default)]
pub struct LeftOut {
    /// Those of whom nothing was sent that tells them from others.
    pub unnamed: usize,
    /// Those beyond the number that is kept of a deal; buyers, who can be written to and main contacts are kept first.
    pub beyond: usize,
}

/// What a message says of a contact.
#[derive(Clone, PartialEq, Debug)]
pub struct ContactEvent {
    /// The CRM's id, else the address, else the name, else what was sent in the place of an address.
    pub external_id: String,
    /// The name; the address or the id when none was sent.
    pub name: String,
    /// The address; absent when none was sent, or none that is one.
    pub email: Option<Email>,
    /// The job title.
    pub title: Option<String>,
    /// What the contact is in the deal.
    pub role: ContactRole,
    /// Whether it is the main contact.
    pub is_primary: bool,
    /// The language of the contact, as a BCP 47 tag.
    pub language: Option<String>,
}

/// Why a message cannot be used; the words go back to the sender.
#[derive(Clone, Eq, PartialEq, Debug, thiserror::Error)]
pub enum MalformedEvent {
    /// Not JSON.
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// A member is missing or has a wrong type.
    #[error("{path}: {problem}")]
    Member {
        /// Where.
        path: String,
        /// What is wrong and what is expected.
        problem: String,
    },
}

/// How far ahead of us an end may lie: clocks differ, and where a CRM writes its own time it may be tomorrow already.
const LONGEST_AHEAD: Duration = Duration::days(1);

impl DealEvent {
    /// Checks what only the time can tell: no deal ended in the future. Of one that was re-opened the CRM says when it
    /// expects the end.
    ///
    /// # Errors
    /// When it did; the error names the member.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), MalformedEvent> {
        if self.outcome.is_some() && self.closed_at > now + LONGEST_AHEAD {
            return Err(member("data.closed_at", "must not lie in the future"));
        }
        Ok(())
    }
}

fn member(path: &str, problem: impl Into<String>) -> MalformedEvent {
    MalformedEvent::Member { path: path.to_owned(), problem: problem.into() }
}

/// Reads a message.
///
/// # Errors
/// When it is not JSON, lacks what is required or has a member twice; the error names the member.
pub fn parse_event(body: &[u8]) -> Result<CrmEvent, MalformedEvent> {
    let document = json::read(body).map_err(|error| MalformedEvent::NotJson(error.to_string()))?;
    let Value::Object(mut envelope) = document.value else {
        return Err(member("body", "must be an object"));
    };
    let kind = match envelope.remove("type") {
        Some(Value::String(kind)) => kind,
        None | Some(Value::Null) => return Err(member("type", "is missing; expected \"deal.closed\"")),
        Some(_) => return Err(member("type", "must be a text such as \"deal.closed\"")),
    };
    let is_deal = kind == "deal.closed";
    // Which of them is meant, nobody can say.
    if let Some(path) = document.repeated.iter().find(|path| is_deal || *path == "type") {
        return Err(member(path, "is there more than once"));
    }
    if !is_deal {
        return Ok(CrmEvent::Other { kind: reader::line(&kind) });
    }
    let Some(Value::Object(data)) = envelope.remove("data") else {
        return Err(member("data", "is missing or not an object"));
    };
    let happened_at = match envelope.get("timestamp") {
        None | Some(Value::Null) => None,
        Some(value) => Some(reader::instant("timestamp", value)?),
    };
    Ok(CrmEvent::Deal(Box::new(deal(Reader::new(data, "data"), happened_at)?)))
}

fn deal(mut data: Reader, happened_at: Option<DateTime<Utc>>) -> Result<DealEvent, MalformedEvent> {
    let external_id = data.required_identifier("external_id")?;
    let competitors = data.names("competitors")?;
    let outcome = data.outcome(&competitors)?;
    let closed_at = data.required_instant("closed_at")?;
    let (account_name, account_domain, industry, employees) = match data.object("account")? {
        None => (None, None, None, None),
        Some(mut account) => (
            account.name("name")?,
            account.name("domain")?,
            account.name("industry")?,
            account.whole("employees")?,
        ),
    };
    let name = data.name("name")?;
    let mut sellers = BTreeSet::new();
    let owner = data.owner(&mut sellers)?;
    let (contacts, left_out) = data.contacts(&mut sellers)?;
    Ok(DealEvent {
        name: name.clone().unwrap_or_else(|| external_id.clone()),
        account_name: account_name.or(name).unwrap_or_else(|| external_id.clone()),
        account_domain,
        industry,
        employees,
        outcome,
        deal_type: data.name("type")?,
        money: data.money()?,
        created_at: data.instant("created_at")?,
        closed_at,
        stages: data.stages()?,
        pipeline: data.name("pipeline")?,
        lead_source: data.name("lead_source")?,
        segment: data.name("segment")?,
        region: data.name("region")?,
        products: data.names("products")?,
        owner,
        sellers: sellers.into_iter().collect(),
        contacts,
        left_out,
        competitors,
        loss_reason: data.words("loss_reason")?,
        happened_at,
        custom: data.rest()?,
        external_id,
    })
}
