//! Spanish.

use super::{Ask, Mails};
use crate::survey::words::Counted;

/// What mails that ask say in Spanish.
pub(in crate::survey::words) const MAILS: Mails = Mails {
    minutes: Counted::of("{0} minuto", "{0} minutos"),
    invitation: Ask {
        subject: "¿Cómo tomó su decisión? {0} para {1}",
        heading: "¿Cómo tomó su decisión?",
        preview: "{0}, sin llamadas de ventas. Usted elige quién puede ver su respuesta.",
        lead: "en {0}, {2} tomó una decisión sobre {1}, en un sentido o en otro. ¿Nos contaría cómo se llegó a ella?",
        button: "Responder en {0}",
    },
    your_decision: "en {0}, su empresa tomó una decisión sobre {1}, en un sentido o en otro. ¿Nos contaría cómo se llegó a ella?",
    debrief: Ask {
        subject: "Su punto de vista sobre {2}, mientras está reciente",
        heading: "¿Qué fue lo decisivo, según usted?",
        preview: "{0}. Su punto de vista figura junto al del comprador.",
        lead: "la operación {3} se cerró en {0}. Su punto de vista figura junto al del comprador y nunca se mezcla con él.",
        button: "Contarlo en {0}",
    },
    reminder: Ask {
        subject: "Como nos pidió: {0} para {1}",
        heading: "Aquí tiene su recordatorio",
        preview: "Usted lo pidió. Lo que ha respondido hasta ahora sigue guardado.",
        lead: "usted pidió que le recordáramos nuestra encuesta. Lo que ha respondido hasta ahora sigue guardado.",
        button: "Responder en {0}",
    },
    who: "Quién pregunta",
    why: "Por qué",
    why_text: "Su respuesta cambia lo que hacemos y cómo vendemos. No reabre la venta, y nadie le llamará por ello.",
    how_long: "Cuánto dura",
    pause: "Puede interrumpirla y continuar después, en cualquier dispositivo.",
    until: "Hasta cuándo",
    sees: "Quién la ve",
    sees_text: "Usted elige: el equipo de ventas y la dirección, solo la dirección, o nadie, y entonces solo se cuenta. El sistema lo hace cumplir.",
    yours: "El enlace es solo para usted, así que no lo reenvíe.",
    on_request: "Solo se lo recordamos si usted lo pide.",
    reply: "¿Preguntas? Responda a este correo.",
    stop: "¿Prefiere que no le preguntemos? Dígalo aquí, para esta encuesta o para siempre:",
    stop_seller: "¿Prefiere que no le preguntemos? Dígalo aquí, para esta venta o para siempre:",
    end: "No recibir más estos correos",
    address: "Si el botón no funciona, abra esta dirección:",
};
