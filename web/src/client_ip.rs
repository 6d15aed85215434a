//! The address at the other end of the connection. Headers of proxies are not believed.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::Extensions;
use axum::http::request::Parts;

/// Where a request comes from; `None` only when the router is called without a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientIp(pub(crate) Option<IpAddr>);

impl ClientIp {
    pub(crate) fn of(extensions: &Extensions) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>();
        Self(peer.map(|ConnectInfo(address)| address.ip().to_canonical()))
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
    fn the_internet_is_not_private() {
        assert!(client("127.0.0.1").is_private() && client("10.1.2.3").is_private() && client("fd00::1").is_private());
        assert!(!client("192.0.2.7").is_private() && !client("2001:db8::1").is_private());
    }
}
