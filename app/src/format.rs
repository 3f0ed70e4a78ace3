//! Dates, money and rates as words; the only place.
//!
//! No clock here: what is relative ("2 h ago") is told from when.

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use domain::deal::Quarter;
use domain::report::{Change, Rate};

/// Between a number and its unit, so that a line never breaks there.
const NO_BREAK: char = '\u{a0}';
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month, 1 to 12.
#[must_use]
pub fn month(number: u32) -> &'static str {
    MONTHS[usize::try_from(number.saturating_sub(1)).unwrap_or(0).min(11)]
}

/// "23 Sep 2026".
#[must_use]
pub fn day(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), &month(day.month())[..3], day.year())
}

/// "12 October 2026, 06:41 UTC".
#[must_use]
pub fn instant(at: DateTime<Utc>) -> String {
    format!("{} {} {}, {} UTC", at.day(), month(at.month()), at.year(), clock(at))
}

/// "12 Oct, 06:41", for a list in which the year is clear.
#[must_use]
pub fn moment(at: DateTime<Utc>) -> String {
    format!("{} {}, {}", at.day(), &month(at.month())[..3], clock(at))
}

/// "12 Oct, 06:41", and of another year than `now` "12 Oct 2025, 06:41".
#[must_use]
pub fn moment_from(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    if at.year() == now.year() { moment(at) } else { format!("{}, {}", day(at.date_naive()), clock(at)) }
}

/// "06:41"; by hand, as chrono's formats are heavy in the wasm.
fn clock(at: DateTime<Utc>) -> String {
    let time = at.time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The instant as a machine reads it.
#[must_use]
pub fn machine(at: DateTime<Utc>) -> String {
    let (day, time) = (at.date_naive(), at.time());
    format!("{:04}-{:02}-{:02}T{}:{:02}Z", day.year(), day.month(), day.day(), clock(at), time.second())
}

/// "just now", "5 min ago", "2 h ago", "yesterday", "Saturday", then the date.
#[must_use]
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = (now - at).num_minutes();
    let days = (now.date_naive() - at.date_naive()).num_days();
    match (minutes, days) {
        (..1, ..=0) => "just now".to_owned(),
        (..60, _) => format!("{}{NO_BREAK}min ago", minutes.max(1)),
        (_, 0) => format!("{}{NO_BREAK}h ago", minutes / 60),
        (_, 1) => "yesterday".to_owned(),
        (_, 2..7) => weekday(at).to_owned(),
        _ => day(at.date_naive()),
    }
}

fn weekday(at: DateTime<Utc>) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        [usize::try_from(at.weekday().num_days_from_monday()).unwrap_or(0).min(6)]
}

/// "Q3 26", for an axis.
#[must_use]
pub fn quarter(quarter: Quarter) -> String {
    format!("Q{} {:02}", quarter.quarter, quarter.year.rem_euclid(100))
}

/// 12,345.
#[must_use]
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "\u{2212}".to_owned() } else { String::new() };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "1 deal", "12 deals".
#[must_use]
pub fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{}{NO_BREAK}{}", count(number), if number == 1 { one } else { many })
}

/// "38 %".
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{}{NO_BREAK}%", whole(share * 100.0))
}

/// "38 %", or a dash when there is no case.
#[must_use]
pub fn rate(rate: Rate) -> String {
    rate.share().map_or_else(|| "–".to_owned(), percent)
}

/// "30–46", the interval of a rate in percent, or a dash.
#[must_use]
pub fn interval(rate: Rate) -> String {
    rate.interval().map_or_else(
        || "–".to_owned(),
        |interval| format!("{}–{}", whole(interval.low * 100.0), whole(interval.high * 100.0)),
    )
}

/// "30–46 %".
#[must_use]
pub fn interval_percent(rate: Rate) -> String {
    match rate.interval() {
        Some(_) => format!("{}{NO_BREAK}%", interval(rate)),
        None => "–".to_owned(),
    }
}

/// The size of a change in points, without its sign: "4 pts".
#[must_use]
pub fn points(difference: f64) -> String {
    let points = whole(difference.abs() * 100.0);
    format!("{points}{NO_BREAK}{}", if points == 1 { "pt" } else { "pts" })
}

/// Where a change goes.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Direction {
    /// More than before.
    Up,
    /// Less than before.
    Down,
    /// Equal, when rounded as it is shown.
    Same,
}

/// Where a change of a rate goes, as it is shown.
#[must_use]
pub fn direction(change: Change) -> Option<Direction> {
    let points = whole(change.difference? * 100.0);
    Some(match points {
        0 => Direction::Same,
        1.. => Direction::Up,
        _ => Direction::Down,
    })
}

/// A number of days; a part of a day tells nothing.
#[must_use]
pub fn days(days: f64) -> String {
    count(whole(days))
}

/// "45 s", "12 min", "3 h", "4 days": how long something has been waiting.
#[must_use]
pub fn waiting(seconds: f64) -> String {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    let (length, unit) = match seconds {
        ..MINUTE => (1.0, "s"),
        MINUTE..HOUR => (MINUTE, "min"),
        HOUR..DAY => (HOUR, "h"),
        _ => return counted(whole((seconds / DAY).floor()), "day", "days"),
    };
    format!("{}{NO_BREAK}{unit}", count(whole((seconds / length).floor())))
}

/// "$1.2M", for reading at a glance.
#[must_use]
pub fn money(cents: i64, currency: &str) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
    let amount = cents.unsigned_abs() as f64 / 100.0;
    let sign = if cents < 0 { "\u{2212}" } else { "" };
    let short = if amount < 999.5 {
        format!("{}", whole(amount))
    } else if amount < 999_500.0 {
        format!("{}K", whole(amount / 1e3))
    } else if amount < 999_950_000.0 {
        format!("{}M", tenths(amount / 1e6))
    } else {
        format!("{}B", tenths(amount / 1e9))
    };
    format!("{sign}{}{short}", symbol(currency))
}

/// "$1,234,567.89", for who wants it exactly.
#[must_use]
pub fn money_exact(cents: i64, currency: &str) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let sign = if cents < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}{}.{rest:02}", symbol(currency), count(i64::try_from(whole).unwrap_or(i64::MAX)))
}

fn symbol(currency: &str) -> String {
    match currency {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        other => format!("{other}{NO_BREAK}"),
    }
}

/// With one digit after the point; by hand, as the formatting of floats is heavy in the wasm.
fn tenths(number: f64) -> String {
    let tenths = whole(number * 10.0);
    format!("{}.{}", tenths / 10, (tenths % 10).abs())
}

/// A number as an attribute of a picture: two digits are enough for a pixel.
#[must_use]
pub fn pixels(number: f64) -> String {
    let hundredths = whole(number * 100.0);
    let sign = if hundredths < 0 { "-" } else { "" };
    let (before, after) = (hundredths.abs() / 100, hundredths.abs() % 100);
    match (after, after % 10) {
        (0, _) => format!("{sign}{before}"),
        (_, 0) => format!("{sign}{before}.{}", after / 10),
        _ => format!("{sign}{before}.{after:02}"),
    }
}

/// Rounded half away from zero.
fn whole(number: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and is for display")]
    let rounded = number.round() as i64;
    rounded
}

/// The first letters of a name: "HM".
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// The class of a theme: `theme--product-fit`.
#[must_use]
pub fn theme_class(block: &str, theme: domain::taxonomy::Theme) -> String {
    format!("{block} theme--{}", theme.code().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    #[test]
    fn money_is_short_and_exact_on_request() {
        assert_eq!(money(1_102_040_000, "USD"), "$11.0M");
        assert_eq!(money(24_000_600, "USD"), "$240K");
        assert_eq!(money(95_000, "EUR"), "€950");
        assert_eq!(money(99_999_999, "GBP"), "£1.0M");
        assert_eq!(money(0, "CHF"), "CHF\u{a0}0");
        assert_eq!(money_exact(123_456_789, "USD"), "$1,234,567.89");
        assert_eq!(money_exact(-5, "USD"), "\u{2212}$0.05");
        assert_eq!(money(i64::MAX, "USD"), "$92233720.4B");
    }

    #[test]
    fn time_is_told_as_people_do() {
        let (before, now) = (at("2025-10-12T06:41:00Z"), at("2026-11-01T00:00:00Z"));
        assert_eq!(moment_from(before, now), "12 Oct 2025, 06:41");
        assert_eq!(moment_from(before, at("2025-12-31T23:59:00Z")), "12 Oct, 06:41");
        let now = at("2026-10-12T08:58:00Z");
        assert_eq!(ago(now, now), "just now");
        assert_eq!(ago(at("2026-10-12T08:59:00Z"), now), "just now");
        assert_eq!(ago(at("2026-10-12T08:56:00Z"), now), "2\u{a0}min ago");
        assert_eq!(ago(at("2026-10-12T06:41:00Z"), now), "2\u{a0}h ago");
        assert_eq!(ago(at("2026-10-11T23:00:00Z"), now), "yesterday");
        assert_eq!(ago(at("2026-10-10T23:00:00Z"), now), "Saturday");
        assert_eq!(ago(at("2026-09-01T23:00:00Z"), now), "1 Sep 2026");
        assert_eq!(instant(now), "12 October 2026, 08:58 UTC");
    }

    #[test]
    fn a_long_wait_is_told_in_long_units() {
        let all = [(0.0, "0 s"), (59.9, "59 s"), (60.0, "1 min"), (7_199.0, "1 h"), (86_400.0, "1 day")];
        for (seconds, text) in all {
            assert_eq!(waiting(seconds), text.replace(' ', "\u{a0}"));
        }
        assert_eq!(waiting(200_000.0), "2\u{a0}days");
    }

    #[test]
    fn pixels_have_two_digits_at_most() {
        let all =
            [(0.0, "0"), (-0.5, "-0.5"), (83.333, "83.33"), (12.05, "12.05"), (7.0, "7"), (-3.999, "-4")];
        for (number, text) in all {
            assert_eq!(pixels(number), text);
        }
        assert_eq!(machine(at("2026-01-02T03:04:05Z")), "2026-01-02T03:04:05Z");
    }

    #[test]
    fn a_rate_is_a_percentage_with_its_doubt() {
        let of = Rate::new(54, 142);
        assert_eq!(rate(of), "38\u{a0}%");
        assert_eq!(interval_percent(of), "30–46\u{a0}%");
        assert_eq!(rate(Rate::new(0, 0)), "–");
        assert_eq!(points(-0.041), "4\u{a0}pts");
        assert_eq!(
            direction(Change { difference: Some(-0.004), is_significant: false }),
            Some(Direction::Same)
        );
        assert_eq!(count(-1_234_567), "\u{2212}1,234,567");
        assert_eq!(initials("Hannah van Meyer"), "HM");
    }
}
