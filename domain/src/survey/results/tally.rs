//! The answers added up: one pass over them, question by question.

mod asked;
mod figures;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use self::asked::{Vendors, joined};
use super::{MOST_QUOTES, QuestionResults, Quote};
use crate::competitor::AliasTable;
use crate::deal::Outcome;
use crate::id::{CompetitorId, DealId, ResponseId};
use crate::report::fives;
use crate::survey::answer::Answer;
use crate::survey::template::Template;

/// Whose an answer is, for this reader.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Debug)]
pub enum Who {
    /// It may be read.
    Readable,
    /// It may be counted, whatever is narrowed down, and not be read.
    Countable,
    /// Meant for leaders who did not sell the deal, and this reader is none.
    Leadership,
    /// Of a buyer who chose to be pooled.
    Pooled,
}

/// One answer to one question.
#[derive(Clone, PartialEq, Debug)]
pub struct Given<'a> {
    /// The response that it is part of.
    pub response: ResponseId,
    /// Whether that response is counted in what is shown; only of pooled ones it may not be.
    pub is_in: bool,
    /// The question's key.
    pub question: &'a str,
    /// The number of the version that was answered.
    pub version: i32,
    /// The answer; without its words unless they may be read.
    pub answer: &'a Answer,
    /// Whose it is.
    pub who: Who,
    /// The deal it is about.
    pub deal: DealId,
    /// The deal's name.
    pub deal_name: &'a str,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
}

/// Of a survey's pooled responses those that enter any figure of one version or of all together.
///
/// Each comes with when it was sent and the number of its version. They enter in whole fives, in the order in which
/// they were sent.
#[must_use]
pub fn pooled_in(
    pooled: impl IntoIterator<Item = (DateTime<Utc>, ResponseId, i32)>,
    wanted: Option<i32>,
) -> BTreeSet<ResponseId> {
    fives(pooled)
        .into_iter()
        .filter(|five| five.iter().all(|(.., version)| wanted.is_none_or(|wanted| wanted == *version)))
        .flatten()
        .map(|(_, response, _)| response)
        .collect()
}

/// Adds the answers up.
///
/// `versions` are all of the survey, the newest first, each with its number and with how many answers there are;
/// `wanted` is the number of the version that is asked for, or none for all. `given` are the answers to *all* versions:
/// whether a hidden one counts depends on the others. Of pooled responses there are only those that [`pooled_in`] lets
/// in over all versions. `names` are the competitors by id.
#[must_use]
pub fn tally(
    versions: &[(i32, Template, i64)],
    wanted: Option<i32>,
    given: &[Given<'_>],
    aliases: &AliasTable,
    names: &BTreeMap<CompetitorId, String>,
) -> Vec<QuestionResults> {
    let mut by_question: BTreeMap<&str, Vec<&Given<'_>>> = BTreeMap::new();
    for one in given {
        by_question.entry(one.question).or_default().push(one);
    }
    let vendors = Vendors { aliases, names };
    joined(versions, wanted)
        .into_iter()
        .map(|asked| {
            let all = by_question.get(asked.question.key.as_str()).map_or(&[][..], Vec::as_slice);
            asked.results(all, vendors)
        })
        .collect()
}

fn quotes(given: &[&Given<'_>]) -> Vec<Quote> {
    let quote = |one: &&Given<'_>| {
        let text = one.answer.words().filter(|text| !text.trim().is_empty())?;
        (one.who == Who::Readable).then(|| Quote {
            text: text.to_owned(),
            deal: one.deal,
            deal_name: one.deal_name.to_owned(),
            outcome: one.outcome,
            submitted_at: one.submitted_at,
        })
    };
    let mut found: Vec<Quote> = given.iter().filter_map(quote).collect();
    found.sort_by_key(|quote| std::cmp::Reverse(quote.submitted_at));
    found.truncate(MOST_QUOTES);
    found
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
