//! The walk over the columns.

use std::ops::Range;

use chrono::NaiveDate;

use super::hidden::Cell;
use super::{Figures, NO_CYCLE, QUARTERS, Reader, Snapshot, TREND};
use crate::deal::{Outcome, Quarter, key_of_day};
use crate::report::{
    Change, CompetitorRecord, Cycle, Headline, Period, QuarterRate, Rate, Reason, ReasonsBasis, ReportFilter,
    Spread, quantile,
};
use crate::response::Attribution;
use crate::taxonomy::Theme;
use crate::tenant::NoDecision;

/// Divisible by every number of responses up to ten, so that shares of one deal's amount add up exactly.
const COMMON: i128 = 2520;
const WHOLE: i128 = crate::response::enrich::WHOLE as i128;

/// A filter made ready for rows.
struct Sieve {
    segments: Vec<bool>,
    regions: Vec<bool>,
    reps: Vec<bool>,
    outcomes: [bool; 4],
    no_decision: NoDecision,
    /// Up to which attribution this reader has every answer counted.
    reader: Attribution,
    /// Under which numbers of sellers he is one of them.
    own: Vec<bool>,
    /// Whether the others are counted in fives: never in what is narrowed down.
    has_hidden: bool,
}

impl Sieve {
    fn new(all: &Snapshot, filter: &ReportFilter, no_decision: NoDecision, reader: Reader<'_>) -> Self {
        let mut outcomes = [filter.outcomes.is_empty(); 4];
        for outcome in &filter.outcomes {
            outcomes[*outcome as usize] = true;
        }
        Self {
            segments: all.segment_names.mask(&filter.segments),
            regions: all.region_names.mask(&filter.regions),
            reps: all.rep_ids.mask(&filter.reps),
            outcomes,
            no_decision,
            reader: reader.upto,
            own: all.seller_addresses.listing(reader.sells_as),
            has_hidden: filter.is_plain() && !matches!(filter.period, Period::Range(..)),
        }
    }

    /// Whether a deal passes everything but the filter by outcome.
    fn passes(&self, all: &Snapshot, row: usize) -> bool {
        self.segments[usize::from(all.segments[row])]
            && self.regions[usize::from(all.regions[row])]
            && self.reps[usize::from(all.reps[row])]
    }

    /// Up to which attribution this reader has the answers about a deal counted.
    fn upto(&self, all: &Snapshot, row: usize) -> Attribution {
        if self.own[usize::from(all.sellers[row])] {
            self.reader.min(Attribution::Named)
        } else {
            self.reader
        }
    }

    fn wants(&self, outcome: Outcome) -> bool {
        self.outcomes[outcome as usize]
    }

    /// The deals of these rows that are counted for a cell only by what the reader may not read, and by whose answers.
    fn hidden<'a>(
        &self,
        all: &'a Snapshot,
        cell: Cell,
        rows: &Range<usize>,
    ) -> impl Iterator<Item = (usize, Attribution)> + use<'a> {
        let rows = if self.has_hidden { rows.clone() } else { 0..0 };
        all.hidden.counted(cell, self.reader, rows)
    }

    /// Adds a deal to a win rate, if it counts there.
    fn count(&self, rate: &mut Rate, outcome: Outcome) {
        if outcome == Outcome::LostNoDecision && self.no_decision == NoDecision::Apart {
            return;
        }
        rate.n += 1;
        rate.hits += i64::from(outcome == Outcome::Won);
    }
}

/// One filter over a snapshot: every tile of the overview, each computed when it is asked for.
pub struct View<'a> {
    all: &'a Snapshot,
    sieve: Sieve,
    now: Range<usize>,
    before: Range<usize>,
    /// The last quarter of the series.
    last: Quarter,
}

impl<'a> View<'a> {
    pub(super) fn new(
        all: &'a Snapshot,
        filter: &ReportFilter,
        reader: Reader<'_>,
        no_decision: NoDecision,
        today: NaiveDate,
    ) -> Self {
        let (from, to) = filter.period.days(today);
        let (before_from, before_to) = filter.period.previous_days(today);
        let now = all.rows(key_of_day(from), key_of_day(to));
        Self {
            all,
            sieve: Sieve::new(all, filter, no_decision, reader),
            now,
            before: all.rows(key_of_day(before_from), key_of_day(before_to)),
            last: Quarter::of(to.min(today.max(from))),
        }
    }

    /// The key figures.
    #[must_use]
    pub fn headline(&self) -> Headline {
        let previous = win_rate(self.all, &self.sieve, self.before.clone());
        headline(self.all, &self.sieve, self.now.clone(), previous)
    }

    /// The win rate by quarter, oldest first.
    #[must_use]
    pub fn by_quarter(&self) -> Vec<QuarterRate> {
        by_quarter(self.all, &self.sieve, self.last)
    }

    /// Why deals were lost, and what that rests on.
    #[must_use]
    pub fn reasons(&self) -> (Vec<Reason>, ReasonsBasis) {
        reasons(self.all, &self.sieve, self.now.clone(), self.before.clone())
    }

    /// The record against each competitor.
    #[must_use]
    pub fn competitors(&self) -> Vec<CompetitorRecord> {
        competitors(self.all, &self.sieve, self.now.clone(), self.before.clone(), self.last)
    }

    /// How long deals took.
    #[must_use]
    pub fn cycle(&self) -> Cycle {
        cycle(self.all, &self.sieve, self.now.clone())
    }

    /// All of it.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let (reasons, reasons_basis) = self.reasons();
        Figures {
            headline: self.headline(),
            by_quarter: self.by_quarter(),
            reasons,
            reasons_basis,
            competitors: self.competitors(),
            cycle: self.cycle(),
            options: self.all.options(),
        }
    }
}

fn win_rate(all: &Snapshot, sieve: &Sieve, rows: Range<usize>) -> Rate {
    let mut rate = Rate::default();
    for row in rows.filter(|row| sieve.passes(all, *row)) {
        sieve.count(&mut rate, all.outcomes[row]);
    }
    rate
}

fn headline(all: &Snapshot, sieve: &Sieve, rows: Range<usize>, previous: Rate) -> Headline {
    let mut rate = Rate::default();
    let mut coverage = Rate::default();
    let mut ended = [0_i64; 4];
    let (mut won_cents, mut lost_cents, mut without_amount) = (0_i64, 0_i64, 0_i64);
    for row in rows.filter(|row| sieve.passes(all, *row)) {
        let outcome = all.outcomes[row];
        sieve.count(&mut rate, outcome);
        if !sieve.wants(outcome) {
            continue;
        }
        ended[outcome as usize] += 1;
        coverage.n += 1;
        coverage.hits += i64::from(all.answered[row]);
        match all.amount(row) {
            None => without_amount += 1,
            Some(cents) if outcome == Outcome::Won => won_cents = won_cents.saturating_add(cents),
            Some(cents) => lost_cents = lost_cents.saturating_add(cents),
        }
    }
    Headline {
        win_rate: rate,
        previous,
        change: Change::between(previous, rate),
        closed: coverage.n,
        won: ended[Outcome::Won as usize],
        lost_competitor: ended[Outcome::LostCompetitor as usize],
        lost_no_decision: ended[Outcome::LostNoDecision as usize],
        lost_other: ended[Outcome::LostOther as usize],
        won_cents,
        lost_cents,
        without_amount,
        coverage,
    }
}

/// The quarters of a series that ends with `last`, oldest first.
fn series(last: Quarter, length: usize) -> Vec<Quarter> {
    let mut quarters: Vec<Quarter> =
        std::iter::successors(Some(last), |quarter| Some(quarter.previous())).take(length).collect();
    quarters.reverse();
    quarters
}

fn quarter_rows(all: &Snapshot, quarter: Quarter) -> Range<usize> {
    all.rows(key_of_day(quarter.first_day()), key_of_day(quarter.next().first_day()) - 1)
}

fn by_quarter(all: &Snapshot, sieve: &Sieve, last: Quarter) -> Vec<QuarterRate> {
    let rates: Vec<QuarterRate> = series(last, QUARTERS)
        .into_iter()
        .map(|quarter| QuarterRate { quarter, rate: win_rate(all, sieve, quarter_rows(all, quarter)) })
        .collect();
    // Quarters before the first deal say nothing.
    rates.into_iter().skip_while(|one| one.rate.n == 0).collect()
}

fn reasons(
    all: &Snapshot,
    sieve: &Sieve,
    rows: Range<usize>,
    before: Range<usize>,
) -> (Vec<Reason>, ReasonsBasis) {
    let mut deals = [0_i64; Theme::ALL.len()];
    let mut previous = [0_i64; Theme::ALL.len()];
    let mut touched = [0_i64; Theme::ALL.len()];
    let mut attributed = [0_i128; Theme::ALL.len()];
    let mut basis = ReasonsBasis { lost: 0, with_reason: 0, with_reason_cents: 0, withheld: 0 };
    let lost = |row: &usize| {
        let outcome = all.outcomes[*row];
        outcome.is_lost() && sieve.wants(outcome) && sieve.passes(all, *row)
    };
    for row in rows.clone().filter(lost) {
        basis.lost += 1;
        let parts = all.reasoned_of(row, sieve.upto(all, row));
        if parts == 0 {
            basis.withheld += i64::from(all.reasoned_of(row, Attribution::Pooled) > 0);
            continue;
        }
        let cents = all.amount(row).unwrap_or(0);
        basis.with_reason += 1;
        basis.with_reason_cents = basis.with_reason_cents.saturating_add(cents);
        let mut named = [false; Theme::ALL.len()];
        for (theme, weight) in all.themes_of(row, sieve.upto(all, row)) {
            let at = theme as usize;
            if !std::mem::replace(&mut named[at], true) {
                deals[at] += 1;
                touched[at] = touched[at].saturating_add(cents);
            }
            attributed[at] += i128::from(cents) * i128::from(weight) * share(parts);
        }
    }
    for (row, _) in sieve.hidden(all, Cell::Reasoned, &rows) {
        basis.withheld -= 1;
        basis.with_reason += 1;
        basis.with_reason_cents = basis.with_reason_cents.saturating_add(all.amount(row).unwrap_or(0));
    }
    for theme in Theme::ALL {
        let at = theme as usize;
        for (row, who) in sieve.hidden(all, Cell::For(theme), &rows) {
            let cents = all.amount(row).unwrap_or(0);
            deals[at] += 1;
            touched[at] = touched[at].saturating_add(cents);
            let weight = i128::from(all.weight_by(row, theme, who));
            attributed[at] += i128::from(cents) * weight * share(all.reasoned_by(row, who));
        }
        previous[at] += count(sieve.hidden(all, Cell::For(theme), &before));
    }
    for row in before.filter(lost) {
        let mut named = [false; Theme::ALL.len()];
        for (theme, _) in all.themes_of(row, sieve.upto(all, row)) {
            previous[theme as usize] += i64::from(!std::mem::replace(&mut named[theme as usize], true));
        }
    }
    let mut reasons: Vec<Reason> = Theme::ALL
        .into_iter()
        .filter(|theme| deals[*theme as usize] > 0 || previous[*theme as usize] > 0)
        .map(|theme| {
            let at = theme as usize;
            Reason {
                theme,
                deals: Rate::new(deals[at], basis.with_reason),
                touched_cents: touched[at],
                attributed_cents: rounded(attributed[at], WHOLE * COMMON),
                previous_deals: previous[at],
            }
        })
        .collect();
    reasons.sort_by(|a, b| b.deals.hits.cmp(&a.deals.hits).then(a.theme.cmp(&b.theme)));
    (reasons, basis)
}

/// One answer's share of a deal's amount, in [`COMMON`] parts.
fn share(answers: i32) -> i128 {
    COMMON / i128::from(answers.clamp(1, 10))
}

fn count<T>(all: impl Iterator<Item = T>) -> i64 {
    i64::try_from(all.count()).unwrap_or(i64::MAX)
}

/// `value / divisor`, halves away from zero, as PostgreSQL rounds numerics.
fn rounded(value: i128, divisor: i128) -> i64 {
    let half = if value < 0 { -divisor / 2 } else { divisor / 2 };
    i64::try_from((value + half) / divisor).unwrap_or(i64::MAX)
}

fn competitors(
    all: &Snapshot,
    sieve: &Sieve,
    rows: Range<usize>,
    before: Range<usize>,
    last: Quarter,
) -> Vec<CompetitorRecord> {
    let mut met = vec![0_i64; all.vendors.len()];
    let mut rates = vec![Rate::default(); all.vendors.len()];
    let mut lost_cents = vec![0_i64; all.vendors.len()];
    for row in rows.clone().filter(|row| sieve.passes(all, *row)) {
        let outcome = all.outcomes[row];
        for at in all.competitors_of(row, sieve.upto(all, row)) {
            sieve.count(&mut rates[at], outcome);
            if sieve.wants(outcome) {
                met[at] += 1;
                if outcome.is_lost() {
                    lost_cents[at] = lost_cents[at].saturating_add(all.amount(row).unwrap_or(0));
                }
            }
        }
    }
    for at in 0..all.vendors.len() {
        let Ok(vendor) = u16::try_from(at) else { break };
        for (row, _) in sieve.hidden(all, Cell::Met(vendor), &rows) {
            sieve.count(&mut rates[at], all.outcomes[row]);
            met[at] += 1;
        }
        // Of five that were met one may be lost: its amount would be his alone.
        for (row, _) in sieve.hidden(all, Cell::LostWith(vendor), &rows) {
            lost_cents[at] = lost_cents[at].saturating_add(all.amount(row).unwrap_or(0));
        }
    }
    let previous = rates_of(all, sieve, &before);
    let mut trends = vec![[Rate::default(); TREND]; all.vendors.len()];
    for (position, quarter) in series(last, TREND).into_iter().enumerate() {
        for (at, rate) in rates_of(all, sieve, &quarter_rows(all, quarter)).into_iter().enumerate() {
            trends[at][position] = rate;
        }
    }
    let mut records: Vec<CompetitorRecord> = all
        .vendors
        .iter()
        .enumerate()
        .filter(|(at, _)| met[*at] > 0)
        .map(|(at, (id, name))| CompetitorRecord {
            id: *id,
            name: name.clone(),
            met: met[at],
            win_rate: rates[at],
            previous: previous[at],
            lost_cents: lost_cents[at],
            trend: trends[at].iter().map(|rate| rate.share()).collect(),
        })
        .collect();
    records.sort_by(|a, b| b.met.cmp(&a.met).then_with(|| a.name.cmp(&b.name)));
    records
}

/// The win rate against each vendor.
fn rates_of(all: &Snapshot, sieve: &Sieve, rows: &Range<usize>) -> Vec<Rate> {
    let mut rates = vec![Rate::default(); all.vendors.len()];
    for row in rows.clone().filter(|row| sieve.passes(all, *row)) {
        for vendor in all.competitors_of(row, sieve.upto(all, row)) {
            sieve.count(&mut rates[vendor], all.outcomes[row]);
        }
    }
    for (at, rate) in rates.iter_mut().enumerate() {
        let Ok(vendor) = u16::try_from(at) else { break };
        for (row, _) in sieve.hidden(all, Cell::Met(vendor), rows) {
            sieve.count(rate, all.outcomes[row]);
        }
    }
    rates
}

fn cycle(all: &Snapshot, sieve: &Sieve, rows: Range<usize>) -> Cycle {
    let (mut won, mut lost) = (Counts::default(), Counts::default());
    for row in rows.filter(|row| sieve.wants(all.outcomes[*row]) && sieve.passes(all, *row)) {
        if all.cycles[row] != NO_CYCLE {
            let side = if all.outcomes[row].is_lost() { &mut lost } else { &mut won };
            side.add(all.cycles[row]);
        }
    }
    Cycle { won: won.spread(), lost: lost.spread() }
}

/// How many deals took how many days: sorting by counting, exact and in one pass.
#[derive(Default)]
struct Counts {
    by_day: Vec<u32>,
    /// Beyond ten years, where counting would waste memory.
    rest: Vec<i32>,
}

impl Counts {
    const LONGEST: usize = 3660;

    fn add(&mut self, days: i32) {
        match usize::try_from(days) {
            Ok(at) if at <= Self::LONGEST => {
                if self.by_day.len() <= at {
                    self.by_day.resize(at + 1, 0);
                }
                self.by_day[at] += 1;
            }
            _ => self.rest.push(days),
        }
    }

    fn spread(mut self) -> Option<Spread> {
        self.rest.sort_unstable();
        let counted: usize = self.by_day.iter().map(|n| *n as usize).sum();
        let total = counted + self.rest.len();
        let last = total.checked_sub(1)?;
        let at = |share: f64| {
            #[expect(clippy::cast_precision_loss, reason = "positions are small")]
            let position = share * last as f64;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 to last")]
            let below = position.floor() as usize;
            let pair = [self.value(below, counted), self.value((below + 1).min(last), counted)];
            quantile(&pair, position.fract())
        };
        Some(Spread {
            n: i64::try_from(total).unwrap_or(i64::MAX),
            min: at(0.0),
            q1: at(0.25),
            median: at(0.5),
            q3: at(0.75),
            max: at(1.0),
        })
    }

    /// The value at a position of the sorted values.
    fn value(&self, position: usize, counted: usize) -> i32 {
        if position >= counted {
            return self.rest.get(position - counted).copied().unwrap_or(0);
        }
        let mut seen = 0;
        for (days, n) in self.by_day.iter().enumerate() {
            seen += *n as usize;
            if seen > position {
                return i32::try_from(days).unwrap_or(i32::MAX);
            }
        }
        0
    }
}
