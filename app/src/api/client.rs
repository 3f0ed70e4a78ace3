//! How a page calls server functions: each call says for which tenant the page was drawn.
//!
//! Whoever switches to another of his tenants still has pages of the one before in other tabs. What they send is refused
//! by the server, so nothing that is meant for one tenant is asked of another or done to it.

use futures_util::{Sink, Stream};
use leptos::server_fn::Bytes;
use leptos::server_fn::client::Client;
use leptos::server_fn::client::browser::BrowserClient;
use leptos::server_fn::request::browser::BrowserRequest;
use leptos::server_fn::response::browser::BrowserResponse;

use super::ApiError;

/// The header that names the tenant.
pub const DRAWN_FOR: &str = "winloss-drawn-for";

/// The browser's own way, with the tenant said.
#[derive(Debug)]
pub struct OwnClient;

impl Client<ApiError> for OwnClient {
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: BrowserRequest) -> impl Future<Output = Result<BrowserResponse, ApiError>> + Send {
        #[cfg(not(feature = "ssr"))]
        if let Some(tenant) = page::tenant() {
            request.headers().set(DRAWN_FOR, tenant);
        }
        <BrowserClient as Client<ApiError>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl Sink<Bytes> + Send + 'static),
            ApiError,
        >,
    > + Send {
        <BrowserClient as Client<ApiError>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<ApiError>>::spawn(future);
    }
}

/// What is true of the one page that a browser's tab shows. A server, which draws pages of all tenants, has none of it.
#[cfg(not(feature = "ssr"))]
pub(crate) mod page {
    use std::sync::OnceLock;

    use domain::id::TenantId;

    static DRAWN_FOR: OnceLock<String> = OnceLock::new();

    /// Remembers the tenant; whoever switches loads another page.
    pub(crate) fn is_drawn_for(tenant: TenantId) {
        DRAWN_FOR.get_or_init(|| tenant.to_string());
    }

    pub(super) fn tenant() -> Option<&'static str> {
        DRAWN_FOR.get().map(String::as_str)
    }
}
