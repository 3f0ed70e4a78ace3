//! The standard taxonomy: the twelve themes every reason is filed under, whatever a tenant calls it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why deals are won and lost, as the platform counts it.
///
/// Tenants name their own drivers under these; benchmarks compare only these.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Price and commercial terms.
    Pricing,
    /// What the product can and cannot do for this buyer.
    ProductFit,
    /// How it feels to work with.
    Usability,
    /// How it connects to what the buyer already runs.
    Integrations,
    /// Getting from signature to live: effort, migration, onboarding.
    Implementation,
    /// Help after the sale.
    Support,
    /// Security, privacy and compliance.
    Security,
    /// Uptime, speed, scale and defects.
    Reliability,
    /// How the buyer was sold to.
    SalesExperience,
    /// Whether the vendor is one to depend on: references, stability, roadmap.
    VendorTrust,
    /// What was there before, and the pull to stay with it.
    Incumbent,
    /// Whether now was the moment: budget cycles, priorities, reorganisations.
    Timing,
}

impl Theme {
    /// Every theme, in the order reports list them.
    pub const ALL: [Self; 12] = [
        Self::Pricing,
        Self::ProductFit,
        Self::Usability,
        Self::Integrations,
        Self::Implementation,
        Self::Support,
        Self::Security,
        Self::Reliability,
        Self::SalesExperience,
        Self::VendorTrust,
        Self::Incumbent,
        Self::Timing,
    ];

    /// The stable name in tables, files and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pricing => "pricing",
            Self::ProductFit => "product_fit",
            Self::Usability => "usability",
            Self::Integrations => "integrations",
            Self::Implementation => "implementation",
            Self::Support => "support",
            Self::Security => "security",
            Self::Reliability => "reliability",
            Self::SalesExperience => "sales_experience",
            Self::VendorTrust => "vendor_trust",
            Self::Incumbent => "incumbent",
            Self::Timing => "timing",
        }
    }

    /// The words a sales leader reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pricing => "Price and terms",
            Self::ProductFit => "Product fit",
            Self::Usability => "Ease of use",
            Self::Integrations => "Integrations",
            Self::Implementation => "Implementation effort",
            Self::Support => "Support and service",
            Self::Security => "Security and compliance",
            Self::Reliability => "Reliability and speed",
            Self::SalesExperience => "Sales experience",
            Self::VendorTrust => "Trust in the vendor",
            Self::Incumbent => "Existing solution",
            Self::Timing => "Timing and priorities",
        }
    }

    /// The theme with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

impl fmt::Display for Theme {
    /// Writes the code; people read [`Theme::label`].
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// The text is not the code of a theme.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("unknown theme {0:?}")]
pub struct UnknownTheme(String);

impl FromStr for Theme {
    type Err = UnknownTheme;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::from_code(code).ok_or_else(|| UnknownTheme(code.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_theme_in_text_and_in_json() {
        for theme in Theme::ALL {
            assert_eq!(theme.to_string().parse(), Ok(theme));
            let json = serde_json::to_string(&theme).unwrap();
            assert_eq!(json, format!("\"{}\"", theme.code()));
            assert_eq!(serde_json::from_str::<Theme>(&json).unwrap(), theme);
        }
    }

    #[test]
    fn codes_and_labels_are_unique_and_in_the_order_of_the_type() {
        let mut sorted = Theme::ALL;
        sorted.sort();
        assert_eq!(sorted, Theme::ALL);
        for (index, theme) in Theme::ALL.iter().enumerate() {
            for other in &Theme::ALL[index + 1..] {
                assert_ne!(theme.code(), other.code());
                assert_ne!(theme.label(), other.label());
            }
        }
    }

    #[test]
    fn an_unknown_code_is_refused() {
        assert_eq!(Theme::from_code("Pricing"), None);
        assert_eq!("price".parse::<Theme>(), Err(UnknownTheme("price".to_owned())));
    }
}
