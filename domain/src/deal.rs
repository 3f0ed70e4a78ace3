//! A deal, how it ended, and what it was worth.

pub mod list;
mod seller;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

pub use list::{DealListQuery, DealPage, DealSort};
pub use seller::Seller;

use crate::form::Email;
use crate::id::{CompetitorId, ContactId, DealId};
use crate::response::VendorRole;

/// How a deal ended.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The buyer chose us.
    Won,
    /// The buyer chose somebody else.
    LostCompetitor,
    /// The buyer chose nobody.
    LostNoDecision,
    /// Lost for another reason.
    LostOther,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Won, Self::LostCompetitor, Self::LostNoDecision, Self::LostOther];

    /// The word used in rows, in addresses and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Won => "won",
            Self::LostCompetitor => "lost_competitor",
            Self::LostNoDecision => "lost_no_decision",
            Self::LostOther => "lost_other",
        }
    }

    /// Reads [`Outcome::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// The words a salesperson uses.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Won => "Won",
            Self::LostCompetitor => "Lost to a competitor",
            Self::LostNoDecision => "No decision",
            Self::LostOther => "Lost, other reason",
        }
    }

    /// Whether the deal was not won.
    #[must_use]
    pub const fn is_lost(self) -> bool {
        !matches!(self, Self::Won)
    }
}

/// An amount in the currency it was agreed in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Money {
    /// The amount.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
}

impl Money {
    /// The amount in hundredths of the home currency at a rate, rounded half away from zero, if it fits.
    #[must_use]
    pub fn home_cents(&self, rate: Decimal) -> Option<i64> {
        self.amount
            .checked_mul(rate)?
            .checked_mul(Decimal::ONE_HUNDRED)?
            .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
    }
}

/// An amount in the currency it was agreed in, as readers see it: nothing that they do needs a number of any size.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Amount {
    /// To its last digit, as it came.
    pub exact: String,
    /// In hundredths of the currency.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        let cents = money.home_cents(Decimal::ONE).or_else(|| money.amount.to_i64()).unwrap_or(i64::MAX);
        Self { exact: money.amount.to_string(), cents, currency: money.currency }
    }
}

/// A calendar quarter.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
pub struct Quarter {
    /// The year.
    pub year: i32,
    /// 1 to 4.
    pub quarter: u8,
}

impl Quarter {
    /// The quarter a day lies in.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        let quarter = u8::try_from(day.month0() / 3 + 1).expect("a year has four quarters");
        Self { year: day.year(), quarter }
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, u32::from(self.quarter.clamp(1, 4)) * 3 - 2, 1)
            .unwrap_or(NaiveDate::MIN)
    }

    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        if self.quarter >= 4 {
            Self { year: self.year + 1, quarter: 1 }
        } else {
            Self { year: self.year, quarter: self.quarter + 1 }
        }
    }

    /// The one before.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.quarter <= 1 {
            Self { year: self.year - 1, quarter: 4 }
        } else {
            Self { year: self.year, quarter: self.quarter - 1 }
        }
    }

    /// "Q3 2026".
    #[must_use]
    pub fn label(self) -> String {
        format!("Q{} {}", self.quarter, self.year)
    }
}

/// Days since 1970-01-01: the key that reports group and index by (`date_trunc` on an instant is what makes
/// "by quarter" slow).
#[must_use]
pub fn day_key(at: DateTime<Utc>) -> i32 {
    i32::try_from(at.timestamp().div_euclid(86_400)).unwrap_or(i32::MAX)
}

/// The day of a key.
#[must_use]
pub fn key_day(key: i32) -> NaiveDate {
    NaiveDate::default() + chrono::Duration::days(i64::from(key))
}

/// The key of a day.
#[must_use]
pub fn key_of_day(day: NaiveDate) -> i32 {
    i32::try_from((day - NaiveDate::default()).num_days()).unwrap_or(i32::MAX)
}

/// Who sold.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Owner {
    /// The CRM's id of the rep.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address, if the CRM sent a valid one.
    pub email: Option<Email>,
    /// The team.
    pub team: Option<String>,
}

impl Owner {
    /// Whether who is called so may be the one who sold.
    ///
    /// Capitals, ways to write a letter, and spaces tell nobody from another.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let own = comparable(&self.name);
        !own.is_empty() && own == comparable(name)
    }
}

/// A person's name as it can be compared.
fn comparable(name: &str) -> String {
    let is_seen =
        |letter: &char| !matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    let name: String = name.nfkc().filter(is_seen).collect();
    // By way of the capitals: of some letters that differ they are the same.
    let name: String = name.to_uppercase().to_lowercase().nfkc().collect();
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a contact is in a deal; only buyers are invited.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    /// Took part in the decision.
    #[default]
    Buyer,
    /// One of the tenant's own sellers.
    Sales,
    /// Somebody else of the tenant.
    Internal,
}

impl ContactRole {
    /// The word used in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Sales => "sales",
            Self::Internal => "internal",
        }
    }

    /// Reads [`ContactRole::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Buyer, Self::Sales, Self::Internal].into_iter().find(|role| role.code() == code)
    }
}

/// Who sold, as readers see it.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Rep {
    /// The name, or the CRM's id of who has none.
    pub name: String,
    /// The team.
    pub team: Option<String>,
}

/// A row in the list of deals.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DealSummary {
    /// Its id.
    pub id: DealId,
    /// Its name.
    pub name: String,
    /// The buyer's company.
    pub account: String,
    /// How it ended; absent while it is open again.
    pub outcome: Option<Outcome>,
    /// What it was worth.
    pub amount: Option<Amount>,
    /// The same in hundredths of the home currency.
    pub home_cents: Option<i64>,
    /// When it closed.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub closed_at: DateTime<Utc>,
    /// Days from creation to close.
    pub cycle_days: Option<i32>,
    /// The segment.
    pub segment: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// Who sold.
    pub rep: Option<Rep>,
    /// The competitor that won, or was named first.
    pub competitor: Option<String>,
    /// How many buyers answered.
    pub answers: i32,
}

/// Everything about one deal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DealDetail {
    /// When it was read.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub as_of: DateTime<Utc>,
    /// What the list shows.
    pub summary: DealSummary,
    /// The currency of the summary's `home_cents`.
    pub home_currency: String,
    /// The CRM's id.
    pub external_id: String,
    /// Facts as label and value, in the order to show them.
    pub facts: Vec<(String, String)>,
    /// What the rep wrote as the reason.
    pub crm_reason: Option<String>,
    /// The stages it went through.
    pub stages: Vec<Stage>,
    /// The competitors and who named them.
    pub competitors: Vec<DealCompetitor>,
    /// The people at the buyer's side, with the state of their invitation.
    pub contacts: Vec<DealContact>,
    /// The answers that this reader may see.
    pub answers: Vec<crate::response::AnswerView>,
    /// How many answers exist that this reader may not see.
    pub withheld_answers: i32,
    /// How many answers their buyers took back; nothing else is known of them.
    pub withdrawn_answers: i32,
}

/// A stage that a deal went through.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Stage {
    /// Its name in the CRM.
    pub name: String,
    /// When the deal entered it.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub entered_at: DateTime<Utc>,
}

/// A competitor in one deal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DealCompetitor {
    /// The tenant's competitor, when the name was resolved.
    pub id: Option<CompetitorId>,
    /// Its canonical name, or the words as they came.
    pub name: String,
    /// Whether the buyer named it.
    pub by_buyer: bool,
    /// Whether the CRM named it.
    pub by_crm: bool,
    /// Whether it won the deal, by the buyer's or the CRM's word.
    pub is_chosen: bool,
    /// How far it came by the buyer's word; absent when he did not name it.
    pub role: Option<VendorRole>,
    /// How far it came by the word of the one who sold.
    pub sales_role: Option<VendorRole>,
}

/// Whether somebody can be written to.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Yes.
    #[default]
    Mail,
    /// The CRM has no address, or none that is one.
    NoAddress,
    /// The address has letters before the `@` that mail servers on the way may not know.
    Letters,
}

impl Reach {
    /// What an address allows.
    #[must_use]
    pub fn of(address: Option<&str>) -> Self {
        match address.map(Email::parse) {
            None | Some(Err(_)) => Self::NoAddress,
            Some(Ok(email)) if email.is_taken_everywhere() => Self::Mail,
            Some(Ok(_)) => Self::Letters,
        }
    }

    /// Why somebody is not asked, in words; none when he can be.
    #[must_use]
    pub const fn finding(self) -> Option<&'static str> {
        match self {
            Self::Mail => None,
            Self::NoAddress => Some("No usable address"),
            Self::Letters => Some("Address has letters that mail servers do not take"),
        }
    }
}

/// A contact with the state of the invitation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DealContact {
    /// The contact.
    pub id: ContactId,
    /// The name.
    pub name: String,
    /// The job title.
    pub title: Option<String>,
    /// What the contact is in the deal.
    pub role: ContactRole,
    /// Whether the contact can be written to.
    #[serde(default)]
    pub reach: Reach,
    /// Where the invitation stands, in words; absent when none was made.
    pub invitation: Option<String>,
    /// Since when.
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub since: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_follow_one_another() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        let quarter = Quarter::of(day);
        assert_eq!(quarter, Quarter { year: 2026, quarter: 4 });
        assert_eq!(quarter.next().previous(), quarter);
        assert_eq!(quarter.next().label(), "Q1 2027");
        assert_eq!(quarter.first_day(), NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day"));
    }

    #[test]
    fn a_day_key_is_the_same_all_day_even_before_1970() {
        for text in ["2026-11-23T00:00:00Z", "2026-11-23T23:59:59Z", "1969-12-31T23:59:59Z"] {
            let at: DateTime<Utc> = text.parse().expect("an instant");
            assert_eq!(key_day(day_key(at)), at.date_naive());
            assert_eq!(key_of_day(at.date_naive()), day_key(at));
        }
    }

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        let owner = |name: &str| Owner { name: name.to_owned(), ..Owner::default() };
        for written in [
            "zoë groß",
            "ZOË GROSS",
            "Zoe\u{308} Groß",
            "  Zoë\u{A0} \t Groß\n",
            "Ｚｏë Groß",
            "Zoë\u{200B} Gro\u{AD}ß",
        ] {
            assert!(owner("Zoë Groß").is_called(written), "{written:?}");
            assert!(owner(written).is_called("Zoë Groß"), "{written:?}");
        }
        assert!(!owner("Zoë Groß").is_called("Zoë Grob") && !owner("Zoë Groß").is_called("Groß"));
        assert!(!owner(" ").is_called("\u{200B}"), "nobody is called nothing");
    }

    #[test]
    fn home_amounts_round_to_the_cent_and_never_overflow() {
        let money =
            |text: &str| Money { amount: text.parse().expect("a number"), currency: "EUR".to_owned() };
        assert_eq!(money("100.005").home_cents(Decimal::ONE), Some(10_001));
        assert_eq!(money("100").home_cents("1.1".parse().expect("a number")), Some(11_000));
        assert_eq!(money("79228162514264337593543950335").home_cents(Decimal::TEN), None);
        let amount = Amount::from(money("1234.505"));
        assert_eq!(
            (amount.exact.as_str(), amount.cents, amount.currency.as_str()),
            ("1234.505", 123_451, "EUR")
        );
    }
}
