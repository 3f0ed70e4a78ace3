//! For buyers who chose us: against whom, why, and what nearly went the other way.

use super::parts::{
    both, considered, for_buyers, overall_while_deciding, page, price, reason, reasons, story,
    turning_to_a_choice,
};
use crate::survey::template::Template;
use crate::taxonomy::Theme;

pub(super) const NAME: &str = "Won";

pub(super) fn template() -> Template {
    let title =
        both("You chose {tenant}. How did you decide?", "Sie haben {tenant} gewählt. Wie kam es dazu?");
    let intro = both(
        "We would like to know what decided it, and what spoke against us: doubts teach us as much as praise.",
        "Wir möchten wissen, was den Ausschlag gab und was gegen uns sprach: Aus Zweifeln lernen wir so viel wie aus \
            Lob.",
    );
    let others = page(
        "vendors",
        both("The vendors", "Die Anbieter"),
        vec![considered(both(
            "Which other vendors did {account|your company} look at seriously?",
            "Welche anderen Anbieter hat {account|Ihr Unternehmen} ernsthaft geprüft?",
        ))],
    );
    let decision = page(
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
                    Theme::Support,
                    Theme::Security,
                    Theme::SalesExperience,
                    Theme::VendorTrust,
                ]
                .map(reason)
                .into(),
            ),
            turning_to_a_choice(),
        ],
    );
    let back = page(
        "back",
        both("Looking back", "Im Rückblick"),
        vec![
            price(),
            story(both(
                "What came closest to making you choose differently?",
                "Was hätte Sie am ehesten zu einer anderen Wahl gebracht?",
            )),
            overall_while_deciding(),
        ],
    );
    Template { sections: vec![others, decision, back], ..for_buyers(NAME, 3, title, intro) }
}
