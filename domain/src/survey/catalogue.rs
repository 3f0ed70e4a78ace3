//! The kinds of questions as the builder offers them, and what a new question of each begins as.

use super::key::fresh_key;
use super::kind::{Choice, Kind, Row, TextLimits};
use super::language::Language;
use super::template::{Meaning, Question, Template};
use super::text::Text;
use crate::taxonomy::Theme;

/// One kind in the builder's menu.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Entry {
    /// The kind's name in documents, as [`Kind::code`] says it.
    pub code: &'static str,
    /// Where it stands.
    pub group: Group,
    /// What people call it.
    pub label: &'static str,
    /// What it is for, in a line.
    pub about: &'static str,
}

/// A group of the builder's menu.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Group {
    /// Words, choices, numbers.
    Basics,
    /// Things that are judged.
    Scales,
    /// What only win-loss work asks, with answers that need no reading.
    WinLoss,
}

impl Group {
    /// Every group, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Basics, Self::Scales, Self::WinLoss];

    /// The heading over it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Basics => "Basics",
            Self::Scales => "Scales",
            Self::WinLoss => "Win-loss",
        }
    }
}

const fn entry(group: Group, code: &'static str, label: &'static str, about: &'static str) -> Entry {
    Entry { code, group, label, about }
}

/// Every kind, in the order of the menu.
pub const ENTRIES: [Entry; 20] = [
    entry(Group::Basics, "single_choice", "One choice", "One of several answers."),
    entry(Group::Basics, "multiple_choice", "Several choices", "Any of several answers, up to a number."),
    entry(Group::Basics, "long_text", "Long text", "The buyer’s own words, over several lines."),
    entry(Group::Basics, "short_text", "Short text", "One line in the buyer’s own words."),
    entry(Group::Basics, "number", "Number", "A number, within limits if you like."),
    entry(Group::Basics, "date", "Date", "A day."),
    entry(Group::Basics, "email", "E-mail address", "An address to write to."),
    entry(Group::Basics, "url", "Web address", "The address of a page."),
    entry(Group::Basics, "consent", "Consent", "Something the buyer agrees to by ticking it."),
    entry(Group::Basics, "statement", "Words to read", "No question: words between the others."),
    entry(Group::Scales, "rating", "Rating", "A number from 1 to 5, or to another highest."),
    entry(Group::Scales, "nps", "Recommendation", "How likely a recommendation is, from 0 to 10."),
    entry(Group::Scales, "matrix", "Matrix", "Several things judged on one scale of words."),
    entry(Group::Scales, "ranking", "Ranking", "The most important of several, in order."),
    entry(Group::WinLoss, "field_of_play", "Field of play", "Who was considered, in the final, and chosen."),
    entry(Group::WinLoss, "competitor_pick", "Vendors", "One or more vendors, from your list or by name."),
    entry(Group::WinLoss, "head_to_head", "Head-to-head", "You and the chosen vendor on the same criteria."),
    entry(
        Group::WinLoss,
        "price_gap",
        "Price gap",
        "How far apart the prices were, and whether it mattered.",
    ),
    entry(
        Group::WinLoss,
        "turning_point",
        "Turning point",
        "The moment that turned the decision, and who turned it.",
    ),
    entry(
        Group::WinLoss,
        "would_have_changed",
        "Would have changed it",
        "The one thing that would have changed the decision.",
    ),
];

impl Kind {
    /// What people call it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        ENTRIES.iter().find(|entry| entry.code == self.code()).map_or("", |entry| entry.label)
    }
}

/// A new question of a kind, with a key that nothing else in the survey has. `None` for a kind that does not exist.
///
/// Kinds whose question is always the same come with its words; the others begin without.
#[must_use]
pub fn blank(template: &Template, code: &str) -> Option<Question> {
    let language = template.language();
    let (key, text, meaning) = match code {
        "nps" => ("recommend", "How likely are you to recommend {tenant|us} to a colleague?", None),
        "field_of_play" => ("field", "Who was in the running, and how far did each come?", None),
        "competitor_pick" => {
            ("considered", "Whom else did you look at seriously?", Some(Meaning::Considered))
        }
        "head_to_head" => ("compared", "How did we compare?", None),
        "price_gap" => ("price", "How did our price compare with the others?", None),
        "turning_point" => ("turned", "When did the decision turn?", None),
        "would_have_changed" => ("changed", "What one thing would have changed your decision?", None),
        "consent" => ("consent", "May we use your answer?", None),
        _ => ("question", "", None),
    };
    let kind = blank_kind(code, language)?;
    let mut question = Question::new(fresh_key(template, key), Text::of(language.clone(), text), kind);
    question.meaning = meaning;
    Some(question)
}

/// What a kind begins as, with words under this language. `None` for a kind that does not exist.
#[must_use]
pub fn blank_kind(code: &str, language: &Language) -> Option<Kind> {
    let text = |words: &str| Text::of(language.clone(), words);
    let choices = |all: &[(&str, &str)]| -> Vec<Choice> {
        all.iter().map(|(key, words)| Choice::new(*key, text(words))).collect()
    };
    let rows = |all: &[(&str, &str)]| -> Vec<Row> {
        all.iter().map(|(key, words)| Row::new(*key, text(words))).collect()
    };
    let numbered: &[(&str, &str)] =
        &[("first", "First choice"), ("second", "Second choice"), ("third", "Third choice")];
    Some(match code {
        "short_text" => Kind::ShortText { limits: TextLimits::up_to(200) },
        "long_text" => Kind::LongText { limits: TextLimits::up_to(4000) },
        "email" => Kind::Email,
        "url" => Kind::Url,
        "number" => Kind::Number { from: None, to: None, is_whole: true, unit: Text::new() },
        "date" => Kind::Date { from: None, to: None },
        "single_choice" => {
            Kind::SingleChoice { choices: choices(numbered), allows_other: true, is_shuffled: false }
        }
        "multiple_choice" => Kind::MultipleChoice {
            choices: choices(numbered),
            allows_other: true,
            at_least: None,
            at_most: None,
            is_shuffled: false,
        },
        "rating" => Kind::Rating { steps: 5, low: text("Poor"), high: text("Excellent"), has_stars: false },
        "nps" => Kind::Nps { low: text("Not at all likely"), high: text("Extremely likely") },
        "matrix" => Kind::Matrix {
            rows: rows(&[("first", "First row"), ("second", "Second row")]),
            columns: rows(&[
                ("poor", "Poor"),
                ("fair", "Fair"),
                ("good", "Good"),
                ("very_good", "Very good"),
            ]),
            needs_all: false,
        },
        "ranking" => Kind::Ranking { choices: choices(numbered), places: 3, at_least: 1, is_shuffled: true },
        "consent" => Kind::Consent { statement: text("I agree that my answer may be used.") },
        "statement" => Kind::Statement,
        "competitor_pick" => Kind::CompetitorPick { allows_many: true },
        "field_of_play" => Kind::FieldOfPlay { own_rows: 3 },
        "head_to_head" => Kind::HeadToHead {
            criteria: rows(&[
                ("fit", "Fit with what we needed"),
                ("usability", "Ease of use"),
                ("integrations", "Integrations"),
                ("price", "Price for what we got"),
                ("people", "The people we dealt with"),
            ]),
            opponent: None,
            low: text("Poor"),
            high: text("Excellent"),
        },
        "price_gap" => Kind::PriceGap,
        "turning_point" => Kind::TurningPoint {
            moments: choices(&[
                ("early", "Early, before the first demonstration"),
                ("demo", "In a demonstration"),
                ("trial", "During a trial or proof of concept"),
                ("references", "When we talked to references"),
                ("terms", "While we negotiated terms"),
                ("approval", "When others had to approve it"),
            ]),
        },
        "would_have_changed" => Kind::WouldHaveChanged { choices: themed(language), max_chars: 1000 },
        _ => return None,
    })
}

/// The standard reasons, each with its theme.
#[must_use]
pub fn themed(language: &Language) -> Vec<Choice> {
    let choice = |theme: Theme| Choice {
        theme: Some(theme),
        ..Choice::new(theme.code(), Text::of(language.clone(), theme.label()))
    };
    Theme::ALL.into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::starter;

    #[test]
    fn every_kind_is_offered_once_and_begins_as_itself() {
        let template = starter::win_loss();
        for (at, entry) in ENTRIES.iter().enumerate() {
            let question = blank(&template, entry.code).expect(entry.code);
            assert_eq!(question.kind.code(), entry.code);
            assert_eq!(question.kind.label(), entry.label);
            assert!(template.question(&question.key).is_none(), "{} is a key of its own", question.key);
            assert!(ENTRIES[..at].iter().all(|other| other.label != entry.label && other.code != entry.code));
        }
        assert_eq!(blank(&template, "picture"), None);
    }
}
