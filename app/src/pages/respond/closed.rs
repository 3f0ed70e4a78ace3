//! The pages of a link that leads nowhere (any more): each kind, and none says more than its reader may know.

use leptos::prelude::*;

use super::Site;
use super::document::{Document, mark};

/// Why there is nothing to answer here.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Closed {
    /// Not a link of ours: forged, cut in the mail, or of another place. One page for all of them.
    Unknown,
    /// Its time is over.
    Expired,
    /// It was answered.
    Answered,
    /// It was taken back.
    Withdrawn,
    /// The survey is closed for now.
    Suspended,
    /// The browser does not say which survey it means.
    NoCookie,
    /// In the meantime the browser opened another survey.
    OtherSurvey,
    /// There is no such page in the survey.
    NoSection,
    /// More came than a form can hold.
    TooLarge,
    /// What came is not a form of ours.
    Malformed,
}

impl Closed {
    fn words(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Unknown => (
                "link",
                "We do not know this link",
                &[
                    "It may have been cut in the mail. Please open it from the mail again, or copy the whole line into \
                     the address bar.",
                    "If it still leads here, nothing is wrong on your side, and there is nothing you need to do.",
                ],
            ),
            Self::Expired => (
                "clock",
                "This survey is over",
                &[
                    "The link in the mail could be used for a limited time, and that time has passed.",
                    "Thank you for coming by. There is nothing you need to do.",
                ],
            ),
            Self::Answered => (
                "check",
                "This was already answered",
                &[
                    "The answer to this survey has arrived, so the link is used up. If it was you: thank you.",
                    "Nothing was sent twice, and there is nothing you need to do.",
                ],
            ),
            Self::Withdrawn => (
                "info",
                "This survey was withdrawn",
                &[
                    "Whoever asked does not need an answer any more. What you may have entered was not passed on.",
                    "Thank you for coming by. There is nothing you need to do.",
                ],
            ),
            Self::Suspended => (
                "clock",
                "This survey is closed for now",
                &["Please try again later with the same link. What you entered before is kept."],
            ),
            Self::NoCookie => (
                "link",
                "Please open the link in the mail again",
                &[
                    "Your browser does not say any more which survey is yours: its memory of this site was cleared, or \
                     it does not keep cookies here.",
                    "The link in the mail brings you back to where you were, with the answers you had saved.",
                ],
            ),
            Self::OtherSurvey => (
                "info",
                "You opened another survey in the meantime",
                &[
                    "This page belongs to a survey that is not the one this browser opened last, so nothing of it was \
                     saved just now.",
                    "Go back in your browser to see what you entered. To go on, open the link of this survey again: \
                     what you saved before is kept.",
                ],
            ),
            Self::NoSection => (
                "info",
                "There is no such page",
                &["The survey does not have this page. Your saved answers are kept."],
            ),
            Self::TooLarge => (
                "warn",
                "That was too long for us",
                &[
                    "Your text is longer than we can take in at once, so it was not saved. What you saved before is kept.",
                    "Go back in your browser, make the text shorter, and send it again.",
                ],
            ),
            Self::Malformed => (
                "warn",
                "We could not read that",
                &[
                    "What your browser sent is not a form of this survey, so nothing was changed.",
                    "Go back in your browser and try again, or open the link in the mail once more.",
                ],
            ),
        }
    }
}

/// The page that says so. `go_on` is where the survey goes on, for who has one open.
#[must_use]
pub fn closed(site: &Site, why: Closed, go_on: Option<&str>) -> String {
    let (sign, heading, paragraphs) = why.words();
    let class = if why == Closed::Answered { "closed__mark--done" } else { "" };
    let paragraphs: Vec<AnyView> =
        paragraphs.iter().map(|text| view! { <p>{*text}</p> }.into_any()).collect();
    let go_on = go_on.map(
        |address| view! { <p><a class="button" href=address.to_owned()>"Go on with the survey"</a></p> },
    );
    let main = view! { <div class="closed">{mark(sign, class)}<h1>{heading}</h1>{paragraphs}{go_on}</div> };
    let title = heading.to_owned();
    Document { title, survey: None, main: main.into_any(), foot: None, has_script: false }.render(site)
}
