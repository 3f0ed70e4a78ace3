//! The columns against a plain second computation, on generated deals and filters.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};
use domain::deal::{Outcome, Quarter, key_day, key_of_day};
use domain::id::{CompetitorId, TenantId};
use domain::report::snapshot::{Builder, DealFact, Figures, Reader, Snapshot};
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
        (any::<bool>(), prop::collection::btree_set(0_u128..4, 0..3), reasons, 0_i64..1_000_000),
    )
        .prop_map(|((closed_day, outcome), home_cents, (segment, region, rep), cycle_days, rest)| {
            let (is_answered, competitors, (themes, reasoned), sent) = rest;
            DealFact {
                closed_day,
                outcome,
                home_cents,
                segment,
                region,
                sellers: rep.as_ref().map(|id| format!("before@seller.example {id}@seller.example")),
                rep: rep.map(|id| (id.clone(), format!("Rep {id}"))),
                cycle_days,
                is_answered,
                competitors: competitors
                    .into_iter()
                    .map(|n| (vendor(n), [Named, Leadership, Pooled][n as usize % 3]))
                    .collect(),
                themes,
                reasoned,
                first_sent: [DateTime::from_timestamp(sent, 0); 3],
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

/// The places of the deals that are counted beside what may be read: of those with that hidden part, in the order in
/// which it was sent, whole fives, and of these the ones that lie within the period whole.
fn in_fives(
    facts: &[DealFact],
    has: impl Fn(&DealFact) -> bool,
    who: Attribution,
    is_shown: impl Fn(usize) -> bool,
) -> BTreeSet<usize> {
    let mut found: Vec<usize> = (0..facts.len()).filter(|at| has(&facts[*at])).collect();
    found.sort_by_key(|at| (facts[*at].first_sent[who as usize], *at));
    found.chunks_exact(5).filter(|five| five.iter().all(|at| is_shown(*at))).flatten().copied().collect()
}

/// Whose answers give a deal's reasons.
fn speaks(fact: &DealFact) -> Option<Attribution> {
    Attribution::ALL.into_iter().find(|who| fact.reasoned[*who as usize] > 0)
}

/// One after the other, as a person would do it on paper.
fn check(
    facts: &[DealFact],
    filter: &ReportFilter,
    reader: Reader<'_>,
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

    let is_coarse = filter.is_plain() && !matches!(filter.period, Period::Range(..));
    let in_period = |at: usize| between(filter.period.days(today()))(&&facts[at]);
    let levels: Vec<Attribution> =
        Attribution::ALL.into_iter().filter(|who| is_coarse && *who > reader.upto).collect();
    let of_lost = |who: Attribution, is_shown: &dyn Fn(usize) -> bool| {
        in_fives(facts, |f| f.outcome.is_lost() && speaks(f) == Some(who), who, is_shown)
    };
    let names = |fact: &DealFact, theme: Theme, upto: &dyn Fn(Attribution) -> bool| {
        fact.themes.iter().any(|(t, who, _)| *t == theme && upto(*who))
    };
    // Of what he sold himself a reader has nothing counted that is not for everybody.
    let upto = |f: &DealFact| {
        let sold = |address: &str| f.sellers.iter().flat_map(|all| all.split(' ')).any(|one| one == address);
        let is_own = reader.sells_as.is_some_and(sold);
        if is_own { Named } else { reader.upto }
    };
    let parts = |f: &DealFact| f.reasoned[..=upto(f) as usize].iter().sum::<i32>();
    let readable: Vec<_> = lost.iter().copied().filter(|f| parts(f) > 0).collect();
    let hidden: BTreeSet<usize> = levels.iter().flat_map(|who| of_lost(*who, &in_period)).collect();
    let with_reason = count(readable.len() + hidden.len());
    let of_any = lost.iter().filter(|f| f.reasoned.iter().sum::<i32>() > 0).count();
    assert_eq!(figures.reasons_basis.with_reason, with_reason);
    assert_eq!(figures.reasons_basis.withheld, count(of_any) - with_reason);
    for reason in &figures.reasons {
        let mut plain = Decimal::ZERO;
        let mut add = |fact: &DealFact, parts: i32, upto: &dyn Fn(Attribution) -> bool| {
            for (_, _, weight) in fact.themes.iter().filter(|(t, who, _)| *t == reason.theme && upto(*who)) {
                let share = Decimal::from(*weight) / Decimal::from(10_000 * parts);
                plain += Decimal::from(fact.home_cents.unwrap_or(0)) * share;
            }
        };
        let mut named: Vec<&DealFact> =
            readable.iter().copied().filter(|f| names(f, reason.theme, &|who| who <= upto(f))).collect();
        for fact in &named {
            add(fact, parts(fact), &|who| who <= upto(fact));
        }
        for level in &levels {
            // Fives of what is in fives: a theme is a part of all reasons.
            let (every, shown) = (of_lost(*level, &|_| true), of_lost(*level, &in_period));
            let place =
                |f: &DealFact| facts.iter().position(|one| std::ptr::eq(one, f)).expect("it is there");
            let is_it = |who: Attribution| who == *level;
            let has = |f: &DealFact| every.contains(&place(f)) && names(f, reason.theme, &is_it);
            for at in in_fives(facts, has, *level, |at| shown.contains(&at)) {
                add(&facts[at], facts[at].reasoned[*level as usize], &is_it);
                named.push(&facts[at]);
            }
        }
        assert_eq!(reason.deals, Rate::new(count(named.len()), with_reason));
        assert_eq!(reason.touched_cents, named.iter().filter_map(|f| f.home_cents).sum::<i64>());
        assert!((Decimal::from(reason.attributed_cents) - plain).abs() <= Decimal::new(500_001, 6));
    }
    if hidden.is_empty() {
        let total: i64 = figures.reasons.iter().map(|r| r.attributed_cents).sum();
        assert!(
            (total - figures.reasons_basis.with_reason_cents).abs() <= 12,
            "the parts add up to the whole"
        );
    }

    for record in &figures.competitors {
        let met_as = |f: &DealFact, is: &dyn Fn(Attribution) -> bool| {
            f.competitors.iter().any(|(id, who)| *id == record.id && is(*who))
        };
        let mut met: Vec<&DealFact> =
            now.iter().copied().filter(|f| met_as(f, &|who| who <= upto(f))).collect();
        for level in &levels {
            let has = |f: &DealFact| met_as(f, &|who| who == *level);
            met.extend(in_fives(facts, has, *level, in_period).into_iter().map(|at| &facts[at]));
        }
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
        upto in prop::sample::select(&[Named, Leadership][..]),
        sells_as in prop::sample::select(&[None, Some("r1@seller.example"), Some("nobody@seller.example")][..]),
    ) {
        facts.sort_by_key(|fact| fact.closed_day);
        let snapshot = snapshot(&facts);
        let reader = Reader { upto, sells_as };
        let no_decision = if is_apart { NoDecision::Apart } else { NoDecision::Lost };
        let figures = snapshot.view(&filter, reader, no_decision, today()).figures();
        check(&facts, &filter, reader, no_decision, &figures);
    }

    #[test]
    fn one_hidden_answer_more_changes_a_row_by_nothing_or_by_five(
        mut facts in prop::collection::vec(fact(), 0..120),
        at in any::<prop::sample::Index>(),
        period in prop::sample::select(&[Period::LastYear, Period::LastTwoYears][..]),
        reader in prop::sample::select(&[Named, Leadership][..]),
    ) {
        facts.sort_by_key(|fact| fact.closed_day);
        let filter = ReportFilter { period, ..ReportFilter::default() };
        let plain = |facts: &[DealFact]| rows(&snapshot(facts), &filter, reader);
        if !facts.is_empty() {
            let one = at.index(facts.len());
            // A deal that nobody said anything about gets its answer: the last one that was sent.
            facts[one].competitors.clear();
            facts[one].themes.clear();
            facts[one].reasoned = [0; 3];
            let before = plain(&facts);
            facts[one].competitors = vec![(vendor(2), Pooled)];
            facts[one].themes = vec![(Theme::Pricing, Pooled, 5_000), (Theme::Support, Pooled, 5_000)];
            facts[one].reasoned = [0, 0, 1];
            facts[one].first_sent = [DateTime::from_timestamp(2_000_000, 0); 3];
            let after = plain(&facts);
            for (row, now) in &after {
                let was = before.get(row).copied().unwrap_or_default();
                prop_assert!(*now == was || now.0 == was.0 + 5, "{row}: {was:?} became {now:?}");
            }
            prop_assert!(before.keys().all(|row| after.contains_key(row)));
        }
        // The same days as a free range have nothing hidden: what lies between them is none or at least five.
        let (from, to) = period.days(today());
        let range = ReportFilter { period: Period::Range(from, to), ..ReportFilter::default() };
        let whole = plain(&facts);
        let free = rows(&snapshot(&facts), &range, reader);
        for (row, all) in &whole {
            let open = free.get(row).copied().unwrap_or_default();
            prop_assert!(*all == open || all.0 >= open.0 + 5, "{row}: {open:?} of {all:?}");
        }
    }
}

fn snapshot(facts: &[DealFact]) -> Snapshot {
    let vendors = (0..4).map(|n| (vendor(n), format!("Vendor {n}"))).collect();
    let mut builder = Builder::new(TenantId::new(Uuid::from_u128(1)), 7, vendors);
    for fact in facts {
        builder.push(fact);
    }
    builder.finish()
}

/// How many deals each row counts, and their values.
fn rows(
    snapshot: &Snapshot,
    filter: &ReportFilter,
    reader: Attribution,
) -> BTreeMap<String, (i64, i64, i64)> {
    let view = snapshot.view(filter, reader, NoDecision::Lost, today());
    let (reasons, basis) = view.reasons();
    let mut rows = BTreeMap::from([("all".to_owned(), (basis.with_reason, basis.with_reason_cents, 0))]);
    rows.extend(
        reasons
            .into_iter()
            .map(|one| (one.theme.to_string(), (one.deals.hits, one.touched_cents, one.attributed_cents))),
    );
    rows.extend(view.competitors().into_iter().flat_map(|one| {
        [(one.name.clone(), (one.met, 0, 0)), (format!("{} won", one.name), (one.met, one.win_rate.hits, 0))]
    }));
    rows
}

#[test]
fn the_amount_of_one_deal_that_was_lost_among_five_that_were_met_is_not_shown() {
    let mut facts: Vec<DealFact> = (0..10)
        .map(|n| DealFact {
            closed_day: key_of_day(today()) - 10,
            outcome: if n < 4 { Outcome::Won } else { Outcome::LostOther },
            home_cents: Some(100 + n),
            segment: None,
            region: None,
            rep: None,
            sellers: None,
            cycle_days: None,
            is_answered: true,
            competitors: vec![(vendor(1), Pooled)],
            themes: Vec::new(),
            reasoned: [0; 3],
            first_sent: [DateTime::from_timestamp(n, 0); 3],
        })
        .collect();
    let record = |facts: &[DealFact]| {
        let snapshot = snapshot(facts);
        let view = snapshot.view(&ReportFilter::default(), Leadership, NoDecision::Lost, today());
        view.competitors().first().map(|one| (one.met, one.win_rate.hits, one.lost_cents))
    };
    assert_eq!(record(&facts[..4]), None);
    assert_eq!(record(&facts[..9]), Some((5, 4, 0)), "one of five was lost");
    assert_eq!(record(&facts), Some((10, 4, 104 + 105 + 106 + 107 + 108)), "of six that were lost, five");
    facts[9].home_cents = Some(5_000_000);
    assert_eq!(record(&facts), Some((10, 4, 104 + 105 + 106 + 107 + 108)));
}

#[test]
fn what_a_leader_sold_himself_enters_none_of_his_figures_by_an_answer_for_leadership() {
    let said = |seller: &str, theme: Theme, n: u128| DealFact {
        closed_day: key_of_day(today()) - 10,
        outcome: Outcome::LostCompetitor,
        home_cents: Some(100),
        segment: None,
        region: None,
        rep: Some((seller.to_owned(), seller.to_owned())),
        sellers: Some(format!("{seller}@seller.example")),
        cycle_days: None,
        is_answered: true,
        competitors: vec![(vendor(n), Leadership)],
        themes: vec![(theme, Leadership, 10_000)],
        reasoned: [0, 1, 0],
        first_sent: [DateTime::from_timestamp(1, 0); 3],
    };
    let mut facts = vec![said("ann", Theme::Pricing, 0); 6];
    facts.push(said("bo", Theme::Support, 1));
    let shown = |sells_as| {
        let snapshot = snapshot(&facts);
        let reader = Reader { upto: Leadership, sells_as };
        let figures = snapshot.view(&ReportFilter::default(), reader, NoDecision::Lost, today()).figures();
        let themes: Vec<_> = figures.reasons.iter().map(|one| (one.theme, one.deals.hits)).collect();
        let met: Vec<_> = figures.competitors.iter().map(|one| (one.id, one.met)).collect();
        (themes, met, figures.reasons_basis.withheld)
    };
    let (ann, bo) = ((Theme::Pricing, 6), (Theme::Support, 1));
    assert_eq!(shown(None), (vec![ann, bo], vec![(vendor(0), 6), (vendor(1), 1)], 0));
    assert_eq!(shown(Some("ann@seller.example")), (vec![bo], vec![(vendor(1), 1)], 6), "not even as five");
    assert_eq!(shown(Some("bo@seller.example")), (vec![ann], vec![(vendor(0), 6)], 1));
}

#[test]
fn an_empty_tenant_has_figures_too() {
    let snapshot = Builder::new(TenantId::new(Uuid::from_u128(1)), 0, vec![]).finish();
    let figures = snapshot.view(&ReportFilter::default(), Named, NoDecision::Lost, today()).figures();
    assert_eq!(figures.headline.closed, 0);
    assert!(figures.by_quarter.is_empty() && figures.options.quarters.is_empty());
}
