//! For our own seller, on every close: three questions after a win, four after a loss, one page, under 90 seconds.
//!
//! It is laid beside the buyer's answer, so reasons and vendors have the same keys as there.

use super::parts::{both, choice, considered, for_buyers, page, reason, reasons, story};
use crate::deal::Outcome;
use crate::response::Attribution;
use crate::survey::condition::Condition;
use crate::survey::kind::{Kind, TextLimits};
use crate::survey::template::{Notice, Question, Template};
use crate::taxonomy::Theme;

pub(super) const NAME: &str = "Rep debrief";

pub(super) fn template() -> Template {
    let title = both("Debrief: {account|your deal}", "Nachbesprechung: {account|Ihr Deal}");
    let intro = both(
        "While it is fresh: say what you saw yourself; what you do not know, leave out.",
        "Solange es frisch ist: Schreiben Sie, was Sie selbst erlebt haben; was Sie nicht wissen, \
            lassen Sie aus.",
    );
    let thanks = both(
        "Thank you. Your view now stands on the page of the deal, beside what the buyer says.",
        "Vielen Dank. Ihre Sicht steht jetzt auf der Seite des Deals, neben dem, was der Käufer sagt.",
    );
    let base = for_buyers(NAME, 2, title, intro);
    Template {
        sections: vec![page(
            "debrief",
            both("What you saw", "Ihre Sicht"),
            vec![ended(), field(), others(), why(), lesson()],
        )],
        thanks_by_outcome: [(
            Outcome::Won,
            both(
                "Thank you, and well done. Your view now stands on the page of the deal, beside what the buyer says.",
                "Vielen Dank, und Glückwunsch zum Abschluss. Ihre Sicht steht jetzt auf der Seite des Deals, neben \
                    dem, was der Käufer sagt.",
            ),
        )]
        .into(),
        thanks,
        // A colleague's answer is shown as his: there is nothing to choose.
        attributions: vec![Attribution::Named],
        notice: Notice {
            purpose: both(
                "To compare what sales sees with what buyers say, and to improve offers and advice.",
                "Um die Sicht des Vertriebs mit der Sicht der Käufer zu vergleichen und Angebote und Beratung zu \
                    verbessern.",
            ),
            ..Notice::default()
        },
        ..base
    }
}

fn after_a_loss() -> Option<Condition> {
    Some(Condition::Outcome(vec![Outcome::LostCompetitor, Outcome::LostNoDecision, Outcome::LostOther]))
}

/// How a loss ended; the keys are those of the outcomes, as the CRM may have it wrong.
fn ended() -> Question {
    let ended = Question::new(
        "ended",
        both("How did the deal end?", "Wie ging der Deal aus?"),
        Kind::SingleChoice {
            choices: vec![
                choice(
                    Outcome::LostCompetitor.code(),
                    both("They chose another vendor", "Der Kunde hat einen anderen Anbieter gewählt"),
                ),
                choice(
                    Outcome::LostNoDecision.code(),
                    both("They bought from nobody", "Der Kunde hat bei niemandem gekauft"),
                ),
                choice(Outcome::LostOther.code(), both("Another way", "Anders")),
                choice("unknown", both("Unknown", "Nicht bekannt")),
            ],
            allows_other: false,
            is_shuffled: false,
        },
    );
    Question { is_required: true, show_if: after_a_loss(), ..ended }
}

fn field() -> Question {
    let text =
        both("Who else was in it, and how far did they come?", "Wer war noch dabei, und wie weit kamen sie?");
    Question { show_if: after_a_loss(), ..Question::new("field", text, Kind::FieldOfPlay { own_rows: 2 }) }
}

fn others() -> Question {
    let asked = considered(both("Who else was in it?", "Wer war noch dabei?"));
    Question { show_if: Some(Condition::Outcome(vec![Outcome::Won])), ..asked }
}

fn why() -> Question {
    let choices = [
        Theme::Pricing,
        Theme::ProductFit,
        Theme::Usability,
        Theme::Integrations,
        Theme::Implementation,
        Theme::SalesExperience,
        Theme::VendorTrust,
        Theme::Incumbent,
        Theme::Timing,
    ];
    let asked = reasons(
        both("What decided it, as far as you can tell?", "Was gab aus Ihrer Sicht den Ausschlag?"),
        choices.map(reason).into(),
    );
    // Who does not know must not be made to guess.
    Question { is_required: false, ..asked }
}

fn lesson() -> Question {
    let kind = Kind::ShortText { limits: TextLimits::up_to(300) };
    let help = both("One line. No names of people.", "Eine Zeile. Keine Namen von Personen.");
    let asked = story(both(
        "What should a colleague with a deal like this know?",
        "Was sollte jemand wissen, der einen ähnlichen Deal betreut?",
    ));
    Question { kind, help, ..asked }
}
