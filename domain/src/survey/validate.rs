//! Whether answers are valid; the same rules for a posted section, for the last send and in the builder.

use std::collections::BTreeSet;

use super::answer::{Answer, AnswerSet, Stage};
use super::kind::{Choice, HEAD_TO_HEAD_STEPS, Kind, MOST_LIKELY, TextLimits};
use super::logic::Path;
use super::problem::{Problems, Wrong};
use super::template::Question;
use crate::form::Email;

/// Longest text under "other" or for one vendor, in characters.
pub const SHORT_TEXT: u32 = 200;
/// Longest web address.
const LONGEST_URL: u32 = 2_000;
/// Most vendors that one answer may name.
pub const MOST_VENDORS: usize = 20;
/// Most vendors, as a problem says it.
const MOST: u8 = 20;
/// The farthest that a price is above another: ten times as dear.
const MOST_PERCENT: u16 = 1000;
/// The farthest that a price is below another.
const MOST_BELOW: u16 = 100;

/// Whether every reached question is validly answered: the check behind "send".
///
/// # Errors
/// The problems by question key.
pub fn check_answers(path: &Path<'_>, answers: &AnswerSet) -> Result<(), Problems> {
    let mut problems = Problems::new();
    for question in path.questions() {
        let is_required = path.requires(&question.key);
        check_answer(question, answers.get(&question.key), is_required, &mut problems);
    }
    problems.into_result()
}

/// Checks one answer.
pub fn check_answer(
    question: &Question,
    answer: Option<&Answer>,
    is_required: bool,
    problems: &mut Problems,
) {
    let key = question.key.as_str();
    let Some(answer) = answer else {
        if is_required && question.takes_answer() {
            // All its rows say something already: "not looked at".
            let is_play = matches!(question.kind, Kind::FieldOfPlay { .. });
            let wrong = if is_play { Wrong::NoVendor } else { Wrong::Missing };
            problems.add(key, wrong.whole());
        }
        return;
    };
    let mut add = |wrong: Wrong| problems.add(key, wrong.whole());
    match (&question.kind, answer) {
        (Kind::SingleChoice { choices, allows_other, .. }, Answer::Chosen { keys, other }) => {
            if !all_exist(choices, keys) || (other.is_some() && !allows_other) {
                add(Wrong::NoSuchChoice);
            }
            if keys.len() + usize::from(other.is_some()) > 1 {
                add(Wrong::OneOnly);
            }
            check_short(other.as_deref(), &mut add);
        }
        (
            Kind::MultipleChoice { choices, allows_other, at_least, at_most, .. },
            Answer::Chosen { keys, other },
        ) => {
            if !all_exist(choices, keys) || (other.is_some() && !allows_other) {
                add(Wrong::NoSuchChoice);
            }
            let number = keys.len() + usize::from(other.is_some());
            let excludes =
                keys.iter().any(|key| choices.iter().any(|one| one.key == *key && one.is_exclusive));
            if excludes && number > 1 {
                add(Wrong::Exclusive);
            }
            if let Some(most) = at_most.filter(|most| number > usize::from(*most)) {
                add(Wrong::TooMany(most));
            }
            // "None of these" is an answer, however many were asked for.
            if let Some(least) = at_least.filter(|least| number < usize::from(*least) && !excludes) {
                add(Wrong::TooFew(least));
            }
            check_short(other.as_deref(), &mut add);
        }
        (Kind::Rating { steps, .. }, Answer::Rated { value }) => {
            if !(1..=*steps).contains(value) {
                add(Wrong::NotOnScale);
            }
        }
        (Kind::Nps { .. }, Answer::Rated { value }) => {
            if *value > MOST_LIKELY {
                add(Wrong::NotOnScale);
            }
        }
        (Kind::ShortText { limits } | Kind::LongText { limits }, Answer::Text { text }) => {
            check_text(limits, text, &mut add);
        }
        (Kind::Email, Answer::Text { text }) => {
            if Email::parse(text).is_err() {
                add(Wrong::NotAnEmail);
            }
        }
        (Kind::Url, Answer::Text { text }) => {
            if !is_url(text) {
                add(Wrong::NotAUrl);
            }
            check_length(text, LONGEST_URL, &mut add);
        }
        (Kind::Number { from, to, is_whole, .. }, Answer::Number { value }) => {
            if *is_whole && !value.is_whole() {
                add(Wrong::NotWhole);
            }
            if let Some(least) = from.filter(|least| value < least) {
                add(Wrong::TooSmall(least));
            }
            if let Some(most) = to.filter(|most| value > most) {
                add(Wrong::TooLarge(most));
            }
        }
        (Kind::Date { from, to }, Answer::Date { day }) => {
            if let Some(first) = from.filter(|first| day < first) {
                add(Wrong::TooEarly(first));
            }
            if let Some(last) = to.filter(|last| day > last) {
                add(Wrong::TooLate(last));
            }
        }
        (Kind::Matrix { rows, columns, needs_all }, Answer::Judged { rows: judged }) => {
            let is_known = |(row, column): (&String, &String)| {
                rows.iter().any(|one| one.key == *row) && columns.iter().any(|one| one.key == *column)
            };
            if !judged.iter().all(is_known) {
                add(Wrong::NoSuchChoice);
            }
            if is_required && *needs_all {
                for row in rows.iter().filter(|row| !judged.contains_key(&row.key)) {
                    problems.add(key, Wrong::RowMissing.of(&row.key));
                }
            }
        }
        (Kind::Ranking { choices, places, at_least, .. }, Answer::Ranked { keys }) => {
            if !all_exist(choices, keys) {
                add(Wrong::NoSuchChoice);
            }
            if keys.len() > usize::from(*places) {
                add(Wrong::TooMany(*places));
            }
            if keys.len() < usize::from(*at_least) {
                add(Wrong::TooFew(*at_least));
            }
            let distinct: BTreeSet<&String> = keys.iter().collect();
            let is_known = problems.of_question(key).iter().any(|one| one.what == Wrong::Twice);
            if distinct.len() < keys.len() && !is_known {
                problems.add(key, Wrong::Twice.whole());
            }
        }
        (Kind::Consent { .. }, Answer::Agreed) => {}
        (Kind::CompetitorPick { allows_many }, Answer::Vendors { names }) => {
            if names.len() > MOST_VENDORS {
                add(Wrong::TooManyVendors(MOST));
            } else if !allows_many && names.len() > 1 {
                add(Wrong::OneOnly);
            }
            check_longest(names.iter().map(String::as_str), &mut add);
        }
        (Kind::FieldOfPlay { .. }, Answer::Played { vendors }) => {
            if vendors.len() > MOST_VENDORS {
                add(Wrong::TooManyVendors(MOST));
            }
            if vendors.iter().filter(|vendor| vendor.stage == Stage::Chosen).count() > 1 {
                add(Wrong::TwoChosen);
            }
            check_longest(vendors.iter().map(|vendor| vendor.name.as_str()), &mut add);
        }
        (Kind::HeadToHead { criteria, .. }, Answer::Compared { rows }) => {
            for (row, pair) in rows {
                let on_scale =
                    |value: Option<u8>| value.is_none_or(|one| (1..=HEAD_TO_HEAD_STEPS).contains(&one));
                if !criteria.iter().any(|one| one.key == *row) {
                    problems.add(key, Wrong::NoSuchChoice.whole());
                } else if !on_scale(pair.us) || !on_scale(pair.them) {
                    problems.add(key, Wrong::NotOnScale.of(row));
                }
            }
        }
        (Kind::PriceGap, Answer::Priced { stance, percent, role }) => {
            let most = match stance {
                Some(super::answer::PriceStance::Lower) => MOST_BELOW,
                Some(_) | None => MOST_PERCENT,
            };
            if percent.is_some_and(|percent| percent > most) {
                problems.add(key, Wrong::NoSuchPercent.of("percent"));
            }
            if is_required && stance.is_none() {
                problems.add(key, Wrong::Missing.whole());
            }
            if is_required && role.is_none() {
                problems.add(key, Wrong::Missing.of("role"));
            }
        }
        (Kind::TurningPoint { moments }, Answer::Turned { key: picked, other, who }) => {
            if picked.iter().any(|picked| !moments.iter().any(|one| one.key == *picked)) {
                add(Wrong::NoSuchChoice);
            }
            if picked.is_some() && other.is_some() {
                add(Wrong::OneOnly);
            }
            if is_required && picked.is_none() && other.is_none() {
                add(Wrong::Missing);
            }
            check_short(other.as_deref(), &mut add);
            check_short(who.as_deref(), &mut add);
        }
        (Kind::WouldHaveChanged { choices, max_chars }, Answer::Changed { key: picked, words }) => {
            if picked.iter().any(|picked| !choices.iter().any(|one| one.key == *picked)) {
                add(Wrong::NoSuchChoice);
            }
            if words.as_ref().is_some_and(|words| words.chars().count() > *max_chars as usize) {
                problems.add(key, Wrong::TooLong(*max_chars).of("words"));
            }
        }
        (
            Kind::SingleChoice { .. }
            | Kind::MultipleChoice { .. }
            | Kind::Rating { .. }
            | Kind::Nps { .. }
            | Kind::ShortText { .. }
            | Kind::LongText { .. }
            | Kind::Email
            | Kind::Url
            | Kind::Number { .. }
            | Kind::Date { .. }
            | Kind::Matrix { .. }
            | Kind::Ranking { .. }
            | Kind::Consent { .. }
            | Kind::Statement
            | Kind::CompetitorPick { .. }
            | Kind::FieldOfPlay { .. }
            | Kind::HeadToHead { .. }
            | Kind::PriceGap
            | Kind::TurningPoint { .. }
            | Kind::WouldHaveChanged { .. },
            _,
        ) => add(Wrong::DoesNotFit),
    }
}

fn all_exist(choices: &[Choice], keys: &[String]) -> bool {
    keys.iter().all(|key| choices.iter().any(|choice| choice.key == *key))
}

fn check_short(words: Option<&str>, add: &mut impl FnMut(Wrong)) {
    check_longest(words, add);
}

/// Checks that none of these is too long for a name or a few words; said once.
fn check_longest<'a>(words: impl IntoIterator<Item = &'a str>, add: &mut impl FnMut(Wrong)) {
    let longest = words.into_iter().max_by_key(|words| words.chars().count());
    check_length(longest.unwrap_or_default(), SHORT_TEXT, add);
}

fn check_length(words: &str, most: u32, add: &mut impl FnMut(Wrong)) {
    if words.chars().count() > most as usize {
        add(Wrong::TooLong(most));
    }
}

fn check_text(limits: &TextLimits, text: &str, add: &mut impl FnMut(Wrong)) {
    let length = text.chars().count();
    if length > limits.max_chars as usize {
        add(Wrong::TooLong(limits.max_chars));
    }
    if let Some(least) = limits.min_chars.filter(|least| length < *least as usize) {
        add(Wrong::TooShort(least));
    }
    if let Some(pattern) = limits.pattern.as_ref().filter(|pattern| !pattern.matches(text)) {
        add(Wrong::NotOfShape(pattern.example()));
    }
}

/// Whether a text is an address of the web: `http` or `https`, or without either, and a dotted name.
pub(super) fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = match lower.split_once("://") {
        Some(("http" | "https", rest)) => rest,
        Some(_) => return false,
        None => &lower,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    host.contains('.') && host.split('.').all(is_label) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests;
