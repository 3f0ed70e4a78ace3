//! German.

use super::{
    Certificate, Counted, End, Ends, ForSellers, Form, Frame, Hints, Landing, Later, Preferences, Privacy,
    Receipt, ReceiptMail, Review, Said, Sent, Sharing, Words, Wrongs,
};

/// What the pages say in German.
pub(super) const WORDS: Words = Words {
    tag: "de",
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    date: "{0}. {1} {2}",
    month: "{0} {1}",
    instant: "{0}, {1} Uhr UTC",
    your_answer: "Ihre Antwort",
    thousands: ".",
    said: Said {
        of: "{0} von {1}",
        agreed: "Zugestimmt",
        us: "wir {0}",
        them: "die anderen {0}",
        stages: ["angesehen", "in der Endauswahl", "gewählt"],
        stances: [
            "Sie waren günstiger",
            "Etwa der gleiche Preis",
            "Sie waren teurer",
            "Preise nicht vergleichbar",
        ],
        roles: [
            "Der Preis gab den Ausschlag",
            "Der Preis war der genannte Grund, nicht der wahre",
            "Der Preis spielte keine Rolle",
        ],
    },
    wrong: Wrongs {
        missing: "Bitte beantworten Sie diese Frage.",
        row_missing: "Bitte wählen Sie in dieser Zeile eine Antwort.",
        other_missing: "Bitte schreiben Sie, was die andere Antwort ist.",
        no_such_choice: "Bitte wählen Sie eine der gezeigten Antworten.",
        one_only: "Bitte wählen Sie nur eine Antwort.",
        too_few: "Bitte wählen Sie mindestens {0}.",
        too_many: "Bitte wählen Sie höchstens {0}.",
        exclusive: "Diese Antwort lässt sich nicht mit anderen verbinden.",
        not_on_scale: "Bitte wählen Sie eine der Zahlen.",
        too_long: "Bitte schreiben Sie höchstens {0} Zeichen.",
        too_short: "Bitte schreiben Sie mindestens {0} Zeichen.",
        not_of_shape: "Bitte schreiben Sie es so: {0}",
        not_an_email: "Bitte schreiben Sie eine E-Mail-Adresse wie name@example.com.",
        not_a_url: "Bitte schreiben Sie eine Webadresse wie www.example.com.",
        not_a_number: "Bitte schreiben Sie eine Zahl.",
        not_whole: "Bitte schreiben Sie eine ganze Zahl.",
        too_small: "Bitte schreiben Sie {0} oder mehr.",
        too_large: "Bitte schreiben Sie {0} oder weniger.",
        not_a_day: "Bitte schreiben Sie ein Datum.",
        too_early: "Bitte wählen Sie den {0} oder ein späteres Datum.",
        too_late: "Bitte wählen Sie den {0} oder ein früheres Datum.",
        twice: "Das steht schon auf einem anderen Platz. Bitte wählen Sie etwas anderes.",
        gap: "Bitte füllen Sie zuerst diesen Platz, oder lassen Sie die späteren leer.",
        two_chosen: "Nur ein Anbieter kann der gewählte sein.",
        name_missing: "Bitte schreiben Sie den Namen des Anbieters.",
        no_vendor: "Bitte wählen Sie für mindestens einen Anbieter, wie weit er kam.",
        too_many_vendors: "Bitte nennen Sie höchstens {0}.",
        no_such_percent: "Bitte schreiben Sie eine ganze Prozentzahl.",
        does_not_fit: "Diese Antwort passt nicht zur Frage.",
    },
    hint: Hints {
        other: "Etwas anderes",
        other_what: "Was war es?",
        other_vendor: "Ein anderer",
        other_vendor_which: "Welcher?",
        other_vendors: "Andere",
        other_vendors_which: "Welche? Einer pro Zeile.",
        one_name: "Ein Name.",
        names: "Einer pro Zeile.",
        no_answer: "Keine Antwort",
        any_number: "Beliebig viele.",
        at_least: "Mindestens {0}.",
        at_most: "Höchstens {0}.",
        between: "Zwischen {0} und {1}.",
        exactly: "Genau {0}.",
        up_to: "Bis zu {0} Zeichen.",
        chars_left: "Bis zu {0} Zeichen, noch {1} frei.",
        chars_over: "Bis zu {0} Zeichen, das sind {1} zu viel.",
        chars_least: "Mindestens {0} Zeichen.",
        like_this: "Zum Beispiel: {0}",
        from_to: "Von {0} bis {1}.",
        or_more: "{0} oder mehr.",
        or_less: "{0} oder weniger.",
        or_later: "{0} oder später.",
        or_earlier: "{0} oder früher.",
        whole: "Eine ganze Zahl.",
        scale_end: "{0} von {1}, {2}",
        places: ["Erster Platz", "Zweiter Platz", "Dritter Platz", "Vierter Platz", "Fünfter Platz"],
        place: "Platz {0}",
        rank_up_to: "Bis zu {0}, das Wichtigste zuerst. Eine Angabe genügt.",
        rank_at_least: "Mindestens {0} von {1}, das Wichtigste zuerst.",
        rank_nothing: "Keine Angabe",
        not_played: "Nicht angesehen",
        stages: ["Angesehen", "In der Endauswahl", "Gewählt"],
        own_vendor: "Ein anderer Anbieter ({0})",
        own_name: "Name",
        more_rows: "Noch eine Zeile",
        one_chosen: "Lassen Sie aus, wen Sie sich nicht angesehen haben. Gewählt haben kann man höchstens \
                     einen.",
        one_chosen_by_buyer: "Lassen Sie aus, wen sich der Käufer nicht angesehen hat. Höchstens einer kann der gewählte sein.",
        percent: "Um wie viel Prozent etwa?",
        role: "Welche Rolle spielte der Preis?",
        who_turned: "Wer gab den Ausschlag? Die Funktion genügt.",
        own_words: "In Ihren eigenen Worten",
        side: "{0}: {1}",
    },
    frame: Frame {
        skip: "Zum Inhalt springen",
        survey: "Umfrage",
        languages: "Sprache",
        asked_by: "Eine Umfrage von {0}.",
        seen_as: "Wer Ihre Antwort sieht:",
        change_this: "Ändern",
        privacy: "Datenschutzhinweis",
        no_more: "Keine Umfragen mehr",
        error_title: "Fehler: {0}",
        error: "Fehler: ",
    },
    sharing: Sharing {
        ask: "Wer darf sehen, was Sie sagen?",
        told: "Wer sieht, was Sie sagen",
        help: "Sie können das später ändern. Das System setzt es durch; es ist mehr als ein Versprechen.",
        names: ["Mit Namen", "Nur die Leitung", "Nur in der Summe"],
        means: [
            "Vertrieb und Leitung von {0}, mit Ihrem Namen.",
            "Die Leitung von {0}, mit Ihrem Namen. Niemand, der Ihnen etwas verkaufen wollte.",
            "Mit anderen zusammengezählt. Niemand kann Ihre Worte lesen oder Ihnen zuordnen.",
        ],
        came: [
            "Vertrieb und Leitung von {0} können Ihre Antwort mit Ihrem Namen lesen.",
            "Nur die Leitung von {0} kann sehen, dass die Antwort von Ihnen ist. Wer Ihnen etwas verkaufen \
             wollte, kann es nicht.",
            "Ihre Antwort wird mit denen anderer zusammengezählt. Niemandem bei {0} wird sie als Ihre \
             gezeigt.",
        ],
        for_sellers: ForSellers {
            means: [
                "Alle bei {0}, die diesen Deal öffnen dürfen, mit Ihrem Namen.",
                "Die Leitung von {0}, mit Ihrem Namen.",
            ],
            came: [
                "Wer bei {0} diesen Deal öffnen darf, kann Ihre Antwort mit Ihrem Namen lesen.",
                "Nur die Leitung von {0} kann sehen, dass die Antwort von Ihnen ist.",
            ],
            colleagues: "Ihre Kolleginnen und Kollegen bei {0}",
        },
        seller: "{0}, Ihr Kontakt",
        sellers: "Wer Ihnen etwas verkaufen wollte",
        leadership: "Leitung von {0}",
        totals: "In der Summe",
        sees: "Sieht es: ",
        sees_not: "Sieht es nicht: ",
        change: "Wer Ihre Antwort sehen darf",
        keep: "Speichern",
        kept: "Gespeichert. Ab jetzt gilt es in jedem Bericht.",
    },
    landing: Landing {
        asks: "{1}, {0} bittet Sie um Ihre Antwort.",
        asks_you: "{0} bittet Sie um Ihre Antwort.",
        on_behalf: "Für {0}",
        takes: "Dauer",
        minutes: Counted::of("etwa {0} Minute", "etwa {0} Minuten"),
        pages: Counted::of("{0} kurze Seite", "{0} kurze Seiten"),
        up_to: "höchstens {0}",
        about: "Thema",
        decision: "Die Entscheidung bei {0}, {1}",
        decision_yours: "Die Entscheidung in Ihrem Unternehmen, {0}",
        until: "Offen bis",
        start: "Beginnen",
        go_on: "Fortsetzen",
        begun: "Sie haben schon begonnen. Was Sie geantwortet haben, ist gespeichert; Sie machen dort \
                weiter, wo Sie aufgehört haben.",
        no_thanks: "Nein, danke",
        not_now: "Nicht jetzt",
        remind_when: "Wann dürfen wir Sie erinnern?",
        times: ["In drei Tagen", "In einer Woche", "In zwei Wochen"],
        remind: "Dann erinnern",
        reminded_enough: "Wir haben Sie oft genug erinnert und schreiben nicht mehr von uns aus.",
        keeps: "{0} bewahrt Ihre Antwort {1} auf. Sie erhalten eine Quittung, mit der Sie die Antwort lesen, \
                berichtigen oder löschen können.",
        months: Counted::of("{0} Monat", "{0} Monate"),
        stored: "Beim Öffnen dieser Seite wurde nichts gespeichert. Wenn Sie beginnen, merkt sich ein \
                 Cookie, welche Umfrage Ihre ist, und Ihre Antworten bleiben versiegelt, bis Sie sie \
                 absenden.",
    },
    later: Later {
        will_remind: "Wir erinnern Sie",
        on: "Am {0} erhalten Sie eine E-Mail mit dem Link, vorher keine.",
        sooner: "Wenn Sie früher Zeit finden, öffnen Sie den Link in der E-Mail, die Sie schon haben. Er \
                 gilt bis zum {0}.",
        choose: "Bitte wählen Sie, wann wir Sie erinnern dürfen.",
        too_late: "Bis dahin ist die Umfrage vorbei. Bitte wählen Sie eine frühere Zeit, oder antworten Sie \
                   jetzt.",
        saved: "Ihre Antworten sind gespeichert",
        not_sent: "Es ist noch nichts abgesendet.",
        come_back: "Öffnen Sie den Link in unserer E-Mail bis zum {0} noch einmal, auf jedem Gerät. Sie \
                    machen dort weiter, wo Sie aufgehört haben.",
        go_on: "Jetzt fortsetzen",
    },
    form: Form {
        progress: "{0} von {1}",
        left: Counted::of("noch etwa {0} Minute", "noch etwa {0} Minuten"),
        required: "(erforderlich)",
        optional: "(freiwillig)",
        next: "Weiter",
        to_review: "Antworten durchsehen",
        save: "Speichern und durchsehen",
        back: "Zurück",
        later: "Speichern und später fertigstellen",
        kept: "Was Sie eingeben, wird mit jedem Knopfdruck gespeichert. Sie können die Seite schließen und \
               mit demselben Link bis zum {0} weitermachen.",
        saved: "Gespeichert.",
        not_saved: "Noch nicht gespeichert: Drücken Sie zum Speichern einen Knopf.",
        more: "Ihre Antwort ist gespeichert. Durch sie ist auf dieser Seite noch eine Frage dazugekommen.",
        elsewhere: "Diese Seite steht Ihnen gerade nicht offen. Ihre Antworten sind gespeichert; hier geht \
                    es weiter.",
        problems: Counted::of("Eine Angabe muss geändert werden", "{0} Angaben müssen geändert werden"),
    },
    review: Review {
        heading: "Ihre Antworten im Überblick",
        lead: "Es ist noch nichts abgesendet. Nach dem Absenden können Sie Ihre Antwort sieben Tage lang mit \
               Ihrer Quittung berichtigen.",
        lead_correction: "Ihre frühere Antwort gilt, bis Sie diese Berichtigung absenden. Danach tritt die \
                          Berichtigung an ihre Stelle.",
        change: "Ändern",
        change_what: "Ändern: {0}",
        not_answered: "Nicht beantwortet",
        send: "Antworten absenden",
        send_correction: "Berichtigung absenden",
    },
    sent: Sent {
        heading: "Ihre Antwort ist angekommen",
        corrected: "Ihre Berichtigung ist angekommen",
        arrived: "Eingegangen am {0}.",
        receipt: "Ihre Quittung",
        receipt_use: "Mit ihr können Sie Ihre Antwort wieder lesen, bis zum {0} berichtigen, ändern, wer sie \
                      sieht, oder sie löschen.",
        receipt_link: "Quittung öffnen",
        receipt_mail: "Wir senden Ihnen diesen Link auch per E-Mail. Wer ihn hat, kann Ihre Antwort lesen; \
                       behalten Sie ihn bitte für sich.",
        next: "Wie es weitergeht",
        steps: [
            "Ihre Worte werden daraufhin gelesen, worum es geht: Preis, Produkt, Betreuung und so weiter.",
            "{0} sieht sie neben denen anderer, so wie Sie es gewählt haben.",
            "Der Link der Umfrage ist verbraucht. Niemand kann mit ihm noch einmal antworten.",
        ],
        close: "Sie können diese Seite schließen.",
    },
    receipt: Receipt {
        heading: "Ihre Antwort",
        sent: "Sie haben sie am {0} abgesendet.",
        waiting: "Sie ist angekommen und wird gerade gelesen. In wenigen Minuten steht sie in den Berichten.",
        until: "Sie können sie bis zum {0} berichtigen.",
        over: "Die Zeit für Berichtigungen ist vorbei. Sie können noch ändern, wer sie sieht, oder sie \
               löschen.",
        correcting: "Sie haben eine Berichtigung begonnen und nicht abgesendet. Bis dahin gilt Ihre frühere \
                     Antwort.",
        correct: "Antwort berichtigen",
        go_on: "Berichtigung fortsetzen",
        withdraw: "Antwort löschen",
        ask: "Ihre Antwort löschen?",
        erases: "Ihre Antworten, Ihre eigenen Worte und alles, was daraus gelesen wurde, werden endgültig \
                 gelöscht, hier und in jedem Bericht. Niemand kann sie zurückholen.",
        remains: "Es bleibt, dass Sie gefragt wurden, dass Sie Ihre Antwort gelöscht haben, und eine \
                  Bescheinigung darüber für Sie.",
        erase: "Ja, löschen",
        keep: "Antwort behalten",
        erased: "Ihre Antwort ist gelöscht",
        gone: "In den Berichten steht nichts mehr von dem, was Sie gesagt haben. Bewahren Sie die \
               Bescheinigung auf, wenn Sie es nachweisen möchten.",
    },
    certificate: Certificate {
        heading: "Bescheinigung über die Löschung",
        lead: "Sie nennt, was gelöscht wurde, und enthält nichts von dem, was Sie gesagt haben. Die \
               Prüfsumme belegt, dass sie nicht verändert wurde.",
        number: "Nummer",
        at: "Gelöscht am",
        checksum: "Prüfsumme (SHA-256)",
        what: "Was",
        rows: "Anzahl",
        names: [
            "Antworten auf Fragen",
            "Themen, die aus Ihren Worten gelesen wurden",
            "Bewertungen",
            "Anbieter, über die Sie sprachen",
            "Ihre Antwort als Ganzes",
            "Was Sie versiegelt gesendet haben",
            "Antworten, die Sie gespeichert hatten",
            "Seiten, die Sie durchgegangen sind",
            "Anbieter, die nur Sie genannt hatten",
        ],
        download: "Als Textdatei herunterladen",
    },
    preferences: Preferences {
        heading: "Diese E-Mails beenden?",
        lead: "Durch das Öffnen dieser Seite hat sich nichts geändert.",
        ask: "Was soll aufhören?",
        once: "Diese Umfrage",
        once_help: "Keine E-Mails mehr dazu, und der Link wird geschlossen.",
        never: "Jede Umfrage von {0}",
        never_help: "{0} fragt Sie unter dieser Adresse nie wieder, zu keinem Kauf.",
        stop: "Beenden",
        choose: "Bitte wählen Sie, was aufhören soll.",
        stopped: "Wir fragen Sie danach nicht mehr",
        stopped_means: "Der Link ist geschlossen, und es kommen keine E-Mails mehr dazu.",
        silent: "Sie werden nicht mehr gefragt",
        silent_means: "{0} sendet an diese Adresse keine Umfrage mehr. Offene Umfragen sind geschlossen.",
        undo: "Ich habe es mir anders überlegt",
        undone: "Sie können wieder gefragt werden",
        undone_means: "{0} darf Ihnen wieder Umfragen senden. Was auf Ihren Wunsch geschlossen wurde, ist \
                       wieder offen, solange die Zeit dafür läuft.",
        nothing: "Für Sie ist keine Umfrage offen, also gibt es davon nichts zu beenden.",
    },
    privacy: Privacy {
        heading: "Datenschutzhinweis",
        controller: "Wer verantwortlich ist",
        purpose: "Wozu",
        purpose_text: "Um zu verstehen, warum Menschen sich für oder gegen {0} entscheiden, und um es besser \
                       zu machen.",
        retention: "Wie lange",
        retention_text: Counted::of(
            "Ihre Antwort wird {0} Monat nach dem Absenden gelöscht.",
            "Ihre Antwort wird {0} Monate nach dem Absenden gelöscht.",
        ),
        readers: "Wer sie sieht",
        cookies: "Was Ihr Browser speichert",
        cookies_text: "Wenn Sie beginnen, merkt sich ein Cookie, welche Umfrage Ihre ist. Spätestens nach \
                       einer Woche ist es weg. Nichts wird von anderen geladen, und niemand verfolgt Sie.",
        rights: "Was Sie tun können",
        rights_text: "Mit Ihrer Quittung können Sie Ihre Antwort lesen, sieben Tage lang berichtigen, \
                      ändern, wer sie sieht, und sie löschen, jederzeit und ohne Konto.",
        full: "Der vollständige Hinweis",
        back: "Zurück",
    },
    ends: Ends {
        unknown: End {
            heading: "Wir kennen diesen Link nicht",
            lines: [
                "Vielleicht wurde er in der E-Mail abgeschnitten. Bitte öffnen Sie ihn noch einmal aus der \
                 E-Mail, oder kopieren Sie die ganze Zeile in die Adresszeile.",
                "Wenn er weiterhin hierher führt, liegt es nicht an Ihnen, und Sie müssen nichts tun.",
            ],
        },
        renewed: End {
            heading: "Zu dieser Umfrage gibt es einen neueren Link",
            lines: [
                "Es gilt der Link in der neuesten E-Mail. Bitte öffnen Sie die Umfrage von dort aus.",
                "Wenn Sie diese E-Mail nicht finden, müssen Sie nichts tun.",
            ],
        },
        expired: End {
            heading: "Diese Umfrage ist vorbei",
            lines: [
                "Der Link in der E-Mail galt für eine begrenzte Zeit, und sie ist abgelaufen.",
                "Danke, dass Sie vorbeigeschaut haben. Sie müssen nichts tun.",
            ],
        },
        answered: End {
            heading: "Darauf wurde schon geantwortet",
            lines: [
                "Die Antwort auf diese Umfrage ist angekommen, der Link ist damit verbraucht. Wenn Sie es \
                 waren: vielen Dank.",
                "Es wurde nichts doppelt gesendet. Mit der Quittung in Ihrer E-Mail können Sie die Antwort \
                 lesen, berichtigen oder löschen.",
            ],
        },
        withdrawn: End {
            heading: "Diese Umfrage wurde zurückgezogen",
            lines: [
                "Es wird keine Antwort mehr gebraucht. Was Sie vielleicht eingegeben haben, wurde nicht \
                 weitergegeben.",
                "Danke, dass Sie vorbeigeschaut haben. Sie müssen nichts tun.",
            ],
        },
        erased: End {
            heading: "Sie haben Ihre Antwort gelöscht",
            lines: [
                "In Berichten ist nichts mehr von dem, was Sie gesagt haben, und dieser Link ist verbraucht.",
                "Der Link Ihrer Quittung zeigt die Bescheinigung. Sie müssen nichts tun.",
            ],
        },
        stopped: End {
            heading: "Sie haben uns gebeten aufzuhören",
            lines: [
                "Diese Umfrage ist geschlossen. Was Sie vielleicht eingegeben haben, wurde nicht weitergegeben.",
                "Wenn Sie es sich anders überlegen, öffnen Sie die Seite noch einmal, auf der Sie sie beendet haben; ihr Link steht in unserer E-Mail.",
            ],
        },
        suspended: End {
            heading: "Diese Umfrage ist zurzeit geschlossen",
            lines: [
                "Bitte versuchen Sie es später mit demselben Link noch einmal. Was Sie schon eingegeben \
                 haben, bleibt gespeichert.",
                "",
            ],
        },
        no_cookie: End {
            heading: "Bitte öffnen Sie den Link in der E-Mail noch einmal",
            lines: [
                "Ihr Browser sagt nicht mehr, welche Umfrage Ihre ist: Seine Daten zu dieser Seite wurden \
                 gelöscht, oder er speichert hier keine Cookies.",
                "Der Link in der E-Mail bringt Sie dorthin zurück, wo Sie waren, mit den gespeicherten \
                 Antworten.",
            ],
        },
        other_survey: End {
            heading: "Sie haben inzwischen eine andere Umfrage geöffnet",
            lines: [
                "Diese Seite gehört zu einer anderen Umfrage als der, die in diesem Browser zuletzt geöffnet \
                 wurde; deshalb wurde davon eben nichts gespeichert.",
                "Gehen Sie in Ihrem Browser zurück, um Ihre Eingaben zu sehen. Um weiterzumachen, öffnen Sie \
                 den Link dieser Umfrage noch einmal: Was Sie vorher gespeichert haben, ist erhalten.",
            ],
        },
        no_section: End {
            heading: "Diese Seite gibt es nicht",
            lines: ["Die Umfrage hat diese Seite nicht. Ihre gespeicherten Antworten sind erhalten.", ""],
        },
        too_large: End {
            heading: "Das war zu lang",
            lines: [
                "Ihr Text ist länger, als wir auf einmal annehmen können, und wurde deshalb nicht \
                 gespeichert. Was Sie vorher gespeichert haben, ist erhalten.",
                "Gehen Sie in Ihrem Browser zurück, kürzen Sie den Text, und senden Sie ihn noch einmal.",
            ],
        },
        malformed: End {
            heading: "Das konnten wir nicht lesen",
            lines: [
                "Was Ihr Browser gesendet hat, ist kein Formular dieser Umfrage; deshalb wurde nichts \
                 geändert.",
                "Gehen Sie in Ihrem Browser zurück und versuchen Sie es noch einmal, oder öffnen Sie den \
                 Link in der E-Mail erneut.",
            ],
        },
        too_late: End {
            heading: "Das lässt sich nicht mehr berichtigen",
            lines: [
                "Antworten können sieben Tage lang nach dem Absenden berichtigt werden, und die sind vorbei.",
                "Mit Ihrer Quittung können Sie noch ändern, wer sie sieht, oder sie löschen.",
            ],
        },
        go_on: "Mit der Umfrage weitermachen",
        retry: End {
            heading: "Bei uns liegt eine Störung vor",
            lines: [
                "Was Sie eben gesendet haben, ist noch nicht gespeichert. Es steht noch auf dieser Seite: \
                 Warten Sie einen Moment, und versuchen Sie es dann noch einmal.",
                "",
            ],
        },
        try_again: "Noch einmal versuchen",
    },
    mails: super::mail::german::MAILS,
    receipt_mail: ReceiptMail {
        subject: "Ihre Quittung: Ihre Antwort an {0}",
        hello: "Guten Tag {0},",
        hello_you: "Guten Tag,",
        arrived: "vielen Dank. Ihre Antwort an {0} ist angekommen.",
        code: "Quittung",
        link_use: "Mit diesem Link können Sie Ihre Antwort lesen, bis zum {0} berichtigen, ändern, wer sie \
                   sieht, oder sie löschen:",
        link: "Quittung öffnen",
        only_you: "Wer diesen Link hat, kann Ihre Antwort lesen; leiten Sie ihn bitte nicht weiter.",
    },
};
