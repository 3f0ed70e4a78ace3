//! A form's fields as the browser posts them: what a page shows filled in.

use domain::survey::{Answer, AnswerSet, Kind, Question};

/// Names with values, in order; a name may repeat.
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct Fields(Vec<(String, String)>);

/// The value of the choice "another answer", with a text of its own under `q.<key>.other`.
pub(super) const OTHER: &str = "other";

impl Fields {
    /// The fields that would give these answers: the reverse of `domain::survey::read_section`.
    #[must_use]
    pub fn of_answers(questions: &[&Question], answers: &AnswerSet, vendors: &[String]) -> Self {
        let mut fields = Self::default();
        for question in questions {
            if let Some(answer) = answers.get(&question.key) {
                fields.fill(question, answer, vendors);
            }
        }
        fields
    }

    fn fill(&mut self, question: &Question, answer: &Answer, vendors: &[String]) {
        let (field, other_field) = (field(&question.key), other_field(&question.key));
        match answer {
            Answer::Chosen { keys, other } => {
                self.0.extend(keys.iter().map(|key| (field.clone(), key.clone())));
                if let Some(other) = other {
                    self.add(&field, OTHER);
                    self.add(&other_field, other);
                }
            }
            Answer::Rated { value } => self.add(&field, &value.to_string()),
            Answer::Text { text } => self.add(&field, text),
            Answer::Vendors { names } => {
                let is_listed = |name: &&String| vendors.contains(name);
                self.0.extend(names.iter().filter(is_listed).map(|name| (field.clone(), name.clone())));
                let free: Vec<&str> =
                    names.iter().filter(|name| !vendors.contains(name)).map(String::as_str).collect();
                if !free.is_empty() {
                    let is_single = matches!(question.kind, Kind::CompetitorPick { allows_many: false });
                    self.add(&field, OTHER);
                    self.add(&other_field, &free.join(if is_single { ", " } else { "\n" }));
                }
            }
        }
    }

    /// Adds a value.
    pub fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// Ticks "another answer" of a question, with or without its text.
    pub fn tick_other(&mut self, question: &str) {
        if !self.has(question, OTHER) {
            self.add(&field(question), OTHER);
        }
    }

    /// Whether a question's field has this value.
    pub(super) fn has(&self, question: &str, value: &str) -> bool {
        let field = field(question);
        self.0.iter().any(|(name, one)| *name == field && one == value)
    }

    /// Whether a question has any answer.
    pub(super) fn is_answered(&self, question: &str) -> bool {
        let field = field(question);
        self.0.iter().any(|(name, value)| *name == field && !value.is_empty())
    }

    /// The text of a question, or nothing.
    pub(super) fn text(&self, question: &str) -> &str {
        self.first(&field(question))
    }

    /// The text under "another answer", or nothing.
    pub(super) fn other(&self, question: &str) -> &str {
        self.first(&other_field(question))
    }

    fn first(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.as_str())
    }
}

/// The name of a question's field.
pub(super) fn field(question: &str) -> String {
    format!("q.{question}")
}

/// The name of the field with words of the buyer's own.
pub(super) fn other_field(question: &str) -> String {
    format!("q.{question}.other")
}
