//! How a deal ended: a mark that carries the colour and a word that carries the meaning.

use domain::deal::Outcome;
use leptos::prelude::*;

use super::icon::Icon;

/// The three marks for outcomes, and one for a deal that is open again.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Verdict {
    /// Won.
    Won,
    /// Lost, to whomever.
    Lost,
    /// No decision.
    Undecided,
    /// Open again.
    Open,
}

impl Verdict {
    /// The mark of an outcome.
    #[must_use]
    pub const fn of(outcome: Option<Outcome>) -> Self {
        match outcome {
            Some(Outcome::Won) => Self::Won,
            Some(Outcome::LostCompetitor | Outcome::LostOther) => Self::Lost,
            Some(Outcome::LostNoDecision) => Self::Undecided,
            None => Self::Open,
        }
    }

    /// The word beside the mark.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Won => "Won",
            Self::Lost => "Lost",
            Self::Undecided => "No decision",
            Self::Open => "Open again",
        }
    }

    const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Won => ("outcome outcome--won", "won"),
            Self::Lost => ("outcome outcome--lost", "lost"),
            Self::Undecided => ("outcome outcome--undecided", "undecided"),
            Self::Open => ("outcome", "cycle"),
        }
    }
}

/// What a salesperson says: "Lost to Acme".
#[must_use]
pub fn words(outcome: Option<Outcome>, competitor: Option<&str>) -> String {
    match (outcome, competitor) {
        (Some(Outcome::LostCompetitor), Some(name)) => format!("Lost to {name}"),
        (Some(outcome), _) => outcome.label().to_owned(),
        (None, _) => Verdict::Open.word().to_owned(),
    }
}

/// A mark with its word.
#[component]
pub fn OutcomeMark(
    /// The mark.
    verdict: Verdict,
    /// The word.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let (class, icon) = verdict.parts();
    view! { <span class=class><Icon name=icon />{label}</span> }
}

/// The outcome of a deal, with the competitor if it was lost to one.
#[component]
pub fn DealOutcome(
    /// How it ended.
    outcome: Option<Outcome>,
    /// Who won it, if known.
    competitor: Option<String>,
) -> impl IntoView {
    let label = words(outcome, competitor.as_deref());
    view! { <OutcomeMark verdict=Verdict::of(outcome) label=label /> }
}
