//! The originals of a batch with both manifests as a ZIP archive.
//!
//! Pictures are stored as they are. The manifests come last, since only then is it known which files are missing; until
//! then they wait in temporary files.

use std::fs::File as TempFile;
use std::io::{self, BufReader, BufWriter, Seek as _, Write};

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use futures::StreamExt as _;
use studio_db::batches::Batch;
use tokio::runtime::Handle;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::manifest::{CsvManifest, JsonManifest};
use super::pipe::Sink;
use super::rows::{File, Rows};
use crate::App;
use crate::images::original_key;

/// The archive's word for a file that is not there.
const NOT_THERE: &str = "the file is not in the picture store";

type Archive<W> = ZipWriter<StreamWriter<W>>;

/// Writes the whole archive.
pub(super) fn write(app: &App, runtime: &Handle, batch: &Batch, rows: &mut Rows<'_>, sink: Sink) -> io::Result<Sink> {
    within_archive(sink, |archive| fill(app, runtime, batch, rows, archive))
}

/// Ends the archive if it was filled, and only then: dropped, a writer would end it as if it were whole.
fn within_archive(sink: Sink, fill: impl FnOnce(&mut Archive<Sink>) -> io::Result<()>) -> io::Result<Sink> {
    let breaker = sink.breaker();
    let mut archive = ZipWriter::new_stream(sink);
    match fill(&mut archive) {
        Ok(()) => Ok(archive.finish()?.into_inner()),
        Err(error) => {
            breaker.trip();
            Err(error)
        }
    }
}

fn fill<W: Write>(
    app: &App,
    runtime: &Handle,
    batch: &Batch,
    rows: &mut Rows<'_>,
    archive: &mut Archive<W>,
) -> io::Result<()> {
    let mut json = JsonManifest::begin(batch, BufWriter::new(tempfile::tempfile()?))?;
    let mut csv = CsvManifest::begin(BufWriter::new(tempfile::tempfile()?))?;
    loop {
        let page = rows.next_page()?;
        if page.is_empty() {
            break;
        }
        for mut row in page {
            for file in &mut row.files {
                add_picture(app, runtime, archive, file)?;
            }
            json.add(&row)?;
            csv.add(&row)?;
        }
    }
    let now = app.clock.now();
    add_manifest(archive, "manifest.json", json.finish()?, now)?;
    add_manifest(archive, "manifest.csv", csv.finish(), now)
}

/// Copies an original, or notes that it is not there.
fn add_picture<W: Write>(app: &App, runtime: &Handle, archive: &mut Archive<W>, file: &mut File) -> io::Result<()> {
    let key = original_key(&file.image).map_err(io::Error::other)?;
    let object = runtime.block_on(app.store.get(&key, None)).map_err(io::Error::other)?;
    let Some(mut object) = object else {
        file.missing = Some(NOT_THERE);
        return Ok(());
    };
    archive.start_file(&*file.name, stored_at(file.image.created_at))?;
    while let Some(chunk) = runtime.block_on(object.body.next()) {
        archive.write_all(&chunk.map_err(io::Error::other)?)?;
    }
    Ok(())
}

fn add_manifest<W: Write>(
    archive: &mut Archive<W>,
    name: &str,
    written: BufWriter<TempFile>,
    now: DateTime<Utc>,
) -> io::Result<()> {
    let mut file = written.into_inner()?;
    file.rewind()?;
    archive.start_file(name, stored_at(now))?;
    io::copy(&mut BufReader::new(file), archive)?;
    Ok(())
}

fn stored_at(time: DateTime<Utc>) -> SimpleFileOptions {
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let (date, clock) = (time.date_naive(), time.time());
    let time = zip::DateTime::from_date_and_time(
        u16::try_from(date.year()).unwrap_or_default(),
        part(date.month()),
        part(date.day()),
        part(clock.hour()),
        part(clock.minute()),
        part(clock.second()),
    );
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(time.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt as _;

    use super::super::pipe;
    use super::*;

    #[tokio::test]
    async fn an_archive_of_many_files_is_whole() {
        let body = pipe::stream(&Handle::current(), |sink| {
            within_archive(sink, |archive| {
                for number in 0..70_000 {
                    archive.start_file(format!("{number}.png"), stored_at(DateTime::UNIX_EPOCH))?;
                    write!(archive, "picture {number}")?;
                }
                Ok(())
            })
        });
        let bytes = body.try_collect::<bytes::BytesMut>().await.unwrap();
        let mut archive = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 70_000);
        let last = io::read_to_string(archive.by_name("69999.png").unwrap()).unwrap();
        assert_eq!(last, "picture 69999");
    }

    #[tokio::test]
    async fn an_archive_that_breaks_off_has_no_end() {
        let mut body = pipe::stream(&Handle::current(), |sink| {
            within_archive(sink, |archive| {
                archive.start_file("0.png", stored_at(DateTime::UNIX_EPOCH))?;
                archive.write_all(&[7; 200_000])?;
                Err(io::Error::other("the store is away"))
            })
        });
        let mut seen = Vec::new();
        let end = loop {
            match body.next().await {
                Some(Ok(bytes)) => seen.extend_from_slice(&bytes),
                end => break end,
            }
        };
        assert!(end.is_some_and(|end| end.is_err()));
        assert!(seen.len() > 100_000 && !seen.windows(4).any(|bytes| bytes == b"PK\x05\x06"));
    }
}
