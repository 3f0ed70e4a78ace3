//! The settings of a kind in words, so that they can be compared one by one.

use crate::survey::kind::{Kind, TextLimits};
use crate::survey::named;
use crate::survey::template::Template;

/// Each setting with its value; kinds of one code have the same settings in the same order.
pub(super) fn settings(template: &Template, kind: &Kind) -> Vec<(&'static str, String)> {
    match kind {
        Kind::ShortText { limits } | Kind::LongText { limits } => of_text(limits),
        Kind::Number { from, to, is_whole, unit: _ } => vec![
            ("The smallest number", or_any(from.as_ref())),
            ("The largest number", or_any(to.as_ref())),
            ("What numbers are allowed", either(*is_whole, "whole ones", "any")),
        ],
        Kind::Date { from, to } => {
            vec![("The first day", or_any(from.as_ref())), ("The last day", or_any(to.as_ref()))]
        }
        Kind::SingleChoice { choices: _, allows_other, is_shuffled } => {
            vec![other(*allows_other), shuffled(*is_shuffled)]
        }
        Kind::MultipleChoice { choices: _, allows_other, at_least, at_most, is_shuffled } => vec![
            other(*allows_other),
            ("The fewest choices", or_any(at_least.as_ref())),
            ("The most choices", or_any(at_most.as_ref())),
            shuffled(*is_shuffled),
        ],
        Kind::Rating { steps, low: _, high: _, has_stars } => vec![
            ("The highest rating", steps.to_string()),
            ("The look", either(*has_stars, "stars", "numbers")),
        ],
        Kind::Matrix { rows: _, columns: _, needs_all } => {
            vec![("What must be judged", either(*needs_all, "every row", "any row"))]
        }
        Kind::Ranking { choices: _, places, at_least, is_shuffled } => vec![
            ("The number of places", places.to_string()),
            ("The fewest places to fill", at_least.to_string()),
            shuffled(*is_shuffled),
        ],
        Kind::CompetitorPick { allows_many } => {
            vec![("How many vendors can be named", either(*allows_many, "several", "one"))]
        }
        Kind::FieldOfPlay { own_rows } => vec![("The rows for other vendors", own_rows.to_string())],
        Kind::HeadToHead { criteria: _, opponent, low: _, high: _ } => {
            let from = opponent.as_ref().map(|key| named::question_by_key(template, key));
            vec![("Where the other vendor comes from", from.unwrap_or_else(|| "nowhere".to_owned()))]
        }
        Kind::WouldHaveChanged { choices: _, max_chars } => {
            vec![("The longest answer", format!("{max_chars} characters"))]
        }
        Kind::Email
        | Kind::Url
        | Kind::Nps { .. }
        | Kind::Consent { .. }
        | Kind::Statement
        | Kind::PriceGap
        | Kind::TurningPoint { .. } => Vec::new(),
    }
}

fn of_text(limits: &TextLimits) -> Vec<(&'static str, String)> {
    let pattern = limits.pattern.as_ref().map_or_else(|| "any".to_owned(), |one| format!("“{}”", one.0));
    let least = limits.min_chars.map_or_else(|| "any".to_owned(), |one| format!("{one} characters"));
    vec![
        ("The shortest answer", least),
        ("The longest answer", format!("{} characters", limits.max_chars)),
        ("The pattern", pattern),
    ]
}

fn other(allows_other: bool) -> (&'static str, String) {
    ("An answer of the buyer’s own", either(allows_other, "allowed", "not allowed"))
}

fn shuffled(is_shuffled: bool) -> (&'static str, String) {
    ("The order of the choices", either(is_shuffled, "shuffled", "as written"))
}

fn either(is_so: bool, yes: &str, no: &str) -> String {
    if is_so { yes } else { no }.to_owned()
}

fn or_any(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "any".to_owned(), ToString::to_string)
}
