//! Reads JSON from strangers, and notices members that are in an object more than once.
//!
//! `serde_json` keeps the last of them without a word; whoever wrote the file meant all of them.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How many places are remembered; what has more of them is not worth a list.
pub(crate) const MOST_REPEATED: usize = 100;
/// Longest name of a member in a path, in characters.
const LONGEST_NAME: usize = 60;

/// A document, as far as it is one.
pub(crate) struct Document {
    /// What it says; of members that are there more than once, the last.
    pub(crate) value: Value,
    /// The paths of members that are there more than once, each once and in the order of the text; at most
    /// [`MOST_REPEATED`].
    pub(crate) repeated: Vec<String>,
}

/// Reads a document, as deeply nested as `serde_json` reads it.
///
/// # Errors
/// When it is not JSON.
pub(crate) fn read(text: &[u8]) -> Result<Document, serde_json::Error> {
    let mut walk = Walk { path: String::new(), repeated: Vec::new() };
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = deserializer.deserialize_any(Reading(&mut walk))?;
    deserializer.end()?;
    Ok(Document { value, repeated: walk.repeated })
}

/// Where the reading is, and what it noticed.
struct Walk {
    path: String,
    repeated: Vec<String>,
}

impl Walk {
    /// Goes into a member, and says how to get out.
    fn enter(&mut self, name: &str) -> usize {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.extend(name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME));
        length
    }

    fn leave(&mut self, length: usize) {
        self.path.truncate(length);
    }

    fn repeats(&mut self) {
        if self.repeated.len() < MOST_REPEATED && !self.repeated.contains(&self.path) {
            self.repeated.push(self.path.clone());
        }
    }
}

struct Reading<'a>(&'a mut Walk);

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        let length = self.0.path.len();
        loop {
            self.0.path.push_str(&format!("[{}]", values.len()));
            let next = list.next_element_seed(Reading(self.0))?;
            self.0.leave(length);
            match next {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            let length = self.0.enter(&name);
            if members.contains_key(&name) {
                self.0.repeats();
            }
            let value = object.next_value_seed(Reading(self.0))?;
            self.0.leave(length);
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeated(text: &str) -> Vec<String> {
        read(text.as_bytes()).expect("JSON").repeated
    }

    #[test]
    fn a_document_is_read_as_serde_reads_it() {
        for text in [
            "null",
            "[]",
            " {\"a\": [true, -1, 18446744073709551615, 1.5, 1e300, \"ä\\u0000\\n\", {\"b\": {}}], \"\": null} ",
            "{\"a\": 1, \"b\": 2, \"a\": {\"c\": 3}}",
        ] {
            let whole: Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(read(text.as_bytes()).expect("JSON").value, whole, "{text}");
        }
        for text in ["", "{", "[1,]", "{} {}", "\"\u{1}\"", "nul", "1e999", "{1: 2}"] {
            let error = serde_json::from_str::<Value>(text).expect_err("not JSON").to_string();
            assert_eq!(read(text.as_bytes()).err().expect("not JSON").to_string(), error, "{text}");
        }
        let deep = "[".repeat(10_000);
        assert!(read(deep.as_bytes()).err().expect("too deep").to_string().starts_with("recursion limit"));
    }

    #[test]
    fn members_that_are_there_more_than_once_are_found_wherever_they_are() {
        assert_eq!(repeated(r#"{"a": {"b": 1}, "b": [{"b": 1}, {"b": 2}]}"#), Vec::<String>::new());
        assert_eq!(repeated(r#"{"a": 1, "a": 2, "a": 3}"#), ["a"]);
        assert_eq!(
            repeated(
                r#"{"a": [0, {"b": {"c": 1, "c": 1, "d": 2}, "b": 3}], "e": {}, "e": {"f": 1, "f": 2}}"#
            ),
            ["a[1].b.c", "a[1].b", "e", "e.f"]
        );
        // The same name in other letters is another name.
        assert_eq!(repeated(r#"{"a": 1, "A": 2, "\u0061": 3}"#), ["a"]);
    }

    #[test]
    fn the_list_of_them_ends() {
        let all = (0..500).map(|n| format!("\"{n}\": 1, \"{n}\": 2")).collect::<Vec<_>>().join(", ");
        assert_eq!(repeated(&format!("{{{all}}}")).len(), MOST_REPEATED);
        let long = "x".repeat(100_000);
        assert_eq!(repeated(&format!("{{\"{long}\": 1, \"{long}\": 2}}"))[0].chars().count(), LONGEST_NAME);
    }
}
