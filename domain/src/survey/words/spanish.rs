//! Spanish.

use super::{
    Certificate, Counted, End, Ends, ForSellers, Form, Frame, Hints, Landing, Later, Preferences, Privacy,
    Receipt, ReceiptMail, Review, Said, Sent, Sharing, Words, Wrongs,
};

/// What the pages say in Spanish.
pub(super) const WORDS: Words = Words {
    tag: "es",
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    date: "{0} de {1} de {2}",
    month: "{0} de {1}",
    instant: "{0}, {1} UTC",
    your_answer: "su respuesta",
    thousands: ".",
    said: Said {
        of: "{0} de {1}",
        agreed: "Aceptado",
        us: "nosotros {0}",
        them: "los otros {0}",
        stages: ["considerado", "finalista", "elegido"],
        stances: [
            "Ustedes eran más baratos",
            "Más o menos el mismo precio",
            "Ustedes eran más caros",
            "No se pueden comparar los precios",
        ],
        roles: [
            "El precio fue decisivo",
            "El precio fue el motivo que se dio, no el verdadero",
            "El precio no influyó",
        ],
    },
    wrong: Wrongs {
        missing: "Responda a esta pregunta, por favor.",
        row_missing: "Elija una respuesta en esta fila, por favor.",
        other_missing: "Escriba cuál es la otra respuesta.",
        no_such_choice: "Elija entre las respuestas que se muestran.",
        one_only: "Elija una sola respuesta.",
        too_few: "Elija al menos {0}.",
        too_many: "Elija {0} como máximo.",
        exclusive: "Esta respuesta no se puede combinar con otras.",
        not_on_scale: "Elija uno de los números.",
        too_long: "Número máximo de caracteres: {0}.",
        too_short: "Número mínimo de caracteres: {0}.",
        not_of_shape: "Escríbalo así: {0}",
        not_an_email: "Escriba una dirección de correo como name@example.com.",
        not_a_url: "Escriba una dirección web como www.example.com.",
        not_a_number: "Escriba un número.",
        not_whole: "Escriba un número entero.",
        too_small: "Escriba {0} o más.",
        too_large: "Escriba {0} o menos.",
        not_a_day: "Escriba una fecha.",
        too_early: "Elija el {0} o una fecha posterior.",
        too_late: "Elija el {0} o una fecha anterior.",
        twice: "Esto ya está en otro puesto. Elija algo distinto.",
        gap: "Complete primero este puesto o deje vacíos los siguientes.",
        two_chosen: "Solo un proveedor puede ser el elegido.",
        name_missing: "Escriba el nombre del proveedor.",
        no_vendor: "Elija hasta dónde llegó al menos un proveedor.",
        too_many_vendors: "Nombre {0} como máximo.",
        no_such_percent: "Escriba un porcentaje entero.",
        does_not_fit: "Esta respuesta no corresponde a la pregunta.",
    },
    hint: Hints {
        other: "Otra cosa",
        other_what: "¿Qué fue?",
        other_vendor: "Otro",
        other_vendor_which: "¿Cuál?",
        other_vendors: "Otros",
        other_vendors_which: "¿Cuáles? Uno por línea.",
        one_name: "Un solo nombre.",
        names: "Uno por línea.",
        no_answer: "Sin respuesta",
        any_number: "Tantas como quiera.",
        at_least: "Al menos {0}.",
        at_most: "{0} como máximo.",
        between: "Entre {0} y {1}.",
        exactly: "Elija {0}.",
        up_to: "Número máximo de caracteres: {0}.",
        chars_left: "Número máximo de caracteres: {0}. Quedan: {1}.",
        chars_over: "Número máximo de caracteres: {0}. Sobran: {1}.",
        chars_least: "Número mínimo de caracteres: {0}.",
        like_this: "Por ejemplo: {0}",
        from_to: "De {0} a {1}.",
        or_more: "{0} o más.",
        or_less: "{0} o menos.",
        or_later: "{0} o después.",
        or_earlier: "{0} o antes.",
        whole: "Un número entero.",
        scale_end: "{0} de {1}, {2}",
        places: ["Primer puesto", "Segundo puesto", "Tercer puesto", "Cuarto puesto", "Quinto puesto"],
        place: "Puesto {0}",
        rank_up_to: "Hasta {0}, lo más importante primero. Con uno basta.",
        rank_at_least: "Al menos {0} de {1}, lo más importante primero.",
        rank_nothing: "Nada en este puesto",
        not_played: "No considerado",
        stages: ["Considerado", "Finalista", "Elegido"],
        own_vendor: "Otro proveedor ({0})",
        own_name: "Nombre",
        more_rows: "Una fila más",
        one_chosen: "Deje fuera a quienes no consideraron. Como máximo uno puede ser el elegido.",
        one_chosen_by_buyer: "Deje fuera a quienes el comprador no consideró. Como máximo uno puede ser el elegido.",
        percent: "¿En qué porcentaje, aproximadamente?",
        role: "¿Qué papel tuvo el precio?",
        who_turned: "¿Quién inclinó la decisión? Basta con el cargo.",
        own_words: "Con sus propias palabras",
        side: "{0}: {1}",
    },
    frame: Frame {
        skip: "Ir al contenido",
        survey: "Encuesta",
        languages: "Idioma",
        asked_by: "Una encuesta de {0}.",
        seen_as: "Quién ve su respuesta:",
        change_this: "Cambiar",
        privacy: "Aviso de privacidad",
        no_more: "No volver a preguntarme",
        error_title: "Error: {0}",
        error: "Error: ",
    },
    sharing: Sharing {
        ask: "¿Quién puede ver lo que usted diga?",
        told: "Quién verá lo que usted diga",
        help: "Puede cambiarlo más adelante. El sistema lo hace cumplir; no es solo una promesa.",
        names: ["Con mi nombre", "Solo la dirección", "Solo en totales"],
        means: [
            "El equipo de ventas y la dirección de {0}, con su nombre.",
            "La dirección de {0}, con su nombre. Nadie que quisiera venderle algo.",
            "Se cuenta junto con las de otras personas. Nadie puede leer sus palabras ni relacionarlas con \
             usted.",
        ],
        came: [
            "El equipo de ventas y la dirección de {0} pueden leerla con su nombre.",
            "Solo la dirección de {0} puede ver que la respuesta es suya. Quienes querían venderle algo no \
             pueden.",
            "Se cuenta junto con las respuestas de otras personas. A nadie en {0} se le muestra como suya.",
        ],
        for_sellers: ForSellers {
            means: [
                "Las personas de {0} que pueden abrir esta venta, con su nombre.",
                "La dirección de {0}, con su nombre.",
            ],
            came: [
                "Las personas de {0} que pueden abrir esta venta pueden leerla con su nombre.",
                "Solo la dirección de {0} puede ver que la respuesta es suya.",
            ],
            colleagues: "Sus colegas de {0}",
        },
        seller: "{0}, su contacto",
        sellers: "Quienes querían venderle algo",
        leadership: "Dirección de {0}",
        totals: "En totales",
        sees: "La verá: ",
        sees_not: "No la verá: ",
        change: "Quién puede ver su respuesta",
        keep: "Guardar",
        kept: "Guardado. Desde ahora vale en todos los informes.",
    },
    landing: Landing {
        asks: "{1}, {0} le pide su opinión.",
        asks_you: "{0} le pide su opinión.",
        on_behalf: "En nombre de {0}",
        takes: "Duración",
        minutes: Counted::of("alrededor de {0} minuto", "alrededor de {0} minutos"),
        pages: Counted::of("{0} página corta", "{0} páginas cortas"),
        up_to: "hasta {0}",
        about: "Tema",
        decision: "La decisión de {0}, {1}",
        decision_yours: "La decisión de su empresa, {0}",
        until: "Abierta hasta",
        start: "Empezar",
        go_on: "Continuar",
        begun: "Usted ya había empezado. Lo que respondió está guardado y continúa donde lo dejó.",
        no_thanks: "No, gracias",
        not_now: "Ahora no",
        remind_when: "¿Cuándo podemos recordárselo?",
        times: ["En tres días", "En una semana", "En dos semanas"],
        remind: "Recordármelo entonces",
        reminded_enough: "Ya se lo hemos recordado bastantes veces y no le escribiremos más por iniciativa \
                          propia.",
        keeps: "{0} conserva su respuesta durante {1}. Usted recibe un comprobante con el que puede leerla, \
                corregirla o borrarla.",
        months: Counted::of("{0} mes", "{0} meses"),
        stored: "Al abrir esta página no se ha guardado nada. Cuando empiece, una cookie recordará qué \
                 encuesta es la suya, y sus respuestas quedarán selladas hasta que las envíe.",
    },
    later: Later {
        will_remind: "Se lo recordaremos",
        on: "El {0} recibirá un correo con el enlace, y ninguno antes.",
        sooner: "Si encuentra tiempo antes, abra el enlace del correo que ya tiene. Es válido hasta el {0}.",
        choose: "Elija cuándo podemos recordárselo.",
        too_late: "Para entonces la encuesta habrá terminado. Elija un momento anterior o responda ahora.",
        saved: "Sus respuestas están guardadas",
        not_sent: "Todavía no se ha enviado nada.",
        come_back: "Vuelva a abrir el enlace de nuestro correo, en cualquier dispositivo, hasta el {0}. \
                    Continuará donde lo dejó.",
        go_on: "Continuar ahora",
    },
    form: Form {
        progress: "{0} de {1}",
        left: Counted::of("queda alrededor de {0} minuto", "quedan alrededor de {0} minutos"),
        required: "(obligatoria)",
        optional: "(opcional)",
        next: "Siguiente",
        to_review: "Revisar sus respuestas",
        save: "Guardar y revisar",
        back: "Atrás",
        later: "Guardar y terminar después",
        kept: "Lo que escriba se guarda al pulsar un botón. Puede cerrar esta página y continuar con el \
               mismo enlace hasta el {0}.",
        saved: "Guardado.",
        not_saved: "Todavía no se ha guardado: pulse un botón para guardar.",
        more: "Su respuesta está guardada. Ha hecho aparecer una pregunta más en esta página.",
        elsewhere: "Esa página no está abierta para usted en este momento. Sus respuestas están guardadas; \
                    aquí es donde continúa.",
        problems: Counted::of("Hay una cosa que cambiar", "Hay {0} cosas que cambiar"),
    },
    review: Review {
        heading: "Revise sus respuestas",
        lead: "Todavía no se ha enviado nada. Después de enviarlas, tiene siete días para corregir una \
               respuesta con su comprobante.",
        lead_correction: "Su respuesta anterior sigue siendo válida hasta que envíe esta corrección, que la \
                          sustituirá.",
        change: "Cambiar",
        change_what: "Cambiar: {0}",
        not_answered: "Sin responder",
        send: "Enviar mis respuestas",
        send_correction: "Enviar mi corrección",
    },
    sent: Sent {
        heading: "Su respuesta ha llegado",
        corrected: "Su corrección ha llegado",
        arrived: "Se recibió el {0}.",
        receipt: "Su comprobante",
        receipt_use: "Con él puede volver a leer su respuesta, corregirla hasta el {0}, cambiar quién la ve \
                      o borrarla.",
        receipt_link: "Abrir mi comprobante",
        receipt_mail: "También le enviamos este enlace por correo. Quien lo tenga puede leer su respuesta, \
                       así que no lo comparta.",
        next: "Qué ocurre ahora",
        steps: [
            "Sus palabras se leen para saber de qué tratan: precio, producto, asistencia, etc.",
            "{0} las ve junto a las de otras personas, de la manera que usted eligió.",
            "El enlace de la encuesta ya está usado. Nadie puede volver a responder con él.",
        ],
        close: "Puede cerrar esta página.",
    },
    receipt: Receipt {
        heading: "Su respuesta",
        sent: "La envió el {0}.",
        waiting: "Ha llegado y se está leyendo. Aparecerá en los informes dentro de unos minutos.",
        until: "Puede corregirla hasta el {0}.",
        over: "El plazo para corregir ha terminado. Todavía puede cambiar quién la ve, o borrarla.",
        correcting: "Empezó una corrección y no la ha enviado. Mientras tanto, su respuesta anterior sigue \
                     siendo válida.",
        correct: "Corregir mi respuesta",
        go_on: "Continuar con la corrección",
        withdraw: "Borrar mi respuesta",
        ask: "¿Borrar su respuesta?",
        erases: "Sus respuestas, sus propias palabras y todo lo que se leyó en ellas se borran para siempre, \
                 aquí y en todos los informes. Nadie puede recuperarlas.",
        remains: "Queda que se le preguntó, que usted borró su respuesta, y un certificado de ello para \
                  usted.",
        erase: "Sí, borrarla",
        keep: "Conservar mi respuesta",
        erased: "Su respuesta está borrada",
        gone: "En los informes no queda nada de lo que dijo. Conserve el certificado si desea poder \
               demostrarlo.",
    },
    certificate: Certificate {
        heading: "Certificado de borrado",
        lead: "Indica qué se borró y no contiene nada de lo que usted dijo. La suma de comprobación \
               demuestra que no se ha modificado.",
        number: "Número",
        at: "Borrado el",
        checksum: "Suma de comprobación (SHA-256)",
        what: "Qué",
        rows: "Cantidad",
        names: [
            "Respuestas a preguntas",
            "Temas leídos en sus palabras",
            "Valoraciones",
            "Proveedores de los que habló",
            "Su respuesta en conjunto",
            "Lo que envió sellado",
            "Respuestas que había guardado",
            "Páginas por las que pasó",
            "Proveedores que solo usted nombró",
        ],
        download: "Descargar como archivo de texto",
    },
    preferences: Preferences {
        heading: "¿Dejar de recibir estos correos?",
        lead: "Al abrir esta página no ha cambiado nada.",
        ask: "¿Qué debe terminar?",
        once: "Esta encuesta",
        once_help: "No más correos sobre ella, y su enlace queda cerrado.",
        never: "Todas las encuestas de {0}",
        never_help: "{0} no volverá a preguntarle nunca en esta dirección, sobre ninguna compra.",
        stop: "Terminar",
        choose: "Elija qué debe terminar.",
        stopped: "No volveremos a preguntarle por esto",
        stopped_means: "El enlace está cerrado y no llegarán más correos al respecto.",
        silent: "No se le volverá a preguntar",
        silent_means: "{0} ya no envía encuestas a esta dirección. Las encuestas abiertas quedan cerradas.",
        undo: "He cambiado de opinión",
        undone: "Se le puede volver a preguntar",
        undone_means: "{0} puede volver a enviarle encuestas. Lo que se cerró a petición suya vuelve a estar \
                       abierto mientras no haya terminado su plazo.",
        nothing: "No hay ninguna encuesta abierta para usted, así que no hay nada que terminar.",
    },
    privacy: Privacy {
        heading: "Aviso de privacidad",
        controller: "Quién es responsable",
        purpose: "Para qué",
        purpose_text: "Para entender por qué se elige o no a {0}, y para mejorar.",
        retention: "Durante cuánto tiempo",
        retention_text: Counted::of(
            "Su respuesta se borra {0} mes después de enviarla.",
            "Su respuesta se borra {0} meses después de enviarla.",
        ),
        readers: "Quién la verá",
        cookies: "Qué guarda su navegador",
        cookies_text: "Cuando empiece, una cookie recordará qué encuesta es la suya. Desaparece como muy \
                       tarde al cabo de una semana. No se carga nada de terceros, y nadie le sigue.",
        rights: "Qué puede hacer",
        rights_text: "Con su comprobante puede leer su respuesta, corregirla durante siete días, cambiar \
                      quién la ve y borrarla, en cualquier momento y sin cuenta.",
        full: "El aviso completo",
        back: "Atrás",
    },
    ends: Ends {
        unknown: End {
            heading: "No conocemos este enlace",
            lines: [
                "Tal vez se cortó en el correo. Ábralo de nuevo desde el correo o copie la línea entera en \
                 la barra de direcciones.",
                "Si aun así llega aquí, no es culpa suya y no tiene que hacer nada.",
            ],
        },
        renewed: End {
            heading: "Hay un enlace más reciente a esta encuesta",
            lines: [
                "El enlace que funciona es el del correo más reciente. Abra la encuesta desde allí.",
                "Si no encuentra ese correo, no tiene que hacer nada.",
            ],
        },
        expired: End {
            heading: "Esta encuesta ha terminado",
            lines: [
                "El enlace del correo era válido por un tiempo limitado, y ese tiempo ha pasado.",
                "Gracias por su visita. No tiene que hacer nada.",
            ],
        },
        answered: End {
            heading: "Ya se ha respondido",
            lines: [
                "La respuesta a esta encuesta ha llegado, por lo que el enlace ya está usado. Si fue usted, \
                 gracias.",
                "No se ha enviado nada dos veces. Con el comprobante de su correo puede leer, corregir o \
                 borrar la respuesta.",
            ],
        },
        withdrawn: End {
            heading: "Esta encuesta se ha retirado",
            lines: [
                "Ya no hace falta ninguna respuesta. Lo que haya escrito no se ha transmitido.",
                "Gracias por su visita. No tiene que hacer nada.",
            ],
        },
        erased: End {
            heading: "Usted borró su respuesta",
            lines: [
                "En los informes no queda nada de lo que dijo, y este enlace ya no sirve.",
                "El enlace de su recibo muestra el certificado. No tiene que hacer nada.",
            ],
        },
        stopped: End {
            heading: "Usted nos pidió que lo dejáramos",
            lines: [
                "Esta encuesta está cerrada. Lo que haya escrito no se ha transmitido.",
                "Si cambia de opinión, abra de nuevo la página en la que la terminó; su enlace está en nuestro correo.",
            ],
        },
        suspended: End {
            heading: "Esta encuesta está cerrada por ahora",
            lines: [
                "Vuelva a intentarlo más tarde con el mismo enlace. Lo que escribió antes está guardado.",
                "",
            ],
        },
        no_cookie: End {
            heading: "Vuelva a abrir el enlace del correo",
            lines: [
                "Su navegador ya no indica qué encuesta es la suya: se ha borrado su memoria de este sitio o \
                 no guarda cookies aquí.",
                "El enlace del correo le devuelve a donde estaba, con las respuestas que había guardado.",
            ],
        },
        other_survey: End {
            heading: "Mientras tanto ha abierto otra encuesta",
            lines: [
                "Esta página pertenece a una encuesta distinta de la última que se abrió en este navegador, \
                 así que no se ha guardado nada de ella.",
                "Vuelva atrás en su navegador para ver lo que escribió. Para continuar, abra de nuevo el \
                 enlace de esta encuesta: lo que guardó antes se conserva.",
            ],
        },
        no_section: End {
            heading: "Esa página no existe",
            lines: ["La encuesta no tiene esta página. Sus respuestas guardadas se conservan.", ""],
        },
        too_large: End {
            heading: "Era demasiado largo",
            lines: [
                "Su texto es más largo de lo que podemos recibir de una vez, así que no se ha guardado. Lo \
                 que guardó antes se conserva.",
                "Vuelva atrás en su navegador, acorte el texto y envíelo de nuevo.",
            ],
        },
        malformed: End {
            heading: "No hemos podido leerlo",
            lines: [
                "Lo que envió su navegador no es un formulario de esta encuesta, así que no se ha cambiado \
                 nada.",
                "Vuelva atrás en su navegador e inténtelo de nuevo, o abra otra vez el enlace del correo.",
            ],
        },
        too_late: End {
            heading: "Esto ya no se puede corregir",
            lines: [
                "Las respuestas se pueden corregir durante siete días después de enviarlas, y ese plazo ha \
                 pasado.",
                "Con su comprobante todavía puede cambiar quién la ve, o borrarla.",
            ],
        },
        go_on: "Continuar con la encuesta",
        retry: End {
            heading: "Algo no funciona por nuestra parte",
            lines: [
                "Lo que acaba de enviar todavía no está guardado. Sigue en esta página: espere un momento y \
                 vuelva a intentarlo.",
                "",
            ],
        },
        try_again: "Volver a intentarlo",
    },
    mails: super::mail::spanish::MAILS,
    receipt_mail: ReceiptMail {
        subject: "Su comprobante: su respuesta a {0}",
        hello: "Hola, {0}:",
        hello_you: "Hola:",
        arrived: "gracias. Su respuesta a {0} ha llegado.",
        code: "Comprobante",
        link_use: "Con este enlace puede leer su respuesta, corregirla hasta el {0}, cambiar quién la ve o \
                   borrarla:",
        link: "Abrir mi comprobante",
        only_you: "Quien tenga este enlace puede leer su respuesta, así que no lo reenvíe.",
    },
};
