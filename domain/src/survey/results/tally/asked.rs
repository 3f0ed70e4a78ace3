//! A question over the versions, and which answers to it are counted.

use std::collections::{BTreeMap, BTreeSet};

use super::super::QuestionResults;
use super::{Given, Who, count, quotes};
use crate::competitor::{AliasTable, Resolution};
use crate::id::{CompetitorId, ResponseId};
use crate::report::fives;
use crate::survey::answer::Answer;
use crate::survey::join::joins;
use crate::survey::kind::Kind;
use crate::survey::language::Language;
use crate::survey::template::{Question, Template};

/// A question over the versions.
pub(super) struct Asked<'a> {
    /// As the newest version has it that asks it.
    pub(super) question: &'a Question,
    pub(super) languages: &'a [Language],
    /// The same key in every version that is counted, newest first.
    pub(super) others: Vec<&'a Question>,
    /// The versions whose answers can be read together.
    numbers: BTreeSet<i32>,
    is_gone: bool,
    of: i64,
}

/// Every question that takes an answer, in the order of the newest version, then what only older ones ask. Where a key
/// was another question's once, only the answers to the newest are counted.
pub(super) fn joined(versions: &[(i32, Template, i64)], wanted: Option<i32>) -> Vec<Asked<'_>> {
    let newest = versions.first().map(|(number, ..)| *number);
    let chosen: Vec<&(i32, Template, i64)> =
        versions.iter().filter(|(number, ..)| wanted.is_none_or(|wanted| wanted == *number)).collect();
    let oldest_first: Vec<(i32, &Template)> =
        chosen.iter().rev().map(|(number, template, _)| (*number, template)).collect();
    let mut found: Vec<Asked<'_>> = Vec::new();
    for (number, template, _) in &chosen {
        for question in template.questions().filter(|question| question.takes_answer()) {
            if found.iter().any(|asked| asked.question.key == question.key) {
                continue;
            }
            let stretch = joins(&oldest_first, &question.key).pop();
            let numbers: BTreeSet<i32> = stretch.into_iter().flat_map(|stretch| stretch.versions).collect();
            let counted = || chosen.iter().filter(|(number, ..)| numbers.contains(number));
            found.push(Asked {
                question,
                languages: &template.languages,
                others: counted().filter_map(|(_, template, _)| template.question(&question.key)).collect(),
                is_gone: Some(*number) != newest,
                of: counted().map(|(_, _, answers)| answers).sum(),
                numbers,
            });
        }
    }
    found
}

/// The tenant's competitors, by what they are called and by id.
#[derive(Copy, Clone)]
pub(super) struct Vendors<'a> {
    pub(super) aliases: &'a AliasTable,
    pub(super) names: &'a BTreeMap<CompetitorId, String>,
}

impl<'a> Vendors<'a> {
    pub(super) fn name(self, raw: &str) -> Option<&'a str> {
        match self.aliases.resolve(raw) {
            Resolution::Known { competitor, .. } => self.names.get(&competitor).map(String::as_str),
            Resolution::Proposed { .. } | Resolution::Unknown => None,
        }
    }
}

impl Asked<'_> {
    pub(super) fn results(&self, all: &[&Given<'_>], vendors: Vendors<'_>) -> QuestionResults {
        let joinable: Vec<&Given<'_>> = all.iter().copied().filter(|one| self.fits(one)).collect();
        let here = |one: &&Given<'_>| self.numbers.contains(&one.version);
        let hidden = [Who::Leadership, Who::Pooled].map(|who| self.in_fives(&joinable, who));
        let counts = |one: &&Given<'_>| match one.who {
            Who::Readable | Who::Countable => true,
            Who::Leadership | Who::Pooled => hidden.iter().any(|all| all.contains(&one.response)),
        };
        let (counted, withheld): (Vec<&Given<'_>>, Vec<&Given<'_>>) =
            joinable.iter().copied().filter(here).partition(counts);
        // How many of the pooled are left out would say what the next of them answered.
        let withheld = withheld.iter().filter(|one| one.who == Who::Leadership).count();
        QuestionResults {
            key: self.question.key.clone(),
            text: self.question.text.words(self.languages).to_owned(),
            kind: self.question.kind.code().to_owned(),
            is_gone: self.is_gone,
            n: count(counted.len()),
            of: self.of,
            withheld: count(withheld),
            figures: self.figures(&counted, vendors),
            quotes: if self.question.kind.takes_words() { quotes(&counted) } else { Vec::new() },
        }
    }

    /// The responses of theirs whose answers to this question are counted: fives of their own, as a question may be
    /// asked one of five only, and whole in what is shown.
    fn in_fives(&self, given: &[&Given<'_>], who: Who) -> BTreeSet<ResponseId> {
        let theirs = given.iter().filter(|one| one.who == who);
        fives(
            theirs.map(|one| {
                (one.submitted_at, one.response, one.is_in && self.numbers.contains(&one.version))
            }),
        )
        .into_iter()
        .filter(|five| five.iter().all(|(.., is_shown)| *is_shown))
        .flatten()
        .map(|(_, response, _)| response)
        .collect()
    }

    /// Whether it is an answer to this kind of question: a key may once have been another's.
    fn fits(&self, given: &Given<'_>) -> bool {
        matches!(
            (&self.question.kind, given.answer),
            (Kind::ShortText { .. } | Kind::LongText { .. } | Kind::Email | Kind::Url, Answer::Text { .. })
                | (Kind::Number { .. }, Answer::Number { .. })
                | (Kind::Date { .. }, Answer::Date { .. })
                | (Kind::SingleChoice { .. } | Kind::MultipleChoice { .. }, Answer::Chosen { .. })
                | (Kind::Rating { .. } | Kind::Nps { .. }, Answer::Rated { .. })
                | (Kind::Matrix { .. }, Answer::Judged { .. })
                | (Kind::Ranking { .. }, Answer::Ranked { .. })
                | (Kind::Consent { .. }, Answer::Agreed)
                | (Kind::CompetitorPick { .. }, Answer::Vendors { .. })
                | (Kind::FieldOfPlay { .. }, Answer::Played { .. })
                | (Kind::HeadToHead { .. }, Answer::Compared { .. })
                | (Kind::PriceGap, Answer::Priced { .. })
                | (Kind::TurningPoint { .. }, Answer::Turned { .. })
                | (Kind::WouldHaveChanged { .. }, Answer::Changed { .. })
        )
    }
}
