//! What leaves the studio as a file: ZIP archives of originals, and manifests, written while they are read.
//!
//! Nothing is made in advance and nothing large is held: pictures go chunk by chunk, and a reader that is slow makes all of it
//! slow. What cannot be sent whole ends with an error, never early. What stands in a file is its owner's matter, see
//! `batches::export`, `projects::export` and `accounts::export`.

mod archive;
mod pipe;

use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::BoxStream;
use studio_db::images::Image;
use tokio::runtime::Handle;

use crate::{App, Error, Result, images};

pub(crate) use archive::{Archive, write_archive};
pub(crate) use pipe::Sink;

/// When it may be another one's turn.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// What is to be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// A ZIP archive of the originals with both manifests.
    Archive,
    /// The manifest as JSON.
    Json,
    /// The manifest as CSV.
    Csv,
}

impl ExportKind {
    /// A name for the download: from the first words of `name`, or `otherwise` when it has none.
    pub(crate) fn file_name(self, name: &str, otherwise: &str) -> String {
        let stem = match images::stem(name) {
            stem if stem.is_empty() => otherwise.to_owned(),
            stem => stem,
        };
        match self {
            Self::Archive => format!("{stem}.zip"),
            Self::Json => format!("{stem}-manifest.json"),
            Self::Csv => format!("{stem}-manifest.csv"),
        }
    }
}

/// `2026-11-27-a-white-fox-3d4e5f6a7b8c.png`: the day, the first words of the prompt, and the end of the id, which two pictures
/// of one day and prompt do not share.
pub(crate) fn picture_name(image: &Image) -> String {
    let (day, stem) = (image.created_at.format("%Y-%m-%d"), images::stem(&image.prompt));
    let between = if stem.is_empty() { "" } else { "-" };
    let id = image.id.0.simple().to_string();
    format!(
        "{day}{between}{stem}-{}.{}",
        &id[id.len() - 12..],
        images::extension(image)
    )
}

/// An export on its way.
pub struct Export {
    /// A name for the download.
    pub file_name: String,
    /// The bytes. Ends early only with an error.
    pub body: BoxStream<'static, io::Result<Bytes>>,
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export")
            .field("file_name", &self.file_name)
            .finish_non_exhaustive()
    }
}

/// Runs `write` on a thread of its own when there is a turn, and gives what it writes.
///
/// # Errors
/// [`Error::LimitReached`] while this process sends as many exports as it can.
pub(crate) fn begin(
    app: &App,
    file_name: String,
    write: impl FnOnce(&App, &Handle, Sink) -> io::Result<Sink> + Send + 'static,
) -> Result<Export> {
    let turn = app
        .exports
        .clone()
        .try_acquire_owned()
        .map_err(|_| Error::LimitReached {
            retry_after: RETRY_AFTER,
        })?;
    let (app, runtime) = (app.clone(), Handle::current());
    let body = pipe::stream(&Handle::current(), move |sink| {
        let _turn = turn;
        write(&app, &runtime, sink)
    });
    Ok(Export { file_name, body })
}
