//! The way in for a new person: a mailed link, on which a password is set.
//!
//! Reading the link changes nothing; only sending the form uses it up, once.

use app::api::context::Nonce;
use app::components::brand::Brand;
use app::components::icon::Icon;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Form, Router};
use leptos::prelude::*;
use serde::Deserialize;
use store::account::{self, UserAccount};
use tower_sessions::Session;

use super::device::{self, Address, Device};
use super::{begin_session, password};
use crate::http::error::HttpError;
use crate::http::page;
use crate::state::AppState;

const LONGEST_TOKEN: usize = 200;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/welcome/{token}", get(show).post(accept)).layer(DefaultBodyLimit::max(8 * 1024))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NewPassword {
    password: String,
}

async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Extension(nonce): Extension<Nonce>,
) -> Result<Response, HttpError> {
    let person = find(&state, &token).await?;
    Ok(form(&state, nonce, person.as_ref(), None))
}

async fn accept(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Extension(nonce): Extension<Nonce>,
    session: Session,
    new: Result<Form<NewPassword>, FormRejection>,
) -> Result<Response, HttpError> {
    let Some(person) = find(&state, &token).await? else { return Ok(form(&state, nonce, None, None)) };
    let Form(NewPassword { password }) = new.unwrap_or_default();
    let count = password.chars().count();
    let problem = match count {
        0..password::SHORTEST => Some("Choose at least 12 characters; a short sentence is a good password."),
        password::SHORTEST..=password::LONGEST => None,
        _ => Some("Choose at most 200 characters."),
    };
    if problem.is_some() {
        return Ok(form(&state, nonce, Some(&person), problem));
    }
    let hash = state.passwords.hash(password).await.map_err(|_| HttpError::Unavailable)?;
    let control = state.store.open_control().await?;
    let Some(user) = account::accept_invite(&control, &token, &hash).await? else {
        return Ok(form(&state, nonce, None, None));
    };
    control.commit().await?;
    let tenant = person.home().map(|(tenant, _)| tenant.id);
    begin_session(&state, &session, user, tenant).await?;
    let here = Device(state.store.clock().random());
    let (now, is_https) = (state.store.clock().now(), state.http.public_url.is_https());
    let known = device::remember(here, state.store.keys(), Address::of(person.email.as_str()), now, is_https);
    let way_on = Redirect::to(if tenant.is_some() { "/app" } else { "/ops" });
    Ok((AppendHeaders([(header::SET_COOKIE, known)]), way_on).into_response())
}

async fn find(state: &AppState, token: &str) -> Result<Option<UserAccount>, HttpError> {
    if token.len() > LONGEST_TOKEN {
        return Ok(None);
    }
    let control = state.store.open_control().await?;
    Ok(account::find_invited(&control, token).await?)
}

fn form(
    state: &AppState,
    nonce: Nonce,
    person: Option<&UserAccount>,
    problem: Option<&'static str>,
) -> Response {
    let context = page::Context::member(state, nonce);
    let Some(person) = person else {
        let text = context.document("This link is used up", || {
            view! {
                <main class="sign-in" id="main">
                    <Brand />
                    <div class="sign-in__card">
                        <Icon name="lock" class="empty__mark" />
                        <div class="sign-in__head">
                            <h1>"This link is used up"</h1>
                            <p>
                                "It works once, and for a limited time. If you set your password already, just sign in."
                            </p>
                        </div>
                        <p class="row">
                            <a class="button" href="/login">
                                "Sign in"
                            </a>
                        </p>
                    </div>
                </main>
            }
            .into_any()
        });
        return page::html(StatusCode::GONE, text);
    };
    let greeting = format!("Welcome, {}", person.name);
    let email = person.email.to_string();
    let text = context.document("Set your password", || {
        let error = problem.map(|text| view! { <p class="field__error" id="password-error">{text}</p> });
        let described_by = if problem.is_some() { "password-error password-help" } else { "password-help" };
        view! {
            <main class="sign-in" id="main">
                <Brand />
                <form class="sign-in__card" method="post">
                    <div class="sign-in__head">
                        <h1>{greeting}</h1>
                        <p>"Set a password, and you are in."</p>
                    </div>
                    <div class="field">
                        <label class="field__label" for="email">"Work e-mail"</label>
                        <input class="input" id="email" type="email" value=email autocomplete="username" readonly />
                    </div>
                    <div class="field" class:field--error=problem.is_some()>
                        <label class="field__label" for="password">"New password"</label>
                        <p class="field__help" id="password-help">"At least 12 characters."</p>
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
                            aria-invalid=problem.is_some().then_some("true")
                            aria-describedby=described_by
                        />
                    </div>
                    <button class="button button--primary button--wide">"Set the password and sign in"</button>
                </form>
            </main>
        }
        .into_any()
    });
    page::html(if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, text)
}
