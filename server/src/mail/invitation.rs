//! The mail that asks a buyer: who asks, why, how long, until when, and who will see the answer.

use chrono::{DateTime, Utc};
use domain::form::Email;
use serde::Serialize;

use super::{Mail, MailError, Post, template};

/// What the invitation says.
#[derive(Clone, Debug)]
pub struct InvitationMail<'a> {
    /// What caused it.
    pub cause: String,
    /// Where to.
    pub to: Email,
    /// The buyer's name.
    pub name: &'a str,
    /// The tenant's name.
    pub tenant: &'a str,
    /// In whose name the tenant asks.
    pub sender: Option<&'a str>,
    /// Where an answer to the mail goes.
    pub reply_to: Option<Email>,
    /// The buyer's company.
    pub account: &'a str,
    /// When the deal closed.
    pub closed_at: DateTime<Utc>,
    /// How long the survey takes.
    pub minutes: u8,
    /// Until when the link can be used.
    pub expires_at: DateTime<Utc>,
    /// The link's token.
    pub token: &'a str,
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
    /// In which month the deal closed.
    when: String,
    minutes: u8,
    until: String,
    link: String,
    reply_to: bool,
    facts: Vec<(&'static str, String)>,
}

impl InvitationMail<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When a template is broken.
    pub fn mail(&self, post: &Post) -> Result<Mail, MailError> {
        let asker = self.sender.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(self.tenant);
        let who =
            if asker == self.tenant { asker.to_owned() } else { format!("{asker}, for {}", self.tenant) };
        let until = day(self.expires_at);
        let facts = vec![
            ("Who asks", who.clone()),
            ("Why", "Your answer changes what we build and how we sell. It does not reopen the sale, and nobody will \
                     call you because of it."
                .to_owned()),
            ("How long", format!("About {} minutes. You can stop and go on later, on any device.", self.minutes)),
            ("Until when", until.clone()),
            ("Who sees it", "You choose: the people you worked with, leadership only, or nobody, and then it is \
                             only counted. The system enforces it."
                .to_owned()),
        ];
        let values = Values {
            greeting: greeting(self.name),
            tenant: self.tenant,
            asker,
            who,
            account: self.account,
            when: month(self.closed_at, self.now),
            minutes: self.minutes,
            until,
            link: post.link(&format!("/s/{}", self.token)),
            reply_to: self.reply_to.is_some(),
            facts,
        };
        let texts = template::render("invitation", &values)?;
        Ok(Mail {
            kind: "invitation",
            cause: self.cause.clone(),
            to: self.to.clone(),
            to_name: self.name.to_owned(),
            from_name: Some(asker.to_owned()),
            reply_to: self.reply_to.clone(),
            subject: texts.subject,
            text: texts.text,
            html: texts.html,
            date: self.now,
        })
    }
}

/// " Bo Buyer" to put after "Hello"; nothing when all that is known is an address.
pub(super) fn greeting(name: &str) -> String {
    let name = name.trim();
    if name.is_empty() || name.contains('@') { String::new() } else { format!(" {name}") }
}

/// "23 December 2026".
pub(super) fn day(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y").to_string()
}

/// "In November", or with its year when that is another one.
fn month(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let is_this_year = at.format("%Y").to_string() == now.format("%Y").to_string();
    at.format(if is_this_year { "In %B" } else { "In %B %Y" }).to_string()
}
