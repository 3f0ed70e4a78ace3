//! The mail that asks somebody: who asks, why, how long, until when, and who will see the answer.

use chrono::{DateTime, Utc};
use domain::form::Email;
use domain::survey::{Language, Words};
use serde::Serialize;

use super::{Mail, MailError, Post, template};

/// Why it is written.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Occasion {
    /// A buyer is asked.
    Invitation,
    /// One of the tenant's own sellers is asked.
    Debrief,
    /// Somebody asked to be reminded.
    Reminder,
}

impl Occasion {
    const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Debrief => "debrief",
            Self::Reminder => "reminder",
        }
    }
}

/// What the invitation says.
#[derive(Clone, Debug)]
pub struct InvitationMail<'a> {
    /// Why it is written.
    pub occasion: Occasion,
    /// What caused it.
    pub cause: String,
    /// Where to.
    pub to: Email,
    /// The recipient's name.
    pub name: &'a str,
    /// The tenant's name.
    pub tenant: &'a str,
    /// In whose name the tenant asks.
    pub sender: Option<&'a str>,
    /// Where an answer to the mail goes.
    pub reply_to: Option<Email>,
    /// The buyer's company.
    pub account: &'a str,
    /// The deal's name; only sellers read it.
    pub deal: &'a str,
    /// When the deal closed.
    pub closed_at: DateTime<Utc>,
    /// How long the survey takes.
    pub minutes: u8,
    /// Until when the link can be used.
    pub expires_at: DateTime<Utc>,
    /// The link's token.
    pub token: &'a str,
    /// The token of the link that ends all mails.
    pub preferences: &'a str,
    /// The language in which the survey will be read.
    pub language: &'a Language,
    /// Whether the link says it.
    pub names_language: bool,
    /// When it is written.
    pub now: DateTime<Utc>,
}

#[derive(Serialize)]
struct Values<'a> {
    greeting: String,
    tenant: &'a str,
    asker: &'a str,
    who: String,
    account: &'a str,
    deal: &'a str,
    /// The month in which the deal closed.
    when: String,
    minutes: u8,
    until: String,
    link: String,
    /// Where mails are ended.
    stop: String,
    reply_to: bool,
}

impl InvitationMail<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When a template is broken.
    pub fn mail(&self, post: &Post) -> Result<Mail, MailError> {
        let asker = self.sender.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(self.tenant);
        let who = if asker == self.tenant { asker.to_owned() } else { format!("{asker} ({})", self.tenant) };
        let query = if self.names_language { format!("?lang={}", self.language) } else { String::new() };
        let words = Words::of(&template::written_in(self.language));
        let values = Values {
            greeting: greeting(self.name),
            tenant: self.tenant,
            asker,
            who,
            account: self.account,
            deal: self.deal,
            when: month(words, self.closed_at, self.now),
            minutes: self.minutes,
            until: words.date(self.expires_at.date_naive()),
            link: post.link(&format!("/s/{}{query}", self.token)),
            stop: post.link(&format!("/u/{}", self.preferences)),
            reply_to: self.reply_to.is_some(),
        };
        let texts = template::render_in(self.language, self.occasion.code(), &values)?;
        Ok(Mail {
            kind: self.occasion.code(),
            cause: self.cause.clone(),
            to: self.to.clone(),
            to_name: self.name.to_owned(),
            from_name: Some(asker.to_owned()),
            reply_to: self.reply_to.clone(),
            subject: texts.subject,
            text: texts.text,
            html: texts.html,
            unsubscribe: Some(post.link(&format!("/u/{}/one-click", self.preferences))),
            date: self.now,
        })
    }
}

/// " Bo Buyer" to put after "Hello"; nothing when all that is known is an address.
pub(super) fn greeting(name: &str) -> String {
    let name = name.trim();
    if name.is_empty() || name.contains('@') { String::new() } else { format!(" {name}") }
}

/// "November", or with its year when that is another one.
fn month(words: &Words, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    use chrono::Datelike as _;
    let month = words.months[at.month0() as usize % 12];
    if at.year() == now.year() { month.to_owned() } else { format!("{month} {}", at.year()) }
}
