//! What every page of an open survey knows, and how it reads the survey's texts.

use chrono::{DateTime, Utc};
use domain::response::Attribution;
use domain::survey::recall::Memory;
use domain::survey::words::{fill, isolated};
use domain::survey::{AnswerSet, Audience, Names, Seed, Template, Text, Words};

use super::said::{Said, Voice};

/// What every page of an open survey knows.
#[derive(Copy, Clone, Debug)]
pub struct Survey<'a> {
    /// Where its pages are: `/survey`, or the address of a preview.
    pub base: &'a str,
    /// What is asked.
    pub template: &'a Template,
    /// Who is asked.
    pub audience: Audience,
    /// The language the buyer reads in.
    pub voice: &'a Voice,
    /// What texts may recall of the deal.
    pub names: &'a Names,
    /// The answers that were reached, which texts may recall.
    pub answers: &'a AnswerSet,
    /// Who may see the buyer's name, as chosen so far.
    pub attribution: Option<Attribution>,
    /// Who sold, if it is known.
    pub seller: Option<&'a str>,
    /// Who is responsible for the data; the tenant when absent.
    pub privacy_contact: Option<&'a str>,
    /// Where the tenant's logo is.
    pub logo: Option<&'a str>,
    /// Where the buyer says not to be asked again.
    pub preferences: Option<&'a str>,
    /// Until when the link can be used.
    pub expires_at: DateTime<Utc>,
    /// Until when the answer that was sent can be corrected; only while it is being corrected.
    pub correctable_until: Option<DateTime<Utc>>,
    /// What tells this survey from another one in the next tab: the start of the link's hash.
    pub mark: &'a str,
    /// What makes the order of shuffled choices the buyer's own.
    pub seed: Seed,
    /// What lets the page carry the tenant's colours.
    pub nonce: &'a str,
}

/// The vendors that a page knows.
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct Vendors {
    /// Those that are listed to choose from: the deal's first, then those met most often.
    pub listed: Vec<String>,
    /// Names to complete what is typed, aliases among them.
    pub suggested: Vec<String>,
}

impl<'a> Survey<'a> {
    /// What the page says itself.
    pub(super) fn words(&self) -> &'static Words {
        self.voice.words
    }

    /// The tenant that asks.
    pub(super) fn tenant(&self) -> &'a str {
        &self.names.tenant
    }

    /// A sentence of the page's own with names in it, which keep their direction to themselves.
    pub(super) fn fill(&self, text: &str, names: &[&str]) -> String {
        let names: Vec<String> = names.iter().map(|name| isolated(self.voice.page(), name)).collect();
        fill(text, &names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// A text of the survey as this buyer reads it, with what it recalls.
    pub(super) fn say(&self, text: &Text) -> Said {
        let languages = self.voice.languages();
        let memory = Memory {
            template: self.template,
            names: self.names,
            answers: self.answers,
            languages: &languages,
        };
        self.voice.read(text, |words| memory.fill(words))
    }

    /// The address of one of the survey's pages.
    pub(super) fn address(&self, page: &str) -> String {
        format!("{}/{page}", self.base)
    }

    /// That a correction is under way, and until when it can be; empty for a first answer.
    pub(super) fn correction(&self) -> Option<[String; 2]> {
        let until = self.words().date(self.correctable_until?.date_naive());
        Some([self.words().review.lead_correction.to_owned(), fill(self.words().receipt.until, &[&until])])
    }

    /// "30 October 2026".
    pub(super) fn until(&self) -> String {
        self.words().date(self.expires_at.date_naive())
    }

    /// The vendor that the buyer chose, as an earlier question has it.
    pub(super) fn chosen_vendor(&self, question: &str) -> Option<&'a str> {
        self.answers.get(question)?.chosen_vendor()
    }

    /// The choices about the name that the survey offers; none where it asks in a question.
    pub(super) fn offered(&self) -> Vec<Attribution> {
        Attribution::ALL.into_iter().filter(|one| self.template.attributions.contains(one)).collect()
    }

    /// The choice that holds, or the most careful one that still helps.
    pub(super) fn shared_as(&self) -> Option<Attribution> {
        let offered = self.offered();
        let is_offered = |one: &Attribution| offered.contains(one);
        self.attribution
            .filter(is_offered)
            .or_else(|| Some(Attribution::Leadership).filter(is_offered))
            .or_else(|| offered.first().copied())
    }

    /// Whether an answer is wanted, in words.
    pub(super) fn wanted(&self, is_required: bool) -> &'static str {
        let form = &self.words().form;
        if is_required { form.required } else { form.optional }
    }
}

impl Vendors {
    /// As many as a buyer likes to look through.
    pub const MOST_LISTED: usize = 12;
    /// As many as have a row of their own in the field of play.
    const MOST_ROWS: usize = 6;

    /// Those that have a row of their own in the field of play.
    #[must_use]
    pub fn rows(&self) -> &[String] {
        self.listed.get(..Self::MOST_ROWS).unwrap_or(&self.listed)
    }
}
