use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::*;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Everything {
    yes: bool,
    small: i8,
    large: u64,
    real: f64,
    text: String,
    letter: char,
    maybe: Option<Box<Everything>>,
    pair: (u8, String),
    list: Vec<Shape>,
    map: BTreeMap<Key, i64>,
    #[serde(default)]
    absent: u8,
    new: New,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct New(Vec<u16>);

#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Key {
    First,
    Second,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
enum Shape {
    Unit,
    Held(i32),
    Two(i32, bool),
    Named { a: String, b: Option<u8> },
    Tagged(Tagged),
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Tagged {
    Bare,
    With {
        #[serde(flatten)]
        rest: Rest,
        n: u32,
    },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Rest {
    x: Option<i64>,
    y: f32,
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Unit),
        any::<i32>().prop_map(Shape::Held),
        any::<(i32, bool)>().prop_map(|(a, b)| Shape::Two(a, b)),
        any::<(String, Option<u8>)>().prop_map(|(a, b)| Shape::Named { a, b }),
        Just(Shape::Tagged(Tagged::Bare)),
        (any::<Option<i64>>(), (-1000_i16..1000).prop_map(|number| f32::from(number) / 8.0), any::<u32>())
            .prop_map(|(x, y, n)| Shape::Tagged(Tagged::With { rest: Rest { x, y }, n })),
    ]
}

fn everything() -> impl Strategy<Value = Everything> {
    let plain = (
        any::<bool>(),
        any::<i8>(),
        any::<u64>(),
        (-1_000_000_i32..1_000_000).prop_map(|number| f64::from(number) / 64.0),
        any::<String>(),
        any::<char>(),
    );
    let rest = (
        any::<(u8, String)>(),
        prop::collection::vec(shape(), 0..4),
        any::<Option<i64>>(),
        prop::collection::vec(any::<u16>(), 0..3),
    );
    let flat = (plain, rest)
        .prop_map(|((yes, small, large, real, text, letter), (pair, list, value, new))| {
            let map = value.into_iter().flat_map(|value| [(Key::First, value), (Key::Second, 0)]).collect();
            Everything {
                yes,
                small,
                large,
                real,
                text,
                letter,
                maybe: None,
                pair,
                list,
                map,
                absent: 3,
                new: New(new),
            }
        })
        .boxed();
    (flat.clone(), proptest::option::of(flat))
        .prop_map(|(one, maybe)| Everything { maybe: maybe.map(Box::new), ..one })
}

/// A value of a document, as it is read from its text.
fn read<T: for<'de> Deserialize<'de>>(document: &Value) -> Result<T, Unreadable> {
    T::deserialize(Reader(Document::read(&document.to_string()).expect("a document")))
}

/// Any document, valid for the type or not.
fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "[a-z]{0,5}".prop_map(Value::from),
        Just(Value::from("Unit")),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let name = prop_oneof![Just("Held"), Just("Two"), Just("Named"), Just("a"), Just("type")];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..3).prop_map(|all| Value::Object(
                all.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn every_shape_is_read_as_it_was_written(value in everything()) {
        let document = serde_json::to_value(&value).expect("plain data");
        prop_assert_eq!(read::<Everything>(&document).expect("the same"), value);
    }

    #[test]
    fn what_serde_json_refuses_is_refused(document in document()) {
        let ours = read::<Shape>(&document);
        let theirs: Result<Shape, _> = serde_json::from_value(document.clone());
        if theirs.is_err() {
            prop_assert!(ours.is_err(), "{document}");
        }
    }
}

#[test]
fn a_document_without_a_member_or_with_another_type_is_refused() {
    let whole = Everything {
        yes: true,
        small: -1,
        large: u64::MAX,
        real: 0.5,
        text: String::new(),
        letter: 'x',
        maybe: None,
        pair: (1, "a".to_owned()),
        list: vec![],
        map: BTreeMap::new(),
        absent: 0,
        new: New(vec![]),
    };
    let document = serde_json::to_value(&whole).expect("plain data");
    let members: Vec<String> = document.as_object().expect("an object").keys().cloned().collect();
    for member in members {
        for other in [None, Some(Value::from(vec![true])), Some(Value::Object(Map::new()))] {
            let mut changed = document.clone();
            let members = changed.as_object_mut().expect("an object");
            match other.clone() {
                None => drop(members.remove(&member)),
                Some(value) => drop(members.insert(member.clone(), value)),
            }
            let ours = read::<Everything>(&changed).is_ok();
            let theirs = serde_json::from_value::<Everything>(changed).is_ok();
            // An array where members are named is the one thing that only serde_json takes.
            assert_eq!(ours, theirs, "{member} as {other:?}");
        }
    }
}
