//! One made-up quarter whose numbers add up, for the tests of this crate.

use domain::deal::{Outcome, Quarter};
use domain::id::{CompetitorId, DealId};
use domain::report::{
    Change, CompetitorRecord, Cycle, Dashboard, FilterOptions, Headline, NewestAnswer, QuarterRate, Rate,
    Reason, ReasonsBasis, Spread,
};
use domain::taxonomy::Theme;
use domain::tenant::NoDecision;
use uuid::Uuid;

/// Q3 2026: 142 closed = 54 won + 57 to competitors + 22 without a decision + 9 other.
pub(crate) fn dashboard() -> Dashboard {
    let (now, before) = (Rate::new(54, 142), Rate::new(55, 131));
    Dashboard {
        as_of: "2026-10-12T08:58:00Z".parse().expect("an instant"),
        data_version: 7,
        period: "Q3 2026".to_owned(),
        compared_with: "Q2 2026".to_owned(),
        no_decision: NoDecision::Lost,
        home_currency: "USD".to_owned(),
        headline: Headline {
            win_rate: now,
            previous: before,
            change: Change::between(before, now),
            closed: 142,
            won: 54,
            lost_competitor: 57,
            lost_no_decision: 22,
            lost_other: 9,
            won_cents: 488_000_000,
            lost_cents: 1_102_040_000,
            without_amount: 3,
            coverage: Rate::new(61, 142),
        },
        by_quarter: by_quarter(),
        reasons: reasons(),
        reasons_basis: ReasonsBasis {
            lost: 88,
            with_reason: 76,
            in_confidence: 0,
            with_reason_cents: 960_000_000,
            unheard: 12,
            withheld: 0,
        },
        competitors: competitors(),
        cycle: Cycle {
            won: Some(Spread { n: 54, min: 12.0, q1: 41.0, median: 64.0, q3: 92.0, max: 151.0 }),
            lost: Some(Spread { n: 85, min: 9.0, q1: 52.0, median: 81.0, q3: 128.0, max: 214.0 }),
        },
        newest: newest(),
        options: options(),
    }
}

/// The newest quarters first.
pub(crate) fn options() -> FilterOptions {
    FilterOptions {
        segments: ["Enterprise", "Mid-market", "Small business"].map(str::to_owned).to_vec(),
        regions: ["Americas", "EMEA"].map(str::to_owned).to_vec(),
        reps: [("r1", "Grace Okafor"), ("r2", "Luis Ortega")]
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .to_vec(),
        quarters: by_quarter().into_iter().rev().map(|quarter| quarter.quarter).collect(),
    }
}

fn by_quarter() -> Vec<QuarterRate> {
    let mut quarter = Quarter { year: 2024, quarter: 4 };
    let rates = [(41, 96), (44, 101), (49, 108), (47, 110), (55, 121), (53, 122), (55, 131), (54, 142)];
    let mut quarters = Vec::new();
    for (hits, n) in rates {
        quarters.push(QuarterRate { quarter, rate: Rate::new(hits, n) });
        quarter = quarter.next();
    }
    quarters
}

fn reasons() -> Vec<Reason> {
    let rows = [
        (Theme::Pricing, 31, 190, 26),
        (Theme::ProductFit, 27, 160, 28),
        (Theme::Integrations, 22, 230, 12),
        (Theme::Incumbent, 17, 120, 15),
        (Theme::SalesExperience, 14, 70, 17),
        (Theme::Implementation, 12, 90, 11),
        (Theme::Timing, 9, 60, 8),
        (Theme::Security, 4, 40, 5),
    ];
    let reason = |(theme, deals, value, previous_deals): (Theme, i64, i64, i64)| Reason {
        theme,
        deals: Rate::new(deals, 76),
        in_confidence: 0,
        touched_cents: value * 1_600_000,
        attributed_cents: value * 1_000_000,
        previous_deals,
    };
    rows.map(reason).to_vec()
}

/// Name, won, lost, both in the period before, millions lost and the win rates of the last quarters.
type Met = (&'static str, i64, i64, (i64, i64), i64, [i32; 8]);

fn competitors() -> Vec<CompetitorRecord> {
    let rows = [
        ("Contoso CRM", 17, 34, (16, 20), 340, [44, 46, 45, 42, 43, 41, 40, 33]),
        ("Fabrikam", 15, 23, (14, 22), 190, [36, 35, 38, 36, 40, 37, 41, 39]),
        ("Globex", 12, 15, (11, 16), 100, [41, 45, 43, 47, 44, 46, 42, 44]),
        ("Adatum", 6, 8, (5, 8), 40, [50, 40, 44, 38, 47, 40, 45, 43]),
        ("Built in-house", 3, 6, (2, 6), 40, [25, 40, 33, 50, 29, 40, 38, 33]),
    ];
    let record = |(at, row): (usize, Met)| {
        let (name, won, lost, (won_before, lost_before), value, trend) = row;
        CompetitorRecord {
            id: CompetitorId::new(Uuid::from_u128(at as u128 + 1)),
            name: name.to_owned(),
            met: won + lost,
            win_rate: Rate::new(won, won + lost),
            previous: Rate::new(won_before, won_before + lost_before),
            lost_cents: value * 1_000_000,
            trend: trend.map(|percent| Some(f64::from(percent) / 100.0)).to_vec(),
        }
    };
    rows.into_iter().enumerate().map(record).collect()
}

fn newest() -> Vec<NewestAnswer> {
    let answer =
        |at: u128, name: Option<&str>, outcome, when: &str, quote: Option<&str>, rival: Option<&str>| {
            NewestAnswer {
                deal: DealId::new(Uuid::from_u128(at)),
                deal_name: name.map(str::to_owned),
                outcome: Some(outcome),
                submitted_at: when.parse().expect("an instant"),
                themes: vec![Theme::Integrations, Theme::Pricing],
                quote: quote.map(str::to_owned),
                competitor: rival.map(str::to_owned),
            }
        };
    vec![
        answer(
            1,
            Some("Woodgrove Bank, core rollout"),
            Outcome::LostCompetitor,
            "2026-10-12T06:41:00Z",
            Some("The data model was fine. The SAP connector would have been a project of its own."),
            Some("Contoso CRM"),
        ),
        answer(
            2,
            Some("Lamna Healthcare"),
            Outcome::Won,
            "2026-10-11T12:00:00Z",
            Some("Your team answered the security questions in two days. Nobody else came close."),
            None,
        ),
        answer(3, None, Outcome::LostNoDecision, "2026-10-11T09:00:00Z", None, None),
        answer(
            4,
            Some("Coho Winery"),
            Outcome::LostCompetitor,
            "2026-10-10T09:00:00Z",
            Some("Seat prices doubled between the first call and the offer."),
            Some("Fabrikam"),
        ),
    ]
}
