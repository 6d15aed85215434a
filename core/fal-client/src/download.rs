//! Fetching result media. The key is never sent: media hosts are public and not all of them are the provider's.

use bytes::{Bytes, BytesMut};
use http::{StatusCode, header};
use reqwest::Response;
use url::Url;

use crate::{
    Error, FalClient, TransportCause, classify::header_text, client::untrusted, data_uri, transport::TransportError,
};

/// A file of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// The content.
    pub bytes: Bytes,
    /// The media type the host claims, lower case, without parameters. A claim, not a fact: look at the bytes.
    pub content_type: Option<String>,
}

impl FalClient {
    /// Fetches a file of at most `max_bytes`. Takes `https` addresses of public hosts, any address of a configured
    /// host, and `data:` URIs (the form of `sync_mode` results); follows at most five redirects, under the same rules.
    ///
    /// # Errors
    /// [`Error::UntrustedUrl`] for every other address, [`Error::TooLarge`], [`Error::Truncated`] when fewer bytes
    /// came than were announced, [`Error::Media`] for a status other than 200, [`Error::DataUri`],
    /// [`Error::Transport`].
    pub async fn download(&self, url: &str, max_bytes: u64) -> Result<Media, Error> {
        if data_uri::is_data_uri(url) {
            return data_uri::decode(url, max_bytes);
        }
        let url = Url::parse(url).map_err(|_| Error::UntrustedUrl {
            origin: "not a URL".to_owned(),
        })?;
        if !self.shared.origins.may_hold_media(&url) {
            return Err(untrusted(&url));
        }
        let request = self
            .shared
            .pools
            .media
            .get(url)
            .timeout(self.config().timeouts.transfer);
        let response = request.send().await.map_err(TransportError::from)?;
        if response.status() != StatusCode::OK {
            return Err(Error::Media {
                status: response.status().as_u16(),
            });
        }
        let content_type = content_type(&response);
        let bytes = read(response, max_bytes).await?;
        Ok(Media { bytes, content_type })
    }
}

fn content_type(response: &Response) -> Option<String> {
    let value = header_text(response.headers(), header::CONTENT_TYPE.as_str())?;
    let kind = value.split(';').next()?.trim();
    (!kind.is_empty()).then(|| kind.to_ascii_lowercase())
}

/// Reads to the announced end. A break on the way is a truncation, whoever noticed it first.
async fn read(mut response: Response, max_bytes: u64) -> Result<Bytes, Error> {
    let announced = response.content_length();
    if announced.is_some_and(|length| length > max_bytes) {
        return Err(Error::TooLarge { limit_bytes: max_bytes });
    }
    let mut body = BytesMut::new();
    loop {
        let received_bytes = body.len() as u64;
        match response.chunk().await.map_err(TransportError::from) {
            Ok(Some(chunk)) if received_bytes + chunk.len() as u64 > max_bytes => {
                return Err(Error::TooLarge { limit_bytes: max_bytes });
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) if announced.is_some_and(|length| length != received_bytes) => {
                return Err(Error::Truncated { received_bytes });
            }
            Ok(None) => return Ok(body.freeze()),
            Err(error) if error.cause == TransportCause::Broken => return Err(Error::Truncated { received_bytes }),
            Err(error) => return Err(error.into()),
        }
    }
}
