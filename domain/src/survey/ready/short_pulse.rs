//! For any close: three questions, 90 seconds.

use super::parts::{both, for_buyers, overall_while_deciding, page, reason, reasons, story};
use crate::survey::template::Template;
use crate::taxonomy::Theme;

pub(super) const NAME: &str = "Short pulse";

pub(super) fn template() -> Template {
    let title = both("Three questions about your decision", "Drei Fragen zu Ihrer Entscheidung");
    let intro = both(
        "A few words that help {tenant} to get better, whichever way you decided.",
        "Ein paar Worte, die {tenant} helfen, besser zu werden, wie auch immer Sie entschieden haben.",
    );
    let questions = vec![
        overall_while_deciding(),
        reasons(
            both("What decided it?", "Was gab den Ausschlag?"),
            [
                Theme::Pricing,
                Theme::ProductFit,
                Theme::Usability,
                Theme::Integrations,
                Theme::SalesExperience,
                Theme::VendorTrust,
                Theme::Incumbent,
                Theme::Timing,
            ]
            .map(reason)
            .into(),
        ),
        story(both(
            "What should we know about your decision?",
            "Was sollten wir über Ihre Entscheidung wissen?",
        )),
    ];
    Template {
        sections: vec![page("pulse", both("Your decision", "Ihre Entscheidung"), questions)],
        ..for_buyers(NAME, 2, title, intro)
    }
}
