//! JSON as it crosses the wire, read in two steps: text to a document, document to a value.
//!
//! The text is read by one piece of code for all types, and by the same one for answers and for what comes with
//! the page. Reading types straight from text costs the wasm a parser for each type and for each source.

use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Error, Value};

/// The encoding of everything that pages load.
#[derive(Debug)]
pub struct Wire;

/// A post of JSON that is answered with JSON.
pub type Exchange = Post<Wire>;

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let document: Value = serde_json::from_str(text)?;
    serde_json::from_value(document)
}

impl ContentType for Wire {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Wire {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Wire {
    type Error = Error;

    fn encode(value: &T) -> Result<Bytes, Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Wire {
    type Error = Error;

    fn decode(bytes: Bytes) -> Result<T, Error> {
        read(std::str::from_utf8(&bytes).map_err(Error::custom)?)
    }
}

impl<T: Serialize> Encoder<T> for Wire {
    type Error = Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Wire {
    type Error = Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Error> {
        read(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiError;
    use crate::pages::dashboard::fixture;

    #[test]
    fn figures_survive_the_wire_to_the_last_digit() {
        type Answer = Result<domain::report::Dashboard, ApiError>;
        let answer: Answer = Ok(fixture::dashboard());
        let text = <Wire as Encoder<Answer>>::encode(&answer).expect("plain data");
        assert_eq!(<Wire as Decoder<Answer>>::decode(&text).expect("the same"), answer);
        let bytes = <Wire as Encodes<Answer>>::encode(&answer).expect("plain data");
        assert_eq!(<Wire as Decodes<Answer>>::decode(bytes).expect("the same"), answer);
        assert!(<Wire as Decodes<Answer>>::decode(Bytes::from_static(b"\xff{")).is_err());
    }
}
