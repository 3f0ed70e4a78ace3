//! Browsers in which somebody signed in before: what strangers do elsewhere does not use up their tries.
//!
//! A signed cookie names the browser and is good for one address. It signs nobody in; all it gives is a budget of its
//! own, so that whoever types wrong passwords for a leader's address shuts the door before himself only.
//!
//! **Invariant:** only a right password makes a known device of a browser, and only for the address it is right for.

use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::form::Email;
use sha2::{Digest as _, Sha256};
use store::Keys;

use crate::http::cookie;

/// Seconds that a browser is known after the last sign-in in it: half a year.
const LASTS: u32 = 180 * 24 * 3600;
const ID: usize = 16;
/// The id, and until when it is good.
const NAMED: usize = ID + 4;

/// The hash of a person's address: what is counted and signed instead of it.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) struct Address(pub(super) [u8; 32]);

impl Address {
    /// Of what was typed, however it was typed; what is no address is counted as well.
    pub(super) fn of(typed: &str) -> Self {
        let canonical = Email::parse(typed).map_or_else(|_| typed.trim().to_lowercase(), String::from);
        Self(Sha256::digest(canonical.as_bytes()).into())
    }
}

/// A browser by a number that says nothing of it.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) struct Device(pub(super) [u8; ID]);

/// The cookie's name: bound to this host wherever the connection is encrypted.
const fn name(is_https: bool) -> &'static str {
    if is_https { "__Host-wl-device" } else { "wl-device" }
}

/// The device that the browser says it is, if somebody with this address signed in on it.
pub(super) fn known(
    headers: &HeaderMap,
    keys: &Keys,
    address: Address,
    now: DateTime<Utc>,
    is_https: bool,
) -> Option<Device> {
    let said = URL_SAFE_NO_PAD.decode(cookie::value(headers, name(is_https))?).ok()?;
    let (named, proof) = said.split_at_checked(NAMED)?;
    if !keys.is_device_of(&address.0, named, proof) {
        return None;
    }
    let (id, until) = named.split_at_checked(ID)?;
    let until = u32::from_be_bytes(until.try_into().ok()?);
    let is_good = now.timestamp() < i64::from(until);
    is_good.then_some(Device(id.try_into().ok()?))
}

/// The header that has the browser remember that somebody with this address signed in on it.
pub(super) fn remember(
    device: Device,
    keys: &Keys,
    address: Address,
    now: DateTime<Utc>,
    is_https: bool,
) -> HeaderValue {
    let until = u32::try_from(now.timestamp()).unwrap_or(u32::MAX).saturating_add(LASTS);
    let named = [&device.0[..], &until.to_be_bytes()].concat();
    let value = URL_SAFE_NO_PAD.encode([&named[..], &keys.sign_device(&address.0, &named)].concat());
    let secure = if is_https { "; Secure" } else { "" };
    let text =
        format!("{}={value}; Path=/; Max-Age={LASTS}; HttpOnly; SameSite=Strict{secure}", name(is_https));
    HeaderValue::from_str(&text).expect("base64 has only letters, digits, dashes and underscores")
}

#[cfg(test)]
mod tests {
    use axum::http::header::COOKIE;

    use super::*;

    fn brought(set: &HeaderValue) -> HeaderMap {
        let pair = set.to_str().expect("text").split(';').next().expect("a pair");
        [(COOKIE, HeaderValue::from_str(pair).expect("a header"))].into_iter().collect()
    }

    #[test]
    fn a_device_is_known_to_the_address_that_signed_in_on_it_and_for_half_a_year() {
        let keys = Keys::from_root(&[7; 32]);
        let now: DateTime<Utc> = "2026-10-12T08:00:00Z".parse().expect("an instant");
        let (bo, device) = (Address::of(" Bo@Express.Example "), Device([9; ID]));
        let set = remember(device, &keys, bo, now, true);
        let text = set.to_str().expect("text");
        assert!(text.starts_with("__Host-wl-device="), "{text}");
        assert!(text.ends_with("; Path=/; Max-Age=15552000; HttpOnly; SameSite=Strict; Secure"), "{text}");
        let headers = brought(&set);
        let later = now + chrono::Duration::days(179);
        assert_eq!(known(&headers, &keys, Address::of("bo@express.example"), later, true), Some(device));
        let over = now + chrono::Duration::days(180);
        assert_eq!(known(&headers, &keys, bo, over, true), None);
        assert_eq!(known(&headers, &keys, bo, now, false), None, "a plain site's cookie is another");
        assert_eq!(known(&headers, &keys, Address::of("al@express.example"), now, true), None);
        assert_eq!(known(&headers, &Keys::from_root(&[8; 32]), bo, now, true), None);
    }

    #[test]
    fn whatever_a_browser_says_is_no_proof() {
        let keys = Keys::from_root(&[7; 32]);
        let now: DateTime<Utc> = "2026-10-12T08:00:00Z".parse().expect("an instant");
        let bo = Address::of("bo@express.example");
        let good = brought(&remember(Device([9; ID]), &keys, bo, now, false));
        let good = good.get(COOKIE).and_then(|value| value.to_str().ok()).expect("a cookie").to_owned();
        assert!(known(&said(&good), &keys, bo, now, false).is_some());
        for at in 10..good.len() {
            let mut forged = good.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).expect("text");
            assert_eq!(known(&said(&forged), &keys, bo, now, false), None, "{forged}");
            assert_eq!(known(&said(&good[..at]), &keys, bo, now, false), None, "cut at {at}");
        }
        for nonsense in ["wl-device=", "wl-device=%00", "wl-device=é", "x"] {
            assert_eq!(known(&said(nonsense), &keys, bo, now, false), None, "{nonsense}");
        }
    }

    fn said(cookie: &str) -> HeaderMap {
        let value = HeaderValue::from_bytes(cookie.as_bytes()).expect("a header");
        [(COOKIE, value)].into_iter().collect()
    }

    #[test]
    fn an_address_is_one_however_it_is_typed() {
        assert_eq!(Address::of(" Bo@Express.Example "), Address::of("bo@express.example"));
        assert_eq!(Address::of("jo@müller.example"), Address::of("jo@xn--mller-kva.example"));
        assert_ne!(Address::of("bo@express.example"), Address::of("al@express.example"));
        assert_eq!(Address::of(" No Address "), Address::of("no address"));
    }
}
