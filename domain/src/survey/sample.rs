//! A deal to try a survey with: one of the tenant's own, or one that never was.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::deal::{Money, Outcome};
use crate::id::DealId;

/// A deal that a member tries a survey as.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sample {
    /// Which; absent when it is made up.
    pub deal: Option<DealId>,
    /// Its name.
    pub deal_name: String,
    /// The buyer's company.
    pub account: String,
    /// The buyer's name.
    pub contact: String,
    /// What was sold.
    pub product: Option<String>,
    /// What it was worth.
    pub money: Option<Money>,
    /// Who sold.
    pub owner: Option<String>,
    /// When it closed.
    pub closed_at: DateTime<Utc>,
    /// What rules may know of it.
    pub facts: Facts,
}

impl Sample {
    /// A deal that never was, for a tenant that has none of this outcome.
    #[must_use]
    pub fn made_up(outcome: Outcome, closed_at: DateTime<Utc>) -> Self {
        let competitors = match outcome {
            Outcome::LostCompetitor => vec!["Contoso".to_owned()],
            Outcome::Won | Outcome::LostNoDecision | Outcome::LostOther => Vec::new(),
        };
        Self {
            deal: None,
            deal_name: "Example deal".to_owned(),
            account: "Example company".to_owned(),
            contact: "Alex Example".to_owned(),
            product: Some("Example product".to_owned()),
            money: None,
            owner: Some("Sam Seller".to_owned()),
            closed_at,
            facts: Facts { competitors, ..Facts::of(outcome) },
        }
    }
}
