//! Names to addresses that may be connected to, and no others.

use std::error::Error;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::{Policy, Refusal};

/// The system's resolver, less what the policy does not allow.
#[derive(Clone, Debug)]
pub(crate) struct Guarded(pub(crate) Policy);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let Self(policy) = self.clone();
        Box::pin(async move {
            // The port is the URL's, whatever stands here.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| policy.allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err(Box::new(Refusal::Network) as Box<dyn Error + Send + Sync>);
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}
