//! The mail that tells a member of a new answer: what it is about, and a link to the words, never the words.

use chrono::{DateTime, Utc};
use domain::form::Email;
use domain::id::DealId;
use serde::Serialize;

use super::invitation::greeting;
use super::{Mail, MailError, Post, template};

/// What the alert says.
#[derive(Clone, Debug)]
pub struct Alert<'a> {
    /// What caused it.
    pub cause: String,
    /// Where to.
    pub to: Email,
    /// The member's name.
    pub name: &'a str,
    /// The tenant's name.
    pub tenant: &'a str,
    /// Who answered.
    pub who: &'a str,
    /// The buyer's company.
    pub account: &'a str,
    /// The themes in words, heaviest first.
    pub themes: &'a [&'static str],
    /// Facts as label and words.
    pub facts: Vec<(&'static str, String)>,
    /// The deal that was answered about.
    pub deal: DealId,
    /// Why this member gets it.
    pub reason: &'static str,
    /// When it is written.
    pub now: DateTime<Utc>,
}

#[derive(Serialize)]
struct Values<'a> {
    greeting: String,
    tenant: &'a str,
    who: &'a str,
    account: &'a str,
    themes: String,
    facts: &'a [(&'static str, String)],
    link: String,
    reason: &'a str,
}

impl Alert<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When a template is broken.
    pub fn mail(&self, post: &Post) -> Result<Mail, MailError> {
        let values = Values {
            greeting: greeting(self.name),
            tenant: self.tenant,
            who: self.who,
            account: self.account,
            themes: listed(self.themes),
            facts: &self.facts,
            link: post.link(&format!("/app/deals/{}", self.deal)),
            reason: self.reason,
        };
        let texts = template::render("alert", &values)?;
        Ok(Mail {
            kind: "alert",
            cause: self.cause.clone(),
            to: self.to.clone(),
            to_name: self.name.to_owned(),
            from_name: None,
            reply_to: None,
            subject: texts.subject,
            text: texts.text,
            html: texts.html,
            unsubscribe: None,
            date: self.now,
        })
    }
}

/// "price and terms, product fit and timing": at most three, in the middle of a sentence.
fn listed(themes: &[&str]) -> String {
    let words: Vec<String> = themes.iter().take(3).map(|theme| theme.to_lowercase()).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        // A label may hold an "and" of its own, so that the last one is set off by a comma.
        many => many.join(", "),
    }
}
