//! The page for when we are out of order: it carries what the buyer just sent, so that nothing typed is lost.

use leptos::prelude::*;

use super::Site;
use super::document::{Document, mark};

/// A page that sends the same form to the same address again.
#[must_use]
pub fn retry(site: &Site, address: &str, form: &[(String, String)]) -> String {
    let fields: Vec<AnyView> = form
        .iter()
        .map(|(name, value)| {
            view! { <input type="hidden" name=name.clone() value=value.clone()/> }.into_any()
        })
        .collect();
    let main = view! {
        <div class="closed">
            {mark("warn", "")}
            <h1>"Something is out of order on our side"</h1>
            <p>"What you just sent is not saved yet. It is still on this page: wait a moment, then try again."</p>
            <form method="post" action=address.to_owned()>
                {fields}
                <div class="buttons"><button class="button button--primary">"Try again"</button></div>
            </form>
        </div>
    };
    let title = "Please try again".to_owned();
    Document { title, survey: None, main: main.into_any(), foot: None, has_script: false }.render(site)
}
