//! The way in for a new person: a mailed link, on which a password is set.
//!
//! Reading the link changes nothing; only sending the form uses it up, once.

use app::api::context::Nonce;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Form, Router};
use serde::Deserialize;
use store::account::{self, Invited, UserAccount};
use tower_sessions::Session;

use super::card::{self, Word};
use super::device::{self, Address, Device};
use super::forgot::{ASK_AGAIN, SIGN_IN};
use super::{begin_session, password};
use crate::http::error::HttpError;
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
    Ok(match find(&state, &token).await? {
        Invited::Good(person) => form(&state, nonce, &person, None),
        closed => no_way(&state, nonce, &closed),
    })
}

async fn accept(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Extension(nonce): Extension<Nonce>,
    session: Session,
    new: Result<Form<NewPassword>, FormRejection>,
) -> Result<Response, HttpError> {
    let person = match find(&state, &token).await? {
        Invited::Good(person) => person,
        closed => return Ok(no_way(&state, nonce, &closed)),
    };
    let Form(NewPassword { password }) = new.unwrap_or_default();
    let problem = password::objection(&password, &person);
    if problem.is_some() {
        return Ok(form(&state, nonce, &person, problem));
    }
    let hash = state.passwords.hash(password).await.map_err(|_| HttpError::Unavailable)?;
    let control = state.store.open_control().await?;
    let Some(user) = account::accept_invite(&control, &token, &hash).await? else {
        // Somebody was quicker.
        let closed = account::find_invited(&control, &token).await?;
        return Ok(no_way(&state, nonce, &closed));
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

async fn find(state: &AppState, token: &str) -> Result<Invited, HttpError> {
    if token.len() > LONGEST_TOKEN {
        return Ok(Invited::Unknown);
    }
    let control = state.store.open_control().await?;
    Ok(account::find_invited(&control, token).await?)
}

fn form(state: &AppState, nonce: Nonce, person: &UserAccount, problem: Option<String>) -> Response {
    card::NewPassword {
        title: "Set your password",
        heading: format!("Welcome, {}", person.name),
        text: "Set a password, and you are in.",
        email: &person.email,
        button: "Set the password and sign in",
        problem,
    }
    .page(state, nonce)
}

/// Why this link leads nowhere, and what does.
fn no_way(state: &AppState, nonce: Nonce, invited: &Invited) -> Response {
    let (title, text) = match invited {
        Invited::Expired => (
            "This link is too old",
            "You have no password yet. A new link to choose one comes by mail in a moment.",
        ),
        Invited::Used => (
            "This link was used already",
            "Your password is set: sign in with it. If you do not know it any more, choose a new one.",
        ),
        Invited::Good(_) | Invited::Unknown => (
            "We do not know this link",
            "Mail programs cut a link sometimes: copy the whole address from the mail, or ask for a new one.",
        ),
    };
    let ways =
        if matches!(invited, Invited::Expired) { &[ASK_AGAIN, SIGN_IN] } else { &[SIGN_IN, ASK_AGAIN] };
    Word { status: StatusCode::GONE, icon: "lock", title, text: text.to_owned(), ways }.page(state, nonce)
}
