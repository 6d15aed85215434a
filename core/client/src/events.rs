//! `GET /events`: what changes, while it changes.

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use sse_stream::{Sse, SseByteStream};

use crate::call::checked;
use crate::{Client, Error, Job};

/// Something that was told.
#[derive(Clone, Debug)]
pub enum Event {
    /// A job as it is now.
    Job(Box<Job>),
    /// News for the studio's own pages, or of a kind that is not known here.
    Other,
}

/// An open stream.
pub struct Events {
    url: String,
    blocks: BoxStream<'static, Result<Sse, sse_stream::Error>>,
    last_id: Option<String>,
}

impl Events {
    /// The next event; `None` when the stream has ended. Nothing is lost when the future is dropped.
    ///
    /// # Errors
    /// [`Error::Unexpected`] when the connection breaks off or says what no studio says; the stream is over then.
    pub async fn next(&mut self) -> Option<Result<Event, Error>> {
        let block = match self.blocks.next().await? {
            Ok(block) => block,
            Err(error) => return Some(Err(self.odd(&error))),
        };
        let event = match (block.event.as_deref(), &block.data) {
            (Some("job"), Some(data)) => match serde_json::from_str(data) {
                Ok(job) => Event::Job(Box::new(job)),
                Err(error) => return Some(Err(self.odd(&error))),
            },
            _ => Event::Other,
        };
        self.last_id = block.id.or(self.last_id.take());
        Some(Ok(event))
    }

    /// Where a later stream goes on.
    #[must_use]
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    fn odd(&self, error: &impl ToString) -> Error {
        Error::Unexpected {
            url: self.url.clone(),
            what: error.to_string(),
        }
    }
}

impl Client {
    /// Opens the stream: with `last_id` it begins with what was missed since, otherwise with the jobs that have not ended.
    ///
    /// # Errors
    /// As every request, and [`Error::Unexpected`] when something on the way does not let streams through.
    pub async fn events(&self, last_id: Option<&str>) -> Result<Events, Error> {
        let mut request = self
            .http()
            .get(self.address(&["events"]))
            .header(ACCEPT, "text/event-stream");
        if let Some(id) = last_id {
            request = request.header("Last-Event-ID", id);
        }
        let response = checked(self.signed(request).send().await.map_err(Error::from_reqwest)?).await?;
        let url = response.url().to_string();
        let kind = response
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("text/event-stream")) {
            let what = "it sent no stream of events".to_owned();
            return Err(Error::Unexpected { url, what });
        }
        let bytes = response.bytes_stream().map_ok(Bytes::from);
        Ok(Events {
            url,
            blocks: SseByteStream::new(bytes).boxed(),
            last_id: last_id.map(str::to_owned),
        })
    }
}
