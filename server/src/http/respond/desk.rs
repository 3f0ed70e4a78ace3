//! The desk at which somebody answers a survey: what its pages must know, and nothing of whose door is open.

use app::pages::respond::{Survey, Vendors, Voice};
use chrono::{DateTime, Utc};
use domain::deal::Money;
use domain::response::Attribution;
use domain::survey::{AnswerSet, Audience, Facts, Names, Seed, Template, Words};
use rust_decimal::prelude::ToPrimitive as _;

/// The desk.
#[derive(Clone, Debug)]
pub(super) struct Desk<'a> {
    /// Where its pages are.
    pub(super) base: String,
    /// What is asked.
    pub(super) template: &'a Template,
    /// Who is asked.
    pub(super) audience: Audience,
    /// What conditions may know of the deal.
    pub(super) facts: &'a Facts,
    /// What texts may recall of the deal.
    pub(super) names: Names,
    /// The language it is read in.
    pub(super) voice: Voice,
    /// Who may see the buyer's name, as chosen so far.
    pub(super) attribution: Option<Attribution>,
    /// Who sold.
    pub(super) seller: Option<String>,
    /// Who is responsible for the data.
    pub(super) privacy_contact: Option<&'a str>,
    /// Where the tenant's logo is.
    pub(super) logo: Option<String>,
    /// Where the buyer says not to be asked again.
    pub(super) preferences: Option<String>,
    /// Until when the survey can be answered.
    pub(super) expires_at: DateTime<Utc>,
    /// Until when the answer that was sent can be corrected; only while it is.
    pub(super) correctable_until: Option<DateTime<Utc>>,
    /// What tells this survey from another one in the next tab.
    pub(super) mark: &'a str,
    /// What makes the order of shuffled choices this reader's own.
    pub(super) seed: Seed,
    /// What lets its pages carry the tenant's colours.
    pub(super) nonce: String,
}

impl Desk<'_> {
    /// What a page with these answers says of the survey.
    pub(super) fn survey<'s>(&'s self, answers: &'s AnswerSet) -> Survey<'s> {
        Survey {
            base: &self.base,
            template: self.template,
            audience: self.audience,
            voice: &self.voice,
            names: &self.names,
            answers,
            attribution: self.attribution,
            seller: self.seller.as_deref(),
            privacy_contact: self.privacy_contact,
            logo: self.logo.as_deref(),
            preferences: self.preferences.as_deref(),
            expires_at: self.expires_at,
            correctable_until: self.correctable_until,
            mark: self.mark,
            seed: self.seed,
            nonce: &self.nonce,
        }
    }

    /// The address of one of the survey's pages.
    pub(super) fn address(&self, page: &str) -> String {
        format!("{}/{page}", self.base)
    }
}

/// Puts the vendors together that a page lists: those of the deal, then others, each once.
pub(super) fn vendors(of_deal: &[String], others: Vec<String>, suggested: Vec<String>) -> Vendors {
    let mut listed: Vec<String> = Vec::new();
    for name in of_deal.iter().cloned().chain(others) {
        let is_new = !listed.iter().any(|one| one.to_lowercase() == name.to_lowercase());
        if is_new && listed.len() < Vendors::MOST_LISTED {
            listed.push(name);
        }
    }
    Vendors { listed, suggested }
}

/// An amount as a text may recall it: "120,000 USD".
pub(super) fn amount(words: &Words, money: &Money) -> String {
    let whole = money.amount.round().abs().to_u32();
    let sign = if money.amount.is_sign_negative() { "−" } else { "" };
    let number = whole.map_or_else(|| money.amount.abs().round().to_string(), |whole| words.number(whole));
    format!("{sign}{number} {}", money.currency)
}

#[cfg(test)]
mod tests {
    use domain::survey::Language;
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn vendors_of_the_deal_come_first_and_each_once() {
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let listed =
            vendors(&names(&["Contoso"]), names(&["Acme", "contoso", "Fabrikam"]), Vec::new()).listed;
        assert_eq!(listed, names(&["Contoso", "Acme", "Fabrikam"]));
        let many: Vec<String> = (0..100).map(|number| format!("V{number}")).collect();
        assert_eq!(vendors(&[], many, Vec::new()).listed.len(), Vendors::MOST_LISTED);
    }

    #[test]
    fn an_amount_is_whole_and_grouped() {
        let words = Words::of(&Language::english());
        let amount = |text: &str| {
            let amount: Decimal = text.parse().expect("a number");
            amount_of(words, amount)
        };
        assert_eq!(amount("120000.49"), "120,000 USD");
        assert_eq!(amount("-5"), "−5 USD");
        assert_eq!(amount("99999999999"), "99999999999 USD");
    }

    fn amount_of(words: &Words, amount: Decimal) -> String {
        super::amount(words, &Money { amount, currency: "USD".to_owned() })
    }
}
