//! JSON as it crosses the wire, read in two steps: text to a document, document to a value.
//!
//! The text is read by one piece of code for all types, and by the same one for answers and for what comes with
//! the page. Reading types straight from text costs the wasm a parser for each type and for each source.

mod document;
mod reader;

pub use reader::Unreadable;

use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;

use self::document::Document;
use super::context::Person;

/// The encoding of everything that pages load.
#[derive(Debug)]
pub struct Wire;

/// A post of JSON that is answered with JSON.
pub type Exchange = Post<Wire>;

/// Writes a value; our own types have nothing that JSON has not.
pub(crate) fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Reads a value back.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    T::deserialize(reader::Reader(Document::read(text)?))
}

impl ContentType for Wire {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Wire {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Wire {
    type Error = Unreadable;

    fn encode(value: &T) -> Result<Bytes, Unreadable> {
        serde_json::to_vec(value).map(Bytes::from).map_err(|_| Unreadable)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Wire {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        read(std::str::from_utf8(&bytes).map_err(|_| Unreadable)?)
    }
}

/// What a page knows of its reader comes with it.
impl Encoder<Option<Person>> for Wire {
    type Error = Unreadable;
    type Encoded = String;

    fn encode(person: &Option<Person>) -> Result<String, Unreadable> {
        Ok(write(person))
    }
}

impl Decoder<Option<Person>> for Wire {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<Option<Person>, Unreadable> {
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
        assert_eq!(read::<Answer>(&write(&answer)).expect("the same"), answer);
        let bytes = <Wire as Encodes<Answer>>::encode(&answer).expect("plain data");
        assert_eq!(<Wire as Decodes<Answer>>::decode(bytes).expect("the same"), answer);
        assert!(<Wire as Decodes<Answer>>::decode(Bytes::from_static(b"\xff{")).is_err());
    }
}
