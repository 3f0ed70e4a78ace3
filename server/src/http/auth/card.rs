//! The cards that the pages around a password are made of: a form for a new one, and a plain word with ways on.

use app::api::context::Nonce;
use app::components::brand::Brand;
use app::components::icon::Icon;
use axum::http::StatusCode;
use axum::response::Response;
use domain::form::Email;
use leptos::prelude::*;

use crate::http::page;
use crate::state::AppState;

/// A way on from a page: where to and in what words.
pub(super) type Way = (&'static str, &'static str);

/// A page that only says something.
pub(super) struct Word {
    pub(super) status: StatusCode,
    pub(super) icon: &'static str,
    pub(super) title: &'static str,
    pub(super) text: String,
    /// The first is the one most people want.
    pub(super) ways: &'static [Way],
}

impl Word {
    pub(super) fn page(self, state: &AppState, nonce: Nonce) -> Response {
        let Self { status, icon, title, text, ways } = self;
        let ways: Vec<_> = ways
            .iter()
            .enumerate()
            .map(|(at, (href, words))| {
                let class = if at == 0 { "button button--primary" } else { "button" };
                view! {
                    <a class=class href=*href>
                        {*words}
                    </a>
                }
            })
            .collect();
        let document = page::Context::member(state, nonce).document(title, || {
            view! {
                <main class="sign-in" id="main">
                    <Brand />
                    <div class="sign-in__card">
                        <Icon name=icon class="empty__mark" />
                        <div class="sign-in__head">
                            <h1>{title}</h1>
                            <p>{text}</p>
                        </div>
                        <p class="row">{ways}</p>
                    </div>
                </main>
            }
            .into_any()
        });
        page::html(status, document)
    }
}

/// The form in which a new password is set.
pub(super) struct NewPassword<'a> {
    /// The document's title.
    pub(super) title: &'static str,
    pub(super) heading: String,
    pub(super) text: &'static str,
    pub(super) email: &'a Email,
    pub(super) button: &'static str,
    /// Why the one that was typed cannot be.
    pub(super) problem: Option<String>,
}

impl NewPassword<'_> {
    pub(super) fn page(self, state: &AppState, nonce: Nonce) -> Response {
        let Self { title, heading, text, email, button, problem } = self;
        let email = email.to_string();
        let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let document = page::Context::member(state, nonce).document(title, || {
            let is_refused = problem.is_some();
            let error = problem.map(|text| view! { <p class="field__error" id="password-error">{text}</p> });
            let described_by =
                if is_refused { "password-error password-help" } else { "password-help" };
            view! {
                <main class="sign-in" id="main">
                    <Brand />
                    <form class="sign-in__card" method="post">
                        <div class="sign-in__head">
                            <h1>{heading}</h1>
                            <p>{text}</p>
                        </div>
                        <div class="field">
                            <label class="field__label" for="email">"Work e-mail"</label>
                            <input class="input" id="email" type="email" value=email autocomplete="username" readonly />
                        </div>
                        <div class="field" class:field--error=is_refused>
                            <label class="field__label" for="password">"New password"</label>
                            <p class="field__help" id="password-help">"At least 12 characters. A short sentence is easy to keep in mind and hard to guess."</p>
                            {error}
                            <input
                                class="input"
                                id="password"
                                name="password"
                                type="password"
                                autocomplete="new-password"
                                minlength="12"
                                maxlength="200"
                                required
                                aria-invalid=is_refused.then_some("true")
                                aria-describedby=described_by
                            />
                        </div>
                        <button class="button button--primary button--wide">{button}</button>
                    </form>
                </main>
            }
            .into_any()
        });
        page::html(status, document)
    }
}
