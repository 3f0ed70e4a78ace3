//! The answers that a figure counts although the reader may not read them, in fives; see [`crate::report::fives`].
//!
//! **Invariant:** nothing here comes from what a CRM can change. An answer is counted by what it says, by when it was
//! sent, and by the day on which its deal had closed when it was given. Whoever opens a deal again, corrects its outcome
//! or moves its close moves no five, and so learns nothing from how a figure moves. For the same reason it knows no
//! amount: a sum over five deals, whose amounts are on their pages, would say which five they are.
//!
//! Every theme has groups of its own, made of answers in groups of all reasons and counted with them, so that no part is
//! larger than the whole.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::LEAST_WITHHELD;
use crate::id::ResponseId;
use crate::report::fives;
use crate::response::Attribution;
use crate::taxonomy::Theme;

/// An answer that names why a deal was lost, and that not everybody may read.
#[derive(Clone, PartialEq, Debug)]
pub struct Confided {
    /// Which; it decides between two that were sent at the same moment.
    pub response: ResponseId,
    /// Who may read it.
    pub who: Attribution,
    /// When it was sent: the order in which such answers begin to count.
    pub submitted_at: DateTime<Utc>,
    /// The day on which the deal had closed when it was given.
    pub closed_day: i32,
    /// What it names.
    pub themes: Vec<Theme>,
}

/// The first and the last day that must be shown for a group to be counted.
type Span = (i32, i32);

/// What answers are counted for.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Debug)]
pub(super) enum Cell {
    /// Any reason.
    Reasoned,
    /// That theme.
    For(Theme),
}

/// The groups by whose answers they are and by what they are counted for.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    groups: BTreeMap<(Attribution, Cell), Vec<Span>>,
}

impl Hidden {
    /// Puts what may be hidden from somebody into groups.
    pub(super) fn of(confided: &[Confided]) -> Self {
        let mut groups = BTreeMap::new();
        for who in Attribution::ALL.into_iter().filter(|who| *who > Attribution::Named) {
            let theirs = || confided.iter().filter(move |one| one.who == who && !one.themes.is_empty());
            let mut all = Vec::new();
            let mut grouped: BTreeMap<ResponseId, Span> = BTreeMap::new();
            for five in fives(theirs().map(|one| (one.submitted_at, one.response, one.closed_day))) {
                let span = around(five.map(|(.., day)| (day, day)));
                grouped.extend(five.map(|(_, response, _)| (response, span)));
                all.push(span);
            }
            for theme in Theme::ALL {
                let named = theirs()
                    .filter(|one| one.themes.contains(&theme))
                    .filter_map(|one| Some((one.submitted_at, one.response, *grouped.get(&one.response)?)));
                let spans = fives(named).into_iter().map(|five| around(five.map(|(.., span)| span)));
                groups.insert((who, Cell::For(theme)), spans.collect());
            }
            groups.insert((who, Cell::Reasoned), all);
        }
        Self { groups }
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.groups.values().map(|groups| 64 + groups.len() * size_of::<Span>()).sum()
    }

    /// How many answers are counted for a cell over these days, both included, beside what the reader may read.
    pub(super) fn counted(&self, cell: Cell, reader: Attribution, (from, to): Span) -> i64 {
        let hidden = Attribution::ALL.into_iter().filter(|who| *who > reader);
        let groups = hidden.filter_map(|who| self.groups.get(&(who, cell))).flatten();
        let whole = groups.filter(|span| from <= span.0 && span.1 <= to).count();
        i64::try_from(whole * LEAST_WITHHELD).unwrap_or(i64::MAX)
    }
}

/// From the first to the last day of all.
fn around(spans: [Span; LEAST_WITHHELD]) -> Span {
    spans.into_iter().fold((i32::MAX, i32::MIN), |(from, to), span| (from.min(span.0), to.max(span.1)))
}
