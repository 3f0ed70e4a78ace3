//! The lists inside of a question: its choices, the rows of a matrix or criteria, the steps of its scale.

use domain::survey::finding::Place;
use domain::survey::key::fresh_part;
use domain::survey::{Choice, Kind, Language, Row, Text};

use super::arrange::shift;

/// Which list of a question.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Which {
    /// What can be chosen.
    Choices,
    /// What is judged.
    Rows,
    /// The steps of the scale.
    Columns,
}

impl Which {
    /// The lists that a kind has.
    #[must_use]
    pub fn of(kind: &Kind) -> Vec<Self> {
        match kind {
            Kind::SingleChoice { .. }
            | Kind::MultipleChoice { .. }
            | Kind::Ranking { .. }
            | Kind::TurningPoint { .. }
            | Kind::WouldHaveChanged { .. } => vec![Self::Choices],
            Kind::Matrix { .. } => vec![Self::Rows, Self::Columns],
            Kind::HeadToHead { .. } => vec![Self::Rows],
            Kind::ShortText { .. }
            | Kind::LongText { .. }
            | Kind::Email
            | Kind::Url
            | Kind::Number { .. }
            | Kind::Date { .. }
            | Kind::Rating { .. }
            | Kind::Nps { .. }
            | Kind::Consent { .. }
            | Kind::Statement
            | Kind::CompetitorPick { .. }
            | Kind::FieldOfPlay { .. }
            | Kind::PriceGap => Vec::new(),
        }
    }

    /// What one of it is called.
    #[must_use]
    pub const fn one(self, kind: &Kind) -> &'static str {
        match (self, kind) {
            (Self::Choices, Kind::TurningPoint { .. }) => "moment",
            (Self::Choices, _) => "choice",
            (Self::Rows, Kind::HeadToHead { .. }) => "criterion",
            (Self::Rows, _) => "row",
            (Self::Columns, _) => "step",
        }
    }

    /// The heading over it.
    #[must_use]
    pub const fn heading(self, kind: &Kind) -> &'static str {
        match (self, kind) {
            (Self::Choices, Kind::TurningPoint { .. }) => "Moments",
            (Self::Choices, _) => "Choices",
            (Self::Rows, Kind::HeadToHead { .. }) => "Criteria",
            (Self::Rows, _) => "Rows",
            (Self::Columns, _) => "Scale, from one end to the other",
        }
    }

    /// The place of one of it.
    #[must_use]
    pub fn place(self, question: &str, key: &str) -> Place {
        let (question, key) = (question.to_owned(), key.to_owned());
        match self {
            Self::Choices => Place::Choice { question, choice: key },
            Self::Rows => Place::Row { question, row: key },
            Self::Columns => Place::Column { question, column: key },
        }
    }

    /// The keys, in order.
    #[must_use]
    pub fn keys(self, kind: &Kind) -> Vec<String> {
        match self {
            Self::Choices => kind.choices().iter().map(|choice| choice.key.clone()).collect(),
            Self::Rows => kind.rows().iter().map(|row| row.key.clone()).collect(),
            Self::Columns => kind.columns().iter().map(|column| column.key.clone()).collect(),
        }
    }

    /// Puts new ones behind a place, one for each of these words; gives their keys.
    pub fn insert(self, kind: &mut Kind, at: usize, words: &[String], language: &Language) -> Vec<String> {
        let mut keys = Vec::new();
        for (offset, words) in words.iter().enumerate() {
            let key = fresh_part(kind, if words.trim().is_empty() { self.name() } else { words });
            let label = Text::of(language.clone(), words.trim());
            let at = at + offset;
            match self {
                Self::Choices => put(kind.choices_mut(), at, Choice::new(key.as_str(), label)),
                Self::Rows => put(kind.rows_mut(), at, Row::new(key.as_str(), label)),
                Self::Columns => put(kind.columns_mut(), at, Row::new(key.as_str(), label)),
            }
            keys.push(key);
        }
        keys
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Choices => "choice",
            Self::Rows => "row",
            Self::Columns => "step",
        }
    }

    /// Takes one away.
    pub fn remove(self, kind: &mut Kind, key: &str) {
        match self {
            Self::Choices => {
                if let Some(choices) = kind.choices_mut() {
                    choices.retain(|choice| choice.key != key);
                }
            }
            Self::Rows => drop_row(kind.rows_mut(), key),
            Self::Columns => drop_row(kind.columns_mut(), key),
        }
    }

    /// Moves one.
    pub fn shift(self, kind: &mut Kind, key: &str, to: usize) {
        let Some(from) = self.keys(kind).iter().position(|one| one == key) else { return };
        match self {
            Self::Choices => {
                if let Some(choices) = kind.choices_mut() {
                    shift(choices, from, to);
                }
            }
            Self::Rows => {
                if let Some(rows) = kind.rows_mut() {
                    shift(rows, from, to);
                }
            }
            Self::Columns => {
                if let Some(columns) = kind.columns_mut() {
                    shift(columns, from, to);
                }
            }
        }
    }
}

fn put<T>(list: Option<&mut Vec<T>>, at: usize, item: T) {
    if let Some(list) = list {
        list.insert(at.min(list.len()), item);
    }
}

fn drop_row(list: Option<&mut Vec<Row>>, key: &str) {
    if let Some(list) = list {
        list.retain(|row| row.key != key);
    }
}

/// The lines of a text that was pasted, without bullets and numbers before them.
#[must_use]
pub fn pasted(text: &str) -> Vec<String> {
    let plain = |line: &str| {
        let line = line.trim();
        let bare = line.trim_start_matches(['-', '*', '•', '–']).trim_start();
        let number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = number.strip_prefix(['.', ')']).filter(|_| number.len() < bare.len());
        rest.unwrap_or(bare).trim().to_owned()
    };
    text.lines().map(plain).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use domain::survey::catalogue::blank_kind;

    use super::*;

    #[test]
    fn lists_grow_shrink_and_change_their_order() {
        let english = Language::english();
        for (code, which) in
            [("single_choice", Which::Choices), ("matrix", Which::Rows), ("matrix", Which::Columns)]
        {
            let mut kind = blank_kind(code, &english).expect(code);
            let before = which.keys(&kind);
            let words = ["Ease of use".to_owned(), String::new()];
            let new = which.insert(&mut kind, 1, &words, &english);
            assert_eq!(new[0], "ease_of_use");
            assert_eq!(which.keys(&kind)[1..3], new[..]);
            which.shift(&mut kind, &new[0], 0);
            assert_eq!(which.keys(&kind)[0], new[0]);
            for key in &new {
                which.remove(&mut kind, key);
            }
            assert_eq!(which.keys(&kind), before);
        }
    }

    #[test]
    fn lines_are_taken_from_any_list() {
        assert_eq!(
            pasted("- Price\n2. Support \n\n•  Trust\n3D view\n2026"),
            ["Price", "Support", "Trust", "3D view", "2026"]
        );
        assert_eq!(pasted(" \n"), Vec::<String>::new());
    }
}
