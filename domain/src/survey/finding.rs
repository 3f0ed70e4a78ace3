//! What a check of a survey found, and the place that it is about.

use serde::{Deserialize, Serialize};

use super::language::Language;

/// One thing that a check found.
#[derive(Clone, Eq, PartialEq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What it is about.
    pub place: Place,
    /// What is wrong, in words that a salesperson understands.
    pub words: String,
}

impl Finding {
    /// Something that forbids publishing.
    #[must_use]
    pub fn error(place: Place, words: impl Into<String>) -> Self {
        Self { level: Level::Error, place, words: words.into() }
    }

    /// Something that is most likely a mistake.
    #[must_use]
    pub fn warning(place: Place, words: impl Into<String>) -> Self {
        Self { level: Level::Warning, place, words: words.into() }
    }

    /// Something that is good to know.
    #[must_use]
    pub fn note(place: Place, words: impl Into<String>) -> Self {
        Self { level: Level::Note, place, words: words.into() }
    }
}

/// How bad a finding is; the worst first.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The survey cannot be published with it; an import lost something.
    Error,
    /// Most likely a mistake.
    Warning,
    /// Good to know.
    Note,
}

impl Level {
    /// Every level, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// What people call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::Warning => "Warning",
            Self::Note => "Note",
        }
    }
}

/// The part of a survey that something is about, by stable keys.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The survey as a whole: its name, its first page.
    Survey,
    /// A page.
    Section {
        /// Its key.
        section: String,
    },
    /// A question.
    Question {
        /// Its key.
        question: String,
    },
    /// A choice of a question.
    Choice {
        /// The question's key.
        question: String,
        /// The choice's key.
        choice: String,
    },
    /// A row of a matrix, or a criterion.
    Row {
        /// The question's key.
        question: String,
        /// The row's key.
        row: String,
    },
    /// A step of a matrix's scale.
    Column {
        /// The question's key.
        question: String,
        /// The column's key.
        column: String,
    },
    /// A rule that shows or requires something.
    Rule {
        /// Whose rule.
        of: RuleOf,
    },
    /// A jump out of a section.
    Jump {
        /// The section's key.
        section: String,
        /// Which of its jumps, from 0.
        at: usize,
    },
    /// A calculated value.
    Calculation {
        /// Its key.
        calculation: String,
    },
    /// The languages; one of them, or the list.
    Languages {
        /// Which.
        language: Option<Language>,
    },
    /// How the pages look.
    Branding,
    /// The privacy notice, and the choices about the name.
    Notice,
    /// The last page.
    Thanks,
}

/// Whose a rule is.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleOf {
    /// It shows a section.
    Section(String),
    /// It shows a question.
    Question(String),
    /// It requires the answer to a question.
    Required(String),
}

impl Place {
    /// A page.
    #[must_use]
    pub fn section(section: &str) -> Self {
        Self::Section { section: section.to_owned() }
    }

    /// A question.
    #[must_use]
    pub fn question(question: &str) -> Self {
        Self::Question { question: question.to_owned() }
    }

    /// The question that it is part of, if it is part of one.
    #[must_use]
    pub fn question_key(&self) -> Option<&str> {
        match self {
            Self::Question { question }
            | Self::Choice { question, .. }
            | Self::Row { question, .. }
            | Self::Column { question, .. }
            | Self::Rule { of: RuleOf::Question(question) | RuleOf::Required(question) } => Some(question),
            Self::Survey
            | Self::Section { .. }
            | Self::Rule { of: RuleOf::Section(_) }
            | Self::Jump { .. }
            | Self::Calculation { .. }
            | Self::Languages { .. }
            | Self::Branding
            | Self::Notice
            | Self::Thanks => None,
        }
    }

    /// The section whose head it is part of, if it is part of one.
    #[must_use]
    pub fn section_key(&self) -> Option<&str> {
        match self {
            Self::Section { section }
            | Self::Jump { section, .. }
            | Self::Rule { of: RuleOf::Section(section) } => Some(section),
            Self::Survey
            | Self::Question { .. }
            | Self::Choice { .. }
            | Self::Row { .. }
            | Self::Column { .. }
            | Self::Rule { of: RuleOf::Question(_) | RuleOf::Required(_) }
            | Self::Calculation { .. }
            | Self::Languages { .. }
            | Self::Branding
            | Self::Notice
            | Self::Thanks => None,
        }
    }

    /// The id of the place in the builder's page: stable, and safe in an address.
    ///
    /// Keys have no dashes, so no two places with good keys share one.
    #[must_use]
    pub fn anchor(&self) -> String {
        let (name, first, second) = match self {
            Self::Survey => ("survey", "", ""),
            Self::Section { section } => ("section", section.as_str(), ""),
            Self::Question { question } => ("question", question.as_str(), ""),
            Self::Choice { question, choice } => ("choice", question.as_str(), choice.as_str()),
            Self::Row { question, row } => ("row", question.as_str(), row.as_str()),
            Self::Column { question, column } => ("column", question.as_str(), column.as_str()),
            Self::Rule { of: RuleOf::Section(section) } => ("rule-section", section.as_str(), ""),
            Self::Rule { of: RuleOf::Question(question) } => ("rule-question", question.as_str(), ""),
            Self::Rule { of: RuleOf::Required(question) } => ("rule-required", question.as_str(), ""),
            Self::Jump { section, at } => return joined("jump", section, &at.to_string()),
            Self::Calculation { calculation } => ("calculation", calculation.as_str(), ""),
            Self::Languages { language } => ("languages", language.as_ref().map_or("", Language::as_str), ""),
            Self::Branding => ("branding", "", ""),
            Self::Notice => ("notice", "", ""),
            Self::Thanks => ("thanks", "", ""),
        };
        joined(name, first, second)
    }
}

/// The parts with dashes between; letters that no key has become dots.
fn joined(name: &str, first: &str, second: &str) -> String {
    let mut anchor = name.to_owned();
    for part in [first, second].into_iter().filter(|part| !part.is_empty()) {
        anchor.push('-');
        let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '.' };
        anchor.extend(part.chars().map(safe));
    }
    anchor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_an_id_whatever_the_key_is() {
        let choice = Place::Choice { question: "why".to_owned(), choice: "a b\"<".to_owned() };
        assert_eq!(choice.anchor(), "choice-why-a.b..");
        assert_eq!(Place::Rule { of: RuleOf::Required("why".to_owned()) }.anchor(), "rule-required-why");
        assert_eq!(Place::Jump { section: "price".to_owned(), at: 1 }.anchor(), "jump-price-1");
        assert_eq!(Place::Survey.anchor(), "survey");
    }
}
