//! The client itself, and the key that it shows.

use std::fmt;
use std::time::Duration;

use reqwest::RequestBuilder;
use reqwest::redirect::Policy;
use url::Url;

use crate::Error;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the studio may be silent in the middle of an answer. It says something on every stream each 15 s.
const SILENCE: Duration = Duration::from_secs(60);

/// A key of the studio. It is never printed.
#[derive(Clone)]
pub struct ApiKey(String);

impl ApiKey {
    /// The key as it was shown when it was made, without blanks around it.
    ///
    /// # Errors
    /// A sentence when it does not look like a key: `aistudio_` and 48 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let digits = text.strip_prefix("aistudio_").ok_or("a key begins with `aistudio_`")?;
        if digits.len() == 48 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err("a key has 48 hexadecimal digits after `aistudio_`")
        }
    }

    /// The key itself, to store it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

/// Speaks to one studio as the owner of one key. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    /// Follows no redirect: one to another place would turn a request for pictures into a look at a page.
    http: reqwest::Client,
    /// Originals may be at a store of their own. The key does not go there.
    files: reqwest::Client,
    base: Url,
    key: Option<ApiKey>,
}

impl Client {
    /// A client of the studio at `base`. Without a key only the list of models can be read. Contacts nobody.
    ///
    /// # Errors
    /// [`Error::Setup`] when no TLS roots are found.
    ///
    /// # Panics
    /// When no rustls crypto provider is installed in the process: call
    /// `rustls::crypto::ring::default_provider().install_default()` first thing in `main`.
    pub fn new(mut base: Url, key: Option<ApiKey>) -> Result<Self, Error> {
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let builder = |policy| {
            reqwest::Client::builder()
                .user_agent(concat!("studio-cli/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(CONNECT)
                .read_timeout(SILENCE)
                .redirect(policy)
                .build()
                .map_err(Error::Setup)
        };
        Ok(Self {
            http: builder(Policy::none())?,
            files: builder(Policy::limited(5))?,
            base,
            key,
        })
    }

    /// Where the studio is; ends with a slash.
    #[must_use]
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// The address of a path below the base, segment by segment; a segment may hold slashes of its own, as ids of models do.
    pub(crate) fn address(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .expect("a base with a host has a path")
            .pop_if_empty()
            .extend(path.iter().flat_map(|part| part.split('/')));
        url
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(crate) fn files(&self) -> &reqwest::Client {
        &self.files
    }

    pub(crate) fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.key {
            Some(key) => request.bearer_auth(key.reveal()),
            None => request,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_below_the_base() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        for (base, expected) in [
            (
                "http://127.0.0.1:3007",
                "http://127.0.0.1:3007/api/models/fal-ai/flux/a%20b",
            ),
            (
                "https://example.org/studio",
                "https://example.org/studio/api/models/fal-ai/flux/a%20b",
            ),
        ] {
            let client = Client::new(base.parse().unwrap(), None).unwrap();
            assert_eq!(client.address(&["api/models", "fal-ai/flux/a b"]).as_str(), expected);
        }
    }

    #[test]
    fn a_key_is_recognised_and_never_printed() {
        let text = format!("aistudio_{}", "0a".repeat(24));
        let key = ApiKey::parse(&format!(" {text}\n")).unwrap();
        assert_eq!(
            (key.reveal(), format!("{key:?}")),
            (text.as_str(), "ApiKey(…)".to_owned())
        );
        assert!(ApiKey::parse("sk-123").is_err() && ApiKey::parse("aistudio_12").is_err());
    }
}
