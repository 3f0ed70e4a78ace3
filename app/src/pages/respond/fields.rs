//! A form's fields as the browser posts them: what a page shows filled in.

use domain::survey::answer::{Answer, Player};
use domain::survey::logic::{AGREED, OTHER};
use domain::survey::{AnswerSet, Kind, Question};

use super::Vendors;

/// Names with values, in order; a name may repeat.
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The fields that would give these answers: the reverse of `domain::survey::read_section`.
    ///
    /// Vendors that the page does not list are the buyer's own.
    #[must_use]
    pub fn of_answers(questions: &[&Question], answers: &AnswerSet, vendors: &Vendors) -> Self {
        let mut fields = Self::default();
        for question in questions {
            if let Some(answer) = answers.get(&question.key) {
                fields.fill(question, answer, vendors);
            }
        }
        fields
    }

    /// The fields as they were posted: what could not be read stays as it was typed.
    #[must_use]
    pub fn of_posted(questions: &[&Question], form: &[(String, String)]) -> Self {
        let is_of = |name: &str, question: &Question| {
            name.strip_prefix("q.")
                .and_then(|name| name.strip_prefix(question.key.as_str()))
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let is_shown = |(name, _): &&(String, String)| questions.iter().any(|question| is_of(name, question));
        Self(form.iter().filter(is_shown).cloned().collect())
    }

    fn fill(&mut self, question: &Question, answer: &Answer, vendors: &Vendors) {
        let key = question.key.as_str();
        let whole = field(key);
        match answer {
            Answer::Chosen { keys, other } => {
                self.0.extend(keys.iter().map(|key| (whole.clone(), key.clone())));
                if let Some(other) = other {
                    self.add(&whole, OTHER);
                    self.add(&part(key, OTHER), other);
                }
            }
            Answer::Rated { value } => self.add(&whole, &value.to_string()),
            Answer::Text { text } => self.add(&whole, text),
            Answer::Number { value } => self.add(&whole, &value.in_field()),
            Answer::Date { day } => self.add(&whole, &day.to_string()),
            Answer::Agreed => self.add(&whole, AGREED),
            Answer::Judged { rows } => {
                self.0.extend(rows.iter().map(|(row, column)| (part(key, row), column.clone())));
            }
            Answer::Ranked { keys } => {
                let place =
                    |(at, choice): (usize, &String)| (part(key, &(at + 1).to_string()), choice.clone());
                self.0.extend(keys.iter().enumerate().map(place));
            }
            Answer::Vendors { names } => self.fill_vendors(question, names, &vendors.listed),
            Answer::Played { vendors: players } => self.fill_players(key, players, vendors.rows()),
            Answer::Compared { rows } => {
                for (row, pair) in rows {
                    for (side, value) in [("us", pair.us), ("them", pair.them)] {
                        self.add_some(&part(key, &format!("{row}.{side}")), value.map(|one| one.to_string()));
                    }
                }
            }
            Answer::Priced { stance, percent, role } => {
                self.add_some(&whole, stance.map(|one| one.code().to_owned()));
                self.add_some(&part(key, "percent"), percent.map(|one| one.to_string()));
                self.add_some(&part(key, "role"), role.map(|one| one.code().to_owned()));
            }
            Answer::Turned { key: moment, other, who } => {
                self.add_some(&whole, moment.clone());
                if let Some(other) = other {
                    self.add(&whole, OTHER);
                    self.add(&part(key, OTHER), other);
                }
                self.add_some(&part(key, "who"), who.clone());
            }
            Answer::Changed { key: choice, words } => {
                self.add_some(&whole, choice.clone());
                self.add_some(&part(key, "words"), words.clone());
            }
        }
    }

    fn fill_vendors(&mut self, question: &Question, names: &[String], vendors: &[String]) {
        let whole = field(&question.key);
        let is_listed = |name: &&String| vendors.contains(name);
        self.0.extend(names.iter().filter(is_listed).map(|name| (whole.clone(), name.clone())));
        let free: Vec<&str> =
            names.iter().filter(|name| !vendors.contains(name)).map(String::as_str).collect();
        if !free.is_empty() {
            let is_single = matches!(question.kind, Kind::CompetitorPick { allows_many: false });
            self.add(&whole, OTHER);
            self.add(&part(&question.key, OTHER), &free.join(if is_single { ", " } else { "\n" }));
        }
    }

    /// A vendor of the list on its row, others on rows of the buyer's own behind them.
    fn fill_players(&mut self, key: &str, players: &[Player], vendors: &[String]) {
        let mut own = vendors.len();
        for player in players {
            let known = vendors.iter().position(|name| name.to_lowercase() == player.name.to_lowercase());
            let row = known.unwrap_or_else(|| {
                own += 1;
                own - 1
            });
            match known {
                Some(at) => self.add(&part(key, &format!("name.{row}")), &vendors[at]),
                None => {
                    self.add(&part(key, &format!("name.{row}")), &player.name);
                    self.add(&part(key, &format!("own.{row}")), "1");
                }
            }
            self.add(&part(key, &format!("stage.{row}")), player.stage.code());
        }
    }

    /// Adds a value.
    pub fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    fn add_some(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.0.push((name.to_owned(), value));
        }
    }

    /// Whether a field has this value.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(one, given)| one == name && given == value)
    }

    /// Whether a field has any value.
    pub(super) fn is_filled(&self, name: &str) -> bool {
        self.0.iter().any(|(one, value)| one == name && !value.is_empty())
    }

    /// The first value of a field, or nothing.
    pub(super) fn first(&self, name: &str) -> &str {
        self.0.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value.as_str())
    }
}

/// The name of a question's field.
pub(super) fn field(question: &str) -> String {
    format!("q.{question}")
}

/// The name of the field of a part of a question.
pub(super) fn part(question: &str, part: &str) -> String {
    format!("q.{question}.{part}")
}
