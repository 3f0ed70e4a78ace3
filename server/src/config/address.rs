//! Whether the addresses of other servers can lead anywhere; what is in them is a secret and not repeated.

use lettre::{AsyncSmtpTransport, Tokio1Executor};

/// Whether a database can be reached by this, as far as its words go: scheme, port and TLS mode.
pub(super) fn is_postgres(text: &str) -> bool {
    let rest = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"));
    rest.is_some_and(|rest| rest.len() > 1) && store::is_database_url(text)
}

/// Whether a mail server can be reached by this, as far as its words go.
pub(super) fn is_smtp(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("smtp://").or_else(|| text.strip_prefix("smtps://")) else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let server = authority.rsplit_once('@').map_or(authority, |(_, server)| server);
    let has_host = !server.is_empty() && !server.starts_with(':');
    has_host && AsyncSmtpTransport::<Tokio1Executor>::from_url(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_database_has_a_port_and_a_tls_mode_that_there_are() {
        for good in [
            "postgres://wl_app:x@db/winloss",
            "postgresql://wl_app@127.0.0.1:5432/winloss?sslmode=verify-full",
            "postgres://wl_app@[::1]:5432/winloss",
            "postgres:///winloss?host=/var/run/postgresql",
        ] {
            assert!(is_postgres(good), "{good}");
        }
        for bad in [
            "postgres://wl_app:x@127.0.0.1:notaport/winloss",
            "postgres://h:99999999/x",
            "postgres://h/x?sslmode=bogus",
            "postgres://",
            "mysql://h/x",
        ] {
            assert!(!is_postgres(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_of_a_mail_server_has_a_host() {
        for good in [
            "smtp://127.0.0.1:2525",
            "smtps://user:p%40ss@mail.example:465",
            "smtp://mail.example:587?tls=required",
        ] {
            assert!(is_smtp(good), "{good}");
        }
        for bad in
            ["smtp://", "smtp://:25", "smtp://user:pass@", "smtps://user@:465", "smtp://h:x", "http://x"]
        {
            assert!(!is_smtp(bad), "{bad}");
        }
    }
}
