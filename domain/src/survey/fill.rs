//! An answer as the fields of a form: the reverse of [`super::read_section`], for pages that show what was answered.

use super::answer::Answer;
use super::logic::OTHER;
use super::template::Question;

/// The fields that a browser would post for this answer. Reading them gives the answer back.
#[must_use]
pub fn form_of(question: &Question, answer: &Answer) -> Vec<(String, String)> {
    let whole = format!("q.{}", question.key);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |part: &str, value: &str| {
        let name = if part.is_empty() { whole.clone() } else { format!("{whole}.{part}") };
        fields.push((name, value.to_owned()));
    };
    match answer {
        Answer::Chosen { keys, other } => {
            keys.iter().for_each(|key| put("", key));
            if let Some(words) = other {
                put("", OTHER);
                put(OTHER, words);
            }
        }
        Answer::Rated { value } => put("", &value.to_string()),
        Answer::Text { text } => put("", text),
        Answer::Number { value } => put("", &value.in_field()),
        Answer::Date { day } => put("", &day.to_string()),
        Answer::Judged { rows } => rows.iter().for_each(|(row, column)| put(row, column)),
        Answer::Ranked { keys } => {
            for (at, key) in keys.iter().enumerate() {
                put(&(at + 1).to_string(), key);
            }
        }
        Answer::Agreed => put("", "yes"),
        Answer::Vendors { names } => {
            for name in names {
                // A vendor of this very name is no tick at "other".
                put(if name == OTHER { OTHER } else { "" }, name);
            }
        }
        Answer::Played { vendors } => {
            for (row, player) in vendors.iter().enumerate() {
                put(&format!("name.{row}"), &player.name);
                put(&format!("stage.{row}"), player.stage.code());
            }
        }
        Answer::Compared { rows } => {
            for (row, pair) in rows {
                for (side, value) in [("us", pair.us), ("them", pair.them)] {
                    if let Some(value) = value {
                        put(&format!("{row}.{side}"), &value.to_string());
                    }
                }
            }
        }
        Answer::Priced { stance, percent, role } => {
            if let Some(stance) = stance {
                put("", stance.code());
            }
            if let Some(percent) = percent {
                put("percent", &percent.to_string());
            }
            if let Some(role) = role {
                put("role", role.code());
            }
        }
        Answer::Turned { key, other, who } => {
            if let Some(key) = key {
                put("", key);
            }
            if let Some(words) = other {
                put("", OTHER);
                put(OTHER, words);
            }
            if let Some(who) = who {
                put("who", who);
            }
        }
        Answer::Changed { key, words } => {
            if let Some(key) = key {
                put("", key);
            }
            if let Some(words) = words {
                put("words", words);
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::survey::answer::{Pair, Player, PriceRole, PriceStance, Stage};
    use crate::survey::catalogue::blank_kind;
    use crate::survey::language::Language;
    use crate::survey::number::Number;
    use crate::survey::read_section;
    use crate::survey::text::Text;

    #[test]
    fn every_answer_survives_its_form() {
        let text = |words: &str| Some(words.to_owned());
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
        let rows = BTreeMap::from([("first".to_owned(), "good".to_owned())]);
        let pairs = BTreeMap::from([
            ("fit".to_owned(), Pair { us: Some(4), them: None }),
            ("price".to_owned(), Pair { us: Some(1), them: Some(5) }),
        ]);
        let vendors = vec![
            Player { name: "Acme, Inc.".to_owned(), stage: Stage::Chosen },
            Player { name: "other".to_owned(), stage: Stage::Considered },
        ];
        for (code, answer) in [
            ("single_choice", Answer::Chosen { keys: vec![], other: text("another") }),
            ("multiple_choice", Answer::Chosen { keys: keys(&["first", "third"]), other: text("and") }),
            ("rating", Answer::Rated { value: 3 }),
            ("nps", Answer::Rated { value: 0 }),
            ("long_text", Answer::Text { text: "two\nlines".to_owned() }),
            ("email", Answer::Text { text: "bo@express.example".to_owned() }),
            ("number", Answer::Number { value: Number::parse("-1250").expect("a number") }),
            ("date", Answer::Date { day: chrono::NaiveDate::from_ymd_opt(2026, 10, 3).expect("a day") }),
            ("matrix", Answer::Judged { rows }),
            ("ranking", Answer::Ranked { keys: keys(&["second", "first"]) }),
            ("consent", Answer::Agreed),
            ("competitor_pick", Answer::Vendors { names: keys(&["A, B and C; Ltd", "other"]) }),
            ("field_of_play", Answer::Played { vendors }),
            ("head_to_head", Answer::Compared { rows: pairs }),
            (
                "price_gap",
                Answer::Priced {
                    stance: Some(PriceStance::Lower),
                    percent: Some(20),
                    role: Some(PriceRole::Named),
                },
            ),
            ("turning_point", Answer::Turned { key: None, other: text("at lunch"), who: text("Ada") }),
            ("would_have_changed", Answer::Changed { key: text("pricing"), words: text("half") }),
        ] {
            let kind = blank_kind(code, &Language::english()).expect(code);
            let question = Question::new("q", Text::english("?"), kind);
            let (answers, problems) = read_section(&[&question], |_| true, &form_of(&question, &answer));
            assert_eq!(answers.get("q"), Some(&answer), "{code}");
            assert!(problems.is_empty(), "{code}: {problems}");
        }
    }
}
