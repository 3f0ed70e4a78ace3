//! `[mail]`: how mail leaves, and in whose name.

use std::path::PathBuf;

use domain::form::Email;
use secrecy::SecretString;

use super::address;
use super::reader::Section;

/// How mail leaves.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// The way out.
    pub transport: MailTransport,
    /// The sender's address.
    pub from: String,
    /// The sender's name where a tenant has set none.
    pub from_name: String,
}

/// The way out.
#[derive(Clone, Debug)]
pub enum MailTransport {
    /// One `.eml` file a mail in this folder.
    Folder(PathBuf),
    /// An SMTP server's address, with its sign-in.
    Smtp(SecretString),
}

impl MailConfig {
    /// `host` is the one under which people reach the site: without another word, mail comes from there.
    pub(super) fn read(section: &mut Section<'_>, host: Option<&str>) -> Option<Self> {
        let folder = section.text("folder").map(PathBuf::from);
        let expected = "an address such as \"smtps://user:password@mail.example:465\" or \"smtp://mail.example:587?tls=required\"";
        let smtp = section.parse("smtp_url", expected, |text| {
            address::is_smtp(text).then(|| SecretString::from(text.to_owned()))
        });
        let from = section
            .parse("from", "an e-mail address", |text| {
                Email::parse(text).ok().filter(Email::is_taken_everywhere)
            })
            .map_or_else(|| sender_at(host), |email| email.as_str().to_owned());
        let from_name = section.text("from_name").unwrap_or_else(|| "winloss".to_owned());
        let transport = match (folder, smtp) {
            (Some(_), Some(_)) => {
                section.complain("folder", None, "is set together with mail.smtp_url; choose one");
                None
            }
            (Some(folder), None) => Some(MailTransport::Folder(folder)),
            (None, Some(smtp)) => Some(MailTransport::Smtp(smtp)),
            (None, None) => {
                section.required::<()>("smtp_url", None, "an SMTP server's address; or mail.folder");
                None
            }
        };
        Some(Self { transport: transport?, from, from_name })
    }
}

/// The sender where none is set; an address has no room for a machine without a name.
fn sender_at(host: Option<&str>) -> String {
    let named = host.and_then(|host| {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let is_name = name.contains('.') && name.parse::<std::net::IpAddr>().is_err();
        Email::parse(&format!("feedback@{name}")).ok().filter(|_| is_name)
    });
    named.map_or_else(|| "feedback@localhost.localdomain".to_owned(), String::from)
}
