//! The customer: its name, tier, state and the settings that reports and mails depend on.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::TenantId;

/// How a tenant's rows are kept apart.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Shares the schema `pool` with other small tenants.
    Pool,
    /// Has a schema and a role of its own.
    Silo,
}

impl Tier {
    /// The word used in rows and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pool => "pool",
            Self::Silo => "silo",
        }
    }

    /// Reads [`Tier::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Pool, Self::Silo].into_iter().find(|tier| tier.code() == code)
    }
}

/// Where a tenant stands in its life.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TenantStatus {
    /// Steps are still to be done; nobody can use it.
    Provisioning,
    /// In use.
    Active,
    /// Stopped by the operator: members read a notice, webhooks are asked to come again, buyers find the
    /// survey closed for now. Nothing is lost.
    Suspended,
}

impl TenantStatus {
    /// The word used in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Provisioning => "provisioning",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// Reads [`TenantStatus::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Provisioning, Self::Active, Self::Suspended].into_iter().find(|status| status.code() == code)
    }
}

/// The short name in addresses and on the command line: 2 to 40 lower-case letters, digits and inner dashes.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a text is no slug.
#[derive(Clone, Eq, PartialEq, Debug, thiserror::Error)]
#[error("must be 2 to 40 lower-case letters, digits or inner dashes, and start with a letter")]
pub struct NotASlug;

impl Slug {
    /// Reads a slug.
    ///
    /// # Errors
    /// When the text is not one.
    pub fn parse(text: &str) -> Result<Self, NotASlug> {
        let is_valid = (2..=40).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && !text.ends_with('-')
            && !text.contains("--")
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if is_valid { Ok(Self(text.to_owned())) } else { Err(NotASlug) }
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Slug {
    type Error = NotASlug;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

/// How deals that ended without a decision enter the win rate; printed on every report.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoDecision {
    /// They count as lost.
    #[default]
    Lost,
    /// They are left out of the rate and shown beside it.
    Apart,
}

/// What a tenant can set; kept as JSON in its own schema, every member with a default.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantSettings {
    /// How no-decision deals are counted.
    pub no_decision: NoDecision,
    /// The currency in which values are added up, ISO 4217.
    pub home_currency: String,
    /// Rates to the home currency by currency: home amount = amount × rate.
    pub rates: std::collections::BTreeMap<String, rust_decimal::Decimal>,
    /// How long after the close the invitation goes out.
    pub invite_delay_hours: u32,
    /// How long a link can be used.
    pub link_days: u32,
    /// The name under "from" in invitations.
    pub sender_name: Option<String>,
    /// Where a buyer's reply goes.
    pub reply_to: Option<String>,
    /// Who is responsible for the data, in the privacy notice; the tenant's name when absent.
    pub privacy_contact: Option<String>,
}

impl Default for TenantSettings {
    fn default() -> Self {
        Self {
            no_decision: NoDecision::default(),
            home_currency: "USD".to_owned(),
            rates: std::collections::BTreeMap::new(),
            invite_delay_hours: 72,
            link_days: 30,
            sender_name: None,
            reply_to: None,
            privacy_contact: None,
        }
    }
}

/// What everybody who may know of a tenant may know of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// Its short name.
    pub slug: Slug,
    /// Its name, as members and buyers read it.
    pub name: String,
    /// How its rows are kept apart.
    pub tier: Tier,
    /// The region its data must stay in.
    pub region: String,
    /// Where it stands.
    pub status: TenantStatus,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_safe_in_an_address() {
        for good in ["ab", "northwind", "acme-2", "a1"] {
            assert!(Slug::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "-a", "a-", "a--b", "A1", "1a", "a b", "ä1", "a_b", &"a".repeat(41)] {
            assert_eq!(Slug::parse(bad), Err(NotASlug), "{bad}");
        }
    }

    #[test]
    fn settings_read_what_older_releases_wrote() {
        let settings: TenantSettings = serde_json::from_str("{}").expect("every member has a default");
        assert_eq!(settings, TenantSettings::default());
    }
}
