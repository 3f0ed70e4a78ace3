//! Ways to begin a survey: one of six that are ready, from nothing, or from a file.

use leptos::prelude::*;

use super::import::Import;
use super::words;
use crate::api::survey::gallery::{Offer, OfferedSection, load_gallery};
use crate::components::form;
use crate::components::icon::Icon;
use crate::components::loaded::{Loaded, load};
use crate::components::skeleton::survey_skeleton;
use crate::components::topbar::Topbar;
use crate::routes;

/// Loads the ready surveys.
#[component]
pub fn GalleryPage() -> impl IntoView {
    let offers = load(|| (), |()| load_gallery());
    let page = move |offers: Vec<Offer>| view! { <GalleryOf offers=offers /> }.into_any();
    view! {
        <Loaded
            resource=offers
            title="New survey"
            skeleton=ViewFnOnce::from(|| survey_skeleton("New survey", head(), 0))
            page=page
        />
    }
    .into_any()
}

/// The page of given offers.
#[component]
pub fn GalleryOf(
    /// What was loaded.
    offers: Vec<Offer>,
) -> impl IntoView {
    let import = Import::new();
    view! {
        <Topbar title="New survey" above=(routes::SURVEYS, "Surveys") />
        <main class="page stack" id="main">
            {head()}
            <section class="section section--bare" aria-labelledby="ready">
                <h2 class="section__title section__title--gap" id="ready">
                    "Ready surveys"
                </h2>
                <ul class="gallery">{offers.iter().map(offer).collect_view()}</ul>
            </section>
            <div class="gallery">
                <section class="offer" aria-labelledby="blank">
                    <h2 class="section__title" id="blank">
                        "From nothing"
                    </h2>
                    <p class="offer__about">"One page with one open question, to go on from."</p>
                    <form method="post" action=form::own(routes::NEW_SURVEY)>
                        <button class="button">"Begin from nothing"</button>
                    </form>
                </section>
                {import.section()}
            </div>
        </main>
    }
    .into_any()
}

/// What stands above the offers, and is there before they are.
fn head() -> AnyView {
    view! {
        <header>
            <h1>"New survey"</h1>
            <p class="muted">
                "Begin with one that is ready and change what you like. Nothing is sent before you publish it."
            </p>
        </header>
    }
    .into_any()
}

fn offer(offer: &Offer) -> AnyView {
    let title = format!("offer-{}", offer.code);
    let labelled = title.clone();
    view! {
        <li class="offer" aria-labelledby=labelled>
            <h3 id=title>{offer.name.clone()}</h3>
            <p class="offer__about">{offer.about.clone()}</p>
            <p class="offer__facts">
                <span class="badge">
                    <Icon name="person" />
                    {offer.audience.label()}
                </span>
                <span>{words::after(&offer.outcomes)}</span>
                <span>{offer.languages.join(", ")}</span>
            </p>
            <details class="offer__more">
                <summary>"What it asks"</summary>
                {offer.sections.iter().map(section).collect_view()}
            </details>
            <form method="post" action=form::own(routes::NEW_SURVEY)>
                <input type="hidden" name="ready" value=offer.code.clone() />
                <button class="button">
                    "Use it" <span class="visually-hidden">{format!(": {}", offer.name)}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}

fn section(section: &OfferedSection) -> AnyView {
    let question = |(text, kind): &(String, String)| {
        view! {
            <li>
                {text.clone()} " " <span class="faint nowrap">{kind.clone()}</span>
            </li>
        }
    };
    view! {
        <h4 class="offer__section">{section.title.clone()}</h4>
        <ol class="offer__questions">{section.questions.iter().map(question).collect_view()}</ol>
    }
    .into_any()
}
