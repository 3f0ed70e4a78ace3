//! The look as buyers will have it, in both themes at once, while it is chosen.

use domain::color::{Color, Palette};
use domain::survey::branding::FontSize;
use domain::survey::recall::{Name, Piece, pieces};
use leptos::prelude::*;

use super::color::{Tried, Which, shown};
use crate::api::context::Person;
use crate::browser;
use crate::pages::surveys::editor::state::{EditorState, Part};
use crate::routes;

pub(super) fn looks(state: EditorState, tried: Tried) -> AnyView {
    // Effects run in the browser only, where colours are set as properties: the policy forbids style attributes.
    Effect::new(move |_| {
        let accent = shown(state, Which::Accent, tried);
        let bar = shown(state, Which::Bar, tried);
        let size = state.with_part(Part::Head, |template| template.branding.size);
        for (id, of) in [("look-light", Palette::light as fn(Color) -> Palette), ("look-dark", Palette::dark)]
        {
            paint(id, accent.map(of), bar, size);
        }
    });
    view! {
        <section class="section branding__looks" aria-labelledby="looks">
            <h2 class="section__title section__title--gap" id="looks">
                "As buyers see it"
            </h2>
            <div class="looks">
                {look(state, "look-light", "look look--light", "On light pages")}
                {look(state, "look-dark", "look look--dark", "On dark pages")}
            </div>
        </section>
    }
    .into_any()
}

fn paint(id: &str, palette: Option<Palette>, bar: Option<Color>, size: FontSize) {
    let color = |color: Option<Color>| color.map(|color| color.to_string()).unwrap_or_default();
    let of = |get: fn(&Palette) -> Color| color(palette.as_ref().map(get));
    browser::paint(id, "--accent", &of(|palette| palette.accent));
    browser::paint(id, "--accent-strong", &of(|palette| palette.strong));
    browser::paint(id, "--accent-soft", &of(|palette| palette.soft));
    browser::paint(id, "--on-accent", &of(|palette| palette.ink));
    browser::paint(id, "--focus", &of(|palette| palette.accent));
    browser::paint(id, "--look-bar", &color(bar));
    browser::paint(id, "--look-bar-ink", &color(bar.map(Color::ink)));
    let percent = match size {
        FontSize::Normal => "100%",
        FontSize::Large => "112.5%",
        FontSize::Larger => "125%",
    };
    browser::paint(id, "--look-size", percent);
}

fn look(state: EditorState, id: &'static str, class: &'static str, label: &'static str) -> AnyView {
    let tenant = use_context::<Option<Person>>().flatten().and_then(|person| person.tenant);
    let tenant = tenant.unwrap_or_else(|| "Your company".to_owned());
    let called = tenant.clone();
    let letter: String = tenant.chars().take(1).collect();
    let brand = move || match state.with_part(Part::Head, |template| template.branding.logo.clone()) {
        Some(logo) => view! {
            <img
                src=routes::image(logo.image)
                width=logo.width.to_string()
                height=logo.height.to_string()
                alt=logo.alt
            />
        }
        .into_any(),
        None => view! {
            <span class="brand">
                <span class="avatar" aria-hidden="true">
                    {letter.clone()}
                </span>
                {tenant.clone()}
            </span>
        }
        .into_any(),
    };
    let title = move || {
        let language = state.language.get();
        state.with_part(Part::Head, |template| {
            filled(template.title.read(&[&language, template.language()]).words, &called)
        })
    };
    view! {
        <figure class="looks__one">
            <div class=class id=id inert>
                <div class="look__bar">{brand}</div>
                <div class="look__page">
                    <b class="look__title" dir="auto">
                        {title}
                    </b>
                    <span class="choice">
                        <input type="radio" checked tabindex="-1" aria-label="Chosen" />
                        <span class="choice__label">"What is chosen"</span>
                    </span>
                    <span class="choice">
                        <input type="radio" tabindex="-1" aria-label="Not chosen" />
                        <span class="choice__label">"What is not"</span>
                    </span>
                    <span class="row">
                        <span class="button button--primary">"Next"</span>
                        <span class="look__link">"Save and finish later"</span>
                    </span>
                </div>
            </div>
            <figcaption class="small faint">{label}</figcaption>
        </figure>
    }
    .into_any()
}

/// A text with what it recalls: the tenant by name, and what stands in for anything else.
fn filled(words: &str, tenant: &str) -> String {
    let part = |piece: &Piece<'_>| match *piece {
        Piece::Words(words) => words.to_owned(),
        Piece::Name(Name::Tenant, _) => tenant.to_owned(),
        Piece::Name(_, instead) | Piece::Answer(_, instead) => instead.to_owned(),
    };
    pieces(words).iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_shown_as_a_buyer_reads_it() {
        assert_eq!(
            filled("You chose {tenant}, {contact|friend}.", "Northwind"),
            "You chose Northwind, friend."
        );
    }
}
