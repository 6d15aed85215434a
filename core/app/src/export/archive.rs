//! Originals and manifests as a ZIP archive.
//!
//! Pictures are stored as they are. Manifests come last, since only then is it known which files are missing; until then they
//! wait in temporary files.

use std::fs::File as TempFile;
use std::io::{self, BufReader, BufWriter, Seek as _, Write};

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use futures::StreamExt as _;
use studio_db::images::Image;
use studio_storage::ObjectKey;
use tokio::runtime::Handle;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::pipe::Sink;
use crate::App;
use crate::images::original_key;

/// The archive's word for a file that is not there.
const NOT_THERE: &str = "the file is not in the picture store";

type Writer = ZipWriter<StreamWriter<Sink>>;

/// An archive that is being written.
pub(crate) struct Archive<'a> {
    app: &'a App,
    runtime: &'a Handle,
    writer: &'a mut Writer,
}

/// Writes a whole archive: what `fill` puts into it.
pub(crate) fn write_archive(
    app: &App,
    runtime: &Handle,
    sink: Sink,
    fill: impl FnOnce(&mut Archive<'_>) -> io::Result<()>,
) -> io::Result<Sink> {
    within_archive(sink, |writer| fill(&mut Archive { app, runtime, writer }))
}

impl Archive<'_> {
    /// Copies the original of a picture under this name, or tells why it is not there.
    pub(crate) fn add_picture(&mut self, name: &str, image: &Image) -> io::Result<Option<&'static str>> {
        let key = original_key(image).map_err(io::Error::other)?;
        let is_there = self.add_object(name, &key, image.created_at)?;
        Ok((!is_there).then_some(NOT_THERE))
    }

    /// Copies an object under this name; `false` when it is not there.
    pub(crate) fn add_object(&mut self, name: &str, key: &ObjectKey, at: DateTime<Utc>) -> io::Result<bool> {
        let object = self.runtime.block_on(self.app.store.get(key, None));
        let Some(mut object) = object.map_err(io::Error::other)? else {
            return Ok(false);
        };
        self.writer.start_file(name, stored_at(at))?;
        while let Some(chunk) = self.runtime.block_on(object.body.next()) {
            self.writer.write_all(&chunk.map_err(io::Error::other)?)?;
        }
        Ok(true)
    }

    /// Adds a small file.
    pub(crate) fn add_bytes(&mut self, name: &str, bytes: &[u8], at: DateTime<Utc>) -> io::Result<()> {
        self.writer.start_file(name, stored_at(at))?;
        self.writer.write_all(bytes)
    }

    /// Adds what was written into a temporary file.
    pub(crate) fn add_written(&mut self, name: &str, written: BufWriter<TempFile>) -> io::Result<()> {
        let mut file = written.into_inner()?;
        file.rewind()?;
        self.writer.start_file(name, stored_at(self.app.clock.now()))?;
        io::copy(&mut BufReader::new(file), self.writer)?;
        Ok(())
    }
}

/// Ends the archive if it was filled, and only then: dropped, a writer would end it as if it were whole.
fn within_archive(sink: Sink, fill: impl FnOnce(&mut Writer) -> io::Result<()>) -> io::Result<Sink> {
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
