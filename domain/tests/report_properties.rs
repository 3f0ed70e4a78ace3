//! The columns against a plain second computation, on generated deals and filters.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::deal::{Outcome, Quarter, key_day, key_of_day};
use domain::id::{CompetitorId, TenantId};
use domain::report::snapshot::{Builder, DealFact, Figures, LEAST_WITHHELD};
use domain::report::{Change, Period, Rate, ReportFilter};
use domain::response::Attribution::{self, Leadership, Named, Pooled};
use domain::taxonomy::Theme;
use domain::tenant::NoDecision;
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

fn vendor(number: u128) -> CompetitorId {
    CompetitorId::new(Uuid::from_u128(number))
}

fn fact() -> impl Strategy<Value = DealFact> {
    let text = |all: &'static [&'static str]| {
        prop::option::of(prop::sample::select(all)).prop_map(|one| one.map(str::to_owned))
    };
    let reasons = prop_oneof![
        Just((vec![], [0, 0, 0])),
        Just((vec![(Theme::Pricing, Named, 10_000)], [1, 0, 0])),
        Just((vec![(Theme::Pricing, Pooled, 5_000), (Theme::Support, Pooled, 5_000)], [0, 0, 1])),
        Just((vec![(Theme::Pricing, Leadership, 10_000)], [0, 1, 0])),
        Just((
            vec![
                (Theme::Security, Named, 10_000),
                (Theme::Pricing, Pooled, 6_666),
                (Theme::Security, Pooled, 3_334)
            ],
            [1, 0, 1]
        )),
        Just((vec![(Theme::Support, Named, 10_001), (Theme::Usability, Named, 19_999)], [3, 0, 0])),
    ];
    (
        (key_of_day(today()) - 800..=key_of_day(today()), prop::sample::select(&Outcome::ALL[..])),
        prop::option::weighted(0.9, 0_i64..50_000_000),
        (text(&["SMB", "Enterprise"]), text(&["EMEA", "US"]), text(&["r1", "r2", "r3"])),
        prop::option::weighted(0.9, 0_i32..500),
        (any::<bool>(), prop::collection::btree_set(0_u128..4, 0..3), reasons),
    )
        .prop_map(|((closed_day, outcome), home_cents, (segment, region, rep), cycle_days, rest)| {
            let (is_answered, competitors, (themes, reasoned)) = rest;
            DealFact {
                closed_day,
                outcome,
                home_cents,
                segment,
                region,
                rep: rep.map(|id| (id.clone(), format!("Rep {id}"))),
                cycle_days,
                is_answered,
                competitors: competitors
                    .into_iter()
                    .map(|n| (vendor(n), [Named, Leadership, Pooled][n as usize % 3]))
                    .collect(),
                themes,
                reasoned,
            }
        })
}

fn filter() -> impl Strategy<Value = ReportFilter> {
    let some = |all: &'static [&'static str]| prop::sample::subsequence(all, 0..=1);
    let period = prop_oneof![
        Just(Period::LastYear),
        Just(Period::LastTwoYears),
        Just(Period::Quarter(Quarter { year: 2026, quarter: 2 })),
        Just(Period::Quarter(Quarter { year: 2026, quarter: 4 })),
        Just(Period::Range(today() - chrono::Duration::days(50), today())),
    ];
    let texts = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect::<Vec<_>>();
    (
        period,
        some(&["SMB", "nowhere"]),
        some(&["EMEA"]),
        some(&["r1"]),
        prop::sample::subsequence(&Outcome::ALL[..], 0..=2),
    )
        .prop_map(move |(period, segments, regions, reps, outcomes)| ReportFilter {
            period,
            segments: texts(segments),
            regions: texts(regions),
            reps: texts(reps),
            outcomes,
        })
}

/// One after the other, as a person would do it on paper.
fn check(
    facts: &[DealFact],
    filter: &ReportFilter,
    reader: Attribution,
    no_decision: NoDecision,
    figures: &Figures,
) {
    let one_of = |wanted: &[String], value: Option<&String>| {
        wanted.is_empty() || value.is_some_and(|value| wanted.contains(value))
    };
    let in_slice = |fact: &&DealFact| {
        one_of(&filter.segments, fact.segment.as_ref())
            && one_of(&filter.regions, fact.region.as_ref())
            && one_of(&filter.reps, fact.rep.as_ref().map(|(id, _)| id))
    };
    let wanted = |fact: &&DealFact| filter.outcomes.is_empty() || filter.outcomes.contains(&fact.outcome);
    let between = |(from, to): (NaiveDate, NaiveDate)| {
        move |fact: &&DealFact| (from..=to).contains(&key_day(fact.closed_day))
    };
    let rate = |facts: &[&DealFact]| {
        let counted: Vec<_> = facts
            .iter()
            .filter(|f| no_decision == NoDecision::Lost || f.outcome != Outcome::LostNoDecision)
            .collect();
        let won = counted.iter().filter(|f| f.outcome == Outcome::Won).count();
        Rate::new(i64::try_from(won).expect("few"), i64::try_from(counted.len()).expect("few"))
    };
    let slice: Vec<&DealFact> = facts.iter().filter(in_slice).collect();
    let now: Vec<&DealFact> = slice.iter().copied().filter(between(filter.period.days(today()))).collect();
    let before: Vec<&DealFact> =
        slice.iter().copied().filter(between(filter.period.previous_days(today()))).collect();
    let shown: Vec<&DealFact> = now.iter().copied().filter(wanted).collect();
    let count = |n: usize| i64::try_from(n).expect("few");

    let head = &figures.headline;
    assert_eq!(head.win_rate, rate(&now));
    assert_eq!(head.previous, rate(&before));
    assert_eq!(head.change, Change::between(rate(&before), rate(&now)));
    assert_eq!(head.closed, count(shown.len()));
    let won: Vec<_> = shown.iter().filter(|f| f.outcome == Outcome::Won).collect();
    assert_eq!(head.won_cents, won.iter().filter_map(|f| f.home_cents).sum::<i64>());
    let lost: Vec<_> = shown.iter().copied().filter(|f| f.outcome.is_lost()).collect();
    assert_eq!(head.lost_cents, lost.iter().filter_map(|f| f.home_cents).sum::<i64>());
    assert_eq!(head.without_amount, count(shown.iter().filter(|f| f.home_cents.is_none()).count()));
    assert_eq!(head.coverage.hits, count(shown.iter().filter(|f| f.is_answered).count()));
    assert_eq!(head.won + head.lost_competitor + head.lost_no_decision + head.lost_other, head.closed);

    for one in &figures.by_quarter {
        let of_quarter: Vec<&DealFact> =
            slice.iter().copied().filter(|f| Quarter::of(key_day(f.closed_day)) == one.quarter).collect();
        assert_eq!(one.rate, rate(&of_quarter), "{:?}", one.quarter);
    }

    let in_period: Vec<&DealFact> = facts.iter().filter(between(filter.period.days(today()))).collect();
    let withheld =
        in_period.iter().filter(|f| f.reasoned[reader as usize + 1..].iter().sum::<i32>() > 0).count();
    let is_coarse = filter.is_plain() && !matches!(filter.period, Period::Range(..));
    let upto = if is_coarse && withheld >= LEAST_WITHHELD { Pooled } else { reader };
    let parts = |f: &DealFact| f.reasoned[..=upto as usize].iter().sum::<i32>();
    let with_reason: Vec<_> = lost.iter().copied().filter(|f| parts(f) > 0).collect();
    assert_eq!(figures.reasons_basis.with_reason, count(with_reason.len()));
    let mut attributed: BTreeMap<Theme, Decimal> = BTreeMap::new();
    for fact in &with_reason {
        for (theme, _, weight) in fact.themes.iter().filter(|(_, who, _)| *who <= upto) {
            let share = Decimal::from(*weight) / Decimal::from(10_000 * parts(fact));
            *attributed.entry(*theme).or_default() += Decimal::from(fact.home_cents.unwrap_or(0)) * share;
        }
    }
    for reason in &figures.reasons {
        let names = |f: &&&DealFact| f.themes.iter().any(|(t, who, _)| *t == reason.theme && *who <= upto);
        let named: Vec<_> = with_reason.iter().filter(names).collect();
        assert_eq!(reason.deals, Rate::new(count(named.len()), count(with_reason.len())));
        assert_eq!(reason.touched_cents, named.iter().filter_map(|f| f.home_cents).sum::<i64>());
        let plain = attributed.get(&reason.theme).copied().unwrap_or_default();
        assert!((Decimal::from(reason.attributed_cents) - plain).abs() <= Decimal::new(500_001, 6));
    }
    let total: i64 = figures.reasons.iter().map(|r| r.attributed_cents).sum();
    assert!((total - figures.reasons_basis.with_reason_cents).abs() <= 12, "the parts add up to the whole");

    for record in &figures.competitors {
        let met: Vec<&DealFact> = now
            .iter()
            .copied()
            .filter(|f| f.competitors.iter().any(|(id, who)| *id == record.id && *who <= upto))
            .collect();
        assert_eq!(record.win_rate, rate(&met));
        assert_eq!(record.met, count(met.iter().copied().filter(wanted).count()));
    }

    for (spread, is_lost) in [(figures.cycle.won, false), (figures.cycle.lost, true)] {
        let mut days: Vec<i32> =
            shown.iter().filter(|f| f.outcome.is_lost() == is_lost).filter_map(|f| f.cycle_days).collect();
        days.sort_unstable();
        assert_eq!(spread, domain::report::Spread::of_sorted(&days));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn the_columns_agree_with_pencil_and_paper(
        mut facts in prop::collection::vec(fact(), 0..80),
        filter in filter(),
        is_apart in any::<bool>(),
        reader in prop::sample::select(&[Named, Leadership][..]),
    ) {
        facts.sort_by_key(|fact| fact.closed_day);
        let tenant = TenantId::new(Uuid::from_u128(1));
        let vendors = (0..4).map(|n| (vendor(n), format!("Vendor {n}"))).collect();
        let mut builder = Builder::new(tenant, 7, vendors);
        for fact in &facts {
            builder.push(fact);
        }
        let snapshot = builder.finish();
        let no_decision = if is_apart { NoDecision::Apart } else { NoDecision::Lost };
        let figures = snapshot.view(&filter, reader, no_decision, today()).figures();
        check(&facts, &filter, reader, no_decision, &figures);
    }
}

#[test]
fn an_empty_tenant_has_figures_too() {
    let snapshot = Builder::new(TenantId::new(Uuid::from_u128(1)), 0, vec![]).finish();
    let figures = snapshot.view(&ReportFilter::default(), Named, NoDecision::Lost, today()).figures();
    assert_eq!(figures.headline.closed, 0);
    assert!(figures.by_quarter.is_empty() && figures.options.quarters.is_empty());
}
