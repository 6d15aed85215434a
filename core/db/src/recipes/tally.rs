//! What the steps of runs add up to.

use std::collections::HashMap;

use sqlx::PgConnection;
use studio_model::{ImageId, JobId, MicroDollars, RecipeRunId};
use uuid::Uuid;

use crate::Result;

/// The pictures of a step by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepTally {
    /// Are to become jobs.
    pub waiting: i64,
    /// Cannot be taken by the step.
    pub refused: i64,
    /// Jobs that wait for a slot.
    pub queued: i64,
    /// Jobs under way.
    pub running: i64,
    /// Jobs that ended well.
    pub completed: i64,
    /// Jobs that ended without pictures.
    pub failed: i64,
    /// Jobs that their owner ended.
    pub cancelled: i64,
    /// What its jobs hold.
    pub held: MicroDollars,
    /// What was paid.
    pub captured: MicroDollars,
}

/// Adds up the steps of these runs, by run and step. A step that no picture has come to is left out.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, ids: &[RecipeRunId]) -> Result<HashMap<(RecipeRunId, i16), StepTally>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT item.run_id, item.step,
            count(*) FILTER (WHERE item.job_id IS NULL AND item.refusal IS NULL) AS "waiting!",
            count(*) FILTER (WHERE item.refusal IS NOT NULL) AS "refused!",
            count(*) FILTER (WHERE job.status = 'pending' AND job.released_at IS NULL) AS "queued!",
            count(*) FILTER (WHERE job.status = 'processing' OR (job.status = 'pending' AND job.released_at IS NOT NULL)) AS "running!",
            count(*) FILTER (WHERE job.status = 'completed') AS "completed!",
            count(*) FILTER (WHERE job.status = 'failed') AS "failed!",
            count(*) FILTER (WHERE job.status = 'cancelled') AS "cancelled!",
            COALESCE(sum(job.held_microdollars), 0)::bigint AS "held!",
            COALESCE(sum(job.captured_microdollars), 0)::bigint AS "captured!"
        FROM recipe_items AS item LEFT JOIN generation_queue AS job ON job.id = item.job_id
        WHERE item.run_id = ANY($1)
        GROUP BY item.run_id, item.step"#,
        &ids
    );
    let tallies = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let tally = StepTally {
            waiting: row.waiting,
            refused: row.refused,
            queued: row.queued,
            running: row.running,
            completed: row.completed,
            failed: row.failed,
            cancelled: row.cancelled,
            held: MicroDollars(row.held),
            captured: MicroDollars(row.captured),
        };
        ((RecipeRunId(row.run_id), row.step), tally)
    });
    Ok(tallies.collect())
}

/// A picture that a step did not work for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The step, from 1 on.
    pub step: i16,
    /// The picture.
    pub source: ImageId,
    /// The job that failed; none when the step could not take the picture.
    pub job_id: Option<JobId>,
    /// Why: a stable word; `refused` when the step could not take the picture.
    pub code: String,
    /// Why: a sentence.
    pub message: String,
}

/// The first failures of a run, `most` at the most, by step.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_failures(conn: &mut PgConnection, id: RecipeRunId, most: i64) -> Result<Vec<Failure>> {
    let rows = sqlx::query!(
        r#"SELECT item.step, item.source_image_id, item.job_id, COALESCE(job.error_code, 'refused') AS "code!",
            COALESCE(job.error_message, item.refusal, '') AS "message!"
        FROM recipe_items AS item LEFT JOIN generation_queue AS job ON job.id = item.job_id
        WHERE item.run_id = $1 AND (item.refusal IS NOT NULL OR job.status = 'failed')
        ORDER BY item.step, item.created_at, item.source_image_id
        LIMIT $2"#,
        id.0,
        most
    );
    let failures = rows.fetch_all(conn).await?.into_iter().map(|row| Failure {
        step: row.step,
        source: ImageId(row.source_image_id),
        job_id: row.job_id.map(JobId),
        code: row.code,
        message: row.message,
    });
    Ok(failures.collect())
}
