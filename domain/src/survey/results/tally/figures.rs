//! The figures of each kind of question.

use std::collections::BTreeMap;

use super::super::{Compared, Count, Figures, GapBand, MatrixRow, Ranked, VendorCount};
use super::asked::{Asked, Vendors};
use super::{Given, Who, count};
use crate::survey::answer::{Answer, PriceRole, PriceStance, Stage};
use crate::survey::kind::{Choice, HEAD_TO_HEAD_STEPS, Kind, MOST_LIKELY, Row};
use crate::survey::number::Number;

impl Asked<'_> {
    /// What is shown of the answers, by the kind of the question.
    pub(super) fn figures(&self, given: &[&Given<'_>], vendors: Vendors<'_>) -> Figures {
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

pub(super) fn numbers(unit: &str, given: &[&Given<'_>]) -> Figures {
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

pub(super) fn price(given: &[&Given<'_>]) -> Figures {
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

const _: () = assert!(PriceStance::ALL.len() == 4 && PriceRole::ALL.len() == 3);
