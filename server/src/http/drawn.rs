//! For which tenant a page was drawn: a tab that was left open asks nothing of another one and changes nothing of it.
//!
//! Whoever switches to another of his tenants still has pages of the one before in other tabs. Their forms say for whom
//! they were drawn in their address, and what their script calls says so in a header; what they would ask of another
//! tenant is refused, in the words of who asked: a page that says so, or a document.

use app::api::ApiError;
use app::api::client::DRAWN_FOR;
use app::api::context::{Nonce, Visitor};
use app::components::brand::Brand;
use app::routes;
use axum::Json;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::id::TenantId;
use domain::tenant::{Tenant, TenantStatus};
use leptos::prelude::*;

use super::error::HttpError;
use super::page;
use super::request_actor::wants_html;
use crate::state::AppState;

/// Says that a form names its tenant. Whatever no id in it ties to a tenant asks for this, else it would be done to the
/// one that is open now.
pub(super) struct Drawn;

impl<S: Sync> FromRequestParts<S> for Drawn {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        // Which one it names was compared before any handler.
        named(&parts.uri).map(|_| Self).ok_or(HttpError::Malformed)
    }
}

/// Refuses what was drawn for another tenant than the session's.
pub(super) async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    // What only reads changes nothing, and the stream of news answers by itself.
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let header = request.headers().get(DRAWN_FOR).map(|value| value.to_str().unwrap_or_default().to_owned());
    let Some(named) = header.or_else(|| named(request.uri())) else { return next.run(request).await };
    let Ok(drawn) = named.parse::<TenantId>() else { return HttpError::Malformed.into_response() };
    let visitor = request.extensions().get::<Visitor>();
    let Some((visitor, tenant)) = visitor.and_then(|one| Some((one, one.tenant.as_ref()?))) else {
        return HttpError::Forbidden.into_response();
    };
    // Isolation: the tenant is the session's all the same; another one that is named here only stops the request.
    if tenant.id == drawn {
        return next.run(request).await;
    }
    if !wants_html(request.headers()) {
        return (StatusCode::CONFLICT, Json(ApiError::Switched)).into_response();
    }
    let before = visitor.others.iter().map(|(other, _)| other).find(|other| other.id == drawn);
    let before = before.filter(|other| other.status == TenantStatus::Active);
    let Some(nonce) = request.extensions().get::<Nonce>() else { return HttpError::Internal.into_response() };
    page::html(StatusCode::CONFLICT, moved(&state, nonce.clone(), tenant, before))
}

/// The tenant that an address names, as it is written there.
fn named(uri: &Uri) -> Option<String> {
    let pairs = routes::pairs(uri.query()?);
    pairs.into_iter().find(|(name, _)| name == routes::DRAWN_FOR).map(|(_, value)| value)
}

/// The page that says where one is, and leads on or back.
fn moved(state: &AppState, nonce: Nonce, now: &Tenant, before: Option<&Tenant>) -> String {
    let heading = format!("You switched to {}", now.name);
    let drawn_for = before.map_or("another workspace", |tenant| tenant.name.as_str());
    let said = format!("What you sent came from a page of {drawn_for}, so nothing was changed.");
    let on = format!("Go on with {}", now.name);
    let back = before.map(|tenant| {
        view! {
            <form method="post" action=routes::SWITCH>
                <input type="hidden" name="tenant" value=tenant.id.to_string() />
                <button class="button">{format!("Switch back to {}", tenant.name)}</button>
            </form>
        }
    });
    page::Context::member(state, nonce).document(&heading.clone(), || {
        view! {
            <main class="sign-in" id="main">
                <Brand />
                <div class="sign-in__card">
                    <div class="sign-in__head">
                        <h1>{heading}</h1>
                        <p>{said}</p>
                    </div>
                    <p class="row">
                        <a class="button button--primary" href=routes::OVERVIEW>
                            {on}
                        </a>
                    </p>
                    {back}
                </div>
            </main>
        }
        .into_any()
    })
}
