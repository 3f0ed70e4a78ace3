//! One mail, and the message it becomes.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use domain::form::{Email, clean_text};
use lettre::Message;
use lettre::address::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, MultiPartKind, SinglePart};
use sha2::{Digest as _, Sha256};

use super::MailError;

const LONGEST_NAME: usize = 100;
const LONGEST_SUBJECT: usize = 200;
/// RFC 5322 allows 998; what is longer is encoded.
const LONGEST_LINE: usize = 900;

/// A mail, ready to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mail {
    /// What kind of mail it is, such as `invitation`; begins its file's name.
    pub kind: &'static str,
    /// What caused it: the same cause is the same mail.
    pub cause: String,
    /// Where to.
    pub to: Email,
    /// The recipient's name.
    pub to_name: String,
    /// In whose name; the platform's when absent.
    pub from_name: Option<String>,
    /// Where an answer goes, if not to the sender.
    pub reply_to: Option<Email>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Where a mail program ends all such mails with one click (RFC 8058); for mails to buyers.
    pub unsubscribe: Option<String>,
    /// When it was written.
    pub date: DateTime<Utc>,
}

impl Mail {
    /// The name of its file in a folder: the same mail has the same name.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}-{}.eml", self.kind, self.fingerprint())
    }

    /// Ids of ours do not leave the house: a digest of the cause does the same.
    fn fingerprint(&self) -> String {
        let digest = Sha256::digest(format!("{}\0{}\0{}", self.kind, self.cause, self.to));
        digest[..12].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The message as it leaves.
    pub(super) fn message(&self, from: &Email, platform: &str, host: &str) -> Result<Message, MailError> {
        let from_name = self.from_name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(platform);
        let mut builder = Message::builder()
            .message_id(Some(format!("<{}.{}@{}>", self.kind, self.fingerprint(), message_host(host))))
            .date(SystemTime::from(self.date))
            .from(mailbox(from_name, from)?)
            .to(mailbox(&self.to_name, &self.to)?)
            .subject(one_line(&self.subject, LONGEST_SUBJECT))
            .header(AutoSubmitted);
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(mailbox(from_name, reply_to)?);
        }
        if let Some(url) = &self.unsubscribe {
            builder = builder.header(ListUnsubscribe(format!("<{url}>"))).header(ListUnsubscribePost);
        }
        let parts = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            .boundary(format!("part-{}", self.fingerprint()))
            .singlepart(text_part(&self.text))
            .singlepart(SinglePart::html(self.html.clone()));
        builder.multipart(parts).map_err(|error| MailError::Broken(Box::new(error)))
    }
}

fn mailbox(name: &str, email: &Email) -> Result<Mailbox, MailError> {
    let address: Address = email.as_str().parse().map_err(|error| MailError::Broken(Box::new(error)))?;
    let name = one_line(name, LONGEST_NAME);
    Ok(Mailbox::new(Some(name).filter(|name| !name.is_empty()), address))
}

/// A text that cannot break a header: one line, no control characters.
fn one_line(text: &str, limit: usize) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    clean_text(&words.join(" "), limit)
}

/// The part after the `@`: a host name without a port, whatever the site is reached by.
fn message_host(host: &str) -> String {
    let name: String = host
        .split(':')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || ".-".contains(*c))
        .collect();
    if name.is_empty() { "localhost".to_owned() } else { name }
}

/// Plain ASCII goes out as it is, so that a link stands whole on its line for readers of any kind; the rest is
/// encoded as usual.
fn text_part(text: &str) -> SinglePart {
    let is_plain = text.is_ascii() && text.lines().all(|line| line.len() <= LONGEST_LINE);
    if !is_plain {
        return SinglePart::plain(text.to_owned());
    }
    let bytes = text.lines().fold(Vec::with_capacity(text.len() + 64), |mut bytes, line| {
        bytes.extend_from_slice(line.as_bytes());
        bytes.extend_from_slice(b"\r\n");
        bytes
    });
    SinglePart::builder()
        .header(ContentType::TEXT_PLAIN)
        .body(Body::dangerous_pre_encoded(bytes, ContentTransferEncoding::SevenBit))
}

/// RFC 3834: nobody's "out of office" needs to answer.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// RFC 2369: where one says that one wants no more of these mails.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        // Made of our own address and a token: plain letters, and no place to fold at.
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
    }
}

/// RFC 8058: that a mail program may say so for its user, by a post that no scanner makes.
#[derive(Clone)]
struct ListUnsubscribePost;

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(to_name: &str, subject: &str, text: &str) -> String {
        let mail = Mail {
            kind: "invitation",
            cause: "1".to_owned(),
            to: Email::parse("bo@express.example").unwrap(),
            to_name: to_name.to_owned(),
            from_name: Some("Northwind\r\nBcc: all@x.example".to_owned()),
            reply_to: None,
            subject: subject.to_owned(),
            text: text.to_owned(),
            html: "<p>x</p>".to_owned(),
            unsubscribe: Some(format!("https://surveys.example/u/{}/one-click", "a".repeat(104))),
            date: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
        };
        let from = Email::parse("surveys@winloss.example").unwrap();
        String::from_utf8(mail.message(&from, "winloss", "127.0.0.1:3000").unwrap().formatted()).unwrap()
    }

    #[test]
    fn nothing_breaks_a_header() {
        let text = mail("Bo\r\nBcc: evil@x.example\r\n\r\nbody", "Hi\r\nX-Evil: 1\0", "t");
        let head = text.split("\r\n\r\n").next().unwrap();
        for line in head.lines() {
            let lower = line.to_lowercase();
            assert!(!lower.starts_with("bcc:") && !lower.starts_with("x-evil:"), "{line}");
        }
        assert!(head.contains("Auto-Submitted: auto-generated"));
    }

    #[test]
    fn a_mail_program_finds_the_way_out_on_one_line() {
        let text = mail("Bo", "Hi", "t");
        let url = format!("https://surveys.example/u/{}/one-click", "a".repeat(104));
        assert!(text.contains(&format!("\r\nList-Unsubscribe: <{url}>\r\n")), "{text}");
        assert!(text.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
    }

    #[test]
    fn a_name_in_any_script_arrives() {
        let text = mail("שרה O'Neil, \"CIO\" <x@y.example>", "Größe 👍", "t");
        let head = text.split("\r\n\r\n").next().unwrap();
        assert!(head.is_ascii() && head.contains("<bo@express.example>"), "{head}");
    }

    #[test]
    fn a_link_stands_whole_on_its_line() {
        let link = format!("http://127.0.0.1:3000/s/{}", "a".repeat(104));
        assert!(mail("Bo", "Hi", &format!("Hello\n\n{link}\n")).contains(&format!("\r\n{link}\r\n")));
    }

    #[test]
    fn the_same_cause_is_the_same_message() {
        let id = |text: &str| text.lines().find(|line| line.starts_with("Message-ID:")).map(str::to_owned);
        let (first, again) = (mail("Bo", "Hi", "a"), mail("Bo", "Other", "b"));
        assert!(id(&first).is_some());
        assert_eq!(id(&first), id(&again));
    }
}
