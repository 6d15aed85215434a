//! Status as a stream: one item per change, instead of asking again and again.

use std::{collections::VecDeque, time::Duration};

use futures::{
    StreamExt,
    stream::{self, BoxStream},
};
use http::{HeaderMap, Method, StatusCode, header};
use reqwest::Response;
use url::Url;

use crate::{
    Error, FalClient, LogLine, Logs, Status,
    classify::{classify, header_text},
    sse::Decoder,
    status,
    transport::{Reply, TransportError},
    urls,
};

impl FalClient {
    /// Follows a job. Each item's logs are the whole log so far, at most [`crate::Limits::log_lines`] of it, although
    /// the provider sends increments. The stream ends after [`Status::Completed`], [`Status::Gone`] or an error.
    ///
    /// An error, also in mid-stream, says nothing about the job: fall back to [`FalClient::status`].
    ///
    /// # Errors
    /// [`Error`] when the stream could not be opened.
    pub async fn stream_status(
        &self,
        status_url: &Url,
        logs: Logs,
    ) -> Result<BoxStream<'static, Result<Status, Error>>, Error> {
        let response = self.open_stream(status_url, logs).await?;
        if response.status().is_success() && is_event_stream(response.headers()) {
            let follower = Follower::new(
                response,
                self.config().timeouts.stream_idle,
                self.config().limits.log_lines,
            );
            return Ok(follower.into_stream());
        }
        let reply = Reply::read(response, self.config().limits.control_bytes).await?;
        let gone = status::gone_or(reply.error())?;
        Ok(stream::once(async { Ok(gone) }).boxed())
    }

    /// Opens within the control timeout; from then on only silence is limited.
    async fn open_stream(&self, status_url: &Url, logs: Logs) -> Result<Response, Error> {
        let url = status::with_logs(urls::stream_url(status_url), logs);
        let request = self
            .keyed(Method::GET, url)?
            .header(header::ACCEPT, "text/event-stream");
        let sent = tokio::time::timeout(self.config().timeouts.control, request.send()).await;
        Ok(sent
            .map_err(|_| TransportError::timeout())?
            .map_err(TransportError::from)?)
    }
}

fn is_event_stream(headers: &HeaderMap) -> bool {
    header_text(headers, header::CONTENT_TYPE.as_str())
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/event-stream"))
}

struct Follower {
    response: Response,
    idle: Duration,
    decoder: Decoder,
    waiting: VecDeque<Vec<u8>>,
    logs: Vec<LogLine>,
    log_lines: usize,
    received_bytes: u64,
    over: bool,
}

impl Follower {
    fn new(response: Response, idle: Duration, log_lines: usize) -> Self {
        Self {
            response,
            idle,
            decoder: Decoder::default(),
            waiting: VecDeque::new(),
            logs: Vec::new(),
            log_lines,
            received_bytes: 0,
            over: false,
        }
    }

    fn into_stream(self) -> BoxStream<'static, Result<Status, Error>> {
        stream::unfold(self, async |mut follower| {
            if follower.over {
                return None;
            }
            let item = follower.next().await;
            follower.over = !matches!(item, Ok(Status::InQueue { .. } | Status::InProgress { .. }));
            Some((item, follower))
        })
        .boxed()
    }

    async fn next(&mut self) -> Result<Status, Error> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return self.status(&event);
            }
            let Some(chunk) = self.chunk().await? else {
                return Err(Error::Truncated {
                    received_bytes: self.received_bytes,
                });
            };
            self.received_bytes += chunk.len() as u64;
            let events = self.decoder.push(&chunk).map_err(|_| self.malformed(b""))?;
            self.waiting.extend(events);
        }
    }

    async fn chunk(&mut self) -> Result<Option<bytes::Bytes>, Error> {
        let chunk = tokio::time::timeout(self.idle, self.response.chunk()).await;
        Ok(chunk
            .map_err(|_| TransportError::timeout())?
            .map_err(TransportError::from)?)
    }

    fn status(&mut self, event: &[u8]) -> Result<Status, Error> {
        let mut status = status::parse(event).ok_or_else(|| self.malformed(event))?;
        match &mut status {
            Status::InProgress { logs } => self.concatenate(logs),
            Status::Completed(completion) => self.concatenate(&mut completion.logs),
            Status::InQueue { .. } | Status::Gone => {}
        }
        Ok(status)
    }

    /// Adds what is new to what is known and shows the whole.
    fn concatenate(&mut self, lines: &mut Vec<LogLine>) {
        self.logs.append(lines);
        let excess = self.logs.len().saturating_sub(self.log_lines);
        self.logs.drain(..excess);
        lines.clone_from(&self.logs);
    }

    fn malformed(&self, event: &[u8]) -> Error {
        classify(StatusCode::OK, self.response.headers(), event).into()
    }
}
