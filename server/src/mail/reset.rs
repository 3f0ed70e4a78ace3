//! The mail with the way to a new password.

use chrono::{DateTime, Utc};
use domain::form::Email;
use serde::Serialize;

use super::invitation::greeting;
use super::{Mail, MailError, Post, template};

/// What the mail says.
#[derive(Clone, Debug)]
pub struct ResetMail<'a> {
    /// What caused it.
    pub cause: String,
    /// Where to.
    pub to: Email,
    /// The member's name.
    pub name: &'a str,
    /// The link's token.
    pub token: &'a str,
    /// When it is written.
    pub now: DateTime<Utc>,
}

#[derive(Serialize)]
struct Values<'a> {
    greeting: String,
    platform: &'a str,
    email: &'a str,
    link: String,
}

impl ResetMail<'_> {
    /// The mail.
    ///
    /// # Errors
    /// When a template is broken.
    pub fn mail(&self, post: &Post) -> Result<Mail, MailError> {
        let values = Values {
            greeting: greeting(self.name),
            platform: &post.0.from_name,
            email: self.to.as_str(),
            link: post.link(&format!("/reset/{}", self.token)),
        };
        let texts = template::render("reset", &values)?;
        Ok(Mail {
            kind: "reset",
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
