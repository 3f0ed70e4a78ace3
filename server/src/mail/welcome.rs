//! The mail that lets the first admin of a new tenant in.

use chrono::{DateTime, Utc};
use secrecy::ExposeSecret as _;
use serde::Serialize;
use store::tenancy::provision::WelcomeMail;

use super::invitation::greeting;
use super::{Mail, MailError, Post, template};

#[derive(Serialize)]
struct Values<'a> {
    greeting: String,
    tenant: &'a str,
    platform: &'a str,
    email: &'a str,
    /// Whether a password is still to be chosen.
    is_new: bool,
    until: String,
    link: String,
}

/// Mails a new admin the way in; the same way in again is the same mail.
///
/// # Errors
/// Whether it may work later, or never will.
pub async fn welcome(post: &Post, order: &WelcomeMail, now: DateTime<Utc>) -> Result<(), MailError> {
    post.send(&welcome_mail(post, order, now)?).await
}

/// The mail itself.
///
/// # Errors
/// When a template is broken.
pub fn welcome_mail(post: &Post, order: &WelcomeMail, now: DateTime<Utc>) -> Result<Mail, MailError> {
    let token = order.token.as_ref().map(|token| token.expose_secret());
    let values = Values {
        greeting: greeting(&order.name),
        tenant: &order.tenant.name,
        platform: &post.0.from_name,
        email: order.to.as_str(),
        is_new: token.is_some(),
        until: day(order.expires_at),
        link: post.link(&token.map_or_else(|| "/login".to_owned(), |token| format!("/welcome/{token}"))),
    };
    let texts = template::render("welcome", &values)?;
    Ok(Mail {
        kind: "welcome",
        cause: format!("{}|{}", order.tenant.id, token.unwrap_or_default()),
        to: order.to.clone(),
        to_name: order.name.clone(),
        from_name: None,
        reply_to: None,
        subject: texts.subject,
        text: texts.text,
        html: texts.html,
        unsubscribe: None,
        date: now,
    })
}

/// "23 December 2026".
fn day(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y").to_string()
}
