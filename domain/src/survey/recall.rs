//! What texts may recall: names of the deal and earlier answers, from a closed list.
//!
//! A recall stands in braces: `{account}`, `{answer.chosen}`. Words behind a bar stand in when there is nothing to
//! recall: `{competitor|the other vendor}`; of an answer that was not given without such words, the language's own do.
//! Braces with anything else in them are braces.
//! The result is text, never markup: views escape it like any other. What is recalled is not read again, so braces in
//! an answer are just letters.

use super::answer::{Answer, AnswerSet};
use super::facts::Names;
use super::kind::Kind;
use super::language::Language;
use super::template::{RecallRights, Template};
use super::words::{Words, isolated};

/// Longest recalled answer, in characters: a text recalls a name or a choice, not an essay.
const LONGEST: usize = 120;

/// A fact of the deal that a text may recall.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub enum Name {
    /// The tenant.
    Tenant,
    /// The buyer's company.
    Account,
    /// The buyer's name.
    Contact,
    /// What was sold.
    Product,
    /// The competitor that the CRM names first.
    Competitor,
    /// When the deal closed.
    Closed,
    /// Who sold; only where ticked.
    Rep,
    /// The amount; only where ticked.
    Amount,
}

impl Name {
    /// Every fact.
    pub const ALL: [Self; 8] = [
        Self::Tenant,
        Self::Account,
        Self::Contact,
        Self::Product,
        Self::Competitor,
        Self::Closed,
        Self::Rep,
        Self::Amount,
    ];

    /// The word in braces.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Account => "account",
            Self::Contact => "contact",
            Self::Product => "product",
            Self::Competitor => "competitor",
            Self::Closed => "closed",
            Self::Rep => "rep",
            Self::Amount => "amount",
        }
    }

    /// What the builder calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Tenant => "Your company",
            Self::Account => "The buyer’s company",
            Self::Contact => "The buyer’s name",
            Self::Product => "The product",
            Self::Competitor => "The competitor in the CRM",
            Self::Closed => "Month of the close",
            Self::Rep => "Who sold",
            Self::Amount => "The deal’s amount",
        }
    }

    /// Whether texts may recall it with these rights.
    #[must_use]
    pub const fn is_allowed(self, rights: RecallRights) -> bool {
        match self {
            Self::Rep => rights.rep,
            Self::Amount => rights.amount,
            Self::Tenant
            | Self::Account
            | Self::Contact
            | Self::Product
            | Self::Competitor
            | Self::Closed => true,
        }
    }
}

/// A part of a text.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Piece<'a> {
    /// Words as they stand.
    Words(&'a str),
    /// A fact of the deal, and what stands in for it.
    Name(Name, &'a str),
    /// An earlier answer by its question's key, and what stands in for it.
    Answer(&'a str, &'a str),
}

/// The parts of a text, from left to right.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut words = 0;
    while let Some(at) = rest[words..].find('{').map(|at| at + words) {
        match piece(&rest[at..]) {
            Some((piece, length)) => {
                if at > 0 {
                    found.push(Piece::Words(&rest[..at]));
                }
                found.push(piece);
                rest = &rest[at + length..];
                words = 0;
            }
            None => words = at + 1,
        }
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

/// What a text in braces recalls, and how long it is; `None` for other braces.
fn piece(text: &str) -> Option<(Piece<'_>, usize)> {
    let inner = &text[1..text.find('}')?];
    let (name, fallback) = inner.split_once('|').unwrap_or((inner, ""));
    let found = match name.strip_prefix("answer.") {
        Some(question) if super::template::is_key(question) => Piece::Answer(question, fallback),
        Some(_) => return None,
        None => Piece::Name(Name::ALL.into_iter().find(|one| one.code() == name)?, fallback),
    };
    Some((found, inner.len() + 2))
}

/// What look like recalls and are none: words in braces that nothing answers to.
#[must_use]
pub fn unknown(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for piece in pieces(text) {
        let Piece::Words(words) = piece else { continue };
        let mut rest = words;
        while let Some(at) = rest.find('{') {
            let Some(end) = rest[at..].find('}').map(|end| at + end) else { break };
            let inner = &rest[at + 1..end];
            let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '|' | ' ');
            if !inner.trim().is_empty() && inner.chars().all(is_word) {
                found.push(inner);
            }
            rest = &rest[end + 1..];
        }
    }
    found
}

/// Everything that texts recall from.
#[derive(Copy, Clone, Debug)]
pub struct Memory<'a> {
    /// The survey.
    pub template: &'a Template,
    /// The names of the deal.
    pub names: &'a Names,
    /// The answers that were reached.
    pub answers: &'a AnswerSet,
    /// The languages in which choices are read, the buyer's first.
    pub languages: &'a [&'a Language],
}

impl Memory<'_> {
    /// Puts names and answers into a text.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        let mut filled = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Name(name, fallback) => {
                    filled.push_str(&or_else(self.isolated(self.name(name)), fallback));
                }
                Piece::Answer(question, fallback) => {
                    let instead = if fallback.trim().is_empty() { self.your_answer() } else { fallback };
                    filled.push_str(&or_else(self.isolated(&self.answer(question)), instead));
                }
            }
        }
        filled
    }

    fn isolated(&self, name: &str) -> String {
        self.languages.first().map_or_else(|| name.to_owned(), |language| isolated(language, name))
    }

    /// What stands in for an answer where the author of the text says nothing: no sentence has a hole.
    fn your_answer(&self) -> &'static str {
        self.languages
            .first()
            .and_then(|language| Words::known(language))
            .map_or("…", |words| words.your_answer)
    }

    fn name(&self, name: Name) -> &str {
        if !name.is_allowed(self.template.recall) {
            return "";
        }
        match name {
            Name::Tenant => &self.names.tenant,
            Name::Account => &self.names.account,
            Name::Contact => &self.names.contact,
            Name::Product => &self.names.product,
            Name::Competitor => &self.names.competitor,
            Name::Closed => &self.names.closed,
            Name::Rep => &self.names.rep,
            Name::Amount => &self.names.amount,
        }
    }

    /// An answer in words; empty for answers that are no name and no choice.
    fn answer(&self, key: &str) -> String {
        let (Some(question), Some(answer)) = (self.template.question(key), self.answers.get(key)) else {
            return String::new();
        };
        let words = match answer {
            Answer::Chosen { other: Some(words), .. } => words.clone(),
            Answer::Text { text } => text.replace('\n', " "),
            Answer::Number { value } => value.to_string(),
            Answer::Rated { value } => value.to_string(),
            Answer::Vendors { .. } | Answer::Played { .. } => match answer.chosen_vendor() {
                Some(name) => name.to_owned(),
                None => answer.vendors().into_iter().map(|one| one.name).collect::<Vec<_>>().join(", "),
            },
            Answer::Chosen { .. }
            | Answer::Ranked { .. }
            | Answer::Turned { .. }
            | Answer::Changed { .. } => self.labels(&question.kind, answer.keys()),
            Answer::Date { day } => day.to_string(),
            Answer::Judged { .. } | Answer::Agreed | Answer::Compared { .. } | Answer::Priced { .. } => {
                String::new()
            }
        };
        shorten(&words)
    }

    fn labels(&self, kind: &Kind, keys: &[String]) -> String {
        let label = |key: &String| kind.choice(key).map(|choice| choice.label.read(self.languages).words);
        keys.iter().filter_map(label).collect::<Vec<_>>().join(", ")
    }
}

fn or_else(found: String, fallback: &str) -> String {
    if found.trim().is_empty() { fallback.to_owned() } else { found }
}

fn shorten(words: &str) -> String {
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    let cut: String = words.chars().take(LONGEST).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests;
