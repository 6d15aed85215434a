//! A batch to take away: its originals with a manifest in one archive, or a manifest alone.
//!
//! Nothing is made in advance and nothing large is held: rows are read page by page, pictures chunk by chunk, and a reader
//! that is slow makes all of it slow. What cannot be sent whole ends with an error, never early.

mod archive;
mod manifest;
mod pipe;
mod rows;

use std::time::Duration;

use bytes::Bytes;
use futures::stream::BoxStream;
use studio_db::batches::Batch;
use studio_model::{BatchId, UserId};
use tokio::runtime::Handle;

use crate::{App, Error, Result, images};

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

/// An export on its way.
pub struct Export {
    /// A name for the download.
    pub file_name: String,
    /// The bytes. Ends early only with an error.
    pub body: BoxStream<'static, std::io::Result<Bytes>>,
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export")
            .field("file_name", &self.file_name)
            .finish_non_exhaustive()
    }
}

/// Begins an export of the rows of a batch that are jobs.
///
/// # Errors
/// [`Error::NotFound`] for a batch that is not the user's, [`Error::LimitReached`] while this process sends as many exports as
/// it can.
pub async fn export(app: &App, user_id: UserId, id: BatchId, kind: ExportKind) -> Result<Export> {
    let batch = studio_db::batches::find_for_user(&mut *app.db.acquire().await?, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let turn = app
        .exports
        .clone()
        .try_acquire_owned()
        .map_err(|_| Error::LimitReached {
            retry_after: RETRY_AFTER,
        })?;
    let file_name = file_name(&batch, kind);
    let (app, runtime) = (app.clone(), Handle::current());
    let body = pipe::stream(&Handle::current(), move |sink| {
        let _turn = turn;
        let mut rows = rows::Rows::new(&app, &runtime, &batch);
        match kind {
            ExportKind::Archive => archive::write(&app, &runtime, &batch, &mut rows, sink),
            ExportKind::Json => manifest::write_json(&batch, &mut rows, sink),
            ExportKind::Csv => manifest::write_csv(&mut rows, sink),
        }
    });
    Ok(Export { file_name, body })
}

fn file_name(batch: &Batch, kind: ExportKind) -> String {
    let stem = match images::stem(&batch.name) {
        stem if stem.is_empty() => "batch".to_owned(),
        stem => stem,
    };
    match kind {
        ExportKind::Archive => format!("{stem}.zip"),
        ExportKind::Json => format!("{stem}-manifest.json"),
        ExportKind::Csv => format!("{stem}-manifest.csv"),
    }
}
