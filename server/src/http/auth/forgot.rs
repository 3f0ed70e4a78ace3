//! A lost password: whoever gives an address is told that a mail is on its way, whether or not there is anybody to
//! write to.
//!
//! **Invariant:** nothing of the answer, its time included, tells whether an address is known: who it is is looked up
//! after the answer.
//! **Invariant:** an address is written to three times within [`window`] at most, whoever asks.

use app::api::context::Nonce;
use app::components::brand::Brand;
use app::routes;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Form, Router};
use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::form::Email;
use domain::job::Job;
use leptos::prelude::*;
use serde::Deserialize;
use store::account::throttle::{self, Limit};
use store::account::{self, reset};
use store::audit::AuditEntry;
use store::{StoreError, Workload};

use super::card::{Way, Word};
use super::device::Address;
use super::sign_in::{come_again, hex, window};
use crate::http::client_address::ClientAddress;
use crate::http::error::{HttpError, chain};
use crate::http::page;
use crate::state::AppState;

/// Mails to one address within [`window`].
const MAILS_PER_ACCOUNT: i64 = 3;
/// From one network for whomever.
const ASKED_PER_NETWORK: i64 = 30;
const LARGEST_FORM: usize = 8 * 1024;

/// Where a new way is asked for.
pub(super) const ASK_AGAIN: Way = (routes::FORGOT, "Mail me a new link");
pub(super) const SIGN_IN: Way = (routes::SIGN_IN, "Sign in");

pub(super) fn routes() -> Router<AppState> {
    Router::new().route(routes::FORGOT, get(show).post(ask)).layer(DefaultBodyLimit::max(LARGEST_FORM))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Lost {
    email: String,
}

/// Why nothing was sent; words that do not tell whether an address is known.
#[derive(Copy, Clone, Eq, PartialEq)]
enum Problem {
    NoAddress,
    TooMany,
}

async fn show(State(state): State<AppState>, Extension(nonce): Extension<Nonce>) -> Response {
    form(&state, nonce, "", None)
}

async fn ask(
    State(state): State<AppState>,
    Extension(nonce): Extension<Nonce>,
    Extension(client): Extension<ClientAddress>,
    lost: Result<Form<Lost>, FormRejection>,
) -> Result<Response, HttpError> {
    let Form(Lost { email: typed }) = lost.unwrap_or_default();
    let Ok(email) = Email::parse(&typed) else {
        return Ok(form(&state, nonce, &typed, Some(Problem::NoAddress)));
    };
    let limits = [
        Limit { key: format!("reset:{}", hex(&Address::of(&typed).0[..16])), most: MAILS_PER_ACCOUNT },
        Limit { key: format!("resets:{}", client.subscriber()), most: ASKED_PER_NETWORK },
    ];
    let control = state.store.open_control().await?;
    let reserved = throttle::reserve(&control, &limits, state.store.clock().now() - window()).await?;
    if reserved.is_none() {
        tracing::warn!("a way to a new password was refused: too many were asked for");
        return Ok(form(&state, nonce, &typed, Some(Problem::TooMany)));
    }
    control.commit().await?;
    let text = format!(
        "If {email} has an account here, a link to choose a new password is on its way. It works once, for an hour. \
         Nothing there after some minutes? Look among the spam, or ask an admin of your workspace."
    );
    let later = state.clone();
    state.afterwards.spawn(async move {
        if let Err(error) = send(&later, &email).await {
            tracing::error!(cause = chain(&error), "a way to a new password could not be sent");
        }
    });
    let ways = &[SIGN_IN, (routes::FORGOT, "Try another address")];
    Ok(Word { status: StatusCode::OK, icon: "mail", title: "Look into your mail", text, ways }
        .page(&state, nonce))
}

/// Opens a way for whoever has the address, and has it mailed by a job of his tenant.
async fn send(state: &AppState, email: &Email) -> Result<(), StoreError> {
    let control = state.store.open_control().await?;
    let Some(user) = account::find_user(&control, email).await? else { return Ok(()) };
    // An operator of no tenant has no queue that could carry his mail; who runs the machine helps him.
    let Some((tenant, _)) = user.home() else { return Ok(()) };
    let reset = reset::ask(&control, user.id).await?;
    control.commit().await?;
    // It is not known who asks, only whom it is about.
    let asked = AuditEntry::of_platform(AuditAction::AskForReset).about(tenant.id).on(user.id.to_string());
    state.store.record(asked);
    let door = state.store.open_tenant(tenant.id, Actor::Worker { job: 0 }, Workload::Live).await?;
    door.enqueue(Job::SendPasswordReset { reset }).await?;
    door.commit().await
}

fn form(state: &AppState, nonce: Nonce, typed: &str, problem: Option<Problem>) -> Response {
    let (status, words) = match problem {
        None => (StatusCode::OK, None),
        Some(Problem::NoAddress) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Some((
                "This is no e-mail address",
                "Type the address that you sign in with, such as ada@company.com.",
            )),
        ),
        Some(Problem::TooMany) => (
            StatusCode::TOO_MANY_REQUESTS,
            Some((
                "Too many tries",
                "The newest mail has the link that works. Please wait a few minutes before you ask again.",
            )),
        ),
    };
    let is_invalid = (problem == Some(Problem::NoAddress)).then_some("true");
    let email: String = typed.chars().take(254).collect();
    let document = page::Context::member(state, nonce).document("Forgot your password?", || {
        let errors = words.map(|(title, text)| {
            view! {
                <div class="errors errors--small" role="alert" tabindex="-1">
                    <h2>{title}</h2>
                    <p>{text}</p>
                </div>
            }
        });
        view! {
            <main class="sign-in" id="main">
                <Brand />
                <form class="sign-in__card" method="post" action=routes::FORGOT>
                    <div class="sign-in__head">
                        <h1>"Forgot your password?"</h1>
                        <p>"We mail you a link with which you choose a new one."</p>
                    </div>
                    {errors}
                    <div class="field">
                        <label class="field__label" for="email">"Work e-mail"</label>
                        <input
                            class="input"
                            id="email"
                            name="email"
                            type="email"
                            value=email
                            autocomplete="username"
                            maxlength="254"
                            required
                            autofocus
                            aria-invalid=is_invalid
                        />
                    </div>
                    <button class="button button--primary button--wide">"Mail me a link"</button>
                </form>
                <p class="sign-in__foot">
                    <a href=routes::SIGN_IN>"Back to sign-in"</a>
                </p>
            </main>
        }
        .into_any()
    });
    let mut response = page::html(status, document);
    if problem == Some(Problem::TooMany) {
        come_again(&mut response);
    }
    response
}
