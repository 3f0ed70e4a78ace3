//! Italian.

use super::{
    Certificate, Counted, End, Ends, ForSellers, Form, Frame, Hints, Landing, Later, Preferences, Privacy,
    Receipt, ReceiptMail, Review, Said, Sent, Sharing, Words, Wrongs,
};

/// What the pages say in Italian.
pub(super) const WORDS: Words = Words {
    tag: "it",
    months: [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    date: "{0} {1} {2}",
    month: "{0} {1}",
    instant: "{0}, ore {1} UTC",
    your_answer: "la sua risposta",
    thousands: ".",
    said: Said {
        of: "{0} su {1}",
        agreed: "Accettato",
        us: "noi {0}",
        them: "gli altri {0}",
        stages: ["valutato", "in finale", "scelto"],
        stances: [
            "Eravate meno cari",
            "Più o meno lo stesso prezzo",
            "Eravate più cari",
            "Prezzi non confrontabili",
        ],
        roles: [
            "Il prezzo è stato decisivo",
            "Il prezzo era il motivo dichiarato, non quello vero",
            "Il prezzo non ha avuto alcun peso",
        ],
    },
    wrong: Wrongs {
        missing: "Risponda a questa domanda, per favore.",
        row_missing: "Scelga una risposta per questa riga, per favore.",
        other_missing: "Scriva qual è l’altra risposta.",
        no_such_choice: "Scelga tra le risposte mostrate.",
        one_only: "Scelga una sola risposta.",
        too_few: "Ne scelga almeno {0}.",
        too_many: "Ne scelga al massimo {0}.",
        exclusive: "Questa risposta non si può combinare con altre.",
        not_on_scale: "Scelga uno dei numeri.",
        too_long: "Numero massimo di caratteri: {0}.",
        too_short: "Numero minimo di caratteri: {0}.",
        not_of_shape: "Lo scriva così: {0}",
        not_an_email: "Scriva un indirizzo e-mail come name@example.com.",
        not_a_url: "Scriva un indirizzo web come www.example.com.",
        not_a_number: "Scriva un numero.",
        not_whole: "Scriva un numero intero.",
        too_small: "Scriva {0} o più.",
        too_large: "Scriva {0} o meno.",
        not_a_day: "Scriva una data.",
        too_early: "Scelga la data {0} o una successiva.",
        too_late: "Scelga la data {0} o una precedente.",
        twice: "Questa scelta occupa già un altro posto. Ne scelga una diversa.",
        gap: "Completi prima questo posto, oppure lasci vuoti i successivi.",
        two_chosen: "Solo un fornitore può essere quello scelto.",
        name_missing: "Scriva il nome del fornitore.",
        no_vendor: "Indichi fin dove è arrivato almeno un fornitore.",
        too_many_vendors: "Ne indichi al massimo {0}.",
        no_such_percent: "Scriva una percentuale intera.",
        does_not_fit: "Questa risposta non corrisponde alla domanda.",
    },
    hint: Hints {
        other: "Qualcos’altro",
        other_what: "Che cosa?",
        other_vendor: "Un altro",
        other_vendor_which: "Quale?",
        other_vendors: "Altri",
        other_vendors_which: "Quali? Uno per riga.",
        one_name: "Un solo nome.",
        names: "Uno per riga.",
        no_answer: "Nessuna risposta",
        any_number: "Quante ne vuole.",
        at_least: "Almeno {0}.",
        at_most: "Al massimo {0}.",
        between: "Tra {0} e {1}.",
        exactly: "Ne scelga {0}.",
        up_to: "Numero massimo di caratteri: {0}.",
        chars_left: "Numero massimo di caratteri: {0}. Rimasti: {1}.",
        chars_over: "Numero massimo di caratteri: {0}. In eccesso: {1}.",
        chars_least: "Numero minimo di caratteri: {0}.",
        like_this: "Per esempio: {0}",
        from_to: "Da {0} a {1}.",
        or_more: "{0} o più.",
        or_less: "{0} o meno.",
        or_later: "{0} o dopo.",
        or_earlier: "{0} o prima.",
        whole: "Un numero intero.",
        scale_end: "{0} su {1}, {2}",
        places: ["Primo posto", "Secondo posto", "Terzo posto", "Quarto posto", "Quinto posto"],
        place: "Posto {0}",
        rank_up_to: "Fino a {0}, prima il più importante. Ne basta uno.",
        rank_at_least: "Almeno {0} su {1}, prima il più importante.",
        rank_nothing: "Niente in questo posto",
        not_played: "Non valutato",
        stages: ["Valutato", "In finale", "Scelto"],
        own_vendor: "Un altro fornitore ({0})",
        own_name: "Nome",
        more_rows: "Un’altra riga",
        one_chosen: "Tralasci chi non avete valutato. Al massimo uno può essere quello scelto.",
        one_chosen_by_buyer: "Tralasci chi l’acquirente non ha valutato. Al massimo uno può essere quello scelto.",
        percent: "Di quanto per cento, all’incirca?",
        role: "Che peso ha avuto il prezzo?",
        who_turned: "Chi ha fatto pendere la bilancia? Basta il ruolo.",
        own_words: "Con parole Sue",
        side: "{0}: {1}",
    },
    frame: Frame {
        skip: "Vai al contenuto",
        survey: "Sondaggio",
        languages: "Lingua",
        asked_by: "Un sondaggio di {0}.",
        seen_as: "Chi vede la Sua risposta:",
        change_this: "Modifica",
        privacy: "Informativa sulla privacy",
        no_more: "Non chiedetemi più nulla",
        error_title: "Errore: {0}",
        error: "Errore: ",
    },
    sharing: Sharing {
        ask: "Chi può vedere ciò che dice?",
        told: "Chi vedrà ciò che dice",
        help: "Potrà cambiarlo in seguito. Il sistema lo fa rispettare: non è solo una promessa.",
        names: ["Con il mio nome", "Solo la direzione", "Solo nei totali"],
        means: [
            "Il team vendite e la direzione di {0}, con il Suo nome.",
            "La direzione di {0}, con il Suo nome. Nessuno di chi voleva venderLe qualcosa.",
            "Contata insieme a quelle di altri. Nessuno può leggere le Sue parole né collegarle a Lei.",
        ],
        came: [
            "Il team vendite e la direzione di {0} possono leggerla con il Suo nome.",
            "Solo la direzione di {0} può vedere che la risposta è Sua. Chi voleva venderLe qualcosa non \
             può.",
            "Viene contata insieme alle risposte di altri. In {0} nessuno la vede come Sua.",
        ],
        for_sellers: ForSellers {
            means: [
                "Chi in {0} può aprire questa trattativa, con il Suo nome.",
                "La direzione di {0}, con il Suo nome.",
            ],
            came: [
                "Chi in {0} può aprire questa trattativa può leggerla con il Suo nome.",
                "Solo la direzione di {0} può vedere che la risposta è Sua.",
            ],
            colleagues: "I Suoi colleghi in {0}",
        },
        seller: "{0}, il Suo contatto",
        sellers: "Chi voleva venderLe qualcosa",
        leadership: "Direzione di {0}",
        totals: "Nei totali",
        sees: "La vedrà: ",
        sees_not: "Non la vedrà: ",
        change: "Chi può vedere la Sua risposta",
        keep: "Salva",
        kept: "Salvato. Da ora vale in tutti i report.",
    },
    landing: Landing {
        asks: "{1}, {0} Le chiede un parere.",
        asks_you: "{0} Le chiede un parere.",
        on_behalf: "Per conto di {0}",
        takes: "Durata",
        minutes: Counted::of("circa {0} minuto", "circa {0} minuti"),
        pages: Counted::of("{0} pagina breve", "{0} pagine brevi"),
        up_to: "al massimo {0}",
        about: "Argomento",
        decision: "La decisione di {0}, {1}",
        decision_yours: "La decisione della Sua azienda, {0}",
        until: "Scadenza",
        start: "Inizia",
        go_on: "Continua",
        begun: "Aveva già iniziato. Le Sue risposte sono conservate e riprende dallo stesso punto.",
        no_thanks: "No, grazie",
        not_now: "Non ora",
        remind_when: "Quando possiamo ricordarglielo?",
        times: ["Tra tre giorni", "Tra una settimana", "Tra due settimane"],
        remind: "Ricordamelo allora",
        reminded_enough: "Gliel’abbiamo ricordato abbastanza volte e non Le scriveremo più di nostra \
                          iniziativa.",
        keeps: "{0} conserva la Sua risposta per {1}. Riceverà una ricevuta con cui potrà leggerla, \
                correggerla o cancellarla.",
        months: Counted::of("{0} mese", "{0} mesi"),
        stored: "L’apertura di questa pagina non ha salvato nulla. Quando inizia, un cookie ricorda qual è \
                 il Suo sondaggio, e le Sue risposte restano sigillate finché non le invia.",
    },
    later: Later {
        will_remind: "Glielo ricorderemo",
        on: "In data {0} riceverà un’e-mail con il link, e nessuna prima.",
        sooner: "Se trova il tempo prima, apra il link nell’e-mail che ha già. È valido fino al giorno {0}.",
        choose: "Scelga quando possiamo ricordarglielo.",
        too_late: "Per allora il sondaggio sarà terminato. Scelga un momento precedente, oppure risponda \
                   ora.",
        saved: "Le Sue risposte sono salvate",
        not_sent: "Non è ancora stato inviato nulla.",
        come_back: "Apra di nuovo il link nella nostra e-mail, su qualsiasi dispositivo, fino al giorno {0}. \
                    Riprenderà dallo stesso punto.",
        go_on: "Continua ora",
    },
    form: Form {
        progress: "{0} di {1}",
        left: Counted::of("ancora circa {0} minuto", "ancora circa {0} minuti"),
        required: "(obbligatoria)",
        optional: "(facoltativa)",
        next: "Avanti",
        to_review: "Rivedi le risposte",
        save: "Salva e rivedi",
        back: "Indietro",
        later: "Salva e finisci più tardi",
        kept: "Ciò che inserisce viene conservato quando preme un pulsante. Può chiudere questa pagina e \
               continuare con lo stesso link fino al giorno {0}.",
        saved: "Salvato.",
        not_saved: "Non ancora salvato: prema un pulsante per salvare.",
        more: "La Sua risposta è salvata. Ha fatto comparire un’altra domanda in questa pagina.",
        elsewhere: "Quella pagina ora non è aperta per Lei. Le Sue risposte sono conservate; si continua da \
                    qui.",
        problems: Counted::of("C’è una cosa da modificare", "Ci sono {0} cose da modificare"),
    },
    review: Review {
        heading: "Riveda le Sue risposte",
        lead: "Non è ancora stato inviato nulla. Dopo l’invio ha sette giorni per correggere una risposta \
               con la Sua ricevuta.",
        lead_correction: "La risposta precedente resta valida finché non invia questa correzione, che ne \
                          prenderà il posto.",
        change: "Modifica",
        change_what: "Modifica: {0}",
        not_answered: "Senza risposta",
        send: "Invia le mie risposte",
        send_correction: "Invia la mia correzione",
    },
    sent: Sent {
        heading: "La Sua risposta è arrivata",
        corrected: "La Sua correzione è arrivata",
        arrived: "Ricevuta in data {0}.",
        receipt: "La Sua ricevuta",
        receipt_use: "Con la ricevuta può rileggere la Sua risposta, correggerla fino al giorno {0}, \
                      cambiare chi la vede, oppure cancellarla.",
        receipt_link: "Apri la mia ricevuta",
        receipt_mail: "Le inviamo questo link anche per e-mail. Chi ne dispone può leggere la Sua risposta, \
                       quindi lo tenga per sé.",
        next: "Che cosa succede ora",
        steps: [
            "Le Sue parole vengono lette per capire di che cosa parlano: prezzo, prodotto, assistenza e così \
             via.",
            "{0} le vede accanto a quelle di altri, nel modo che ha scelto.",
            "Il link del sondaggio è stato usato. Nessuno può più rispondere con esso.",
        ],
        close: "Può chiudere questa pagina.",
    },
    receipt: Receipt {
        heading: "La Sua risposta",
        sent: "L’ha inviata in data {0}.",
        waiting: "È arrivata ed è in lettura. Tra qualche minuto comparirà nei report.",
        until: "Può correggerla fino al giorno {0}.",
        over: "Il tempo per le correzioni è scaduto. Può ancora cambiare chi la vede, oppure cancellarla.",
        correcting: "Ha iniziato una correzione e non l’ha inviata. Fino ad allora vale la risposta \
                     precedente.",
        correct: "Correggi la mia risposta",
        go_on: "Continua la correzione",
        withdraw: "Cancella la mia risposta",
        ask: "Cancellare la Sua risposta?",
        erases: "Le Sue risposte, le Sue parole e tutto ciò che vi è stato letto vengono cancellati per \
                 sempre, qui e in tutti i report. Nessuno può recuperarli.",
        remains: "Resta che Le è stato chiesto un parere, che ha cancellato la Sua risposta, e un \
                  certificato per Lei.",
        erase: "Sì, cancella",
        keep: "Conserva la mia risposta",
        erased: "La Sua risposta è cancellata",
        gone: "Nei report non resta nulla di ciò che ha detto. Conservi il certificato se desidera poterlo \
               dimostrare.",
    },
    certificate: Certificate {
        heading: "Certificato di cancellazione",
        lead: "Indica che cosa è stato cancellato e non contiene nulla di ciò che ha detto. La somma di \
               controllo prova che non è stato modificato.",
        number: "Numero",
        at: "Data della cancellazione",
        checksum: "Somma di controllo (SHA-256)",
        what: "Che cosa",
        rows: "Quantità",
        names: [
            "Risposte alle domande",
            "Temi letti nelle Sue parole",
            "Valutazioni",
            "Fornitori di cui ha parlato",
            "La Sua risposta nel suo insieme",
            "Ciò che ha inviato sotto sigillo",
            "Risposte che aveva salvato",
            "Pagine che ha visitato",
            "Fornitori nominati solo da Lei",
        ],
        download: "Scarica come file di testo",
    },
    preferences: Preferences {
        heading: "Interrompere queste e-mail?",
        lead: "L’apertura di questa pagina non ha cambiato nulla.",
        ask: "Che cosa deve finire?",
        once: "Questo sondaggio",
        once_help: "Nessun’altra e-mail al riguardo, e il link viene chiuso.",
        never: "Tutti i sondaggi di {0}",
        never_help: "{0} non Le chiederà mai più nulla a questo indirizzo, per nessun acquisto.",
        stop: "Interrompi",
        choose: "Scelga che cosa deve finire.",
        stopped: "Non Le chiederemo più nulla al riguardo",
        stopped_means: "Il link è chiuso e non arriveranno altre e-mail al riguardo.",
        silent: "Non Le verrà più chiesto nulla",
        silent_means: "{0} non invia più sondaggi a questo indirizzo. I sondaggi aperti sono chiusi.",
        undo: "Ho cambiato idea",
        undone: "Può di nuovo ricevere sondaggi",
        undone_means: "{0} può inviarLe di nuovo sondaggi. Ciò che era stato chiuso su Sua richiesta è di \
                       nuovo aperto finché non scade il termine.",
        nothing: "Non c’è alcun sondaggio aperto per Lei, quindi non c’è nulla da interrompere.",
    },
    privacy: Privacy {
        heading: "Informativa sulla privacy",
        controller: "Chi è il titolare",
        purpose: "A quale scopo",
        purpose_text: "Per capire perché si sceglie o non si sceglie {0}, e per migliorare.",
        retention: "Per quanto tempo",
        retention_text: Counted::of(
            "La Sua risposta viene cancellata {0} mese dopo l’invio.",
            "La Sua risposta viene cancellata {0} mesi dopo l’invio.",
        ),
        readers: "Chi la vedrà",
        cookies: "Che cosa conserva il Suo browser",
        cookies_text: "Quando inizia, un cookie ricorda qual è il Suo sondaggio. Scompare al più tardi dopo \
                       una settimana. Nulla viene caricato da altri, e nessuno La segue.",
        rights: "Che cosa può fare",
        rights_text: "Con la Sua ricevuta può leggere la Sua risposta, correggerla per sette giorni, \
                      cambiare chi la vede e cancellarla, in qualsiasi momento e senza account.",
        full: "L’informativa completa",
        back: "Indietro",
    },
    ends: Ends {
        unknown: End {
            heading: "Non conosciamo questo link",
            lines: [
                "Forse è stato troncato nell’e-mail. Lo apra di nuovo dall’e-mail, oppure copi l’intera riga \
                 nella barra degli indirizzi.",
                "Se porta ancora qui, non dipende da Lei, e non deve fare nulla.",
            ],
        },
        renewed: End {
            heading: "C’è un link più recente per questo sondaggio",
            lines: [
                "Il link che funziona è quello dell’e-mail più recente. Apra il sondaggio da lì.",
                "Se non trova quell’e-mail, non deve fare nulla.",
            ],
        },
        expired: End {
            heading: "Questo sondaggio è terminato",
            lines: [
                "Il link nell’e-mail era valido per un tempo limitato, che è trascorso.",
                "Grazie della visita. Non deve fare nulla.",
            ],
        },
        answered: End {
            heading: "La risposta è già stata data",
            lines: [
                "La risposta a questo sondaggio è arrivata, quindi il link è stato usato. Se è stata Sua, \
                 grazie.",
                "Nulla è stato inviato due volte. Con la ricevuta nella Sua e-mail può leggere, correggere o \
                 cancellare la risposta.",
            ],
        },
        withdrawn: End {
            heading: "Questo sondaggio è stato ritirato",
            lines: [
                "Non serve più alcuna risposta. Ciò che può avere inserito non è stato trasmesso.",
                "Grazie della visita. Non deve fare nulla.",
            ],
        },
        erased: End {
            heading: "Ha cancellato la Sua risposta",
            lines: [
                "Nei rapporti non resta nulla di ciò che ha detto, e questo link non serve più.",
                "Il link della ricevuta mostra il certificato. Non deve fare nulla.",
            ],
        },
        stopped: End {
            heading: "Ci ha chiesto di smettere",
            lines: [
                "Questo sondaggio è chiuso. Ciò che può avere inserito non è stato trasmesso.",
                "Se cambia idea, riapra la pagina in cui l’ha interrotto; il link è nella nostra e-mail.",
            ],
        },
        suspended: End {
            heading: "Questo sondaggio per ora è chiuso",
            lines: ["Riprovi più tardi con lo stesso link. Ciò che aveva inserito è conservato.", ""],
        },
        no_cookie: End {
            heading: "Apra di nuovo il link nell’e-mail",
            lines: [
                "Il Suo browser non indica più qual è il Suo sondaggio: la sua memoria di questo sito è \
                 stata cancellata, oppure qui non conserva i cookie.",
                "Il link nell’e-mail La riporta allo stesso punto, con le risposte che aveva salvato.",
            ],
        },
        other_survey: End {
            heading: "Nel frattempo ha aperto un altro sondaggio",
            lines: [
                "Questa pagina appartiene a un sondaggio diverso dall’ultimo aperto in questo browser, \
                 quindi non ne è stato salvato nulla.",
                "Torni indietro nel browser per vedere ciò che ha inserito. Per continuare, apra di nuovo il \
                 link di questo sondaggio: ciò che aveva salvato è conservato.",
            ],
        },
        no_section: End {
            heading: "Questa pagina non esiste",
            lines: ["Il sondaggio non ha questa pagina. Le risposte salvate sono conservate.", ""],
        },
        too_large: End {
            heading: "Era troppo lungo per noi",
            lines: [
                "Il Suo testo è più lungo di quanto possiamo ricevere in una volta, quindi non è stato \
                 salvato. Ciò che aveva salvato è conservato.",
                "Torni indietro nel browser, accorci il testo e lo invii di nuovo.",
            ],
        },
        malformed: End {
            heading: "Non siamo riusciti a leggerlo",
            lines: [
                "Ciò che il Suo browser ha inviato non è un modulo di questo sondaggio, quindi nulla è stato \
                 modificato.",
                "Torni indietro nel browser e riprovi, oppure apra di nuovo il link nell’e-mail.",
            ],
        },
        too_late: End {
            heading: "Non si può più correggere",
            lines: [
                "Le risposte si possono correggere per sette giorni dopo l’invio, e sono trascorsi.",
                "Con la Sua ricevuta può ancora cambiare chi la vede, oppure cancellarla.",
            ],
        },
        go_on: "Continua il sondaggio",
        retry: End {
            heading: "Qualcosa non funziona da parte nostra",
            lines: [
                "Ciò che ha appena inviato non è ancora salvato. È ancora in questa pagina: attenda un \
                 momento, poi riprovi.",
                "",
            ],
        },
        try_again: "Riprova",
    },
    mails: super::mail::italian::MAILS,
    receipt_mail: ReceiptMail {
        subject: "La Sua ricevuta: la Sua risposta a {0}",
        hello: "Buongiorno {0},",
        hello_you: "Buongiorno,",
        arrived: "grazie. La Sua risposta a {0} è arrivata.",
        code: "Ricevuta",
        link_use: "Con questo link può leggere la Sua risposta, correggerla fino al giorno {0}, cambiare chi \
                   la vede, oppure cancellarla:",
        link: "Apri la mia ricevuta",
        only_you: "Chi ha questo link può leggere la Sua risposta, quindi non lo inoltri.",
    },
};
