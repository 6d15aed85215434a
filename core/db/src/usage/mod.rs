//! `usage_logs`: one row for each ended round of a job, and what is summed up from them.

pub mod all;
pub mod sums;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{ImageId, JobId, MicroDollars, UserId, WebhookEvent};
use uuid::Uuid;

use crate::Result;

/// What an ended job used.
#[derive(Clone, Debug)]
pub struct Usage<'a> {
    /// Id of the row.
    pub id: Uuid,
    /// Who pays.
    pub user_id: UserId,
    /// The first picture, if there are any.
    pub image_id: Option<ImageId>,
    /// The job.
    pub job_id: JobId,
    /// Its round.
    pub round: i32,
    /// The project that its pictures go to.
    pub project_id: Option<Uuid>,
    /// Pictures that came of it.
    pub images: usize,
    /// The operation.
    pub action: &'a str,
    /// The model.
    pub model_id: &'a str,
    /// What was captured.
    pub used: MicroDollars,
    /// Seconds of computing.
    pub generation_time: Option<f64>,
    /// Why it did not work; `None` for success.
    pub error_message: Option<&'a str>,
    /// What webhooks are told of it.
    pub event: WebhookEvent,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
}

/// Adds the row of an ended round, and for each webhook that is to hear of it a delivery. Without such a webhook that costs one look
/// into an index.
///
/// # Errors
/// A constraint error (`usage_logs_once_per_round`) for a second end of the same round.
pub async fn insert(conn: &mut PgConnection, usage: &Usage<'_>) -> Result<()> {
    sqlx::query!(
        "WITH ended AS (
            INSERT INTO usage_logs (
                id, user_id, image_id, job_id, round, action, model_id, used_microdollars, generation_time, success, error_message,
                project_id, images
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        )
        INSERT INTO outgoing_deliveries (id, webhook_id, event, occasion, data, next_attempt_at, created_at)
        SELECT gen_random_uuid(), hook.id, $14, concat('job:', $4::uuid, ':', $5::integer),
            jsonb_build_object(
                'job_id', $4::uuid, 'round', $5::integer, 'operation', $6::text, 'model_id', $7::text, 'project_id', $12::uuid,
                'batch_id', (SELECT job.batch_id FROM generation_queue AS job WHERE job.id = $4),
                'image_ids', COALESCE(
                    (SELECT jsonb_agg(image.id ORDER BY image.output_index) FROM images AS image WHERE image.job_id = $4), '[]'
                ),
                'cost_credits', trim_scale($8::bigint / 1000.0), 'generation_seconds', $9::double precision, 'error', $11::text
            ),
            $15, $15
        FROM webhooks AS hook
        WHERE hook.user_id = $2 AND hook.is_enabled AND $14 = ANY(hook.events)
        FOR KEY SHARE OF hook",
        usage.id,
        usage.user_id.0,
        usage.image_id.map(|id| id.0),
        usage.job_id.0,
        usage.round,
        usage.action,
        usage.model_id,
        usage.used.0,
        usage.generation_time,
        usage.error_message.is_none(),
        usage.error_message,
        usage.project_id,
        i32::try_from(usage.images).unwrap_or(i32::MAX),
        usage.event.as_str(),
        usage.ended_at
    )
    .execute(conn)
    .await?;
    Ok(())
}
