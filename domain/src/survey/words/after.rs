//! What is said after a survey was sent: the thanks, the receipt and its mail, the erasure, and the end of asking.
//!
//! "You" is the buyer; "we" is whoever asks.

/// The page after the send.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Sent {
    /// The heading.
    pub heading: &'static str,
    /// The heading after a correction.
    pub corrected: &'static str,
    /// When it came: `{0}` is a date with a time.
    pub arrived: &'static str,
    /// Before the receipt's code.
    pub receipt: &'static str,
    /// What the receipt is good for: `{0}` is the last day of corrections.
    pub receipt_use: &'static str,
    /// Leads to the receipt.
    pub receipt_link: &'static str,
    /// That it was mailed too, and is for the buyer only.
    pub receipt_mail: &'static str,
    /// Above what happens next.
    pub next: &'static str,
    /// What happens next; `{0}` is the tenant.
    pub steps: [&'static str; 3],
    /// That the page can be closed.
    pub close: &'static str,
}

/// The receipt: the answer read back, and what can still be done with it.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Receipt {
    /// The heading.
    pub heading: &'static str,
    /// When it was sent: `{0}` is a date with a time.
    pub sent: &'static str,
    /// That it is not read yet.
    pub waiting: &'static str,
    /// Until when it can be corrected: `{0}` is a date.
    pub until: &'static str,
    /// That it cannot be corrected any more.
    pub over: &'static str,
    /// That a correction was begun and not sent.
    pub correcting: &'static str,
    /// Corrects.
    pub correct: &'static str,
    /// Goes on with the correction.
    pub go_on: &'static str,
    /// Leads to the withdrawal.
    pub withdraw: &'static str,
    /// The heading of the question whether to withdraw.
    pub ask: &'static str,
    /// What is erased.
    pub erases: &'static str,
    /// What remains.
    pub remains: &'static str,
    /// Erases.
    pub erase: &'static str,
    /// Goes back.
    pub keep: &'static str,
    /// The heading once it is erased.
    pub erased: &'static str,
    /// What is gone.
    pub gone: &'static str,
}

/// The certificate of an erasure.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Certificate {
    /// Its heading.
    pub heading: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Before the number.
    pub number: &'static str,
    /// Before the time.
    pub at: &'static str,
    /// Before the checksum.
    pub checksum: &'static str,
    /// Over what was erased.
    pub what: &'static str,
    /// Over how many that were.
    pub rows: &'static str,
    /// What is in a table, in the order of [`Certificate::TABLES`].
    pub names: [&'static str; 9],
    /// Takes it along as a file.
    pub download: &'static str,
}

impl Certificate {
    /// The tables that an erasure empties of an answer.
    pub const TABLES: [&'static str; 9] = [
        "answers",
        "response_themes",
        "response_ratings",
        "deal_competitors",
        "responses",
        "submissions",
        "drafts",
        "survey_steps",
        "competitors",
    ];

    /// What is in a table, as a buyer would call it.
    #[must_use]
    pub fn name(&self, table: &str) -> Option<&'static str> {
        Self::TABLES.into_iter().zip(self.names).find(|(one, _)| *one == table).map(|(_, name)| name)
    }
}

/// The page that stops surveys.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Preferences {
    /// The heading.
    pub heading: &'static str,
    /// That nothing has changed by opening the page.
    pub lead: &'static str,
    /// The question.
    pub ask: &'static str,
    /// This survey only.
    pub once: &'static str,
    /// What that means.
    pub once_help: &'static str,
    /// Never again; `{0}` is the tenant.
    pub never: &'static str,
    /// What that means; `{0}` is the tenant.
    pub never_help: &'static str,
    /// Stops.
    pub stop: &'static str,
    /// Nothing was chosen.
    pub choose: &'static str,
    /// The heading once this survey is stopped.
    pub stopped: &'static str,
    /// What that came to.
    pub stopped_means: &'static str,
    /// The heading once nothing comes any more.
    pub silent: &'static str,
    /// What that came to; `{0}` is the tenant.
    pub silent_means: &'static str,
    /// Takes it back.
    pub undo: &'static str,
    /// The heading once it is taken back.
    pub undone: &'static str,
    /// What that came to; `{0}` is the tenant.
    pub undone_means: &'static str,
    /// There is nothing to stop: the survey was answered or is over.
    pub nothing: &'static str,
}

/// The mail with the receipt.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct ReceiptMail {
    /// Its subject; `{0}` is the tenant.
    pub subject: &'static str,
    /// The greeting; `{0}` is the buyer's name.
    pub hello: &'static str,
    /// The greeting without a name.
    pub hello_you: &'static str,
    /// That it arrived; `{0}` is the tenant.
    pub arrived: &'static str,
    /// Before the code.
    pub code: &'static str,
    /// What the link is good for: `{0}` is the last day of corrections.
    pub link_use: &'static str,
    /// The words on the link.
    pub link: &'static str,
    /// That the link is for the buyer only.
    pub only_you: &'static str,
}
