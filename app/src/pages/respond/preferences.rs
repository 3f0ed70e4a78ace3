//! What a tenant may ask a buyer: nothing is chosen beforehand, so that a scanner that presses buttons stops nothing.

use domain::survey::words::fill;
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::{icon, mark};
use super::{Site, Survey, summary};

/// What holds for the buyer.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Preference {
    /// Surveys may come.
    Asked,
    /// Surveys may come, and there is none to stop now.
    AskedLater,
    /// This survey was stopped.
    Stopped,
    /// No survey comes any more.
    Silent,
    /// It was just taken back.
    Undone,
}

/// The page's values.
#[derive(Copy, Clone, Debug)]
pub struct Preferences<'a> {
    /// What every page knows; its base is the address of the preferences.
    pub survey: Survey<'a>,
    /// What holds.
    pub holds: Preference,
    /// Whether a button was pressed without a choice.
    pub is_missing: bool,
}

/// The page.
#[must_use]
pub fn preferences(site: &Site, page: &Preferences<'_>) -> String {
    let survey = page.survey;
    let words = &survey.words().preferences;
    let tenant = survey.tenant();
    let (title, main) = match page.holds {
        Preference::Asked | Preference::AskedLater => (survey.fill(words.heading, &[tenant]), form(page)),
        Preference::Stopped => {
            (words.stopped.to_owned(), end(survey, words.stopped, words.stopped_means.to_owned(), true))
        }
        Preference::Silent => (
            words.silent.to_owned(),
            end(survey, words.silent, survey.fill(words.silent_means, &[tenant]), true),
        ),
        Preference::Undone => (
            words.undone.to_owned(),
            end(survey, words.undone, survey.fill(words.undone_means, &[tenant]), false),
        ),
    };
    let title = if page.is_missing { fill(survey.words().frame.error_title, &[&title]) } else { title };
    Document {
        title,
        voice: survey.voice,
        survey: Some(survey),
        main,
        switch: Switch::Links(survey.base.to_owned()),
        foot: Foot::default(),
        has_script: false,
    }
    .render(site)
}

fn form(page: &Preferences<'_>) -> AnyView {
    let survey = page.survey;
    let words = &survey.words().preferences;
    let tenant = survey.tenant();
    let once = (page.holds == Preference::Asked)
        .then(|| choice("once", words.once.to_owned(), words.once_help.to_owned(), true));
    let nothing = once.is_none().then(|| view! { <p class="muted">{words.nothing}</p> });
    let is_first = once.is_none();
    let never = choice(
        "never",
        survey.fill(words.never, &[tenant]),
        survey.fill(words.never_help, &[tenant]),
        is_first,
    );
    let problem = page.is_missing.then(|| {
        let said = view! { <span class="visually-hidden">{survey.words().frame.error}</span>{words.choose} };
        view! { <p class="field__error" id="stop-error">{icon("warn")}<span>{said}</span></p> }
    });
    let summary = page.is_missing.then(|| summary::missing(survey, "stop", words.choose));
    let class = if page.is_missing { "field field--error" } else { "field" };
    let described = page.is_missing.then_some("stop-error");
    view! {
        {summary}
        <div>
            <h1>{survey.fill(words.heading, &[tenant])}</h1>
            <p class="lead">{words.lead}</p>
            {nothing}
        </div>
        <form method="post" action=survey.base.to_owned() class="stack stack--tight" novalidate=true>
            <fieldset class=class aria-describedby=described>
                <legend class="field__label">{words.ask}</legend>
                {problem}
                <div class="choices">{once}{never}</div>
            </fieldset>
            <div class="buttons"><button class="button button--primary">{words.stop}</button></div>
        </form>
    }
    .into_any()
}

fn choice(value: &'static str, label: String, help: String, is_first: bool) -> AnyView {
    let id = is_first.then_some("stop");
    view! {
        <label class="choice">
            <input type="radio" id=id name="stop" value=value required=true/>
            <span class="choice__label">{label}</span>
            <span class="choice__help">{help}</span>
        </label>
    }
    .into_any()
}

/// A page that says what holds now; with the way back where there is one.
fn end(survey: Survey<'_>, heading: &'static str, means: String, can_undo: bool) -> AnyView {
    let undo = can_undo.then(|| {
        view! {
            <form method="post" action=survey.address("undo")>
                <div class="buttons"><button class="button">{survey.words().preferences.undo}</button></div>
            </form>
        }
    });
    view! {
        <div class="closed">
            {mark("check", "closed__mark--done")}
            <h1>{heading}</h1>
            <p>{means}</p>
            {undo}
        </div>
    }
    .into_any()
}
