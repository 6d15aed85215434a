//! A batch to take away: its originals with a manifest in one archive, or a manifest alone. Rows are read page by page.

mod manifest;
mod rows;

use std::io::{self, BufWriter};

use studio_db::batches::Batch;
use studio_model::{BatchId, UserId};

use crate::export::{self, Archive, Export, ExportKind};
use crate::{App, Error, Result};
use manifest::{CsvManifest, JsonManifest};
use rows::Rows;

/// Begins an export of the rows of a batch that are jobs.
///
/// # Errors
/// [`Error::NotFound`] for a batch that is not the user's, [`Error::LimitReached`] while this process sends as many exports as
/// it can.
pub async fn export(app: &App, user_id: UserId, id: BatchId, kind: ExportKind) -> Result<Export> {
    let batch = studio_db::batches::find_for_user(&mut *app.db.acquire().await?, user_id, id)
        .await?
        .ok_or(Error::NotFound)?;
    let file_name = kind.file_name(&batch.name, "batch");
    export::begin(app, file_name, move |app, runtime, sink| {
        let mut rows = Rows::new(app, runtime, &batch);
        match kind {
            ExportKind::Archive => {
                export::write_archive(app, runtime, sink, |archive| fill(&batch, &mut rows, archive))
            }
            ExportKind::Json => manifest::write_json(&batch, &mut rows, sink),
            ExportKind::Csv => manifest::write_csv(&mut rows, sink),
        }
    })
}

fn fill(batch: &Batch, rows: &mut Rows<'_>, archive: &mut Archive<'_>) -> io::Result<()> {
    let mut json = JsonManifest::begin(batch, BufWriter::new(tempfile::tempfile()?))?;
    let mut csv = CsvManifest::begin(BufWriter::new(tempfile::tempfile()?))?;
    loop {
        let page = rows.next_page()?;
        if page.is_empty() {
            break;
        }
        for mut row in page {
            for file in &mut row.files {
                file.missing = archive.add_picture(&file.name, &file.image)?;
            }
            json.add(&row)?;
            csv.add(&row)?;
        }
    }
    archive.add_written("manifest.json", json.finish()?)?;
    archive.add_written("manifest.csv", csv.finish())
}
