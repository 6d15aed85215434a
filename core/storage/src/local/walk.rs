//! Listing: walks the folders while the listing is read, no faster.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use futures::{StreamExt, stream};
use tokio::sync::mpsc::{self, Sender};

use super::{STAGING, confirm_root, fault::fault};
use crate::{KeyPrefix, Listed, Listing, error::Result};

/// Lines the walk may be ahead of its reader.
const AHEAD: usize = 256;

/// Lists the files beneath `prefix`. Dropping the listing ends the walk.
pub(super) fn list(root: Arc<Path>, prefix: KeyPrefix) -> Listing {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        let start = root.join(prefix.to_string());
        if let Err(error) = confirm_root(&root).and_then(|()| walk(&root, start, &sender)) {
            // Fails when the reader has left: then nobody asks.
            drop(sender.blocking_send(Err(fault(&root, error))));
        }
    });
    stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver))).boxed()
}

fn walk(root: &Path, start: PathBuf, sender: &Sender<Result<Listed>>) -> io::Result<()> {
    let mut folders = vec![start];
    while let Some(folder) = folders.pop() {
        let Some(entries) = if_there(fs::read_dir(&folder))? else {
            continue;
        };
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() && entry.file_name() != STAGING {
                folders.push(entry.path());
            } else if kind.is_file()
                && let Some(line) = line(root, &entry)?
                && sender.blocking_send(Ok(line)).is_err()
            {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The line of a file; none if it was removed meanwhile.
fn line(root: &Path, entry: &fs::DirEntry) -> io::Result<Option<Listed>> {
    let Some(metadata) = if_there(entry.metadata())? else {
        return Ok(None);
    };
    let path = entry.path();
    let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
    Ok(Some(Listed::new(
        path.into_owned(),
        metadata.len(),
        metadata.modified()?,
    )))
}

fn if_there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}
