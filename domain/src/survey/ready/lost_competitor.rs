//! For buyers who chose somebody else: who, why, how we compare, and what would have changed it.

use super::parts::{
    both, changed, choice, compare, for_buyers, of_theme, overall_while_deciding, page, price, reason,
    reasons, story, turning_to_a_choice,
};
use crate::survey::answer::Stage;
use crate::survey::condition::Condition;
use crate::survey::kind::Kind;
use crate::survey::template::{Question, Section, Template};
use crate::taxonomy::Theme;

pub(super) const NAME: &str = "Lost to a competitor";

pub(super) fn template() -> Template {
    let title = both(
        "You chose another vendor. How did you decide?",
        "Sie haben einen anderen Anbieter gewählt. Wie kam es dazu?",
    );
    let intro = both(
        "Your answer shows {tenant} what to build and how to advise better. It does not reopen the sale: nobody will \
            call you because of it.",
        "Ihre Antwort zeigt {tenant}, was am Produkt und an der Beratung besser werden muss. Der Verkauf beginnt \
            damit nicht von vorn: Niemand ruft Sie deswegen an.",
    );
    Template {
        sections: vec![field(), decision(), side_by_side(), looking_back()],
        ..for_buyers(NAME, 4, title, intro)
    }
}

fn field() -> Section {
    page(
        "vendors",
        both("The vendors", "Die Anbieter"),
        vec![Question {
            help: both(
                "Mark how far each one came, and which one you chose.",
                "Geben Sie an, wie weit jeder kam und wen Sie gewählt haben.",
            ),
            ..Question::new(
                "field",
                both(
                    "Which vendors did {account|your company} look at besides us?",
                    "Welche Anbieter hat sich {account|Ihr Unternehmen} außer uns angesehen?",
                ),
                Kind::FieldOfPlay { own_rows: 3 },
            )
        }],
    )
}

fn decision() -> Section {
    page(
        "decision",
        both("The decision", "Die Entscheidung"),
        vec![
            reasons(
                both("What decided the choice?", "Was gab den Ausschlag?"),
                [
                    Theme::Pricing,
                    Theme::ProductFit,
                    Theme::Usability,
                    Theme::Integrations,
                    Theme::Implementation,
                    Theme::Security,
                    Theme::SalesExperience,
                    Theme::VendorTrust,
                    Theme::Incumbent,
                ]
                .map(reason)
                .into(),
            ),
            turning_to_a_choice(),
        ],
    )
}

/// Only what the buyer can tell: a comparison needs a vendor, a price gap somebody who spoke of the price.
fn side_by_side() -> Section {
    let compared = compare(
        both(
            "How did we and {answer.field|the vendor you chose} compare?",
            "Wie schnitten wir und {answer.field|der gewählte Anbieter} im Vergleich ab?",
        ),
        "field",
        &[
            Theme::ProductFit,
            Theme::Usability,
            Theme::Integrations,
            Theme::SalesExperience,
            Theme::VendorTrust,
        ],
    );
    let has_chosen = Condition::Reached { question: "field".to_owned(), stage: Stage::Chosen };
    page(
        "compare",
        both("Side by side", "Im direkten Vergleich"),
        vec![Question { show_if: Some(has_chosen), ..compared }, price()],
    )
}

fn looking_back() -> Section {
    page(
        "back",
        both("Looking back", "Im Rückblick"),
        vec![
            changed(
                both(
                    "Which one thing would have changed the decision?",
                    "Was hätte die Entscheidung am ehesten geändert?",
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
                        "integrations",
                        Theme::Integrations,
                        both("A connection to another system", "Eine Anbindung an ein anderes System"),
                    ),
                    of_theme(
                        "implementation",
                        Theme::Implementation,
                        both("Less effort to introduce it", "Weniger Aufwand bei der Einführung"),
                    ),
                    of_theme(
                        "sales_experience",
                        Theme::SalesExperience,
                        both(
                            "Different advice or quicker answers",
                            "Andere Beratung oder schnellere Antworten",
                        ),
                    ),
                    of_theme(
                        "vendor_trust",
                        Theme::VendorTrust,
                        both("Proof from customers like us", "Belege von Kunden wie uns"),
                    ),
                    choice("nothing", both("Nothing, the choice was clear", "Nichts, die Wahl war klar")),
                ],
            ),
            story(both(
                "How would you explain the choice to a colleague who was not there?",
                "Wie würden Sie die Wahl jemandem im Haus erklären, der nicht dabei war?",
            )),
            overall_while_deciding(),
        ],
    )
}
