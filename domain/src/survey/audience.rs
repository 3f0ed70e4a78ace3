//! Who answers a survey.

use serde::{Deserialize, Serialize};

/// Who answers a survey.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Somebody of the account that decided.
    #[default]
    Buyer,
    /// Somebody of the tenant who sold; such answers enter no report about buyers.
    Sales,
}

impl Audience {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Buyer, Self::Sales];

    /// The word in rows and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Sales => "sales",
        }
    }

    /// Reads [`Audience::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What members read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Buyer => "Buyers",
            Self::Sales => "Own sales people",
        }
    }
}
