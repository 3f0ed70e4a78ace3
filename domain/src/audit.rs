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
    /// A way to a new password was asked for, by whoever knows the address.
    AskForReset,
    /// A lost password was replaced by a new one.
    ResetPassword,
    /// A tenant was ordered or a step of it was done.
    Provision,
    /// A version of a survey was published.
    PublishSurvey,
    /// A survey was taken out of use.
    ArchiveSurvey,
    /// A survey was taken into use again.
    UnarchiveSurvey,
    /// A buyer sent a correction of an answer.
    CorrectAnswer,
    /// A buyer changed who may see his name.
    ChangeAttribution,
    /// A buyer took an answer back, and it was erased.
    WithdrawAnswer,
    /// A buyer wants no survey of this tenant any more.
    OptOut,
    /// A buyer thought better of it.
    UndoOptOut,
    /// Dead jobs were given all their tries again.
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
            Self::AskForReset => "ask_for_reset",
            Self::ResetPassword => "reset_password",
            Self::Provision => "provision",
            Self::PublishSurvey => "publish_survey",
            Self::ArchiveSurvey => "archive_survey",
            Self::UnarchiveSurvey => "unarchive_survey",
            Self::CorrectAnswer => "correct_answer",
            Self::ChangeAttribution => "change_attribution",
            Self::WithdrawAnswer => "withdraw_answer",
            Self::OptOut => "opt_out",
            Self::UndoOptOut => "undo_opt_out",
            Self::Requeue => "requeue",
            Self::TokenMismatch => "token_mismatch",
        }
    }
}
