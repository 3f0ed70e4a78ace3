//! What findings, uses and rules call the parts of a survey: their own words, short and in quotation marks.

use super::kind::Row;
use super::recall::{Name, Piece, pieces};
use super::template::{Question, Section, Template};
use super::text::Text;

/// Longest words in quotation marks, in characters.
const LONGEST: usize = 60;

/// The words of a text in the survey's own language, short; recalls are named. Without words, the key.
pub(super) fn words(template: &Template, text: &Text, key: &str) -> String {
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
        return key.to_owned();
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
pub(super) fn short(words: &str) -> String {
    short_to(words, LONGEST)
}

/// At most so many characters, on one line.
pub(super) fn short_to(words: &str, most: usize) -> String {
    let mut letters = words.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut kept: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        kept.truncate(kept.trim_end().len());
        kept.push('…');
    }
    kept
}

/// Words in quotation marks.
pub(super) fn quoted(words: &str) -> String {
    format!("“{}”", short(words))
}

/// A question by what it asks.
pub(super) fn question(template: &Template, question: &Question) -> String {
    quoted(&words(template, &question.text, &question.key))
}

/// A section by its heading.
pub(super) fn section(template: &Template, section: &Section) -> String {
    quoted(&words(template, &section.title, &section.key))
}

/// A question by key; a missing one by its key.
pub(super) fn question_by_key(template: &Template, key: &str) -> String {
    template.question(key).map_or_else(|| quoted(key), |one| question(template, one))
}

/// A section by key; a missing one by its key.
pub(super) fn section_by_key(template: &Template, key: &str) -> String {
    template.section(key).map_or_else(|| quoted(key), |one| section(template, one))
}

/// A calculated value by key; a missing one by its key.
pub(super) fn value_by_key(template: &Template, key: &str) -> String {
    let found = template.calculations.iter().find(|one| one.key == key);
    quoted(found.map(|one| one.name.trim()).filter(|name| !name.is_empty()).unwrap_or(key))
}
/// A choice of a question by its label, without quotation marks.
pub(super) fn choice(template: &Template, question: Option<&Question>, key: &str) -> String {
    let found = question.and_then(|question| question.kind.choice(key));
    found.map_or_else(|| key.to_owned(), |choice| words(template, &choice.label, key))
}

/// A row or column by its label, without quotation marks.
pub(super) fn row(template: &Template, rows: &[Row], key: &str) -> String {
    let found = rows.iter().find(|row| row.key == key);
    found.map_or_else(|| key.to_owned(), |row| words(template, &row.label, key))
}

/// "a", "a and b", "a, b and c"; with "or" for the last where it is one of them.
pub(super) fn listed(all: &[String], last: &str) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// "1 question", "3 questions".
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
