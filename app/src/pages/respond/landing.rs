//! The first page: who asks, why, how long, until when and who will see it. Opening it changes nothing.

use chrono::{DateTime, Utc};
use domain::survey::logic::Span;
use domain::survey::words::{fill, isolated};
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::icon;
use super::said::with_bold;
use super::sharing::{self, Heading};
use super::{Site, Survey, summary};

/// What the first page says beside the survey itself.
#[derive(Copy, Clone, Debug)]
pub struct Landing<'a> {
    /// What every page knows.
    pub survey: Survey<'a>,
    /// The person in whose name the tenant asks.
    pub sender: Option<&'a str>,
    /// The buyer's company, where it is known what it is called.
    pub account: Option<&'a str>,
    /// When the deal closed.
    pub closed_at: DateTime<Utc>,
    /// How many pages there can be.
    pub pages: Span,
    /// Whether the buyer has begun before.
    pub has_started: bool,
    /// Whether the buyer can be reminded here.
    pub can_wait: bool,
    /// What was wrong with the wish to be reminded.
    pub problem: Option<&'a str>,
}

/// The id of the first time at which a reminder can come.
const FIRST_TIME: &str = "days";

/// The first page.
#[must_use]
pub fn landing(site: &Site, page: &Landing<'_>) -> String {
    let survey = page.survey;
    let words = &survey.words().landing;
    let title = survey.say(&survey.template.title);
    let intro = survey.say(&survey.template.intro);
    let tab = match page.problem {
        Some(_) => fill(survey.words().frame.error_title, &[&title.words]),
        None => title.words.clone(),
    };
    let main = view! {
        {page.problem.map(|problem| summary::missing(survey, FIRST_TIME, problem))}
        <div>
            <h1 lang=title.lang dir=title.dir>{title.words}</h1>
            <p class="lead" lang=intro.lang dir=intro.dir>{intro.words}</p>
        </div>
        {asker(page)}
        {terms(page)}
        {start(page)}
        {page.can_wait.then(|| not_now(page))}
    };
    let months = survey.words().count(&words.months, u32::from(survey.template.notice.retention_months));
    let says = vec![survey.fill(words.keeps, &[survey.tenant(), &months]), words.stored.to_owned()];
    Document {
        title: tab,
        voice: survey.voice,
        survey: Some(survey),
        main: main.into_any(),
        switch: Switch::Links(survey.base.to_owned()),
        foot: Foot { says, has_privacy: true, sharing_from: None },
        has_script: false,
    }
    .render(site)
}

fn asker(page: &Landing<'_>) -> AnyView {
    let survey = page.survey;
    let words = &survey.words().landing;
    let tenant = survey.tenant();
    let name = page.sender.unwrap_or(tenant);
    let initials = crate::format::initials(name);
    let contact = survey.names.contact.as_str();
    let asks = if contact.is_empty() {
        with_bold(words.asks_you, &[name])
    } else {
        with_bold(words.asks, &[name, &isolated(survey.voice.page(), contact)])
    };
    let whence = page.sender.map(|_| {
        view! { <br/><span class="muted">{survey.fill(words.on_behalf, &[tenant])}</span> }
    });
    view! {
        <div class="asker">
            <span class="avatar avatar--large" aria-hidden="true">{initials}</span>
            <p>{asks}{whence}</p>
        </div>
    }
    .into_any()
}

fn terms(page: &Landing<'_>) -> AnyView {
    let survey = page.survey;
    let all = survey.words();
    let words = &all.landing;
    let minutes = all.count(&words.minutes, u32::from(survey.template.minutes.max(1)));
    let pages = all.count(&words.pages, u32::try_from(page.pages.most).unwrap_or(u32::MAX));
    let pages = if page.pages.is_sure() { pages } else { fill(words.up_to, &[&pages]) };
    let month = all.month(page.closed_at.date_naive());
    let decision = match page.account {
        Some(account) => survey.fill(words.decision, &[account, &month]),
        None => fill(words.decision_yours, &[&month]),
    };
    view! {
        <dl class="terms">
            <div><dt>{words.takes}</dt><dd>{format!("{minutes} · {pages}")}</dd></div>
            <div><dt>{words.about}</dt><dd>{decision}</dd></div>
            <div><dt>{words.until}</dt><dd>{survey.until()}</dd></div>
        </dl>
    }
    .into_any()
}

/// The choice about the name, and the button that begins.
fn start(page: &Landing<'_>) -> AnyView {
    let survey = page.survey;
    let words = &survey.words().landing;
    let (button, begun) =
        if page.has_started { (words.go_on, Some(words.begun)) } else { (words.start, None) };
    let begun =
        begun.map(|begun| view! { <p class="notice notice--done">{icon("check")}<span>{begun}</span></p> });
    let sharing = match survey.offered().as_slice() {
        [] => None,
        [only] => Some(sharing::told(survey, *only)),
        [..] => Some(sharing::choice(survey, Heading::Shown)),
    };
    let language = survey.voice.language().as_str().to_owned();
    let refuse = survey
        .preferences
        .map(|address| view! { <a class="button" href=address.to_owned()>{words.no_thanks}</a> });
    view! {
        <form method="post" action=survey.base.to_owned() class="stack stack--tight">
            <input type="hidden" name="lang" value=language/>
            {sharing}
            {begun}
            <div class="buttons"><button class="button button--primary">{button}</button>{refuse}</div>
        </form>
    }
    .into_any()
}

/// "Remind me": quiet, and closed until it is wanted.
fn not_now(page: &Landing<'_>) -> AnyView {
    let survey = page.survey;
    let words = &survey.words().landing;
    let times: Vec<AnyView> = ["3", "7", "14"]
        .into_iter()
        .zip(words.times)
        .enumerate()
        .map(|(at, (days, label))| {
            let id = (at == 0).then_some(FIRST_TIME);
            view! {
                <label class="choice">
                    <input type="radio" id=id name="days" value=days required=true/>
                    <span class="choice__label">{label}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let language = survey.voice.language().as_str().to_owned();
    let problem = page.problem.map(|problem| {
        let error = survey.words().frame.error;
        let said = view! { <span class="visually-hidden">{error}</span>{problem.to_owned()} };
        view! { <p class="field__error" id="days-error">{icon("warn")}<span>{said}</span></p> }
    });
    let described = page.problem.map(|_| "days-error");
    let class = if page.problem.is_some() { "field field--error" } else { "field" };
    view! {
        <details class="later" open=page.problem.is_some()>
            <summary>{words.not_now}</summary>
            <form method="post" action=survey.address("later") class="stack stack--tight" novalidate=true>
                <input type="hidden" name="lang" value=language/>
                <fieldset class=class aria-describedby=described>
                    <legend class="field__label">{words.remind_when}</legend>
                    {problem}
                    <div class="choices choices--row">{times}</div>
                </fieldset>
                <div class="buttons"><button class="button">{words.remind}</button></div>
            </form>
        </details>
    }
    .into_any()
}
