//! Takes the members out of an event's objects, and says where one is wrong.
//!
//! **Invariant:** an identifier is taken as it came or not at all; two that differ are never made one.
//! **Invariant:** a list is taken whole, or refused with its limit; what cannot be taken of people is counted.

mod people;

use std::collections::BTreeMap;

use chrono::{DateTime, Timelike as _, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::{MalformedEvent, Sum, member};
use crate::competitor::is_nobody;
use crate::deal::Outcome;
use crate::form::{clean_text, is_plain};

/// Longest name and longest identifier, in characters.
pub(super) const NAME: usize = 300;
pub(super) const LONG: usize = 2000;
const MOST_NAMES: usize = 100;
const MOST_CUSTOM: usize = 200;
/// The first amount that is too large, a trillion: what is worth more is a typing error.
const TOO_MUCH: i64 = 1_000_000_000_000;
/// From here on, numbers with a fraction stand for several whole ones.
const INEXACT: f64 = 9_007_199_254_740_992.0;

/// Takes members out of an object; what is left in the end is custom.
pub(super) struct Reader {
    data: Map<String, Value>,
    /// Where the object is.
    path: String,
}

impl Reader {
    pub(super) fn new(data: Map<String, Value>, path: impl Into<String>) -> Self {
        Self { data, path: path.into() }
    }

    fn wrong(&self, name: &str, problem: impl Into<String>) -> MalformedEvent {
        member(&format!("{}.{name}", self.path), problem)
    }

    fn too_many(&self, name: &str, most: usize) -> MalformedEvent {
        self.wrong(name, format!("must not have more than {most} members"))
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.data.remove(name).filter(|value| !value.is_null())
    }

    fn raw(&mut self, name: &str) -> Result<Option<String>, MalformedEvent> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(self.wrong(name, "must be a text")),
        }
    }

    /// A name: one line.
    pub(super) fn name(&mut self, name: &str) -> Result<Option<String>, MalformedEvent> {
        Ok(self.raw(name)?.map(|text| line(&text)).filter(|text| !text.is_empty()))
    }

    /// Words of several lines.
    pub(super) fn words(&mut self, name: &str) -> Result<Option<String>, MalformedEvent> {
        Ok(self.raw(name)?.map(|text| clean_text(&text, LONG)).filter(|text| !text.is_empty()))
    }

    /// What something is called by another system; only spaces around it are not part of it.
    fn identifier(&mut self, name: &str) -> Result<Option<String>, MalformedEvent> {
        if self.data.get(name).and_then(Value::as_number).is_some_and(is_inexact) {
            return Err(self.wrong(name, "is too large for a number; send it as a text"));
        }
        let Some(text) = self.raw(name)? else { return Ok(None) };
        if text.chars().any(char::is_control) {
            return Err(self.wrong(name, "must not have control characters"));
        }
        let text = text.trim();
        if text.chars().count() > NAME {
            return Err(self.wrong(name, format!("must not be longer than {NAME} characters")));
        }
        Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }

    pub(super) fn required_identifier(&mut self, name: &str) -> Result<String, MalformedEvent> {
        self.identifier(name)?.ok_or_else(|| self.wrong(name, "is required"))
    }

    pub(super) fn names(&mut self, name: &str) -> Result<Vec<String>, MalformedEvent> {
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        let problem = || self.wrong(name, "must be a list of texts");
        let Value::Array(values) = value else { return Err(problem()) };
        if values.len() > MOST_NAMES {
            return Err(self.too_many(name, MOST_NAMES));
        }
        let mut names = Vec::new();
        for value in values {
            let Value::String(text) = value else { return Err(problem()) };
            let text = line(&text);
            if !text.is_empty() && !names.contains(&text) {
                names.push(text);
            }
        }
        Ok(names)
    }

    pub(super) fn whole(&mut self, name: &str) -> Result<Option<i32>, MalformedEvent> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = value.as_i64().and_then(|n| i32::try_from(n).ok()).filter(|n| *n >= 0);
        number.map(Some).ok_or_else(|| self.wrong(name, "must be a whole number"))
    }

    pub(super) fn instant(&mut self, name: &str) -> Result<Option<DateTime<Utc>>, MalformedEvent> {
        self.take(name).map(|value| instant(&format!("{}.{name}", self.path), &value)).transpose()
    }

    pub(super) fn required_instant(&mut self, name: &str) -> Result<DateTime<Utc>, MalformedEvent> {
        self.instant(name)?.ok_or_else(|| self.wrong(name, "is required"))
    }

    pub(super) fn object(&mut self, name: &str) -> Result<Option<Self>, MalformedEvent> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(Self::new(object, format!("{}.{name}", self.path)))),
            Some(_) => Err(self.wrong(name, "must be an object")),
        }
    }

    /// The objects of a list, each with its place in it.
    fn objects(&mut self, name: &str, most: usize, problem: &str) -> Result<Vec<Self>, MalformedEvent> {
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        let Value::Array(values) = value else { return Err(self.wrong(name, problem)) };
        let read = |(at, value)| match value {
            Value::Object(object) => Ok(Self::new(object, format!("{}.{name}[{at}]", self.path))),
            _ => Err(self.wrong(name, problem)),
        };
        if values.len() > most {
            return Err(self.too_many(name, most));
        }
        values.into_iter().enumerate().map(read).collect()
    }

    /// How the deal ended, with the competitors that were read before.
    pub(super) fn outcome(&mut self, competitors: &[String]) -> Result<Option<Outcome>, MalformedEvent> {
        let kind = self.name("outcome_kind")?;
        let outcome = self.name("outcome")?.ok_or_else(|| self.wrong("outcome", "is required"))?;
        match (outcome.as_str(), kind.as_deref()) {
            ("won", _) => Ok(Some(Outcome::Won)),
            ("reopened", _) => Ok(None),
            ("lost", Some("competitor")) => Ok(Some(Outcome::LostCompetitor)),
            ("lost", Some("no_decision")) => Ok(Some(Outcome::LostNoDecision)),
            ("lost", Some("other")) => Ok(Some(Outcome::LostOther)),
            // A lost deal without a kind: a named competitor says more than nothing.
            ("lost", None) => {
                let has_competitor = competitors.iter().any(|name| !is_nobody(name));
                Ok(Some(if has_competitor { Outcome::LostCompetitor } else { Outcome::LostOther }))
            }
            ("lost", Some(_)) => {
                Err(self.wrong("outcome_kind", "must be \"competitor\", \"no_decision\" or \"other\""))
            }
            _ => Err(self.wrong("outcome", "must be \"won\", \"lost\" or \"reopened\"")),
        }
    }

    pub(super) fn money(&mut self) -> Result<Option<Sum>, MalformedEvent> {
        let currency = self.name("currency")?;
        let value = self.take("amount");
        let problem = || self.wrong("amount", "must be a decimal number such as \"120000.00\"");
        let amount: Decimal = match value {
            None => return Ok(None),
            Some(Value::String(text)) => text.trim().parse().map_err(|_| problem())?,
            Some(Value::Number(number)) => {
                let text = number.to_string();
                text.parse().or_else(|_| Decimal::from_scientific(&text)).map_err(|_| problem())?
            }
            Some(_) => return Err(problem()),
        };
        // What is kept is what has to fit.
        let amount = amount.round_dp(2);
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(self.wrong("amount", "must not be negative"));
        }
        if amount >= Decimal::from(TOO_MUCH) {
            return Err(self.wrong("amount", "must be below 1000000000000 (a trillion)"));
        }
        // Which one is meant where none is named, only the tenant's settings know.
        let currency = currency.map(|currency| currency.to_uppercase());
        let is_code = |code: &String| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
        if currency.as_ref().is_none_or(is_code) {
            Ok(Some(Sum { amount, currency }))
        } else {
            Err(self.wrong("currency", "must be three letters, such as \"USD\""))
        }
    }

    pub(super) fn stages(&mut self) -> Result<Vec<(String, DateTime<Utc>)>, MalformedEvent> {
        let problem = "must be a list of objects with \"name\" and \"entered_at\"";
        let mut stages = Vec::new();
        for mut stage in self.objects("stages", MOST_NAMES, problem)? {
            let name = stage.name("name")?.ok_or_else(|| self.wrong("stages", problem))?;
            let entered = stage.instant("entered_at")?.ok_or_else(|| self.wrong("stages", problem))?;
            stages.push((name, entered));
        }
        Ok(stages)
    }

    /// Everything else: what the sender calls custom, and whatever is not known. Of the latter there may be any number:
    /// it is never a mistake.
    pub(super) fn rest(mut self) -> Result<BTreeMap<String, Value>, MalformedEvent> {
        let mut custom = BTreeMap::new();
        if let Some(given) = self.object("custom")? {
            if given.data.len() > MOST_CUSTOM {
                return Err(self.too_many("custom", MOST_CUSTOM));
            }
            custom.extend(given.data.into_iter().map(|(k, v)| (line(&k), clean(v))));
        }
        custom.extend(self.data.into_iter().map(|(k, v)| (line(&k), clean(v))));
        Ok(custom)
    }
}

/// A name on one line: it stands in the middle of mails and of their subjects. Marks that turn the direction of
/// everything behind them go; letters of scripts from right to left know their own.
pub(super) fn line(text: &str) -> String {
    if is_plain(text) && !text.contains("  ") {
        return clean_text(text, NAME);
    }
    let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let clean = clean_text(&text.replace(turns, ""), usize::MAX);
    let joined = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    clean_text(&joined, NAME)
}

/// Whether a number may be another one than was sent.
fn is_inexact(number: &serde_json::Number) -> bool {
    number.is_f64() && number.as_f64().is_none_or(|number| number.abs() >= INEXACT)
}

/// PostgreSQL's jsonb refuses NUL inside texts.
fn clean(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(clean_text(&text, LONG)),
        Value::Array(all) => Value::Array(all.into_iter().map(clean).collect()),
        Value::Object(all) => all.into_iter().map(|(k, v)| (line(&k), clean(v))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

/// A leap second as the end of the second before: kept as it is, it would be the next day's first one wherever seconds are
/// counted, and a deal that closed on the last day of a quarter would be in the next.
fn within_its_second(at: DateTime<Utc>) -> DateTime<Utc> {
    // The database counts microseconds.
    if at.nanosecond() < 1_000_000_000 { at } else { at.with_nanosecond(999_999_000).unwrap_or(at) }
}

pub(super) fn instant(path: &str, value: &Value) -> Result<DateTime<Utc>, MalformedEvent> {
    let problem = || member(path, "must be an RFC 3339 instant such as \"2026-11-20T09:29:51Z\"");
    let at = DateTime::parse_from_rfc3339(value.as_str().ok_or_else(problem)?).map_err(|_| problem())?;
    let at = within_its_second(at.with_timezone(&Utc));
    // Days outside are typing errors, and would overflow keys further on.
    let is_sane = (0..=7_258_118_400).contains(&at.timestamp());
    if is_sane { Ok(at) } else { Err(member(path, "must lie between 1970 and 2200")) }
}
