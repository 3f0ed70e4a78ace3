//! What a survey may know of its deal: facts for rules, and names for texts.

use serde::{Deserialize, Serialize};

use super::condition::DealFact;
use crate::deal::Outcome;

/// What conditions may know of the deal, as it was when the answers were checked.
#[derive(Clone, PartialEq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// The segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// The region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// New business, expansion, renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal_type: Option<String>,
    /// The amount in hundredths of the tenant's home currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_cents: Option<i64>,
    /// The competitors that the CRM names, by their canonical names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub competitors: Vec<String>,
}

impl Facts {
    /// Only an outcome.
    #[must_use]
    pub fn of(outcome: Outcome) -> Self {
        Self { outcome: Some(outcome), ..Self::default() }
    }

    /// Whether the amount is at least the one and less than the other, both in whole units.
    #[must_use]
    pub fn costs(&self, from: Option<i64>, below: Option<i64>) -> bool {
        self.home_cents.is_some_and(|cents| {
            from.is_none_or(|from| cents >= from.saturating_mul(100))
                && below.is_none_or(|below| cents < below.saturating_mul(100))
        })
    }

    /// Whether a fact is one of these words, whatever their case.
    #[must_use]
    pub fn is_one_of(&self, fact: DealFact, values: &[String]) -> bool {
        let is_named = |word: &str| values.iter().any(|value| same_word(value, word));
        match fact {
            DealFact::Segment => self.segment.as_deref().is_some_and(is_named),
            DealFact::Region => self.region.as_deref().is_some_and(is_named),
            DealFact::DealType => self.deal_type.as_deref().is_some_and(is_named),
            DealFact::Competitor => self.competitors.iter().any(|one| is_named(one)),
        }
    }
}

/// Whether two facts are the same word, whatever their case.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// The names that texts may recall of the deal.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Names {
    /// The tenant.
    pub tenant: String,
    /// The buyer's company.
    pub account: String,
    /// The buyer's name, as greeted.
    pub contact: String,
    /// What was sold.
    pub product: String,
    /// The competitor that the CRM names first.
    pub competitor: String,
    /// When the deal closed: "October 2026".
    pub closed: String,
    /// Who sold; recalled only where the author ticked it.
    pub rep: String,
    /// The amount in words; recalled only where the author ticked it.
    pub amount: String,
}
