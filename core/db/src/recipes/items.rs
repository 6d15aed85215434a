//! `recipe_items`: pictures that go into a step, and the jobs that come of them.
//!
//! A picture is written down for the next step in the transaction that stores it, and becomes a job in the transaction that
//! holds its price. So whoever dies in between leaves a picture that waits, and nothing is made twice.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{ImageId, JobId, RecipeRunId};
use uuid::Uuid;

use crate::{Result, ensure_affected};

/// Why a step does not go on with a picture by itself; its owner may have it tried all the same.
const BLANKED: &str = "The provider's safety checker blanked the picture.";

/// Writes pictures down for the first step of a run.
///
/// # Errors
/// A constraint error when one is there twice.
pub async fn insert_chosen(
    conn: &mut PgConnection,
    run_id: RecipeRunId,
    images: &[ImageId],
    now: DateTime<Utc>,
) -> Result<()> {
    let ids: Vec<Uuid> = images.iter().map(|id| id.0).collect();
    let done = sqlx::query!(
        "INSERT INTO recipe_items (run_id, step, source_image_id, created_at)
        SELECT $1, 1, image_id, $3 FROM unnest($2::uuid[]) AS image_id",
        run_id.0,
        &ids,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, images.len() as u64)
}

/// Writes the pictures of a job that has just ended well down for the step after its own, and opens a run anew that had
/// ended. One that the provider has blanked is refused instead of paid for. Nothing happens after the last step, and when the
/// run is being cancelled.
///
/// # Errors
/// When the database cannot be asked.
pub async fn pass_on(
    conn: &mut PgConnection,
    run_id: RecipeRunId,
    step: i16,
    job_id: JobId,
    now: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "INSERT INTO recipe_items (run_id, step, source_image_id, refusal, created_at)
        SELECT run.id, $2::smallint + 1, image.id, CASE WHEN image.is_flagged THEN $5::text END, $4
        FROM recipe_runs AS run JOIN images AS image ON image.job_id = $3
        WHERE run.id = $1 AND run.cancel_requested_at IS NULL AND jsonb_array_length(run.steps) > $2::smallint
            AND image.deleted_at IS NULL
            AND (image.output_index = 0 OR run.steps -> $2::smallint::integer ->> 'take' IS DISTINCT FROM 'first')
        ON CONFLICT DO NOTHING",
        run_id.0,
        step,
        job_id.0,
        now,
        BLANKED
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() > 0 {
        super::runs::reopen(conn, run_id, now).await?;
    }
    Ok(done.rows_affected())
}

/// A picture that waits to become a job.
#[derive(Clone, Debug)]
pub struct WaitingItem {
    /// The step, from 1 on.
    pub step: i16,
    /// The picture.
    pub source: ImageId,
    /// What it shows, in the words that it was asked for with.
    pub prompt: String,
    /// The project it is in.
    pub project_id: Option<Uuid>,
}

/// Up to `most` pictures of a run that wait, those of the last steps first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_waiting(conn: &mut PgConnection, run_id: RecipeRunId, most: i64) -> Result<Vec<WaitingItem>> {
    let rows = sqlx::query!(
        "SELECT item.step, item.source_image_id, image.prompt, image.project_id
        FROM recipe_items AS item JOIN images AS image ON image.id = item.source_image_id
        WHERE item.run_id = $1 AND item.job_id IS NULL AND item.refusal IS NULL
        -- As the index has them, read backwards.
        ORDER BY item.step DESC, item.source_image_id DESC
        LIMIT $2",
        run_id.0,
        most
    );
    let items = rows.fetch_all(conn).await?.into_iter().map(|row| WaitingItem {
        step: row.step,
        source: ImageId(row.source_image_id),
        prompt: row.prompt,
        project_id: row.project_id,
    });
    Ok(items.collect())
}

/// Which picture in which step of which run.
#[derive(Clone, Copy, Debug)]
pub struct ItemKey {
    /// The run.
    pub run_id: RecipeRunId,
    /// The step, from 1 on.
    pub step: i16,
    /// The picture.
    pub source: ImageId,
}

/// Locks a picture that still waits; `false` when it does not any more.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_waiting(conn: &mut PgConnection, key: ItemKey) -> Result<bool> {
    let row = sqlx::query_scalar!(
        "SELECT step FROM recipe_items
        WHERE run_id = $1 AND step = $2 AND source_image_id = $3 AND job_id IS NULL AND refusal IS NULL
        FOR UPDATE",
        key.run_id.0,
        key.step,
        key.source.0
    );
    Ok(row.fetch_optional(conn).await?.is_some())
}

/// A picture that waited is this job now.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when it does not wait.
pub async fn link(conn: &mut PgConnection, key: ItemKey, job_id: JobId) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE recipe_items SET job_id = $4
        WHERE run_id = $1 AND step = $2 AND source_image_id = $3 AND job_id IS NULL AND refusal IS NULL",
        key.run_id.0,
        key.step,
        key.source.0,
        job_id.0
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// A picture that waited cannot be taken by the step.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when it does not wait.
pub async fn refuse(conn: &mut PgConnection, key: ItemKey, refusal: &str) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE recipe_items SET refusal = $4
        WHERE run_id = $1 AND step = $2 AND source_image_id = $3 AND job_id IS NULL AND refusal IS NULL",
        key.run_id.0,
        key.step,
        key.source.0,
        refusal
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// Lets refused pictures of a run wait again; gives how many.
///
/// # Errors
/// When the database cannot be asked.
pub async fn forget_refusals(conn: &mut PgConnection, run_id: RecipeRunId) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE recipe_items SET refusal = NULL WHERE run_id = $1 AND refusal IS NOT NULL",
        run_id.0
    );
    Ok(done.execute(conn).await?.rows_affected())
}

/// How many jobs of the steps of a run have not ended, counted up to `most`.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_unfinished(conn: &mut PgConnection, run_id: RecipeRunId, most: i64) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "jobs!" FROM (
            SELECT 1 AS one FROM generation_queue
            WHERE recipe_run_id = $1 AND status IN ('pending', 'processing') AND recipe_step > 0
            ORDER BY recipe_step, id
            LIMIT $2
        ) AS bounded"#,
        run_id.0,
        most
    );
    Ok(count.fetch_one(conn).await?)
}

/// Up to `most` jobs of a run that have not ended and that nobody has asked to cancel; rows of its batch are left out.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_uncancelled(conn: &mut PgConnection, run_id: RecipeRunId, most: i64) -> Result<Vec<JobId>> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM generation_queue
        WHERE recipe_run_id = $1 AND status IN ('pending', 'processing') AND batch_id IS NULL AND cancel_requested_at IS NULL
        ORDER BY recipe_step, id
        LIMIT $2",
        run_id.0,
        most
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(JobId).collect())
}

/// Up to `most` jobs of the steps of a run that failed, oldest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_failed_jobs(conn: &mut PgConnection, run_id: RecipeRunId, most: i64) -> Result<Vec<JobId>> {
    let ids = sqlx::query_scalar!(
        "SELECT job.id FROM recipe_items AS item JOIN generation_queue AS job ON job.id = item.job_id
        WHERE item.run_id = $1 AND job.status = 'failed'
        ORDER BY job.created_at, job.id
        LIMIT $2",
        run_id.0,
        most
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(JobId).collect())
}
