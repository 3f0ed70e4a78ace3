//! What mails that ask somebody say: the invitation, the question to our own seller, and the reminder.
//!
//! A language is one constant of [`Mails`], so one without a word does not compile. "You" is who is asked.

#[cfg(feature = "languages")]
pub(super) mod arabic;
#[cfg(feature = "languages")]
pub(super) mod dutch;
pub(super) mod english;
#[cfg(feature = "languages")]
pub(super) mod french;
#[cfg(feature = "languages")]
pub(super) mod german;
#[cfg(feature = "languages")]
pub(super) mod hebrew;
#[cfg(feature = "languages")]
pub(super) mod italian;
#[cfg(feature = "languages")]
pub(super) mod japanese;
#[cfg(feature = "languages")]
pub(super) mod portuguese;
#[cfg(feature = "languages")]
pub(super) mod spanish;

use super::counted::Counted;

/// The mails that ask somebody.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Mails {
    /// So many minutes, in the middle of a sentence.
    pub minutes: Counted,
    /// Asks a buyer.
    pub invitation: Ask,
    /// What the buyer decided, where nobody knows what the company is called: `{0}` is when, `{1}` the tenant.
    pub your_decision: &'static str,
    /// Asks the tenant's own seller.
    pub debrief: Ask,
    /// Reminds who asked for it.
    pub reminder: Ask,
    /// Before who asks.
    pub who: &'static str,
    /// Before the reason.
    pub why: &'static str,
    /// The reason.
    pub why_text: &'static str,
    /// Before how long it takes.
    pub how_long: &'static str,
    /// That it can be interrupted.
    pub pause: &'static str,
    /// Before the last day.
    pub until: &'static str,
    /// Before who will see the answer.
    pub sees: &'static str,
    /// Who will.
    pub sees_text: &'static str,
    /// That the link is for one person.
    pub yours: &'static str,
    /// That nobody is reminded who did not ask for it.
    pub on_request: &'static str,
    /// That the mail can be replied to.
    pub reply: &'static str,
    /// Before the address that ends the mails about a survey.
    pub stop: &'static str,
    /// The same for a seller.
    pub stop_seller: &'static str,
    /// The words on the link that ends the mails.
    pub end: &'static str,
    /// Before the address that the button leads to.
    pub address: &'static str,
}

/// What one of the mails says by itself.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Ask {
    /// Its subject: `{0}` are the minutes, `{1}` is who asks, `{2}` the buyer's company.
    pub subject: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// What inboxes show beside the subject: `{0}` are the minutes.
    pub preview: &'static str,
    /// The first sentences: `{0}` is when the deal closed, `{1}` the tenant, `{2}` the buyer's company, `{3}` the
    /// deal.
    pub lead: &'static str,
    /// The words on the button: `{0}` are the minutes.
    pub button: &'static str,
}
