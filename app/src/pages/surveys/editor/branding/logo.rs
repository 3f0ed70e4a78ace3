//! The logo: sent as it is, made anew by the server, and described in words.

use domain::survey::branding::Logo;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;

use crate::api::ApiError;
use crate::api::context::Person;
use crate::api::wire::read;
use crate::browser;
use crate::components::form::own;
use crate::components::icon::Icon;
use crate::pages::surveys::editor::head::{HeadWord, change};
use crate::pages::surveys::editor::state::{EditorState, Part};
use crate::routes;

const FILE_ID: &str = "logo-file";

pub(super) fn section(state: EditorState) -> AnyView {
    let problem = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let tenant =
        use_context::<Option<Person>>().flatten().and_then(|person| person.tenant).unwrap_or_default();
    let tenant = StoredValue::new(tenant);
    let address = StoredValue::new(own(routes::IMAGES));
    let heard = move |status: u16, text: &str| {
        is_busy.set(false);
        match answer(status, text) {
            Ok(logo) => {
                problem.set(None);
                change(state, &|head| {
                    // The words stay when the picture is another.
                    let alt =
                        head.branding.logo.take().map_or_else(|| tenant.get_value(), |before| before.alt);
                    head.branding.logo = Some(Logo { alt, ..logo.clone() });
                });
            }
            Err(why) => problem.set(Some(why)),
        }
    };
    let chosen = move |event: ev::Event| {
        let Some(input) = event.target() else { return };
        is_busy.set(true);
        let heard = Closure::once_into_js(move |status: u16, text: String| heard(status, &text));
        address.with_value(|address| browser::post_file(&input, address, &heard));
    };
    let current = move || state.with_part(Part::Head, |template| template.branding.logo.clone());
    let shown = move || match current() {
        Some(logo) => view! {
            <div class="row">
                <img
                    class="branding__logo"
                    src=routes::image(logo.image)
                    width=logo.width.to_string()
                    height=logo.height.to_string()
                    alt=logo.alt
                />
                <button
                    class="button button--quiet button--small"
                    type="button"
                    on:click=move |_| {
                        change(state, &|head| head.branding.logo = None);
                    }
                >
                    "Remove the logo"
                </button>
            </div>
        }
        .into_any(),
        None => {
            view! { <p class="muted small">"None: the first letter of your name stands in."</p> }.into_any()
        }
    };
    let alt = move || {
        current().map(|_| {
            HeadWord {
                id: "logo-alt",
                label: "What it says, for those who do not see it",
                help: "Usually your company’s name.",
                kind: "text",
                read: |template| {
                    template.branding.logo.as_ref().map_or_else(String::new, |logo| logo.alt.clone())
                },
                write: |head, words| {
                    if let Some(logo) = &mut head.branding.logo {
                        words.clone_into(&mut logo.alt);
                    }
                    None
                },
            }
            .view(state)
        })
    };
    // Drawn anew only when there comes to be a logo or none, so that the field keeps the focus.
    let has_logo = Memo::new(move |_| current().is_some());
    view! {
        <section class="section section--bare" aria-labelledby="logo">
            <h2 class="section__title section__title--gap" id="logo">
                "Logo"
            </h2>
            <div class="stack stack--tight">
                {shown}
                <div class="field field--plain">
                    <label class="field__label" for=FILE_ID>
                        "Choose a picture"
                    </label>
                    <input
                        class="input"
                        id=FILE_ID
                        type="file"
                        accept="image/png,image/jpeg,image/webp,image/gif"
                        aria-describedby="logo-help"
                        aria-busy=move || is_busy.get().then_some("true")
                        on:change=chosen
                    />
                    <div class="field__help" id="logo-help" role="status">
                        {move || match (problem.get(), is_busy.get()) {
                            (_, true) => "It is being made anew…".into_any(),
                            (Some(why), false) => {
                                view! {
                                    <p class="field__error">
                                        <Icon name="warn" />
                                        <span>{why}</span>
                                    </p>
                                }
                                    .into_any()
                            }
                            (None, false) => {
                                "PNG, JPEG, WebP or GIF, at most 2 MB. It is scaled to fit 240 × 80 pixels and made anew, so nothing that hides in the file reaches a buyer."
                                    .into_any()
                            }
                        }}
                    </div>
                </div>
                {move || has_logo.get().then(|| untrack(alt))}
            </div>
        </section>
    }
    .into_any()
}

/// The logo that was made, or why there is none.
fn answer(status: u16, text: &str) -> Result<Logo, String> {
    if status == 200 {
        return read(text).map_err(|_| "The answer was not understood. Please try again.".to_owned());
    }
    match read::<ApiError>(text) {
        Ok(ApiError::Invalid(errors)) => {
            Err(errors.iter().map(|(_, words)| words).collect::<Vec<_>>().join(" "))
        }
        Ok(error) => Err(format!("The logo was not kept: {error}.")),
        Err(_) if status == 413 => Err("The file is larger than 2 MB.".to_owned()),
        Err(_) => Err("The logo did not come through. Please try again.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_says_is_told_in_its_words() {
        let errors = domain::form::FieldErrors::of("logo", "This is not a picture we can read.");
        let text = serde_json::to_string(&ApiError::Invalid(errors)).expect("plain data");
        assert_eq!(answer(422, &text), Err("This is not a picture we can read.".to_owned()));
        assert_eq!(answer(413, "<html>"), Err("The file is larger than 2 MB.".to_owned()));
        assert!(answer(0, "").is_err());
        let text = r#"{"image":"00000000-0000-7000-8000-000000000001","width":240,"height":64,"alt":""}"#;
        assert_eq!(answer(200, text).expect("a logo").width, 240);
    }
}
