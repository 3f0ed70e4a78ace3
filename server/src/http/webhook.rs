//! `POST /hooks/in/{key}`: a CRM tells that a deal closed.
//!
//! Flow: the key names the connection and with it the tenant; the signature is verified over the raw bytes; the
//! event is read once to refuse what could never be used; then it is kept with its job, and only then answered.
//!
//! Answers: 202 kept or ignored, 200 kept before, 400 malformed, 401 not signed by the connection (or no such
//! connection: the same words), 409 another body was kept under this id, 413 too large, 503 come again.

pub mod batch;
pub mod signature;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use domain::crm::{CrmEvent, parse_event};
use domain::tenant::TenantStatus;
use secrecy::SecretString;
use serde::Serialize;
use store::StoreError;
use store::crm::Connection;
use store::inbox::{Incoming, Reception};

use self::batch::NotKept;
use self::signature::{Envelope, HeaderProblem};
use crate::state::AppState;

/// The largest message that is looked at: a recommended one has 20 kB.
const LARGEST_BODY: usize = 256 * 1024;

/// The route.
pub fn routes() -> Router<AppState> {
    Router::new().route("/hooks/in/{key}", post(receive)).layer(DefaultBodyLimit::max(LARGEST_BODY))
}

#[derive(Serialize)]
struct Accepted<'a> {
    event: &'a str,
    duplicate: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ignored: Option<&'a str>,
}

#[derive(Serialize)]
struct Refused<'a> {
    error: &'a str,
    detail: &'a str,
}

async fn receive(
    State(state): State<AppState>,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return unreadable(&rejection),
    };
    let envelope = match Envelope::read(&headers) {
        Ok(envelope) => envelope,
        Err(HeaderProblem::Unsigned) => return unauthorized(),
        Err(HeaderProblem::Malformed(detail)) => return refuse(StatusCode::BAD_REQUEST, "malformed", detail),
    };
    let now = state.store.clock().now();
    if !envelope.is_fresh(now) {
        return unauthorized();
    }
    let connection = match signed_by(&state, &key, &envelope, &body, now).await {
        Ok(Some(connection)) => connection,
        Ok(None) => return unauthorized(),
        Err(error) => {
            tracing::warn!(
                cause = super::error::chain(&error),
                "a webhook's connection could not be looked up"
            );
            return come_again("the service is not available at the moment; please send it again");
        }
    };
    match parse_event(&body) {
        Err(malformed) => return refuse(StatusCode::BAD_REQUEST, "malformed", &malformed.to_string()),
        Ok(CrmEvent::Other { kind }) => {
            let ignored = Accepted { event: envelope.id, duplicate: false, ignored: Some(&kind) };
            return (StatusCode::ACCEPTED, Json(ignored)).into_response();
        }
        Ok(CrmEvent::Deal(event)) => {
            if let Err(malformed) = event.check(now) {
                return refuse(StatusCode::BAD_REQUEST, "malformed", &malformed.to_string());
            }
        }
    }
    if connection.tenant_status != TenantStatus::Active {
        return come_again(SUSPENDED);
    }
    let incoming =
        Incoming { connection: connection.id, event_id: envelope.id.to_owned(), body: body.to_vec() };
    match state.batcher.keep(connection.tenant, incoming).await {
        Ok(Reception::New) => accepted(StatusCode::ACCEPTED, envelope.id, false),
        Ok(Reception::Duplicate) => accepted(StatusCode::OK, envelope.id, true),
        Ok(Reception::Conflict) => {
            // The sender must hear of it: what it sends under a used id would be lost without a word.
            tracing::warn!(tenant.id = %connection.tenant, "a webhook came with the id of another message");
            refuse(StatusCode::CONFLICT, "conflict", CONFLICT)
        }
        Err(NotKept::Full) => come_again("too many events at once; please send it again"),
        Err(NotKept::Suspended) => come_again(SUSPENDED),
        Err(NotKept::Unavailable) => {
            come_again("the event could not be kept at the moment; please send it again")
        }
    }
}

/// The connection with this key, if one of its live secrets signed the message.
///
/// Connections are remembered for some seconds. A message that fits none of the remembered secrets may be signed
/// with one that was made since, and a sender must never be refused for that: the connection is looked up anew, in a
/// look-up that all who need one at that moment share, so that wrong signatures keep the database no busier than one.
async fn signed_by(
    state: &AppState,
    key: &str,
    envelope: &Envelope<'_>,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Arc<Connection>>, StoreError> {
    let Some(remembered) = state.store.connection(key).await? else {
        // As much work as for a known key, so that the time does not tell them apart.
        let unknown = [SecretString::from("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned())];
        std::hint::black_box(envelope.verify(body, &unknown, now));
        return Ok(None);
    };
    if envelope.verify(body, &remembered.secrets, now) {
        return Ok(Some(remembered));
    }
    let anew = state.store.connection_anew(key).await?;
    Ok(anew.filter(|anew| envelope.verify(body, &anew.secrets, now)))
}

const SUSPENDED: &str = "this workspace is paused; please send it again later";
const CONFLICT: &str = "a message with this webhook-id and another body was kept before, and this one was not; \
                        a changed event needs a webhook-id of its own";

fn accepted(status: StatusCode, event: &str, duplicate: bool) -> Response {
    (status, Json(Accepted { event, duplicate, ignored: None })).into_response()
}

fn refuse(status: StatusCode, error: &str, detail: &str) -> Response {
    (status, Json(Refused { error, detail })).into_response()
}

/// One answer for an unknown key, a wrong signature and a stale one: it tells a stranger nothing.
fn unauthorized() -> Response {
    refuse(
        StatusCode::UNAUTHORIZED,
        "unauthorized",
        "no live secret of this address made a listed v1 signature of these bytes within the last 5 minutes",
    )
}

fn unreadable(rejection: &BytesRejection) -> Response {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        refuse(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the body must not be larger than 256 kB")
    } else {
        refuse(StatusCode::BAD_REQUEST, "malformed", "the body ended before it was complete")
    }
}

fn come_again(detail: &str) -> Response {
    let mut response = refuse(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}
