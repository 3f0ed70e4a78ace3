//! The page for when we are out of order: it carries what the buyer just sent, so that nothing typed is lost.

use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::mark;
use super::{Site, Voice};

/// A page that sends the same form to the same address again.
#[must_use]
pub fn retry(site: &Site, voice: &Voice, address: &str, form: &[(String, String)]) -> String {
    let fields: Vec<AnyView> = form
        .iter()
        .map(|(name, value)| {
            view! { <input type="hidden" name=name.clone() value=value.clone()/> }.into_any()
        })
        .collect();
    let ends = &voice.words.ends;
    let paragraphs: Vec<AnyView> =
        ends.retry.lines().map(|text| view! { <p>{text}</p> }.into_any()).collect();
    let main = view! {
        <div class="closed">
            {mark("warn", "")}
            <h1>{ends.retry.heading}</h1>
            {paragraphs}
            <form method="post" action=address.to_owned()>
                {fields}
                <div class="buttons"><button class="button button--primary">{ends.try_again}</button></div>
            </form>
        </div>
    };
    Document {
        title: ends.retry.heading.to_owned(),
        voice,
        survey: None,
        main: main.into_any(),
        switch: Switch::Never,
        foot: Foot::default(),
        has_script: false,
    }
    .render(site)
}
