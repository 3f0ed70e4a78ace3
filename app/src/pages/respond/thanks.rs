//! The last page, which says what happens with the answer, and the page for who goes on later.

use chrono::{DateTime, Utc};
use domain::response::Attribution;
use leptos::prelude::*;

use super::document::{Document, mark};
use super::{Site, Survey, date};

/// What became of the answer.
#[derive(Copy, Clone, Debug)]
pub struct Thanks<'a> {
    /// What every page knows.
    pub survey: Survey<'a>,
    /// What the buyer chose about the name; unknown when the page is opened again.
    pub attribution: Option<Attribution>,
    /// When the answer arrived.
    pub answered_at: Option<DateTime<Utc>>,
}

/// The page after the send.
#[must_use]
pub fn thanks(site: &Site, page: &Thanks<'_>) -> String {
    let survey = page.survey;
    let tenant = survey.tenant;
    let said = survey.recall(&survey.template.thanks);
    let who = match page.attribution {
        Some(Attribution::Named) => {
            format!(
                "The people at {tenant} who worked with you, and its leadership, can read it with your name."
            )
        }
        Some(Attribution::Leadership) => {
            format!(
                "Only leadership at {tenant} can see that it is yours. The people who sold to you cannot."
            )
        }
        Some(Attribution::Pooled) => {
            format!(
                "It is counted together with the answers of others. Nobody at {tenant} is shown it as yours."
            )
        }
        None => format!("Nobody at {tenant} sees more of it than you chose before you sent it."),
    };
    let arrived = page.answered_at.map_or_else(
        || "We have it.".to_owned(),
        |at| format!("It came in on {}.", crate::format::instant(at)),
    );
    let main = view! {
        <div class="closed">
            {mark("check", "closed__mark--done")}
            <h1>"Your answer has arrived"</h1>
            <p dir="auto">{said}</p>
            <div class="receipt"><p><b>{arrived}</b></p><p>{who}</p></div>
            <h2>"What happens now"</h2>
            <ol class="next">
                <li>"Your words are read for what they are about: price, product, support and so on."</li>
                <li>{format!("{tenant} sees them next to those of others, in the way you chose.")}</li>
                <li>"This link is used up. Nobody can answer with it again, and you need not keep it."</li>
            </ol>
            <p class="muted">"You can close this page."</p>
        </div>
    };
    let title = "Your answer has arrived".to_owned();
    Document { title, survey: Some(survey), main: main.into_any(), foot: None, has_script: false }
        .render(site)
}

/// The page for who goes on later; `address` is where.
#[must_use]
pub fn saved(site: &Site, survey: Survey<'_>, address: &str) -> String {
    let until = format!(
        "Open the link in our mail again, on any device, until {}. You go on where you stopped.",
        date(survey.expires_at)
    );
    let main = view! {
        <div class="closed">
            {mark("check", "closed__mark--done")}
            <h1>"Your answers are saved"</h1>
            <p>"Nothing is sent yet."</p>
            <p>{until}</p>
            <p><a class="button" href=address.to_owned()>"Continue now"</a></p>
        </div>
    };
    let title = "Saved".to_owned();
    Document { title, survey: Some(survey), main: main.into_any(), foot: None, has_script: false }
        .render(site)
}
