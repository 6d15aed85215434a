//! From a thread that writes to a body that is read, with little in between.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use crate::error::chain;

/// Bytes that are sent on at once.
const CHUNK: usize = 64 * 1024;

/// Chunks that are made before they are asked for.
const AHEAD: usize = 2;

/// A reader that takes nothing for so long has gone away.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a reader is sent.
enum Piece {
    Bytes(Bytes),
    /// All is said. Without it the end is none.
    End,
}

/// Runs `write` on a thread where blocking is allowed and gives what it writes. When it fails or panics the stream ends with
/// an error.
pub(super) fn stream(
    runtime: &Handle,
    write: impl FnOnce(Sink) -> io::Result<Sink> + Send + 'static,
) -> BoxStream<'static, io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let sink = Sink {
        runtime: runtime.clone(),
        sender,
        buffer: BytesMut::with_capacity(CHUNK),
        broken: Breaker::default(),
    };
    runtime.spawn_blocking(move || match write(sink).and_then(Sink::finish) {
        Ok(()) => (),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => (),
        Err(error) => tracing::warn!(error = chain(&error), "an export broke off"),
    });
    stream::unfold(Some(receiver), async |receiver| {
        let mut receiver = receiver?;
        match receiver.recv().await {
            Some(Piece::Bytes(bytes)) => Some((Ok(bytes), Some(receiver))),
            Some(Piece::End) => None,
            None => Some((Err(io::ErrorKind::UnexpectedEof.into()), None)),
        }
    })
    // Whoever compresses it on the way asks once more after the end.
    .fuse()
    .boxed()
}

/// Breaks a [`Sink`] that is owned by something that writes more when it is dropped.
#[derive(Clone, Default)]
pub(super) struct Breaker(Arc<AtomicBool>);

impl Breaker {
    /// From here on the sink keeps nothing.
    pub(super) fn trip(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_broken(&self) -> bool {
        self.0.load(Ordering::Relaxed) || std::thread::panicking()
    }
}

/// Where an export is written to. Blocks while the reader has enough.
pub(crate) struct Sink {
    runtime: Handle,
    sender: mpsc::Sender<Piece>,
    buffer: BytesMut,
    broken: Breaker,
}

impl Sink {
    pub(super) fn breaker(&self) -> Breaker {
        self.broken.clone()
    }

    fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.send(Piece::End)
    }

    fn send(&self, piece: Piece) -> io::Result<()> {
        let sent = tokio::time::timeout(PATIENCE, self.sender.send(piece));
        let sent = match self.runtime.block_on(sent) {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(_)) => io::ErrorKind::BrokenPipe.into(),
            Err(_) => io::Error::new(io::ErrorKind::TimedOut, "the reader takes nothing any more"),
        };
        self.broken.trip();
        Err(sent)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.broken.is_broken() {
            self.buffer.extend_from_slice(bytes);
            if self.buffer.len() >= CHUNK {
                self.flush()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() || self.broken.is_broken() {
            return Ok(());
        }
        let bytes = self.buffer.split().freeze();
        self.send(Piece::Bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt as _;

    use super::*;

    #[tokio::test]
    async fn all_that_is_written_arrives() {
        let body = stream(&Handle::current(), |mut sink| {
            for _ in 0..1000 {
                sink.write_all(&[7; 1000])?;
            }
            Ok(sink)
        });
        let chunks: Vec<Bytes> = body.try_collect().await.unwrap();
        assert_eq!(chunks.iter().map(Bytes::len).sum::<usize>(), 1_000_000);
        assert!(chunks.iter().all(|chunk| chunk.len() < CHUNK + 1000));
    }

    #[tokio::test]
    async fn a_failure_and_a_panic_are_no_end() {
        let failed = stream(&Handle::current(), |mut sink| {
            sink.write_all(b"half")?;
            Err(io::Error::other("the store is away"))
        });
        let panicked = stream(&Handle::current(), |_| panic!("on purpose"));
        for body in [failed, panicked] {
            let end = body.try_collect::<Vec<Bytes>>().await.unwrap_err();
            assert_eq!(end.kind(), io::ErrorKind::UnexpectedEof);
        }
    }

    #[tokio::test]
    async fn nothing_is_written_for_nobody() {
        let (told, heard) = std::sync::mpsc::channel();
        let body = stream(&Handle::current(), move |mut sink| {
            let result = loop {
                if let Err(error) = sink.write_all(&[7; CHUNK]) {
                    break error;
                }
            };
            told.send(result.kind()).unwrap();
            Err(result)
        });
        drop(body);
        let kind = tokio::task::spawn_blocking(move || heard.recv()).await.unwrap();
        assert_eq!(kind.unwrap(), io::ErrorKind::BrokenPipe);
    }
}
