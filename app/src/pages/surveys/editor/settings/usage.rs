//! For whom a survey is, and after which outcomes it is sent: holds at once, without a publication.

use domain::deal::Outcome;
use domain::survey::Audience;
use leptos::prelude::*;

use super::section;
use crate::api::survey::settings::set_use;
use crate::components::icon::Icon;
use crate::pages::surveys::editor::state::EditorState;

pub(super) fn usage(state: EditorState) -> AnyView {
    let save = Action::new(move |(audience, outcomes): &(Audience, Vec<Outcome>)| {
        let (audience, outcomes) = (*audience, outcomes.clone());
        let survey = state.survey.with_untracked(|one| one.id);
        async move {
            let saved = set_use(Some(survey), audience, outcomes.clone()).await;
            if saved.is_ok() {
                state.survey.update(|one| {
                    one.audience = audience;
                    one.outcomes = outcomes;
                });
            }
            saved
        }
    });
    let is_published = Memo::new(move |_| state.survey.with(|one| one.number > 0));
    let audience = move |audience: Audience| {
        let is_it = move || state.survey.with(|one| one.audience == audience);
        let help = match audience {
            Audience::Buyer => "People at the account that decided.",
            Audience::Sales => "Your sellers of the deal. Their answers enter no report about buyers.",
        };
        view! {
            <label class="row setting">
                <input
                    class="radio"
                    type="radio"
                    name="audience"
                    prop:checked=is_it
                    disabled=move || is_published.get()
                    on:change=move |_| {
                        let outcomes = state.survey.with_untracked(|one| one.outcomes.clone());
                        save.dispatch((audience, outcomes));
                    }
                />
                <span>
                    <b>{audience.label()}</b>
                    <span class="setting__help">{help}</span>
                </span>
            </label>
        }
        .into_any()
    };
    let outcome = move |outcome: Outcome| {
        let is_it = move || state.survey.with(|one| one.outcomes.contains(&outcome));
        let toggle = move |_| {
            let (audience, mut outcomes) =
                state.survey.with_untracked(|one| (one.audience, one.outcomes.clone()));
            match outcomes.iter().position(|one| *one == outcome) {
                Some(at) => {
                    outcomes.remove(at);
                }
                None => outcomes.push(outcome),
            }
            outcomes.sort();
            save.dispatch((audience, outcomes));
        };
        view! {
            <label class="row">
                <input class="check" type="checkbox" prop:checked=is_it on:change=toggle />
                {outcome.label()}
            </label>
        }
        .into_any()
    };
    let none = move || {
        state.survey.with(|one| one.outcomes.is_empty()).then(|| {
            view! {
                <p class="notice">
                    <Icon name="warn" />
                    <span>"It is sent after nothing: nobody is invited with it."</span>
                </p>
            }
        })
    };
    let failed = move || {
        save.value().get().and_then(Result::err).map(|error| {
            view! {
                <p class="field__error" role="alert">
                    {format!("Nothing was changed: {error}.")}
                </p>
            }
        })
    };
    let body = view! {
        <fieldset class="field field--plain">
            <legend class="field__label">"Who answers it"</legend>
            {Audience::ALL.into_iter().map(audience).collect_view()}
            {move || {
                is_published
                    .get()
                    .then(|| {
                        view! {
                            <p class="field__help">
                                "It was published, so this stays: answers would change sides in the reports."
                            </p>
                        }
                    })
            }}
        </fieldset>
        <fieldset class="field field--plain">
            <legend class="field__label">"Sent after"</legend>
            {Outcome::ALL.into_iter().map(outcome).collect_view()}
            {none}
        </fieldset>
        {failed}
    };
    section(
        "set-use",
        "Use",
        "Holds from now on, without a publication. Of several surveys for the same deals the one published last is sent.",
        body.into_any(),
    )
}
