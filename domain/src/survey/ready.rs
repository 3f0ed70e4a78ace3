//! Ready surveys: six questionnaires that a tenant can send as they are, or change.
//!
//! Written as one who interviews buyers would ask: neutral words, few questions, what the buyer can tell, one open
//! question each. Questions with the same meaning have the same key in all of them, so that reports join them; their
//! reasons are ranked, so that the first weighs most.

pub(super) mod parts;

mod churned;
mod lost_competitor;
mod lost_no_decision;
mod rep_debrief;
mod short_pulse;
mod won;

use super::audience::Audience;
use super::template::Template;
use crate::deal::Outcome;

/// A survey that is ready to be sent.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Ready {
    /// Stable name in addresses.
    pub code: &'static str,
    /// What members call it.
    pub name: &'static str,
    /// For whom it is, and how long it takes, in one line.
    pub description: &'static str,
    /// Who answers it.
    pub audience: Audience,
    /// After which outcomes it is meant to be sent.
    pub outcomes: &'static [Outcome],
    which: Which,
}

/// Names a survey without holding it: a page that only lists them need not carry their texts.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
enum Which {
    LostCompetitor,
    LostNoDecision,
    Won,
    Churned,
    RepDebrief,
    ShortPulse,
}

/// Every ready survey, in the order of the gallery.
pub const ALL: [Ready; 6] = [
    Ready {
        code: "lost_competitor",
        name: lost_competitor::NAME,
        description: "For buyers who chose another vendor: who, why, and how you compare. \
            4\u{a0}minutes, 6 to 8 questions.",
        audience: Audience::Buyer,
        outcomes: &[Outcome::LostCompetitor],
        which: Which::LostCompetitor,
    },
    Ready {
        code: "lost_no_decision",
        name: lost_no_decision::NAME,
        description: "For buyers who chose nobody: what stopped it, and when it may come back. \
            4\u{a0}minutes, 6 or 7 questions.",
        audience: Audience::Buyer,
        outcomes: &[Outcome::LostNoDecision],
        which: Which::LostNoDecision,
    },
    Ready {
        code: "won",
        name: won::NAME,
        description: "For buyers who chose you: why, and what nearly went the other way. \
            3\u{a0}minutes, 5 or 6 questions.",
        audience: Audience::Buyer,
        outcomes: &[Outcome::Won],
        which: Which::Won,
    },
    Ready {
        code: "churned",
        name: churned::NAME,
        description: "For customers who left: what led to it, and when it could be noticed. \
            4\u{a0}minutes, 6 to 8 questions.",
        audience: Audience::Buyer,
        // A renewal that ended is no loss to a competitor in a new deal; those have surveys of their own.
        outcomes: &[Outcome::LostOther],
        which: Which::Churned,
    },
    Ready {
        code: "rep_debrief",
        name: rep_debrief::NAME,
        description: "For your own seller after every close. \
            Under 90\u{a0}seconds, 3 questions after a win, 4 after a loss.",
        audience: Audience::Sales,
        outcomes: &Outcome::ALL,
        which: Which::RepDebrief,
    },
    Ready {
        code: "short_pulse",
        name: short_pulse::NAME,
        description: "For any buyer, whatever the outcome. \
            90\u{a0}seconds, 3 questions.",
        audience: Audience::Buyer,
        outcomes: &Outcome::ALL,
        which: Which::ShortPulse,
    },
];

impl Ready {
    /// The survey itself.
    #[must_use]
    pub fn template(&self) -> Template {
        match self.which {
            Which::LostCompetitor => lost_competitor::template(),
            Which::LostNoDecision => lost_no_decision::template(),
            Which::Won => won::template(),
            Which::Churned => churned::template(),
            Which::RepDebrief => rep_debrief::template(),
            Which::ShortPulse => short_pulse::template(),
        }
    }

    /// The ready survey with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        ALL.into_iter().find(|ready| ready.code == code)
    }
}

#[cfg(test)]
mod tests;
