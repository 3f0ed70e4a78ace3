//! Files: what is written is read back, and nothing that anybody sends does harm.

use domain::survey::check::findings;
use domain::survey::exchange::{export, import};
use domain::survey::flow::flow;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::generate;

/// JSON of any shape.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z{}\u{0}\u{fffd}]{0,6}".prop_map(Value::from),
        Just(json!({"type": "rating", "steps": 300})),
        Just(json!({"all": [{"not": {"answered": "q1"}}]})),
    ];
    let name = prop::sample::select(
        &["key", "type", "sections", "questions", "kind", "choices", "show_if", "to", "format", "text", "x"]
            [..],
    );
    leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..4)
                .prop_map(|all| all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// Puts something else at the place where these steps lead.
fn replace(at: &mut Value, steps: &[usize], with: Value) {
    let (step, rest) = match steps {
        [step, rest @ ..] => (*step, rest),
        [] => {
            *at = with;
            return;
        }
    };
    match at {
        Value::Array(all) if !all.is_empty() => {
            let length = all.len();
            replace(&mut all[step % length], rest, with);
        }
        Value::Object(all) if !all.is_empty() => {
            let length = all.len();
            if let Some((_, inner)) = all.iter_mut().nth(step % length) {
                replace(inner, rest, with);
            }
        }
        other => *other = with,
    }
}

/// Whatever was read can be looked at, and is read back without another word.
fn settle(bytes: &[u8]) {
    let Some(template) = import(bytes).template else { return };
    assert!(findings(&template).iter().all(|one| !one.words.is_empty()));
    assert!(!flow(&template).nodes.is_empty());
    let again = import(export(&template).as_bytes());
    assert_eq!(again.report, []);
    assert_eq!(again.template, Some(template));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_is_written_is_read_back(template in generate::template()) {
        let import = import(export(&template).as_bytes());
        prop_assert_eq!(import.report, []);
        prop_assert_eq!(import.template, Some(template));
    }

    #[test]
    fn a_damaged_file_is_read_as_far_as_it_can_be(
        template in generate::template(),
        damages in prop::collection::vec((prop::collection::vec(any::<usize>(), 1..9), value()), 1..6),
    ) {
        let mut file: Value = serde_json::from_str(&export(&template)).expect("it is JSON");
        for (steps, with) in damages {
            replace(&mut file["survey"], &steps, with);
        }
        settle(file.to_string().as_bytes());
    }

    #[test]
    fn any_json_and_any_bytes_are_survived(
        file in value(),
        template in generate::template(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        settle(file.to_string().as_bytes());
        settle(json!({"type": "winloss.survey", "survey": file}).to_string().as_bytes());
        let mut bytes = export(&template).into_bytes();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        settle(&bytes);
        settle(&bytes[..place]);
    }
}
