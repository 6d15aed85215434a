//! Copying a result into our storage: fetch, check, shrink, store. The thumbnails of a video show its first frame. The rows come
//! last ([`super::store`]).
//!
//! May run any number of times: the result is stored with its attempt, keys derive from the job, and a second row for the same output
//! is refused by the schema.

use std::time::Duration;

use bytes::Bytes;
use studio_db::attempts::Attempt;
use studio_db::generation::Job;
use studio_db::generation::held::{self, Resume};
use studio_fal_client::Retry;
use studio_model::{JobId, Phase};
use studio_plugin_host::{ModelHandle, OutputFile, Outputs};
use studio_storage::ObjectKey;
use tokio::time::{sleep, timeout};

use super::content::{Content, measure};
use super::{Interrupt, Step, Work, still_held};
use crate::decoding::decode;
use crate::images::put_files;

/// Copying that takes longer is shown to the job's owner as a phase; less is not worth a commit of its own.
const SHOW_AFTER: Duration = Duration::from_millis(300);

/// A file is fetched this often in a row before the job is handed back or failed.
const FETCHES: u32 = 4;

/// How long the provider is expected to keep result files while we fail to fetch them.
const KEEP_FETCHING: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// Largest result file that is fetched, in bytes.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// One stored file.
pub(super) struct Stored {
    pub(super) file: OutputFile,
    pub(super) content: Content,
    pub(super) original: ObjectKey,
}

/// Why a file is not stored.
enum Trouble {
    /// Of the file: another try gives the same.
    Final(&'static str, String),
    /// Of the network, for now.
    Passing(String),
    Interrupt(Interrupt),
}

impl From<Interrupt> for Trouble {
    fn from(interrupt: Interrupt) -> Self {
        Self::Interrupt(interrupt)
    }
}

impl Work {
    pub(super) async fn ingest(&self, job: &Job, handle: &ModelHandle, attempt: &Attempt, outputs: Outputs) -> Step {
        let copying = self.ingest_files(job.id, &outputs.files);
        tokio::pin!(copying);
        let copied = if job.phase == Some(Phase::Ingesting) {
            copying.await
        } else {
            match timeout(SHOW_AFTER, &mut copying).await {
                Ok(copied) => copied,
                Err(_) => {
                    self.show_ingesting().await?;
                    copying.await
                }
            }
        };
        match copied {
            Ok(stored) => self.complete(job, handle, attempt, &outputs, &stored).await,
            Err(Trouble::Interrupt(interrupt)) => Err(interrupt),
            Err(Trouble::Final(code, message)) => self.fail(job, code, &message).await,
            Err(Trouble::Passing(message)) => self.fetch_later(job, attempt, &message).await,
        }
    }

    /// Tells the owner that pictures are being copied.
    async fn show_ingesting(&self) -> Result<(), Interrupt> {
        let mut conn = self.app.db.acquire().await?;
        still_held(held::set_phase(&mut conn, self.hold, Phase::Ingesting).await?)?;
        drop(conn);
        self.app.live.changed();
        Ok(())
    }

    async fn ingest_files(&self, job_id: JobId, files: &[OutputFile]) -> Result<Vec<Stored>, Trouble> {
        let mut stored = Vec::with_capacity(files.len());
        for (index, file) in (0u16..).zip(files) {
            stored.push(self.ingest_file(job_id, index, file).await?);
        }
        Ok(stored)
    }

    async fn ingest_file(&self, job_id: JobId, index: u16, file: &OutputFile) -> Result<Stored, Trouble> {
        let mut tries = 0;
        let (bytes, content) = loop {
            tries += 1;
            match self.fetch(file).await {
                Ok(fetched) => break fetched,
                Err(Trouble::Interrupt(interrupt)) => return Err(interrupt.into()),
                // A damaged file may be whole the next time.
                Err(trouble) if tries >= FETCHES => return Err(trouble),
                Err(_) => sleep(Duration::from_millis(250) * 2u32.pow(tries)).await,
            }
        };
        let original = put_files(&self.app, (job_id, index), content.format, bytes, &content.thumbnails)
            .await
            .map_err(Interrupt::App)?;
        Ok(Stored {
            file: file.clone(),
            content,
            original,
        })
    }

    async fn fetch(&self, file: &OutputFile) -> Result<(Bytes, Content), Trouble> {
        let download = self
            .app
            .fal
            .download(&file.url, MAX_FILE_BYTES)
            .await
            .map_err(|error| trouble_of_fetch(&error))?;
        let bytes = download.bytes;
        let measured = {
            let (bytes, kind) = (bytes.clone(), file.kind);
            decode(move || measure(&bytes, kind)).await.map_err(Interrupt::App)?
        };
        Ok((bytes, measured.map_err(|error| trouble_of_file(&error))?))
    }

    /// The result itself is stored, so there is time; but the provider keeps files only so long.
    async fn fetch_later(&self, job: &Job, attempt: &Attempt, why: &str) -> Step {
        let age = self.app.clock.now() - attempt.ended_at.unwrap_or(attempt.created_at);
        if age > KEEP_FETCHING {
            return self
                .fail(job, "result_lost", &format!("The result could not be fetched: {why}."))
                .await;
        }
        let pause = (age.to_std().unwrap_or_default() / 4).clamp(Duration::from_secs(2), Duration::from_secs(120));
        self.hand_back(Resume::Later(pause), Some(why)).await
    }
}

fn trouble_of_fetch(error: &studio_fal_client::Error) -> Trouble {
    match error.retry() {
        Retry::Never => Trouble::Final("bad_result", format!("A result file cannot be fetched: {error}.")),
        Retry::Backoff | Retry::After(_) => Trouble::Passing(error.to_string()),
    }
}

fn trouble_of_file(error: &studio_media::Error) -> Trouble {
    Trouble::Final("bad_result", format!("The provider's file cannot be used: {error}."))
}
