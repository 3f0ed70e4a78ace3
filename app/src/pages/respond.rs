//! The buyer's pages: plain functions from values to whole documents, rendered on the server and nowhere else.
//!
//! The cast: a [`Site`] knows the addresses of the stylesheet and the script, a [`Voice`] the language a buyer reads
//! in, a [`Survey`] what every page of an open survey knows, [`Fields`] is a form as the browser would post it. Each
//! page is one function that gives a whole HTML document. Where a survey's pages are is a value, too
//! ([`Survey::base`]): a member who tries a survey sees the same pages at another address.
//!
//! **Invariant:** a page needs no script, has one stylesheet of our own and loads nothing from elsewhere.
//! **Invariant:** what the tenant or the buyer wrote is text here, and marked with its language where that is another
//! one than the page's.

mod alone;
mod branding;
mod certificate;
mod closed;
mod document;
mod field;
mod fields;
mod icon;
mod landing;
mod later;
mod preferences;
mod privacy;
mod receipt;
mod retry;
mod review;
mod said;
mod section;
mod sharing;
mod summary;
mod survey;
mod thanks;

use std::sync::Arc;

pub use alone::{Alone, alone};
pub use certificate::{Erased, erased};
pub use closed::{Closed, closed};
pub use fields::Fields;
pub use landing::{Landing, landing};
pub use later::{reminded, saved};
pub use preferences::{Preference, Preferences, preferences};
pub use privacy::privacy;
pub use receipt::{Notice as ReceiptNotice, Receipt, receipt, withdrawal};
pub use retry::retry;
pub use review::{Review, review};
pub use said::Voice;
pub use section::{Notice, SectionForm, section};
pub use sharing::{WhoSees, who_sees};
pub use survey::{Survey, Vendors};
pub use thanks::{Thanks, thanks};

/// Where the files are that a page links to.
#[derive(Clone, Debug)]
pub struct Site {
    /// The address of the buyer's stylesheet.
    pub stylesheet: String,
    /// The stylesheet itself. A survey's page carries it, so that a slow connection is not asked twice before anything
    /// is seen; when it is empty, and on pages without a nonce, it is linked.
    pub sheet: Arc<str>,
    /// The address of the script that saves drafts while the buyer writes; the pages work without it.
    pub script: String,
}

#[cfg(test)]
mod tests;
