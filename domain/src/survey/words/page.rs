//! What stands around a survey: the frame, the first page, the form, the review, and pages that are ends.
//!
//! "You" is the buyer; "we" is whoever asks. `{tenant}` of the comments is the name of the company that asks.

use super::counted::Counted;

/// What is around every page.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Frame {
    /// The link that skips the head.
    pub skip: &'static str,
    /// What stands for the tenant's name on pages that reveal nothing.
    pub survey: &'static str,
    /// What the list of languages is.
    pub languages: &'static str,
    /// Whose survey it is: `{0}` is the tenant.
    pub asked_by: &'static str,
    /// Who sees the answer, before the choice in bold.
    pub seen_as: &'static str,
    /// Leads to that choice.
    pub change_this: &'static str,
    /// Leads to the privacy notice.
    pub privacy: &'static str,
    /// Leads to the page that stops surveys.
    pub no_more: &'static str,
    /// The tab's title when something is wrong on the page: `{0}` is its heading.
    pub error_title: &'static str,
    /// What a screen reader says before a problem.
    pub error: &'static str,
}

/// Who may see what the buyer says: the choice, its picture, and what it comes to.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Sharing {
    /// The question, as a heading.
    pub ask: &'static str,
    /// The heading where there is only one way.
    pub told: &'static str,
    /// That it can be changed, and is enforced.
    pub help: &'static str,
    /// The names of the choices: named, leadership only, pooled only.
    pub names: [&'static str; 3],
    /// What each means, in a sentence; `{0}` is the tenant.
    pub means: [&'static str; 3],
    /// What each came to, on the thanks page; `{0}` is the tenant.
    pub came: [&'static str; 3],
    /// The same to the tenant's own sellers, where it differs.
    pub for_sellers: ForSellers,
    /// Who sold, in the picture: `{0}` is a name.
    pub seller: &'static str,
    /// Who sold, if nobody knows the name.
    pub sellers: &'static str,
    /// The leadership, in the picture: `{0}` is the tenant.
    pub leadership: &'static str,
    /// The totals, in the picture.
    pub totals: &'static str,
    /// What a screen reader says before who will see it.
    pub sees: &'static str,
    /// What a screen reader says before who will not.
    pub sees_not: &'static str,
    /// The heading of the page on which the choice is changed.
    pub change: &'static str,
    /// Keeps the choice.
    pub keep: &'static str,
    /// That it was kept.
    pub kept: &'static str,
}

/// Who may see what one of the tenant's own sellers says: nobody sold to him, and his readers are colleagues.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct ForSellers {
    /// What the first two choices mean: named, leadership only; `{0}` is the tenant.
    pub means: [&'static str; 2],
    /// What they came to, on the thanks page; `{0}` is the tenant.
    pub came: [&'static str; 2],
    /// The colleagues, in the picture; `{0}` is the tenant.
    pub colleagues: &'static str,
}

/// The first page.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Landing {
    /// Who asks whom: `{0}` is the one who asks, `{1}` the buyer's name.
    pub asks: &'static str,
    /// The same without the buyer's name.
    pub asks_you: &'static str,
    /// For whom a person asks: `{0}` is the tenant.
    pub on_behalf: &'static str,
    /// How long it takes.
    pub takes: &'static str,
    /// So many minutes.
    pub minutes: Counted,
    /// So many pages.
    pub pages: Counted,
    /// At most `{0}` pages: how many it is depends on what is answered.
    pub up_to: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// The decision: `{0}` is the buyer's company, `{1}` a month and a year.
    pub decision: &'static str,
    /// The same where nobody knows what the company is called: `{0}` is a month and a year.
    pub decision_yours: &'static str,
    /// Until when it is open.
    pub until: &'static str,
    /// Begins.
    pub start: &'static str,
    /// Goes on.
    pub go_on: &'static str,
    /// That what was answered before is kept.
    pub begun: &'static str,
    /// Refuses, kindly.
    pub no_thanks: &'static str,
    /// Opens the choice of a later time.
    pub not_now: &'static str,
    /// Asks for the time.
    pub remind_when: &'static str,
    /// The times: in three days, in a week, in two weeks.
    pub times: [&'static str; 3],
    /// Asks for the reminder.
    pub remind: &'static str,
    /// That there were enough reminders.
    pub reminded_enough: &'static str,
    /// How long the tenant, `{0}`, keeps an answer: so many months are `{1}`, from [`Landing::months`].
    pub keeps: &'static str,
    /// So many months.
    pub months: Counted,
    /// That opening the page stored nothing, and what the start stores.
    pub stored: &'static str,
}

/// The page after "remind me", and the page for who goes on later.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Later {
    /// The heading once a reminder is set.
    pub will_remind: &'static str,
    /// When: `{0}` is a date.
    pub on: &'static str,
    /// That the link is good until then: `{0}` is a date.
    pub sooner: &'static str,
    /// Without a choice of a time.
    pub choose: &'static str,
    /// The survey ends before that time.
    pub too_late: &'static str,
    /// The heading once a draft is saved.
    pub saved: &'static str,
    /// That nothing is sent.
    pub not_sent: &'static str,
    /// How to go on: `{0}` is a date.
    pub come_back: &'static str,
    /// Goes on at once.
    pub go_on: &'static str,
}

/// One section as a form.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Form {
    /// How far: `{0}` of `{1}` pages.
    pub progress: &'static str,
    /// How many minutes are left.
    pub left: Counted,
    /// That an answer is wanted.
    pub required: &'static str,
    /// That it may be left out.
    pub optional: &'static str,
    /// Goes on.
    pub next: &'static str,
    /// Goes on to the review.
    pub to_review: &'static str,
    /// Saves a change and goes back to the review.
    pub save: &'static str,
    /// Goes back.
    pub back: &'static str,
    /// Saves and stops for now.
    pub later: &'static str,
    /// That what is entered is kept: `{0}` is a date.
    pub kept: &'static str,
    /// The page has saved by itself.
    pub saved: &'static str,
    /// It could not.
    pub not_saved: &'static str,
    /// The answers brought up more questions on this page.
    pub more: &'static str,
    /// The page that was asked for is not open.
    pub elsewhere: &'static str,
    /// How many things need a change.
    pub problems: Counted,
}

/// The page before the send.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Review {
    /// The heading.
    pub heading: &'static str,
    /// That nothing is sent yet, and what can be done afterwards.
    pub lead: &'static str,
    /// The same for a correction.
    pub lead_correction: &'static str,
    /// Leads back to a section.
    pub change: &'static str,
    /// The same for a screen reader: `{0}` is the section's heading.
    pub change_what: &'static str,
    /// No answer.
    pub not_answered: &'static str,
    /// Sends.
    pub send: &'static str,
    /// Sends a correction.
    pub send_correction: &'static str,
}

/// The privacy notice.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Privacy {
    /// The heading.
    pub heading: &'static str,
    /// Who is responsible.
    pub controller: &'static str,
    /// What for.
    pub purpose: &'static str,
    /// The purpose where the tenant wrote none; `{0}` is the tenant.
    pub purpose_text: &'static str,
    /// How long.
    pub retention: &'static str,
    /// So many months, then it is erased.
    pub retention_text: Counted,
    /// Who will see it.
    pub readers: &'static str,
    /// What the page stores in the browser.
    pub cookies: &'static str,
    /// One cookie.
    pub cookies_text: &'static str,
    /// What the buyer can do.
    pub rights: &'static str,
    /// Read back, correct, withdraw.
    pub rights_text: &'static str,
    /// Leads to the tenant's own notice.
    pub full: &'static str,
    /// Goes back.
    pub back: &'static str,
}

/// A page that is an end: a heading and what it means, in one sentence or two.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct End {
    /// The heading.
    pub heading: &'static str,
    /// What it means; empty sentences are left out.
    pub lines: [&'static str; 2],
}

impl End {
    /// The sentences there are.
    pub fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.lines.into_iter().filter(|line| !line.is_empty())
    }
}

/// Pages that lead nowhere (any more), and the page for when we are out of order.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct Ends {
    /// Not a link of ours.
    pub unknown: End,
    /// There is a newer link to the same survey.
    pub renewed: End,
    /// Its time is over.
    pub expired: End,
    /// It was answered.
    pub answered: End,
    /// It was taken back.
    pub withdrawn: End,
    /// The buyer erased the answer.
    pub erased: End,
    /// The buyer asked for no more.
    pub stopped: End,
    /// The survey is closed for now.
    pub suspended: End,
    /// The browser does not say which survey it means.
    pub no_cookie: End,
    /// The browser opened another survey in the meantime.
    pub other_survey: End,
    /// There is no such page.
    pub no_section: End,
    /// More came than a form can hold.
    pub too_large: End,
    /// What came is no form of ours.
    pub malformed: End,
    /// The time for corrections is over.
    pub too_late: End,
    /// Goes on with the survey.
    pub go_on: &'static str,
    /// We are out of order.
    pub retry: End,
    /// Sends the same again.
    pub try_again: &'static str,
}
