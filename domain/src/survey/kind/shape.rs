//! Reads a kind of question: one shape with everything that any kind has, and of that what the kind needs.
//!
//! Reading each of twenty kinds by itself is many times the code, and every browser that edits a survey loads it.

use chrono::NaiveDate;
use serde::Deserialize;

use super::super::text::Text;
use super::{Choice, Kind, Pattern, Row, TextLimits, one, thousand, three};

/// Everything that any kind has.
#[derive(Deserialize)]
pub(super) struct Shape {
    r#type: String,
    min_chars: Option<u32>,
    max_chars: Option<u32>,
    pattern: Option<Pattern>,
    from: Option<String>,
    to: Option<String>,
    #[serde(default)]
    is_whole: bool,
    #[serde(default)]
    unit: Text,
    choices: Option<Vec<Choice>>,
    #[serde(default)]
    allows_other: bool,
    #[serde(default)]
    is_shuffled: bool,
    at_least: Option<u8>,
    at_most: Option<u8>,
    steps: Option<u8>,
    low: Option<Text>,
    high: Option<Text>,
    #[serde(default)]
    has_stars: bool,
    rows: Option<Vec<Row>>,
    columns: Option<Vec<Row>>,
    #[serde(default)]
    needs_all: bool,
    places: Option<u8>,
    statement: Option<Text>,
    #[serde(default)]
    allows_many: bool,
    own_rows: Option<u8>,
    criteria: Option<Vec<Row>>,
    opponent: Option<String>,
    moments: Option<Vec<Choice>>,
}

/// What is written is no kind of question: the name of its kind or of what it lacks.
#[derive(Debug, thiserror::Error)]
#[error("a question is not understood: {0}")]
pub(super) struct NotAKind(&'static str);

/// What a kind cannot do without.
fn needed<T>(value: Option<T>, name: &'static str) -> Result<T, NotAKind> {
    value.ok_or(NotAKind(name))
}

fn end<T>(value: Option<String>, read: impl Fn(String) -> Option<T>) -> Result<Option<T>, NotAKind> {
    value.map(|text| read(text).ok_or(NotAKind("from or to"))).transpose()
}

/// Reads a day as surveys and date fields write it: 2026-10-03.
#[must_use]
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let (start, day) = text.rsplit_once('-')?;
    let (year, month) = start.rsplit_once('-')?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

impl TryFrom<Shape> for Kind {
    type Error = NotAKind;

    fn try_from(shape: Shape) -> Result<Self, NotAKind> {
        let Shape { min_chars, max_chars, pattern, low, high, choices, is_shuffled, at_least, .. } = shape;
        let limits = || Ok(TextLimits { min_chars, max_chars: needed(max_chars, "max_chars")?, pattern });
        let (low, high) = (|| needed(low, "low"), || needed(high, "high"));
        let choices = || needed(choices, "choices");
        Ok(match shape.r#type.as_str() {
            "short_text" => Self::ShortText { limits: limits()? },
            "long_text" => Self::LongText { limits: limits()? },
            "email" => Self::Email,
            "url" => Self::Url,
            "number" => Self::Number {
                from: end(shape.from, |text| text.try_into().ok())?,
                to: end(shape.to, |text| text.try_into().ok())?,
                is_whole: shape.is_whole,
                unit: shape.unit,
            },
            "date" => Self::Date {
                from: end(shape.from, |text| read_day(&text))?,
                to: end(shape.to, |text| read_day(&text))?,
            },
            "single_choice" => {
                Self::SingleChoice { choices: choices()?, allows_other: shape.allows_other, is_shuffled }
            }
            "multiple_choice" => Self::MultipleChoice {
                choices: choices()?,
                allows_other: shape.allows_other,
                at_least,
                at_most: shape.at_most,
                is_shuffled,
            },
            "rating" => Self::Rating {
                steps: needed(shape.steps, "steps")?,
                low: low()?,
                high: high()?,
                has_stars: shape.has_stars,
            },
            "nps" => Self::Nps { low: low()?, high: high()? },
            "matrix" => Self::Matrix {
                rows: needed(shape.rows, "rows")?,
                columns: needed(shape.columns, "columns")?,
                needs_all: shape.needs_all,
            },
            "ranking" => Self::Ranking {
                choices: choices()?,
                places: needed(shape.places, "places")?,
                at_least: at_least.unwrap_or(one()),
                is_shuffled,
            },
            "consent" => Self::Consent { statement: needed(shape.statement, "statement")? },
            "statement" => Self::Statement,
            "competitor_pick" => Self::CompetitorPick { allows_many: shape.allows_many },
            "field_of_play" => Self::FieldOfPlay { own_rows: shape.own_rows.unwrap_or(three()) },
            "head_to_head" => Self::HeadToHead {
                criteria: needed(shape.criteria, "criteria")?,
                opponent: shape.opponent,
                low: low()?,
                high: high()?,
            },
            "price_gap" => Self::PriceGap,
            "turning_point" => Self::TurningPoint { moments: needed(shape.moments, "moments")? },
            "would_have_changed" => {
                Self::WouldHaveChanged { choices: choices()?, max_chars: max_chars.unwrap_or(thousand()) }
            }
            _ => return Err(NotAKind("type")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::Language;
    use crate::survey::catalogue::{ENTRIES, blank_kind};

    #[test]
    fn every_kind_is_read_as_it_was_written() {
        for entry in ENTRIES {
            let kind = blank_kind(entry.code, &Language::english()).expect(entry.code);
            let text = serde_json::to_string(&kind).expect("plain data");
            assert_eq!(serde_json::from_str::<Kind>(&text).expect(&text), kind);
        }
    }

    #[test]
    fn what_a_kind_leaves_out_is_as_it_always_was() {
        let read = |text: &str| serde_json::from_str::<Kind>(text);
        assert_eq!(read(r#"{"type":"field_of_play"}"#).expect("a kind"), Kind::FieldOfPlay { own_rows: 3 });
        let Kind::WouldHaveChanged { max_chars, .. } =
            read(r#"{"type":"would_have_changed","choices":[],"other":1}"#).expect("a kind")
        else {
            panic!("another kind")
        };
        assert_eq!(max_chars, 1000);
        let Kind::Ranking { at_least, .. } =
            read(r#"{"type":"ranking","choices":[],"places":3}"#).expect("a kind")
        else {
            panic!("another kind")
        };
        assert_eq!(at_least, 1);
        let day = NaiveDate::from_ymd_opt(2026, 10, 3);
        assert_eq!(
            read(r#"{"type":"date","from":"2026-10-03","to":null}"#).expect("a kind"),
            Kind::Date { from: day, to: None }
        );
    }

    #[test]
    fn what_lacks_something_or_is_of_another_kind_is_refused() {
        for text in [
            r#"{"choices":[]}"#,
            r#"{"type":"oracle"}"#,
            r#"{"type":"single_choice"}"#,
            r#"{"type":"long_text"}"#,
            r#"{"type":"nps","low":{}}"#,
            r#"{"type":"date","from":"soon"}"#,
            r#"{"type":"date","from":"2026-02-30"}"#,
            r#"{"type":"number","from":"many"}"#,
        ] {
            assert!(serde_json::from_str::<Kind>(text).is_err(), "{text}");
        }
    }
}
