//! What the audit trail records: who did what to which object; never personal data, only ids and counts.

use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    /// A door to a tenant's rows was opened.
    Open,
    /// Somebody signed in.
    SignIn,
    /// A sign-in failed.
    SignInFailed,
    /// Somebody signed out.
    SignOut,
    /// A tenant was ordered or a step of it was done.
    Provision,
    /// Dead jobs were given another life.
    Requeue,
    /// The token said one tenant and the row another, or none: worth a look.
    TokenMismatch,
}

impl AuditAction {
    /// The word used in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::SignIn => "sign_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignOut => "sign_out",
            Self::Provision => "provision",
            Self::Requeue => "requeue",
            Self::TokenMismatch => "token_mismatch",
        }
    }
}
