//! A tenant's closed deals as columns in memory: any filter over all of them in milliseconds.
//!
//! The cast: a [`Builder`] takes [`DealFact`]s in the order of their closing day and makes a [`Snapshot`]; its
//! [`Snapshot::figures`] walks the days of a period once and adds everything up. Texts are dictionary-coded, so
//! that a filter compares small numbers, and what hangs on a deal (competitors, themes) lies in flat lists.
//!
//! **Invariant:** a snapshot holds the rows of one tenant. It says which, and whoever keeps it asks again.
//!
//! Rates ignore the filter by outcome (the win rate of lost deals says nothing); counts and values obey it.
//!
//! What a buyer said is counted for those who may read it. What a reader may not read enters nothing but the number of
//! deals that were lost for a reason, only in totals that cannot be narrowed down (a quarter or whole years without any
//! other filter), and there figure by figure in groups of [`LEAST_WITHHELD`] that are the same in every view
//! ([`hidden`]). Else a filter, or the difference of two views, would say what the buyer asked us not to show. No value,
//! no win rate and no competitor's record has a part of it: amounts, outcomes and the competitors that the CRM names
//! are known deal by deal, and whoever sells can change them and look at what moves.

mod hidden;
mod tally;

use std::collections::BTreeMap;

use chrono::NaiveDate;
pub use hidden::Confided;
use hidden::Hidden;
pub use tally::View;

use super::{
    CompetitorRecord, Cycle, FilterOptions, Headline, QuarterRate, Reason, ReasonsBasis, ReportFilter,
};
use crate::deal::{Outcome, Quarter, Seller, key_day};
use crate::id::{CompetitorId, TenantId};
use crate::response::Attribution;
use crate::taxonomy::Theme;
use crate::tenant::NoDecision;

/// Stands for a missing amount in the column of amounts.
const NO_AMOUNT: i64 = i64::MIN;
/// Stands for a missing duration in the column of durations.
const NO_CYCLE: i32 = -1;
/// Stands for a missing text in dictionary-coded columns.
const NONE: u16 = 0;
/// Stands for a list of sellers that has no number any more.
const ANYBODY: u16 = u16::MAX;
/// Quarters in the series of win rates.
pub const QUARTERS: usize = 12;
/// How many things that a reader may not read are counted at once, in reports and in results of surveys: a figure has
/// none of them more or at least that many.
pub const LEAST_WITHHELD: usize = 5;
/// Quarters in a competitor's spark line.
pub const TREND: usize = 8;

/// What reports need of one closed deal.
#[derive(Clone, PartialEq, Debug)]
pub struct DealFact {
    /// The day key of its close.
    pub closed_day: i32,
    /// How it ended.
    pub outcome: Outcome,
    /// What it was worth in hundredths of the home currency.
    pub home_cents: Option<i64>,
    /// The segment.
    pub segment: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The rep as id and name.
    pub rep: Option<(String, String)>,
    /// The marks of everybody who sold it, with spaces between.
    pub sellers: Option<String>,
    /// Days from creation to close.
    pub cycle_days: Option<i32>,
    /// Whether a buyer answered.
    pub is_answered: bool,
    /// The competitors in it, each once, and who may know: `Named` for what the CRM said too.
    pub competitors: Vec<(CompetitorId, Attribution)>,
    /// The sum of each theme's weights over the responses of one attribution, in basis points.
    pub themes: Vec<(Theme, Attribution, i32)>,
    /// The responses that name a reason, by attribution.
    pub reasoned: [i32; 3],
}

/// Everything of the overview that comes out of the columns.
#[derive(Clone, PartialEq, Debug)]
pub struct Figures {
    /// The key figures.
    pub headline: Headline,
    /// The win rate by quarter.
    pub by_quarter: Vec<QuarterRate>,
    /// Why deals were lost.
    pub reasons: Vec<Reason>,
    /// What the reasons rest on.
    pub reasons_basis: ReasonsBasis,
    /// The record against each competitor.
    pub competitors: Vec<CompetitorRecord>,
    /// How long deals took.
    pub cycle: Cycle,
    /// What can be filtered by.
    pub options: FilterOptions,
}

/// Who looks.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Reader<'a> {
    /// Up to which attribution he has every answer counted, however narrow the filter is.
    pub upto: Attribution,
    /// By what he is recognised where he sold. Of his own deals he has only answers counted that are for everybody:
    /// those meant for leadership enter none of his figures, for they would not be hidden among others either.
    pub sells_as: &'a [Seller],
}

impl From<Attribution> for Reader<'_> {
    fn from(upto: Attribution) -> Self {
        Self { upto, sells_as: &[] }
    }
}

/// Texts by small number; number 0 is "none".
#[derive(Clone, Debug, Default)]
struct Dictionary {
    codes: BTreeMap<String, u16>,
    texts: Vec<String>,
}

impl Dictionary {
    /// The number of a text; past 65,534 different ones they share the number of "none".
    fn code(&mut self, text: Option<&str>) -> u16 {
        let Some(text) = text else { return NONE };
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let next = u16::try_from(self.texts.len() + 1).ok().filter(|code| *code < ANYBODY);
        let Some(code) = next else { return NONE };
        self.texts.push(text.to_owned());
        self.codes.insert(text.to_owned(), code);
        code
    }

    /// Which numbers a filter lets through; all when it names none.
    fn mask(&self, wanted: &[String]) -> Vec<bool> {
        let mut mask = vec![wanted.is_empty(); self.texts.len() + 1];
        for text in wanted {
            if let Some(code) = self.codes.get(text) {
                mask[usize::from(*code)] = true;
            }
        }
        mask
    }

    /// Which numbers stand for a list with one of these in it.
    fn listing(&self, marks: &[Seller]) -> Vec<bool> {
        let lists = |text: &String| text.split(' ').any(|one| marks.iter().any(|mark| mark.as_str() == one));
        std::iter::once(false).chain(self.texts.iter().map(lists)).collect()
    }

    fn sorted(&self) -> Vec<String> {
        self.codes.keys().cloned().collect()
    }
}

/// The columns of one tenant's closed deals, by closing day.
#[derive(Clone, Debug)]
pub struct Snapshot {
    tenant: TenantId,
    version: i64,
    days: Vec<i32>,
    outcomes: Vec<Outcome>,
    cents: Vec<i64>,
    segments: Vec<u16>,
    regions: Vec<u16>,
    reps: Vec<u16>,
    sellers: Vec<u16>,
    cycles: Vec<i32>,
    answered: Vec<bool>,
    reasoned: Vec<[u8; 3]>,
    /// Where each deal's themes end; they start where those of the deal before end.
    theme_ends: Vec<u32>,
    themes: Vec<(Theme, Attribution, i32)>,
    competitor_ends: Vec<u32>,
    competitors: Vec<(u16, Attribution)>,
    segment_names: Dictionary,
    region_names: Dictionary,
    rep_ids: Dictionary,
    rep_names: Vec<String>,
    seller_lists: Dictionary,
    vendors: Vec<(CompetitorId, String)>,
    hidden: Hidden,
}

/// Makes a snapshot out of facts.
#[derive(Debug)]
pub struct Builder {
    snapshot: Snapshot,
    vendor_codes: BTreeMap<CompetitorId, u16>,
    confided: Vec<Confided>,
}

impl Builder {
    /// Starts a snapshot of that tenant at that version of its data; `vendors` names its competitors.
    #[must_use]
    pub fn new(tenant: TenantId, version: i64, vendors: Vec<(CompetitorId, String)>) -> Self {
        let vendor_codes = vendors
            .iter()
            .enumerate()
            .map_while(|(at, (id, _))| Some((*id, u16::try_from(at).ok()?)))
            .collect();
        let snapshot = Snapshot {
            tenant,
            version,
            days: Vec::new(),
            outcomes: Vec::new(),
            cents: Vec::new(),
            segments: Vec::new(),
            regions: Vec::new(),
            reps: Vec::new(),
            sellers: Vec::new(),
            cycles: Vec::new(),
            answered: Vec::new(),
            reasoned: Vec::new(),
            theme_ends: Vec::new(),
            themes: Vec::new(),
            competitor_ends: Vec::new(),
            competitors: Vec::new(),
            segment_names: Dictionary::default(),
            region_names: Dictionary::default(),
            rep_ids: Dictionary::default(),
            rep_names: Vec::new(),
            seller_lists: Dictionary::default(),
            vendors,
            hidden: Hidden::default(),
        };
        Self { snapshot, vendor_codes, confided: Vec::new() }
    }

    /// Adds a deal. Deals come in the order of their closing day; one that does not is put on the last day seen,
    /// so a caller that sorts wrongly is seen in the figures rather than by a panic.
    pub fn push(&mut self, fact: &DealFact) {
        let all = &mut self.snapshot;
        all.days.push(fact.closed_day.max(all.days.last().copied().unwrap_or(i32::MIN)));
        all.outcomes.push(fact.outcome);
        all.cents.push(fact.home_cents.unwrap_or(NO_AMOUNT));
        all.segments.push(all.segment_names.code(fact.segment.as_deref()));
        all.regions.push(all.region_names.code(fact.region.as_deref()));
        let rep = all.rep_ids.code(fact.rep.as_ref().map(|(id, _)| id.as_str()));
        if let (Some((id, name)), Some(at)) = (&fact.rep, usize::from(rep).checked_sub(1)) {
            // Without a name the CRM's id stands in, until a deal has one; of two names the later deal's is his now.
            match all.rep_names.get_mut(at) {
                None => all.rep_names.push(name.clone()),
                Some(known) if name != id => known.clone_from(name),
                Some(_) => {}
            }
        }
        all.reps.push(rep);
        // Isolation: where nobody can say any more who sold, it may have been whoever reads.
        all.sellers.push(match all.seller_lists.code(fact.sellers.as_deref()) {
            NONE if fact.sellers.is_some() => ANYBODY,
            code => code,
        });
        all.cycles.push(fact.cycle_days.filter(|days| *days >= 0).unwrap_or(NO_CYCLE));
        all.answered.push(fact.is_answered);
        all.reasoned.push(fact.reasoned.map(|n| u8::try_from(n.clamp(0, 255)).unwrap_or(u8::MAX)));
        all.themes.extend(fact.themes.iter().filter(|(_, _, weight)| *weight > 0));
        all.theme_ends.push(u32::try_from(all.themes.len()).unwrap_or(u32::MAX));
        all.competitors.extend(
            fact.competitors.iter().filter_map(|(id, who)| Some((*self.vendor_codes.get(id)?, *who))),
        );
        all.competitor_ends.push(u32::try_from(all.competitors.len()).unwrap_or(u32::MAX));
    }

    /// Adds an answer that not everybody may read, whether or not its deal is closed now; in any order. Whoever may read
    /// it has it counted by its deal.
    pub fn confide(&mut self, answer: Confided) {
        self.confided.push(answer);
    }

    /// The snapshot.
    #[must_use]
    pub fn finish(self) -> Snapshot {
        Snapshot { hidden: Hidden::of(&self.confided), ..self.snapshot }
    }
}

impl Snapshot {
    /// Whose deals these are.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The version of the tenant's data that this shows.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version
    }

    /// How many deals it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// About how many bytes it takes, for the cache's budget.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.len() * (4 + 1 + 8 + 2 + 2 + 2 + 2 + 4 + 1 + 3 + 4 + 4)
            + self.themes.len() * 8
            + self.competitors.len() * 4
            + self.vendors.len() * 64
            + self.hidden.bytes()
            + (self.segment_names.texts.len() + self.region_names.texts.len()) * 96
            + (self.rep_names.len() + self.seller_lists.texts.len()) * 96
    }

    /// The deals that a filter lets through, for one tile or for all, as that reader sees them.
    #[must_use]
    pub fn view<'r>(
        &self,
        filter: &ReportFilter,
        reader: impl Into<Reader<'r>>,
        no_decision: NoDecision,
        today: NaiveDate,
    ) -> View<'_> {
        View::new(self, filter, reader.into(), no_decision, today)
    }

    /// What can be filtered by.
    #[must_use]
    pub fn options(&self) -> FilterOptions {
        let mut quarters: Vec<Quarter> = Vec::new();
        let mut at = 0;
        while let Some(day) = self.days.get(at) {
            let quarter = Quarter::of(key_day(*day));
            quarters.push(quarter);
            let next = crate::deal::key_of_day(quarter.next().first_day());
            at += self.days[at..].partition_point(|day| *day < next).max(1);
        }
        quarters.reverse();
        let mut reps: Vec<(String, String)> =
            self.rep_ids.texts.iter().cloned().zip(self.rep_names.iter().cloned()).collect();
        reps.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        FilterOptions {
            segments: self.segment_names.sorted(),
            regions: self.region_names.sorted(),
            reps,
            quarters,
        }
    }

    /// The positions of the deals that closed on these days, both included.
    fn rows(&self, from: i32, to: i32) -> std::ops::Range<usize> {
        let start = self.days.partition_point(|day| *day < from);
        start..self.days.partition_point(|day| *day <= to).max(start)
    }

    /// The themes of a deal that count up to an attribution; one may come twice, from answers of two kinds.
    fn themes_of(&self, row: usize, upto: Attribution) -> impl Iterator<Item = (Theme, i32)> {
        let start = row.checked_sub(1).map_or(0, |before| self.theme_ends[before] as usize);
        let themes = &self.themes[start..self.theme_ends[row] as usize];
        themes.iter().filter(move |(_, who, _)| *who <= upto).map(|(theme, _, weight)| (*theme, *weight))
    }

    /// The competitors of a deal that count up to an attribution, each once.
    fn competitors_of(&self, row: usize, upto: Attribution) -> impl Iterator<Item = usize> {
        let start = row.checked_sub(1).map_or(0, |before| self.competitor_ends[before] as usize);
        let competitors = &self.competitors[start..self.competitor_ends[row] as usize];
        competitors.iter().filter(move |(_, who)| *who <= upto).map(|(code, _)| usize::from(*code))
    }

    /// How many answers of a deal name a reason up to an attribution.
    fn reasoned_of(&self, row: usize, upto: Attribution) -> i32 {
        self.reasoned[row][..=upto as usize].iter().map(|n| i32::from(*n)).sum()
    }

    fn amount(&self, row: usize) -> Option<i64> {
        Some(self.cents[row]).filter(|cents| *cents != NO_AMOUNT)
    }
}
