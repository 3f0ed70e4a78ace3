//! The answer read back, with what can still be done with it; and the question before it is erased.

use chrono::{DateTime, Utc};
use domain::survey::words::fill;
use domain::survey::{AnswerSet, Path};
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::{icon, mark};
use super::sharing::{self, Heading};
use super::{Site, Survey, review};

/// An answer, as its buyer finds it.
#[derive(Copy, Clone, Debug)]
pub struct Receipt<'a> {
    /// What every page knows; its base is the receipt's address.
    pub survey: Survey<'a>,
    /// What was asked.
    pub path: &'a Path<'a>,
    /// What was answered.
    pub answers: &'a AnswerSet,
    /// The receipt's code.
    pub code: &'a str,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// Whether it waits to be read.
    pub is_waiting: bool,
    /// Whether a correction was begun.
    pub is_correcting: bool,
    /// Until when it can be corrected.
    pub correctable_until: Option<DateTime<Utc>>,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// What was just done.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Notice {
    /// Who may see it was changed.
    Shared,
}

/// The page with the answer.
#[must_use]
pub fn receipt(site: &Site, page: &Receipt<'_>) -> String {
    let survey = page.survey;
    let words = &survey.words().receipt;
    let sent = page.sent_at.map(|at| fill(words.sent, &[&survey.words().instant(at)]));
    let notice = page.notice.map(|notice| {
        let said = match notice {
            Notice::Shared => survey.words().sharing.kept,
        };
        view! { <p class="notice notice--done" role="status">{icon("check")}<span>{said}</span></p> }
    });
    let waiting = page.is_waiting.then(|| view! { <p class="muted">{words.waiting}</p> });
    let main = view! {
        <div>
            <h1>{words.heading}</h1>
            <p class="lead">{sent}</p>
            {waiting}
        </div>
        {notice}
        <div class="receipt">
            <p>{survey.words().sent.receipt}</p>
            <p class="receipt__code" dir="ltr">{page.code.to_owned()}</p>
        </div>
        <div class="review">{review::answers(survey, page.path, page.answers, false)}</div>
        {attribution(survey)}
        {correct(page)}
        <p><a href=survey.address("withdraw")>{words.withdraw}</a></p>
    };
    document(site, survey, words.heading, main.into_any(), Switch::Links(survey.base.to_owned()))
}

fn attribution(survey: Survey<'_>) -> Option<AnyView> {
    let offered = survey.offered();
    match offered.as_slice() {
        [] => None,
        [only] => Some(sharing::told(survey, *only)),
        [..] => Some(
            view! {
                <form method="post" action=survey.address("attribution") class="stack stack--tight">
                    {sharing::choice(survey, Heading::Shown)}
                    <div class="buttons"><button class="button">{survey.words().sharing.keep}</button></div>
                </form>
            }
            .into_any(),
        ),
    }
}

fn correct(page: &Receipt<'_>) -> AnyView {
    let survey = page.survey;
    let words = &survey.words().receipt;
    let Some(until) = page.correctable_until else {
        return view! { <p class="muted">{words.over}</p> }.into_any();
    };
    let said = if page.is_correcting {
        words.correcting.to_owned()
    } else {
        fill(words.until, &[&survey.words().instant(until)])
    };
    let button = if page.is_correcting { words.go_on } else { words.correct };
    view! {
        <form method="post" action=survey.address("correct") class="stack stack--tight">
            <p>{said}</p>
            <div class="buttons"><button class="button">{button}</button></div>
        </form>
    }
    .into_any()
}

/// The page that asks before everything is erased.
#[must_use]
pub fn withdrawal(site: &Site, survey: Survey<'_>) -> String {
    let words = &survey.words().receipt;
    let main = view! {
        <div class="closed">
            {mark("warn", "")}
            <h1>{words.ask}</h1>
            <p>{words.erases}</p>
            <p>{words.remains}</p>
            <form method="post" action=survey.address("withdraw")>
                <div class="buttons">
                    <button class="button button--danger">{words.erase}</button>
                    <a class="button" href=survey.base.to_owned()>{words.keep}</a>
                </div>
            </form>
        </div>
    };
    let switch = Switch::Links(survey.address("withdraw"));
    document(site, survey, words.ask, main.into_any(), switch)
}

fn document(site: &Site, survey: Survey<'_>, title: &str, main: AnyView, switch: Switch) -> String {
    Document {
        title: title.to_owned(),
        voice: survey.voice,
        survey: Some(survey),
        main,
        switch,
        foot: Foot { has_privacy: true, ..Foot::default() },
        has_script: false,
    }
    .render(site)
}
