//! Titles that are findings, computed from the figures; nothing is claimed that could be chance.

use chrono::Datelike as _;
use domain::report::{CompetitorRecord, Cycle, Dashboard, Period, QuarterRate, Rate, Reason, ReportFilter};

use crate::format;
use crate::routes::Measure;

/// A quarter's rate is called the lowest or highest only among at least so many.
const ENOUGH_QUARTERS: usize = 4;
/// The square of the 95 % point of the normal distribution.
const CHI: f64 = 3.84;

/// Title and line below of the win rate.
#[must_use]
pub fn of_win_rate(dashboard: &Dashboard) -> (String, String) {
    let headline = &dashboard.headline;
    let Some(share) = headline.win_rate.share() else {
        return ("No win rate yet".to_owned(), "It needs deals that were won or lost.".to_owned());
    };
    let now = format::percent(share);
    let title = if headline.change.is_significant {
        let difference = headline.change.difference.unwrap_or_default();
        let verb = if difference > 0.0 { "rose" } else { "fell" };
        format!("Win rate {verb} {} to {now}", format::points(difference))
    } else if let Some((word, count)) = extreme(&dashboard.by_quarter) {
        let last = dashboard.by_quarter.last().map_or_else(String::new, |last| format::rate(last.rate));
        format!("Last quarter’s {last} is the {word} in {count}")
    } else {
        format!("Win rate is {now}")
    };
    let before = format::rate(headline.previous);
    let compared = if headline.change.difference.is_none() {
        format!("Nothing to compare with in {}.", dashboard.compared_with)
    } else if headline.change.is_significant {
        format!("It was {before} in {}: more than chance.", dashboard.compared_with)
    } else {
        format!("It was {before} in {}; the change is within chance.", dashboard.compared_with)
    };
    (title, format!("Won of all closed, by quarter, with its 95 % interval. {compared}"))
}

/// Whether the last quarter is the lowest or highest of all, beyond what its interval allows for the others.
fn extreme(quarters: &[QuarterRate]) -> Option<(&'static str, &'static str)> {
    const COUNTS: [&str; 9] = ["four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let known = quarters.iter().filter(|quarter| !quarter.rate.is_few()).collect::<Vec<_>>();
    let (last, others) = known.split_last()?;
    if known.len() < ENOUGH_QUARTERS || quarters.last().is_none_or(|newest| newest.quarter != last.quarter) {
        return None;
    }
    let count = COUNTS.get(known.len() - ENOUGH_QUARTERS)?;
    let (share, interval) = (last.rate.share()?, last.rate.interval()?);
    let shares = others.iter().filter_map(|quarter| quarter.rate.share()).collect::<Vec<_>>();
    let is_typical = shares.iter().any(|other| (interval.low..=interval.high).contains(other));
    if is_typical {
        None
    } else if shares.iter().all(|other| share < *other) {
        Some(("lowest", count))
    } else if shares.iter().all(|other| share > *other) {
        Some(("highest", count))
    } else {
        None
    }
}

/// Title and line below of the reasons, which are sorted by the measure.
#[must_use]
pub fn of_reasons(dashboard: &Dashboard, sorted: &[Reason], measure: Measure) -> (String, String) {
    let basis = dashboard.reasons_basis;
    let Some(first) = sorted.first() else {
        return ("No reasons yet".to_owned(), "Share of lost deals with an answer.".to_owned());
    };
    let name = first.theme.label();
    match measure {
        Measure::Frequency => {
            let tied = sorted.get(1).filter(|second| second.deals.hits == first.deals.hits);
            let title = match tied {
                Some(second) => {
                    format!("{name} and {} are named most often", second.theme.label().to_ascii_lowercase())
                }
                None => format!("{name} is named most often"),
            };
            let sub = format!(
                "Share of the {} with a reason. A deal can name several.",
                format::counted(basis.with_reason, "lost deal", "lost deals")
            );
            (title, sub)
        }
        Measure::Value => {
            let whole = format::money(basis.with_reason_cents, &dashboard.home_currency);
            let mut sub = format!("Value of lost deals by the weight of each reason. Adds up to {whole}");
            sub.push_str(&match basis.in_confidence {
                0 => ".".to_owned(),
                some => {
                    format!(", without {} given in confidence.", format::counted(some, "answer", "answers"))
                }
            });
            (format!("{name} costs most"), sub)
        }
    }
}

/// Title and line below of the competitors.
#[must_use]
pub fn of_competitors(dashboard: &Dashboard, filter: &ReportFilter) -> (String, String) {
    const RULE: &str = "A deal counts for every competitor met in it.";
    let records = &dashboard.competitors;
    let since = since(filter.period, &dashboard.compared_with);
    let lost = |rate: Rate| rate.n - rate.hits;
    let more_lost = moved(records, lost);
    let more_won = moved(records, |rate| rate.hits);
    let counts = |record: &CompetitorRecord, of: &dyn Fn(Rate) -> i64, verb: &str| {
        format!(
            "{} {verb} with them in it, {} in {}. {RULE}",
            format::counted(of(record.win_rate), "deal", "deals"),
            format::count(of(record.previous)),
            dashboard.compared_with
        )
    };
    if let Some(record) = more_lost {
        (format!("Lost more to {} {since}", record.name), counts(record, &lost, "lost"))
    } else if let Some(record) = more_won {
        (format!("Won more against {} {since}", record.name), counts(record, &|rate| rate.hits, "won"))
    } else if let Some(first) = records.first() {
        let sub = format!(
            "In {}; the win rate there is {}. {RULE}",
            format::counted(first.met, "deal", "deals"),
            format::rate(first.win_rate)
        );
        (format!("{} is met most often", first.name), sub)
    } else {
        ("No competitors yet".to_owned(), RULE.to_owned())
    }
}

/// The competitor whose count grew most, if it grew more than chance (two Poisson counts).
fn moved(records: &[CompetitorRecord], of: impl Fn(Rate) -> i64) -> Option<&CompetitorRecord> {
    let growth = |record: &&CompetitorRecord| of(record.win_rate) - of(record.previous);
    #[expect(clippy::cast_precision_loss, reason = "counts of deals")]
    let is_more_than_chance = |record: &&CompetitorRecord| {
        let (now, before) = (of(record.win_rate) as f64, of(record.previous) as f64);
        before > 0.0 && now > before && (now - before).powi(2) / (now + before) > CHI
    };
    records.iter().filter(is_more_than_chance).max_by_key(growth)
}

/// "since July" for a quarter, otherwise "than in the 12 months before".
fn since(period: Period, compared_with: &str) -> String {
    match period {
        Period::Quarter(quarter) => format!("since {}", format::month(quarter.first_day().month())),
        Period::LastYear | Period::LastTwoYears | Period::Range(..) => format!("than in {compared_with}"),
    }
}

/// Title of the cycle.
#[must_use]
pub fn of_cycle(cycle: &Cycle) -> String {
    let (Some(won), Some(lost)) = (cycle.won, cycle.lost) else {
        return "How long deals take".to_owned();
    };
    let difference = lost.median - won.median;
    let days = format::days(difference.abs().round());
    // Less than a tenth of the longer one is not worth a claim.
    if difference.abs() < won.median.max(lost.median) / 10.0 {
        "Won and lost deals take about as long".to_owned()
    } else if difference > 0.0 {
        format!("Lost deals take {days} days longer than won ones")
    } else {
        format!("Won deals take {days} days longer than lost ones")
    }
}

#[cfg(test)]
mod tests {
    use domain::deal::Quarter;
    use domain::report::Spread;

    use super::*;
    use crate::pages::dashboard::fixture;

    #[test]
    fn a_change_within_chance_is_not_a_title() {
        let mut dashboard = fixture::dashboard();
        let (title, sub) = of_win_rate(&dashboard);
        assert_eq!(title, "Win rate is 38\u{a0}%");
        assert!(sub.ends_with("the change is within chance."), "{sub}");

        dashboard.headline.change.is_significant = true;
        let (title, sub) = of_win_rate(&dashboard);
        assert_eq!(title, "Win rate fell 4\u{a0}pts to 38\u{a0}%");
        assert!(sub.ends_with("more than chance."), "{sub}");
    }

    #[test]
    fn the_last_quarter_is_the_lowest_only_beyond_its_interval() {
        let quarter = |number, hits| QuarterRate {
            quarter: Quarter { year: 2026, quarter: number },
            rate: Rate::new(hits, 100),
        };
        let steady = [quarter(1, 50), quarter(2, 50), quarter(3, 50), quarter(4, 20)];
        assert_eq!(extreme(&steady), Some(("lowest", "four")));
        let near = [quarter(1, 50), quarter(2, 50), quarter(3, 25), quarter(4, 20)];
        assert_eq!(extreme(&near), None);
        assert_eq!(extreme(&steady[..3]), None);
    }

    #[test]
    fn losses_to_a_competitor_make_a_title_when_they_are_more_than_chance() {
        let mut dashboard = fixture::dashboard();
        let filter = ReportFilter {
            period: Period::Quarter(Quarter { year: 2026, quarter: 3 }),
            ..Default::default()
        };
        dashboard.competitors[0].previous = Rate::new(16, 26);
        let (title, sub) = of_competitors(&dashboard, &filter);
        assert_eq!(title, "Lost more to Contoso CRM since July");
        assert!(sub.starts_with("34\u{a0}deals lost with them in it, 10 in Q2 2026."), "{sub}");

        for record in &mut dashboard.competitors {
            record.previous = record.win_rate;
        }
        assert_eq!(of_competitors(&dashboard, &filter).0, "Contoso CRM is met most often");
        dashboard.competitors.clear();
        assert_eq!(of_competitors(&dashboard, &filter).0, "No competitors yet");
    }

    #[test]
    fn a_small_difference_in_days_is_none() {
        let spread = |median| Spread { n: 9, min: 1.0, q1: 2.0, median, q3: 99.0, max: 100.0 };
        let cycle = |won, lost| Cycle { won: Some(spread(won)), lost: Some(spread(lost)) };
        assert_eq!(of_cycle(&cycle(64.0, 81.0)), "Lost deals take 17 days longer than won ones");
        assert_eq!(of_cycle(&cycle(81.0, 64.0)), "Won deals take 17 days longer than lost ones");
        assert_eq!(of_cycle(&cycle(64.0, 66.0)), "Won and lost deals take about as long");
        assert_eq!(of_cycle(&Cycle::default()), "How long deals take");
    }

    #[test]
    fn reasons_say_who_leads_and_by_what() {
        let dashboard = fixture::dashboard();
        let reasons = dashboard.reasons.clone();
        assert_eq!(
            of_reasons(&dashboard, &reasons, Measure::Frequency).0,
            "Price and terms is named most often"
        );
        assert_eq!(of_reasons(&dashboard, &reasons[2..], Measure::Value).0, "Integrations costs most");
        assert_eq!(of_reasons(&dashboard, &[], Measure::Value).0, "No reasons yet");
    }
}
