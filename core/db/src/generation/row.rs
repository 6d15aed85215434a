//! A row of `generation_queue` and what it means.

use chrono::{DateTime, Utc};
use serde_json::Value;
use studio_model::{BatchId, JobId, JobStatus, MicroDollars, Phase, RecipeRunId, UserId};
use uuid::Uuid;

use super::impossible;
use crate::{Error, Result};

pub(super) const JOB_TABLE: &str = "generation_queue";

/// One request for pictures. Fields as in the schema's comments.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migration"
)]
pub struct Job {
    pub id: JobId,
    pub user_id: UserId,
    pub project_id: Option<Uuid>,
    pub operation: String,
    pub prompt: String,
    pub negative_prompt: Option<String>,
    pub model_id: String,
    pub plugin_digest: [u8; 32],
    pub parameters: Value,
    pub num_images: i32,
    pub seed: i64,
    pub inputs: Value,
    pub parent_image_id: Option<Uuid>,
    pub priority: i32,
    pub is_paused: bool,
    pub batch_id: Option<BatchId>,
    pub batch_row: Option<i32>,
    pub axes: Option<Value>,
    pub recipe_run_id: Option<RecipeRunId>,
    pub recipe_step: Option<i16>,
    pub status: JobStatus,
    pub phase: Option<Phase>,
    pub progress: Option<i16>,
    pub provider_position: Option<i32>,
    pub notes: Vec<String>,
    pub fal_request_id: Option<String>,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
    pub retry_count: i32,
    pub round: i32,
    pub cancel_requested_at: Option<DateTime<Utc>>,
    pub estimate: MicroDollars,
    pub held: MicroDollars,
    pub captured: Option<MicroDollars>,
    pub next_attempt_at: DateTime<Utc>,
    pub release_no: i32,
    pub released_at: Option<DateTime<Utc>>,
    pub crash_count: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub completed_at: Option<DateTime<Utc>>,
}

/// The columns as they come; `lease_*` are read by the executor only.
pub(super) struct JobRow {
    pub(super) id: Uuid,
    pub(super) user_id: Uuid,
    pub(super) project_id: Option<Uuid>,
    pub(super) operation: String,
    pub(super) prompt: String,
    pub(super) negative_prompt: Option<String>,
    pub(super) model_id: String,
    pub(super) plugin_digest: Vec<u8>,
    pub(super) parameters: Value,
    pub(super) num_images: i32,
    pub(super) seed: i64,
    pub(super) inputs: Value,
    pub(super) parent_image_id: Option<Uuid>,
    pub(super) priority: i32,
    #[expect(dead_code, reason = "SELECT * names every column")]
    pub(super) lane: i16,
    #[expect(dead_code, reason = "SELECT * names every column")]
    pub(super) rank_at: DateTime<Utc>,
    pub(super) is_paused: bool,
    pub(super) batch_id: Option<Uuid>,
    pub(super) batch_row: Option<i32>,
    #[expect(dead_code, reason = "SELECT * names every column")]
    pub(super) batch_key: Uuid,
    pub(super) axes: Option<Value>,
    pub(super) recipe_run_id: Option<Uuid>,
    pub(super) recipe_step: Option<i16>,
    pub(super) status: String,
    pub(super) phase: Option<String>,
    pub(super) progress: Option<i16>,
    pub(super) provider_position: Option<i32>,
    pub(super) notes: Value,
    pub(super) fal_request_id: Option<String>,
    pub(super) error_code: Option<String>,
    pub(super) error_message: Option<String>,
    pub(super) retry_count: i32,
    pub(super) round: i32,
    pub(super) cancel_requested_at: Option<DateTime<Utc>>,
    pub(super) estimate_microdollars: i64,
    pub(super) held_microdollars: i64,
    #[expect(dead_code, reason = "for the statements about budgets")]
    pub(super) held_at: Option<DateTime<Utc>>,
    pub(super) captured_microdollars: Option<i64>,
    pub(super) next_attempt_at: DateTime<Utc>,
    pub(super) release_no: i32,
    pub(super) released_at: Option<DateTime<Utc>>,
    #[expect(dead_code, reason = "SELECT * names every column")]
    pub(super) lease_owner: Option<String>,
    #[expect(dead_code, reason = "SELECT * names every column")]
    pub(super) lease_until: Option<DateTime<Utc>>,
    pub(super) crash_count: i32,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
    pub(super) started_at: Option<DateTime<Utc>>,
    pub(super) completed_at: Option<DateTime<Utc>>,
}

impl TryFrom<JobRow> for Job {
    type Error = Error;

    fn try_from(row: JobRow) -> Result<Self> {
        let id = row.id;
        let phase = row
            .phase
            .map(|phase| Phase::parse(&phase).ok_or_else(|| impossible("phase", id)));
        Ok(Self {
            id: JobId(id),
            user_id: UserId(row.user_id),
            project_id: row.project_id,
            operation: row.operation,
            prompt: row.prompt,
            negative_prompt: row.negative_prompt,
            model_id: row.model_id,
            plugin_digest: row
                .plugin_digest
                .try_into()
                .map_err(|_| impossible("plugin_digest", id))?,
            parameters: row.parameters,
            num_images: row.num_images,
            seed: row.seed,
            inputs: row.inputs,
            parent_image_id: row.parent_image_id,
            priority: row.priority,
            is_paused: row.is_paused,
            batch_id: row.batch_id.map(BatchId),
            batch_row: row.batch_row,
            axes: row.axes,
            recipe_run_id: row.recipe_run_id.map(RecipeRunId),
            recipe_step: row.recipe_step,
            status: JobStatus::parse(&row.status).ok_or_else(|| impossible("status", id))?,
            phase: phase.transpose()?,
            progress: row.progress,
            provider_position: row.provider_position,
            notes: serde_json::from_value(row.notes).map_err(|_| impossible("notes", id))?,
            fal_request_id: row.fal_request_id,
            error_code: row.error_code,
            error_message: row.error_message,
            retry_count: row.retry_count,
            round: row.round,
            cancel_requested_at: row.cancel_requested_at,
            estimate: MicroDollars(row.estimate_microdollars),
            held: MicroDollars(row.held_microdollars),
            captured: row.captured_microdollars.map(MicroDollars),
            next_attempt_at: row.next_attempt_at,
            release_no: row.release_no,
            released_at: row.released_at,
            crash_count: row.crash_count,
            created_at: row.created_at,
            updated_at: row.updated_at,
            started_at: row.started_at,
            completed_at: row.completed_at,
        })
    }
}
