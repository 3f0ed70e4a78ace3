//! Why a database cannot be reached, by name: a pool that gave up only says that it waited.

use std::time::Duration;
use std::{fmt, io};

use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, Connection as _};
use secrecy::SecretString;

/// How long one that says nothing is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is between us and a database, without any secret.
#[derive(Clone, Eq, PartialEq, Debug)]
pub(crate) struct Unreachable(String);

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreachable {}

/// Connects once, past every pool, and says what is in the way.
pub(crate) async fn reach(url: &SecretString) -> Result<(), Unreachable> {
    let Ok(options) = super::options(url) else { return Ok(()) };
    match tokio::time::timeout(PATIENCE, PgConnection::connect_with(&options)).await {
        Ok(Ok(connection)) => {
            // It was only made to see whether it can be.
            drop(connection);
            Ok(())
        }
        Ok(Err(error)) => Err(Unreachable(words(&error, &options))),
        Err(_) => Err(Unreachable(format!("{} does not answer: is a firewall in between?", place(&options)))),
    }
}

fn place(options: &PgConnectOptions) -> String {
    format!("{}:{}", options.get_host(), options.get_port())
}

fn words(error: &sqlx::Error, options: &PgConnectOptions) -> String {
    let (place, user) = (place(options), options.get_username());
    match error {
        sqlx::Error::Io(cause) if cause.kind() == io::ErrorKind::ConnectionRefused => {
            format!(
                "{place} refused the connection: nothing listens there; is PostgreSQL running, and is the port right?"
            )
        }
        sqlx::Error::Io(cause) if is_unknown_host(cause) => {
            format!("the host {} is not known: is the name right?", options.get_host())
        }
        sqlx::Error::Io(cause) => format!("{place} cannot be reached: {cause}"),
        sqlx::Error::Tls(cause) => format!("{place} does not speak TLS as the address asks for: {cause}"),
        sqlx::Error::Database(cause) => match cause.code().as_deref() {
            Some("28P01") => format!("{place} does not accept the password of the login {user}"),
            Some("28000") => format!("{place} does not let the login {user} in: {}", cause.message()),
            Some("3D000") => {
                format!("{place} has no database \"{}\"", options.get_database().unwrap_or(user))
            }
            Some("53300") => format!("{place} has no connection left: {}", cause.message()),
            Some("57P03") => format!("{place} is starting or stopping; try again in a moment"),
            _ => format!("{place} refuses: {}", cause.message()),
        },
        other => format!("{place} cannot be reached: {other}"),
    }
}

/// The library says it in words only.
fn is_unknown_host(cause: &io::Error) -> bool {
    let words = cause.to_string();
    words.contains("lookup address") || words.contains("resolve") || words.contains("not known")
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn why(url: &str) -> String {
        reach(&SecretString::from(url.to_owned())).await.expect_err("nobody is there").to_string()
    }

    #[tokio::test]
    async fn a_refused_connection_and_an_unknown_host_are_said_by_name_and_without_the_password() {
        // The port of a listener that is gone.
        let gone = std::net::TcpListener::bind("127.0.0.1:0").and_then(|one| one.local_addr());
        let port = gone.expect("a port").port();
        let words = why(&format!("postgres://wl_app:secret@127.0.0.1:{port}/winloss")).await;
        assert!(words.starts_with(&format!("127.0.0.1:{port} refused the connection")), "{words}");
        assert!(!words.contains("secret"), "{words}");
        let words = why("postgres://wl_app:secret@no-such-host.invalid/winloss").await;
        assert_eq!(words, "the host no-such-host.invalid is not known: is the name right?");
    }

    #[cfg(feature = "testing")]
    #[tokio::test]
    async fn a_wrong_password_and_a_missing_database_are_said_by_name() {
        use secrecy::ExposeSecret as _;

        let db = crate::testing::TestDb::new().await;
        let right = db.config().control_url;
        assert_eq!(reach(&right).await, Ok(()));
        let options = super::super::options(&right).expect("an address");
        let place = place(&options);
        let base = format!("postgres://{{}}@{place}/");
        let of = |login: &str, database: &str| base.replace("{}", login) + database;
        let words = why(&of("wl_app:wrong-as-can-be", options.get_database().unwrap_or_default())).await;
        assert_eq!(words, format!("{place} does not accept the password of the login wl_app"));
        let (start, _) = right.expose_secret().rsplit_once('/').expect("a database");
        let words = why(&format!("{start}/no_such_database")).await;
        assert_eq!(words, format!("{place} has no database \"no_such_database\""));
    }
}
