//! The generic event `deal.closed`, read tolerantly: what is required is demanded, the rest may be missing.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use crate::deal::{ContactRole, Money, Outcome, Owner};
use crate::form::{Email, clean_text};

const NAME: usize = 300;
const LONG: usize = 2000;
const MOST_CONTACTS: usize = 200;
const MOST_NAMES: usize = 100;
const MOST_CUSTOM: usize = 200;

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
    pub money: Option<Money>,
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
    /// The people of the deal that have a valid address.
    pub contacts: Vec<ContactEvent>,
    /// Competitors in the words of the CRM.
    pub competitors: Vec<String>,
    /// The reason in the words of the CRM.
    pub loss_reason: Option<String>,
    /// Everything else, kept as it came.
    pub custom: BTreeMap<String, Value>,
    /// When the CRM says that this happened; orders events of one deal.
    pub happened_at: Option<DateTime<Utc>>,
}

/// What a message says of a contact.
#[derive(Clone, PartialEq, Debug)]
pub struct ContactEvent {
    /// The CRM's id, or the address when none was sent.
    pub external_id: String,
    /// The name; the address when none was sent.
    pub name: String,
    /// The address.
    pub email: Email,
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

fn member(path: &str, problem: impl Into<String>) -> MalformedEvent {
    MalformedEvent::Member { path: path.to_owned(), problem: problem.into() }
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: Option<Value>,
    timestamp: Option<Value>,
    data: Option<Value>,
}

/// Reads a message.
///
/// # Errors
/// When it is not JSON or lacks what is required; the error names the member.
pub fn parse_event(body: &[u8]) -> Result<CrmEvent, MalformedEvent> {
    let envelope: Envelope =
        serde_json::from_slice(body).map_err(|error| MalformedEvent::NotJson(error.to_string()))?;
    let kind = match envelope.kind {
        Some(Value::String(kind)) => kind,
        Some(_) => return Err(member("type", "must be a text such as \"deal.closed\"")),
        None => return Err(member("type", "is missing; expected \"deal.closed\"")),
    };
    if kind != "deal.closed" {
        return Ok(CrmEvent::Other { kind: clean_text(&kind, NAME) });
    }
    let Some(Value::Object(mut data)) = envelope.data else {
        return Err(member("data", "is missing or not an object"));
    };
    let mut reader = Reader { data: &mut data };
    let external_id = reader.required_text("external_id")?;
    let outcome = reader.outcome()?;
    let closed_at = reader.required_instant("closed_at")?;
    let account = reader.object("account")?;
    let (account_name, account_domain, industry, employees) = account.map_or_else(
        || Ok((None, None, None, None)),
        |mut account| {
            let mut reader = Reader { data: &mut account };
            Ok((
                reader.text("name", NAME)?,
                reader.text("domain", NAME)?,
                reader.text("industry", NAME)?,
                reader.whole("employees")?,
            ))
        },
    )?;
    let name = reader.text("name", NAME)?;
    let event = DealEvent {
        name: name.clone().unwrap_or_else(|| external_id.clone()),
        account_name: account_name.or(name).unwrap_or_else(|| external_id.clone()),
        account_domain,
        industry,
        employees,
        outcome,
        deal_type: reader.text("type", NAME)?,
        money: reader.money()?,
        created_at: reader.instant("created_at")?,
        closed_at,
        stages: reader.stages()?,
        pipeline: reader.text("pipeline", NAME)?,
        lead_source: reader.text("lead_source", NAME)?,
        segment: reader.text("segment", NAME)?,
        region: reader.text("region", NAME)?,
        products: reader.texts("products")?,
        owner: reader.owner()?,
        contacts: reader.contacts()?,
        competitors: reader.texts("competitors")?,
        loss_reason: reader.text("loss_reason", LONG)?,
        happened_at: match &envelope.timestamp {
            None | Some(Value::Null) => None,
            Some(value) => Some(instant("timestamp", value)?),
        },
        custom: reader.rest(),
        external_id,
    };
    Ok(CrmEvent::Deal(Box::new(event)))
}

/// Takes members out of an object; what is left in the end is custom.
struct Reader<'a> {
    data: &'a mut serde_json::Map<String, Value>,
}

impl Reader<'_> {
    fn take(&mut self, name: &str) -> Option<Value> {
        self.data.remove(name).filter(|value| !value.is_null())
    }

    fn text(&mut self, name: &str, limit: usize) -> Result<Option<String>, MalformedEvent> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(clean_text(&text, limit)).filter(|text| !text.is_empty())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(member(&format!("data.{name}"), "must be a text")),
        }
    }

    fn required_text(&mut self, name: &str) -> Result<String, MalformedEvent> {
        self.text(name, NAME)?.ok_or_else(|| member(&format!("data.{name}"), "is required"))
    }

    fn texts(&mut self, name: &str) -> Result<Vec<String>, MalformedEvent> {
        let problem = || member(&format!("data.{name}"), "must be a list of texts");
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        let Value::Array(values) = value else { return Err(problem()) };
        let mut texts = Vec::new();
        for value in values.into_iter().take(MOST_NAMES) {
            let Value::String(text) = value else { return Err(problem()) };
            let text = clean_text(&text, NAME);
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        Ok(texts)
    }

    fn whole(&mut self, name: &str) -> Result<Option<i32>, MalformedEvent> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = value.as_i64().and_then(|n| i32::try_from(n).ok()).filter(|n| *n >= 0);
        number.map(Some).ok_or_else(|| member(&format!("data.{name}"), "must be a whole number"))
    }

    fn instant(&mut self, name: &str) -> Result<Option<DateTime<Utc>>, MalformedEvent> {
        self.take(name).map(|value| instant(&format!("data.{name}"), &value)).transpose()
    }

    fn required_instant(&mut self, name: &str) -> Result<DateTime<Utc>, MalformedEvent> {
        self.instant(name)?.ok_or_else(|| member(&format!("data.{name}"), "is required"))
    }

    fn object(&mut self, name: &str) -> Result<Option<serde_json::Map<String, Value>>, MalformedEvent> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object)),
            Some(_) => Err(member(&format!("data.{name}"), "must be an object")),
        }
    }

    fn outcome(&mut self) -> Result<Option<Outcome>, MalformedEvent> {
        let kind = self.text("outcome_kind", NAME)?;
        let outcome = self.required_text("outcome")?;
        match (outcome.as_str(), kind.as_deref()) {
            ("won", _) => Ok(Some(Outcome::Won)),
            ("reopened", _) => Ok(None),
            ("lost", Some("competitor")) => Ok(Some(Outcome::LostCompetitor)),
            ("lost", Some("no_decision")) => Ok(Some(Outcome::LostNoDecision)),
            ("lost", Some("other")) => Ok(Some(Outcome::LostOther)),
            // A lost deal without a kind: a named competitor says more than nothing.
            ("lost", None) => {
                let has_competitor =
                    self.data.get("competitors").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
                Ok(Some(if has_competitor { Outcome::LostCompetitor } else { Outcome::LostOther }))
            }
            ("lost", Some(_)) => {
                Err(member("data.outcome_kind", "must be \"competitor\", \"no_decision\" or \"other\""))
            }
            _ => Err(member("data.outcome", "must be \"won\", \"lost\" or \"reopened\"")),
        }
    }

    fn money(&mut self) -> Result<Option<Money>, MalformedEvent> {
        let currency = self.text("currency", 3)?;
        let problem = || member("data.amount", "must be a decimal number such as \"120000.00\"");
        let amount: Decimal = match self.take("amount") {
            None => return Ok(None),
            Some(Value::String(text)) => text.trim().parse().map_err(|_| problem())?,
            Some(Value::Number(number)) => {
                let text = number.to_string();
                text.parse().or_else(|_| Decimal::from_scientific(&text)).map_err(|_| problem())?
            }
            Some(_) => return Err(problem()),
        };
        if amount.is_sign_negative() && !amount.is_zero()
            || amount >= Decimal::new(1, 0) * Decimal::from(10_i64.pow(15))
        {
            return Err(member("data.amount", "must not be negative or larger than 10^15"));
        }
        let currency = currency.unwrap_or_else(|| "USD".to_owned()).to_uppercase();
        if currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(Some(Money { amount: amount.round_dp(2), currency }))
        } else {
            Err(member("data.currency", "must be three letters, such as \"USD\""))
        }
    }

    fn stages(&mut self) -> Result<Vec<(String, DateTime<Utc>)>, MalformedEvent> {
        let problem = || member("data.stages", "must be a list of objects with \"name\" and \"entered_at\"");
        let Some(value) = self.take("stages") else { return Ok(Vec::new()) };
        let Value::Array(values) = value else { return Err(problem()) };
        let mut stages = Vec::new();
        for value in values.into_iter().take(MOST_NAMES) {
            let Value::Object(mut object) = value else { return Err(problem()) };
            let mut reader = Reader { data: &mut object };
            let name = reader.text("name", NAME)?.ok_or_else(problem)?;
            let entered = reader.take("entered_at").ok_or_else(problem)?;
            stages.push((name, instant("data.stages.entered_at", &entered)?));
        }
        Ok(stages)
    }

    fn owner(&mut self) -> Result<Option<Owner>, MalformedEvent> {
        let Some(mut object) = self.object("owner")? else { return Ok(None) };
        let mut reader = Reader { data: &mut object };
        let email = reader.text("email", NAME)?.and_then(|text| Email::parse(&text).ok());
        let name = reader.text("name", NAME)?;
        let id = reader.text("id", NAME)?;
        let team = reader.text("team", NAME)?;
        let known = id.clone().or_else(|| email.as_ref().map(|e| e.to_string())).or_else(|| name.clone());
        Ok(known.map(|known| Owner { name: name.unwrap_or_else(|| known.clone()), id: known, email, team }))
    }

    fn contacts(&mut self) -> Result<Vec<ContactEvent>, MalformedEvent> {
        let problem = || member("data.contacts", "must be a list of objects");
        let Some(value) = self.take("contacts") else { return Ok(Vec::new()) };
        let Value::Array(values) = value else { return Err(problem()) };
        let mut contacts: Vec<ContactEvent> = Vec::new();
        for value in values.into_iter().take(MOST_CONTACTS) {
            let Value::Object(mut object) = value else { return Err(problem()) };
            let mut reader = Reader { data: &mut object };
            let Some(email) = reader.text("email", NAME)?.and_then(|text| Email::parse(&text).ok()) else {
                continue;
            };
            let role = match reader.text("role", NAME)?.as_deref() {
                None => ContactRole::Buyer,
                // Whom the CRM describes in words of its own is not invited by accident.
                Some(word) => ContactRole::from_code(word).unwrap_or(ContactRole::Internal),
            };
            let contact = ContactEvent {
                external_id: reader.text("external_id", NAME)?.unwrap_or_else(|| email.to_string()),
                name: reader.text("name", NAME)?.unwrap_or_else(|| email.to_string()),
                title: reader.text("title", NAME)?,
                role,
                is_primary: reader.take("is_primary").and_then(|v| v.as_bool()).unwrap_or(false),
                language: reader.text("language", 35)?,
                email,
            };
            let is_known =
                contacts.iter().any(|c| c.external_id == contact.external_id || c.email == contact.email);
            if !is_known {
                contacts.push(contact);
            }
        }
        Ok(contacts)
    }

    fn rest(&mut self) -> BTreeMap<String, Value> {
        let mut custom = BTreeMap::new();
        if let Some(Value::Object(given)) = self.take("custom") {
            custom.extend(given.into_iter().take(MOST_CUSTOM).map(|(k, v)| (clean_text(&k, NAME), clean(v))));
        }
        let unknown = std::mem::take(self.data);
        let room = MOST_CUSTOM - custom.len();
        custom.extend(unknown.into_iter().take(room).map(|(k, v)| (clean_text(&k, NAME), clean(v))));
        custom
    }
}

/// PostgreSQL's jsonb refuses NUL inside texts.
fn clean(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(clean_text(&text, LONG)),
        Value::Array(all) => Value::Array(all.into_iter().map(clean).collect()),
        Value::Object(all) => all.into_iter().map(|(k, v)| (clean_text(&k, NAME), clean(v))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

fn instant(path: &str, value: &Value) -> Result<DateTime<Utc>, MalformedEvent> {
    let problem = || member(path, "must be an RFC 3339 instant such as \"2026-11-20T09:29:51Z\"");
    let at = DateTime::parse_from_rfc3339(value.as_str().ok_or_else(problem)?).map_err(|_| problem())?;
    let at = at.with_timezone(&Utc);
    // Days outside are typing errors, and would overflow keys further on.
    let is_sane = (0..=7_258_118_400).contains(&at.timestamp());
    if is_sane { Ok(at) } else { Err(member(path, "must lie between 1970 and 2200")) }
}
