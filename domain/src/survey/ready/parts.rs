//! What the ready surveys share: the frame, the reasons by theme, and questions that mean the same in all of them.
//!
//! A question with the same meaning has the same key everywhere, so that reports join them.

use std::collections::BTreeMap;

use crate::deal::Outcome;
use crate::response::Attribution;
use crate::survey::branding::Branding;
use crate::survey::condition::Condition;
use crate::survey::kind::{Choice, Kind, Row, SOMETHING_ELSE, TextLimits};
use crate::survey::language::Language;
use crate::survey::template::{Meaning, Notice, Question, RecallRights, Section, Template};
use crate::survey::text::Text;
use crate::taxonomy::Theme;

/// A text in the two languages of the ready surveys.
pub(in crate::survey) fn both(english: &str, german: &str) -> Text {
    Text::english(english).and(Language::german(), german)
}

/// The languages of the ready surveys.
pub(in crate::survey) fn languages() -> Vec<Language> {
    vec![Language::english(), Language::german()]
}

/// A survey for buyers, without pages.
pub(super) fn for_buyers(name: &str, minutes: u8, title: Text, intro: Text) -> Template {
    Template {
        format: Template::FORMAT,
        name: name.to_owned(),
        languages: languages(),
        title,
        intro,
        minutes,
        sections: Vec::new(),
        calculations: Vec::new(),
        thanks: both(
            "Thank you. Your answer reaches the people who can act on it, in the way you chose.",
            "Vielen Dank. Ihre Antwort erreicht die Menschen, die etwas ändern können, so wie Sie es gewählt haben.",
        ),
        thanks_by_outcome: thanks_by_outcome(),
        attributions: Attribution::ALL.to_vec(),
        recall: RecallRights::default(),
        branding: Branding::default(),
        notice: buyers_notice(),
    }
}

/// What buyers are told about the use of their answers.
pub(in crate::survey) fn buyers_notice() -> Notice {
    Notice {
        purpose: both(
            "To understand how customers decide, and to improve products, prices and advice. Not for advertising and \
                not for selling.",
            "Um zu verstehen, wie Kunden entscheiden, und um Produkte, Preise und Beratung zu verbessern. Nicht für \
                Werbung und nicht für den Verkauf.",
        ),
        ..Notice::default()
    }
}

fn thanks_by_outcome() -> BTreeMap<Outcome, Text> {
    BTreeMap::from([
        (
            Outcome::Won,
            both(
                "Thank you, and thank you for your trust. Your answer reaches the people who can act on it, in the way you \
                    chose.",
                "Vielen Dank, auch für Ihr Vertrauen. Ihre Antwort erreicht die Menschen, die etwas ändern können, \
                    so wie Sie es gewählt haben.",
            ),
        ),
        (
            Outcome::LostCompetitor,
            both(
                "Thank you for your frank words. We wish {account|you} every success with your choice.",
                "Vielen Dank für Ihre offenen Worte. Wir wünschen {account|Ihnen} viel Erfolg mit Ihrer Wahl.",
            ),
        ),
        (
            Outcome::LostNoDecision,
            both(
                "Thank you for your frank words. Nobody will call you because of them. If the topic comes up again, \
                    you know where to find us.",
                "Vielen Dank für Ihre offenen Worte. Niemand ruft Sie deswegen an. Wenn das Thema wieder aufkommt, \
                    wissen Sie, wo Sie uns finden.",
            ),
        ),
    ])
}

/// A page.
pub(super) fn page(key: &str, title: Text, questions: Vec<Question>) -> Section {
    Section::new(key, title, questions)
}

/// A choice that is only words.
pub(super) fn choice(key: &str, label: Text) -> Choice {
    Choice::new(key, label)
}

/// A choice that names a theme.
pub(super) fn of_theme(key: &str, theme: Theme, label: Text) -> Choice {
    Choice { theme: Some(theme), ..Choice::new(key, label) }
}

/// A theme as a reason: neutral words that fit a reason for and a reason against.
pub(super) fn reason(theme: Theme) -> Choice {
    let label = match theme {
        Theme::Pricing => both("Price and terms", "Preis und Konditionen"),
        Theme::ProductFit => both("What the product can do", "Was das Produkt kann"),
        Theme::Usability => both("Ease of use", "Bedienbarkeit"),
        Theme::Integrations => both("Connecting to other systems", "Anbindung an andere Systeme"),
        Theme::Implementation => both("Effort to introduce it", "Aufwand der Einführung"),
        Theme::Support => both("Support and service", "Support und Betreuung"),
        Theme::Security => both("Security and compliance", "Sicherheit und Compliance"),
        Theme::Reliability => both("Reliability and speed", "Zuverlässigkeit und Geschwindigkeit"),
        Theme::SalesExperience => both("The people and their advice", "Ansprechpersonen und Beratung"),
        Theme::VendorTrust => both("Trust in the vendor", "Vertrauen in den Anbieter"),
        Theme::Incumbent => both("What was in place already", "Was bereits im Einsatz war"),
        Theme::Timing => both("Timing and priorities", "Zeitpunkt und Prioritäten"),
    };
    of_theme(theme.code(), theme, label)
}

/// A theme as a criterion of a comparison.
pub(super) fn criterion(theme: Theme) -> Row {
    let Choice { key, label, .. } = reason(theme);
    Row { key, label }
}

/// Up to three reasons in order, the first weighing most.
pub(super) fn reasons(text: Text, mut choices: Vec<Choice>) -> Question {
    choices.push(choice(SOMETHING_ELSE, both("Something else", "Etwas anderes")));
    Question {
        is_required: true,
        meaning: Some(Meaning::Reasons),
        ..Question::new("reasons", text, Kind::Ranking { choices, places: 3, at_least: 1, is_shuffled: true })
    }
}

/// The one open question.
pub(super) fn story(text: Text) -> Question {
    Question {
        help: both(
            "A sentence or two is enough. Please do not write other people’s names.",
            "Ein, zwei Sätze genügen. Bitte schreiben Sie keine Namen anderer Personen.",
        ),
        meaning: Some(Meaning::Verbatim),
        ..Question::new("story", text, Kind::LongText { limits: TextLimits::up_to(2000) })
    }
}

/// How working with us was, from 1 to 5.
pub(super) fn overall(text: Text) -> Question {
    let (low, high) = (both("Poor", "Schlecht"), both("Excellent", "Ausgezeichnet"));
    Question {
        meaning: Some(Meaning::Overall),
        ..Question::new("overall", text, Kind::Rating { steps: 5, low, high, has_stars: false })
    }
}

/// The same while the buyer was deciding.
pub(super) fn overall_while_deciding() -> Question {
    overall(both(
        "How was working with us while you decided?",
        "Wie war die Zusammenarbeit mit uns, während Sie sich entschieden haben?",
    ))
}

/// The moment that turned it, and whose doing it was.
pub(super) fn turning(text: Text, moments: Vec<Choice>) -> Question {
    Question {
        help: both(
            "Where you mean a person, a role such as “head of IT” is enough.",
            "Wenn Sie eine Person meinen, genügt die Funktion, etwa „IT-Leitung“.",
        ),
        ..Question::new("turning", text, Kind::TurningPoint { moments })
    }
}

/// The same where somebody was chosen in the end.
pub(super) fn turning_to_a_choice() -> Question {
    turning(
        both(
            "When did it become clear whom you would choose?",
            "Wann war klar, für wen Sie sich entscheiden?",
        ),
        vec![
            choice("early", both("Before we talked to vendors", "Bevor wir mit Anbietern sprachen")),
            choice("demo", both("In a demonstration", "Bei einer Vorführung")),
            choice("trial", both("In a trial or pilot", "In einem Test oder Pilotprojekt")),
            choice("references", both("In talks with other customers", "Im Gespräch mit anderen Kunden")),
            choice("terms", both("When the offers were on the table", "Als die Angebote vorlagen")),
            choice("internal", both("In an internal discussion", "In einer internen Runde")),
        ],
    )
}

/// The one thing that would have changed it.
pub(super) fn changed(text: Text, choices: Vec<Choice>) -> Question {
    Question::new("changed", text, Kind::WouldHaveChanged { choices, max_chars: 1000 })
}

/// Where our price stood and what it did, asked only of those who named it: asking everybody would suggest it.
pub(super) fn price() -> Question {
    Question {
        show_if: Some(Condition::Ranked {
            question: "reasons".to_owned(),
            choices: vec![Theme::Pricing.code().to_owned()],
            within: 3,
        }),
        ..Question::new(
            "price",
            both(
                "How did our price compare with the other offers?",
                "Wie lag unser Preis im Vergleich zu den anderen Angeboten?",
            ),
            Kind::PriceGap,
        )
    }
}

/// Who else was looked at, where nobody else was chosen.
pub(super) fn considered(text: Text) -> Question {
    Question {
        help: both(
            "Pick from the list or write a name. Leave it empty if there was nobody.",
            "Wählen Sie aus der Liste oder schreiben Sie einen Namen. Gab es niemanden, lassen Sie es leer.",
        ),
        meaning: Some(Meaning::Considered),
        ..Question::new("considered", text, Kind::CompetitorPick { allows_many: true })
    }
}

/// Us and the one who was chosen, on the same criteria.
pub(super) fn compare(text: Text, opponent: &str, themes: &[Theme]) -> Question {
    Question {
        help: both("Leave out what you cannot judge.", "Lassen Sie aus, was Sie nicht beurteilen können."),
        ..Question::new(
            "compare",
            text,
            Kind::HeadToHead {
                criteria: themes.iter().copied().map(criterion).collect(),
                opponent: Some(opponent.to_owned()),
                low: both("Weak", "Schwach"),
                high: both("Strong", "Stark"),
            },
        )
    }
}
