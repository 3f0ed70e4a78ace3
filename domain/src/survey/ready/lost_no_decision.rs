//! For buyers who chose nobody: where the project stands, what stopped it, and when it may come back.

use super::parts::{
    both, changed, choice, for_buyers, of_theme, overall_while_deciding, page, reasons, story, turning,
};
use crate::survey::condition::Condition;
use crate::survey::kind::{Choice, Kind};
use crate::survey::template::{Meaning, Question, Section, Template};
use crate::taxonomy::Theme;

pub(super) const NAME: &str = "Lost to no decision";

pub(super) fn template() -> Template {
    let title = both(
        "The project did not go ahead. What lay behind it?",
        "Das Vorhaben ging nicht weiter. Woran lag es?",
    );
    let intro = both(
        "Many projects end without a purchase, often for good reasons. Yours help us at {tenant} to see when we can \
            be of use and when we cannot. Nobody will call you because of it.",
        "Viele Vorhaben enden ohne Kauf, oft aus guten Gründen. Ihre helfen uns bei {tenant} zu erkennen, wann wir \
            nützen können und wann nicht. Niemand ruft Sie deswegen an.",
    );
    Template {
        sections: vec![today(), what_follows(), what_stopped_it(), looking_back()],
        ..for_buyers(NAME, 4, title, intro)
    }
}

fn today() -> Section {
    page(
        "today",
        both("Where it stands", "Der Stand heute"),
        vec![Question::new(
            "stands",
            both("Where does the project stand today?", "Wie steht es heute um das Vorhaben?"),
            Kind::SingleChoice {
                choices: vec![
                    choice("later", both("Planned for later", "Für später geplant")),
                    choice("paused", both("On hold, open when it goes on", "Ruht, Fortsetzung offen")),
                    choice("dropped", both("Dropped", "Aufgegeben")),
                    choice("inside", both("We solve it ourselves", "Wir lösen es selbst")),
                    choice(
                        "elsewhere",
                        both(
                            "We chose another vendor after all",
                            "Wir haben doch einen anderen Anbieter gewählt",
                        ),
                    ),
                ],
                allows_other: true,
                is_shuffled: false,
            },
        )],
    )
}

/// When it comes back, or with whom it went on; neither for those who dropped it or solve it themselves.
fn what_follows() -> Section {
    let chose = |choices: &[&str]| {
        let choices = choices.iter().map(|key| (*key).to_owned()).collect();
        Some(Condition::Chose { question: "stands".to_owned(), choices })
    };
    let comes_back = Question::new(
        "comes_back",
        both("When may the topic come up again?", "Wann könnte das Thema wieder aufkommen?"),
        Kind::SingleChoice {
            choices: vec![
                choice("quarter", both("Within three months", "Innerhalb von drei Monaten")),
                choice("half_year", both("In three to six months", "In drei bis sechs Monaten")),
                choice("year", both("In six to twelve months", "In sechs bis zwölf Monaten")),
                choice("later", both("Later than that", "Noch später")),
                choice("unknown", both("Cannot say", "Kann ich nicht sagen")),
            ],
            allows_other: false,
            is_shuffled: false,
        },
    );
    let chosen = Question::new(
        "chosen",
        both("Which vendor did you choose?", "Welchen Anbieter haben Sie gewählt?"),
        Kind::CompetitorPick { allows_many: false },
    );
    page(
        "next",
        both("What comes next", "Wie es weitergeht"),
        vec![
            Question { show_if: chose(&["later", "paused"]), ..comes_back },
            Question { show_if: chose(&["elsewhere"]), meaning: Some(Meaning::Chosen), ..chosen },
        ],
    )
}

fn what_stopped_it() -> Section {
    page(
        "decision",
        both("What stopped it", "Was dagegen sprach"),
        vec![
            reasons(
                both(
                    "What spoke against deciding at the time?",
                    "Was sprach damals gegen eine Entscheidung?",
                ),
                stoppers(),
            ),
            turning(
                both("When did the project come to a halt?", "Wann kam das Vorhaben ins Stocken?"),
                vec![
                    choice("early", both("Before we compared vendors", "Bevor wir Anbieter verglichen")),
                    choice(
                        "comparison",
                        both("While we compared vendors", "Während wir Anbieter verglichen"),
                    ),
                    choice(
                        "case",
                        both("When we weighed cost and benefit", "Als wir Kosten und Nutzen abwogen"),
                    ),
                    choice("approval", both("At the final approval", "Bei der letzten Freigabe")),
                    choice(
                        "change",
                        both("When something changed in our company", "Als sich bei uns etwas änderte"),
                    ),
                ],
            ),
        ],
    )
}

/// The drivers of a project that ends without a choice, under the standard themes.
fn stoppers() -> Vec<Choice> {
    vec![
        of_theme(
            "good_enough",
            Theme::Incumbent,
            both("What we have is good enough", "Was wir haben, genügt"),
        ),
        of_theme("budget", Theme::Timing, both("The budget was not there", "Das Budget war nicht da")),
        of_theme(
            "priorities",
            Theme::Timing,
            both("Other projects came first", "Andere Vorhaben gingen vor"),
        ),
        of_theme(
            "sponsor",
            Theme::Timing,
            both("The person behind it moved on", "Die treibende Person ist nicht mehr zuständig"),
        ),
        of_theme(
            "agreement",
            Theme::Timing,
            both("We did not agree internally", "Intern fehlte die Einigung"),
        ),
        of_theme(
            "benefit",
            Theme::Pricing,
            both("The benefit did not outweigh the cost", "Der Nutzen überwog die Kosten nicht"),
        ),
        of_theme(
            "fit",
            Theme::ProductFit,
            both("Unsure whether it would fit us", "Unsicher, ob es zu uns passt"),
        ),
        of_theme(
            "effort",
            Theme::Implementation,
            both("The effort to introduce it", "Der Aufwand der Einführung"),
        ),
        of_theme(
            "security",
            Theme::Security,
            both("Open questions of security or law", "Offene Fragen zu Sicherheit oder Recht"),
        ),
    ]
}

fn looking_back() -> Section {
    page(
        "back",
        both("Looking back", "Im Rückblick"),
        vec![
            changed(
                both(
                    "What would have led to a decision at the time?",
                    "Was hätte damals zu einer Entscheidung geführt?",
                ),
                vec![
                    of_theme(
                        "pricing",
                        Theme::Pricing,
                        both("Other prices or terms", "Andere Preise oder Konditionen"),
                    ),
                    of_theme(
                        "first_step",
                        Theme::Implementation,
                        both("A smaller first step", "Ein kleinerer erster Schritt"),
                    ),
                    of_theme(
                        "product_fit",
                        Theme::ProductFit,
                        both("A closer fit", "Ein Produkt, das besser passt"),
                    ),
                    of_theme(
                        "vendor_trust",
                        Theme::VendorTrust,
                        both("Proof from customers like us", "Belege von Kunden wie uns"),
                    ),
                    of_theme(
                        "timing",
                        Theme::Timing,
                        both(
                            "Another moment, or more support inside",
                            "Ein anderer Zeitpunkt oder mehr Rückhalt im Haus",
                        ),
                    ),
                    choice("nothing", both("Nothing", "Nichts")),
                ],
            ),
            story(both(
                "If a colleague asked why nothing was decided at the time, what would you answer?",
                "Was würden Sie antworten, wenn jemand im Haus fragt, warum damals nichts entschieden wurde?",
            )),
            overall_while_deciding(),
        ],
    )
}
