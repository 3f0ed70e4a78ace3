//! The mail that asks somebody: who asks, why, how long, until when, and who will see the answer.
//!
//! It is written in every language of the buyer's pages, with the words of [`Mails`]; in any other one it is English.

use chrono::{DateTime, Datelike as _, Utc};
use domain::form::Email;
use domain::salutation::{called, greeted};
use domain::survey::words::{Ask, Mails, fill, isolated};
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

    const fn ask(self, words: &Mails) -> &Ask {
        match self {
            Self::Invitation => &words.invitation,
            Self::Debrief => &words.debrief,
            Self::Reminder => &words.reminder,
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
    /// The buyer's company, where it is known what it is called.
    pub account: Option<&'a str>,
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

/// A label and what it says.
#[derive(Serialize)]
struct Fact {
    label: &'static str,
    words: String,
    /// Both on one line.
    text: String,
}

/// The words with everything filled in; what is empty is not said.
#[derive(Serialize)]
struct Said {
    subject: String,
    heading: &'static str,
    preview: String,
    hello: String,
    lead: String,
    button: String,
    facts: Vec<Fact>,
    /// For whom the link is, and whom to ask.
    closing: String,
    stop: &'static str,
    end: &'static str,
    address: &'static str,
}

#[derive(Serialize)]
struct Values<'a> {
    words: Said,
    asker: &'a str,
    link: String,
    /// Where mails are ended.
    stop: String,
}

impl InvitationMail<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When the template is broken.
    pub fn mail(&self, post: &Post) -> Result<Mail, MailError> {
        let page = Words::of(self.language);
        // Words that we do not have in this language are English, and so is the page around them.
        let language = Language::parse(page.tag).unwrap_or_else(|_| Language::english());
        let query = if self.names_language { format!("?lang={}", self.language) } else { String::new() };
        let values = Values {
            words: self.said(page, &language),
            asker: self.asker(),
            link: post.link(&format!("/s/{}{query}", self.token)),
            stop: post.link(&format!("/u/{}", self.preferences)),
        };
        let texts = template::render_as("ask", &language, &values)?;
        Ok(Mail {
            kind: self.occasion.code(),
            cause: self.cause.clone(),
            to: self.to.clone(),
            to_name: called(self.name).unwrap_or_default(),
            from_name: Some(self.asker().to_owned()),
            reply_to: self.reply_to.clone(),
            subject: texts.subject,
            text: texts.text,
            html: texts.html,
            unsubscribe: Some(post.link(&format!("/u/{}/one-click", self.preferences))),
            date: self.now,
        })
    }

    fn asker(&self) -> &str {
        self.sender.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(self.tenant)
    }

    fn said(&self, page: &'static Words, language: &Language) -> Said {
        let words = &page.mails;
        let ask = self.occasion.ask(words);
        let name = |name: &str| isolated(language, name);
        let minutes = page.count(&words.minutes, u32::from(self.minutes.max(1)));
        let when = month(page, self.closed_at, self.now);
        let tenant = name(self.tenant);
        let account = name(self.account.unwrap_or(self.deal));
        let is_nameless = self.occasion == Occasion::Invitation && self.account.is_none();
        Said {
            subject: fill(ask.subject, &[&minutes, self.asker(), self.account.unwrap_or(self.deal)]),
            heading: ask.heading,
            preview: fill(ask.preview, &[&minutes]),
            hello: hello(page, language, self.name),
            lead: if is_nameless {
                fill(words.your_decision, &[&when, &tenant])
            } else {
                fill(ask.lead, &[&when, &tenant, &account, &name(self.deal)])
            },
            button: fill(ask.button, &[&minutes]),
            facts: self.facts(page, language),
            closing: {
                let yours: &[&str] = match self.occasion {
                    Occasion::Invitation => &[words.yours],
                    Occasion::Debrief => &[],
                    Occasion::Reminder => &[words.yours, words.on_request],
                };
                let reply = self.reply_to.as_ref().map(|_| words.reply);
                in_a_row(yours.iter().copied().chain(reply))
            },
            stop: match self.occasion {
                Occasion::Invitation | Occasion::Reminder => words.stop,
                Occasion::Debrief => words.stop_seller,
            },
            end: words.end,
            address: words.address,
        }
    }

    fn facts(&self, page: &'static Words, language: &Language) -> Vec<Fact> {
        let words = &page.mails;
        let [asker, tenant] = [self.asker(), self.tenant].map(|name| isolated(language, name));
        let who = if asker == tenant { asker } else { format!("{asker} ({tenant})") };
        let minutes = page.count(&page.landing.minutes, u32::from(self.minutes.max(1)));
        // The full stop is the one that ends the language's own sentences.
        let stop = if words.pause.ends_with('。') { "。" } else { "." };
        let how_long = in_a_row([&*format!("{}{stop}", capitalized(&minutes)), words.pause].into_iter());
        let until = page.date(self.expires_at.date_naive());
        let fact = |label: &'static str, words: String| {
            let text = fill(page.hint.side, &[label, &words]);
            Fact { label, words, text }
        };
        let (how_long, until) = (fact(words.how_long, how_long), fact(words.until, until));
        match self.occasion {
            Occasion::Invitation => vec![
                fact(words.who, who),
                fact(words.why, words.why_text.to_owned()),
                how_long,
                until,
                fact(words.sees, words.sees_text.to_owned()),
            ],
            Occasion::Debrief | Occasion::Reminder => vec![how_long, until],
        }
    }
}

/// "Hello Bo Buyer,", or "Hello," to whom we do not know how to address.
pub(super) fn hello(page: &Words, language: &Language, name: &str) -> String {
    let words = &page.receipt_mail;
    greeted(name)
        .map_or_else(|| words.hello_you.to_owned(), |name| fill(words.hello, &[&isolated(language, &name)]))
}

/// " Bo Buyer" to put after "Hello" in a mail to a member; nothing when all that is known is an address.
pub(super) fn greeting(name: &str) -> String {
    greeted(name).map_or_else(String::new, |name| format!(" {name}"))
}

/// Sentences one after the other; those that end with a wide full stop need no space.
fn in_a_row<'a>(sentences: impl Iterator<Item = &'a str>) -> String {
    let mut row = String::new();
    for sentence in sentences {
        if !row.is_empty() && !row.ends_with('。') {
            row.push(' ');
        }
        row.push_str(sentence);
    }
    row
}

/// "About 3 minutes", at the start of a sentence.
fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "November", or with its year when that is another one.
fn month(words: &Words, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    if at.year() == now.year() {
        words.months[at.month0() as usize % 12].to_owned()
    } else {
        words.month(at.date_naive())
    }
}
