//! German.

use super::{Ask, Mails};
use crate::survey::words::Counted;

/// What mails that ask say in German.
pub(in crate::survey::words) const MAILS: Mails = Mails {
    minutes: Counted::of("{0} Minute", "{0} Minuten"),
    invitation: Ask {
        subject: "Wie haben Sie entschieden? {0} für {1}",
        heading: "Wie haben Sie entschieden?",
        preview: "{0}, kein Verkaufsgespräch. Sie bestimmen, wer Ihre Antwort sieht.",
        lead: "im {0} hat sich {2} entschieden, ob für oder gegen {1}. Würden Sie uns erzählen, wie es dazu kam?",
        button: "In {0} antworten",
    },
    your_decision: "im {0} hat sich Ihr Unternehmen entschieden, ob für oder gegen {1}. Würden Sie uns erzählen, wie es dazu kam?",
    debrief: Ask {
        subject: "Ihre Sicht auf {2}, solange sie frisch ist",
        heading: "Was gab aus Ihrer Sicht den Ausschlag?",
        preview: "{0}. Ihre Sicht steht neben der des Käufers.",
        lead: "{3} wurde im {0} entschieden. Ihre Sicht steht neben der des Käufers und wird nie mit ihr vermischt.",
        button: "In {0} erzählen",
    },
    reminder: Ask {
        subject: "Wie gewünscht: {0} für {1}",
        heading: "Hier ist Ihre Erinnerung",
        preview: "Sie haben darum gebeten. Was Sie bisher geantwortet haben, ist noch da.",
        lead: "Sie wollten an unsere Umfrage erinnert werden. Was Sie bisher geantwortet haben, ist noch da.",
        button: "In {0} antworten",
    },
    who: "Wer fragt",
    why: "Warum",
    why_text: "Ihre Antwort ändert, was wir bauen und wie wir verkaufen. Der Kauf wird damit nicht neu verhandelt, und niemand ruft Sie deswegen an.",
    how_long: "Wie lange",
    pause: "Sie können unterbrechen und später weitermachen, auf jedem Gerät.",
    until: "Bis wann",
    sees: "Wer es sieht",
    sees_text: "Das bestimmen Sie: Vertrieb und Leitung, nur die Leitung, oder niemand; dann wird nur gezählt. Das System setzt es durch.",
    yours: "Der Link gehört nur Ihnen, bitte leiten Sie ihn nicht weiter.",
    on_request: "Wir erinnern Sie nur, wenn Sie darum bitten.",
    reply: "Fragen? Antworten Sie einfach auf diese Mail.",
    stop: "Sie möchten lieber nicht gefragt werden? Sagen Sie es hier, für diese Umfrage oder für immer:",
    stop_seller: "Sie möchten lieber nicht gefragt werden? Sagen Sie es hier, für dieses Geschäft oder für immer:",
    end: "Keine Mails mehr",
    address: "Falls der Knopf nicht geht, öffnen Sie diese Adresse:",
};
