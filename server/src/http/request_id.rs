//! A number for every request, its span in the log, and one line when it was answered.
//!
//! **Invariant:** the log names routes, never addresses: those hold tokens and keys.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::state::AppState;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The number of a request.
#[derive(Copy, Clone, Debug)]
pub struct RequestId(pub Uuid);

impl RequestId {
    /// Eight characters that find it in the log.
    #[must_use]
    pub fn short(&self) -> String {
        let text = self.0.simple().to_string();
        text[text.len() - 8..].to_owned()
    }
}

/// Numbers a request and logs its answer.
pub async fn observe(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = RequestId(state.store.clock().new_id());
    request.extensions_mut().insert(id);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let span = tracing::info_span!(
        "request",
        request.id = %id.0,
        http.method = %request.method(),
        http.route = route.as_ref().map_or("(none)", MatchedPath::as_str),
    );
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let duration_ms = started.elapsed().as_secs_f64() * 1e3;
    let status = response.status().as_u16();
    span.in_scope(|| {
        if response.status().is_server_error() {
            tracing::warn!(status, duration_ms, "answered");
        } else {
            tracing::debug!(status, duration_ms, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id.0.to_string()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
