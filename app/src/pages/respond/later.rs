//! The pages for who goes on later: after "remind me", and after "save and finish later".

use chrono::NaiveDate;
use domain::survey::words::fill;
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::mark;
use super::{Site, Survey};

/// The page that says when the reminder comes.
#[must_use]
pub fn reminded(site: &Site, survey: Survey<'_>, on: NaiveDate) -> String {
    let words = &survey.words().later;
    let main = view! {
        <div class="closed">
            {mark("clock", "closed__mark--done")}
            <h1>{words.will_remind}</h1>
            <p>{fill(words.on, &[&survey.words().date(on)])}</p>
            <p>{fill(words.sooner, &[&survey.until()])}</p>
            <p><a class="button" href=survey.base.to_owned()>{words.go_on}</a></p>
        </div>
    };
    Document {
        title: words.will_remind.to_owned(),
        voice: survey.voice,
        survey: Some(survey),
        main: main.into_any(),
        switch: Switch::Never,
        foot: Foot { has_privacy: true, ..Foot::default() },
        has_script: false,
    }
    .render(site)
}

/// The page for who goes on later; `address` is where.
#[must_use]
pub fn saved(site: &Site, survey: Survey<'_>, address: &str) -> String {
    let words = &survey.words().later;
    // The link of the mail leads to no correction: the receipt does, and the button here.
    let [what, until] = survey
        .correction()
        .unwrap_or_else(|| [words.not_sent.to_owned(), fill(words.come_back, &[&survey.until()])]);
    let main = view! {
        <div class="closed">
            {mark("check", "closed__mark--done")}
            <h1>{words.saved}</h1>
            <p>{what}</p>
            <p>{until}</p>
            <p><a class="button" href=address.to_owned()>{words.go_on}</a></p>
        </div>
    };
    Document {
        title: words.saved.to_owned(),
        voice: survey.voice,
        survey: Some(survey),
        main: main.into_any(),
        switch: Switch::Form("saved".to_owned()),
        foot: Foot { sharing_from: Some("saved".to_owned()), has_privacy: true, says: Vec::new() },
        has_script: false,
    }
    .render(site)
}
