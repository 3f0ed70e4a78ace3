//! A button that asks before it does what cannot be undone: a native popover around a form, so that it asks without
//! script, too.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::form;
use crate::browser;

/// The button, and the question that it opens.
#[component]
pub fn Confirm(
    /// The id of the question in the document.
    #[prop(into)]
    id: String,
    /// What is done: on the button, and on the one that confirms.
    word: &'static str,
    /// To what it is done, for those who hear the page.
    #[prop(into)]
    about: String,
    /// The question.
    #[prop(into)]
    title: String,
    /// What it means.
    text: &'static str,
    /// The word for not doing it.
    keep: &'static str,
    /// Where the form is posted to without script.
    path: &'static str,
    /// What it sends.
    fields: Vec<(&'static str, String)>,
    /// Does it with script.
    confirmed: Callback<()>,
    /// Whether something is lost for good by it.
    #[prop(optional)]
    is_final: bool,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let heading = title_id.clone();
    let (opens, closes, hides) = (id.clone(), id.clone(), id.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        browser::hide_popover(&hides);
        confirmed.run(());
    };
    view! {
        <button
            class="button button--small"
            type="button"
            popovertarget=opens
            aria-label=format!("{word}: {about}")
        >
            {word}
        </button>
        <div class="dialog" id=id popover="auto" role="dialog" aria-labelledby=title_id>
            <h2 id=heading>{title}</h2>
            <div class="dialog__body">
                <p>{text}</p>
            </div>
            <form class="dialog__foot" method="post" action=form::own(path) on:submit=submit>
                {hidden(fields)}
                <button class="button" type="button" popovertarget=closes popovertargetaction="hide" autofocus>
                    {keep}
                </button>
                <button class=if is_final { "button button--danger" } else { "button button--primary" }>{word}</button>
            </form>
        </div>
    }
    .into_any()
}

/// What a form sends without asking.
pub(crate) fn hidden(fields: Vec<(&'static str, String)>) -> AnyView {
    let inputs =
        fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    inputs.collect_view().into_any()
}
