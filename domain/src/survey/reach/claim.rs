//! What rules claim, and the values that are still open while claims are put together.

use crate::survey::condition::{Condition, DealFact};
use crate::survey::facts::same_word;
use crate::survey::kind::{HEAD_TO_HEAD_STEPS, Kind, MOST_LIKELY};

/// Something that is to be true together with others.
#[derive(Copy, Clone)]
pub(super) enum Claim<'a> {
    /// A rule holds, or does not. One of the past was looked at when calculated values were others.
    Rule { rule: &'a Condition, holds: bool, is_past: bool },
    /// Two rules of the past do not both hold; one that is absent always does.
    NotBoth(Option<&'a Condition>, Option<&'a Condition>),
    /// A number is known and lies in this range.
    Within(Subject<'a>, i64, i64),
    /// A number is not known, or lies outside of this range.
    Outside(Subject<'a>, i64, i64),
    /// A number is not known.
    Unknown(Subject<'a>),
}

/// What claims are about.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(super) enum Subject<'a> {
    Outcome,
    Deal(DealFact),
    Amount,
    Value(&'a str),
    /// The answer to a question, by position.
    Answer(usize),
    /// The per cent of a price gap.
    Percent(usize),
    /// A row of a matrix or a criterion.
    Row(usize, &'a str),
}

/// The values that a subject can still have.
#[derive(Clone)]
pub(super) enum Domain<'a> {
    /// One of these states.
    One(Bits),
    /// Any number of these states: none of the forbidden, and one of each wanted.
    Several { forbidden: Bits, wanted: Vec<Bits>, is_answered: Option<bool> },
    /// A number from and to, in the smallest steps there are.
    Number { from: i64, to: i64, step: i64, is_known: Option<bool> },
    /// A word of each wanted list that is in no forbidden one; the same word for all where there is but one.
    Words { wanted: Vec<&'a [String]>, forbidden: Vec<&'a [String]>, is_single: bool },
}

/// A set of up to 256 states.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(super) struct Bits([u64; 4]);

/// The state of a question without an answer, and of a fact that is not known.
pub(super) const UNKNOWN: usize = 0;
/// An answer that is none of the states behind it.
pub(super) const ANSWERED: usize = 1;
/// The first state that stands for a choice, a number or a word.
pub(super) const FIRST: usize = 2;
/// The buyer's own words beside choices.
pub(super) const OWN: usize = 255;

impl Bits {
    pub(super) const NONE: Self = Self([0; 4]);
    pub(super) const ALL: Self = Self([u64::MAX; 4]);

    /// The set of these states. Those beyond the last count as the last: what is known of them is known of none.
    pub(super) fn of(states: impl Iterator<Item = usize>) -> Self {
        let mut bits = Self::NONE;
        for state in states {
            let state = state.min(OWN);
            bits.0[state / 64] |= 1 << (state % 64);
        }
        bits
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & other.0[at]))
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & !other.0[at]))
    }

    pub(super) fn is_empty(self) -> bool {
        self == Self::NONE
    }
}

impl<'a> Domain<'a> {
    /// Everything that an answer of this kind can be.
    pub(super) fn of_kind(kind: &Kind) -> Self {
        let choices = FIRST..FIRST + kind.choices().len();
        let own = kind.allows_other().then_some(OWN);
        match kind {
            Kind::SingleChoice { .. } | Kind::MultipleChoice { at_most: Some(1), .. } => {
                Self::One(Bits::of(choices.chain(own).chain([UNKNOWN])))
            }
            Kind::TurningPoint { .. } | Kind::WouldHaveChanged { .. } => {
                Self::One(Bits::of(choices.chain(own).chain([UNKNOWN, ANSWERED])))
            }
            Kind::MultipleChoice { .. } | Kind::Ranking { .. } => {
                let forbidden = Bits::ALL.without(Bits::of(choices.chain(own)));
                Self::Several { forbidden, wanted: Vec::new(), is_answered: None }
            }
            Kind::Rating { steps, .. } => Self::One(Bits::of(scale(1, *steps).chain([UNKNOWN]))),
            Kind::Nps { .. } => Self::One(Bits::of(scale(0, MOST_LIKELY).chain([UNKNOWN]))),
            Kind::Number { from, to, is_whole, .. } => Self::Number {
                from: from.map_or(i64::MIN, crate::survey::Number::thousandths),
                to: to.map_or(i64::MAX, crate::survey::Number::thousandths),
                step: if *is_whole { 1000 } else { 1 },
                is_known: None,
            },
            Kind::FieldOfPlay { .. } => {
                Self::One(Bits::of([UNKNOWN, FIRST, FIRST + 1, FIRST + 2].into_iter()))
            }
            Kind::CompetitorPick { .. } => Self::One(Bits::of([UNKNOWN, FIRST].into_iter())),
            Kind::PriceGap => {
                Self::One(Bits::of([UNKNOWN, ANSWERED, FIRST, FIRST + 1, FIRST + 2].into_iter()))
            }
            Kind::Statement => Self::One(Bits::of(std::iter::once(UNKNOWN))),
            Kind::ShortText { .. }
            | Kind::LongText { .. }
            | Kind::Email
            | Kind::Url
            | Kind::Date { .. }
            | Kind::Matrix { .. }
            | Kind::Consent { .. }
            | Kind::HeadToHead { .. } => Self::One(Bits::of([UNKNOWN, ANSWERED].into_iter())),
        }
    }

    /// Everything that a row of this kind can be judged with.
    pub(super) fn of_row(kind: &Kind) -> Self {
        let steps = match kind.columns().len() {
            0 => usize::from(HEAD_TO_HEAD_STEPS),
            columns => columns,
        };
        Self::One(Bits::of((FIRST..FIRST + steps).chain([UNKNOWN])))
    }

    /// Keeps only these states, or only the others. Whether any is left.
    pub(super) fn narrow(&mut self, states: Bits, holds: bool) -> bool {
        match self {
            Self::One(open) => {
                *open = if holds { open.and(states) } else { open.without(states) };
                !open.is_empty()
            }
            Self::Several { forbidden, wanted, is_answered } => {
                if holds {
                    wanted.push(states);
                } else {
                    *forbidden = forbidden.or(states);
                }
                let is_met = |wish: &Bits| !wish.without(*forbidden).is_empty();
                wanted.iter().all(is_met) && (wanted.is_empty() || *is_answered != Some(false))
            }
            Self::Number { .. } | Self::Words { .. } => true,
        }
    }

    /// It is known, or is not. Whether that can be.
    pub(super) fn know(&mut self, is_answered: bool) -> bool {
        match self {
            Self::One(_) => self.narrow(Bits::of(std::iter::once(UNKNOWN)), !is_answered),
            Self::Several { is_answered: known, wanted, .. } => {
                if known.is_some_and(|known| known != is_answered) {
                    return false;
                }
                *known = Some(is_answered);
                if is_answered { self.narrow(Bits::ALL, true) } else { wanted.is_empty() }
            }
            Self::Number { from, to, step, is_known } => {
                if is_known.is_some_and(|known| known != is_answered) {
                    return false;
                }
                *is_known = Some(is_answered);
                // The first whole step that is not below the range must not be above it.
                !is_answered || from.saturating_add(*step - 1).div_euclid(*step).saturating_mul(*step) <= *to
            }
            Self::Words { .. } => true,
        }
    }

    /// It is known and lies in this range. Whether that can be.
    pub(super) fn within(&mut self, least: i64, most: i64) -> bool {
        if let Self::Number { from, to, .. } = self {
            *from = (*from).max(least);
            *to = (*to).min(most);
        }
        self.know(true)
    }

    /// It is one of these words, or is not. Whether that can be.
    pub(super) fn word(&mut self, words: &'a [String], holds: bool) -> bool {
        let Self::Words { wanted, forbidden, is_single } = self else { return true };
        if holds {
            wanted.push(words);
        } else {
            forbidden.push(words);
        }
        let is_in = |list: &[String], word: &String| list.iter().any(|one| same_word(one, word));
        let is_free = |word: &&String| !forbidden.iter().any(|list| is_in(list, word));
        if *is_single {
            let fits_all = |word: &String| wanted.iter().all(|list| is_in(list, word));
            wanted.first().is_none_or(|first| first.iter().filter(is_free).any(fits_all))
        } else {
            wanted.iter().all(|list| list.iter().any(|word| is_free(&word)))
        }
    }
}

/// The states of the numbers of a scale.
pub(super) fn scale(from: u8, to: u8) -> impl Iterator<Item = usize> {
    (from..=to.min(MOST_LIKELY)).map(|value| FIRST + usize::from(value))
}
