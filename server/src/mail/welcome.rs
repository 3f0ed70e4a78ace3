//! The mail that lets the first admin of a new tenant in.

use chrono::{DateTime, Utc};
use domain::form::Email;
use serde::Serialize;

use super::invitation::greeting;
use super::{Mail, MailError, Post, template};

#[derive(Serialize)]
struct Values<'a> {
    greeting: String,
    tenant: &'a str,
    platform: &'a str,
    email: &'a str,
    link: String,
}

/// Mails a new admin the way in; the same token again is the same mail.
///
/// # Errors
/// Whether it may work later, or never will.
pub async fn welcome(
    post: &Post,
    to: &Email,
    name: &str,
    tenant: &str,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(), MailError> {
    post.send(&mail(post, to, name, tenant, token, now)?).await
}

fn mail(
    post: &Post,
    to: &Email,
    name: &str,
    tenant: &str,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Mail, MailError> {
    let values = Values {
        greeting: greeting(name),
        tenant,
        platform: &post.0.from_name,
        email: to.as_str(),
        link: post.link(&format!("/welcome/{token}")),
    };
    let texts = template::render("welcome", &values)?;
    Ok(Mail {
        kind: "welcome",
        cause: token.to_owned(),
        to: to.clone(),
        to_name: name.to_owned(),
        from_name: None,
        reply_to: None,
        subject: texts.subject,
        text: texts.text,
        html: texts.html,
        date: now,
    })
}

