//! The answers added up: one pass over them, question by question.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{
    Compared, Count, Figures, GapBand, MOST_QUOTES, MatrixRow, QuestionResults, Quote, Ranked, VendorCount,
};
use crate::competitor::{AliasTable, Resolution};
use crate::deal::Outcome;
use crate::id::{CompetitorId, DealId, ResponseId};
use crate::report::fives;
use crate::survey::answer::{Answer, PriceRole, PriceStance, Stage};
use crate::survey::join::joins;
use crate::survey::kind::{Choice, HEAD_TO_HEAD_STEPS, Kind, MOST_LIKELY, Row};
use crate::survey::language::Language;
use crate::survey::number::Number;
use crate::survey::template::{Question, Template};

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

/// A question over the versions.
struct Asked<'a> {
    /// As the newest version has it that asks it.
    question: &'a Question,
    languages: &'a [Language],
    /// The same key in every version that is counted, newest first.
    others: Vec<&'a Question>,
    /// The versions whose answers can be read together.
    numbers: BTreeSet<i32>,
    is_gone: bool,
    of: i64,
}

/// Every question that takes an answer, in the order of the newest version, then what only older ones ask. Where a key
/// was another question's once, only the answers to the newest are counted.
fn joined(versions: &[(i32, Template, i64)], wanted: Option<i32>) -> Vec<Asked<'_>> {
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

#[derive(Copy, Clone)]
struct Vendors<'a> {
    aliases: &'a AliasTable,
    names: &'a BTreeMap<CompetitorId, String>,
}

impl<'a> Vendors<'a> {
    fn name(self, raw: &str) -> Option<&'a str> {
        match self.aliases.resolve(raw) {
            Resolution::Known { competitor, .. } => self.names.get(&competitor).map(String::as_str),
            Resolution::Proposed { .. } | Resolution::Unknown => None,
        }
    }
}

impl Asked<'_> {
    fn results(&self, all: &[&Given<'_>], vendors: Vendors<'_>) -> QuestionResults {
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

    fn figures(&self, given: &[&Given<'_>], vendors: Vendors<'_>) -> Figures {
        match &self.question.kind {
            Kind::SingleChoice { .. }
            | Kind::MultipleChoice { .. }
            | Kind::TurningPoint { .. }
            | Kind::WouldHaveChanged { .. } => self.choices(given),
            Kind::Rating { steps, .. } => rating(*steps, given),
            Kind::Nps { .. } => nps(given),
            Kind::Matrix { columns, .. } => self.matrix(columns, given),
            Kind::Ranking { .. } => self.ranking(given),
            Kind::Number { unit, .. } => numbers(unit.words(self.languages), given),
            Kind::Date { .. } => dates(given),
            Kind::CompetitorPick { .. } | Kind::FieldOfPlay { .. } => played(given, vendors),
            Kind::HeadToHead { .. } => self.compared(given),
            Kind::PriceGap => price(given),
            Kind::Consent { .. } => Figures::Agreed,
            Kind::ShortText { .. } | Kind::LongText { .. } | Kind::Email | Kind::Url | Kind::Statement => {
                Figures::Words
            }
        }
    }

    /// The choices of every version, each under its newest label.
    fn all_choices(&self) -> Vec<&Choice> {
        let mut found: Vec<&Choice> = self.question.kind.choices().iter().collect();
        for choice in self.others.iter().flat_map(|other| other.kind.choices()) {
            if !found.iter().any(|one| one.key == choice.key) {
                found.push(choice);
            }
        }
        found
    }

    /// The rows of every version in the same way.
    fn all_rows(&self) -> Vec<&Row> {
        let older = self.others.iter().flat_map(|other| other.kind.rows());
        distinct(self.question.kind.rows().iter().chain(older))
    }

    fn choices(&self, given: &[&Given<'_>]) -> Figures {
        let row = |choice: &Choice| Count {
            key: choice.key.clone(),
            label: choice.label.words(self.languages).to_owned(),
            n: count(given.iter().filter(|one| one.answer.keys().contains(&choice.key)).count()),
        };
        let has_other = |one: &&&Given<'_>| {
            matches!(
                one.answer,
                Answer::Chosen { other: Some(_), .. } | Answer::Turned { other: Some(_), .. }
            )
        };
        let mut rows: Vec<(bool, Count)> =
            self.all_choices().into_iter().map(|choice| (choice.is_exclusive, row(choice))).collect();
        if !self.question.kind.is_scale() {
            rows.sort_by_key(|(is_exclusive, row)| (*is_exclusive, std::cmp::Reverse(row.n)));
        }
        Figures::Choices {
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            other: count(given.iter().filter(has_other).count()),
        }
    }

    fn matrix(&self, columns: &[Row], given: &[&Given<'_>]) -> Figures {
        let older = self.others.iter().flat_map(|other| match &other.kind {
            Kind::Matrix { columns, .. } => columns.as_slice(),
            _ => &[],
        });
        let all = distinct(columns.iter().chain(older));
        let judged = |row: &Row, column: &Row| {
            let is = |one: &&&Given<'_>| match one.answer {
                Answer::Judged { rows } => rows.get(&row.key) == Some(&column.key),
                _ => false,
            };
            count(given.iter().filter(is).count())
        };
        let row = |row: &Row| MatrixRow {
            key: row.key.clone(),
            label: row.label.words(self.languages).to_owned(),
            counts: all.iter().map(|column| judged(row, column)).collect(),
        };
        Figures::Matrix {
            columns: all.iter().map(|column| column.label.words(self.languages).to_owned()).collect(),
            rows: self.all_rows().into_iter().map(row).collect(),
        }
    }

    fn ranking(&self, given: &[&Given<'_>]) -> Figures {
        let row = |choice: &Choice| {
            let place = |one: &&Given<'_>| one.answer.keys().iter().position(|key| *key == choice.key);
            let places: Vec<usize> = given.iter().filter_map(place).map(|place| place + 1).collect();
            Ranked {
                key: choice.key.clone(),
                label: choice.label.words(self.languages).to_owned(),
                n: count(places.len()),
                first: count(places.iter().filter(|place| **place == 1).count()),
                mean_place: mean(places.iter().map(|place| u32::try_from(*place).unwrap_or(u32::MAX))),
            }
        };
        Figures::Ranking { rows: self.all_choices().into_iter().map(row).collect() }
    }

    fn compared(&self, given: &[&Given<'_>]) -> Figures {
        let row = |row: &Row| {
            let pairs: Vec<_> = given
                .iter()
                .filter_map(|one| match one.answer {
                    Answer::Compared { rows } => rows.get(&row.key).copied(),
                    _ => None,
                })
                .collect();
            let side = |ratings: Vec<u8>| {
                let ratings: Vec<u8> =
                    ratings.into_iter().filter(|value| (1..=HEAD_TO_HEAD_STEPS).contains(value)).collect();
                (mean(ratings.iter().copied().map(u32::from)), count(ratings.len()))
            };
            Compared {
                key: row.key.clone(),
                label: row.label.words(self.languages).to_owned(),
                us: side(pairs.iter().filter_map(|pair| pair.us).collect()),
                them: side(pairs.iter().filter_map(|pair| pair.them).collect()),
            }
        };
        Figures::HeadToHead { rows: self.all_rows().into_iter().map(row).collect() }
    }
}

/// Each key once, as it comes first.
fn distinct<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<&'a Row> {
    let mut found: Vec<&Row> = Vec::new();
    for row in rows {
        if !found.iter().any(|one| one.key == row.key) {
            found.push(row);
        }
    }
    found
}

fn rating(steps: u8, given: &[&Given<'_>]) -> Figures {
    let values = rated(given).filter(|value| (1..=steps).contains(value)).collect::<Vec<u8>>();
    Figures::Rating {
        counts: (1..=steps)
            .map(|step| count(values.iter().filter(|value| **value == step).count()))
            .collect(),
        mean: mean(values.iter().copied().map(u32::from)),
    }
}

fn nps(given: &[&Given<'_>]) -> Figures {
    let values: Vec<u8> = rated(given).filter(|value| *value <= MOST_LIKELY).collect();
    let among = |range: std::ops::RangeInclusive<u8>| values.iter().filter(|one| range.contains(one)).count();
    let (promoters, detractors) = (among(9..=10), among(0..=6));
    #[expect(clippy::cast_precision_loss, reason = "counts of answers")]
    let score =
        (!values.is_empty()).then(|| (promoters as f64 - detractors as f64) * 100.0 / values.len() as f64);
    Figures::Nps { counts: (0..=MOST_LIKELY).map(|value| count(among(value..=value))).collect(), score }
}

fn rated<'a>(given: &'a [&Given<'_>]) -> impl Iterator<Item = u8> + 'a {
    given.iter().filter_map(|one| match one.answer {
        Answer::Rated { value } => Some(*value),
        _ => None,
    })
}

fn numbers(unit: &str, given: &[&Given<'_>]) -> Figures {
    let typed = |is_wanted: fn(&Given<'_>) -> bool| {
        let value = |one: &&Given<'_>| match one.answer {
            Answer::Number { value } if is_wanted(one) => Some(*value),
            _ => None,
        };
        let mut values: Vec<Number> = given.iter().filter_map(value).collect();
        values.sort_unstable();
        values
    };
    let (all, readable) = (typed(|_| true), typed(|one| one.who == Who::Readable));
    let is_rounded = readable.len() < all.len();
    let quartiles = (!all.is_empty()).then(|| {
        // The nearest value that was really given, so that a quartile is never a number nobody wrote, unless that one
        // may not be read.
        let at = |quarter: usize| all[((all.len() - 1) * quarter + 2) / 4];
        [1, 2, 3].map(at).map(|value| if is_rounded { value.rounded() } else { value })
    });
    let ends = readable.first().zip(readable.last()).map(|(least, most)| [*least, *most]);
    Figures::Numbers { unit: unit.to_owned(), ends, quartiles, is_rounded }
}

fn dates(given: &[&Given<'_>]) -> Figures {
    let mut months: BTreeMap<String, i64> = BTreeMap::new();
    for one in given {
        if let Answer::Date { day } = one.answer {
            *months.entry(day.format("%Y-%m").to_string()).or_default() += 1;
        }
    }
    Figures::Dates { months: months.into_iter().collect() }
}

fn played(given: &[&Given<'_>], vendors: Vendors<'_>) -> Figures {
    let mut rows: BTreeMap<String, VendorCount> = BTreeMap::new();
    let mut unnamed = 0;
    for one in given {
        // Two names of one vendor in one answer are one vendor.
        let mut met: BTreeMap<String, Stage> = BTreeMap::new();
        for player in one.answer.vendors() {
            let name = match vendors.name(&player.name) {
                Some(name) => name.to_owned(),
                None if one.who == Who::Readable => player.name.trim().to_owned(),
                // A name that nobody else uses would say who wrote it.
                None => {
                    unnamed += 1;
                    continue;
                }
            };
            let stage = met.entry(name).or_insert(player.stage);
            *stage = player.stage.max(*stage);
        }
        for (name, stage) in met {
            let key = name.to_lowercase();
            let row = rows.entry(key).or_insert(VendorCount { name, considered: 0, finalist: 0, chosen: 0 });
            match stage {
                Stage::Considered => row.considered += 1,
                Stage::Final => row.finalist += 1,
                Stage::Chosen => row.chosen += 1,
            }
        }
    }
    let mut rows: Vec<VendorCount> = rows.into_values().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.met()));
    Figures::Vendors { rows, unnamed }
}

fn price(given: &[&Given<'_>]) -> Figures {
    let (mut stances, mut roles) = ([0; 4], [0; 3]);
    let mut gaps: Vec<i32> = Vec::new();
    for one in given {
        let Answer::Priced { stance, percent, role } = one.answer else { continue };
        if let Some(stance) = stance {
            stances[*stance as usize] += 1;
        }
        if let Some(role) = role {
            roles[*role as usize] += 1;
        }
        let percent = percent.map(i32::from);
        gaps.extend(match stance {
            Some(PriceStance::Higher) => percent,
            Some(PriceStance::Lower) => percent.map(|percent| -percent),
            Some(PriceStance::Same) => Some(0),
            Some(PriceStance::Unknown) | None => None,
        });
    }
    gaps.sort_unstable();
    let mut bands: BTreeMap<i32, i64> = BTreeMap::new();
    for gap in &gaps {
        *bands.entry(gap.div_euclid(10) * 10).or_default() += 1;
    }
    let gaps_shown = bands.into_iter().map(|(from, n)| GapBand { from, below: from + 10, n }).collect();
    let is_rounded = given.iter().any(|one| one.who != Who::Readable);
    let median = median(&gaps).map(|gap| if is_rounded { (gap / 5.0).round() * 5.0 } else { gap });
    Figures::Price { stances, roles, gaps: gaps_shown, median }
}

/// The median of sorted values.
fn median(sorted: &[i32]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = f64::from(*sorted.get(middle)?);
    if sorted.len() % 2 == 1 { Some(upper) } else { Some((f64::from(sorted[middle - 1]) + upper) / 2.0) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of answers")]
fn mean(values: impl ExactSizeIterator<Item = u32>) -> Option<f64> {
    let n = values.len();
    (n > 0).then(|| values.map(f64::from).sum::<f64>() / n as f64)
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

const _: () = assert!(PriceStance::ALL.len() == 4 && PriceRole::ALL.len() == 3);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::starter;
    use crate::survey::text::Text;

    fn given<'a>(version: i32, answer: &'a Answer, who: Who) -> Given<'a> {
        Given {
            response: ResponseId::new(uuid::Uuid::nil()),
            is_in: true,
            question: "overall",
            version,
            answer,
            who,
            deal: DealId::new(uuid::Uuid::nil()),
            deal_name: "A deal",
            outcome: None,
            submitted_at: DateTime::UNIX_EPOCH,
        }
    }

    /// The results of the rating, with another scale in the second version.
    fn overall(wanted: Option<i32>, given: &[Given<'_>]) -> QuestionResults {
        let old = starter::win_loss();
        let mut new = old.clone();
        new.sections[0].questions[1].kind =
            Kind::Rating { steps: 10, low: Text::new(), high: Text::new(), has_stars: false };
        let versions = [(2, new, 2), (1, old, 1)];
        let all = tally(&versions, wanted, given, &AliasTable::new([]), &BTreeMap::new());
        all.into_iter().find(|one| one.key == "overall").expect("it is asked")
    }

    #[test]
    fn a_scale_that_changed_is_not_mixed_with_the_one_before() {
        let (five, ten) = (Answer::Rated { value: 5 }, Answer::Rated { value: 10 });
        let all =
            [given(1, &five, Who::Readable), given(2, &ten, Who::Readable), given(2, &five, Who::Readable)];
        let both = overall(None, &all);
        assert_eq!((both.n, both.of, both.is_gone), (2, 2, false), "the newest scale");
        assert!(
            matches!(both.figures, Figures::Rating { mean: Some(mean), .. } if (mean - 7.5).abs() < 1e-9)
        );
        let first = overall(Some(1), &all);
        assert_eq!((first.n, first.of), (1, 1));
        assert!(matches!(first.figures, Figures::Rating { ref counts, .. } if counts == &[0, 0, 0, 0, 1]));
    }

    /// The keys of a question's choices, as the results show them.
    fn shown(kind: Kind, chosen: &[&str]) -> Vec<String> {
        let mut template = starter::win_loss();
        template.sections[0].questions[1].kind = kind;
        let answer = |key: &&str| Answer::Chosen { keys: vec![(*key).to_owned()], other: None };
        let answers: Vec<Answer> = chosen.iter().map(answer).collect();
        let all: Vec<Given<'_>> = answers.iter().map(|one| given(1, one, Who::Readable)).collect();
        let versions = [(1, template, 9)];
        let all = tally(&versions, None, &all, &AliasTable::new([]), &BTreeMap::new());
        let one = all.into_iter().find(|one| one.key == "overall").expect("it is asked");
        let Figures::Choices { rows, .. } = one.figures else { panic!("choices") };
        rows.into_iter().map(|row| row.key).collect()
    }

    #[test]
    fn choices_stand_by_how_often_they_were_taken_and_a_scale_as_it_was_written() {
        // All stood in the order of the form.
        let choices = || {
            let none = Choice { is_exclusive: true, ..Choice::new("none", Text::english("None")) };
            let mut all = vec![none];
            all.extend(["a", "b", "c"].map(|key| Choice::new(key, Text::english(key))));
            all
        };
        let chosen = ["none", "none", "none", "c", "c", "b"];
        let several = Kind::MultipleChoice {
            choices: choices(),
            allows_other: true,
            at_least: None,
            at_most: None,
            is_shuffled: false,
        };
        assert_eq!(shown(several, &chosen), ["c", "b", "a", "none"]);
        let one = |is_shuffled| Kind::SingleChoice { choices: choices(), allows_other: true, is_shuffled };
        assert_eq!(shown(one(true), &chosen), ["c", "b", "a", "none"], "no scale is shuffled");
        assert_eq!(shown(one(false), &chosen), ["none", "a", "b", "c"], "it may be a scale");
    }

    #[test]
    fn each_kind_of_hidden_answers_needs_a_crowd_of_its_own() {
        let five = Answer::Rated { value: 5 };
        let number = |leadership: usize, pooled: usize| {
            let mut all = vec![given(2, &five, Who::Countable)];
            all.extend(vec![given(2, &five, Who::Leadership); leadership]);
            all.extend(vec![given(2, &five, Who::Pooled); pooled]);
            for (one, id) in all.iter_mut().zip(1..) {
                one.response = ResponseId::new(uuid::Uuid::from_u128(id));
            }
            let found = overall(None, &all);
            (found.n, found.withheld)
        };
        assert_eq!(number(4, 4), (1, 4), "together they would be one");
        assert_eq!(number(5, 4), (6, 0));
        assert_eq!(number(4, 5), (6, 4));
        assert_eq!(number(5, 9), (11, 0), "of the pooled five at once");
        assert_eq!(number(5, 10), (16, 0));
        assert_eq!(number(9, 0), (6, 4), "the ninth would say of whom it is");
    }

    #[test]
    fn a_number_is_shown_as_it_was_typed_to_whoever_may_read_it() {
        let typed: Vec<Answer> = [1_237, 7, 48, 500, 3_191, 25, 25]
            .map(|value| Answer::Number { value: Number::whole(value) })
            .to_vec();
        let shown = |who: [Who; 7]| {
            let all: Vec<Given<'_>> = typed.iter().zip(who).map(|(one, who)| given(1, one, who)).collect();
            match numbers("seats", &all.iter().collect::<Vec<_>>()) {
                Figures::Numbers { ends, quartiles, is_rounded, .. } => {
                    let ends = ends.map(|ends| ends.map(|one| one.to_string()));
                    (ends, quartiles.expect("some").map(|one| one.to_string()), is_rounded)
                }
                figures => panic!("{figures:?}"),
            }
        };
        let words = |all: [&str; 2]| Some(all.map(str::to_owned));
        let exact = ["25", "48", "1237"].map(str::to_owned);
        assert_eq!(shown([Who::Readable; 7]), (words(["7", "3191"]), exact, false));
        let rounded = ["25", "48", "1200"].map(str::to_owned);
        for hidden in [Who::Pooled, Who::Leadership, Who::Countable] {
            let mut who = [hidden; 7];
            assert_eq!(shown(who), (None, rounded.clone(), true), "the least and the most are somebody's");
            (who[5], who[6]) = (Who::Readable, Who::Readable);
            assert_eq!(shown(who), (words(["25", "25"]), rounded.clone(), true));
        }
    }

    #[test]
    fn the_median_price_of_who_may_not_be_read_is_rounded() {
        let priced: Vec<Answer> = [11, 12, 13, 14, 19]
            .map(|percent| Answer::Priced {
                stance: Some(PriceStance::Higher),
                percent: Some(percent),
                role: None,
            })
            .to_vec();
        let shown = |who: Who| {
            let all: Vec<Given<'_>> = priced.iter().map(|one| given(1, one, who)).collect();
            match price(&all.iter().collect::<Vec<_>>()) {
                Figures::Price { median, .. } => median,
                figures => panic!("{figures:?}"),
            }
        };
        assert_eq!((shown(Who::Readable), shown(Who::Pooled)), (Some(13.0), Some(15.0)));
    }

    #[test]
    fn two_views_of_a_survey_differ_by_whole_fives_of_its_pooled_responses() {
        let sent = |versions: &[i32]| -> Vec<(DateTime<Utc>, ResponseId, i32)> {
            let one = |(at, version): (u32, &i32)| {
                let id = ResponseId::new(uuid::Uuid::from_u128(at.into()));
                (DateTime::UNIX_EPOCH + chrono::Duration::days(at.into()), id, *version)
            };
            (0..).zip(versions).map(one).collect()
        };
        let number = |versions: &[i32], wanted| pooled_in(sent(versions), wanted).len();
        assert_eq!(number(&[1; 4], None), 0);
        assert_eq!((number(&[1; 9], None), number(&[1; 9], Some(1)), number(&[1; 9], Some(2))), (5, 5, 0));
        // Six of the first version and five of the second: the sixth shares its five with four of the others.
        let mixed = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2];
        assert_eq!((number(&mixed, None), number(&mixed, Some(1)), number(&mixed, Some(2))), (10, 5, 0));
    }
}
