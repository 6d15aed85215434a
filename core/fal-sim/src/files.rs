//! Stored files: pictures and uploads, in memory or in the state folder, the oldest dropped when space runs out.

use std::{
    collections::{HashMap, VecDeque},
    path::{Path, PathBuf},
    sync::Mutex,
};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{ids, state::lock};

/// What is known about a file besides its bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FileInfo {
    /// Path under `/cdn/files/`.
    pub(crate) path: String,
    pub(crate) content_type: String,
    pub(crate) size: u64,
    /// SHA-256 of the bytes, hex; also the name of the file in the state folder.
    pub(crate) digest: String,
    /// Full endpoint id that made it, or `upload`.
    pub(crate) origin: String,
    /// When it stops being served.
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

/// All files.
pub(crate) struct FileStore {
    folder: Option<PathBuf>,
    max_bytes: u64,
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    files: HashMap<String, (FileInfo, Option<Bytes>)>,
    oldest_first: VecDeque<String>,
    bytes: u64,
}

/// A word for the first path segment, as the provider's CDN has them.
const ANIMALS: [&str; 12] = [
    "elephant", "koala", "lion", "monkey", "panda", "penguin", "rabbit", "tiger", "zebra", "kangaroo", "otter", "lynx",
];

/// A fresh public path for a file of this name: `<animal>/<random>_<name>`.
pub(crate) fn new_path(name: &str) -> String {
    let token = ids::token();
    let animal = ANIMALS[usize::from(token.as_bytes()[0]) % ANIMALS.len()];
    let safe: String = name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() || ".-_".contains(letter) {
                letter
            } else {
                '_'
            }
        })
        .collect();
    format!("{animal}/{}_{safe}", &token[..20])
}

impl FileStore {
    pub(crate) fn new(state_dir: Option<&Path>, max_bytes: u64) -> Self {
        Self {
            folder: state_dir.map(|dir| dir.join("files")),
            max_bytes,
            shelf: Mutex::default(),
        }
    }

    /// Stores bytes and returns what is known about them. With a state folder the bytes are on disk before this
    /// returns, so it must not be called on the async runtime for large files.
    pub(crate) fn put(
        &self,
        path: String,
        content_type: &str,
        origin: &str,
        bytes: Bytes,
        ttl_s: Option<f64>,
    ) -> std::io::Result<FileInfo> {
        let info = FileInfo {
            path,
            content_type: content_type.to_owned(),
            size: bytes.len() as u64,
            digest: ids::bytes_hex(&bytes),
            origin: origin.to_owned(),
            expires_at: ttl_s.map(|seconds| Utc::now() + chrono::TimeDelta::milliseconds((seconds * 1000.0) as i64)),
        };
        let kept = match &self.folder {
            Some(folder) => {
                std::fs::write(folder.join(&info.digest), &bytes)?;
                None
            }
            None => Some(bytes),
        };
        self.shelve(info.clone(), kept);
        Ok(info)
    }

    /// Takes up a file an earlier process stored.
    pub(crate) fn restore(&self, info: FileInfo) {
        self.shelve(info, None);
    }

    fn shelve(&self, info: FileInfo, bytes: Option<Bytes>) {
        let mut shelf = lock(&self.shelf);
        shelf.bytes += info.size;
        shelf.oldest_first.push_back(info.path.clone());
        shelf.files.insert(info.path.clone(), (info, bytes));
        while shelf.bytes > self.max_bytes && shelf.oldest_first.len() > 1 {
            if let Some((dropped, _)) = shelf
                .oldest_first
                .pop_front()
                .and_then(|path| shelf.files.remove(&path))
            {
                shelf.bytes -= dropped.size;
            }
        }
    }

    /// A file's facts, unless it is unknown or has expired.
    pub(crate) fn find(&self, path: &str) -> Option<FileInfo> {
        let shelf = lock(&self.shelf);
        let (info, _) = shelf.files.get(path)?;
        info.expires_at.is_none_or(|end| Utc::now() < end).then(|| info.clone())
    }

    /// A file's bytes.
    pub(crate) async fn read(&self, info: &FileInfo) -> Option<Bytes> {
        let in_memory = lock(&self.shelf)
            .files
            .get(&info.path)
            .and_then(|(_, bytes)| bytes.clone());
        match (in_memory, &self.folder) {
            (Some(bytes), _) => Some(bytes),
            (None, Some(folder)) => tokio::fs::read(folder.join(&info.digest)).await.ok().map(Bytes::from),
            (None, None) => None,
        }
    }

    /// How many files are served.
    pub(crate) fn count(&self) -> usize {
        lock(&self.shelf).files.len()
    }

    pub(crate) fn clear(&self) {
        let dropped = std::mem::take(&mut *lock(&self.shelf));
        if let Some(folder) = &self.folder {
            for (info, _) in dropped.files.into_values() {
                // Two paths may share a digest, so the second removal finds nothing.
                let _ = std::fs::remove_file(folder.join(info.digest));
            }
        }
    }
}
