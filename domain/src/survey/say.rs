//! An answer in words: what the review, the receipt and the deal's page show.

use super::answer::{Answer, Pair, Player};
use super::kind::{Kind, MOST_LIKELY, Row};
use super::language::Language;
use super::template::Question;
use super::words::{Words, fill};

/// Who reads: the words of our own, and the languages of the survey's texts, the reader's first.
#[derive(Copy, Clone, Debug)]
pub struct Reader<'a> {
    /// Our own words.
    pub words: &'static Words,
    /// The languages in which the survey is read.
    pub languages: &'a [&'a Language],
}

impl Reader<'_> {
    /// The lines of an answer: one for most, one for each row, place or vendor where there are several.
    #[must_use]
    pub fn lines(&self, question: &Question, answer: &Answer) -> Vec<String> {
        let said = &self.words.said;
        match answer {
            Answer::Text { text } => vec![text.clone()],
            Answer::Number { value } => vec![self.number(&question.kind, &value.to_string())],
            Answer::Date { day } => vec![self.words.date(*day)],
            Answer::Agreed => vec![said.agreed.to_owned()],
            Answer::Rated { value } => vec![self.rating(&question.kind, *value)],
            Answer::Chosen { keys, other } => {
                keys.iter().map(|key| self.choice(&question.kind, key)).chain(other.clone()).collect()
            }
            Answer::Ranked { keys } => {
                let place =
                    |(at, key): (usize, &String)| format!("{}. {}", at + 1, self.choice(&question.kind, key));
                keys.iter().enumerate().map(place).collect()
            }
            Answer::Judged { rows } => {
                let columns: &[Row] = match &question.kind {
                    Kind::Matrix { columns, .. } => columns,
                    _ => &[],
                };
                let line = |row: &Row| {
                    Some(format!("{}: {}", self.label(row), self.row(columns, rows.get(&row.key)?)))
                };
                question.kind.rows().iter().filter_map(line).collect()
            }
            Answer::Compared { rows } => {
                let line =
                    |row: &Row| Some(format!("{}: {}", self.label(row), self.pair(*rows.get(&row.key)?)));
                question.kind.rows().iter().filter_map(line).collect()
            }
            Answer::Vendors { names } => vec![names.join(", ")],
            Answer::Played { vendors } => vendors.iter().map(|player| self.player(player)).collect(),
            Answer::Priced { stance, percent, role } => {
                let stance = stance.map(|stance| {
                    let words = said.stance(stance);
                    match percent {
                        Some(percent) => format!("{words} ({percent} %)"),
                        None => words.to_owned(),
                    }
                });
                stance.into_iter().chain(role.map(|role| said.role(role).to_owned())).collect()
            }
            Answer::Turned { key, other, who } => {
                let moment = key.as_ref().map(|key| self.choice(&question.kind, key));
                moment.into_iter().chain(other.clone()).chain(who.clone()).collect()
            }
            Answer::Changed { key, words } => {
                let choice = key.as_ref().map(|key| self.choice(&question.kind, key));
                choice.into_iter().chain(words.clone()).collect()
            }
        }
    }

    /// The same in one line.
    #[must_use]
    pub fn line(&self, question: &Question, answer: &Answer) -> String {
        self.lines(question, answer).join("; ")
    }

    fn choice(&self, kind: &Kind, key: &str) -> String {
        let label = kind.choice(key).map_or("", |choice| choice.label.read(self.languages).words);
        if label.is_empty() { key.to_owned() } else { label.to_owned() }
    }

    fn label(&self, row: &Row) -> String {
        row.label.read(self.languages).words.to_owned()
    }

    fn row(&self, rows: &[Row], key: &str) -> String {
        rows.iter().find(|row| row.key == key).map_or_else(|| key.to_owned(), |row| self.label(row))
    }

    fn rating(&self, kind: &Kind, value: u8) -> String {
        let most = match kind {
            Kind::Rating { steps, .. } => *steps,
            _ => MOST_LIKELY,
        };
        fill(self.words.said.of, &[&value.to_string(), &most.to_string()])
    }

    fn number(&self, kind: &Kind, value: &str) -> String {
        match kind {
            Kind::Number { unit, .. } if !unit.is_empty() => {
                format!("{value} {}", unit.read(self.languages).words)
            }
            _ => value.to_owned(),
        }
    }

    fn pair(&self, pair: Pair) -> String {
        let said = &self.words.said;
        let side = |words: &str, value: Option<u8>| value.map(|value| fill(words, &[&value.to_string()]));
        let sides = [side(said.us, pair.us), side(said.them, pair.them)];
        sides.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn player(&self, player: &Player) -> String {
        format!("{}: {}", player.name, self.words.said.stage(player.stage))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::survey::answer::{PriceRole, PriceStance, Stage};
    use crate::survey::text::Text;

    fn lines(kind: Kind, answer: &Answer) -> Vec<String> {
        let english = Language::english();
        let languages = [&english];
        let reader = Reader { words: Words::of(&english), languages: &languages };
        reader.lines(&Question::new("q", Text::english("?"), kind), answer)
    }

    #[test]
    fn every_part_of_an_answer_is_said() {
        let criteria = vec![Row::new("use", Text::english("Ease of use"))];
        let kind = Kind::HeadToHead { criteria, opponent: None, low: Text::new(), high: Text::new() };
        let rows = BTreeMap::from([("use".to_owned(), Pair { us: Some(4), them: Some(2) })]);
        assert_eq!(lines(kind, &Answer::Compared { rows }), ["Ease of use: us 4, them 2"]);
        let priced = Answer::Priced {
            stance: Some(PriceStance::Higher),
            percent: Some(15),
            role: Some(PriceRole::Decided),
        };
        assert_eq!(lines(Kind::PriceGap, &priced), ["You were more expensive (15 %)", "Price decided it"]);
        let vendors = vec![Player { name: "Acme".to_owned(), stage: Stage::Final }];
        assert_eq!(
            lines(Kind::FieldOfPlay { own_rows: 1 }, &Answer::Played { vendors }),
            ["Acme: made the final"]
        );
    }

    #[test]
    fn a_choice_that_is_gone_is_said_by_its_key() {
        let kind = Kind::Ranking { choices: Vec::new(), places: 1, at_least: 1, is_shuffled: false };
        assert_eq!(lines(kind, &Answer::Ranked { keys: vec!["gone".to_owned()] }), ["1. gone"]);
    }
}
