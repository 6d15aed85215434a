//! `queue`: jobs.

use clap::{Args, Subcommand};
use serde_json::json;
use studio_client::{Client, Job, JobQuery};
use uuid::Uuid;

use super::connect::Common;
use super::context::Context;
use super::failure::Failure;
use super::paging::Paging;
use super::progress;
use super::table::{facts, table};
use super::text::{credits, minute, plain, short};

#[derive(Debug, Args)]
pub(crate) struct QueueOptions {
    #[command(subcommand)]
    command: QueueCommand,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Subcommand)]
enum QueueCommand {
    /// List jobs, newest first.
    List(ListOptions),
    /// Show one job.
    Show {
        /// The job.
        id: Uuid,
        /// Wait until it has ended; with 1 when it did not end well. Ctrl-C leaves it running.
        #[arg(long, short)]
        follow: bool,
    },
    /// Cancel jobs; what they set aside returns.
    Cancel {
        /// The jobs.
        #[arg(required = true)]
        ids: Vec<Uuid>,
    },
    /// Run failed or cancelled jobs again.
    Retry {
        /// The jobs.
        #[arg(required = true)]
        ids: Vec<Uuid>,
        /// Wait until they have ended; with 1 when one did not end well. Ctrl-C leaves them running.
        #[arg(long, short)]
        follow: bool,
    },
}

#[derive(Debug, Args)]
struct ListOptions {
    /// Only `pending`, `processing`, `completed`, `failed` or `cancelled` ones.
    #[arg(long, default_value = "", hide_default_value = true)]
    status: String,
    /// Only those that have not ended.
    #[arg(long, short, conflicts_with = "status")]
    active: bool,
    #[command(flatten)]
    page: Paging,
}

/// Does what was asked.
///
/// # Errors
/// When the studio refuses, or a followed job did not end well.
pub(super) async fn run(options: QueueOptions, context: &Context) -> Result<(), Failure> {
    let client = options.common.connect()?;
    match options.command {
        QueueCommand::List(options) => list(&client, &options, context).await,
        QueueCommand::Show { id, follow: false } => show(&client.job(id).await?, context),
        QueueCommand::Show { id, follow: true } => {
            let job = follow(&client, id, context).await?;
            show(&job, context)?;
            ended_well(&job)
        }
        QueueCommand::Cancel { ids } => {
            for id in ids {
                let job = client.cancel_job(id).await?;
                context.line(&json!({"job": job}), || format!("{id}  {}", progress::standing(&job)))?;
            }
            Ok(())
        }
        QueueCommand::Retry { ids, follow } => retry(&client, &ids, follow, context).await,
    }
}

async fn list(client: &Client, options: &ListOptions, context: &Context) -> Result<(), Failure> {
    let query = JobQuery {
        status: options.status.clone(),
        active: options.active,
    };
    let page = client.jobs(&query, &options.page.position()).await?;
    let rows = page.items.iter().map(|job| {
        vec![
            job.id.to_string(),
            minute(job.created_at),
            plain(&job.status),
            plain(&job.model_id),
            job.num_images.to_string(),
            short(&job.prompt),
        ]
    });
    context.page(&page, || {
        table(&["JOB", "ASKED FOR", "STATUS", "MODEL", "N", "PROMPT"], rows, "no jobs")
    })
}

fn show(job: &Job, context: &Context) -> Result<(), Failure> {
    context.result(&json!({"job": job}), || {
        let images: Vec<String> = job.images.iter().map(|image| image.id.to_string()).collect();
        facts(&[
            ("job", job.id.to_string()),
            ("stands", progress::standing(job)),
            ("model", plain(&job.model_id)),
            ("prompt", plain(&job.prompt)),
            ("asked for", minute(job.created_at)),
            ("ended", job.completed_at.map(minute).unwrap_or_default()),
            ("estimate", credits(job.estimated_credits)),
            ("cost", job.cost_credits.map(credits).unwrap_or_default()),
            ("pictures", images.join(" ")),
        ])
    })
}

async fn retry(client: &Client, ids: &[Uuid], wait: bool, context: &Context) -> Result<(), Failure> {
    let mut outcome = Ok(());
    for id in ids {
        client.retry_job(*id).await?;
    }
    for id in ids {
        let job = if wait {
            follow(client, *id, context).await?
        } else {
            client.job(*id).await?
        };
        context.line(&json!({"job": job}), || format!("{id}  {}", progress::standing(&job)))?;
        if wait {
            outcome = outcome.and(ended_well(&job));
        }
    }
    outcome
}

/// Follows a job with a bar.
///
/// # Errors
/// When the studio refuses or stays away; the job goes on.
pub(super) async fn follow(client: &Client, id: Uuid, context: &Context) -> Result<Job, Failure> {
    context.when_interrupted(format!(
        "the job goes on; `studio queue show {id} --follow` follows it, `studio queue cancel {id}` cancels it"
    ));
    let bar = progress::of_job();
    let job = client.follow_job(id, |job| progress::show_job(&bar, job)).await;
    bar.finish_and_clear();
    Ok(job?)
}

/// # Errors
/// [`Failure::Ended`] for a job that ended without its pictures.
pub(super) fn ended_well(job: &Job) -> Result<(), Failure> {
    if job.is_completed() {
        return Ok(());
    }
    let why = job
        .error_message
        .clone()
        .unwrap_or_else(|| format!("it was {}", job.status));
    Err(Failure::Ended(format!(
        "the job {} ended without pictures: {why}",
        job.id
    )))
}
