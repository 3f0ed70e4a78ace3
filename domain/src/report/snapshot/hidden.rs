//! The deals that a figure has only from answers which a reader may not read, in fives; see [`crate::report::fives`].
//!
//! Every figure has groups of its own: a deal may be one of five that name a competitor and none of five that name a
//! theme. Where a figure is a part of another (a theme of all reasons, the lost of those met), its groups are made of
//! deals in groups of that other one and counted with them, so that no part is larger than the whole.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::{DealFact, LEAST_WITHHELD};
use crate::report::fives;
use crate::response::Attribution;
use crate::taxonomy::Theme;

/// When a buyer answered, and which deal.
type Answered = (Option<DateTime<Utc>>, usize);
/// The same with the two places it stands at.
type Placed = (Option<DateTime<Utc>>, usize, (usize, usize));

/// What deals are counted for.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Debug)]
pub(super) enum Cell {
    /// Lost, with a reason.
    Reasoned,
    /// Lost for that.
    For(Theme),
    /// A competitor was in it.
    Met(u16),
    /// It was lost, and a competitor was in it.
    LostWith(u16),
}

impl Cell {
    /// What this is a part of.
    const fn whole(self) -> Option<Self> {
        match self {
            Self::Reasoned | Self::Met(_) => None,
            Self::For(_) => Some(Self::Reasoned),
            Self::LostWith(vendor) => Some(Self::Met(vendor)),
        }
    }
}

/// Five deals.
#[derive(Clone, Debug)]
struct Five {
    rows: [usize; LEAST_WITHHELD],
    /// The first and the last row that must be shown for these to be counted.
    spans: (usize, usize),
}

/// The groups by what they are counted for and by whose answers it comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    groups: BTreeMap<(Attribution, Cell), Vec<Five>>,
}

impl Hidden {
    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.groups.values().map(|groups| 64 + groups.len() * size_of::<Five>()).sum()
    }

    /// The deals that are counted for a cell over these rows, beside what the reader may read.
    pub(super) fn counted(
        &self,
        cell: Cell,
        reader: Attribution,
        rows: Range<usize>,
    ) -> impl Iterator<Item = (usize, Attribution)> {
        let hidden = Attribution::ALL.into_iter().filter(move |who| *who > reader);
        let groups = hidden.flat_map(move |who| {
            self.groups.get(&(who, cell)).into_iter().flatten().map(move |group| (group, who))
        });
        let (from, to) = (rows.start, rows.end);
        groups
            .filter(move |(group, _)| from <= group.spans.0 && group.spans.1 < to)
            .flat_map(|(group, who)| group.rows.into_iter().map(move |row| (row, who)))
    }
}

/// Collects what may be hidden from somebody.
#[derive(Debug, Default)]
pub(super) struct Collector {
    /// By cell: when the answer was sent, then the deal's place.
    found: BTreeMap<(Attribution, Cell), Vec<Answered>>,
}

impl Collector {
    /// Takes a deal's part; `vendors` are its competitors as the snapshot numbers them.
    pub(super) fn push(&mut self, row: usize, fact: &DealFact, vendors: &[(u16, Attribution)]) {
        let mut add = |cell: Cell, who: Attribution| {
            if who > Attribution::Named {
                self.found.entry((who, cell)).or_default().push((fact.first_sent[who as usize], row));
            }
        };
        let is_lost = fact.outcome.is_lost();
        for (vendor, who) in vendors {
            add(Cell::Met(*vendor), *who);
            if is_lost {
                add(Cell::LostWith(*vendor), *who);
            }
        }
        // The most open answer speaks for a deal; what is hidden behind one that can be read is not counted.
        let speaks = Attribution::ALL.into_iter().find(|who| fact.reasoned[*who as usize] > 0);
        if let Some(who) = speaks.filter(|_| is_lost) {
            add(Cell::Reasoned, who);
            let mut named = [false; Theme::ALL.len()];
            for (theme, ..) in fact.themes.iter().filter(|(_, whose, weight)| *whose == who && *weight > 0) {
                if !std::mem::replace(&mut named[*theme as usize], true) {
                    add(Cell::For(*theme), who);
                }
            }
        }
    }

    /// The groups.
    pub(super) fn finish(self) -> Hidden {
        let (parts, wholes): (Vec<_>, Vec<_>) =
            self.found.into_iter().partition(|((_, cell), _)| cell.whole().is_some());
        let mut groups: BTreeMap<(Attribution, Cell), Vec<Five>> = BTreeMap::new();
        // Which rows of each whole are in a group, and what that group spans.
        let mut spans: BTreeMap<(Attribution, Cell), BTreeMap<usize, (usize, usize)>> = BTreeMap::new();
        for (key, found) in wholes {
            let own = spans.entry(key).or_default();
            let made = grouped(found.into_iter().map(|(at, row)| (at, row, (row, row))));
            for group in &made {
                own.extend(group.rows.iter().map(|row| (*row, group.spans)));
            }
            groups.insert(key, made);
        }
        for ((who, cell), found) in parts {
            let Some(whole) = cell.whole().and_then(|whole| spans.get(&(who, whole))) else { continue };
            let counted = found.into_iter().filter_map(|(at, row)| Some((at, row, *whole.get(&row)?)));
            groups.insert((who, cell), grouped(counted));
        }
        Hidden { groups }
    }
}

fn grouped(found: impl Iterator<Item = (Option<DateTime<Utc>>, usize, (usize, usize))>) -> Vec<Five> {
    let group = |five: [Placed; LEAST_WITHHELD]| Five {
        rows: five.map(|(_, row, _)| row),
        spans: five
            .iter()
            .fold((usize::MAX, 0), |(from, to), (_, _, spans)| (from.min(spans.0), to.max(spans.1))),
    };
    fives(found).into_iter().map(group).collect()
}
