//! `watch`: every change of jobs, as it happens.

use std::collections::HashMap;

use chrono::Local;
use clap::Args;
use uuid::Uuid;

use super::connect::Common;
use super::context::Context;
use super::failure::Failure;
use super::progress::standing;
use super::text::short;

/// With --json an object a line: the job as it is then.
#[derive(Debug, Args)]
pub(crate) struct WatchOptions {
    /// Only jobs of this batch.
    #[arg(long, value_name = "ID")]
    batch: Option<Uuid>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// Tells changes until it is interrupted.
///
/// # Errors
/// When the studio refuses, or has been away for five minutes.
pub(super) async fn run(options: &WatchOptions, context: &Context) -> Result<(), Failure> {
    let client = options.common.connect()?;
    context.ends_by_interrupt();
    let mut watch = client.watch();
    // A job may be told twice in the same state; people need not see that.
    let mut told = HashMap::new();
    loop {
        let job = watch
            .next_of(|job| options.batch.is_none_or(|id| job.batch_id == Some(id)))
            .await?;
        let line = format!("{}  {}  {}", job.id, standing(&job), short(&job.prompt));
        let is_news = told.insert(job.id, line.clone()).as_ref() != Some(&line);
        if job.has_ended() {
            told.remove(&job.id);
        }
        if context.json || is_news {
            context.line(&job, || format!("{}  {line}", Local::now().format("%H:%M:%S")))?;
        }
    }
}
