//! Giving the provider an input file it can fetch: a ticket, then the bytes.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, header};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use crate::{Error, FalClient, client::untrusted, submit::lifecycle, transport::TransportError, urls};

/// Largest file of a single upload, in bytes; the provider's clients switch to multipart above 90 MB (read November
/// 2026), and its models refuse input images above 50 MB anyway.
pub const UPLOAD_MAX_BYTES: usize = 90_000_000;

/// A file to be uploaded.
#[derive(Clone, Debug)]
pub struct UploadFile {
    /// The content.
    pub bytes: Bytes,
    /// Its media type, such as `image/png`.
    pub content_type: String,
    /// A name for it; the provider makes it part of the address, so it should tell nothing.
    pub file_name: String,
    /// How long the provider keeps it. `None`: the account's setting.
    pub lifetime: Option<Duration>,
}

/// The ticket as on the wire.
#[derive(Deserialize)]
struct Ticket {
    upload_url: Url,
    file_url: Url,
}

impl FalClient {
    /// Uploads a file and gives the public address to use in inputs. The key goes to the ticket office only; the
    /// bytes travel to a presigned address without it. Safe to repeat: a second upload is a second, unused file.
    ///
    /// # Errors
    /// [`Error::TooLarge`] above [`UPLOAD_MAX_BYTES`]; [`Error::UntrustedUrl`] when the ticket names an address that
    /// is neither public https nor configured; otherwise as [`Error::retry`] says.
    pub async fn upload(&self, file: UploadFile) -> Result<Url, Error> {
        if file.bytes.len() > UPLOAD_MAX_BYTES {
            return Err(Error::TooLarge {
                limit_bytes: UPLOAD_MAX_BYTES as u64,
            });
        }
        let ticket = self.upload_ticket(&file).await?;
        for url in [&ticket.upload_url, &ticket.file_url] {
            if !self.shared.origins.may_hold_media(url) {
                return Err(untrusted(url));
            }
        }
        self.put_bytes(ticket.upload_url, file).await?;
        Ok(ticket.file_url)
    }

    async fn upload_ticket(&self, file: &UploadFile) -> Result<Ticket, Error> {
        let mut url = urls::join(&self.config().rest_url, ["storage", "upload", "initiate"]);
        url.query_pairs_mut().append_pair("storage_type", "fal-cdn-v3");
        let body = json!({ "content_type": file.content_type, "file_name": file.file_name });
        let mut request = self.keyed(Method::POST, url)?.json(&body);
        if let Some(lifetime) = file.lifetime {
            request = request.header("x-fal-object-lifecycle", lifecycle(lifetime));
        }
        self.control(request).await?.success_json()
    }

    async fn put_bytes(&self, url: Url, file: UploadFile) -> Result<(), Error> {
        let request = self
            .shared
            .pools
            .control
            .put(url)
            .timeout(self.config().timeouts.transfer);
        let request = request.header(header::CONTENT_TYPE, file.content_type).body(file.bytes);
        let status = request.send().await.map_err(TransportError::from)?.status();
        if status.is_success() {
            Ok(())
        } else {
            Err(Error::Media {
                status: status.as_u16(),
            })
        }
    }
}
