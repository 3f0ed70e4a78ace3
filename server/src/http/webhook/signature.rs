//! Standard Webhooks 1.0: is this message from somebody who knows a secret of the connection, and is it fresh?
//!
//! Raw bytes only: nothing here parses a body, and nothing may have touched it before.
//!
//! **Invariant:** every secret is tried against every listed signature, without an early exit, so that the time
//! says nothing about which of them was nearly right.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderName};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq as _};

/// The sender's id of the message: the same over retries.
pub const ID: HeaderName = HeaderName::from_static("webhook-id");
/// When the message was signed, in seconds since 1970.
pub const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
/// One or more signatures, separated by spaces.
pub const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// How far the sender's clock may be from ours.
const TOLERANCE_SECONDS: u64 = 300;
const LONGEST_ID: usize = 256;

/// What the headers say.
#[derive(Debug)]
pub struct Envelope<'a> {
    /// The id of the message.
    pub id: &'a str,
    timestamp: &'a str,
    seconds: i64,
    signatures: Cow<'a, str>,
}

/// Why the headers cannot be used.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum HeaderProblem {
    /// Nothing is signed.
    Unsigned,
    /// A header is missing or cannot be what it should be; in words for the sender.
    Malformed(&'static str),
}

impl<'a> Envelope<'a> {
    /// Reads the three headers.
    ///
    /// # Errors
    /// When one is missing or malformed.
    pub fn read(headers: &'a HeaderMap) -> Result<Self, HeaderProblem> {
        use HeaderProblem::{Malformed, Unsigned};

        let mut signatures = headers.get_all(SIGNATURE).iter().filter_map(|value| value.to_str().ok());
        let first = signatures.next().ok_or(Unsigned)?;
        let signatures = signatures.fold(Cow::Borrowed(first), |all, one| Cow::Owned(format!("{all} {one}")));
        let id = one(headers, &ID).ok_or(Malformed("the header webhook-id must be there once"))?;
        let is_usable =
            (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic() && b != b'.');
        if !is_usable {
            return Err(Malformed(
                "the header webhook-id must have 1 to 256 visible characters and no full stop",
            ));
        }
        let timestamp =
            one(headers, &TIMESTAMP).ok_or(Malformed("the header webhook-timestamp must be there once"))?;
        let is_plain = (1..=12).contains(&timestamp.len()) && timestamp.bytes().all(|b| b.is_ascii_digit());
        let seconds = timestamp
            .parse()
            .ok()
            .filter(|_| is_plain)
            .ok_or(Malformed("the header webhook-timestamp must be whole seconds since 1970"))?;
        Ok(Self { id, timestamp, seconds, signatures })
    }

    /// Whether the message was signed not long ago, by its own words.
    #[must_use]
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now.timestamp().abs_diff(self.seconds) <= TOLERANCE_SECONDS
    }

    /// Whether any listed signature was made with any of the secrets, and not long ago.
    #[must_use]
    pub fn verify(&self, body: &[u8], secrets: &[SecretString], now: DateTime<Utc>) -> bool {
        let listed: Vec<Vec<u8>> = self
            .signatures
            .split_ascii_whitespace()
            // Others, such as the asymmetric `v1a`, are for receivers that were given a public key.
            .filter_map(|signature| signature.strip_prefix("v1,"))
            .map(|text| STANDARD.decode(text).unwrap_or_default())
            .collect();
        let mut matches = Choice::from(0);
        for secret in secrets {
            let expected = self.sign(body, secret);
            for signature in &listed {
                matches |= expected[..].ct_eq(signature);
            }
        }
        bool::from(matches) && self.is_fresh(now)
    }

    fn sign(&self, body: &[u8], secret: &SecretString) -> [u8; 32] {
        let text = secret.expose_secret();
        let text = text.strip_prefix("whsec_").unwrap_or(text);
        // A secret that is no base64 was not made by us; its bytes are as good a key as any.
        let key = STANDARD.decode(text).unwrap_or_else(|_| text.as_bytes().to_vec());
        let mut mac =
            <Hmac<Sha256> as hmac::Mac>::new_from_slice(&key).expect("HMAC takes a key of any length");
        for part in [self.id.as_bytes(), b".", self.timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const GOOD: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    const AT: i64 = 1_614_265_330;

    fn headers(id: &str, timestamp: &str, signature: &str) -> HeaderMap {
        [(ID, id), (TIMESTAMP, timestamp), (SIGNATURE, signature)]
            .into_iter()
            .map(|(name, value)| (name, value.parse().expect("a header")))
            .collect()
    }

    fn good() -> HeaderMap {
        headers("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", GOOD)
    }

    fn secrets(all: &[&str]) -> Vec<SecretString> {
        all.iter().map(|secret| SecretString::from((*secret).to_owned())).collect()
    }

    fn verify(headers: &HeaderMap, body: &[u8], secret: &[&str], at: i64) -> bool {
        let now = DateTime::from_timestamp(at, 0).expect("valid");
        Envelope::read(headers).expect("readable").verify(body, &secrets(secret), now)
    }

    #[test]
    fn the_known_answer_is_right() {
        assert!(verify(&good(), BODY, &[SECRET], AT));
    }

    #[test]
    fn five_minutes_either_way_are_fresh_and_a_second_more_is_not() {
        for at in [AT - 300, AT + 300] {
            assert!(verify(&good(), BODY, &[SECRET], at));
        }
        for at in [AT - 301, AT + 301, 0] {
            assert!(!verify(&good(), BODY, &[SECRET], at));
        }
    }

    #[test]
    fn one_changed_byte_anywhere_is_refused() {
        for at in 0..BODY.len() {
            let mut body = BODY.to_vec();
            body[at] ^= 1;
            assert!(!verify(&good(), &body, &[SECRET], AT), "body byte {at}");
        }
        for at in 3..GOOD.len() - 2 {
            let mut signature = GOOD.as_bytes().to_vec();
            signature[at] = if signature[at] == b'A' { b'B' } else { b'A' };
            let signature = String::from_utf8(signature).expect("text");
            let headers = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", &signature);
            assert!(!verify(&headers, BODY, &[SECRET], AT), "signature byte {at}");
        }
        assert!(!verify(&headers("msg_p5jXN8AQM9LWM0D4loKWxJeK", "1614265330", GOOD), BODY, &[SECRET], AT));
        assert!(!verify(&headers("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265331", GOOD), BODY, &[SECRET], AT));
        assert!(!verify(&headers("msg_p5jXN8AQM9LWM0D4loKWxJek", "01614265330", GOOD), BODY, &[SECRET], AT));
    }

    #[test]
    fn a_body_that_was_written_anew_is_refused() {
        let value: serde_json::Value = serde_json::from_slice(BODY).expect("JSON");
        let again = serde_json::to_vec(&value).expect("JSON");
        assert!(!verify(&good(), &again, &[SECRET], AT));
    }

    #[test]
    fn any_secret_and_any_signature_of_the_list_will_do() {
        let other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        assert!(verify(&good(), BODY, &[other, SECRET], AT));
        assert!(verify(&good(), BODY, &[SECRET, other], AT));
        assert!(!verify(&good(), BODY, &[other], AT));
        assert!(!verify(&good(), BODY, &[], AT));
        let list = format!("v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5B/1VQBYQ= v1,AAAA v1,%%% {GOOD}");
        assert!(verify(&headers("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", &list), BODY, &[SECRET], AT));
        let asymmetric = GOOD.replace("v1,", "v1a,");
        let headers = headers("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", &asymmetric);
        assert!(!verify(&headers, BODY, &[SECRET], AT));
    }

    #[test]
    fn headers_that_cannot_be_are_named() {
        assert_eq!(Envelope::read(&HeaderMap::new()).expect_err("unsigned"), HeaderProblem::Unsigned);
        let long = "x".repeat(257);
        for (id, timestamp) in [
            ("a.b", "1614265330"),
            ("a b", "1614265330"),
            (long.as_str(), "1614265330"),
            ("", "1614265330"),
            ("a", ""),
            ("a", "-1"),
            ("a", "1e9"),
            ("a", "1614265330.5"),
            ("a", "99999999999999999999"),
        ] {
            let problem = Envelope::read(&headers(id, timestamp, GOOD)).expect_err("malformed");
            assert!(matches!(problem, HeaderProblem::Malformed(_)), "{id} {timestamp}");
        }
        let mut twice = good();
        twice.append(ID, "other".parse().expect("a header"));
        assert!(matches!(Envelope::read(&twice).expect_err("twice"), HeaderProblem::Malformed(_)));
    }
}
