//! Which URLs exist, and which of them may see the key.

use serde::{Deserialize, Serialize};
use url::{Host, Origin, Url};

use crate::{EndpointId, FalConfig};

/// Domains of the provider. Any `https` host under them may be sent the key
/// (hosts in the provider's documentation, read November 2026).
const PROVIDER_DOMAINS: [&str; 2] = ["fal.run", "fal.ai"];

/// The three addresses a submitted job is followed by. They are given by the provider and kept as given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestUrls {
    /// Answers how far the job is.
    pub status_url: Url,
    /// Answers the output or the model's error.
    pub response_url: Url,
    /// Takes the wish to cancel.
    pub cancel_url: Url,
}

/// The set of origins the key may be sent to: the configured ones and the provider's own domains over https.
///
/// The provider's answers contain URLs that we call with the key. A forged or broken answer must not be able to
/// send the key elsewhere, nor to point us at a service inside our own network.
#[derive(Clone, Debug)]
pub(crate) struct TrustedOrigins(Vec<Origin>);

impl TrustedOrigins {
    pub(crate) fn of(config: &FalConfig) -> Self {
        let bases = [&config.queue_url, &config.run_url, &config.rest_url, &config.api_url];
        Self(bases.map(Url::origin).to_vec())
    }

    /// Whether the key may go to this address.
    pub(crate) fn may_see_key(&self, url: &Url) -> bool {
        is_plain(url) && (self.is_configured(url) || is_provider_host(url))
    }

    /// Whether media may be read from or written to this address, without the key: a configured origin, or `https`
    /// to a public host.
    ///
    /// Only what the URL itself says is judged: a public name that resolves to a private address passes.
    pub(crate) fn may_hold_media(&self, url: &Url) -> bool {
        is_plain(url) && (self.is_configured(url) || (url.scheme() == "https" && is_public_host(url)))
    }

    fn is_configured(&self, url: &Url) -> bool {
        self.0.contains(&url.origin())
    }
}

fn is_plain(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()
}

fn is_provider_host(url: &Url) -> bool {
    let Some(host) = url.domain() else { return false };
    let within = |domain| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    url.scheme() == "https" && url.port().is_none() && PROVIDER_DOMAINS.into_iter().any(within)
}

fn is_public_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name.contains('.')
                && !name.ends_with(".localhost")
                && !name.ends_with(".internal")
                && !name.ends_with(".local")
        }
        // Media live behind names; an address in digits is either a mistake or an attempt to reach inside.
        Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => false,
    }
}

/// Appends path segments to an http base, percent-encoding each. A base without a path (`mailto:`) stays as it is and
/// is refused later.
pub(crate) fn join<'a>(base: &Url, segments: impl IntoIterator<Item = &'a str>) -> Url {
    let mut url = base.clone();
    url.path_segments_mut()
        .expect("an http base always has path segments")
        .pop_if_empty()
        .extend(segments);
    url
}

/// The address a job is submitted to.
pub(crate) fn submit_url(queue: &Url, endpoint: &EndpointId) -> Url {
    join(queue, endpoint.as_str().split('/'))
}

/// The addresses of a job of which only the id is known, in the documented form `owner/alias/requests/<id>`.
pub(crate) fn request_urls(queue: &Url, endpoint: &EndpointId, request_id: &str) -> RequestUrls {
    let response_url = join(queue, endpoint.app().split('/').chain(["requests", request_id]));
    RequestUrls {
        status_url: join(&response_url, ["status"]),
        cancel_url: join(&response_url, ["cancel"]),
        response_url,
    }
}

/// The streaming form of a status address.
pub(crate) fn stream_url(status_url: &Url) -> Url {
    join(status_url, ["stream"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    fn origins(queue: &str) -> TrustedOrigins {
        let mut config = FalConfig::new(Secret::new("a:b").unwrap());
        config.queue_url = queue.parse().unwrap();
        TrustedOrigins::of(&config)
    }

    #[test]
    fn the_key_goes_to_configured_and_provider_hosts_only() {
        let origins = origins("http://127.0.0.1:4100/queue");
        let cases = [
            ("https://queue.fal.run/fal-ai/flux/requests/1", true),
            ("https://rest.fal.ai/x", true),
            ("https://eu.queue.fal.run/x", true),
            ("http://127.0.0.1:4100/anything", true),
            ("http://127.0.0.1:4101/queue", false),
            ("https://127.0.0.1:4100/queue", false),
            ("http://queue.fal.run/x", false),
            ("https://queue.fal.run:8443/x", false),
            ("https://evilfal.run/x", false),
            ("https://fal.run.evil.example/x", false),
            ("https://queue.fal.run@evil.example/x", false),
            ("https://user:pw@queue.fal.run/x", false),
            ("https://v3.fal.media/x", false),
            ("file:///etc/passwd", false),
        ];
        for (url, expected) in cases {
            assert_eq!(origins.may_see_key(&url.parse().unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn media_come_from_public_https_or_from_a_configured_origin() {
        let origins = origins("http://127.0.0.1:4100");
        let cases = [
            ("https://v3b.fal.media/files/b/0a/x.jpg", true),
            ("https://storage.example.com/x.png", true),
            ("http://127.0.0.1:4100/cdn/x.png", true),
            ("http://v3.fal.media/files/x.png", false),
            ("https://127.0.0.1/x.png", false),
            ("https://169.254.169.254/latest/meta-data", false),
            ("https://[::1]/x.png", false),
            ("https://localhost/x.png", false),
            ("https://metadata.google.internal/x", false),
            ("https://0x7f000001/x", false),
        ];
        for (url, expected) in cases {
            assert_eq!(origins.may_hold_media(&url.parse().unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn jobs_are_submitted_to_the_whole_id_and_followed_under_the_application() {
        let queue: Url = "http://sim.test/queue/".parse().unwrap();
        let endpoint = EndpointId::parse("fal-ai/flux/dev").unwrap();
        assert_eq!(
            submit_url(&queue, &endpoint).as_str(),
            "http://sim.test/queue/fal-ai/flux/dev"
        );
        let urls = request_urls(&queue, &endpoint, "019e/..");
        assert_eq!(
            urls.status_url.as_str(),
            "http://sim.test/queue/fal-ai/flux/requests/019e%2F../status"
        );
        assert_eq!(
            stream_url(&urls.status_url).path(),
            "/queue/fal-ai/flux/requests/019e%2F../status/stream"
        );
    }
}
