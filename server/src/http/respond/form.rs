//! A posted form as names and values in the order they came; nothing here knows what they mean.

use app::pages::respond::Closed;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};

/// No survey has as many fields; what has more is no form of ours.
const MOST_FIELDS: usize = 2_000;

/// The body, as the framework could read it.
pub(super) type Body = Result<Bytes, BytesRejection>;

/// A posted form.
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a request's form.
    pub(super) fn read(headers: &HeaderMap, body: Body) -> Result<Self, Closed> {
        let body = body.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Closed::TooLarge,
            _ => Closed::Malformed,
        })?;
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Closed::Malformed);
        }
        Self::parse(&body).ok_or(Closed::Malformed)
    }

    /// Reads `a=1&b=2`; `None` when it has more fields than any form.
    fn parse(body: &[u8]) -> Option<Self> {
        let mut fields = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            if fields.len() == MOST_FIELDS {
                return None;
            }
            let mut parts = pair.splitn(2, |byte| *byte == b'=');
            let (name, value) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            fields.push((decode(name), decode(value)));
        }
        Some(Self(fields))
    }

    /// The first value of a field.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// All fields in their order.
    pub(super) fn fields(&self) -> &[(String, String)] {
        &self.0
    }
}

/// Undoes the encoding of forms; bytes that are no text become the replacement character.
fn decode(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => match after.split_at_checked(2).and_then(|(pair, behind)| Some((hex(pair)?, behind))) {
                Some((byte, behind)) => {
                    bytes.push(byte);
                    rest = behind;
                }
                None => bytes.push(b'%'),
            },
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn hex(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (high, low) = (digit(*pair.first()?)?, digit(*pair.get(1)?)?);
    u8::try_from(high * 16 + low).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: &str) -> Vec<(String, String)> {
        Form::parse(body.as_bytes()).expect("few fields").0
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn order_and_repeats_are_kept() {
        assert_eq!(parse("a=1&b=2&a=3"), [pair("a", "1"), pair("b", "2"), pair("a", "3")]);
        assert_eq!(parse("&&a&=x&b="), [pair("a", ""), pair("", "x"), pair("b", "")]);
        assert_eq!(parse(""), []);
    }

    #[test]
    fn any_bytes_become_text() {
        assert_eq!(parse("a=b+c%2Bd%3D%26"), [pair("a", "b c+d=&")]);
        assert_eq!(parse("a=%F0%9F%98%80%00"), [pair("a", "😀\0")]);
        assert_eq!(parse("a=%ff%zz%4"), [pair("a", "\u{fffd}%zz%4")]);
        assert_eq!(parse("a=%"), [pair("a", "%")]);
    }

    #[test]
    fn a_flood_of_fields_is_no_form() {
        assert_eq!(Form::parse(&b"a=1&".repeat(MOST_FIELDS + 1)), None);
        assert!(Form::parse(&b"a=1&".repeat(MOST_FIELDS)).is_some());
    }
}
