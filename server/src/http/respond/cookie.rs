//! The cookie that takes the token out of the address.

use axum::http::{HeaderMap, HeaderValue};
use chrono::{DateTime, Duration, Utc};
use domain::link::LinkToken;

use crate::http::cookie;

/// How long a browser remembers the survey at most; the link in the mail is good for longer.
pub(super) const LONGEST: Duration = Duration::days(7);

/// Its name: bound to this host wherever the connection is encrypted.
const fn name(is_https: bool) -> &'static str {
    if is_https { "__Host-survey" } else { "survey" }
}

/// The token that the browser brings, if it looks like one.
pub(super) fn read(headers: &HeaderMap, is_https: bool) -> Option<LinkToken> {
    cookie::value(headers, name(is_https)).and_then(LinkToken::parse)
}

/// The header that has the browser remember the token.
pub(super) fn set(
    token: &LinkToken,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
    is_https: bool,
) -> HeaderValue {
    let seconds = (expires_at - now).clamp(Duration::zero(), LONGEST).num_seconds();
    let secure = if is_https { "; Secure" } else { "" };
    let text = format!(
        "{}={}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}",
        name(is_https),
        token.as_str()
    );
    HeaderValue::from_str(&text).expect("a token has only letters, digits, dashes and underscores")
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE;

    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(cookie).expect("a header"));
        headers
    }

    #[test]
    fn only_the_cookie_of_this_scheme_is_read() {
        let token = "A".repeat(104);
        let both = headers(&format!("wl=1; survey={token}; x=y"));
        assert_eq!(read(&both, false).expect("it is there").as_str(), token);
        assert_eq!(read(&both, true), None, "where https is, a cookie of a plain site does not count");
        assert_eq!(read(&headers("survey=no%20token"), false), None);
        assert_eq!(read(&HeaderMap::new(), false), None);
    }

    #[test]
    fn the_cookie_is_closed_to_scripts_and_ends_with_the_link() {
        let token = LinkToken::parse(&"A".repeat(104)).expect("plausible");
        let now: DateTime<Utc> = "2026-10-12T08:00:00Z".parse().expect("an instant");
        let soon = set(&token, now + chrono::Duration::seconds(90), now, true);
        let soon = soon.to_str().expect("text");
        assert!(soon.starts_with("__Host-survey=AAAA"), "{soon}");
        assert!(soon.ends_with("; Path=/; Max-Age=90; HttpOnly; SameSite=Lax; Secure"), "{soon}");
        let late = set(&token, now + chrono::Duration::days(30), now, false);
        assert!(late.to_str().expect("text").ends_with("Max-Age=604800; HttpOnly; SameSite=Lax"));
    }
}
