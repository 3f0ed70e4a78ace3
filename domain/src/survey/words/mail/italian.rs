//! Italian.

use super::{Ask, Mails};
use crate::survey::words::Counted;

/// What mails that ask say in Italian.
pub(in crate::survey::words) const MAILS: Mails = Mails {
    minutes: Counted::of("{0} minuto", "{0} minuti"),
    invitation: Ask {
        subject: "Come ha deciso? {0} per {1}",
        heading: "Come ha deciso?",
        preview: "{0}, nessuna telefonata commerciale. Sceglie Lei chi può vedere la Sua risposta.",
        lead: "nel mese di {0} {2} ha preso una decisione su {1}, in un senso o nell’altro. Ci racconterebbe come ci si è arrivati?",
        button: "Rispondi in {0}",
    },
    your_decision: "nel mese di {0} la Sua azienda ha preso una decisione su {1}, in un senso o nell’altro. Ci racconterebbe come ci si è arrivati?",
    debrief: Ask {
        subject: "Il Suo punto di vista su {2}, finché è fresco",
        heading: "Che cosa è stato decisivo, secondo Lei?",
        preview: "{0}. Il Suo punto di vista sta accanto a quello dell’acquirente.",
        lead: "la trattativa {3} si è conclusa nel mese di {0}. Il Suo punto di vista sta accanto a quello dell’acquirente e non viene mai mescolato con esso.",
        button: "Racconta in {0}",
    },
    reminder: Ask {
        subject: "Come ha chiesto: {0} per {1}",
        heading: "Ecco il Suo promemoria",
        preview: "Lo ha chiesto Lei. Ciò che ha risposto finora è conservato.",
        lead: "ha chiesto che Le ricordassimo il nostro sondaggio. Ciò che ha risposto finora è conservato.",
        button: "Rispondi in {0}",
    },
    who: "Chi chiede",
    why: "Perché",
    why_text: "La Sua risposta cambia ciò che realizziamo e il modo in cui vendiamo. Non riapre la vendita, e nessuno La chiamerà per questo.",
    how_long: "Quanto dura",
    pause: "Può interrompere e riprendere più tardi, su qualsiasi dispositivo.",
    until: "Entro quando",
    sees: "Chi la vede",
    sees_text: "Lo sceglie Lei: il team vendite e la direzione, solo la direzione, oppure nessuno, e allora viene soltanto contata. Il sistema lo fa rispettare.",
    yours: "Il link è solo Suo, quindi non lo inoltri.",
    on_request: "Glielo ricordiamo solo se lo chiede.",
    reply: "Domande? Risponda a questa e-mail.",
    stop: "Preferisce che non Le chiediamo nulla? Lo dica qui, per questo sondaggio o per sempre:",
    stop_seller: "Preferisce che non Le chiediamo nulla? Lo dica qui, per questa trattativa o per sempre:",
    end: "Non ricevere più queste e-mail",
    address: "Se il pulsante non funziona, apra questo indirizzo:",
};
