//! Links that a mail program took too much for: the full stop of the sentence, the bracket around the address, a slash.
//!
//! **Invariant:** whoever comes with such a link is sent to the same place without the tail and nowhere else, so that the
//! token is told to nobody who did not have it; what is no link stays none.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};

/// Where mailed links lead.
const MAILED: [&str; 5] = ["/s/", "/r/", "/u/", "/welcome/", "/reset/"];
/// What no token ends with, plainly and as browsers write it in an address.
const TAILS: [&str; 28] = [
    "/",
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    "*",
    ")",
    "]",
    "}",
    ">",
    "\"",
    "'",
    "%3E",
    "%22",
    "%27",
    "%29",
    "%2C",
    "%2E",
    "%3B",
    "%3A",
    "%21",
    "%5D",
    "%7D",
    "%20",
    "%C2%BB",
    "%E2%80%9D",
];

/// Sends whoever comes by a mailed link with a tail to the link.
pub(super) async fn mend(request: Request, next: Next) -> Response {
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    match mended(request.uri().path(), request.uri().query()).filter(|_| is_read) {
        Some(address) => Redirect::to(&address).into_response(),
        None => next.run(request).await,
    }
}

/// The address without its tail; `None` when it has none, or is no mailed link.
fn mended(path: &str, query: Option<&str>) -> Option<String> {
    let prefix = MAILED.into_iter().find(|prefix| path.starts_with(prefix))?;
    let rest = &path[prefix.len()..];
    // In an address with words behind the question mark the tail is behind them.
    let token = without_tail(rest);
    let words = query.map(without_tail);
    let is_link = !token.is_empty() && !token.contains('/');
    let has_tail = token.len() < rest.len() || words.map(str::len) < query.map(str::len);
    (is_link && has_tail).then(|| match words.filter(|words| !words.is_empty()) {
        Some(words) => format!("{prefix}{token}?{words}"),
        None => format!("{prefix}{token}"),
    })
}

fn without_tail(mut text: &str) -> &str {
    let tail = |text: &str| {
        TAILS.into_iter().find(|tail| {
            let from = text.len().checked_sub(tail.len());
            from.and_then(|from| text.get(from..)).is_some_and(|end| end.eq_ignore_ascii_case(tail))
        })
    };
    while let Some(found) = tail(text) {
        text = &text[..text.len() - found.len()];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn a_tail_is_taken_off_and_nothing_else() {
        for tail in ["/", ".", ")", ">", "%3E", "%3e", ").", ">.", "/)", "%22", "%E2%80%9D.", ",", "]"] {
            assert_eq!(mended(&format!("/s/AQEx-_y{tail}"), None).as_deref(), Some("/s/AQEx-_y"), "{tail}");
        }
        assert_eq!(mended("/u/x.", None).as_deref(), Some("/u/x"));
        assert_eq!(mended("/reset/x)", None).as_deref(), Some("/reset/x"));
        assert_eq!(mended("/s/x", Some("lang=de)")).as_deref(), Some("/s/x?lang=de"));
        assert_eq!(mended("/s/x/", Some("lang=de")).as_deref(), Some("/s/x?lang=de"));
        for whole in [
            "/s/x",
            "/s/x/privacy",
            "/s/x/privacy.",
            "/s/",
            "/s/.",
            "/s//",
            "/app/deals.",
            "/r/x/certificate.txt",
        ] {
            assert_eq!(mended(whole, None), None, "{whole}");
        }
        assert_eq!(mended("/s/x", Some("lang=de")), None);
        // No address of another site can come of it.
        for path in ["//evil.example/.", "/s//evil.example/", "/s/../x."] {
            assert!(mended(path, None).is_none_or(|address| address.starts_with("/s/")), "{path}");
        }
    }
}
