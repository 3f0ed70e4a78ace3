//! What the answers tell the reports: whether they can, and whether anything tells them at all.

use crate::response::Attribution;
use crate::survey::finding::{Finding, Place};
use crate::survey::kind::{Choice, Kind, SOMETHING_ELSE};
use crate::survey::named;
use crate::survey::reach::Reach;
use crate::survey::template::{Meaning, Question, Template};

pub(super) fn check(template: &Template, reach: &Reach<'_>, found: &mut Vec<Finding>) {
    let questions = &reach.order().questions;
    for question in questions {
        if let Some(words) = question.meaning.and_then(|meaning| misfit(meaning, question)) {
            let words = format!("{} {words}.", named::question(template, question));
            found.push(Finding::warning(Place::question(&question.key), words));
        }
    }
    for (at, question) in questions.iter().enumerate() {
        let Some(counted) = single(question) else { continue };
        let earlier = (0..at).find(|earlier| {
            single(questions[*earlier]) == Some(counted) && reach.are_shown_together(*earlier, at)
        });
        if let Some(earlier) = earlier {
            let words = format!(
                "Reports count only one answer for {counted}: that to {}, not that to {}, when a buyer is asked both.",
                named::question(template, questions[earlier]),
                named::question(template, question)
            );
            found.push(Finding::warning(Place::question(&question.key), words));
        }
    }
    absent(template, found);
}

/// What reports take from one question of a response only.
fn single(question: &Question) -> Option<&'static str> {
    match (question.meaning, &question.kind) {
        (Some(Meaning::TurningPoint), _) => Some("the reason that weighed most"),
        (Some(Meaning::Chosen), _) => Some("who was chosen"),
        (Some(Meaning::Overall), _) => Some("the overall rating"),
        (Some(Meaning::Attribution), _) => Some("who sees the name"),
        (_, Kind::PriceGap) => Some("the price gap"),
        (_, Kind::TurningPoint { .. }) => Some("the turning point"),
        (_, Kind::WouldHaveChanged { .. }) => Some("what would have changed it"),
        (_, Kind::Nps { .. }) => Some("the recommendation"),
        (Some(Meaning::Reasons | Meaning::Considered | Meaning::Verbatim) | None, _) => None,
    }
}

/// Why an answer cannot tell what it is meant to.
fn misfit(meaning: Meaning, question: &Question) -> Option<String> {
    let kind = &question.kind;
    // "Something else" and "none of these" name no theme by their nature.
    let is_unthemed =
        |choice: &&Choice| choice.theme.is_none() && !choice.is_exclusive && choice.key != SOMETHING_ELSE;
    let unthemed = || kind.choices().iter().filter(is_unthemed).count();
    match meaning {
        Meaning::Reasons | Meaning::TurningPoint if kind.choices().is_empty() => {
            Some("is to tell the reasons, and has no choices to tell them with".to_owned())
        }
        Meaning::Reasons | Meaning::TurningPoint if unthemed() > 0 => Some(format!(
            "has {} without a theme, which reports cannot count",
            named::counted(unthemed(), "choice", "choices")
        )),
        Meaning::Considered | Meaning::Chosen if !kind.names_vendors() => {
            Some("is to tell which vendors there were, and is not a question about vendors".to_owned())
        }
        Meaning::Verbatim if !kind.takes_words() => {
            Some("is to be read in the buyer’s own words, and takes none".to_owned())
        }
        Meaning::Overall if !matches!(kind, Kind::Rating { .. }) => {
            Some("is to be the overall rating, and is not a rating".to_owned())
        }
        Meaning::Attribution
            if kind.choices().is_empty()
                || kind.choices().iter().any(|choice| Attribution::from_code(&choice.key).is_none()) =>
        {
            Some("is to ask who sees the name, and has other choices than those there are".to_owned())
        }
        Meaning::Reasons
        | Meaning::TurningPoint
        | Meaning::Considered
        | Meaning::Chosen
        | Meaning::Verbatim
        | Meaning::Overall
        | Meaning::Attribution => None,
    }
}

/// What reports will miss.
fn absent(template: &Template, found: &mut Vec<Finding>) {
    let mut note = |words: &str| found.push(Finding::note(Place::Survey, words));
    let has = |is_it: fn(&Question) -> bool| template.questions().any(is_it);
    let tells_reasons = |question: &Question| {
        matches!(question.meaning, Some(Meaning::Reasons | Meaning::TurningPoint))
            || matches!(question.kind, Kind::WouldHaveChanged { .. })
    };
    if !has(tells_reasons) {
        note("No question tells the reasons, so this survey adds nothing to the report on reasons.");
    }
    if !has(|question| question.kind.names_vendors()) {
        note("No question names vendors, so this survey adds nothing to the report on competitors.");
    }
    let is_open = |question: &Question| {
        matches!(
            question.kind,
            Kind::LongText { .. } | Kind::WouldHaveChanged { .. } | Kind::ShortText { .. }
        )
    };
    if !has(is_open) {
        note("No question lets buyers say it in their own words.");
    }
}
