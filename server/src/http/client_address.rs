//! From where a request comes: the peer, or what a trusted proxy says of it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

use crate::config::Network;
use crate::state::AppState;

/// The address a request comes from.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What is counted together: an address, or the network that one subscriber of IPv6 has for himself.
    #[must_use]
    pub fn subscriber(&self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let network = Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64));
                format!("{network}/64")
            }
        }
    }
}

/// Puts the [`ClientAddress`] into the request.
pub async fn find(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip().to_canonical());
    let address = behind_proxies(peer, request.headers(), &state.http.trusted_proxies);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

/// Goes back along `X-Forwarded-For` as long as the one who says so is trusted.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let said: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut address = peer;
    for text in said.into_iter().rev() {
        if !is_trusted(address) {
            break;
        }
        match text.trim().parse::<IpAddr>() {
            Ok(next) => address = next.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn find(peer: &str, said: &str, trusted: &[&str]) -> IpAddr {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", said.parse().expect("a header"));
        let trusted: Vec<Network> = trusted.iter().filter_map(|text| Network::parse(text)).collect();
        behind_proxies(address(peer), &headers, &trusted)
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(find("9.9.9.9", "1.1.1.1", &[]), address("9.9.9.9"));
        assert_eq!(find("9.9.9.9", "1.1.1.1", &["10.0.0.0/8"]), address("9.9.9.9"));
        assert_eq!(find("10.0.0.1", "1.1.1.1", &["10.0.0.0/8"]), address("1.1.1.1"));
        // What the client itself wrote in front is not believed.
        assert_eq!(find("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2", &["10.0.0.0/8"]), address("1.1.1.1"));
        assert_eq!(find("10.0.0.1", "nonsense", &["10.0.0.0/8"]), address("10.0.0.1"));
    }

    #[test]
    fn one_subscriber_of_ipv6_is_counted_once() {
        let of = |text: &str| ClientAddress(address(text)).subscriber();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
    }
}
