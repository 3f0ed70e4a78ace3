//! What was erased, as a page to keep; the text file says the same in the words that its checksum is
//! of, which are those of our tables.

use domain::erasure::Certificate;
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::mark;
use super::{Site, Survey};

/// An answer that is gone.
#[derive(Copy, Clone, Debug)]
pub struct Erased<'a> {
    /// What every page knows; its base is the receipt's address.
    pub survey: Survey<'a>,
    /// What was erased.
    pub certificate: &'a Certificate,
}

/// The page with the certificate.
#[must_use]
pub fn erased(site: &Site, page: &Erased<'_>) -> String {
    let survey = page.survey;
    let all = survey.words();
    let (words, certificate) = (&all.certificate, page.certificate);
    let rows: Vec<AnyView> = certificate
        .manifest
        .iter()
        .filter(|(_, rows)| **rows > 0)
        .map(|(table, rows)| {
            let name = words.name(table).map_or_else(|| table.clone(), str::to_owned);
            view! { <div class="review__item review__item--pair"><dt>{name}</dt><dd>{rows.to_string()}</dd></div> }
                .into_any()
        })
        .collect();
    let main = view! {
        <div class="closed">
            {mark("check", "closed__mark--done")}
            <h1>{all.receipt.erased}</h1>
            <p>{all.receipt.gone}</p>
        </div>
        <section class="review__section">
            <div class="review__head"><h2>{words.heading}</h2></div>
            <p class="gap-top muted">{words.lead}</p>
            <dl>
                <div class="review__item"><dt>{words.number}</dt><dd dir="ltr">{certificate.id.to_string()}</dd></div>
                <div class="review__item"><dt>{words.at}</dt><dd>{all.instant(certificate.at)}</dd></div>
                <div class="review__item"><dt>{words.checksum}</dt><dd dir="ltr">{certificate.hash()}</dd></div>
                <div class="review__item review__item--pair"><dt><b>{words.what}</b></dt><dd><b>{words.rows}</b></dd></div>
                {rows}
            </dl>
        </section>
        <p><a class="button" href=survey.address("certificate.txt") download="">{words.download}</a></p>
    };
    Document {
        title: all.receipt.erased.to_owned(),
        voice: survey.voice,
        survey: Some(survey),
        main: main.into_any(),
        switch: Switch::Links(survey.address("certificate")),
        foot: Foot::default(),
        has_script: false,
    }
    .render(site)
}
