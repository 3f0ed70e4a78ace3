//! The last page: what became of the answer, the receipt, and what happens next.

use chrono::{DateTime, NaiveDate, Utc};
use domain::deal::Outcome;
use domain::response::Attribution;
use domain::survey::words::fill;
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::mark;
use super::{Site, Survey};

/// What became of the answer.
#[derive(Copy, Clone, Debug)]
pub struct Thanks<'a> {
    /// What every page knows.
    pub survey: Survey<'a>,
    /// How the deal ended: the tenant may thank differently after each.
    pub outcome: Option<Outcome>,
    /// Who may see the buyer's name; unknown where a survey asks in a question.
    pub attribution: Option<Attribution>,
    /// When the answer arrived.
    pub answered_at: Option<DateTime<Utc>>,
    /// Whether a correction arrived.
    pub is_correction: bool,
    /// The receipt's code; it opens nothing.
    pub code: Option<&'a str>,
    /// The receipt's address; only right after the send, for whoever sent.
    pub receipt: Option<&'a str>,
    /// Until when the answer can be corrected.
    pub correctable_until: Option<NaiveDate>,
}

/// The page after the send.
#[must_use]
pub fn thanks(site: &Site, page: &Thanks<'_>) -> String {
    let survey = page.survey;
    let words = &survey.words().sent;
    let heading = if page.is_correction { words.corrected } else { words.heading };
    let said = survey.say(survey.template.thanks_for(page.outcome));
    let arrived = page.answered_at.map(|at| fill(words.arrived, &[&survey.words().instant(at)]));
    let sharing = &survey.words().sharing;
    let who =
        page.attribution.map(|one| survey.fill(sharing.outcome(survey.audience, one), &[survey.tenant()]));
    let steps: Vec<AnyView> = words
        .steps
        .into_iter()
        .map(|step| view! { <li>{survey.fill(step, &[survey.tenant()])}</li> }.into_any())
        .collect();
    let main = view! {
        <div class="closed">
            {mark("check", "closed__mark--done")}
            <h1>{heading}</h1>
            <p lang=said.lang dir=said.dir>{said.words}</p>
            {receipt(page)}
            <p>{arrived}" "{who}</p>
            <h2>{words.next}</h2>
            <ol class="next">{steps}</ol>
            <p class="muted">{words.close}</p>
        </div>
    };
    Document {
        title: heading.to_owned(),
        voice: survey.voice,
        survey: Some(survey),
        main: main.into_any(),
        switch: Switch::Never,
        foot: Foot { has_privacy: true, ..Foot::default() },
        has_script: false,
    }
    .render(site)
}

fn receipt(page: &Thanks<'_>) -> Option<AnyView> {
    let survey = page.survey;
    let words = &survey.words().sent;
    let code = page.code?.to_owned();
    let until = page.correctable_until.map(|day| survey.words().date(day));
    let good_for = until.map(|until| view! { <p>{fill(words.receipt_use, &[&until])}</p> });
    let link = page.receipt.map(|address| {
        view! {
            <p><a class="button" href=address.to_owned()>{words.receipt_link}</a></p>
        }
    });
    Some(
        view! {
            <div class="receipt">
                <p>{words.receipt}</p>
                <p class="receipt__code" dir="ltr">{code}</p>
                {good_for}
                {link}
                <p class="muted">{words.receipt_mail}</p>
            </div>
        }
        .into_any(),
    )
}
