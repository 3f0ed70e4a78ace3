//! A colour: chosen from a palette or typed, measured in both themes, and corrected where it cannot be read.

use domain::color::Color;
use leptos::ev;
use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::format;
use crate::pages::surveys::editor::head::change;
use crate::pages::surveys::editor::state::{EditorState, Part};

/// Which colour.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) enum Which {
    /// Of buttons, links and what is chosen.
    Accent,
    /// Of the bar at the top.
    Bar,
}

/// A colour that is being tried.
pub(super) type Tried = RwSignal<Option<(Which, Color)>>;

impl Which {
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Accent => ("accent", "Accent", "Buttons, links, and what is chosen."),
            Self::Bar => ("bar", "Bar", "The ground behind your logo."),
        }
    }

    /// What buyers see while none is chosen.
    const fn unset(self) -> &'static str {
        match self {
            // The buyer's own accent in `style/components/buyer.css`, on light pages.
            Self::Accent => "#0e5e44",
            Self::Bar => "#ffffff",
        }
    }

    /// The colour that was taken.
    pub(super) fn of(self, state: EditorState) -> Option<Color> {
        state.with_part(Part::Head, |template| match self {
            Self::Accent => template.branding.accent,
            Self::Bar => template.branding.bar,
        })
    }

    fn take(self, state: EditorState, color: Option<Color>) {
        change(state, &|head| match self {
            Self::Accent => head.branding.accent = color,
            Self::Bar => head.branding.bar = color,
        });
    }
}

/// The colour as it is shown: the one that is being tried, or the one that was taken.
pub(super) fn shown(state: EditorState, which: Which, tried: Tried) -> Option<Color> {
    match tried.get() {
        Some((one, color)) if one == which => Some(color),
        Some(_) | None => which.of(state),
    }
}

pub(super) fn field(state: EditorState, which: Which, tried: Tried) -> AnyView {
    let (id, label, help) = which.words();
    let wrong = RwSignal::new(false);
    let palette_id = format!("{id}-palette");
    let described = format!("{id}-contrast");
    let contrast_id = described.clone();
    let hex = move || shown(state, which, tried).map(|color| color.to_string()).unwrap_or_default();
    let read = |event: &ev::Event| Color::parse(&event_target_value(event)).ok();
    let take = move |event: ev::Event| {
        tried.set(None);
        if event_target_value(&event).trim().is_empty() {
            wrong.set(false);
            which.take(state, None);
            return;
        }
        let color = read(&event);
        wrong.set(color.is_none());
        if let Some(color) = color {
            which.take(state, Some(color));
        }
    };
    let try_it = move |event: ev::Event| {
        if let Some(color) = read(&event) {
            tried.set(Some((which, color)));
        }
    };
    let clear = move || {
        which.of(state).map(|_| {
            view! {
                <button
                    class="button button--quiet button--small"
                    type="button"
                    aria-label=format!("No colour of your own: {label}")
                    on:click=move |_| which.take(state, None)
                >
                    "Without"
                </button>
            }
        })
    };
    view! {
        <div class="field field--plain">
            <label class="field__label" for=id>
                {label}
            </label>
            <div class="colour">
                <input
                    class="colour__palette"
                    id=palette_id
                    type="color"
                    aria-label=format!("{label}, from a palette")
                    prop:value=move || shown(state, which, tried).map_or_else(|| which.unset().to_owned(), |color| color.to_string())
                    on:input=try_it
                    on:change=take
                />
                <input
                    class="input code"
                    id=id
                    placeholder="#1f5b4a"
                    maxlength="9"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=described
                    aria-invalid=move || wrong.get().then_some("true")
                    prop:value=hex
                    on:change=take
                />
                {clear}
            </div>
            <div class="field__help" id=contrast_id role="status">
                {move || {
                    if wrong.get() {
                        let why = "This is not a colour. Write it like #1f5b4a, or choose it from the palette.";
                        return view! { <p class="field__error">{why}</p> }.into_any();
                    }
                    match (which, shown(state, which, tried)) {
                        (_, None) => help.into_any(),
                        (Which::Accent, Some(color)) => accent(state, color),
                        (Which::Bar, Some(color)) => bar(color),
                    }
                }}
            </div>
        </div>
    }
    .into_any()
}

/// "5.2 : 1".
fn ratio(color: Color, ground: Color) -> String {
    let tenths = (color.contrast(ground) * 10.0).floor() / 10.0;
    format!("{}\u{a0}:\u{a0}1", format::pixels(tenths))
}

fn accent(state: EditorState, color: Color) -> AnyView {
    let grounds = [("Light pages", Color::WHITE), ("Dark pages", Color::NIGHT)];
    let line = move |(name, ground): (&'static str, Color)| {
        let corrected = color.legible_on(ground);
        if corrected == color {
            return view! {
                <li class="colour__line">
                    <Icon name="check" />
                    <span>{format!("{name}: read well, {}", ratio(color, ground))}</span>
                </li>
            }
            .into_any();
        }
        let words = format!(
            "{name}: {} is too little for words. Buyers see {corrected} there, {}.",
            ratio(color, ground),
            ratio(corrected, ground)
        );
        view! {
            <li class="colour__line">
                <svg class="colour__swatch" aria-hidden="true">
                    <rect width="100%" height="100%" rx="3" fill=corrected.to_string() />
                </svg>
                <span>
                    {words} " "
                    <button
                        class="link"
                        type="button"
                        on:click=move |_| Which::Accent.take(state, Some(corrected))
                    >
                        {format!("Take {corrected}")}
                    </button>
                </span>
            </li>
        }
        .into_any()
    };
    view! { <ul class="colour__lines">{grounds.into_iter().map(line).collect_view()}</ul> }.into_any()
}

fn bar(color: Color) -> AnyView {
    let ink = color.ink();
    let name = if ink == Color::WHITE { "white" } else { "black" };
    format!("Words on it are {name}, {}.", ratio(ink, color)).into_any()
}
