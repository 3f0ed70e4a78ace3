//! What each kind of question needs, so that it can be answered.

use chrono::NaiveDate;

use super::{MOST_CHOICES, MOST_COLUMNS, MOST_ROWS};
use crate::form::clean_text;
use crate::survey::finding::{Finding, Place};
use crate::survey::kind::{Kind, TextLimits, can_be_typed};
use crate::survey::named;
use crate::survey::number::Number;
use crate::survey::template::{Question, Template};

/// Longest answer that a text question may allow.
const LONGEST_ANSWER: u32 = 20_000;
/// Most rows for vendors of the buyer's own.
const MOST_OWN_ROWS: u8 = 10;

pub(super) fn check(template: &Template, question: &Question, found: &mut Vec<Finding>) {
    let name = named::question(template, question);
    let mut error = |words: String| {
        found.push(Finding::error(Place::question(&question.key), format!("{name} {words}.")));
    };
    let choices = question.kind.choices().len();
    match &question.kind {
        Kind::ShortText { limits } => {
            check_text(limits, &mut error);
            if limits.pattern.as_ref().is_some_and(|pattern| pattern.0.trim().contains('\n')) {
                error("has a pattern of several lines, and takes one line".to_owned());
            }
        }
        Kind::LongText { limits } => check_text(limits, &mut error),
        Kind::Number { from, to, is_whole, .. } => check_number(*from, *to, *is_whole, &mut error),
        Kind::Date { from, to } => check_days(*from, *to, &mut error),
        Kind::SingleChoice { .. } | Kind::TurningPoint { .. } => check_choices(choices, &mut error),
        Kind::MultipleChoice { at_least, at_most, allows_other, .. } => {
            check_choices(choices, &mut error);
            let there = choices + usize::from(*allows_other);
            let most = at_most.map_or(there, |most| usize::from(most).min(there));
            if *at_most == Some(0) {
                error("lets nothing be chosen".to_owned());
            } else if at_least.is_some_and(|least| usize::from(least) > most) {
                error(format!("asks for more choices than can be chosen, which is {most}"));
            }
        }
        Kind::Ranking { places, at_least, .. } => {
            check_choices(choices, &mut error);
            if *places == 0 {
                error("has no place to fill".to_owned());
            }
            if usize::from(*places) > choices {
                error("has more places than choices".to_owned());
            }
            if at_least > places {
                error("asks for more places than it has".to_owned());
            }
        }
        Kind::WouldHaveChanged { max_chars, .. } => {
            check_choices(choices, &mut error);
            check_longest(*max_chars, &mut error);
        }
        Kind::Rating { steps, .. } if !(2..=10).contains(steps) => {
            error("needs 2 to 10 steps".to_owned());
        }
        Kind::Matrix { rows, columns, .. } => {
            if rows.is_empty() || rows.len() > MOST_ROWS {
                error(format!("needs 1 to {MOST_ROWS} rows"));
            }
            if !(2..=MOST_COLUMNS).contains(&columns.len()) {
                error(format!("needs 2 to {MOST_COLUMNS} columns"));
            }
        }
        Kind::HeadToHead { criteria, .. } => {
            if criteria.is_empty() || criteria.len() > MOST_ROWS {
                error(format!("needs 1 to {MOST_ROWS} criteria"));
            }
        }
        Kind::FieldOfPlay { own_rows } if *own_rows > MOST_OWN_ROWS => {
            error(format!("has more than {MOST_OWN_ROWS} rows for other vendors"));
        }
        Kind::Rating { .. }
        | Kind::FieldOfPlay { .. }
        | Kind::Email
        | Kind::Url
        | Kind::Nps { .. }
        | Kind::Consent { .. }
        | Kind::Statement
        | Kind::CompetitorPick { .. }
        | Kind::PriceGap => {}
    }
}

fn check_choices(number: usize, error: &mut impl FnMut(String)) {
    if number < 2 {
        error("needs at least 2 choices".to_owned());
    }
    if number > MOST_CHOICES {
        error(format!("has more than {MOST_CHOICES} choices"));
    }
}

fn check_longest(longest: u32, error: &mut impl FnMut(String)) {
    if !(1..=LONGEST_ANSWER).contains(&longest) {
        error("needs a longest answer of 1 to 20,000 characters".to_owned());
    }
}

fn check_text(limits: &TextLimits, error: &mut impl FnMut(String)) {
    check_longest(limits.max_chars, error);
    let least = limits.min_chars.unwrap_or(0);
    if least > limits.max_chars {
        error("asks for a longer answer than it allows".to_owned());
    }
    let Some(pattern) = &limits.pattern else { return };
    let length = u32::try_from(pattern.0.chars().count()).unwrap_or(u32::MAX);
    if length == 0 {
        error("has an empty pattern, which only an empty answer has".to_owned());
    } else if pattern.0 != pattern.0.trim() {
        error("has a pattern with a space at its beginning or end, where no answer has one".to_owned());
    } else if pattern.0 != clean_text(&pattern.0, usize::MAX) {
        error("has a pattern with letters that no answer has".to_owned());
    } else if !(least..=limits.max_chars).contains(&length) {
        error("has a pattern whose length its limits forbid".to_owned());
    }
}

fn check_days(from: Option<NaiveDate>, to: Option<NaiveDate>, error: &mut impl FnMut(String)) {
    if !from.into_iter().chain(to).all(can_be_typed) {
        error("has a day outside of the years 1 to 9999, which nobody can enter".to_owned());
    } else if from.zip(to).is_some_and(|(from, to)| from > to) {
        error("takes no day: the first is after the last".to_owned());
    }
}

fn check_number(from: Option<Number>, to: Option<Number>, is_whole: bool, error: &mut impl FnMut(String)) {
    let (Some(from), Some(to)) = (from, to) else { return };
    let first_whole = Number::whole(1).thousandths();
    let first_whole =
        from.thousandths().saturating_add(first_whole - 1).div_euclid(first_whole) * first_whole;
    if from > to {
        error("takes no number: the smallest is above the largest".to_owned());
    } else if is_whole && first_whole > to.thousandths() {
        error("takes only whole numbers, and there is none between its limits".to_owned());
    }
}
