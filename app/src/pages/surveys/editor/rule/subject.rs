//! What a condition can look at: facts of the deal, questions that were asked before, and calculated values.

use domain::survey::condition::DealFact;
use domain::survey::{Condition, Kind, Template, named};

use super::super::control::Choosable;
use super::place::RuleAt;

/// What a condition looks at.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum Subject {
    /// How the deal ended.
    Outcome,
    /// A fact of the deal that is a word.
    Deal(DealFact),
    /// What it was worth.
    Amount,
    /// An answer, by its question's key.
    Question(String),
    /// A calculated value, by key.
    Value(String),
}

impl Subject {
    /// What a condition looks at; `None` for a group.
    #[must_use]
    pub fn of(condition: &Condition) -> Option<Self> {
        match condition {
            Condition::Outcome(_) => Some(Self::Outcome),
            Condition::Deal { fact, .. } => Some(Self::Deal(*fact)),
            Condition::Amount { .. } => Some(Self::Amount),
            Condition::Value { value, .. } => Some(Self::Value(value.clone())),
            other => other.own_question().map(|key| Self::Question(key.to_owned())),
        }
    }

    /// Its name in code.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Outcome => "outcome".to_owned(),
            Self::Deal(fact) => format!("deal.{}", fact_code(*fact)),
            Self::Amount => "amount".to_owned(),
            Self::Question(key) => format!("q.{key}"),
            Self::Value(key) => format!("v.{key}"),
        }
    }

    /// Reads [`Subject::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split_once('.') {
            Some(("deal", fact)) => {
                DealFact::ALL.into_iter().find(|one| fact_code(*one) == fact).map(Self::Deal)
            }
            Some(("q", key)) => Some(Self::Question(key.to_owned())),
            Some(("v", key)) => Some(Self::Value(key.to_owned())),
            Some(_) => None,
            None if code == "outcome" => Some(Self::Outcome),
            None if code == "amount" => Some(Self::Amount),
            None => None,
        }
    }
}

const fn fact_code(fact: DealFact) -> &'static str {
    match fact {
        DealFact::Segment => "segment",
        DealFact::Region => "region",
        DealFact::Competitor => "competitor",
        DealFact::DealType => "type",
    }
}

const fn fact_label(fact: DealFact) -> &'static str {
    match fact {
        DealFact::Segment => "the deal’s segment",
        DealFact::Region => "the deal’s region",
        DealFact::Competitor => "the competitor in the CRM",
        DealFact::DealType => "the type of the deal",
    }
}

const DEAL: &str = "The deal";
const ANSWERS: &str = "Earlier answers";
const VALUES: &str = "Calculated values";
const BROKEN: &str = "Not asked before";

/// What a rule at this place can look at, and what it looks at although it cannot.
#[must_use]
pub fn subjects(template: &Template, at: &RuleAt, looks_at: &[&Condition]) -> Vec<Choosable> {
    let deal = |subject: &Subject, label: &str| Choosable::new(subject.code(), label).under(DEAL);
    let mut found = vec![deal(&Subject::Outcome, "the outcome")];
    found.extend(DealFact::ALL.map(|fact| deal(&Subject::Deal(fact), fact_label(fact))));
    found.push(deal(&Subject::Amount, "the deal’s amount"));
    for question in at.earlier(template) {
        if !matches!(question.kind, Kind::Statement) {
            let label = named::words(template, &question.text, "Without words");
            found.push(Choosable::new(Subject::Question(question.key.clone()).code(), label).under(ANSWERS));
        }
    }
    for value in at.earlier_values(template) {
        let label = if value.name.trim().is_empty() { "Without a name" } else { &value.name };
        found.push(Choosable::new(Subject::Value(value.key.clone()).code(), label).under(VALUES));
    }
    for condition in looks_at {
        let Some(subject) = Subject::of(condition) else { continue };
        let code = subject.code();
        if !found.iter().any(|one| one.value == code) {
            let label = match &subject {
                Subject::Question(key) => named::question_by_key(template, key),
                Subject::Value(_) => "a deleted value".to_owned(),
                Subject::Outcome | Subject::Deal(_) | Subject::Amount => continue,
            };
            found.push(Choosable::new(code, label).under(BROKEN));
        }
    }
    found
}
