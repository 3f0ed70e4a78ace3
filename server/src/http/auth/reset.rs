//! The mailed way to a new password.
//!
//! Reading the link changes nothing; only sending the form uses it up, once. Then whoever was signed in is not any
//! more, wherever that was.

use app::api::context::Nonce;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Form, Router};
use domain::audit::AuditAction;
use domain::id::ResetId;
use serde::Deserialize;
use store::account::reset::{self, Reset};
use store::account::{UserAccount, throttle};

use super::card::{NewPassword, Word};
use super::device::Address;
use super::forgot::{ASK_AGAIN, SIGN_IN};
use super::password;
use super::sign_in::{entry, limits};
use crate::http::client_address::ClientAddress;
use crate::http::error::HttpError;
use crate::state::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/reset/{token}", get(show).post(set)).layer(DefaultBodyLimit::max(8 * 1024))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Chosen {
    password: String,
}

async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Extension(nonce): Extension<Nonce>,
) -> Result<Response, HttpError> {
    Ok(match find(&state, &token).await? {
        (_, Reset::Open(person)) => form(&state, nonce, &person, None),
        (_, closed) => no_way(&state, nonce, &closed),
    })
}

async fn set(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Extension(nonce): Extension<Nonce>,
    Extension(client): Extension<ClientAddress>,
    chosen: Result<Form<Chosen>, FormRejection>,
) -> Result<Response, HttpError> {
    let (reset, person) = match find(&state, &token).await? {
        (Some(reset), Reset::Open(person)) => (reset, person),
        (_, closed) => return Ok(no_way(&state, nonce, &closed)),
    };
    let Form(Chosen { password }) = chosen.unwrap_or_default();
    let problem = password::objection(&password, &person);
    if problem.is_some() {
        return Ok(form(&state, nonce, &person, problem));
    }
    let hash = state.passwords.hash(password).await.map_err(|_| HttpError::Unavailable)?;
    let control = state.store.open_control().await?;
    if reset::redeem(&control, reset, &hash).await?.is_none() {
        // Somebody was quicker.
        let closed = reset::find(&control, reset).await?;
        return Ok(no_way(&state, nonce, &closed));
    }
    // Whoever typed the old one too often would have to wait with the new one.
    for limit in limits(Address::of(person.email.as_str()), client, None).iter().take(2) {
        throttle::clear(&control, &limit.key).await?;
    }
    control.commit().await?;
    state.store.record(entry(&person, AuditAction::ResetPassword));
    Ok(Word {
        status: StatusCode::OK,
        icon: "check",
        title: "Your password is changed",
        text: "Wherever you were signed in, you are not any more. Sign in with the new password.".to_owned(),
        ways: &[SIGN_IN],
    }
    .page(&state, nonce))
}

async fn find(state: &AppState, token: &str) -> Result<(Option<ResetId>, Reset), HttpError> {
    let Some(reset) = state.store.keys().open_reset(token, state.http.public_url.host()) else {
        return Ok((None, Reset::Unknown));
    };
    let control = state.store.open_control().await?;
    Ok((Some(reset), reset::find(&control, reset).await?))
}

fn form(state: &AppState, nonce: Nonce, person: &UserAccount, problem: Option<String>) -> Response {
    NewPassword {
        title: "Choose a new password",
        heading: "Choose a new password".to_owned(),
        text: "Then sign in with it.",
        email: &person.email,
        button: "Save the new password",
        problem,
    }
    .page(state, nonce)
}

/// Why this link leads nowhere, and what does.
fn no_way(state: &AppState, nonce: Nonce, reset: &Reset) -> Response {
    let (title, text) = match reset {
        Reset::Expired => {
            ("This link is too old", "It worked for an hour. A new one comes by mail in a moment.")
        }
        Reset::Used => (
            "This link was used already",
            "A new password was set since. If that was you, sign in with it; if not, choose another one now.",
        ),
        Reset::Replaced => (
            "There is a newer link",
            "You asked again, and only the link in the newest mail works. Look for that mail, or ask once more.",
        ),
        Reset::Open(_) | Reset::Unknown => (
            "We do not know this link",
            "Mail programs cut a link sometimes: copy the whole address from the mail, or ask for a new one.",
        ),
    };
    let ways = if matches!(reset, Reset::Used) { &[SIGN_IN, ASK_AGAIN] } else { &[ASK_AGAIN, SIGN_IN] };
    Word { status: StatusCode::GONE, icon: "lock", title, text: text.to_owned(), ways }.page(state, nonce)
}
