//! Requests that change something must come from our own pages.
//!
//! Browsers say where a request comes from, in `Sec-Fetch-Site` (from secure pages) or `Origin` (always, when a
//! form is posted). What says neither is no browser, has no cookies that somebody else could use, and passes;
//! the session's cookie is `SameSite=Lax` as a second lock.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::error::HttpError;
use crate::state::AppState;

/// Refuses what another site's page sent.
pub(super) async fn require(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_safe = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if is_safe || is_ours(request.headers(), state.http.public_url.as_str()) {
        return next.run(request).await;
    }
    tracing::warn!("a form from another site was refused");
    HttpError::CrossSite.into_response()
}

fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    let from = headers.get(header::ORIGIN).map(|value| value.as_bytes());
    match (site, from) {
        (Some(site), _) => [&b"same-origin"[..], b"none"].contains(&site),
        (None, Some(from)) => from.eq_ignore_ascii_case(origin.as_bytes()),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ours_with(pairs: &[(&'static str, &str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| {
            (axum::http::HeaderName::from_static(name), value.parse().expect("a header"))
        });
        is_ours(&headers.collect(), "https://a.example")
    }

    #[test]
    fn a_page_of_ours_is_told_from_others() {
        assert!(is_ours_with(&[("sec-fetch-site", "same-origin"), ("origin", "https://a.example")]));
        assert!(is_ours_with(&[("sec-fetch-site", "none")]));
        assert!(is_ours_with(&[("origin", "https://A.example")]));
        assert!(is_ours_with(&[]));
        for site in ["cross-site", "same-site", "", "nonsense"] {
            assert!(!is_ours_with(&[("sec-fetch-site", site), ("origin", "https://a.example")]), "{site}");
        }
        for origin in ["https://b.example", "null", "http://a.example", "https://a.example.b.example", ""] {
            assert!(!is_ours_with(&[("origin", origin)]), "{origin}");
        }
    }
}
