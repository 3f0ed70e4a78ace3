//! The questionnaire a new tenant starts with: about three minutes, neutral words, one open question.

use super::branding::Branding;
use super::condition::Condition;
use super::kind::{Choice, Kind, TextLimits};
use super::language::Language;
use super::template::{Meaning, Notice, Question, RecallRights, Section, Template};
use super::text::Text;
use crate::deal::Outcome;
use crate::response::Attribution;
use crate::taxonomy::Theme;

/// The default survey for won and lost deals.
#[must_use]
pub fn win_loss() -> Template {
    Template {
        format: Template::FORMAT,
        name: "Win-loss, standard".to_owned(),
        languages: vec![Language::english()],
        title: Text::english("How did you decide?"),
        intro: Text::english(
            "You recently decided about {tenant}. A few honest answers help us to get better, whichever way \
                you went. There is no sales call behind this.",
        ),
        minutes: 3,
        sections: vec![decision(), lost_reasons(), turning_point(), won_reasons(), vendors(), experience()],
        calculations: Vec::new(),
        thanks: Text::english(
            "Thank you. Your answer reaches the people who can act on it, in the way you chose.",
        ),
        thanks_by_outcome: std::collections::BTreeMap::new(),
        attributions: Attribution::ALL.to_vec(),
        recall: RecallRights::default(),
        branding: Branding::default(),
        notice: Notice::default(),
    }
}

fn decision() -> Section {
    section(
        "decision",
        "The decision",
        None,
        vec![
            Question {
                is_required: true,
                ..question(
                    "clarity",
                    "When did it become clear how you would decide?",
                    Kind::SingleChoice {
                        choices: vec![
                            choice("early", "Early, before the first demonstration"),
                            choice("compare", "While we compared the finalists"),
                            choice("trial", "During a trial or proof of concept"),
                            choice("terms", "While we negotiated terms"),
                            choice("late", "At the very end"),
                        ],
                        allows_other: true,
                        is_shuffled: false,
                    },
                )
            },
            Question {
                is_required: true,
                meaning: Some(Meaning::Overall),
                ..question(
                    "overall",
                    "How would you rate working with us overall?",
                    Kind::Rating {
                        steps: 5,
                        low: Text::english("Poor"),
                        high: Text::english("Excellent"),
                        has_stars: false,
                    },
                )
            },
        ],
    )
}

fn lost_reasons() -> Section {
    section(
        "reasons",
        "What decided it",
        Some(Condition::Outcome(vec![Outcome::LostCompetitor, Outcome::LostNoDecision, Outcome::LostOther])),
        vec![
            Question {
                is_required: true,
                help: Text::english("Choose up to three."),
                meaning: Some(Meaning::Reasons),
                ..question(
                    "reasons",
                    "What spoke against choosing us?",
                    Kind::MultipleChoice {
                        choices: theme_choices(),
                        allows_other: true,
                        at_least: None,
                        at_most: Some(3),
                        is_shuffled: true,
                    },
                )
            },
            Question {
                meaning: Some(Meaning::Verbatim),
                ..question(
                    "story",
                    "If you could change one thing about us, what would have made you decide differently?",
                    Kind::LongText { limits: TextLimits::up_to(4000) },
                )
            },
        ],
    )
}

fn turning_point() -> Section {
    section(
        "turning",
        "The turning point",
        Some(Condition::Answered("reasons".to_owned())),
        vec![Question {
            help: Text::english("Skip it if they weighed alike."),
            meaning: Some(Meaning::TurningPoint),
            ..question(
                "tipped",
                "Which one weighed most?",
                Kind::SingleChoice { choices: theme_choices(), allows_other: false, is_shuffled: false },
            )
        }],
    )
}

fn won_reasons() -> Section {
    section(
        "strengths",
        "What decided it",
        Some(Condition::Outcome(vec![Outcome::Won])),
        vec![
            Question {
                is_required: true,
                help: Text::english("Choose up to three."),
                meaning: Some(Meaning::Reasons),
                ..question(
                    "reasons_won",
                    "What spoke for choosing us?",
                    Kind::MultipleChoice {
                        choices: theme_choices(),
                        allows_other: true,
                        at_least: None,
                        at_most: Some(3),
                        is_shuffled: true,
                    },
                )
            },
            Question {
                meaning: Some(Meaning::Verbatim),
                ..question(
                    "story_won",
                    "What nearly stopped you from choosing us?",
                    Kind::LongText { limits: TextLimits::up_to(4000) },
                )
            },
        ],
    )
}

fn vendors() -> Section {
    section(
        "vendors",
        "Who else was there",
        None,
        vec![
            Question {
                help: Text::english("Pick from the list or write a name."),
                meaning: Some(Meaning::Considered),
                ..question(
                    "considered",
                    "Whom else did you look at seriously?",
                    Kind::CompetitorPick { allows_many: true },
                )
            },
            Question {
                is_required: true,
                show_if: Some(Condition::Outcome(vec![Outcome::LostCompetitor])),
                meaning: Some(Meaning::Chosen),
                ..question("chosen", "Whom did you choose?", Kind::CompetitorPick { allows_many: false })
            },
        ],
    )
}

fn experience() -> Section {
    section(
        "experience",
        "Working with us",
        Some(Condition::Rated { question: "overall".to_owned(), from: 1, to: 3 }),
        vec![Question {
            meaning: Some(Meaning::Verbatim),
            ..question(
                "improve",
                "What should we have done better while you were deciding?",
                Kind::LongText { limits: TextLimits::up_to(4000) },
            )
        }],
    )
}

fn theme_choices() -> Vec<Choice> {
    Theme::ALL
        .into_iter()
        .map(|theme| Choice { theme: Some(theme), ..choice(theme.code(), theme.label()) })
        .collect()
}

fn section(key: &str, title: &str, show_if: Option<Condition>, questions: Vec<Question>) -> Section {
    Section { show_if, ..Section::new(key, Text::english(title), questions) }
}

fn question(key: &str, text: &str, kind: Kind) -> Question {
    Question::new(key, Text::english(text), kind)
}

fn choice(key: &str, label: &str) -> Choice {
    Choice::new(key, Text::english(label))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_starter_may_be_published() {
        crate::survey::check_template(&super::win_loss()).expect("no finding");
    }
}
