//! What an export is and holds.

use std::io;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::accounts::User;

/// What the file is.
const FORMAT: &str = "ai-image-design-studio/export";
/// Grows when something that is there changes its meaning; additions do not count.
const VERSION: u32 = 1;

/// `manifest.json`.
#[derive(Debug, Serialize)]
pub(super) struct Manifest {
    format: &'static str,
    version: u32,
    studio_version: &'static str,
    exported_at: DateTime<Utc>,
    account_id: uuid::Uuid,
    email: String,
    files: Vec<Rows>,
    /// Pictures whose file was not in the store.
    missing_files: u64,
    /// Files under `uploads/`.
    uploads: u64,
}

/// A file with an array.
#[derive(Debug, Serialize)]
struct Rows {
    file: String,
    rows: u64,
}

impl Manifest {
    pub(super) fn new(user: &User, exported_at: DateTime<Utc>) -> Self {
        Self {
            format: FORMAT,
            version: VERSION,
            studio_version: env!("CARGO_PKG_VERSION"),
            exported_at,
            account_id: user.id.0,
            email: user.email.clone(),
            files: Vec::new(),
            missing_files: 0,
            uploads: 0,
        }
    }

    pub(super) fn add_rows(&mut self, file: &str, rows: u64) {
        self.files.push(Rows {
            file: file.to_owned(),
            rows,
        });
    }

    pub(super) fn add_missing(&mut self) {
        self.missing_files += 1;
    }

    pub(super) fn add_upload(&mut self) {
        self.uploads += 1;
    }

    pub(super) fn to_json(&self) -> io::Result<Vec<u8>> {
        Ok(serde_json::to_vec_pretty(self)?)
    }
}
