//! Opening files and streaming them.

use std::{
    fs::{File, Metadata},
    io::{self, ErrorKind, Seek, SeekFrom},
    os::unix::fs::MetadataExt,
    path::Path,
    sync::Arc,
};

use futures::{StreamExt, TryStreamExt};
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use super::{confirm_root, fault::fault};
use crate::{ByteRange, Object, ObjectInfo, error::Result};

/// Bytes read at a time: few enough system calls, little memory per download.
const CHUNK_BYTES: usize = 64 * 1024;

/// A file and what its own metadata says, so that both belong to the same version of the object.
pub(super) struct OpenFile {
    file: File,
    pub(super) info: ObjectInfo,
}

/// Opens the file at `path`; none if there is no such file in a store that is there.
pub(super) fn open(root: &Path, path: &str) -> io::Result<Option<OpenFile>> {
    let file = match File::open(root.join(path)) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return confirm_root(root).map(|()| None),
        Err(error) => return Err(error),
    };
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let info = info(&metadata)?;
    Ok(Some(OpenFile { file, info }))
}

/// The tag holds the inode too: each version is a new file, and the clock of file systems ticks in milliseconds.
fn info(metadata: &Metadata) -> io::Result<ObjectInfo> {
    let (inode, size) = (metadata.ino(), metadata.len());
    let etag = format!(
        "\"{inode:x}-{:x}.{:x}-{size:x}\"",
        metadata.mtime(),
        metadata.mtime_nsec()
    );
    Ok(ObjectInfo {
        size_bytes: size,
        etag,
        last_modified: metadata.modified()?,
    })
}

impl OpenFile {
    /// Streams the file, or a part of it.
    pub(super) fn stream(mut self, root: &Arc<Path>, range: Option<ByteRange>) -> Result<Object> {
        let size = self.info.size_bytes;
        let range = range.map_or(Ok(0..size), |range| range.resolve(size))?;
        self.file
            .seek(SeekFrom::Start(range.start))
            .map_err(|error| fault(root, error))?;
        let part = tokio::fs::File::from_std(self.file).take(range.end - range.start);
        let root = Arc::clone(root);
        let body = ReaderStream::with_capacity(part, CHUNK_BYTES).map_err(move |error| fault(&root, error));
        Ok(Object {
            info: self.info,
            range,
            body: body.boxed(),
        })
    }
}
