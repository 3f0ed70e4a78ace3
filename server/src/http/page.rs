//! Plain pages of the server itself: sign-in, the first password, and errors. No script, no wasm.

use std::borrow::Cow;

use app::api::context::Nonce;
use app::components::brand::Brand;
use app::components::icon::Icon;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use leptos::config::LeptosOptions;
use leptos::prelude::*;

use super::error::HttpError;
use crate::state::AppState;

/// For whom a page is; decides its looks and how strict its policy is.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum Audience {
    /// Members and operators.
    Member,
    /// Buyers, who are shown nothing of ours.
    Buyer,
}

/// What a page must know of its request.
pub struct Context {
    audience: Audience,
    options: LeptosOptions,
    stylesheet: String,
    nonce: Option<Nonce>,
    is_read: bool,
}

impl Context {
    /// Takes it from a request.
    #[must_use]
    pub fn of(state: &AppState, audience: Audience, request: &Request) -> Self {
        let context = Self::new(state, audience, request.extensions().get::<Nonce>().cloned());
        Self { is_read: request.method().is_safe(), ..context }
    }

    /// A member's page with this nonce.
    #[must_use]
    pub fn member(state: &AppState, nonce: Nonce) -> Self {
        Self::new(state, Audience::Member, Some(nonce))
    }

    fn new(state: &AppState, audience: Audience, nonce: Option<Nonce>) -> Self {
        let stylesheet = state.site.asset("survey.css");
        Self { audience, options: state.leptos.clone(), stylesheet, nonce, is_read: false }
    }

    /// Renders a member's document.
    #[must_use]
    pub fn document(&self, title: &str, body: impl FnOnce() -> AnyView) -> String {
        Owner::new().with(|| {
            if let Some(nonce) = &self.nonce {
                provide_context(nonce.clone());
            }
            app::shell::bare(self.options.clone(), title, body()).to_html()
        })
    }
}

/// An answer with a page.
#[must_use]
pub fn html(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}

/// The page of an error.
#[must_use]
pub fn error(context: &Context, error: HttpError, reference: Option<&str>) -> String {
    let reference =
        reference.map(|reference| format!("If you write to us about it, please name {reference}."));
    match context.audience {
        Audience::Member => {
            context.document(error.heading(), || members_error(error, reference, context.is_read))
        }
        // Fixed words only: nothing here needs escaping.
        Audience::Buyer => format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"robots\" content=\"noindex\"><title>{heading}</title>\
             <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
             <link rel=\"stylesheet\" href=\"{stylesheet}\"></head><body class=\"buyer\">\
             <main class=\"buyer__main\" id=\"main\"><div class=\"closed\"><h1>{heading}</h1><p>{advice}</p>\
             <p>{reference}</p></div></main></body></html>",
            heading = error.heading(),
            advice = match error {
                HttpError::Forbidden => Cow::Borrowed("There is nothing for you to do here."),
                _ => Cow::Borrowed(error.advice()),
            },
            stylesheet = context.stylesheet,
            reference = reference.unwrap_or_default(),
        ),
    }
}

/// An error in the product's look: what happened, what to do, and a way on.
fn members_error(error: HttpError, reference: Option<String>, is_read: bool) -> AnyView {
    let icon = match error {
        HttpError::NotFound | HttpError::Gone => "search",
        HttpError::Forbidden | HttpError::CrossSite | HttpError::Suspended => "lock",
        HttpError::Malformed
        | HttpError::MethodNotAllowed
        | HttpError::TooLarge
        | HttpError::TooMany { .. }
        | HttpError::Unavailable
        | HttpError::Internal => "warn",
    };
    let is_passing = matches!(error, HttpError::Unavailable | HttpError::Internal);
    // An empty address is the one of the page itself.
    let again = (is_passing && is_read).then(|| {
        view! {
            <a class="button button--primary" href="">
                "Try again"
            </a>
        }
    });
    view! {
        <main class="sign-in" id="main">
            <Brand />
            <div class="sign-in__card">
                <Icon name=icon class="empty__mark" />
                <div class="sign-in__head">
                    <h1>{error.heading()}</h1>
                    <p>{error.advice()}</p>
                    {reference.map(|text| view! { <p>{text}</p> })}
                </div>
                <p class="row">
                    {again}
                    <a class="button" href="/">
                        "Go to the start page"
                    </a>
                </p>
            </div>
        </main>
    }
    .into_any()
}
