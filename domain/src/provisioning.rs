//! The ordered steps that turn an order into a usable tenant.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::form::{Email, FieldErrors, name};
use crate::tenant::{Slug, TenantSettings, Tier};

/// What is ordered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TenantOrder {
    /// The short name; ordering the same slug again resumes, it never makes a second tenant.
    pub slug: Slug,
    /// The name people read.
    pub name: String,
    /// Pool or silo.
    pub tier: Tier,
    /// The region the data must stay in.
    pub region: String,
    /// The first admin.
    pub admin: Email,
    /// The first admin's name.
    pub admin_name: String,
    /// The currency in which values are added up, ISO 4217.
    pub home_currency: String,
    /// Rates to it by currency: home amount = amount × rate.
    #[serde(default)]
    pub rates: BTreeMap<String, Decimal>,
}

impl TenantOrder {
    /// The order with its names as they are kept.
    ///
    /// # Errors
    /// What is no name.
    pub fn checked(&self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut read = |field: &str, text: &str| {
            name::parse(text).unwrap_or_else(|error| {
                errors.add(field, error.to_string());
                String::new()
            })
        };
        let (name, admin_name) = (read("name", &self.name), read("admin_name", &self.admin_name));
        if !is_currency(&self.home_currency) {
            errors.add("home_currency", NO_CURRENCY);
        }
        for (currency, rate) in &self.rates {
            if !is_currency(currency) {
                errors.add("rates", NO_CURRENCY);
            } else if *rate <= Decimal::ZERO {
                errors.add("rates", "must be larger than nought");
            }
        }
        errors.into_result()?;
        Ok(Self { name, admin_name, ..self.clone() })
    }

    /// The settings that the tenant begins with.
    #[must_use]
    pub fn settings(&self) -> TenantSettings {
        TenantSettings {
            home_currency: self.home_currency.clone(),
            rates: self.rates.clone(),
            ..TenantSettings::default()
        }
    }
}

const NO_CURRENCY: &str = "must be three capital letters, such as EUR";

/// Whether it could be a code of ISO 4217.
#[must_use]
pub fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// One recorded step. Each is safe to run twice; the record says where to go on after a kill.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Choose the shard and write the directory row.
    Place,
    /// Make the schema and role of a silo, or the partition of the pool.
    Space,
    /// Bring the schema to the newest migration.
    Migrate,
    /// Write the settings, the default survey and the list of well-known competitors' aliases.
    Seed,
    /// Make the webhook's key and secret.
    Webhook,
    /// Make the first admin.
    Admin,
    /// Mail the admin the way in.
    Mail,
    /// Open for use.
    Activate,
}

impl Step {
    /// Every step, in the order of work.
    pub const ALL: [Self; 8] = [
        Self::Place,
        Self::Space,
        Self::Migrate,
        Self::Seed,
        Self::Webhook,
        Self::Admin,
        Self::Mail,
        Self::Activate,
    ];

    /// The word used in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Space => "space",
            Self::Migrate => "migrate",
            Self::Seed => "seed",
            Self::Webhook => "webhook",
            Self::Admin => "admin",
            Self::Mail => "mail",
            Self::Activate => "activate",
        }
    }
}
