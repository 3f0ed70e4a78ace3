//! What findings, uses and rules call the parts of a survey: their own words, short and in quotation marks.

use super::kind::Row;
use super::recall::{Name, Piece, pieces};
use super::template::{Question, Section, Template};
use super::text::Text;

/// Longest words in quotation marks, in characters.
const LONGEST: usize = 60;

/// The words of a text in the survey's own language, short; recalls are named. Without words, those given.
#[must_use]
pub fn words(template: &Template, text: &Text, without: &str) -> String {
    let own = text.words(&template.languages);
    let mut words = String::with_capacity(own.len());
    for piece in pieces(own) {
        match piece {
            Piece::Words(part) => words.push_str(part),
            Piece::Name(_, fallback) | Piece::Answer(_, fallback) if !fallback.is_empty() => {
                words.push_str(fallback);
            }
            Piece::Name(name, _) => words.push_str(name_of(name)),
            Piece::Answer(..) => words.push_str("their answer"),
        }
    }
    let words = words.trim();
    if words.is_empty() {
        return without.to_owned();
    }
    short(words)
}

/// Facts of the deal as they stand in the middle of a sentence.
const fn name_of(name: Name) -> &'static str {
    match name {
        Name::Tenant => "your company",
        Name::Account => "their company",
        Name::Contact => "the buyer",
        Name::Product => "the product",
        Name::Competitor => "the competitor",
        Name::Closed => "the month of the close",
        Name::Rep => "who sold",
        Name::Amount => "the amount",
    }
}

/// Short enough for the middle of a sentence, on one line.
#[must_use]
pub fn short(words: &str) -> String {
    short_to(words, LONGEST)
}

/// At most so many characters, on one line.
#[must_use]
pub fn short_to(words: &str, most: usize) -> String {
    let mut letters = words.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut kept: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        kept.truncate(kept.trim_end().len());
        kept.push('…');
    }
    kept
}

/// Words in quotation marks.
#[must_use]
pub fn quoted(words: &str) -> String {
    format!("“{}”", short(words))
}

/// Words in quotation marks, or, where there are none, what stands for them.
fn quoted_or(words: &str, without: impl FnOnce() -> String) -> String {
    if words.is_empty() { without() } else { quoted(words) }
}

/// A question by what it asks; before it asks anything, by its kind.
#[must_use]
pub fn question(template: &Template, question: &Question) -> String {
    let words = words(template, &question.text, "");
    quoted_or(&words, || format!("a question without words ({})", question.kind.label()))
}

/// A section by its heading; before it has one, by its place.
#[must_use]
pub fn section(template: &Template, section: &Section) -> String {
    let words = words(template, &section.title, "");
    quoted_or(&words, || {
        let place = template.sections.iter().position(|one| one.key == section.key);
        place.map_or_else(|| "without a title".to_owned(), |place| format!("no. {}", place + 1))
    })
}

/// A question by key.
#[must_use]
pub fn question_by_key(template: &Template, key: &str) -> String {
    template.question(key).map_or_else(|| "a deleted question".to_owned(), |one| question(template, one))
}

/// A section by key.
#[must_use]
pub fn section_by_key(template: &Template, key: &str) -> String {
    template.section(key).map_or_else(|| "that was deleted".to_owned(), |one| section(template, one))
}

/// A calculated value by key.
#[must_use]
pub fn value_by_key(template: &Template, key: &str) -> String {
    match template.calculations.iter().find(|one| one.key == key) {
        Some(found) => quoted_or(found.name.trim(), || "without a name".to_owned()),
        None => "that was deleted".to_owned(),
    }
}

/// A choice of a question by its label, without quotation marks.
#[must_use]
pub fn choice(template: &Template, question: Option<&Question>, key: &str) -> String {
    let found = question.and_then(|question| question.kind.choice(key));
    found.map_or_else(
        || "a deleted choice".to_owned(),
        |choice| words(template, &choice.label, "a choice without words"),
    )
}

/// A row or column by its label, without quotation marks.
#[must_use]
pub fn row(template: &Template, rows: &[Row], key: &str) -> String {
    let found = rows.iter().find(|row| row.key == key);
    found.map_or_else(|| "a deleted row".to_owned(), |row| words(template, &row.label, "a row without words"))
}

/// "a", "a and b", "a, b and c"; with "or" for the last where it is one of them.
#[must_use]
pub fn listed(all: &[String], last: &str) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// "1 question", "3 questions".
#[must_use]
pub fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
