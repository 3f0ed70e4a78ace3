//! What the buyer's pages say themselves, by language: labels, hints and messages.
//!
//! A language is one constant of [`Words`], so one without a word does not compile. Braces hold what is filled in, in
//! any order: `{0}`, `{1}`. The browser of members carries English only; servers carry all (feature `languages`).

mod after;
#[cfg(feature = "languages")]
mod arabic;
mod counted;
#[cfg(feature = "languages")]
mod dutch;
mod english;
#[cfg(feature = "languages")]
mod french;
#[cfg(feature = "languages")]
mod german;
#[cfg(feature = "languages")]
mod hebrew;
mod hint;
#[cfg(feature = "languages")]
mod italian;
#[cfg(feature = "languages")]
mod japanese;
mod mail;
mod page;
#[cfg(feature = "languages")]
mod portuguese;
#[cfg(feature = "languages")]
mod spanish;

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};

use super::answer::{PriceRole, PriceStance, Stage};
use super::audience::Audience;
use super::language::Language;
use super::problem::Wrong;
use crate::response::Attribution;

pub use after::{Certificate, Preferences, Receipt, ReceiptMail, Sent};
pub use counted::Counted;
pub use hint::Hints;
pub use mail::{Ask, Mails};
pub use page::{End, Ends, ForSellers, Form, Frame, Landing, Later, Privacy, Review, Sharing};

/// Everything that the buyer's pages say themselves, in one language.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Words {
    /// The language's tag.
    pub tag: &'static str,
    /// The twelve months, as they stand in a date.
    pub months: [&'static str; 12],
    /// A date from day, month's name and year.
    pub date: &'static str,
    /// A month of a year: its name and the year.
    pub month: &'static str,
    /// A date with a time of the day: `{0}` and `{1}`, in UTC.
    pub instant: &'static str,
    /// What a text says in the place of an answer that was not given.
    pub your_answer: &'static str,
    /// What stands between the thousands of a number.
    pub thousands: &'static str,
    /// Answers in words.
    pub said: Said,
    /// What is wrong with answers.
    pub wrong: Wrongs,
    /// What fields say themselves.
    pub hint: Hints,
    /// What is around every page.
    pub frame: Frame,
    /// Who may see what the buyer says.
    pub sharing: Sharing,
    /// The first page.
    pub landing: Landing,
    /// "Remind me", and "go on later".
    pub later: Later,
    /// One section as a form.
    pub form: Form,
    /// The page before the send.
    pub review: Review,
    /// The page after the send.
    pub sent: Sent,
    /// The answer read back.
    pub receipt: Receipt,
    /// The certificate of an erasure.
    pub certificate: Certificate,
    /// The page that stops surveys.
    pub preferences: Preferences,
    /// The privacy notice.
    pub privacy: Privacy,
    /// Pages that are ends.
    pub ends: Ends,
    /// The mails that ask.
    pub mails: Mails,
    /// The mail with the receipt.
    pub receipt_mail: ReceiptMail,
}

/// Answers in words, in one language. They speak to the tenant: "you" is who asks.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Said {
    /// `{0}` of `{1}`.
    pub of: &'static str,
    /// A consent that was given.
    pub agreed: &'static str,
    /// Our side of a comparison: `{0}`.
    pub us: &'static str,
    /// Their side of a comparison: `{0}`.
    pub them: &'static str,
    /// How far a vendor came: looked at, in the final, chosen.
    pub stages: [&'static str; 3],
    /// Where the price stood: lower, same, higher, unknown.
    pub stances: [&'static str; 4],
    /// What part it played: decided, only named, none.
    pub roles: [&'static str; 3],
}

impl Said {
    /// How far a vendor came.
    #[must_use]
    pub const fn stage(&self, stage: Stage) -> &'static str {
        self.stages[stage as usize]
    }

    /// Where the price stood.
    #[must_use]
    pub const fn stance(&self, stance: PriceStance) -> &'static str {
        self.stances[stance as usize]
    }

    /// What part the price played.
    #[must_use]
    pub const fn role(&self, role: PriceRole) -> &'static str {
        self.roles[role as usize]
    }
}

impl Sharing {
    /// The name of a choice.
    #[must_use]
    pub const fn name(&self, attribution: Attribution) -> &'static str {
        self.names[attribution as usize]
    }

    /// What a choice means to who is asked; `{0}` is the tenant.
    #[must_use]
    pub const fn meaning(&self, audience: Audience, attribution: Attribution) -> &'static str {
        Self::said_to(audience, attribution, self.means, self.for_sellers.means)
    }

    /// What a choice came to for who was asked; `{0}` is the tenant.
    #[must_use]
    pub const fn outcome(&self, audience: Audience, attribution: Attribution) -> &'static str {
        Self::said_to(audience, attribution, self.came, self.for_sellers.came)
    }

    /// To be counted means the same to everybody.
    const fn said_to(
        audience: Audience,
        attribution: Attribution,
        [named, leadership, pooled]: [&'static str; 3],
        [to_seller, led]: [&'static str; 2],
    ) -> &'static str {
        match (audience, attribution) {
            (Audience::Buyer, Attribution::Named) => named,
            (Audience::Buyer, Attribution::Leadership) => leadership,
            (Audience::Sales, Attribution::Named) => to_seller,
            (Audience::Sales, Attribution::Leadership) => led,
            (Audience::Buyer | Audience::Sales, Attribution::Pooled) => pooled,
        }
    }
}

/// What is wrong with answers, in one language.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Wrongs {
    /// An answer is missing.
    pub missing: &'static str,
    /// A row's answer is missing.
    pub row_missing: &'static str,
    /// "Something else" without words.
    pub other_missing: &'static str,
    /// A choice that does not exist.
    pub no_such_choice: &'static str,
    /// More than one.
    pub one_only: &'static str,
    /// Fewer than `{0}`.
    pub too_few: &'static str,
    /// More than `{0}`.
    pub too_many: &'static str,
    /// "None of these" with others.
    pub exclusive: &'static str,
    /// Not on the scale.
    pub not_on_scale: &'static str,
    /// Longer than `{0}` characters.
    pub too_long: &'static str,
    /// Shorter than `{0}` characters.
    pub too_short: &'static str,
    /// Not of the shape of `{0}`.
    pub not_of_shape: &'static str,
    /// No e-mail address.
    pub not_an_email: &'static str,
    /// No web address.
    pub not_a_url: &'static str,
    /// No number.
    pub not_a_number: &'static str,
    /// No whole number.
    pub not_whole: &'static str,
    /// Smaller than `{0}`.
    pub too_small: &'static str,
    /// Larger than `{0}`.
    pub too_large: &'static str,
    /// No day.
    pub not_a_day: &'static str,
    /// Before `{0}`.
    pub too_early: &'static str,
    /// After `{0}`.
    pub too_late: &'static str,
    /// The same choice twice.
    pub twice: &'static str,
    /// An empty place before a filled one.
    pub gap: &'static str,
    /// Two vendors were chosen.
    pub two_chosen: &'static str,
    /// A mark without a name.
    pub name_missing: &'static str,
    /// No vendor came anywhere.
    pub no_vendor: &'static str,
    /// More than `{0}` vendors.
    pub too_many_vendors: &'static str,
    /// A percentage that cannot be.
    pub no_such_percent: &'static str,
    /// An answer of another type.
    pub does_not_fit: &'static str,
}

impl Words {
    /// The words for a language; `None` where we do not speak it.
    #[must_use]
    pub fn known(language: &Language) -> Option<&'static Self> {
        ALL.iter().copied().find(|words| words.tag == language.base())
    }

    /// The words for a language; English where we do not speak it.
    #[must_use]
    pub fn of(language: &Language) -> &'static Self {
        Self::known(language).unwrap_or(&english::WORDS)
    }

    /// Every language we speak.
    #[must_use]
    pub fn languages() -> Vec<Language> {
        ALL.iter().filter_map(|words| Language::parse(words.tag).ok()).collect()
    }

    /// "30 October 2026".
    #[must_use]
    pub fn date(&self, day: NaiveDate) -> String {
        let month = self.months[day.month0() as usize % 12];
        fill(self.date, &[&day.day().to_string(), month, &day.year().to_string()])
    }

    /// "October 2026".
    #[must_use]
    pub fn month(&self, day: NaiveDate) -> String {
        fill(self.month, &[self.months[day.month0() as usize % 12], &day.year().to_string()])
    }

    /// "30 October 2026, 08:58 UTC".
    #[must_use]
    pub fn instant(&self, at: DateTime<Utc>) -> String {
        let time = format!("{:02}:{:02}", at.hour(), at.minute());
        fill(self.instant, &[&self.date(at.date_naive()), &time])
    }

    /// "12,345".
    #[must_use]
    pub fn number(&self, number: u32) -> String {
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push_str(self.thousands);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A text with a number, in the form that the number asks for.
    #[must_use]
    pub fn count(&self, counted: &Counted, number: u32) -> String {
        fill(counted.form(self.tag, number), &[&self.number(number)])
    }

    /// What is wrong with an answer.
    #[must_use]
    pub fn wrong(&self, wrong: &Wrong) -> String {
        let words = &self.wrong;
        let with = |text: &str, what: String| fill(text, &[&what]);
        match wrong {
            Wrong::Missing => words.missing.to_owned(),
            Wrong::RowMissing => words.row_missing.to_owned(),
            Wrong::NoVendor => words.no_vendor.to_owned(),
            Wrong::OtherMissing => words.other_missing.to_owned(),
            Wrong::NoSuchChoice => words.no_such_choice.to_owned(),
            Wrong::OneOnly => words.one_only.to_owned(),
            Wrong::TooFew(least) => with(words.too_few, least.to_string()),
            Wrong::TooMany(most) => with(words.too_many, most.to_string()),
            Wrong::Exclusive => words.exclusive.to_owned(),
            Wrong::NotOnScale => words.not_on_scale.to_owned(),
            Wrong::TooLong(most) => with(words.too_long, most.to_string()),
            Wrong::TooShort(least) => with(words.too_short, least.to_string()),
            Wrong::NotOfShape(example) => with(words.not_of_shape, example.clone()),
            Wrong::NotAnEmail => words.not_an_email.to_owned(),
            Wrong::NotAUrl => words.not_a_url.to_owned(),
            Wrong::NotANumber => words.not_a_number.to_owned(),
            Wrong::NotWhole => words.not_whole.to_owned(),
            Wrong::TooSmall(least) => with(words.too_small, least.to_string()),
            Wrong::TooLarge(most) => with(words.too_large, most.to_string()),
            Wrong::NotADay => words.not_a_day.to_owned(),
            Wrong::TooEarly(first) => with(words.too_early, self.date(*first)),
            Wrong::TooLate(last) => with(words.too_late, self.date(*last)),
            Wrong::Twice => words.twice.to_owned(),
            Wrong::Gap => words.gap.to_owned(),
            Wrong::TwoChosen => words.two_chosen.to_owned(),
            Wrong::NameMissing => words.name_missing.to_owned(),
            Wrong::TooManyVendors(most) => with(words.too_many_vendors, most.to_string()),
            Wrong::NoSuchPercent => words.no_such_percent.to_owned(),
            Wrong::DoesNotFit => words.does_not_fit.to_owned(),
        }
    }
}

/// Every language we speak.
#[cfg(not(feature = "languages"))]
const ALL: &[&Words] = &[&english::WORDS];

/// Every language we speak; English first.
#[cfg(feature = "languages")]
const ALL: &[&Words] = &[
    &english::WORDS,
    &arabic::WORDS,
    &dutch::WORDS,
    &french::WORDS,
    &german::WORDS,
    &hebrew::WORDS,
    &italian::WORDS,
    &japanese::WORDS,
    &portuguese::WORDS,
    &spanish::WORDS,
];

/// A name in the middle of a sentence that runs from the right: without the marks its own direction would move what
/// stands beside it.
#[must_use]
pub fn isolated(language: &Language, name: &str) -> String {
    if language.is_from_the_right() && !name.trim().is_empty() {
        format!("\u{2068}{name}\u{2069}")
    } else {
        name.to_owned()
    }
}

/// Puts values into the braces of a text, in one pass: braces inside of a value are just letters.
#[must_use]
pub fn fill(text: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        let inside = rest[at + 1..].find('}').map(|end| &rest[at + 1..at + 1 + end]);
        match inside.and_then(|number| Some((number.len(), values.get(number.parse::<usize>().ok()?)?))) {
            Some((length, value)) => {
                filled.push_str(value);
                rest = &rest[at + length + 2..];
            }
            None => {
                filled.push('{');
                rest = &rest[at + 1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(all(test, feature = "languages"))]
mod agreement;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_once_and_in_any_order() {
        assert_eq!(fill("{1} of {0}", &["a{1}", "b"]), "b of a{1}");
        assert_eq!(fill("{2} {x} {", &["a"]), "{2} {x} {");
    }

    #[test]
    fn numbers_and_times_are_written_as_the_language_writes_them() {
        let words = Words::of(&Language::english());
        assert_eq!([7, 1234, 1_234_567].map(|number| words.number(number)), ["7", "1,234", "1,234,567"]);
        let at = "2026-10-30T08:05:00Z".parse().expect("an instant");
        assert_eq!(words.instant(at), "30 October 2026, 08:05 UTC");
        assert_eq!(words.month(at.date_naive()), "October 2026");
        assert_eq!(words.count(&words.form.problems, 1), "One thing needs a change");
        assert_eq!(words.count(&words.form.problems, 2), "2 things need a change");
    }

    #[test]
    fn a_language_we_do_not_speak_is_told_in_english() {
        let language = Language::parse("gsw").expect("a tag");
        assert_eq!(Words::known(&language), None);
        assert_eq!(Words::of(&language).tag, "en");
        assert_eq!(Words::of(&Language::parse("en-GB").expect("a tag")).tag, "en");
    }
}
