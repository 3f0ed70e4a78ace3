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

/// The weights of an answer's themes add up to this.
const WHOLE: i64 = crate::response::enrich::WHOLE as i64;
/// A cent has so many parts. Every number of answers up to sixteen divides them without rest.
const PARTS: i64 = WHOLE * 720_720;

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
            own: all.seller_lists.listing(reader.sells_as),
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
        // A list without a number of its own is out of reach.
        if self.own.get(usize::from(all.sellers[row])).is_none_or(|is_own| *is_own) {
            self.reader.min(Attribution::Named)
        } else {
            self.reader
        }
    }

    fn wants(&self, outcome: Outcome) -> bool {
        self.outcomes[outcome as usize]
    }

    /// How many answers that the reader may not read are counted for a cell over these days.
    fn hidden(&self, all: &Snapshot, cell: Cell, days: (i32, i32)) -> i64 {
        if self.has_hidden { all.hidden.counted(cell, self.reader, days) } else { 0 }
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
    now: Span,
    before: Span,
    /// The last quarter of the series.
    last: Quarter,
}

/// A stretch of time: its first and last day, and the rows of the deals that closed on them.
#[derive(Clone)]
struct Span {
    days: (i32, i32),
    rows: Range<usize>,
}

impl Span {
    fn of(all: &Snapshot, (from, to): (NaiveDate, NaiveDate)) -> Self {
        let (from, to) = (key_of_day(from), key_of_day(to));
        Self { days: (from, to), rows: all.rows(from, to) }
    }
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
        Self {
            all,
            sieve: Sieve::new(all, filter, no_decision, reader),
            now: Span::of(all, (from, to)),
            before: Span::of(all, filter.period.previous_days(today)),
            last: Quarter::of(to.min(today.max(from))),
        }
    }

    /// The key figures.
    #[must_use]
    pub fn headline(&self) -> Headline {
        let previous = win_rate(self.all, &self.sieve, self.before.rows.clone());
        headline(self.all, &self.sieve, self.now.rows.clone(), previous)
    }

    /// The win rate by quarter, oldest first.
    #[must_use]
    pub fn by_quarter(&self) -> Vec<QuarterRate> {
        by_quarter(self.all, &self.sieve, self.last)
    }

    /// Why deals were lost, and what that rests on.
    #[must_use]
    pub fn reasons(&self) -> (Vec<Reason>, ReasonsBasis) {
        reasons(self.all, &self.sieve, &self.now, &self.before)
    }

    /// The record against each competitor.
    #[must_use]
    pub fn competitors(&self) -> Vec<CompetitorRecord> {
        competitors(self.all, &self.sieve, self.now.rows.clone(), &self.before.rows, self.last)
    }

    /// How long deals took.
    #[must_use]
    pub fn cycle(&self) -> Cycle {
        cycle(self.all, &self.sieve, self.now.rows.clone())
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

fn reasons(all: &Snapshot, sieve: &Sieve, now: &Span, before: &Span) -> (Vec<Reason>, ReasonsBasis) {
    let mut deals = [0_i64; Theme::ALL.len()];
    let mut previous = [0_i64; Theme::ALL.len()];
    let mut touched = [0_i64; Theme::ALL.len()];
    let mut attributed = [0_i128; Theme::ALL.len()];
    let mut basis = ReasonsBasis::default();
    let lost = |row: &usize| {
        let outcome = all.outcomes[*row];
        outcome.is_lost() && sieve.wants(outcome) && sieve.passes(all, *row)
    };
    for row in now.rows.clone().filter(lost) {
        basis.lost += 1;
        basis.unheard += i64::from(!all.answered[row]);
        let weights = weights(all, sieve, row);
        if weights.iter().all(|weight| *weight == 0) {
            basis.withheld += i64::from(all.reasoned_of(row, Attribution::Pooled) > 0);
            continue;
        }
        let cents = all.amount(row).unwrap_or(0);
        basis.with_reason += 1;
        basis.with_reason_cents = basis.with_reason_cents.saturating_add(cents);
        share(cents, &weights, &mut attributed);
        for at in (0..weights.len()).filter(|at| weights[*at] > 0) {
            deals[at] += 1;
            touched[at] = touched[at].saturating_add(cents);
        }
    }
    for row in before.rows.clone().filter(lost) {
        for (at, weight) in weights(all, sieve, row).into_iter().enumerate() {
            previous[at] += i64::from(weight > 0);
        }
    }
    basis.in_confidence = sieve.hidden(all, Cell::Reasoned, now.days);
    basis.withheld = (basis.withheld - basis.in_confidence).max(0);
    basis.with_reason += basis.in_confidence;
    let cents = in_cents(attributed);
    let mut reasons: Vec<Reason> = Theme::ALL
        .into_iter()
        .map(|theme| {
            let at = theme as usize;
            let in_confidence = sieve.hidden(all, Cell::For(theme), now.days);
            Reason {
                theme,
                deals: Rate::new(deals[at] + in_confidence, basis.with_reason),
                in_confidence,
                touched_cents: touched[at],
                attributed_cents: cents[at],
                previous_deals: previous[at] + sieve.hidden(all, Cell::For(theme), before.days),
            }
        })
        .filter(|reason| reason.deals.hits > 0 || reason.previous_deals > 0)
        .collect();
    reasons.sort_by(|a, b| b.deals.hits.cmp(&a.deals.hits).then(a.theme.cmp(&b.theme)));
    (reasons, basis)
}

/// What the answers about a deal that this reader may read say of each theme, in basis points.
fn weights(all: &Snapshot, sieve: &Sieve, row: usize) -> [i64; Theme::ALL.len()] {
    let mut weights = [0; Theme::ALL.len()];
    for (theme, weight) in all.themes_of(row, sieve.upto(all, row)) {
        weights[theme as usize] += i64::from(weight);
    }
    weights
}

/// Adds each theme's share of an amount, in [`PARTS`] of a cent. The shares of one deal add up to its amount.
fn share(cents: i64, weights: &[i64; Theme::ALL.len()], attributed: &mut [i128; Theme::ALL.len()]) {
    let whole: i64 = weights.iter().sum();
    let amount = i128::from(cents);
    if PARTS % whole == 0 {
        let part = PARTS / whole;
        for (sum, weight) in attributed.iter_mut().zip(weights) {
            *sum += amount * i128::from(*weight) * i128::from(part);
        }
        return;
    }
    // So many answers that no common part fits: what is left over is a billionth of a cent.
    let all = amount * i128::from(PARTS);
    let mut left = all;
    let last = weights.iter().rposition(|weight| *weight > 0).unwrap_or(0);
    for (at, weight) in weights.iter().enumerate().filter(|(at, _)| *at != last) {
        let part = all * i128::from(*weight) / i128::from(whole);
        attributed[at] += part;
        left -= part;
    }
    attributed[last] += left;
}

/// Sums in [`PARTS`] as whole cents that add up to the whole cents of all of them: what rounding down leaves goes to
/// those of which it takes most.
fn in_cents(parts: [i128; Theme::ALL.len()]) -> [i64; Theme::ALL.len()] {
    let cent = i128::from(PARTS);
    let mut cents = parts.map(|one| one.div_euclid(cent));
    let left = parts.iter().sum::<i128>().div_euclid(cent) - cents.iter().sum::<i128>();
    let mut by_rest: Vec<usize> = (0..parts.len()).collect();
    by_rest.sort_by_key(|at| std::cmp::Reverse(parts[*at].rem_euclid(cent)));
    for at in by_rest.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        cents[at] += 1;
    }
    cents.map(|one| i64::try_from(one).unwrap_or(i64::MAX))
}

fn competitors(
    all: &Snapshot,
    sieve: &Sieve,
    rows: Range<usize>,
    before: &Range<usize>,
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
    let previous = rates_of(all, sieve, before);
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

/// The win rate against each vendor, as far as this reader may know who met it.
fn rates_of(all: &Snapshot, sieve: &Sieve, rows: &Range<usize>) -> Vec<Rate> {
    let mut rates = vec![Rate::default(); all.vendors.len()];
    for row in rows.clone().filter(|row| sieve.passes(all, *row)) {
        for vendor in all.competitors_of(row, sieve.upto(all, row)) {
            sieve.count(&mut rates[vendor], all.outcomes[row]);
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
