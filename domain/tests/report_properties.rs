//! The columns against a plain second computation, on generated deals and filters.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use domain::deal::{Outcome, Quarter, Seller, key_day, key_of_day};
use domain::form::Email;
use domain::id::{CompetitorId, ResponseId, TenantId};
use domain::report::snapshot::{Builder, Confided, DealFact, Figures, Reader, Snapshot};
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

/// The mark of an address.
fn at(address: Option<&str>) -> Option<Seller> {
    address.map(|address| Seller::at(&Email::parse(address).expect("an address")))
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
                sellers: rep
                    .as_ref()
                    .map(|id| format!("before@seller.example name:{id}+rep {id}@seller.example")),
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

/// Answers that not everybody may read, whatever became of their deals.
fn confided(most: usize) -> impl Strategy<Value = Vec<Confided>> {
    let one = (
        prop::sample::select(&[Leadership, Pooled][..]),
        0_i64..1_000_000,
        key_of_day(today()) - 800..=key_of_day(today()),
        prop::sample::subsequence(&[Theme::Pricing, Theme::Support, Theme::Security][..], 0..=3),
    );
    prop::collection::vec(one, 0..most).prop_map(|all| {
        (1..)
            .zip(all)
            .map(|(id, (who, sent, closed_day, themes))| Confided {
                response: ResponseId::new(Uuid::from_u128(id)),
                who,
                submitted_at: DateTime::from_timestamp(sent, 0).expect("an instant"),
                closed_day,
                themes,
            })
            .collect()
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

/// How many of the answers of one kind are counted over these days: of those with that part, in the order in which they
/// were sent, whole fives, and of these the ones that lie within the period whole.
fn in_fives(
    confided: &[Confided],
    has: impl Fn(&Confided) -> bool,
    is_shown: impl Fn(&Confided) -> bool,
) -> Vec<&Confided> {
    let mut found: Vec<&Confided> =
        confided.iter().filter(|one| !one.themes.is_empty() && has(one)).collect();
    found.sort_by_key(|one| (one.submitted_at, one.response));
    found.chunks_exact(5).filter(|five| five.iter().all(|one| is_shown(one))).flatten().copied().collect()
}

/// One after the other, as a person would do it on paper.
fn check(
    (facts, confided): (&[DealFact], &[Confided]),
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
    let levels: Vec<Attribution> =
        Attribution::ALL.into_iter().filter(|who| is_coarse && *who > reader.upto).collect();
    let (from, to) = filter.period.days(today());
    let in_period = |one: &Confided| (from..=to).contains(&key_day(one.closed_day));
    let hidden = |who: Attribution, is_shown: &dyn Fn(&Confided) -> bool| {
        in_fives(confided, |one| one.who == who, is_shown)
    };
    // Of what he sold himself a reader has nothing counted that is not for everybody.
    let upto = |f: &DealFact| {
        let sold =
            |mark: &Seller| f.sellers.iter().flat_map(|all| all.split(' ')).any(|one| one == mark.as_str());
        let is_own = reader.sells_as.iter().any(sold);
        if is_own { Named } else { reader.upto }
    };
    let parts = |f: &DealFact| f.reasoned[..=upto(f) as usize].iter().sum::<i32>();
    let readable: Vec<_> = lost.iter().copied().filter(|f| parts(f) > 0).collect();
    let in_confidence = count(levels.iter().map(|who| hidden(*who, &in_period).len()).sum());
    let with_reason = count(readable.len()) + in_confidence;
    let unread = lost.iter().filter(|f| parts(f) == 0 && f.reasoned.iter().sum::<i32>() > 0).count();
    let basis = figures.reasons_basis;
    assert_eq!((basis.with_reason, basis.in_confidence), (with_reason, in_confidence));
    assert_eq!(basis.withheld, (count(unread) - in_confidence).max(0));
    assert_eq!(basis.unheard, count(lost.iter().filter(|f| !f.is_answered).count()));
    assert_eq!(basis.with_reason_cents, readable.iter().filter_map(|f| f.home_cents).sum::<i64>());
    for reason in &figures.reasons {
        let names =
            |f: &&DealFact| f.themes.iter().any(|(theme, who, _)| *theme == reason.theme && *who <= upto(f));
        let named: Vec<&DealFact> = readable.iter().copied().filter(names).collect();
        let mut plain = Decimal::ZERO;
        for fact in &named {
            for (_, _, weight) in
                fact.themes.iter().filter(|(theme, who, _)| *theme == reason.theme && *who <= upto(fact))
            {
                let share = Decimal::from(*weight) / Decimal::from(10_000 * parts(fact));
                plain += Decimal::from(fact.home_cents.unwrap_or(0)) * share;
            }
        }
        // Fives of what is in fives: a theme is a part of all reasons.
        let of_theme = |who: Attribution| {
            let (every, shown) = (hidden(who, &|_| true), hidden(who, &in_period));
            let has = |one: &Confided| every.contains(&one) && one.themes.contains(&reason.theme);
            in_fives(confided, has, |one| shown.contains(&one)).len()
        };
        let in_confidence = count(levels.iter().map(|who| of_theme(*who)).sum());
        assert_eq!(reason.in_confidence, in_confidence);
        assert_eq!(reason.deals, Rate::new(count(named.len()) + in_confidence, with_reason));
        assert_eq!(reason.touched_cents, named.iter().filter_map(|f| f.home_cents).sum::<i64>());
        assert!((Decimal::from(reason.attributed_cents) - plain).abs() < Decimal::ONE);
    }
    let total: i64 = figures.reasons.iter().map(|r| r.attributed_cents).sum();
    assert_eq!(total, basis.with_reason_cents, "the parts add up to the whole");

    for record in &figures.competitors {
        let met_as = |f: &DealFact, is: &dyn Fn(Attribution) -> bool| {
            f.competitors.iter().any(|(id, who)| *id == record.id && is(*who))
        };
        let met: Vec<&DealFact> = now.iter().copied().filter(|f| met_as(f, &|who| who <= upto(f))).collect();
        assert_eq!(record.win_rate, rate(&met));
        let met: Vec<&DealFact> = met.into_iter().filter(wanted).collect();
        assert_eq!(record.met, count(met.len()));
        let lost = met.iter().filter(|f| f.outcome.is_lost());
        assert_eq!(record.lost_cents, lost.filter_map(|f| f.home_cents).sum::<i64>());
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
        confided in confided(60),
        filter in filter(),
        is_apart in any::<bool>(),
        upto in prop::sample::select(&[Named, Leadership][..]),
        sells_as in prop::sample::select(&[None, Some("r1@seller.example"), Some("nobody@seller.example")][..]),
        name in prop::sample::select(&["", "R2, Rep", "Nobody"][..]),
    ) {
        facts.sort_by_key(|fact| fact.closed_day);
        let snapshot = snapshot(&facts, &confided);
        let sells_as: Vec<Seller> = at(sells_as).into_iter().chain(Seller::called(name)).collect();
        let reader = Reader { upto, sells_as: &sells_as };
        let no_decision = if is_apart { NoDecision::Apart } else { NoDecision::Lost };
        let figures = snapshot.view(&filter, reader, no_decision, today()).figures();
        check((&facts, &confided), &filter, reader, no_decision, &figures);
    }

    #[test]
    fn one_hidden_answer_more_changes_a_row_by_nothing_or_by_five_and_no_value(
        mut facts in prop::collection::vec(fact(), 0..40),
        mut confided in confided(100),
        period in prop::sample::select(&[Period::LastYear, Period::LastTwoYears][..]),
        reader in prop::sample::select(&[Named, Leadership][..]),
    ) {
        facts.sort_by_key(|fact| fact.closed_day);
        let filter = ReportFilter { period, ..ReportFilter::default() };
        let before = rows(&snapshot(&facts, &confided), &filter, reader);
        confided.push(Confided {
            response: ResponseId::new(Uuid::from_u128(1_000)),
            who: Pooled,
            // The last one that was sent.
            submitted_at: DateTime::from_timestamp(2_000_000, 0).expect("an instant"),
            closed_day: key_of_day(today()) - 10,
            themes: vec![Theme::Pricing, Theme::Support],
        });
        let after = rows(&snapshot(&facts, &confided), &filter, reader);
        for (row, now) in &after {
            let was = before.get(row).copied().unwrap_or_default();
            prop_assert!(now.0 == was.0 || now.0 == was.0 + 5, "{row}: {was:?} became {now:?}");
            prop_assert_eq!((now.1, now.2), (was.1, was.2), "no value moves: {}", row);
        }
        prop_assert!(before.keys().all(|row| after.contains_key(row)));
        // The same days as a free range have nothing hidden: what lies between them is none or whole fives.
        let (from, to) = period.days(today());
        let range = ReportFilter { period: Period::Range(from, to), ..ReportFilter::default() };
        let free = rows(&snapshot(&facts, &confided), &range, reader);
        for (row, all) in &after {
            let open = free.get(row).copied().unwrap_or_default();
            prop_assert!((all.0 - open.0) % 5 == 0 && all.0 >= open.0, "{row}: {open:?} of {all:?}");
            prop_assert_eq!((all.1, all.2), (open.1, open.2), "no value is hidden: {}", row);
        }
    }

    #[test]
    fn whatever_a_crm_changes_moves_what_may_be_read_and_nothing_else(
        mut facts in prop::collection::vec(fact(), 1..60),
        confided in confided(100),
        at in any::<prop::sample::Index>(),
        changed in fact(),
        is_open_again in any::<bool>(),
    ) {
        facts.sort_by_key(|fact| fact.closed_day);
        let filter = ReportFilter { period: Period::LastTwoYears, ..ReportFilter::default() };
        let range = Period::Range(filter.period.days(today()).0, today());
        let free = ReportFilter { period: range, ..ReportFilter::default() };
        let hidden = |facts: &[DealFact]| {
            let snapshot = snapshot(facts, &confided);
            let (all, open) = (rows(&snapshot, &filter, Named), rows(&snapshot, &free, Named));
            let beside = |row: &str, n: i64| n - open.get(row).copied().unwrap_or_default().0;
            all.into_iter()
                .map(|(row, (n, ..))| (row.clone(), beside(&row, n)))
                .filter(|(_, n)| *n > 0)
                .collect::<BTreeMap<String, i64>>()
        };
        let before = hidden(&facts);
        // Its outcome, its amount, its day, who sold it and the competitors in it; its answers stay.
        let one = at.index(facts.len());
        let (themes, reasoned) = (facts[one].themes.clone(), facts[one].reasoned);
        facts[one] = DealFact { themes, reasoned, ..changed };
        if is_open_again {
            facts.remove(one);
        }
        facts.sort_by_key(|fact| fact.closed_day);
        prop_assert_eq!(hidden(&facts), before);
    }

    #[test]
    fn what_is_attributed_is_the_amount_however_many_answers_there_are(
        deals in prop::collection::vec((0_i64..=i64::MAX / 100, prop::collection::vec((0_usize..12, 1_i32..10_000), 1..40)), 1..12),
    ) {
        let facts: Vec<DealFact> = deals.iter().map(|(cents, answers)| said(*cents, answers)).collect();
        let (reasons, basis) =
            snapshot(&facts, &[]).view(&ReportFilter::default(), Named, NoDecision::Lost, today()).reasons();
        let attributed: i64 = reasons.iter().map(|reason| reason.attributed_cents).sum();
        prop_assert_eq!(attributed, deals.iter().map(|(cents, _)| cents).sum::<i64>());
        prop_assert_eq!(attributed, basis.with_reason_cents);
        prop_assert!(reasons.iter().all(|reason| reason.attributed_cents <= reason.touched_cents));
    }
}

/// A lost deal with answers that name two themes each, one by that weight and the next by the rest.
fn said(cents: i64, answers: &[(usize, i32)]) -> DealFact {
    let mut weights: BTreeMap<Theme, i32> = BTreeMap::new();
    for (at, weight) in answers {
        *weights.entry(Theme::ALL[*at]).or_default() += weight;
        *weights.entry(Theme::ALL[(at + 1) % 12]).or_default() += 10_000 - weight;
    }
    DealFact {
        closed_day: key_of_day(today()) - 10,
        outcome: Outcome::LostOther,
        home_cents: Some(cents),
        segment: None,
        region: None,
        rep: None,
        sellers: None,
        cycle_days: None,
        is_answered: true,
        competitors: Vec::new(),
        themes: weights.into_iter().map(|(theme, weight)| (theme, Named, weight)).collect(),
        reasoned: [i32::try_from(answers.len()).expect("few"), 0, 0],
    }
}

#[test]
fn a_deal_with_fifteen_answers_is_attributed_once() {
    // It was 1.5 times: shares were made for ten answers at most.
    for answers in [1, 2, 7, 11, 15, 17, 300] {
        let themes = [(0, 9_999); 300];
        let facts = [said(100_000_000, &themes[..answers])];
        let (reasons, _) =
            snapshot(&facts, &[]).view(&ReportFilter::default(), Named, NoDecision::Lost, today()).reasons();
        let sum: i64 = reasons.iter().map(|reason| reason.attributed_cents).sum();
        assert_eq!(sum, 100_000_000, "{answers} answers");
        assert_eq!(reasons[0].attributed_cents + reasons[1].attributed_cents, 100_000_000);
    }
}

#[test]
fn a_rep_is_called_by_his_newest_name_once_there_is_one() {
    // Whoever came first without a name was a number in the filter for ever.
    let sold = |id: &str, name: &str| DealFact {
        rep: Some((id.to_owned(), name.to_owned())),
        ..said(100, &[(0, 5_000)])
    };
    let names = |facts: &[DealFact]| snapshot(facts, &[]).options().reps;
    let rep = |name: &str| vec![("005".to_owned(), name.to_owned())];
    assert_eq!(names(&[sold("005", "005")]), rep("005"), "the id stands in");
    assert_eq!(names(&[sold("005", "005"), sold("005", "Ada Quist")]), rep("Ada Quist"));
    assert_eq!(names(&[sold("005", "Ada Quist"), sold("005", "005")]), rep("Ada Quist"));
    assert_eq!(names(&[sold("005", "Ada Quist"), sold("005", "Ada Brown")]), rep("Ada Brown"));
}

fn snapshot(facts: &[DealFact], confided: &[Confided]) -> Snapshot {
    let vendors = (0..4).map(|n| (vendor(n), format!("Vendor {n}"))).collect();
    let mut builder = Builder::new(TenantId::new(Uuid::from_u128(1)), 7, vendors);
    for fact in facts {
        builder.push(fact);
    }
    for answer in confided {
        builder.confide(answer.clone());
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
    rows.extend(reasons.into_iter().flat_map(|one| {
        let before = (format!("{} before", one.theme), (one.previous_deals, 0, 0));
        [(one.theme.to_string(), (one.deals.hits, one.touched_cents, one.attributed_cents)), before]
    }));
    rows.extend(view.competitors().into_iter().flat_map(|one| {
        let won = (format!("{} won", one.name), (one.win_rate.hits, one.win_rate.n, 0));
        [(one.name.clone(), (one.met, one.lost_cents, 0)), won]
    }));
    rows
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
    };
    let mut facts = vec![said("ann", Theme::Pricing, 0); 6];
    facts.push(said("bo", Theme::Support, 1));
    let shown = |sells_as| {
        let snapshot = snapshot(&facts, &[]);
        let sells_as: Vec<Seller> = at(sells_as).into_iter().collect();
        let reader = Reader { upto: Leadership, sells_as: &sells_as };
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

/// Past the last number of the dictionary, deals had been sold by nobody.
#[test]
fn whoever_sold_reads_nothing_that_is_not_for_him_however_many_sold() {
    const DEALS: u32 = 66_000;
    let fact = |n: u32| DealFact {
        closed_day: key_of_day(today()) - 1,
        outcome: Outcome::LostCompetitor,
        home_cents: None,
        segment: None,
        region: None,
        rep: None,
        sellers: Some(format!("seller{n}@seller.example")),
        cycle_days: None,
        is_answered: true,
        competitors: vec![],
        themes: vec![(Theme::Pricing, Leadership, 10_000)],
        reasoned: [0, 1, 0],
    };
    let facts: Vec<DealFact> = (0..DEALS).map(fact).collect();
    let snapshot = snapshot(&facts, &[]);
    let counted = |n: u32| {
        let sells_as: Vec<Seller> = at(Some(&format!("seller{n}@seller.example"))).into_iter().collect();
        let reader = Reader { upto: Leadership, sells_as: &sells_as };
        let view = snapshot.view(&ReportFilter::default(), reader, NoDecision::Lost, today());
        view.reasons().1.with_reason
    };
    let numbered = i64::from(u16::MAX - 1);
    assert_eq!(counted(DEALS), numbered, "of the others it is not known");
    assert_eq!(counted(0), numbered - 1);
    assert_eq!(counted(DEALS - 1), numbered);
}

#[test]
fn an_empty_tenant_has_figures_too() {
    let snapshot = Builder::new(TenantId::new(Uuid::from_u128(1)), 0, vec![]).finish();
    let figures = snapshot.view(&ReportFilter::default(), Named, NoDecision::Lost, today()).figures();
    assert_eq!(figures.headline.closed, 0);
    assert!(figures.by_quarter.is_empty() && figures.options.quarters.is_empty());
}
