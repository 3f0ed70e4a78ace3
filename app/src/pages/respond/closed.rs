//! The pages of a link that leads nowhere (any more): each kind, and none says more than its reader may know.

use domain::survey::Words;
use domain::survey::words::End;
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::mark;
use super::{Site, Voice};

/// Why there is nothing to answer here.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Closed {
    /// Not a link of ours: forged, cut in the mail, or of another place. One page for all of them.
    Unknown,
    /// A newer mail has another link to the same survey.
    Renewed,
    /// Its time is over.
    Expired,
    /// It was answered.
    Answered,
    /// It was taken back.
    Withdrawn,
    /// The buyer erased the answer.
    Erased,
    /// The buyer asked for no more.
    Stopped,
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
    /// The time for corrections is over.
    TooLate,
}

impl Closed {
    /// Every reason.
    pub const ALL: [Self; 14] = [
        Self::Unknown,
        Self::Renewed,
        Self::Expired,
        Self::Answered,
        Self::Withdrawn,
        Self::Erased,
        Self::Stopped,
        Self::Suspended,
        Self::NoCookie,
        Self::OtherSurvey,
        Self::NoSection,
        Self::TooLarge,
        Self::Malformed,
        Self::TooLate,
    ];

    fn words(self, words: &'static Words) -> (&'static str, &'static End) {
        let ends = &words.ends;
        match self {
            Self::Unknown => ("link", &ends.unknown),
            Self::Renewed => ("link", &ends.renewed),
            Self::Expired => ("clock", &ends.expired),
            Self::Answered => ("check", &ends.answered),
            Self::Withdrawn => ("info", &ends.withdrawn),
            Self::Erased => ("check", &ends.erased),
            Self::Stopped => ("check", &ends.stopped),
            Self::Suspended => ("clock", &ends.suspended),
            Self::NoCookie => ("link", &ends.no_cookie),
            Self::OtherSurvey => ("info", &ends.other_survey),
            Self::NoSection => ("info", &ends.no_section),
            Self::TooLarge => ("warn", &ends.too_large),
            Self::Malformed => ("warn", &ends.malformed),
            Self::TooLate => ("clock", &ends.too_late),
        }
    }
}

/// The page that says so. `go_on` is where the survey goes on, for who has one open.
#[must_use]
pub fn closed(site: &Site, voice: &Voice, why: Closed, go_on: Option<&str>) -> String {
    let (sign, end) = why.words(voice.words);
    let is_done = matches!(why, Closed::Answered | Closed::Erased | Closed::Stopped);
    let class = if is_done { "closed__mark--done" } else { "" };
    let paragraphs: Vec<AnyView> = end.lines().map(|text| view! { <p>{text}</p> }.into_any()).collect();
    let go_on = go_on.map(|address| {
        view! { <p><a class="button" href=address.to_owned()>{voice.words.ends.go_on}</a></p> }
    });
    let main =
        view! { <div class="closed">{mark(sign, class)}<h1>{end.heading}</h1>{paragraphs}{go_on}</div> };
    Document {
        title: end.heading.to_owned(),
        voice,
        survey: None,
        main: main.into_any(),
        switch: Switch::Never,
        foot: Foot::default(),
        has_script: false,
    }
    .render(site)
}
