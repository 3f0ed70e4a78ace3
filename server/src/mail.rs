//! Mail: what is said (`templates/`), the message around it, and the two ways out, a folder and SMTP.
//!
//! **Invariant:** nothing of a tenant or a buyer can break a header: names and subjects lose control characters,
//! addresses are [`Email`]s, and the message is built by lettre.
//! **Invariant:** the same cause gives the same message id, so a mail that is sent again after a crash is one mail.

mod alert;
mod folder;
mod invitation;
mod message;
mod receipt;
mod reset;
mod smtp;
mod template;
mod welcome;

use std::path::PathBuf;
use std::sync::Arc;

use domain::form::Email;
use secrecy::SecretString;

pub use alert::Alert;
pub use folder::Folder;
pub use invitation::{InvitationMail, Occasion};
pub use message::Mail;
pub use receipt::ReceiptMail;
pub use reset::ResetMail;
pub use smtp::Smtp;
pub use welcome::{welcome, welcome_mail};

use crate::config::{MailConfig, MailTransport};

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It may work later: the server is away, busy, or asked to come again.
    #[error("the mail cannot leave now")]
    Later(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It never will: the server refused it for good.
    #[error("the mail was refused")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It could not be written: a mistake of ours.
    #[error("the mail could not be written")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A way out.
#[derive(Clone, Debug)]
pub enum Mailer {
    /// One `.eml` file a mail.
    Folder(Folder),
    /// An SMTP server.
    Smtp(Smtp),
}

impl Mailer {
    /// Mails become files in this folder.
    #[must_use]
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self::Folder(Folder::new(path.into()))
    }

    /// Mails go to the server at `smtp://` or `smtps://` with its sign-in; we are `host` to it.
    ///
    /// # Errors
    /// When the address is none.
    pub fn smtp(url: &SecretString, host: &str) -> Result<Self, MailError> {
        Smtp::new(url, host).map(Self::Smtp)
    }

    /// Whether mail can leave, without sending any.
    ///
    /// # Errors
    /// Why it cannot.
    pub async fn check(&self) -> Result<(), MailError> {
        match self {
            Self::Folder(folder) => folder.check().await,
            Self::Smtp(smtp) => smtp.check().await,
        }
    }
}

/// Who sends, by which way, and where links lead: what every mail needs.
#[derive(Clone, Debug)]
pub struct Post(Arc<Office>);

#[derive(Debug)]
struct Office {
    mailer: Mailer,
    from: Email,
    from_name: String,
    base_url: String,
    host: String,
}

impl Post {
    /// `base_url` is how people reach the site, such as `https://surveys.example`; `host` is its host name, which
    /// links are sealed for and message ids end with.
    #[must_use]
    pub fn new(mailer: Mailer, from: Email, from_name: &str, base_url: &str, host: &str) -> Self {
        Self(Arc::new(Office {
            mailer,
            from,
            from_name: from_name.to_owned(),
            base_url: base_url.trim_end_matches('/').to_owned(),
            host: host.to_owned(),
        }))
    }

    /// The way out that the configuration names.
    ///
    /// # Errors
    /// When the sender or the server's address is not usable.
    pub fn from_config(config: &MailConfig, base_url: &str, host: &str) -> Result<Self, MailError> {
        let mailer = match &config.transport {
            MailTransport::Folder(path) => Mailer::folder(path),
            MailTransport::Smtp(url) => Mailer::smtp(url, host)?,
        };
        let from = Email::parse(&config.from).map_err(|error| MailError::Broken(error.into()))?;
        Ok(Self::new(mailer, from, &config.from_name, base_url, host))
    }

    /// The way out.
    #[must_use]
    pub fn mailer(&self) -> &Mailer {
        &self.0.mailer
    }

    /// The host that links are sealed for.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.0.host
    }

    /// An address on the site; `path` begins with a slash.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0.base_url)
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// Whether it may work later, or never will.
    pub async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let message = mail.message(&self.0.from, &self.0.from_name, &self.0.host)?;
        match &self.0.mailer {
            Mailer::Folder(folder) => folder.write(&mail.file_name(), &message.formatted()).await,
            Mailer::Smtp(smtp) => smtp.send(message).await,
        }
    }
}
