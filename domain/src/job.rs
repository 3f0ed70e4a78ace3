//! What the worker can be asked to do. Payloads hold ids only, never anything a buyer said.

use serde::{Deserialize, Serialize};

use crate::id::{ConnectionId, InvitationId, ResetId, ResponseId, SubmissionId};

/// How soon a job must start; every class has its own pool and limits.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Seconds: somebody waits.
    Realtime,
    /// Minutes.
    Near,
    /// Large imports and re-classification.
    Bulk,
    /// Nightly work.
    Batch,
}

impl Class {
    /// Every class, most urgent first.
    pub const ALL: [Self; 4] = [Self::Realtime, Self::Near, Self::Bulk, Self::Batch];

    /// The word used in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Realtime => "realtime",
            Self::Near => "near",
            Self::Bulk => "bulk",
            Self::Batch => "batch",
        }
    }

    /// Reads [`Class::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// A job. The tenant is in the envelope, never in here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Turn a received CRM event into a deal and its invitations.
    DispatchSurvey {
        /// The connection it came through.
        connection: ConnectionId,
        /// The sender's id of the event.
        event: String,
    },
    /// Look whether a written response must alert somebody.
    EvaluateAlerts {
        /// The response.
        response: ResponseId,
    },
    /// Turn a submission into a response.
    IngestResponse {
        /// The submission.
        submission: SubmissionId,
    },
    /// Bring the rollups up to date and tell open pages.
    RefreshRollups,
    /// Send the mail of an invitation.
    SendMail {
        /// The invitation.
        invitation: InvitationId,
    },
    /// Send a member the way to a new password.
    SendPasswordReset {
        /// What was asked for.
        reset: ResetId,
    },
    /// Send the buyer the link to the answer.
    SendReceipt {
        /// The invitation.
        invitation: InvitationId,
    },
    /// Remind the buyer, who asked for it.
    SendReminder {
        /// The invitation.
        invitation: InvitationId,
    },
}

impl Job {
    /// The name in the queue; agrees with the file that runs it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::DispatchSurvey { .. } => "dispatch_survey",
            Self::EvaluateAlerts { .. } => "evaluate_alerts",
            Self::IngestResponse { .. } => "ingest_response",
            Self::RefreshRollups => "refresh_rollups",
            Self::SendMail { .. } => "send_mail",
            Self::SendPasswordReset { .. } => "send_password_reset",
            Self::SendReceipt { .. } => "send_receipt",
            Self::SendReminder { .. } => "send_reminder",
        }
    }

    /// How soon it must start.
    #[must_use]
    pub const fn class(&self) -> Class {
        match self {
            Self::DispatchSurvey { .. }
            | Self::EvaluateAlerts { .. }
            | Self::IngestResponse { .. }
            | Self::RefreshRollups
            | Self::SendPasswordReset { .. } => Class::Realtime,
            Self::SendMail { .. } | Self::SendReceipt { .. } | Self::SendReminder { .. } => Class::Near,
        }
    }

    /// Two waiting jobs of one tenant and kind with the same key are one.
    #[must_use]
    pub fn dedup_key(&self) -> String {
        match self {
            Self::DispatchSurvey { connection, event } => format!("{connection}:{event}"),
            Self::EvaluateAlerts { response } => response.to_string(),
            Self::IngestResponse { submission } => submission.to_string(),
            Self::RefreshRollups => String::new(),
            Self::SendPasswordReset { reset } => reset.to_string(),
            Self::SendMail { invitation }
            | Self::SendReceipt { invitation }
            | Self::SendReminder { invitation } => invitation.to_string(),
        }
    }

    /// How often it is tried before it is laid aside for a person: with waits that grow to an hour, half a day for
    /// what a CRM or a buyer was told is accepted, so that a night's outage loses nobody's patience.
    #[must_use]
    pub const fn max_attempts(&self) -> i16 {
        match self {
            Self::DispatchSurvey { .. }
            | Self::IngestResponse { .. }
            | Self::SendMail { .. }
            | Self::SendReceipt { .. }
            | Self::SendReminder { .. } => 24,
            Self::EvaluateAlerts { .. } | Self::RefreshRollups | Self::SendPasswordReset { .. } => 12,
        }
    }
}

/// Seconds to wait before try number `attempt + 1`: 2^attempt, at most an hour, with jitter from 0.5 to 1.5
/// (`unit` is uniform in 0 to 1, and given by the caller).
#[must_use]
pub fn back_off(attempt: i16, unit: f64) -> f64 {
    let base = 2.0_f64.powi(i32::from(attempt.clamp(0, 12))).min(3600.0);
    base * (0.5 + unit.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_grows_and_is_bounded() {
        assert!(back_off(1, 0.5) < back_off(2, 0.5));
        assert!(back_off(100, 1.0) <= 5400.0);
        assert!(back_off(-3, 0.0) > 0.0);
    }

    #[test]
    fn a_job_reads_back_from_its_payload() {
        let job = Job::RefreshRollups;
        let text = serde_json::to_string(&job).expect("serialises");
        assert_eq!(serde_json::from_str::<Job>(&text).expect("reads"), job);
    }
}
