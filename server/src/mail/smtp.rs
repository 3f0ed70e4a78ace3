//! Mails over SMTP, with or without TLS.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Category;
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use secrecy::{ExposeSecret as _, SecretString};

use super::MailError;

const TIMEOUT: Duration = Duration::from_secs(20);
/// Connections that wait for the next mail.
const MOST_CONNECTIONS: u32 = 4;
const IDLE: Duration = Duration::from_secs(30);

/// An SMTP server and the connections to it.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Smtp([redacted])")
    }
}

impl Smtp {
    /// `smtp://host:port` speaks plainly, `?tls=required` or `?tls=opportunistic` starts TLS first, `smtps://` is
    /// TLS from the first byte; `user:password@` signs in.
    pub(super) fn new(url: &SecretString, host: &str) -> Result<Self, MailError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())
            .map_err(|error| MailError::Broken(Box::new(error)))?;
        let pool = PoolConfig::new().max_size(MOST_CONNECTIONS).idle_timeout(IDLE);
        Ok(Self {
            transport: builder.hello_name(hello(host)).timeout(Some(TIMEOUT)).pool_config(pool).build(),
        })
    }

    pub(super) async fn send(&self, message: Message) -> Result<(), MailError> {
        let is_plain = message.envelope().to().iter().all(|to| to.to_string().is_ascii());
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if is_refusal(&error, is_plain) => Err(MailError::Refused(Box::new(error))),
            Err(error) => Err(MailError::Later(Box::new(error))),
        }
    }

    pub(super) async fn check(&self) -> Result<(), MailError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailError::Later("the server does not answer".into())),
            Err(error) => Err(MailError::Later(Box::new(error))),
        }
    }
}

/// Who we say we are: the host under which people reach us. What this machine calls itself is nobody's business, and
/// servers mistrust a name without a dot.
fn hello(host: &str) -> ClientId {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    match name.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(name.to_owned()),
    }
}

/// Whether it is this mail that the server will never take. A server that refuses *us*, our sign-in or our way of
/// speaking, takes it as soon as a person has mended that, and until then every mail waits.
fn is_refusal(error: &Error, is_plain: bool) -> bool {
    match error.status() {
        Some(code) => {
            error.is_permanent()
                && match code.category {
                    Category::Information | Category::Unspecified4 | Category::MailSystem => true,
                    Category::Syntax | Category::Connections | Category::Unspecified3 => false,
                }
        }
        // An address in another script, and a server that knows ASCII only.
        None => error.is_client() && !is_plain,
    }
}
