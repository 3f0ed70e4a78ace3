//! Who may see what the buyer says: a picture of each choice, in plain words and with marks.

use domain::response::Attribution;
use domain::survey::Audience;
use leptos::prelude::*;

use super::document::{Document, Foot, Switch};
use super::icon::icon;
use super::{Site, Survey};

/// The page on which the choice is changed before the answer is sent.
#[derive(Copy, Clone, Debug)]
pub struct WhoSees<'a> {
    /// What every page knows.
    pub survey: Survey<'a>,
    /// The page of the survey that it leads back to.
    pub back: &'a str,
}

/// The page with the choice.
#[must_use]
pub fn who_sees(site: &Site, page: &WhoSees<'_>) -> String {
    let survey = page.survey;
    let words = &survey.words().sharing;
    let back = survey.address(page.back);
    let main = view! {
        <h1>{words.change}</h1>
        <form method="post" action=survey.address("who-sees") class="stack stack--tight">
            <input type="hidden" name="survey" value=survey.mark.to_owned()/>
            <input type="hidden" name="back" value=page.back.to_owned()/>
            {choice(survey, Heading::Hidden)}
            <div class="buttons">
                <button class="button button--primary">{words.keep}</button>
                <a class="button" href=back>{icon("back")}{survey.words().form.back}</a>
            </div>
        </form>
    };
    let title = words.change.to_owned();
    let switch = Switch::Form("who-sees".to_owned());
    let foot = Foot { has_privacy: true, ..Foot::default() };
    let survey_of = Some(survey);
    Document {
        title,
        voice: survey.voice,
        survey: survey_of,
        main: main.into_any(),
        switch,
        foot,
        has_script: false,
    }
    .render(site)
}

/// How the question stands on its page.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) enum Heading {
    /// As a heading of its own.
    Shown,
    /// The page's heading says it already.
    Hidden,
}

/// The choice as radio cards, each with its picture; the field is `who`.
pub(super) fn choice(survey: Survey<'_>, heading: Heading) -> AnyView {
    let words = &survey.words().sharing;
    let chosen = survey.shared_as();
    let cards: Vec<AnyView> = survey
        .offered()
        .into_iter()
        .map(|one| {
            view! {
                <label class="choice">
                    <input type="radio" name="who" value=one.code() checked=chosen == Some(one) required=true/>
                    <span class="choice__label">{words.name(one)}</span>
                    <span class="choice__help">{survey.fill(words.meaning(survey.audience, one), &[survey.tenant()])}</span>
                    {picture(survey, one)}
                </label>
            }
            .into_any()
        })
        .collect();
    let legend = match heading {
        Heading::Shown => view! { <legend><h2>{words.ask}</h2></legend> }.into_any(),
        Heading::Hidden => view! { <legend class="visually-hidden">{words.ask}</legend> }.into_any(),
    };
    view! {
        <fieldset class="field" aria-describedby="who-help">
            {legend}
            <p class="field__help" id="who-help">{words.help}</p>
            <div class="choices">{cards}</div>
        </fieldset>
    }
    .into_any()
}

/// The one way there is: nothing to choose, only said.
pub(super) fn told(survey: Survey<'_>, attribution: Attribution) -> AnyView {
    let words = &survey.words().sharing;
    view! {
        <section>
            <h2>{words.told}</h2>
            <p><b>{words.name(attribution)}</b>" – "{survey.fill(words.meaning(survey.audience, attribution), &[survey.tenant()])}</p>
            {picture(survey, attribution)}
        </section>
    }
    .into_any()
}

/// Who will see it, and who will not.
fn picture(survey: Survey<'_>, attribution: Attribution) -> AnyView {
    let words = &survey.words().sharing;
    let [seller, leadership] = match attribution {
        Attribution::Named => [true, true],
        Attribution::Leadership => [false, true],
        Attribution::Pooled => [false, false],
    };
    let sold = match (survey.audience, survey.seller) {
        (Audience::Buyer, Some(name)) => survey.fill(words.seller, &[name]),
        (Audience::Buyer, None) => words.sellers.to_owned(),
        // He sold himself: who reads it beside those who lead are his colleagues.
        (Audience::Sales, _) => survey.fill(words.for_sellers.colleagues, &[survey.tenant()]),
    };
    let led = survey.fill(words.leadership, &[survey.tenant()]);
    let sight = |sees: bool, who: String| {
        let (class, mark, said) =
            if sees { ("who__yes", "check", words.sees) } else { ("who__no", "x", words.sees_not) };
        view! { <span class=class>{icon(mark)}<span class="visually-hidden">{said}</span>{who}</span> }
    };
    view! {
        <span class="who">
            {sight(seller, sold)} {sight(leadership, led)} {sight(true, words.totals.to_owned())}
        </span>
    }
    .into_any()
}
