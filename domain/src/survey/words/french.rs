//! French.

use super::{
    Certificate, Counted, End, Ends, ForSellers, Form, Frame, Hints, Landing, Later, Preferences, Privacy,
    Receipt, ReceiptMail, Review, Said, Sent, Sharing, Words, Wrongs,
};

/// What the pages say in French.
pub(super) const WORDS: Words = Words {
    tag: "fr",
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    date: "{0} {1} {2}",
    month: "{0} {1}",
    instant: "{0}, {1} UTC",
    your_answer: "votre réponse",
    thousands: "\u{202f}",
    said: Said {
        of: "{0} sur {1}",
        agreed: "Accepté",
        us: "nous {0}",
        them: "les autres {0}",
        stages: ["examiné", "finaliste", "choisi"],
        stances: [
            "Vous étiez moins cher",
            "À peu près le même prix",
            "Vous étiez plus cher",
            "Prix impossibles à comparer",
        ],
        roles: [
            "Le prix a été décisif",
            "Le prix était la raison donnée, pas la vraie",
            "Le prix n’a joué aucun rôle",
        ],
    },
    wrong: Wrongs {
        missing: "Veuillez répondre à cette question.",
        row_missing: "Veuillez choisir une réponse sur cette ligne.",
        other_missing: "Veuillez préciser l’autre réponse.",
        no_such_choice: "Veuillez choisir parmi les réponses affichées.",
        one_only: "Veuillez choisir une seule réponse.",
        too_few: "Nombre minimal de réponses\u{a0}: {0}.",
        too_many: "Nombre maximal de réponses\u{a0}: {0}.",
        exclusive: "Cette réponse ne peut pas être combinée avec d’autres.",
        not_on_scale: "Veuillez choisir l’un des nombres.",
        too_long: "Nombre maximal de caractères\u{a0}: {0}.",
        too_short: "Nombre minimal de caractères\u{a0}: {0}.",
        not_of_shape: "Veuillez respecter ce modèle\u{a0}: {0}",
        not_an_email: "Veuillez saisir une adresse e-mail, par exemple name@example.com.",
        not_a_url: "Veuillez saisir une adresse web, par exemple www.example.com.",
        not_a_number: "Veuillez saisir un nombre.",
        not_whole: "Veuillez saisir un nombre entier.",
        too_small: "Veuillez saisir {0} ou plus.",
        too_large: "Veuillez saisir {0} ou moins.",
        not_a_day: "Veuillez saisir une date.",
        too_early: "Veuillez choisir le {0} ou une date ultérieure.",
        too_late: "Veuillez choisir le {0} ou une date antérieure.",
        twice: "Ce choix occupe déjà une autre place. Veuillez en choisir un autre.",
        gap: "Remplissez d’abord cette place, ou laissez les suivantes vides.",
        two_chosen: "Un seul fournisseur peut être celui que vous avez choisi.",
        name_missing: "Veuillez indiquer le nom du fournisseur.",
        no_vendor: "Veuillez indiquer jusqu’où est allé au moins un fournisseur.",
        too_many_vendors: "Nombre maximal de fournisseurs\u{a0}: {0}.",
        no_such_percent: "Veuillez saisir un pourcentage entier.",
        does_not_fit: "Cette réponse ne correspond pas à la question.",
    },
    hint: Hints {
        other: "Autre chose",
        other_what: "De quoi s’agit-il\u{202f}?",
        other_vendor: "Un autre",
        other_vendor_which: "Lequel\u{202f}?",
        other_vendors: "D’autres",
        other_vendors_which: "Lesquels\u{202f}? Un par ligne.",
        one_name: "Un seul nom.",
        names: "Un par ligne.",
        no_answer: "Pas de réponse",
        any_number: "Autant que vous voulez.",
        at_least: "Au moins {0}.",
        at_most: "Au plus {0}.",
        between: "Entre {0} et {1}.",
        exactly: "Exactement {0}.",
        up_to: "Nombre maximal de caractères\u{a0}: {0}.",
        chars_left: "Nombre maximal de caractères\u{a0}: {0}. Reste\u{a0}: {1}.",
        chars_over: "Nombre maximal de caractères\u{a0}: {0}. En trop\u{a0}: {1}.",
        chars_least: "Nombre minimal de caractères\u{a0}: {0}.",
        like_this: "Par exemple\u{a0}: {0}",
        from_to: "De {0} à {1}.",
        or_more: "{0} ou plus.",
        or_less: "{0} ou moins.",
        or_later: "{0} ou plus tard.",
        or_earlier: "{0} ou plus tôt.",
        whole: "Un nombre entier.",
        scale_end: "{0} sur {1}, {2}",
        places: ["Première place", "Deuxième place", "Troisième place", "Quatrième place", "Cinquième place"],
        place: "Place {0}",
        rank_up_to: "Jusqu’à {0}, le plus important d’abord. Un seul choix suffit.",
        rank_at_least: "Au moins {0} sur {1}, le plus important d’abord.",
        rank_nothing: "Rien à cette place",
        not_played: "Non examiné",
        stages: ["Examiné", "Finaliste", "Choisi"],
        own_vendor: "Un autre fournisseur ({0})",
        own_name: "Nom",
        more_rows: "Une ligne de plus",
        one_chosen: "Laissez de côté ceux que vous n’avez pas examinés. Un seul au plus peut être celui que \
                     vous avez choisi.",
        one_chosen_by_buyer: "Laissez de côté ceux que l’acheteur n’a pas examinés. Un seul au plus peut être celui qui a été choisi.",
        percent: "De combien pour cent environ\u{202f}?",
        role: "Quel rôle le prix a-t-il joué\u{202f}?",
        who_turned: "Qui a fait pencher la balance\u{202f}? Une fonction suffit.",
        own_words: "Avec vos propres mots",
        side: "{0}\u{a0}: {1}",
    },
    frame: Frame {
        skip: "Aller au contenu",
        survey: "Enquête",
        languages: "Langue",
        asked_by: "Une enquête de l’entreprise {0}.",
        seen_as: "Qui voit votre réponse\u{a0}:",
        change_this: "Modifier",
        privacy: "Avis de confidentialité",
        no_more: "Ne plus me solliciter",
        error_title: "Erreur\u{a0}: {0}",
        error: "Erreur\u{a0}: ",
    },
    sharing: Sharing {
        ask: "Qui peut voir ce que vous dites\u{202f}?",
        told: "Qui verra ce que vous dites",
        help: "Vous pourrez modifier ce choix plus tard. Le système le fait respecter\u{202f}; ce n’est pas \
               qu’une promesse.",
        names: ["Avec mon nom", "Direction seulement", "Totaux seulement"],
        means: [
            "L’équipe commerciale et la direction de l’entreprise {0}, avec votre nom.",
            "La direction de l’entreprise {0}, avec votre nom. Personne parmi ceux qui vous ont sollicité \
             pour la vente.",
            "Comptée avec celles d’autres personnes. Personne ne peut lire vos mots ni les relier à vous.",
        ],
        came: [
            "Chez {0}, l’équipe commerciale et la direction peuvent lire votre réponse avec votre nom.",
            "Chez {0}, seule la direction peut voir que la réponse vient de vous. Les personnes chargées de \
             la vente ne le peuvent pas.",
            "Elle est comptée avec les réponses d’autres personnes. Chez {0}, personne ne la voit comme \
             étant la vôtre.",
        ],
        for_sellers: ForSellers {
            means: [
                "Les personnes de l’entreprise {0} qui peuvent ouvrir cette affaire, avec votre nom.",
                "La direction de l’entreprise {0}, avec votre nom.",
            ],
            came: [
                "Chez {0}, les personnes qui peuvent ouvrir cette affaire peuvent lire votre réponse avec votre nom.",
                "Chez {0}, seule la direction peut voir que la réponse vient de vous.",
            ],
            colleagues: "Vos collègues de l’entreprise {0}",
        },
        seller: "{0}, votre contact",
        sellers: "Les personnes chargées de la vente",
        leadership: "Direction de l’entreprise {0}",
        totals: "Dans les totaux",
        sees: "La verra\u{a0}: ",
        sees_not: "Ne la verra pas\u{a0}: ",
        change: "Qui peut voir votre réponse",
        keep: "Enregistrer",
        kept: "C’est enregistré. Ce choix vaut désormais dans tous les rapports.",
    },
    landing: Landing {
        asks: "{1}, votre avis intéresse {0}.",
        asks_you: "Votre avis intéresse {0}.",
        on_behalf: "Pour {0}",
        takes: "Durée",
        minutes: Counted::of("environ {0} minute", "environ {0} minutes"),
        pages: Counted::of("{0} page courte", "{0} pages courtes"),
        up_to: "{0} au plus",
        about: "Sujet",
        decision: "La décision prise chez {0}, {1}",
        decision_yours: "La décision prise dans votre entreprise, {0}",
        until: "Ouvert jusqu’au",
        start: "Commencer",
        go_on: "Continuer",
        begun: "Vous aviez déjà commencé. Vos réponses sont conservées et vous reprenez au même endroit.",
        no_thanks: "Non, merci",
        not_now: "Pas maintenant",
        remind_when: "Quand pouvons-nous vous le rappeler\u{202f}?",
        times: ["Dans trois jours", "Dans une semaine", "Dans deux semaines"],
        remind: "Me le rappeler à ce moment-là",
        reminded_enough: "Nous vous l’avons assez rappelé et ne vous écrirons plus de nous-mêmes.",
        keeps: "{0} conserve votre réponse pendant {1}. Vous recevez un récépissé qui vous permet de la \
                lire, de la corriger ou de l’effacer.",
        months: Counted::always("{0} mois"),
        stored: "L’ouverture de cette page n’a rien enregistré. Quand vous commencez, un cookie retient \
                 quelle enquête est la vôtre, et vos réponses restent scellées jusqu’à leur envoi.",
    },
    later: Later {
        will_remind: "Nous vous le rappellerons",
        on: "Le {0}, vous recevrez un e-mail avec le lien, et aucun avant.",
        sooner: "Si vous trouvez le temps plus tôt, ouvrez le lien de l’e-mail que vous avez déjà. Il est \
                 valable jusqu’au {0}.",
        choose: "Veuillez choisir quand nous pouvons vous le rappeler.",
        too_late: "L’enquête sera terminée à ce moment-là. Choisissez une date plus proche, ou répondez \
                   maintenant.",
        saved: "Vos réponses sont enregistrées",
        not_sent: "Rien n’est encore envoyé.",
        come_back: "Rouvrez le lien de notre e-mail, sur n’importe quel appareil, jusqu’au {0}. Vous \
                    reprendrez au même endroit.",
        go_on: "Continuer maintenant",
    },
    form: Form {
        progress: "{0} sur {1}",
        left: Counted::of("encore {0} minute environ", "encore {0} minutes environ"),
        required: "(obligatoire)",
        optional: "(facultatif)",
        next: "Suivant",
        to_review: "Relire vos réponses",
        save: "Enregistrer et relire",
        back: "Retour",
        later: "Enregistrer et finir plus tard",
        kept: "Ce que vous saisissez est conservé dès que vous appuyez sur un bouton. Vous pouvez fermer \
               cette page et reprendre avec le même lien jusqu’au {0}.",
        saved: "Enregistré.",
        not_saved: "Pas encore enregistré\u{a0}: appuyez sur un bouton pour enregistrer.",
        more: "Votre réponse est enregistrée. Elle a fait apparaître une question de plus sur cette page.",
        elsewhere: "Cette page ne vous est pas ouverte pour le moment. Vos réponses sont conservées\u{202f}; \
                    c’est ici que vous continuez.",
        problems: Counted::of("Un point est à modifier", "{0} points sont à modifier"),
    },
    review: Review {
        heading: "Relisez vos réponses",
        lead: "Rien n’est encore envoyé. Après l’envoi, vous avez sept jours pour corriger une réponse avec \
               votre récépissé.",
        lead_correction: "Votre réponse précédente reste valable jusqu’à l’envoi de cette correction, qui la \
                          remplacera.",
        change: "Modifier",
        change_what: "Modifier\u{a0}: {0}",
        not_answered: "Sans réponse",
        send: "Envoyer mes réponses",
        send_correction: "Envoyer ma correction",
    },
    sent: Sent {
        heading: "Votre réponse est bien arrivée",
        corrected: "Votre correction est bien arrivée",
        arrived: "Reçue le {0}.",
        receipt: "Votre récépissé",
        receipt_use: "Il vous permet de relire votre réponse, de la corriger jusqu’au {0}, de modifier qui \
                      la voit, ou de l’effacer.",
        receipt_link: "Ouvrir mon récépissé",
        receipt_mail: "Nous vous envoyons aussi ce lien par e-mail. Toute personne qui l’a peut lire votre \
                       réponse\u{a0}: gardez-le pour vous.",
        next: "Et maintenant",
        steps: [
            "Vos mots sont lus pour savoir de quoi ils parlent\u{a0}: prix, produit, assistance, etc.",
            "{0} les voit à côté de ceux d’autres personnes, de la manière que vous avez choisie.",
            "Le lien de l’enquête est utilisé. Personne ne peut plus s’en servir pour répondre.",
        ],
        close: "Vous pouvez fermer cette page.",
    },
    receipt: Receipt {
        heading: "Votre réponse",
        sent: "Vous l’avez envoyée le {0}.",
        waiting: "Elle est bien arrivée et est en cours de lecture. Elle figurera dans les rapports dans \
                  quelques minutes.",
        until: "Vous pouvez la corriger jusqu’au {0}.",
        over: "Le délai de correction est passé. Vous pouvez encore modifier qui la voit, ou l’effacer.",
        correcting: "Vous avez commencé une correction sans l’envoyer. D’ici là, votre réponse précédente \
                     reste valable.",
        correct: "Corriger ma réponse",
        go_on: "Continuer la correction",
        withdraw: "Effacer ma réponse",
        ask: "Effacer votre réponse\u{202f}?",
        erases: "Vos réponses, vos propres mots et tout ce qui en a été tiré sont effacés pour de bon, ici \
                 et dans tous les rapports. Personne ne peut les rétablir.",
        remains: "Il restera la trace de notre demande et de l’effacement de votre réponse, et une \
                  attestation pour vous.",
        erase: "Oui, l’effacer",
        keep: "Garder ma réponse",
        erased: "Votre réponse est effacée",
        gone: "Il ne reste rien dans les rapports de ce que vous avez dit. Gardez l’attestation si vous \
               souhaitez pouvoir le prouver.",
    },
    certificate: Certificate {
        heading: "Attestation d’effacement",
        lead: "Elle indique ce qui a été effacé et ne contient rien de ce que vous avez dit. La somme de \
               contrôle prouve qu’elle n’a pas été modifiée.",
        number: "Numéro",
        at: "Effacée le",
        checksum: "Somme de contrôle (SHA-256)",
        what: "Objet",
        rows: "Nombre",
        names: [
            "Réponses aux questions",
            "Thèmes lus dans vos propos",
            "Évaluations",
            "Fournisseurs dont vous avez parlé",
            "Votre réponse dans son ensemble",
            "Ce que vous avez envoyé sous scellé",
            "Réponses que vous aviez enregistrées",
            "Pages que vous avez parcourues",
            "Fournisseurs que vous étiez seul à nommer",
        ],
        download: "Télécharger en fichier texte",
    },
    preferences: Preferences {
        heading: "Arrêter ces e-mails\u{202f}?",
        lead: "L’ouverture de cette page n’a rien changé.",
        ask: "Que faut-il arrêter\u{202f}?",
        once: "Cette enquête",
        once_help: "Plus aucun e-mail à son sujet, et son lien est fermé.",
        never: "Toutes les enquêtes de l’entreprise {0}",
        never_help: "{0} ne vous sollicitera plus jamais à cette adresse, pour aucun achat.",
        stop: "Arrêter",
        choose: "Veuillez choisir ce qu’il faut arrêter.",
        stopped: "Nous ne vous solliciterons plus à ce sujet",
        stopped_means: "Le lien est fermé, et vous ne recevrez plus d’e-mails à ce sujet.",
        silent: "Vous ne recevrez plus d’enquêtes",
        silent_means: "{0} n’envoie plus d’enquêtes à cette adresse. Les enquêtes ouvertes sont fermées.",
        undo: "J’ai changé d’avis",
        undone: "Vous pouvez de nouveau recevoir des enquêtes",
        undone_means: "{0} peut de nouveau vous envoyer des enquêtes. Ce qui a été fermé à votre demande est \
                       rouvert tant que le délai n’est pas passé.",
        nothing: "Aucune enquête ne vous est ouverte, il n’y a donc rien à arrêter.",
    },
    privacy: Privacy {
        heading: "Avis de confidentialité",
        controller: "Qui est responsable",
        purpose: "Dans quel but",
        purpose_text: "Pour comprendre ce qui fait choisir ou non {0}, et pour mieux faire.",
        retention: "Combien de temps",
        retention_text: Counted::always("Votre réponse est effacée {0} mois après son envoi."),
        readers: "Qui la verra",
        cookies: "Ce que garde votre navigateur",
        cookies_text: "Quand vous commencez, un cookie retient quelle enquête est la vôtre. Il disparaît au \
                       plus tard après une semaine. Rien n’est chargé ailleurs, et personne ne vous suit.",
        rights: "Ce que vous pouvez faire",
        rights_text: "Avec votre récépissé, vous pouvez lire votre réponse, la corriger pendant sept jours, \
                      modifier qui la voit et l’effacer, à tout moment et sans compte.",
        full: "L’avis complet",
        back: "Retour",
    },
    ends: Ends {
        unknown: End {
            heading: "Nous ne connaissons pas ce lien",
            lines: [
                "Il a peut-être été coupé dans l’e-mail. Veuillez l’ouvrir de nouveau depuis l’e-mail, ou \
                 copier la ligne entière dans la barre d’adresse.",
                "S’il mène toujours ici, rien ne vient de vous, et vous n’avez rien à faire.",
            ],
        },
        renewed: End {
            heading: "Il existe un lien plus récent vers cette enquête",
            lines: [
                "C’est le lien du dernier e-mail qui fonctionne. Veuillez ouvrir l’enquête depuis celui-ci.",
                "Si vous ne trouvez pas cet e-mail, vous n’avez rien à faire.",
            ],
        },
        expired: End {
            heading: "Cette enquête est terminée",
            lines: [
                "Le lien de l’e-mail était valable pour une durée limitée, et celle-ci est passée.",
                "Merci de votre visite. Vous n’avez rien à faire.",
            ],
        },
        answered: End {
            heading: "Une réponse a déjà été donnée",
            lines: [
                "La réponse à cette enquête est arrivée, le lien est donc utilisé. Si c’était vous\u{a0}: \
                 merci.",
                "Rien n’a été envoyé deux fois. Avec le récépissé de votre e-mail, vous pouvez lire, \
                 corriger ou effacer la réponse.",
            ],
        },
        withdrawn: End {
            heading: "Cette enquête a été retirée",
            lines: [
                "Aucune réponse n’est plus nécessaire. Ce que vous avez peut-être saisi n’a pas été \
                 transmis.",
                "Merci de votre visite. Vous n’avez rien à faire.",
            ],
        },
        erased: End {
            heading: "Vous avez effacé votre réponse",
            lines: [
                "Il ne reste rien de vos propos dans les rapports, et ce lien ne sert plus.",
                "Le lien de votre reçu affiche l’attestation. Vous n’avez rien à faire.",
            ],
        },
        stopped: End {
            heading: "Vous nous avez demandé d’arrêter",
            lines: [
                "Cette enquête est fermée. Ce que vous avez peut-être saisi n’a pas été transmis.",
                "Si vous changez d’avis, rouvrez la page où vous l’avez arrêtée\u{202f}; son lien se trouve dans notre e-mail.",
            ],
        },
        suspended: End {
            heading: "Cette enquête est fermée pour le moment",
            lines: [
                "Veuillez réessayer plus tard avec le même lien. Ce que vous avez saisi est conservé.",
                "",
            ],
        },
        no_cookie: End {
            heading: "Veuillez rouvrir le lien de l’e-mail",
            lines: [
                "Votre navigateur n’indique plus quelle enquête est la vôtre\u{a0}: sa mémoire de ce site a \
                 été effacée, ou il ne garde pas de cookies ici.",
                "Le lien de l’e-mail vous ramène là où vous étiez, avec les réponses que vous aviez \
                 enregistrées.",
            ],
        },
        other_survey: End {
            heading: "Vous avez ouvert une autre enquête entre-temps",
            lines: [
                "Cette page appartient à une autre enquête que la dernière ouverte dans ce \
                 navigateur\u{202f}; rien n’en a donc été enregistré à l’instant.",
                "Revenez en arrière dans votre navigateur pour voir ce que vous avez saisi. Pour continuer, \
                 rouvrez le lien de cette enquête\u{a0}: ce que vous aviez enregistré est conservé.",
            ],
        },
        no_section: End {
            heading: "Cette page n’existe pas",
            lines: ["L’enquête n’a pas cette page. Vos réponses enregistrées sont conservées.", ""],
        },
        too_large: End {
            heading: "C’était trop long pour nous",
            lines: [
                "Votre texte est plus long que ce que nous pouvons recevoir en une fois, il n’a donc pas été \
                 enregistré. Ce que vous aviez enregistré est conservé.",
                "Revenez en arrière dans votre navigateur, raccourcissez le texte et envoyez-le de nouveau.",
            ],
        },
        malformed: End {
            heading: "Nous n’avons pas pu lire cela",
            lines: [
                "Ce que votre navigateur a envoyé n’est pas un formulaire de cette enquête\u{202f}; rien n’a \
                 donc été modifié.",
                "Revenez en arrière dans votre navigateur et réessayez, ou rouvrez le lien de l’e-mail.",
            ],
        },
        too_late: End {
            heading: "Cela ne peut plus être corrigé",
            lines: [
                "Une réponse peut être corrigée pendant sept jours après son envoi, et ce délai est passé.",
                "Avec votre récépissé, vous pouvez encore modifier qui la voit, ou l’effacer.",
            ],
        },
        go_on: "Continuer l’enquête",
        retry: End {
            heading: "Un problème est survenu de notre côté",
            lines: [
                "Ce que vous venez d’envoyer n’est pas encore enregistré. C’est toujours sur cette \
                 page\u{a0}: attendez un instant, puis réessayez.",
                "",
            ],
        },
        try_again: "Réessayer",
    },
    mails: super::mail::french::MAILS,
    receipt_mail: ReceiptMail {
        subject: "Votre récépissé\u{a0}: votre réponse à {0}",
        hello: "Bonjour {0},",
        hello_you: "Bonjour,",
        arrived: "merci. Votre réponse à {0} est bien arrivée.",
        code: "Récépissé",
        link_use: "Ce lien vous permet de lire votre réponse, de la corriger jusqu’au {0}, de modifier qui \
                   la voit, ou de l’effacer\u{a0}:",
        link: "Ouvrir mon récépissé",
        only_you: "Toute personne qui a ce lien peut lire votre réponse\u{202f}; veuillez ne pas le \
                   transférer.",
    },
};
