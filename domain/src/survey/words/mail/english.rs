//! English.

use super::{Ask, Mails};
use crate::survey::words::Counted;

/// What mails that ask say in English.
pub(in crate::survey::words) const MAILS: Mails = Mails {
    minutes: Counted::of("{0} minute", "{0} minutes"),
    invitation: Ask {
        subject: "How did you decide? {0} for {1}",
        heading: "How did you decide?",
        preview: "{0}, no sales call. You choose who may see your answer.",
        lead: "In {0}, {2} decided about {1}, one way or the other. Would you tell us how you came to your decision?",
        button: "Answer in {0}",
    },
    your_decision: "In {0}, your company decided about {1}, one way or the other. Would you tell us how you came to your decision?",
    debrief: Ask {
        subject: "Your view on {2}, while it is fresh",
        heading: "What decided it, as you saw it?",
        preview: "{0}. Your view stands beside the buyer’s.",
        lead: "{3} closed in {0}. Your view stands beside the buyer’s and is never mixed with it.",
        button: "Tell it in {0}",
    },
    reminder: Ask {
        subject: "As you asked: {0} for {1}",
        heading: "Here is your reminder",
        preview: "You asked for it. What you have answered so far is still there.",
        lead: "you asked to be reminded of our survey. What you have answered so far is still there.",
        button: "Answer in {0}",
    },
    who: "Who asks",
    why: "Why",
    why_text: "Your answer changes what we build and how we sell. It does not reopen the sale, and nobody will call you because of it.",
    how_long: "How long",
    pause: "You can stop and go on later, on any device.",
    until: "Until when",
    sees: "Who sees it",
    sees_text: "You choose: sales and leadership, leadership only, or nobody, and then it is only counted. The system enforces it.",
    yours: "The link is yours alone, so please do not forward it.",
    on_request: "We remind you only when you ask for it.",
    reply: "Questions? Just reply to this mail.",
    stop: "You would rather not be asked? Say so here, for this survey or for good:",
    stop_seller: "You would rather not be asked? Say so here, for this deal or for good:",
    end: "Stop these mails",
    address: "If the button does not work, open this address:",
};
