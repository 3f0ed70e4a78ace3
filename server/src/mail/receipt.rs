//! The mail with the buyer's receipt, in the buyer's language: its words are those of the buyer's pages.

use chrono::{DateTime, Utc};
use domain::form::Email;
use domain::salutation::called;
use domain::survey::words::{fill, isolated};
use domain::survey::{Language, Words};
use serde::Serialize;

use super::invitation::hello;
use super::{Mail, MailError, Post, template};

/// What the receipt's mail says.
#[derive(Clone, Debug)]
pub struct ReceiptMail<'a> {
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
    /// What can be read out on the telephone.
    pub code: &'a str,
    /// The token of the receipt's link.
    pub token: &'a str,
    /// The token of the link that ends all mails.
    pub preferences: &'a str,
    /// Until when the answer can be corrected.
    pub correctable_until: DateTime<Utc>,
    /// The language that the buyer reads.
    pub language: &'a Language,
    /// When it is written.
    pub now: DateTime<Utc>,
}

/// The words with everything filled in.
#[derive(Serialize)]
struct Said {
    subject: String,
    hello: String,
    arrived: String,
    code: &'static str,
    link_use: String,
    link: &'static str,
    only_you: &'static str,
}

#[derive(Serialize)]
struct Values<'a> {
    words: Said,
    asker: &'a str,
    code: &'a str,
    link: String,
}

impl ReceiptMail<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When the template is broken.
    pub fn mail(&self, post: &Post) -> Result<Mail, MailError> {
        let asker = self.sender.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(self.tenant);
        let page = Words::of(self.language);
        // Words that we do not have in this language are English, and so is the page around them.
        let language = Language::parse(page.tag).unwrap_or_else(|_| Language::english());
        let said = &page.receipt_mail;
        let tenant = isolated(&language, self.tenant);
        let values = Values {
            words: Said {
                subject: fill(said.subject, &[self.tenant]),
                hello: hello(page, &language, self.name),
                arrived: fill(said.arrived, &[&tenant]),
                code: said.code,
                link_use: fill(said.link_use, &[&page.date(self.correctable_until.date_naive())]),
                link: said.link,
                only_you: said.only_you,
            },
            asker,
            code: self.code,
            link: post.link(&format!("/r/{}", self.token)),
        };
        let texts = template::render_as("receipt", &language, &values)?;
        Ok(Mail {
            kind: "receipt",
            cause: self.cause.clone(),
            to: self.to.clone(),
            to_name: called(self.name).unwrap_or_default(),
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
