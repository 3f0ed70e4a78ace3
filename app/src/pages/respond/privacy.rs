//! The privacy notice: who is responsible, what for, how long, who will see it, and what the buyer can do.

use domain::survey::words::fill;
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::icon;
use super::said::Said;
use super::{Site, Survey};

/// The page; `back` is where it leads back to.
#[must_use]
pub fn privacy(site: &Site, survey: Survey<'_>, back: &str) -> String {
    let all = survey.words();
    let words = &all.privacy;
    let notice = &survey.template.notice;
    let controller = [notice.controller.trim(), survey.privacy_contact.unwrap_or_default(), survey.tenant()]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default();
    let purpose = if notice.purpose.is_empty() {
        Said::ours(survey.fill(words.purpose_text, &[survey.tenant()]))
    } else {
        survey.say(&notice.purpose)
    };
    let kept = all.count(&words.retention_text, u32::from(notice.retention_months));
    let full = link(&notice.url).map(|address| {
        view! { <p><a href=address rel="noopener noreferrer">{words.full}</a></p> }
    });
    let main = view! {
        <h1>{words.heading}</h1>
        <dl class="review notice-list">
            {part(words.controller, Said::anybodys(controller))}
            {part(words.purpose, purpose)}
            {part(words.retention, Said::ours(kept))}
            {part(words.readers, readers(survey))}
            {part(words.cookies, Said::ours(words.cookies_text))}
            {part(words.rights, Said::ours(words.rights_text))}
        </dl>
        {full}
        <p><a class="button" href=back.to_owned()>{icon("back")}{words.back}</a></p>
    };
    Document {
        title: words.heading.to_owned(),
        voice: survey.voice,
        survey: Some(survey),
        main: main.into_any(),
        switch: Switch::Links(survey.address("privacy")),
        foot: Foot::default(),
        has_script: false,
    }
    .render(site)
}

/// As the tenant wrote it, else by what the buyer chose, else by what can be chosen.
fn readers(survey: Survey<'_>) -> Said {
    let notice = &survey.template.notice;
    if !notice.readers.is_empty() {
        return survey.say(&notice.readers);
    }
    let words = &survey.words().sharing;
    let means = |one| {
        let meaning = survey.fill(words.meaning(survey.audience, one), &[survey.tenant()]);
        fill("{0}: {1}", &[words.name(one), &meaning])
    };
    Said::ours(survey.offered().into_iter().map(means).collect::<Vec<_>>().join("\n"))
}

fn part(what: &'static str, said: Said) -> Option<AnyView> {
    (!said.is_empty()).then(|| {
        view! { <div class="review__item"><dt>{what}</dt><dd lang=said.lang dir=said.dir>{said.words}</dd></div> }
            .into_any()
    })
}

/// The tenant's own notice; only an address of the web becomes a link.
fn link(url: &str) -> Option<String> {
    let url = url.trim();
    let lower = url.to_ascii_lowercase();
    let is_web = ["https://", "http://"].iter().any(|scheme| lower.starts_with(scheme));
    is_web.then(|| url.to_owned())
}
