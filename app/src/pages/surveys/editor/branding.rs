//! How the buyer's pages look: a logo made anew, two colours that stay legible, the size of the letters, and what
//! becomes of it, live and in both themes.

mod color;
mod logo;
mod look;

use domain::survey::branding::FontSize;
use leptos::prelude::*;

use self::color::{Which, field};
use self::look::looks;
use super::head::change;
use super::state::{EditorState, Part};

/// The view of the branding.
#[inline(never)]
pub fn late_branding(state: EditorState) -> AnyView {
    // A colour that is being tried is shown before it is taken: dragging through a palette is not a hundred edits.
    let tried = RwSignal::new(None);
    view! {
        <div class="panel">
            <div class="branding">
            <div class="branding__choices">
                {logo::section(state)}
                <section class="section" aria-labelledby="colours">
                    <h2 class="section__title section__title--gap" id="colours">
                        "Colours"
                    </h2>
                    <div class="stack stack--tight">
                        {field(state, Which::Accent, tried)} {field(state, Which::Bar, tried)}
                    </div>
                </section>
                {size(state)}
            </div>
            {looks(state, tried)}
            </div>
        </div>
    }
    .into_any()
}

fn size(state: EditorState) -> AnyView {
    let option = move |size: FontSize| {
        let word = match size {
            FontSize::Normal => "Normal",
            FontSize::Large => "Large",
            FontSize::Larger => "Larger",
        };
        let is_it = move || state.with_part(Part::Head, |template| template.branding.size == size);
        view! {
            <label class="segmented__item">
                <input
                    type="radio"
                    name="size"
                    prop:checked=is_it
                    on:change=move |_| {
                        change(state, &|head| head.branding.size = size);
                    }
                />
                {word}
            </label>
        }
    };
    view! {
        <section class="section" aria-labelledby="size">
            <h2 class="section__title section__title--gap" id="size">
                "Size of the text"
            </h2>
            <div class="segmented" role="radiogroup" aria-labelledby="size">
                {FontSize::ALL.into_iter().map(option).collect_view()}
            </div>
        </section>
    }
    .into_any()
}
