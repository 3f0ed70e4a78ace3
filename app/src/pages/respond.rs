//! The buyer's pages: plain functions from values to whole documents, rendered on the server and nowhere else.
//!
//! The cast: a [`Site`] knows the addresses of the stylesheet and the script, a [`Survey`] is what every page of an
//! open link knows, [`Fields`] is a form as the browser would post it. Each page is one function that gives a whole
//! HTML document. What a page says of the tenant comes in the [`Survey`]; a closed page has none where it must not
//! reveal anything.
//!
//! **Invariant:** a page needs no script, loads one stylesheet of our own and nothing from elsewhere.

mod closed;
mod document;
mod fields;
mod landing;
mod question;
mod recall;
mod retry;
mod review;
mod section;
mod thanks;

use chrono::{DateTime, Datelike as _, Utc};
use domain::survey::Template;

pub use closed::{Closed, closed};
pub use fields::Fields;
pub use landing::{Landing, landing};
pub use retry::retry;
pub use review::{Review, review};
pub use section::{Notice, SectionForm, section};
pub use thanks::{Thanks, saved, thanks};

/// Where the files are that a page links to.
#[derive(Clone, Debug)]
pub struct Site {
    /// The address of the buyer's stylesheet.
    pub stylesheet: String,
    /// The address of the script that saves drafts while the buyer writes; the pages work without it.
    pub script: String,
}

/// What every page of an open link knows.
#[derive(Copy, Clone, Debug)]
pub struct Survey<'a> {
    /// The name of the tenant that asks.
    pub tenant: &'a str,
    /// The name of the buyer's company.
    pub account: &'a str,
    /// Who is responsible for the data; the tenant when absent.
    pub privacy_contact: Option<&'a str>,
    /// What is asked.
    pub template: &'a Template,
    /// Until when the link can be used.
    pub expires_at: DateTime<Utc>,
    /// What tells this survey from another one in the next tab: the start of the link's hash.
    pub mark: &'a str,
}

/// "30 October 2026".
fn date(at: DateTime<Utc>) -> String {
    format!("{} {} {}", at.day(), crate::format::month(at.month()), at.year())
}

#[cfg(test)]
mod tests;
