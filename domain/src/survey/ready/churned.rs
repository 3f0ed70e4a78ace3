//! For customers who left: where they went, what led to it, and when it could have been noticed.

use std::collections::BTreeMap;

use super::parts::{
    both, changed, choice, compare, for_buyers, of_theme, overall, page, reason, reasons, story, turning,
};
use crate::survey::condition::Condition;
use crate::survey::kind::{Choice, Kind};
use crate::survey::template::{Meaning, Question, Section, Template};
use crate::taxonomy::Theme;

pub(super) const NAME: &str = "Churned";

pub(super) fn template() -> Template {
    let title = both(
        "You no longer use {product|our product}. What led to it?",
        "Sie nutzen {product|unser Produkt} nicht mehr. Wie kam es dazu?",
    );
    let intro = both(
        "We at {tenant} want to learn from it, not to change your mind. Nobody will call you because of it.",
        "Wir bei {tenant} möchten daraus lernen und Sie nicht umstimmen. Niemand ruft Sie deswegen an.",
    );
    let thanks = both(
        "Thank you for taking the time once more, and for the time with us. Your answer reaches the people who can \
            act on it, in the way you chose.",
        "Vielen Dank, dass Sie sich noch einmal Zeit genommen haben, und für die Zeit mit uns. Ihre Antwort erreicht \
            die Menschen, die etwas ändern können, so wie Sie es gewählt haben.",
    );
    Template {
        sections: vec![instead(), decision(), side_by_side(), looking_back()],
        // Whatever the renewal is filed under, it ended a time together.
        thanks_by_outcome: BTreeMap::new(),
        thanks,
        ..for_buyers(NAME, 4, title, intro)
    }
}

fn instead() -> Section {
    page(
        "today",
        both("Today", "Heute"),
        vec![Question::new(
            "instead",
            both(
                "What does {account|your company} use instead today?",
                "Was nutzt {account|Ihr Unternehmen} heute stattdessen?",
            ),
            Kind::SingleChoice {
                choices: vec![
                    choice("vendor", both("Another vendor’s product", "Das Produkt eines anderen Anbieters")),
                    choice("own", both("Something we built ourselves", "Eine eigene Entwicklung")),
                    choice("present", both("Something we already had", "Etwas, das wir schon hatten")),
                    choice("nothing", both("Nothing, the need is gone", "Nichts, der Bedarf ist entfallen")),
                ],
                allows_other: true,
                is_shuffled: false,
            },
        )],
    )
}

fn decision() -> Section {
    let moved = Condition::Chose { question: "instead".to_owned(), choices: vec!["vendor".to_owned()] };
    let chosen = Question::new(
        "chosen",
        both("Which vendor did you move to?", "Zu welchem Anbieter sind Sie gewechselt?"),
        Kind::CompetitorPick { allows_many: false },
    );
    page(
        "decision",
        both("The decision", "Die Entscheidung"),
        vec![
            Question { show_if: Some(moved), meaning: Some(Meaning::Chosen), ..chosen },
            reasons(both("What led you to leave?", "Was führte zum Ausstieg?"), causes()),
            turning(
                both(
                    "When did you first think of leaving?",
                    "Wann haben Sie zum ersten Mal an einen Ausstieg gedacht?",
                ),
                vec![
                    choice("introduction", both("While it was introduced", "Während der Einführung")),
                    choice(
                        "trouble",
                        both("After a problem or an outage", "Nach einem Problem oder Ausfall"),
                    ),
                    choice("little_use", both("When few people used it", "Als nur wenige damit arbeiteten")),
                    choice(
                        "change",
                        both("When something changed in our company", "Als sich bei uns etwas änderte"),
                    ),
                    choice("renewal", both("When the renewal came up", "Als die Verlängerung anstand")),
                    choice(
                        "offer",
                        both("When another vendor approached us", "Als ein anderer Anbieter auf uns zukam"),
                    ),
                ],
            ),
        ],
    )
}

/// The drivers of leaving, under the standard themes.
fn causes() -> Vec<Choice> {
    let mut causes: Vec<Choice> = [
        Theme::Pricing,
        Theme::ProductFit,
        Theme::Usability,
        Theme::Reliability,
        Theme::Integrations,
        Theme::Support,
        Theme::VendorTrust,
    ]
    .map(reason)
    .into();
    causes.push(of_theme(
        "adoption",
        Theme::Implementation,
        both("It was never fully introduced", "Es wurde nie ganz eingeführt"),
    ));
    causes.push(of_theme(
        "company_change",
        Theme::Timing,
        both("A change in our company", "Eine Veränderung in unserem Unternehmen"),
    ));
    causes
}

/// Whoever has worked with both can compare.
fn side_by_side() -> Section {
    let compared = compare(
        both(
            "How do we and {answer.chosen|the new vendor} compare?",
            "Wie schneiden wir und {answer.chosen|der neue Anbieter} im Vergleich ab?",
        ),
        "chosen",
        &[Theme::ProductFit, Theme::Usability, Theme::Reliability, Theme::Support, Theme::Pricing],
    );
    let has_chosen = Condition::Answered("chosen".to_owned());
    page(
        "compare",
        both("Side by side", "Im direkten Vergleich"),
        vec![Question { show_if: Some(has_chosen), ..compared }],
    )
}

fn looking_back() -> Section {
    page(
        "back",
        both("Looking back", "Im Rückblick"),
        vec![
            changed(
                both(
                    "Which one thing would have made you stay?",
                    "Was hätte Sie am ehesten zum Bleiben bewegt?",
                ),
                vec![
                    of_theme(
                        "pricing",
                        Theme::Pricing,
                        both("Other prices or terms", "Andere Preise oder Konditionen"),
                    ),
                    of_theme(
                        "product_fit",
                        Theme::ProductFit,
                        both("Something the product could not do", "Etwas, das dem Produkt fehlte"),
                    ),
                    of_theme(
                        "reliability",
                        Theme::Reliability,
                        both("Fewer faults or more speed", "Weniger Fehler oder mehr Geschwindigkeit"),
                    ),
                    of_theme("support", Theme::Support, both("Closer support", "Bessere Betreuung")),
                    of_theme(
                        "implementation",
                        Theme::Implementation,
                        both("Help with getting it into use", "Hilfe, um es in den Alltag zu bringen"),
                    ),
                    choice("nothing", both("Nothing", "Nichts")),
                ],
            ),
            story(both("What could we have noticed earlier?", "Woran hätten wir es früher merken können?")),
            overall(both(
                "Looking back, how was working with us?",
                "Wie war im Rückblick die Zusammenarbeit mit uns?",
            )),
        ],
    )
}
