//! Pictures becoming jobs of their next step.

use chrono::TimeDelta;
use sqlx::Connection as _;
use studio_db::events::{self, EventKind};
use studio_db::generation::NewJob;
use studio_db::recipes::items::{self, ItemKey, WaitingItem};
use studio_db::recipes::keep::{self, CallingRun};
use studio_model::ProjectId;

use crate::generation::{self, Submit};
use crate::recipes::{Step, read_steps};
use crate::{App, Error, FieldError, Result};

/// Jobs of a run that have not ended, at most: so much money is set aside at a time, and so many are to be cancelled.
const WINDOW: i64 = 200;

/// Pictures that become jobs in one transaction.
const PIECE: i64 = 50;

/// A run that cannot go on is tried again after this time.
const STALL: TimeDelta = TimeDelta::seconds(5);

/// A picture's next step.
enum Next {
    /// The job to be stored.
    Job(Box<NewJob>),
    /// Why the step cannot take it.
    Refused(String),
}

/// Why a run does not go on: a stable word and a sentence.
type Stall = (&'static str, String);

/// Makes jobs until no picture waits, the window is full, or it cannot go on.
pub(super) async fn make_jobs(app: &App, run: &CallingRun) -> Result<()> {
    let steps = read_steps(&run.steps)?;
    // What stalled is tried with one picture, so that a run without credits costs next to nothing.
    let mut piece = if run.is_stalled { 1 } else { PIECE };
    loop {
        let mut conn = app.db.acquire().await?;
        let room = WINDOW - items::count_unfinished(&mut conn, run.id, WINDOW).await?;
        if room <= 0 {
            return Ok(());
        }
        let waiting = items::list_waiting(&mut conn, run.id, room.min(piece)).await?;
        drop(conn);
        if waiting.is_empty() {
            return Ok(());
        }
        let mut nexts = Vec::with_capacity(waiting.len());
        for item in waiting {
            let key = ItemKey {
                run_id: run.id,
                step: item.step,
                source: item.source,
            };
            match prepare(app, run, &steps, item).await {
                Ok(next) => nexts.push((key, next)),
                Err(Error::Internal(cause)) => {
                    // A fault of ours about one picture must not keep the others; its owner can have it tried again.
                    tracing::error!(recipe_run.id = %run.id, image.id = %key.source, error = ?cause, "a step could not be prepared");
                    let message = "The next step could not be prepared. It has been noted.";
                    nexts.push((key, Next::Refused(message.to_owned())));
                }
                Err(error) => return Err(error),
            }
        }
        if !store(app, run, nexts).await? {
            return Ok(());
        }
        piece = PIECE;
    }
}

/// Checks and prices the job of a picture. Nothing is stored.
async fn prepare(app: &App, run: &CallingRun, steps: &[Step], item: WaitingItem) -> Result<Next> {
    let index = usize::from(item.step.unsigned_abs()).wrapping_sub(1);
    let Some(step) = steps.get(index) else {
        return Err(Error::internal(anyhow::anyhow!("the run has no step {}", item.step)));
    };
    let prompt = match &step.prompt {
        Some(prompt) => prompt.clone(),
        None if step.operation.needs_prompt() => item.prompt,
        None => String::new(),
    };
    let submit = Submit {
        negative_prompt: step.negative_prompt.clone(),
        parameters: step.parameters.clone(),
        num_images: step.num_images,
        seed: step.seed,
        project_id: run.project_id.or(item.project_id.map(ProjectId)),
        source_image: Some(item.source),
        ..Submit::new(step.operation, step.model_id.clone(), prompt)
    };
    match generation::prepare_job(app, run.user_id, &submit).await {
        Ok(job) => Ok(Next::Job(Box::new(NewJob {
            recipe: Some((run.id, item.step)),
            ..job
        }))),
        Err(Error::Invalid(errors)) => Ok(Next::Refused(refusal(&errors))),
        Err(error) => Err(error),
    }
}

fn refusal(errors: &[FieldError]) -> String {
    let told: Vec<String> = errors
        .iter()
        .map(|error| format!("{}: {}", error.field, error.message))
        .collect();
    told.join("; ")
}

/// Stores jobs with their holds, in one transaction; `false` when the run cannot go on.
async fn store(app: &App, run: &CallingRun, nexts: Vec<(ItemKey, Next)>) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    if !keep::lock_going(&mut tx, run.id).await? {
        return Ok(false);
    }
    let (mut made, mut short) = (0u32, None);
    for (key, next) in nexts {
        if !items::lock_waiting(&mut tx, key).await? {
            // Somebody else was quicker.
            continue;
        }
        match next {
            Next::Refused(why) => items::refuse(&mut tx, key, &why).await?,
            Next::Job(job) => match insert(app, &mut tx, key, &job).await? {
                None => made += 1,
                Some(stall) => {
                    short = Some(stall);
                    break;
                }
            },
        }
    }
    if made > 0 {
        keep::clear_stall(&mut tx, run.id).await?;
        events::insert(&mut tx, run.user_id, EventKind::Balance, run.user_id.0).await?;
    }
    if let Some((code, message)) = &short {
        tracing::info!(recipe_run.id = %run.id, code, "the run cannot go on");
        keep::stall(&mut tx, run.id, code, message, app.clock.now() + STALL).await?;
    }
    tx.commit().await?;
    if made > 0 {
        tracing::info!(recipe_run.id = %run.id, jobs = made, "steps became jobs");
        app.live.changed();
    }
    Ok(short.is_none())
}

/// Stores one job and what it holds, or nothing when it cannot be paid.
async fn insert(app: &App, conn: &mut studio_db::PgConnection, key: ItemKey, job: &NewJob) -> Result<Option<Stall>> {
    // A budget that refuses has counted the hold already: what was done for this job is taken back, the others stay.
    let mut attempt = conn.begin().await?;
    match generation::insert_held(app, &mut attempt, job).await {
        Ok(()) => {
            items::link(&mut attempt, key, job.id).await?;
            events::insert(&mut attempt, job.user_id, EventKind::Job, job.id.0).await?;
            attempt.commit().await?;
            Ok(None)
        }
        Err(Error::InsufficientCredits { needed, available }) => {
            attempt.rollback().await?;
            let message = format!("The next step costs up to {needed} credits and {available} are left.");
            Ok(Some(("no_credits", message)))
        }
        Err(Error::BudgetReached(message)) => {
            attempt.rollback().await?;
            Ok(Some(("budget_reached", message)))
        }
        Err(error) => Err(error),
    }
}
