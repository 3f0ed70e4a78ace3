//! What a sales leader reads: rates with their doubt, reasons by frequency and by value, competitors, cycle.
//!
//! Definitions are fixed here, once; the store computes them and tests hold both against a plain second
//! computation.

pub mod filter;
pub mod fives;
pub mod rate;
pub mod snapshot;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use filter::{Period, ReportFilter};
pub use fives::fives;
pub use rate::{Change, Interval, Rate};

use crate::deal::{Outcome, Quarter};
use crate::id::{CompetitorId, DealId};
use crate::taxonomy::Theme;
use crate::tenant::NoDecision;

/// The overview: everything the first page shows for one filter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Dashboard {
    /// When it was computed.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// Grows with every change of the tenant's data; an open page asks again when it is behind.
    pub data_version: i64,
    /// The period in words, "Q4 2026".
    pub period: String,
    /// What it is compared with, in words.
    pub compared_with: String,
    /// How no-decision deals were counted.
    pub no_decision: NoDecision,
    /// The currency of every `_cents`.
    pub home_currency: String,
    /// The key figures.
    pub headline: Headline,
    /// The win rate by quarter, oldest first, at most twelve, ending with the period's last quarter.
    pub by_quarter: Vec<QuarterRate>,
    /// Why deals were lost, most frequent first; every theme that was named.
    pub reasons: Vec<Reason>,
    /// The lost deals with an answer, on which [`Dashboard::reasons`] rests.
    pub reasons_basis: ReasonsBasis,
    /// The record against each competitor, most often met first.
    pub competitors: Vec<CompetitorRecord>,
    /// How long deals took.
    pub cycle: Cycle,
    /// The newest answers, at most six.
    pub newest: Vec<NewestAnswer>,
    /// What can be filtered by.
    pub options: FilterOptions,
}

/// The key figures of a period.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Headline {
    /// Won of those that count.
    pub win_rate: Rate,
    /// The same in the period before.
    pub previous: Rate,
    /// The difference and whether it is more than chance.
    pub change: Change,
    /// Deals closed.
    pub closed: i64,
    /// Of these won.
    pub won: i64,
    /// Of these lost to a competitor.
    pub lost_competitor: i64,
    /// Of these ended without a decision.
    pub lost_no_decision: i64,
    /// Of these lost otherwise.
    pub lost_other: i64,
    /// Value won, in hundredths of the home currency.
    pub won_cents: i64,
    /// Value lost, in hundredths of the home currency.
    pub lost_cents: i64,
    /// Deals whose amount is unknown or has no rate: in the counts, not in the values.
    pub without_amount: i64,
    /// Closed deals with at least one answer, of all closed deals.
    pub coverage: Rate,
}

/// The win rate of one quarter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct QuarterRate {
    /// Which.
    pub quarter: Quarter,
    /// Its rate.
    pub rate: Rate,
}

/// A theme as a reason for losing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reason {
    /// Which.
    pub theme: Theme,
    /// Lost deals in which a buyer named it, of those with an answer that names a reason.
    pub deals: Rate,
    /// Of these the ones counted by answers that the reader may not read, in fives ([`fives`](mod@fives)). They are in
    /// no value. A deal is counted once more when a further answer about it may be read.
    #[serde(default)]
    pub in_confidence: i64,
    /// Full value of the others; does not add up over themes.
    pub touched_cents: i64,
    /// Value times weight; adds up to [`ReasonsBasis::with_reason_cents`] over all themes, to the cent.
    pub attributed_cents: i64,
    /// Deals that named it in the period before.
    pub previous_deals: i64,
}

/// What the reasons rest on.
#[derive(Copy, Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ReasonsBasis {
    /// Lost deals.
    pub lost: i64,
    /// Deals with an answer that names a reason for losing.
    pub with_reason: i64,
    /// Of these the ones counted by answers that the reader may not read: in no value.
    #[serde(default)]
    pub in_confidence: i64,
    /// Value of the others.
    pub with_reason_cents: i64,
    /// Lost deals that no buyer has answered about.
    #[serde(default)]
    pub unheard: i64,
    /// Lost deals whose reason is left out, because a filter this narrow, or fewer than five such deals, would show
    /// what its buyer asked not to be shown.
    #[serde(default)]
    pub withheld: i64,
}

/// How often we met a competitor and how it ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CompetitorRecord {
    /// Which.
    pub id: CompetitorId,
    /// Its canonical name.
    pub name: String,
    /// Deals in which it was named, by the CRM or by a buyer whose answer the reader may read.
    pub met: i64,
    /// Won of those that count.
    pub win_rate: Rate,
    /// The same in the period before.
    pub previous: Rate,
    /// Value of the deals lost with it in them.
    pub lost_cents: i64,
    /// Win rates of the last quarters, oldest first, for the spark line; absent without deals.
    pub trend: Vec<Option<f64>>,
}

/// How long won and lost deals took, in days from creation to close.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Cycle {
    /// Won deals.
    pub won: Option<Spread>,
    /// Lost deals.
    pub lost: Option<Spread>,
}

/// Five numbers of a distribution (quartiles by linear interpolation, as `percentile_cont`).
#[derive(Copy, Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Spread {
    /// How many.
    pub n: i64,
    /// The smallest.
    pub min: f64,
    /// A quarter lies below.
    pub q1: f64,
    /// Half lies below.
    pub median: f64,
    /// Three quarters lie below.
    pub q3: f64,
    /// The largest.
    pub max: f64,
}

impl Spread {
    /// Of sorted values.
    #[must_use]
    pub fn of_sorted(sorted: &[i32]) -> Option<Self> {
        let (first, last) = (sorted.first()?, sorted.last()?);
        Some(Self {
            n: i64::try_from(sorted.len()).unwrap_or(i64::MAX),
            min: f64::from(*first),
            q1: quantile(sorted, 0.25),
            median: quantile(sorted, 0.5),
            q3: quantile(sorted, 0.75),
            max: f64::from(*last),
        })
    }
}

/// The value below which a share of sorted values lies, by linear interpolation; zero without values.
#[must_use]
pub fn quantile(sorted: &[i32], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    #[expect(clippy::cast_precision_loss, reason = "positions are small")]
    let position = share.clamp(0.0, 1.0) * last as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, below len")]
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    let (low, high) = (f64::from(sorted[below]), f64::from(sorted[above]));
    low + (high - low) * position.fract()
}

/// A new answer on the overview.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NewestAnswer {
    /// The deal it is about.
    pub deal: DealId,
    /// The deal's name; absent when the buyer chose to be pooled, as it would name him.
    pub deal_name: Option<String>,
    /// How the deal ended.
    pub outcome: Option<Outcome>,
    /// When it was sent.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub submitted_at: DateTime<Utc>,
    /// The themes, heaviest first.
    pub themes: Vec<Theme>,
    /// A sentence of the buyer's, if this reader may read it.
    pub quote: Option<String>,
    /// Whom the buyer chose, if anybody was resolved.
    pub competitor: Option<String>,
}

/// What the filter bar offers.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct FilterOptions {
    /// Segments that occur.
    pub segments: Vec<String>,
    /// Regions that occur.
    pub regions: Vec<String>,
    /// Reps as id and name.
    pub reps: Vec<(String, String)>,
    /// Quarters that have deals, newest first.
    pub quarters: Vec<Quarter>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_as_percentile_cont_does() {
        let spread = Spread::of_sorted(&[10, 20, 30, 40]).expect("values");
        assert_eq!((spread.q1, spread.median, spread.q3), (17.5, 25.0, 32.5));
        assert_eq!(Spread::of_sorted(&[7]).expect("a value").median, 7.0);
        assert_eq!(Spread::of_sorted(&[]), None);
    }
}
