//! The questionnaire a new tenant starts with: about three minutes, neutral words, one open question.

use super::template::{Choice, Condition, Kind, Meaning, Question, Section, Template};
use crate::deal::Outcome;
use crate::taxonomy::Theme;

/// The key of the attribution question's choice "named".
pub const NAMED: &str = "named";
/// The key of the attribution question's choice "leadership only".
pub const LEADERSHIP: &str = "leadership";
/// The key of the attribution question's choice "pooled only".
pub const POOLED: &str = "pooled";

/// The default survey for won and lost deals.
#[must_use]
pub fn win_loss() -> Template {
    Template {
        format: Template::FORMAT,
        name: "Win-loss, standard".to_owned(),
        title: "How did you decide?".to_owned(),
        intro:
            "You recently decided about {tenant}. A few honest answers help us to get better, whichever way \
                you went. There is no sales call behind this."
                .to_owned(),
        minutes: 3,
        sections: vec![
            decision(),
            lost_reasons(),
            turning_point(),
            won_reasons(),
            vendors(),
            experience(),
            attribution(),
        ],
        thanks: "Thank you. Your answer reaches the people who can act on it, in the way you chose."
            .to_owned(),
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
                    },
                )
            },
            Question {
                is_required: true,
                ..question(
                    "overall",
                    "How would you rate working with us overall?",
                    Kind::Rating { steps: 5, low: "Poor".to_owned(), high: "Excellent".to_owned() },
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
                help: "Choose up to three.".to_owned(),
                meaning: Some(Meaning::Reasons),
                ..question(
                    "reasons",
                    "What spoke against choosing us?",
                    Kind::MultipleChoice { choices: theme_choices(), allows_other: true, at_most: Some(3) },
                )
            },
            Question {
                meaning: Some(Meaning::Verbatim),
                ..question(
                    "story",
                    "If you could change one thing about us, what would have made you decide differently?",
                    Kind::LongText { max_chars: 4000 },
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
            help: "Skip it if they weighed alike.".to_owned(),
            meaning: Some(Meaning::TurningPoint),
            ..question(
                "tipped",
                "Which one weighed most?",
                Kind::SingleChoice { choices: theme_choices(), allows_other: false },
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
                help: "Choose up to three.".to_owned(),
                meaning: Some(Meaning::Reasons),
                ..question(
                    "reasons_won",
                    "What spoke for choosing us?",
                    Kind::MultipleChoice { choices: theme_choices(), allows_other: true, at_most: Some(3) },
                )
            },
            Question {
                meaning: Some(Meaning::Verbatim),
                ..question(
                    "story_won",
                    "What nearly stopped you from choosing us?",
                    Kind::LongText { max_chars: 4000 },
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
                help: "Pick from the list or write a name.".to_owned(),
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
                Kind::LongText { max_chars: 4000 },
            )
        }],
    )
}

fn attribution() -> Section {
    section(
        "attribution",
        "Who may see your name",
        None,
        vec![Question {
            is_required: true,
            help: "Your choice is enforced by the database, not by a promise.".to_owned(),
            meaning: Some(Meaning::Attribution),
            ..question(
                "attribution",
                "Who may see that this answer is yours?",
                Kind::SingleChoice {
                    choices: vec![
                        choice(NAMED, "The team I worked with, by name"),
                        choice(LEADERSHIP, "Leadership only"),
                        choice(POOLED, "Nobody: count it, but do not show it"),
                    ],
                    allows_other: false,
                },
            )
        }],
    )
}

fn theme_choices() -> Vec<Choice> {
    Theme::ALL
        .into_iter()
        .map(|theme| Choice {
            key: theme.code().to_owned(),
            label: theme.label().to_owned(),
            theme: Some(theme),
        })
        .collect()
}

fn section(key: &str, title: &str, show_if: Option<Condition>, questions: Vec<Question>) -> Section {
    Section { key: key.to_owned(), title: title.to_owned(), show_if, questions }
}

fn question(key: &str, text: &str, kind: Kind) -> Question {
    Question {
        key: key.to_owned(),
        text: text.to_owned(),
        help: String::new(),
        is_required: false,
        show_if: None,
        meaning: None,
        kind,
    }
}

fn choice(key: &str, label: &str) -> Choice {
    Choice { key: key.to_owned(), label: label.to_owned(), theme: None }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_starter_may_be_published() {
        crate::survey::check_template(&super::win_loss()).expect("no finding");
    }
}
