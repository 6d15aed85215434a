//! Where a request comes from: the address at the other end of the connection, or, when that is a trusted proxy, the one that it tells.
//!
//! What a newcomer gets wrong: anybody can send `X-Forwarded-For`, and proxies add to what they were sent. So it is read from the right,
//! as long as what stands there is a trusted proxy itself: the first address that is none is the client, whatever stands left of it.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

use crate::AppState;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Where a request comes from; `None` only when the router is called without a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientIp(pub(crate) Option<IpAddr>);

impl ClientIp {
    /// What [`find`] found.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        extensions.get().copied().unwrap_or(Self(None))
    }

    /// What limits are counted for: an IPv6 client owns its whole /64.
    pub(crate) fn network(self) -> IpAddr {
        match self.0 {
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            Some(address) => address,
            None => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        }
    }

    /// Whether the client is on this machine or in a private network (RFC 1918, RFC 4193).
    pub(crate) fn is_private(self) -> bool {
        match self.0 {
            Some(IpAddr::V4(address)) => address.is_loopback() || address.is_private(),
            Some(IpAddr::V6(address)) => address.is_loopback() || address.is_unique_local(),
            None => false,
        }
    }
}

/// Finds out where a request comes from, before anything counts or notes it.
pub(crate) async fn find(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(address)| address.ip().to_canonical());
    let proxies = &state.app.config.trusted_proxies;
    let client = peer.map(|peer| behind_proxies(peer, request.headers(), proxies));
    request.extensions_mut().insert(ClientIp(client));
    next.run(request).await
}

/// The first address from the right that is no trusted proxy; the last one that makes sense when all are.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| proxies.iter().any(|network| network.contains(address));
    let lines = headers.get_all(X_FORWARDED_FOR).into_iter().rev();
    let told = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    let mut client = peer;
    for told in told {
        // What is no address was not written by a proxy that can be trusted.
        let (true, Some(address)) = (is_trusted(&client), parse(told)) else {
            break;
        };
        client = address;
    }
    client
}

/// An address as proxies write it: some add the port.
fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse().map(|address: SocketAddr| address.ip());
    let address = text.parse().or_else(|_| with_port()).ok();
    address.map(|address: IpAddr| address.to_canonical())
}

impl<S: Sync> FromRequestParts<S> for ClientIp {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> ClientIp {
        ClientIp(address.parse().ok())
    }

    #[test]
    fn one_ipv6_network_counts_as_one_client() {
        assert_eq!(
            client("2001:db8:1:2:3:4:5:6").network(),
            client("2001:db8:1:2::9").network()
        );
        assert_ne!(client("2001:db8:1:2::9").network(), client("2001:db8:1:3::9").network());
        assert_eq!(client("192.0.2.7").network(), "192.0.2.7".parse::<IpAddr>().unwrap());
    }

    #[test]
    fn proxies_are_believed_as_far_as_they_are_trusted() {
        let proxies: Vec<IpNet> = ["10.0.0.0/8", "fd00::/8"]
            .map(|network| network.parse().unwrap())
            .into();
        let client = |peer: &str, lines: &[&str]| {
            let lines = lines.iter().map(|line| (X_FORWARDED_FOR, line.parse().unwrap()));
            behind_proxies(peer.parse().unwrap(), &lines.collect(), &proxies).to_string()
        };
        for (peer, lines, expected) in [
            ("10.0.0.1", &["192.0.2.7"][..], "192.0.2.7"),
            ("10.0.0.1", &["198.51.100.1, 192.0.2.7 , 10.9.9.9"], "192.0.2.7"),
            ("10.0.0.1", &["198.51.100.1", "192.0.2.7"], "192.0.2.7"),
            ("10.0.0.1", &["192.0.2.7:4711"], "192.0.2.7"),
            ("fd00::1", &["[2001:db8::7]:4711"], "2001:db8::7"),
            ("fd00::1", &["::ffff:192.0.2.7"], "192.0.2.7"),
            // Nobody who is trusted says so.
            ("192.0.2.9", &["127.0.0.1"], "192.0.2.9"),
            ("10.0.0.1", &["127.0.0.1, 192.0.2.7"], "192.0.2.7"),
            // All are proxies, or what stands left makes no sense.
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("10.0.0.1", &["192.0.2.7, unknown, 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &[""], "10.0.0.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
        ] {
            assert_eq!(client(peer, lines), expected, "{peer} {lines:?}");
        }
    }

    #[test]
    fn the_internet_is_not_private() {
        assert!(client("127.0.0.1").is_private() && client("10.1.2.3").is_private() && client("fd00::1").is_private());
        assert!(!client("192.0.2.7").is_private() && !client("2001:db8::1").is_private());
    }
}
