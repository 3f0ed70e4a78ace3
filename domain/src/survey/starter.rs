//! The questionnaire a new tenant starts with: about three minutes, neutral words, one open question.
//!
//! Its keys are known to the tests and the sample data; the surveys for one outcome are in `ready`.

use super::branding::Branding;
use super::condition::Condition;
use super::kind::{Choice, Kind, TextLimits};
use super::ready::parts::{both, buyers_notice, languages};
use super::template::{Meaning, Question, RecallRights, Section, Template};
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
        languages: languages(),
        title: both("How did you decide?", "Wie haben Sie entschieden?"),
        intro: both(
            "You recently decided about {tenant}. A few honest answers help us to get better, whichever way \
                you went. There is no sales call behind this.",
            "Sie haben vor Kurzem über {tenant} entschieden. Einige offene Antworten helfen uns, besser zu werden, \
                wie auch immer Sie entschieden haben. Es folgt kein Verkaufsanruf.",
        ),
        minutes: 3,
        sections: vec![decision(), lost_reasons(), turning_point(), won_reasons(), vendors(), experience()],
        calculations: Vec::new(),
        thanks: both(
            "Thank you. Your answer reaches the people who can act on it, in the way you chose.",
            "Vielen Dank. Ihre Antwort erreicht die Menschen, die etwas ändern können, so wie Sie es gewählt haben.",
        ),
        thanks_by_outcome: std::collections::BTreeMap::new(),
        attributions: Attribution::ALL.to_vec(),
        recall: RecallRights::default(),
        branding: Branding::default(),
        notice: buyers_notice(),
    }
}

fn decision() -> Section {
    section(
        "decision",
        both("The decision", "Die Entscheidung"),
        None,
        vec![
            Question {
                is_required: true,
                ..question(
                    "clarity",
                    both(
                        "When did it become clear how you would decide?",
                        "Wann war klar, wie Sie entscheiden würden?",
                    ),
                    Kind::SingleChoice {
                        choices: vec![
                            choice(
                                "early",
                                both(
                                    "Early, before the first demonstration",
                                    "Früh, vor der ersten Vorführung",
                                ),
                            ),
                            choice(
                                "compare",
                                both("While we compared the finalists", "Als wir die Finalisten verglichen"),
                            ),
                            choice(
                                "trial",
                                both(
                                    "During a trial or proof of concept",
                                    "Während eines Tests oder einer Machbarkeitsprüfung",
                                ),
                            ),
                            choice(
                                "terms",
                                both(
                                    "While we negotiated terms",
                                    "Als wir über die Konditionen verhandelten",
                                ),
                            ),
                            choice("late", both("At the very end", "Ganz am Ende")),
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
                    both(
                        "How would you rate working with us overall?",
                        "Wie bewerten Sie die Zusammenarbeit mit uns insgesamt?",
                    ),
                    Kind::Rating {
                        steps: 5,
                        low: both("Poor", "Schlecht"),
                        high: both("Excellent", "Ausgezeichnet"),
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
        both("What decided it", "Was den Ausschlag gab"),
        Some(Condition::Outcome(vec![Outcome::LostCompetitor, Outcome::LostNoDecision, Outcome::LostOther])),
        vec![
            Question {
                is_required: true,
                help: both("Choose up to three.", "Wählen Sie bis zu drei."),
                meaning: Some(Meaning::Reasons),
                ..question(
                    "reasons",
                    both("What spoke against choosing us?", "Was sprach gegen uns?"),
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
                    both(
                        "If you could change one thing about us, what would have made you decide differently?",
                        "Welche Änderung bei uns hätte Sie anders entscheiden lassen?",
                    ),
                    Kind::LongText { limits: TextLimits::up_to(4000) },
                )
            },
        ],
    )
}

fn turning_point() -> Section {
    section(
        "turning",
        both("The turning point", "Der Wendepunkt"),
        // Of one reason there is nothing to ask.
        Some(Condition::Picked { question: "reasons".to_owned(), at_least: 2 }),
        vec![Question {
            help: both(
                "Skip it if they weighed alike.",
                "Überspringen Sie die Frage, wenn alle gleich schwer wogen.",
            ),
            meaning: Some(Meaning::TurningPoint),
            ..question(
                "tipped",
                both("Which one weighed most?", "Was wog am schwersten?"),
                Kind::SingleChoice { choices: theme_choices(), allows_other: false, is_shuffled: false },
            )
        }],
    )
}

fn won_reasons() -> Section {
    section(
        "strengths",
        both("What decided it", "Was den Ausschlag gab"),
        Some(Condition::Outcome(vec![Outcome::Won])),
        vec![
            Question {
                is_required: true,
                help: both("Choose up to three.", "Wählen Sie bis zu drei."),
                meaning: Some(Meaning::Reasons),
                ..question(
                    "reasons_won",
                    both("What spoke for choosing us?", "Was sprach für uns?"),
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
                    both(
                        "What nearly stopped you from choosing us?",
                        "Was hätte Sie beinahe davon abgehalten, uns zu wählen?",
                    ),
                    Kind::LongText { limits: TextLimits::up_to(4000) },
                )
            },
        ],
    )
}

fn vendors() -> Section {
    section(
        "vendors",
        both("Who else was there", "Wer noch dabei war"),
        None,
        vec![
            Question {
                help: both(
                    "Pick from the list or write a name.",
                    "Wählen Sie aus der Liste oder schreiben Sie einen Namen.",
                ),
                meaning: Some(Meaning::Considered),
                ..question(
                    "considered",
                    both("Whom else did you look at seriously?", "Wen haben Sie noch ernsthaft geprüft?"),
                    Kind::CompetitorPick { allows_many: true },
                )
            },
            Question {
                is_required: true,
                show_if: Some(Condition::Outcome(vec![Outcome::LostCompetitor])),
                meaning: Some(Meaning::Chosen),
                ..question(
                    "chosen",
                    both("Whom did you choose?", "Wen haben Sie gewählt?"),
                    Kind::CompetitorPick { allows_many: false },
                )
            },
        ],
    )
}

fn experience() -> Section {
    section(
        "experience",
        both("Working with us", "Die Zusammenarbeit mit uns"),
        Some(Condition::Rated { question: "overall".to_owned(), from: 1, to: 3 }),
        vec![Question {
            meaning: Some(Meaning::Verbatim),
            ..question(
                "improve",
                both(
                    "What should we have done better while you were deciding?",
                    "Was hätten wir besser machen sollen, während Sie sich entschieden haben?",
                ),
                Kind::LongText { limits: TextLimits::up_to(4000) },
            )
        }],
    )
}

fn theme_choices() -> Vec<Choice> {
    let label = |theme: Theme| both(theme.label(), in_german(theme));
    Theme::ALL
        .into_iter()
        .map(|theme| Choice { theme: Some(theme), ..choice(theme.code(), label(theme)) })
        .collect()
}

/// [`Theme::label`] in German.
const fn in_german(theme: Theme) -> &'static str {
    match theme {
        Theme::Pricing => "Preis und Konditionen",
        Theme::ProductFit => "Eignung des Produkts",
        Theme::Usability => "Bedienbarkeit",
        Theme::Integrations => "Anbindungen",
        Theme::Implementation => "Aufwand der Einführung",
        Theme::Support => "Support und Betreuung",
        Theme::Security => "Sicherheit und Compliance",
        Theme::Reliability => "Zuverlässigkeit und Geschwindigkeit",
        Theme::SalesExperience => "Erfahrung mit dem Vertrieb",
        Theme::VendorTrust => "Vertrauen in den Anbieter",
        Theme::Incumbent => "Bestehende Lösung",
        Theme::Timing => "Zeitpunkt und Prioritäten",
    }
}

fn section(key: &str, title: Text, show_if: Option<Condition>, questions: Vec<Question>) -> Section {
    Section { show_if, ..Section::new(key, title, questions) }
}

fn question(key: &str, text: Text, kind: Kind) -> Question {
    Question::new(key, text, kind)
}

fn choice(key: &str, label: Text) -> Choice {
    Choice::new(key, label)
}

/// The same in English only, for tests that look at what is missing.
#[cfg(test)]
pub(super) fn in_english() -> Template {
    use super::language::Language;
    use super::texts::{TextAt, each_text};
    let mut template = win_loss();
    let mut all = Vec::new();
    each_text(&template, &mut |owner, field, _| all.push(TextAt::of(owner, field)));
    for text in all {
        let text = text.find_mut(&mut template).expect("a text that was met is found");
        text.set(Language::german(), "");
    }
    template.languages = vec![Language::english()];
    template
}

#[cfg(test)]
mod tests {
    use crate::survey::check::findings;
    use crate::survey::finding::Level;

    #[test]
    fn the_starter_may_be_published_without_a_warning() {
        let found = findings(&super::win_loss());
        assert!(found.iter().all(|one| one.level == Level::Note), "{found:?}");
    }
}
