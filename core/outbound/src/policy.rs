//! What may be reached.

use std::net::IpAddr;

use ipnet::IpNet;
use url::{Host, Url};

use crate::is_public;

/// What may be reached. By default the public internet, encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Networks that are allowed besides the public internet.
    pub networks: Vec<IpNet>,
    /// `http` is allowed besides `https`.
    pub http: bool,
}

/// Why an address may not be reached. Messages are sentences without a full stop, for whoever gave the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Neither `https` nor, where it is allowed, `http`.
    #[error("use an address that begins with https://")]
    Scheme,
    /// The URL carries a user name or a password.
    #[error("use an address without a user name and a password")]
    Credentials,
    /// No host, or one that ends in nothing.
    #[error("use an address with a host, such as https://example.org/hook")]
    Host,
    /// It leads into a network that is neither public nor allowed.
    #[error("this address leads into a network that may not be reached from here")]
    Network,
}

impl Policy {
    /// Whether this address may be connected to.
    #[must_use]
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        is_public(address) || self.networks.iter().any(|network| network.contains(&address))
    }

    /// Checks what can be known of a URL without resolving its name.
    ///
    /// # Errors
    /// [`Refusal`] says what is wrong with it.
    pub fn check(&self, url: &Url) -> Result<(), Refusal> {
        match url.scheme() {
            "https" => {}
            "http" if self.http => {}
            _ => return Err(Refusal::Scheme),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Credentials);
        }
        match url.host() {
            Some(Host::Ipv4(address)) if !self.allows(address.into()) => Err(Refusal::Network),
            Some(Host::Ipv6(address)) if !self.allows(address.into()) => Err(Refusal::Network),
            Some(Host::Domain("")) | None => Err(Refusal::Host),
            Some(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(policy: &Policy, url: &str) -> Result<(), Refusal> {
        policy.check(&url.parse().unwrap())
    }

    #[test]
    fn urls_are_checked_as_they_are_understood() {
        let usual = Policy::default();
        assert_eq!(check(&usual, "https://example.org:8443/hook?x=1"), Ok(()));
        assert_eq!(check(&usual, "https://1.1.1.1/"), Ok(()));
        for (url, expected) in [
            ("http://example.org/", Refusal::Scheme),
            ("ftp://example.org/", Refusal::Scheme),
            ("file:///etc/passwd", Refusal::Scheme),
            ("https://ada@example.org/", Refusal::Credentials),
            ("https://:secret@example.org/", Refusal::Credentials),
            ("https://127.0.0.1/", Refusal::Network),
            // Ways to write the same.
            ("https://2130706433/", Refusal::Network),
            ("https://0x7f.1/", Refusal::Network),
            ("https://0177.0.0.1/", Refusal::Network),
            ("https://[::ffff:7f00:1]/", Refusal::Network),
            ("https://[::1]/", Refusal::Network),
            ("https://169.254.169.254/latest/meta-data", Refusal::Network),
        ] {
            assert_eq!(check(&usual, url), Err(expected), "{url}");
        }
    }

    #[test]
    fn networks_and_http_can_be_allowed() {
        let open = Policy {
            networks: vec!["10.1.0.0/16".parse().unwrap(), "fd00::/8".parse().unwrap()],
            http: true,
        };
        for url in ["http://10.1.2.3/", "http://[fd00::7]/", "http://[::ffff:10.1.2.3]/"] {
            assert_eq!(check(&open, url), Ok(()), "{url}");
        }
        assert_eq!(check(&open, "http://10.2.0.1/"), Err(Refusal::Network));
    }
}
