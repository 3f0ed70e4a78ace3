//! What members' and operators' pages post without script; with it they call server functions that do the same.
//!
//! The answer is a page with what was made, or the page that the form was on.

use app::api::account::Disclosed;
use app::api::context::{Nonce, Site, Visitor};
use app::api::platform::Retry;
use app::components::brand::Brand;
use app::pages::admin::connection::Made;
use app::routes;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use axum::routing::post;
use axum::{Extension, Form, Router};
use domain::actor::Permission;
use domain::id::ConnectionId;
use leptos::prelude::*;
use serde::Deserialize;
use store::StoreError;

use super::drawn::Drawn;
use super::error::HttpError;
use super::page;
use crate::state::AppState;

const LARGEST_FORM: usize = 8 * 1024;

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route(routes::CONNECTIONS, post(create_connection))
        .route(routes::SECRETS, post(rotate_secret))
        .route(routes::RETIREMENTS, post(retire_connection))
        .route(routes::RETRY, post(retry))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}

async fn create_connection(
    State(state): State<AppState>,
    Extension(nonce): Extension<Nonce>,
    Extension(visitor): Extension<Visitor>,
    _: Drawn,
) -> Result<Response, HttpError> {
    let (tenant, _) = visitor.acts_for(Permission::ManageConnections)?;
    let site = Site(state.http.public_url.as_str().to_owned());
    let control = state.store.open_control().await?;
    let made = Disclosed::by_creating(control, tenant.id, &site).await?;
    Ok(disclose(&state, nonce, "New connection", made))
}

#[derive(Deserialize)]
struct WhichConnection {
    connection: ConnectionId,
}

async fn rotate_secret(
    State(state): State<AppState>,
    Extension(nonce): Extension<Nonce>,
    Extension(visitor): Extension<Visitor>,
    which: Result<Form<WhichConnection>, FormRejection>,
) -> Result<Response, HttpError> {
    let (tenant, _) = visitor.acts_for(Permission::ManageConnections)?;
    let Form(WhichConnection { connection }) = which.map_err(|_| HttpError::Malformed)?;
    let control = state.store.open_control().await?;
    let made = Disclosed::by_rotating(control, tenant.id, connection).await?;
    Ok(disclose(&state, nonce, "New secret", made))
}

async fn retire_connection(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    which: Result<Form<WhichConnection>, FormRejection>,
) -> Result<Redirect, HttpError> {
    let (tenant, _) = visitor.acts_for(Permission::ManageConnections)?;
    let Form(WhichConnection { connection }) = which.map_err(|_| HttpError::Malformed)?;
    let control = state.store.open_control().await?;
    store::crm::retire_connection(&control, tenant.id, connection).await?;
    control.commit().await?;
    Ok(Redirect::to(routes::ADMIN))
}

/// The page on which a secret is shown, once: it is in no address and is not kept by anybody.
fn disclose(state: &AppState, nonce: Nonce, title: &'static str, made: Disclosed) -> Response {
    let text = page::Context::member(state, nonce).document(title, || {
        view! {
            <main class="sign-in" id="main">
                <Brand />
                <div class="sign-in__card">
                    <h1>{title}</h1>
                    <Made made=made />
                    <p class="row">
                        <a class="button" href=routes::ADMIN>
                            "Back to the set-up"
                        </a>
                    </p>
                </div>
            </main>
        }
        .into_any()
    });
    page::html(StatusCode::OK, text)
}

/// One job by its place, or all of a kind.
#[derive(Deserialize, Default)]
#[serde(default)]
struct WhichJobs {
    shard: String,
    id: Option<i64>,
    kind: String,
}

async fn retry(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    which: Result<Form<WhichJobs>, FormRejection>,
) -> Result<Redirect, HttpError> {
    let actor = visitor.operates().ok_or(HttpError::Forbidden)?;
    let Form(WhichJobs { shard, id, kind }) = which.map_err(|_| HttpError::Malformed)?;
    let which = match id {
        Some(id) => Retry::Job { shard, id },
        None if !kind.is_empty() => Retry::Kind { kind },
        None => return Err(HttpError::Malformed),
    };
    match which.run(&state.store, actor).await {
        // Somebody was faster: the page shows it.
        Ok(_) | Err(StoreError::NotFound) => Ok(Redirect::to(routes::OPERATOR)),
        Err(error) => Err(error.into()),
    }
}
