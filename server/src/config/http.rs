//! `[http]`: where the site listens, how it is reached, and where its files are.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use super::reader::Section;

/// How the site is reached.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// Where to listen.
    pub listen: SocketAddr,
    /// How people and CRMs reach it.
    pub public_url: PublicUrl,
    /// The folder with the site's files.
    pub site: PathBuf,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
}

impl HttpConfig {
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let listen = section
            .parse("listen", "an address and a port such as \"127.0.0.1:3000\"", |text| text.parse().ok())
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
        let public_url =
            section.parse("public_url", "an address such as \"https://feedback.example\"", PublicUrl::parse);
        let what = "how people reach the site, such as \"https://feedback.example\"";
        let public_url = section.required("public_url", public_url, what);
        let site = section.text("site").map_or_else(|| PathBuf::from("site"), PathBuf::from);
        let trusted_proxies =
            section.list("trusted_proxies", "addresses or networks such as \"10.0.0.0/8\"", Network::parse);
        Some(Self { listen, public_url: public_url?, site, trusted_proxies })
    }
}

/// The address under which the site is known: a scheme and a host, and nothing after it.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct PublicUrl {
    text: String,
    is_https: bool,
}

impl PublicUrl {
    /// Reads `http://host[:port]` or `https://host[:port]`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let uri: ::http::Uri = text.parse().ok()?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme))?;
        if authority.host().is_empty() || authority.as_str().ends_with(':') || !has_port_or_none(authority) {
            return None;
        }
        let is_bare = uri.path() == "/" && uri.query().is_none();
        let text = format!("{scheme}://{}", authority.as_str().to_lowercase());
        is_bare.then(|| Self { is_https: scheme == "https", text })
    }

    /// The address without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Host and port: what links are sealed for.
    #[must_use]
    pub fn host(&self) -> &str {
        self.text.split_once("://").map_or(self.text.as_str(), |(_, host)| host)
    }

    /// Whether cookies can be told to travel encrypted only.
    #[must_use]
    pub const fn is_https(&self) -> bool {
        self.is_https
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a port that is there is a number that there are ports of.
fn has_port_or_none(authority: &::http::uri::Authority) -> bool {
    let after = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
    after.is_empty() || authority.port_u16().is_some_and(|port| port > 0)
}

/// An address or a block of addresses.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Reads `10.1.2.3`, `10.0.0.0/8` or `fd00::/8`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Some(longest), |text| text.parse().ok())?;
        (prefix <= longest).then_some(Self { address, prefix })
    }

    /// Whether an address lies in the block.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let (ours, theirs, width) = match (self.address, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()), u128::from(b.to_bits()), 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return false,
        };
        let shift = u32::from(width - self.prefix);
        ours.checked_shr(shift).unwrap_or(0) == theirs.checked_shr(shift).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_a_scheme_and_a_host() {
        let url = PublicUrl::parse("https://Feedback.Example/").expect("valid");
        assert_eq!(
            (url.as_str(), url.host(), url.is_https()),
            ("https://feedback.example", "feedback.example", true)
        );
        let url = PublicUrl::parse("http://127.0.0.1:3000").expect("valid");
        assert_eq!((url.host(), url.is_https()), ("127.0.0.1:3000", false));
        for bad in [
            "",
            "feedback.example",
            "ftp://a.b",
            "https://a.b/x",
            "https://a.b?x=1",
            "https://u:p@a.b",
            "https://:443",
            "https://a.b:",
            "https://a.b:x",
            "https://a.b:0",
            "https://a.b:65536",
            "https://",
        ] {
            assert_eq!(PublicUrl::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_network_contains_its_addresses_and_no_others() {
        let network = Network::parse("10.0.0.0/8").expect("valid");
        assert!(network.contains(IpAddr::from([10, 200, 3, 4])));
        assert!(network.contains("::ffff:10.1.1.1".parse().expect("an address")));
        assert!(!network.contains(IpAddr::from([11, 0, 0, 1])));
        assert!(!network.contains("fd00::1".parse().expect("an address")));
        assert!(Network::parse("0.0.0.0/0").expect("valid").contains(IpAddr::from([1, 2, 3, 4])));
        assert!(Network::parse("fd00::/8").expect("valid").contains("fd12::1".parse().expect("an address")));
        assert!(Network::parse("10.1.2.3").expect("valid").contains(IpAddr::from([10, 1, 2, 3])));
        for bad in ["", "10.0.0.0/33", "x/8", "10.0.0.0/x"] {
            assert_eq!(Network::parse(bad), None, "{bad}");
        }
    }
}
