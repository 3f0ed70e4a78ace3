//! French.

use super::{Ask, Mails};
use crate::survey::words::Counted;

/// What mails that ask say in French.
pub(in crate::survey::words) const MAILS: Mails = Mails {
    minutes: Counted::of("{0} minute", "{0} minutes"),
    invitation: Ask {
        subject: "Comment avez-vous décidé\u{202f}? {0} pour {1}",
        heading: "Comment avez-vous décidé\u{202f}?",
        preview: "{0}, sans démarche commerciale. Vous choisissez qui peut voir votre réponse.",
        lead: "en {0}, l’entreprise {2} a pris une décision concernant {1}, dans un sens ou dans l’autre. Accepteriez-vous de nous dire comment elle a été prise\u{202f}?",
        button: "Répondre en {0}",
    },
    your_decision: "en {0}, votre entreprise a pris une décision concernant {1}, dans un sens ou dans l’autre. Accepteriez-vous de nous dire comment elle a été prise\u{202f}?",
    debrief: Ask {
        subject: "Votre point de vue sur {2}, tant qu’il est frais",
        heading: "Qu’est-ce qui a fait la différence, selon vous\u{202f}?",
        preview: "{0}. Votre point de vue figure à côté de celui de l’acheteur.",
        lead: "l’affaire {3} s’est conclue en {0}. Votre point de vue figure à côté de celui de l’acheteur et n’y est jamais mêlé.",
        button: "Raconter en {0}",
    },
    reminder: Ask {
        subject: "Comme convenu\u{a0}: {0} pour {1}",
        heading: "Voici votre rappel",
        preview: "Vous l’avez demandé. Ce que vous avez déjà répondu est conservé.",
        lead: "vous avez demandé que nous vous rappelions notre enquête. Ce que vous avez déjà répondu est conservé.",
        button: "Répondre en {0}",
    },
    who: "Qui demande",
    why: "Pourquoi",
    why_text: "Votre réponse change ce que nous concevons et notre façon de vendre. Elle ne relance pas la vente, et personne ne vous appellera à ce sujet.",
    how_long: "Durée",
    pause: "Vous pouvez vous interrompre et reprendre plus tard, sur n’importe quel appareil.",
    until: "Jusqu’au",
    sees: "Qui la voit",
    sees_text: "C’est vous qui choisissez\u{a0}: l’équipe commerciale et la direction, la direction seulement, ou personne, et elle est alors seulement comptée. Le système le fait respecter.",
    yours: "Ce lien est personnel\u{202f}; veuillez ne pas le transférer.",
    on_request: "Nous ne vous le rappelons que si vous le demandez.",
    reply: "Des questions\u{202f}? Répondez simplement à cet e-mail.",
    stop: "Vous préférez que nous ne vous sollicitions pas\u{202f}? Dites-le ici, pour cette enquête ou pour toujours\u{a0}:",
    stop_seller: "Vous préférez que nous ne vous sollicitions pas\u{202f}? Dites-le ici, pour cette affaire ou pour toujours\u{a0}:",
    end: "Ne plus recevoir ces e-mails",
    address: "Si le bouton ne fonctionne pas, ouvrez cette adresse\u{a0}:",
};
