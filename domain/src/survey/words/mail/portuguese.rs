//! Portuguese.

use super::{Ask, Mails};
use crate::survey::words::Counted;

/// What mails that ask say in Portuguese.
pub(in crate::survey::words) const MAILS: Mails = Mails {
    minutes: Counted::of("{0} minuto", "{0} minutos"),
    invitation: Ask {
        subject: "Como você decidiu? {0} para {1}",
        heading: "Como você decidiu?",
        preview: "{0}, sem ligação de vendas. Você escolhe quem pode ver sua resposta.",
        lead: "em {0}, {2} tomou uma decisão sobre {1}, em um sentido ou em outro. Você nos contaria como chegou a ela?",
        button: "Responder em {0}",
    },
    your_decision: "em {0}, sua empresa tomou uma decisão sobre {1}, em um sentido ou em outro. Você nos contaria como chegou a ela?",
    debrief: Ask {
        subject: "Sua visão sobre {2}, enquanto está recente",
        heading: "O que foi decisivo, na sua visão?",
        preview: "{0}. Sua visão fica ao lado da visão do comprador.",
        lead: "o negócio {3} foi encerrado em {0}. Sua visão fica ao lado da visão do comprador e nunca é misturada com ela.",
        button: "Contar em {0}",
    },
    reminder: Ask {
        subject: "Como você pediu: {0} para {1}",
        heading: "Aqui está seu lembrete",
        preview: "Você pediu. O que você já respondeu continua guardado.",
        lead: "você pediu que lembrássemos nossa pesquisa. O que você já respondeu continua guardado.",
        button: "Responder em {0}",
    },
    who: "Quem pergunta",
    why: "Por quê",
    why_text: "Sua resposta muda o que fazemos e como vendemos. Ela não reabre a venda, e ninguém ligará para você por causa dela.",
    how_long: "Quanto tempo",
    pause: "Você pode parar e continuar depois, em qualquer dispositivo.",
    until: "Até quando",
    sees: "Quem vê",
    sees_text: "Você escolhe: a equipe de vendas e a diretoria, só a diretoria, ou ninguém, e então ela é apenas contada. O sistema garante o cumprimento.",
    yours: "O link é só seu; por favor, não o encaminhe.",
    on_request: "Só lembramos você quando você pede.",
    reply: "Perguntas? Basta responder a este e-mail.",
    stop: "Prefere que não perguntemos? Diga aqui, para esta pesquisa ou para sempre:",
    stop_seller: "Prefere que não perguntemos? Diga aqui, para este negócio ou para sempre:",
    end: "Não receber mais estes e-mails",
    address: "Se o botão não funcionar, abra este endereço:",
};
