//! What a browser brings.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// The value of a cookie; the first, if there are several of the name.
pub(super) fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(one, _)| *one == name)
        .map(|(_, value)| value.trim().trim_matches('"'))
}
