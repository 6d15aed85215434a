//! `batch`: many pictures at once.

mod request;
mod submit;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;
use studio_client::{Batch, Client};
use uuid::Uuid;

use self::request::SubmitOptions;
use super::connect::Common;
use super::context::Context;
use super::failure::Failure;
use super::paging::Paging;
use super::table::{facts, table};
use super::text::{credits, minute, plain, short};
use super::{files, progress};

#[derive(Debug, Args)]
pub(crate) struct BatchOptions {
    #[command(subcommand)]
    command: BatchCommand,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Subcommand)]
enum BatchCommand {
    /// Ask for many pictures: a list of prompts, a CSV table or a template. Shows the price and asks before it begins.
    Submit(Box<SubmitOptions>),
    /// List batches, newest first.
    List {
        #[command(flatten)]
        page: Paging,
    },
    /// Show a batch.
    Show {
        /// The batch.
        id: Uuid,
        /// Wait until it has ended; with 1 when rows failed. Ctrl-C leaves it running.
        #[arg(long, short)]
        follow: bool,
    },
    /// Hold a batch back; what runs goes on.
    Pause {
        /// The batch.
        id: Uuid,
    },
    /// Let a paused batch go on.
    Resume {
        /// The batch.
        id: Uuid,
    },
    /// Cancel what of a batch has not ended.
    Cancel {
        /// The batch.
        id: Uuid,
    },
    /// Save a batch as a ZIP archive: originals and manifests.
    Export {
        /// The batch.
        id: Uuid,
        /// The archive; `-` is standard output.
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
        /// Replace the file if it is there.
        #[arg(long)]
        force: bool,
    },
}

/// Does what was asked.
///
/// # Errors
/// When the studio refuses, or a followed batch has failed rows.
pub(super) async fn run(options: BatchOptions, context: &Context) -> Result<(), Failure> {
    let client = options.common.connect()?;
    match options.command {
        BatchCommand::Submit(options) => submit::run(&client, &options, context).await,
        BatchCommand::List { page } => list(&client, &page, context).await,
        BatchCommand::Show { id, follow: false } => show(&client.batch(id).await?, context),
        BatchCommand::Show { id, follow: true } => follow(&client, id, context).await,
        BatchCommand::Pause { id } => show(&client.pause_batch(id).await?, context),
        BatchCommand::Resume { id } => show(&client.resume_batch(id).await?, context),
        BatchCommand::Cancel { id } => show(&client.cancel_batch(id).await?, context),
        BatchCommand::Export { id, output, force } => {
            files::must_be_free(&output, force)?;
            files::save(client.export_batch(id).await?, &output, force, context).await
        }
    }
}

async fn list(client: &Client, page: &Paging, context: &Context) -> Result<(), Failure> {
    let page = client.batches(&page.position()).await?;
    let rows = page.items.iter().map(|batch| {
        vec![
            batch.id.to_string(),
            minute(batch.created_at),
            plain(&batch.state),
            format!("{}/{}", batch.done(), batch.rows),
            batch.counts.failed.to_string(),
            short(&batch.name),
        ]
    });
    context.page(&page, || {
        table(
            &["BATCH", "ASKED FOR", "STATE", "DONE", "FAILED", "NAME"],
            rows,
            "no batches",
        )
    })
}

/// Follows a batch with a bar, shows it, and says whether rows failed.
async fn follow(client: &Client, id: Uuid, context: &Context) -> Result<(), Failure> {
    context.when_interrupted(format!(
        "the batch goes on; `studio batch show {id} --follow` follows it, `studio batch cancel {id}` cancels it"
    ));
    let bar = progress::of_batch();
    let batch = client.follow_batch(id, |batch| progress::show_batch(&bar, batch)).await;
    bar.finish_and_clear();
    let batch = batch?;
    show(&batch, context)?;
    match batch.counts.failed + batch.counts.cancelled {
        0 => Ok(()),
        rows => Err(Failure::Ended(format!(
            "{rows} rows of the batch ended without pictures"
        ))),
    }
}

fn show(batch: &Batch, context: &Context) -> Result<(), Failure> {
    context.result(&json!({"batch": batch}), || {
        facts(&[
            ("batch", batch.id.to_string()),
            ("name", plain(&batch.name)),
            ("stands", progress::standing_of_batch(batch)),
            ("rows", format!("{} of {} done", batch.done(), batch.rows)),
            ("asked for", minute(batch.created_at)),
            ("expected end", batch.expected_end.map(minute).unwrap_or_default()),
            ("estimate", credits(batch.estimated_credits)),
            ("paid so far", credits(batch.cost_credits)),
        ])
    })
}
