//! The headers that tell browsers what our pages may not do.

use app::api::context::Nonce;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::page::Audience;
use crate::state::AppState;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Said by a buyer's page that carries its stylesheet and the tenant's colours, under the request's nonce.
#[derive(Copy, Clone, Debug)]
pub(super) struct Styled;

/// Said by a survey's page that a member tries: it may stand in a frame of one of our own pages.
#[derive(Copy, Clone, Debug)]
pub(super) struct Framed;

/// Makes the nonce of an answer and writes its headers.
pub(super) async fn secure(
    State((state, audience)): State<(AppState, Audience)>,
    mut request: Request,
    next: Next,
) -> Response {
    let nonce = URL_SAFE_NO_PAD.encode(state.store.clock().random::<16>());
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let mut response = next.run(request).await;
    let is_styled = response.extensions().get::<Styled>().is_some();
    let is_framed = response.extensions().get::<Framed>().is_some();
    let headers = response.headers_mut();
    if is_framed {
        // A buyer's page with a buyer's policy, whoever looks at it.
        let policy = policy(Audience::Buyer, &nonce, is_styled);
        let policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
        set(headers, header::CONTENT_SECURITY_POLICY, &policy);
        write_common(headers, state.http.public_url.is_https());
        set(headers, header::X_FRAME_OPTIONS, "SAMEORIGIN");
    } else {
        set(headers, header::CONTENT_SECURITY_POLICY, &policy(audience, &nonce, is_styled));
        write_common(headers, state.http.public_url.is_https());
    }
    response
}

/// The headers of answers that no person reads.
pub(super) async fn plain(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    write_common(headers, state.http.public_url.is_https());
    response
}

fn policy(audience: Audience, nonce: &str, is_styled: bool) -> String {
    match audience {
        // Charts draw on a canvas, but the library sets sizes with style attributes; wasm needs its own word.
        Audience::Member => format!(
            "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'"
        ),
        // Nothing inline but the page's own stylesheet and the tenant's colours.
        Audience::Buyer => {
            let styles = if is_styled { format!("'self' 'nonce-{nonce}'") } else { "'self'".to_owned() };
            format!(
                "default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data:; connect-src 'self'; \
                 object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
            )
        }
    }
}

fn write_common(headers: &mut HeaderMap, is_https: bool) {
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::X_FRAME_OPTIONS, "DENY");
    // Nothing leaves our origin; inside it, a form without script is sent back to where it came from.
    set(headers, header::REFERRER_POLICY, "same-origin");
    set(headers, PERMISSIONS_POLICY, "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    set(headers, OPENER_POLICY, "same-origin");
    set(headers, RESOURCE_POLICY, "same-origin");
    if is_https {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        set(headers, header::CACHE_CONTROL, "no-store");
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    let value = HeaderValue::from_str(value).expect("a policy and a nonce are visible characters");
    headers.insert(name, value);
}
