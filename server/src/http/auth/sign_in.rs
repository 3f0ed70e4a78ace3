//! Sign-in with e-mail and password, and sign-out.
//!
//! **Invariant:** an unknown address, a person without a password and a wrong password cost the same work and get
//! the same answer.
//! **Invariant:** a password is hashed only for a try that was counted before.
//! **Invariant:** whoever does not know a person's password cannot shut out a browser in which that person signed in
//! before (see [`device`]).

use app::api::context::{Nonce, Visitor};
use app::pages::sign_in::{SignInPage, SignInProblem};
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Form, Router};
use chrono::Duration;
use domain::actor::Actor;
use domain::audit::AuditAction;
use domain::form::{Email, NotAnEmail};
use leptos::prelude::*;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use store::account::throttle::{self, Limit, Try};
use store::account::{self, UserAccount};
use store::audit::AuditEntry;
use tower_sessions::Session;

use super::device::{self, Address, Device};
use super::{begin_session, password, session_failed};
use crate::http::client_address::ClientAddress;
use crate::http::error::HttpError;
use crate::http::page;
use crate::state::AppState;

/// Tries within [`window`]; what was right is not counted. For one person from one place: a network, or a browser in
/// which that person signed in before.
const TRIES_FROM_ONE_PLACE: i64 = 10;
/// For one person from all networks together, so that many of them do not guess for long.
const TRIES_PER_ACCOUNT: i64 = 100;
/// From one network for whomever.
const TRIES_PER_NETWORK: i64 = 60;

const LARGEST_FORM: usize = 8 * 1024;

pub(super) fn window() -> Duration {
    Duration::minutes(15)
}

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/login", get(show).post(sign_in))
        .route("/logout", post(sign_out))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}

#[derive(Deserialize, Default)]
struct Destination {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Credentials {
    email: String,
    password: String,
    next: String,
}

async fn show(
    State(state): State<AppState>,
    Extension(nonce): Extension<Nonce>,
    visitor: Option<Extension<Visitor>>,
    destination: Result<Query<Destination>, QueryRejection>,
) -> Response {
    let next = destination.map(|Query(destination)| destination.next).unwrap_or_default();
    match visitor {
        Some(Extension(visitor)) => {
            Redirect::to(&after_sign_in(&next, visitor.tenant.is_some())).into_response()
        }
        None => form(&state, nonce, "", &next, None),
    }
}

async fn sign_in(
    State(state): State<AppState>,
    Extension(nonce): Extension<Nonce>,
    Extension(client): Extension<ClientAddress>,
    session: Session,
    headers: HeaderMap,
    credentials: Result<Form<Credentials>, FormRejection>,
) -> Result<Response, HttpError> {
    let Ok(Form(Credentials { email: typed, password, next })) = credentials else {
        return Ok(form(&state, nonce, "", "", Some(SignInProblem::Incomplete)));
    };
    if typed.trim().is_empty() || password.is_empty() {
        return Ok(form(&state, nonce, &typed, &next, Some(SignInProblem::Incomplete)));
    }
    let (now, is_https) = (state.store.clock().now(), state.http.public_url.is_https());
    let address = Address::of(&typed);
    let device = device::known(&headers, state.store.keys(), address, now, is_https);
    match check(&state, &typed, password, &limits(address, client, device)).await? {
        Ok(user) => {
            // People with several switch inside.
            let tenant = user.home().map(|(tenant, _)| tenant.id);
            begin_session(&state, &session, user.id, tenant).await?;
            let here = device.unwrap_or_else(|| Device(state.store.clock().random()));
            let known = device::remember(here, state.store.keys(), address, now, is_https);
            let way_on = Redirect::to(&after_sign_in(&next, tenant.is_some()));
            Ok((AppendHeaders([(header::SET_COOKIE, known)]), way_on).into_response())
        }
        Err(problem) => Ok(form(&state, nonce, &typed, &next, Some(problem))),
    }
}

/// Who this is, or why not.
async fn check(
    state: &AppState,
    typed: &str,
    password: String,
    limits: &[Limit],
) -> Result<Result<UserAccount, SignInProblem>, HttpError> {
    let Some((user, tried)) = reserve(state, typed, limits).await? else {
        tracing::warn!("sign-in was refused: too many tries");
        return Ok(Err(SignInProblem::TooMany));
    };
    let is_plausible = password.len() <= password::LONGEST * 4;
    let known = user.as_ref().and_then(|user| user.password_hash.as_deref()).filter(|_| is_plausible);
    let typed_password = if is_plausible { password } else { String::new() };
    let checked = state.passwords.verify(typed_password, known).await;
    let Ok(is_right) = checked else {
        let control = state.store.open_control().await?;
        for limit in limits {
            throttle::give_back(&control, &limit.key, tried).await?;
        }
        control.commit().await?;
        return Ok(Err(SignInProblem::Unavailable));
    };
    // Who belongs to no tenant any more and is not one of ours has nothing to sign in to.
    let user = user.filter(|user| is_right && (user.is_operator || !user.memberships.is_empty()));
    let Some(user) = user else {
        state.store.record(AuditEntry::of_platform(AuditAction::SignInFailed));
        return Ok(Err(SignInProblem::Mismatch));
    };
    let control = state.store.open_control().await?;
    // What was tried from here before was a slip; of what was tried from elsewhere nothing is known.
    if let [here, others @ ..] = limits {
        throttle::clear(&control, &here.key).await?;
        for limit in others {
            throttle::give_back(&control, &limit.key, tried).await?;
        }
    }
    control.commit().await?;
    state.store.record(entry(&user, AuditAction::SignIn));
    Ok(Ok(user))
}

/// Takes one of the tries that are left, before anything is hashed: of guesses that come at once, no more than the
/// limit are checked. With it comes whoever has the address.
async fn reserve(
    state: &AppState,
    typed: &str,
    limits: &[Limit],
) -> Result<Option<(Option<UserAccount>, Try)>, HttpError> {
    let control = state.store.open_control().await?;
    let user = match Email::parse(typed) {
        Ok(email) => account::find_user(&control, &email).await?,
        Err(NotAnEmail) => None,
    };
    let since = state.store.clock().now() - window();
    let Some(tried) = throttle::reserve(&control, limits, since).await? else { return Ok(None) };
    control.commit().await?;
    Ok(Some((user, tried)))
}

/// What the audit trail keeps of a sign-in: who and for which tenant, never from where.
pub(super) fn entry(user: &UserAccount, action: AuditAction) -> AuditEntry {
    let home = user.home();
    let actor = match home {
        Some((_, role)) => Actor::member(user.id, *role, &user.email, &user.name),
        None => Actor::Operator { user: user.id },
    };
    let entry = AuditEntry::of(&actor, action);
    home.map_or(entry.clone(), |(tenant, _)| entry.about(tenant.id))
}

async fn sign_out(
    State(state): State<AppState>,
    visitor: Option<Extension<Visitor>>,
    session: Session,
) -> Result<Redirect, HttpError> {
    if let Some(Extension(visitor)) = visitor {
        let actor = match visitor.role {
            Some(role) => Actor::member(visitor.user, role, &visitor.email, &visitor.name),
            None => Actor::Operator { user: visitor.user },
        };
        let entry = AuditEntry::of(&actor, AuditAction::SignOut);
        let tenant = visitor.tenant.map(|tenant| tenant.id);
        state.store.record(tenant.map_or(entry.clone(), |tenant| entry.about(tenant)));
    }
    session.flush().await.map_err(session_failed)?;
    Ok(Redirect::to("/login"))
}

fn form(state: &AppState, nonce: Nonce, email: &str, next: &str, problem: Option<SignInProblem>) -> Response {
    let status = match problem {
        None => StatusCode::OK,
        Some(SignInProblem::TooMany) => StatusCode::TOO_MANY_REQUESTS,
        Some(SignInProblem::Mismatch) => StatusCode::UNAUTHORIZED,
        Some(SignInProblem::Unavailable) => StatusCode::SERVICE_UNAVAILABLE,
        Some(SignInProblem::Incomplete | SignInProblem::Stale) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let email: String = email.chars().take(254).collect();
    let next = local_path(next).unwrap_or_default().to_owned();
    let context = page::Context::member(state, nonce);
    let text = context
        .document("Sign in", || view! { <SignInPage email=email next=next problem=problem /> }.into_any());
    let mut response = page::html(status, text);
    if problem == Some(SignInProblem::TooMany) {
        come_again(&mut response);
    }
    response
}

/// Says when the count is over.
pub(super) fn come_again(response: &mut Response) {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(window().num_seconds()));
}

/// What is counted, and how much of it is too much; the first counts what comes from this place. A stranger's address
/// is not kept, only its hash.
pub(super) fn limits(address: Address, client: ClientAddress, device: Option<Device>) -> Vec<Limit> {
    if let Some(Device(id)) = device {
        return vec![Limit { key: format!("device:{}", hex(&id)), most: TRIES_FROM_ONE_PLACE }];
    }
    let (account, network) = (hex(&address.0[..16]), client.subscriber());
    let here = Sha256::digest(format!("{account}|{network}"));
    vec![
        Limit { key: format!("place:{}", hex(&here[..16])), most: TRIES_FROM_ONE_PLACE },
        Limit { key: format!("account:{account}"), most: TRIES_PER_ACCOUNT },
        Limit { key: format!("address:{network}"), most: TRIES_PER_NETWORK },
    ]
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn after_sign_in(next: &str, has_tenant: bool) -> String {
    let home = if has_tenant { "/app" } else { "/ops" };
    local_path(next).unwrap_or(home).to_owned()
}

/// A path of ours; anything that a browser could take for another site is none.
fn local_path(next: &str) -> Option<&str> {
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 2_000
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_local.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_ours_is_followed() {
        for good in ["/app", "/app/deals?outcome=lost&q=a%20b", "/"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in
            ["", "app", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/ä", "/\t/x"]
        {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
        assert_eq!(after_sign_in("//evil.example", true), "/app");
        assert_eq!(after_sign_in("", false), "/ops");
    }

    #[test]
    fn a_known_device_has_a_budget_of_its_own_and_no_key_says_who_is_meant() {
        let client = |last: u8| ClientAddress(std::net::IpAddr::from([192, 0, 2, last]));
        let bo = Address::of("bo@express.example");
        let keys = |address, client, device| -> Vec<String> {
            limits(address, client, device).into_iter().map(|limit| limit.key).collect()
        };
        let (here, there) = (keys(bo, client(1), None), keys(bo, client(2), None));
        assert_ne!(here[0], there[0]);
        assert_eq!(here[1], there[1]);
        assert_ne!(here[0], keys(Address::of("al@express.example"), client(1), None)[0]);
        assert!(here.iter().all(|key| !key.contains("bo@") && !key.contains("express")));
        let known = keys(bo, client(1), Some(Device([9; 16])));
        assert_eq!(known, keys(bo, client(2), Some(Device([9; 16]))));
        assert!(known.len() == 1 && !here.contains(&known[0]));
    }
}
