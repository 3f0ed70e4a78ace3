//! Dutch.

use super::{Ask, Mails};
use crate::survey::words::Counted;

/// What mails that ask say in Dutch.
pub(in crate::survey::words) const MAILS: Mails = Mails {
    minutes: Counted::of("{0} minuut", "{0} minuten"),
    invitation: Ask {
        subject: "Hoe hebt u besloten? {0} voor {1}",
        heading: "Hoe hebt u besloten?",
        preview: "{0}, geen verkoopgesprek. U bepaalt wie uw antwoord mag zien.",
        lead: "in {0} heeft {2} een beslissing genomen over {1}, in welke richting dan ook. Wilt u ons vertellen hoe u daartoe bent gekomen?",
        button: "In {0} antwoorden",
    },
    your_decision: "in {0} heeft uw bedrijf een beslissing genomen over {1}, in welke richting dan ook. Wilt u ons vertellen hoe u daartoe bent gekomen?",
    debrief: Ask {
        subject: "Uw kijk op {2}, zolang die vers is",
        heading: "Wat gaf volgens u de doorslag?",
        preview: "{0}. Uw kijk staat naast die van de koper.",
        lead: "{3} is in {0} afgesloten. Uw kijk staat naast die van de koper en wordt er nooit mee vermengd.",
        button: "In {0} vertellen",
    },
    reminder: Ask {
        subject: "Zoals u vroeg: {0} voor {1}",
        heading: "Hier is uw herinnering",
        preview: "U hebt erom gevraagd. Wat u tot nu toe hebt geantwoord, is bewaard.",
        lead: "u wilde aan onze enquête herinnerd worden. Wat u tot nu toe hebt geantwoord, is bewaard.",
        button: "In {0} antwoorden",
    },
    who: "Wie vraagt",
    why: "Waarom",
    why_text: "Uw antwoord verandert wat wij maken en hoe wij verkopen. De verkoop wordt er niet mee heropend, en niemand belt u erover.",
    how_long: "Hoe lang",
    pause: "U kunt onderbreken en later verdergaan, op elk apparaat.",
    until: "Tot wanneer",
    sees: "Wie het ziet",
    sees_text: "Dat bepaalt u: verkoop en leiding, alleen de leiding, of niemand, en dan wordt het alleen geteld. Het systeem dwingt het af.",
    yours: "De link is alleen voor u, dus stuur hem niet door.",
    on_request: "Wij herinneren u alleen als u erom vraagt.",
    reply: "Vragen? Beantwoord gewoon deze e-mail.",
    stop: "Wilt u liever niet gevraagd worden? Zeg het hier, voor deze enquête of voorgoed:",
    stop_seller: "Wilt u liever niet gevraagd worden? Zeg het hier, voor deze deal of voorgoed:",
    end: "Geen e-mails meer",
    address: "Werkt de knop niet, open dan dit adres:",
};
