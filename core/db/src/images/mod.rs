//! `images`: one row for each stored original.
//!
//! What owners change is in [`details`], lists are in [`list`], what they can be limited to in [`facets`], and what is thrown away in
//! [`trash`]. Many at once are changed in [`bulk`], and changed back in [`undo`].

pub mod bulk;
pub mod details;
pub mod facets;
mod filter;
mod list;
pub mod trash;
pub mod undo;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{ImageId, JobId, MicroDollars, UserId, WebhookEvent};
use uuid::Uuid;

use crate::Result;

pub use filter::ImageFilter;
pub use list::{count, list, list_sorted, search};

/// A picture. Fields as in the schema's comments.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migration"
)]
pub struct Image {
    pub id: ImageId,
    pub user_id: UserId,
    pub project_id: Option<Uuid>,
    pub job_id: Option<JobId>,
    pub output_index: i32,
    pub object_id: Uuid,
    pub file_path: String,
    pub file_url: String,
    pub thumbnail_url: String,
    pub width: i32,
    pub height: i32,
    pub file_size: i64,
    pub format: String,
    pub sha256: Vec<u8>,
    pub average_color: String,
    pub placeholder: String,
    pub is_flagged: bool,
    pub prompt: String,
    pub negative_prompt: Option<String>,
    pub model_id: String,
    pub model_version: String,
    pub parameters: Value,
    pub seed: Option<String>,
    pub generation_time: Option<f64>,
    pub cost: MicroDollars,
    pub parent_image_id: Option<Uuid>,
    pub is_favorite: bool,
    pub rating: Option<i16>,
    pub tags: Vec<String>,
    pub name: String,
    pub alt_text: String,
    pub notes: String,
    pub metadata: Value,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}

struct ImageRow {
    id: Uuid,
    user_id: Uuid,
    project_id: Option<Uuid>,
    job_id: Option<Uuid>,
    output_index: i32,
    object_id: Uuid,
    file_path: String,
    file_url: String,
    thumbnail_url: String,
    width: i32,
    height: i32,
    file_size: i64,
    format: String,
    sha256: Vec<u8>,
    average_color: String,
    placeholder: String,
    is_flagged: bool,
    prompt: String,
    negative_prompt: Option<String>,
    model_id: String,
    model_version: String,
    parameters: Value,
    seed: Option<String>,
    generation_time: Option<f64>,
    cost_microdollars: i64,
    parent_image_id: Option<Uuid>,
    is_favorite: bool,
    rating: Option<i16>,
    tags: Vec<String>,
    name: String,
    alt_text: String,
    notes: String,
    metadata: Value,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
}

impl From<ImageRow> for Image {
    fn from(row: ImageRow) -> Self {
        Self {
            id: ImageId(row.id),
            user_id: UserId(row.user_id),
            project_id: row.project_id,
            job_id: row.job_id.map(JobId),
            output_index: row.output_index,
            object_id: row.object_id,
            file_path: row.file_path,
            file_url: row.file_url,
            thumbnail_url: row.thumbnail_url,
            width: row.width,
            height: row.height,
            file_size: row.file_size,
            format: row.format,
            sha256: row.sha256,
            average_color: row.average_color,
            placeholder: row.placeholder,
            is_flagged: row.is_flagged,
            prompt: row.prompt,
            negative_prompt: row.negative_prompt,
            model_id: row.model_id,
            model_version: row.model_version,
            parameters: row.parameters,
            seed: row.seed,
            generation_time: row.generation_time,
            cost: MicroDollars(row.cost_microdollars),
            parent_image_id: row.parent_image_id,
            is_favorite: row.is_favorite,
            rating: row.rating,
            tags: row.tags,
            name: row.name,
            alt_text: row.alt_text,
            notes: row.notes,
            metadata: row.metadata,
            created_at: row.created_at,
            updated_at: row.updated_at,
            deleted_at: row.deleted_at,
        }
    }
}

/// Stores a picture's row, and for each webhook that is to hear of it a delivery. Twice the same output of a job is refused by
/// `images_once_per_output`.
///
/// # Errors
/// A constraint error when the output is stored already or a range is wrong.
pub async fn insert(conn: &mut PgConnection, image: &Image) -> Result<()> {
    sqlx::query!(
        "WITH stored AS (
            INSERT INTO images (
                id, user_id, project_id, job_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height, file_size,
                format, sha256, average_color, placeholder, is_flagged, prompt, negative_prompt, model_id, model_version, parameters,
                seed, generation_time, cost_microdollars, parent_image_id, metadata, created_at, updated_at
            ) VALUES (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                $23::text::numeric, $24, $25, $26, $27, $28, $28
            )
        )
        INSERT INTO outgoing_deliveries (id, webhook_id, event, occasion, data, next_attempt_at, created_at)
        SELECT gen_random_uuid(), hook.id, $29, concat('image:', $1::uuid),
            jsonb_build_object(
                'image_id', $1::uuid, 'job_id', $4::uuid, 'project_id', $3::uuid, 'parent_image_id', $26::uuid, 'model_id', $20::text,
                'format', $13::text, 'width', $10::integer, 'height', $11::integer, 'size_bytes', $12::bigint
            ),
            $28, $28
        FROM webhooks AS hook
        WHERE hook.user_id = $2 AND hook.is_enabled AND $29 = ANY(hook.events)
        FOR KEY SHARE OF hook",
        image.id.0,
        image.user_id.0,
        image.project_id,
        image.job_id.map(|id| id.0),
        image.output_index,
        image.object_id,
        image.file_path,
        image.file_url,
        image.thumbnail_url,
        image.width,
        image.height,
        image.file_size,
        image.format,
        image.sha256,
        image.average_color,
        image.placeholder,
        image.is_flagged,
        image.prompt,
        image.negative_prompt,
        image.model_id,
        image.model_version,
        image.parameters,
        image.seed,
        image.generation_time,
        image.cost.0,
        image.parent_image_id,
        image.metadata,
        image.created_at,
        WebhookEvent::ImageCreated.as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A picture, for its owner; none in the trash.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: ImageId) -> Result<Option<Image>> {
    let row = sqlx::query_as!(
        ImageRow,
        r#"SELECT id, user_id, project_id, job_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height,
            file_size, format, sha256, average_color, placeholder, is_flagged, prompt, negative_prompt, model_id, model_version,
            parameters, seed::text AS seed, generation_time, cost_microdollars, parent_image_id, is_favorite, rating, tags,
            name, alt_text, notes, metadata, created_at, updated_at, deleted_at
        FROM images
        WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL"#,
        id.0,
        user_id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Image::from))
}

/// What a picture is sorted by in lists by name.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_sort_name(conn: &mut PgConnection, user_id: UserId, id: ImageId) -> Result<Option<String>> {
    let name = sqlx::query_scalar!(
        "SELECT sort_name FROM images WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    Ok(name.fetch_optional(conn).await?)
}

/// Those of these pictures that are the user's; none in the trash.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_by_ids(conn: &mut PgConnection, user_id: UserId, ids: &[ImageId]) -> Result<Vec<Image>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        ImageRow,
        r#"SELECT id, user_id, project_id, job_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height,
            file_size, format, sha256, average_color, placeholder, is_flagged, prompt, negative_prompt, model_id, model_version,
            parameters, seed::text AS seed, generation_time, cost_microdollars, parent_image_id, is_favorite, rating, tags,
            name, alt_text, notes, metadata, created_at, updated_at, deleted_at
        FROM images
        WHERE id = ANY($1) AND user_id = $2 AND deleted_at IS NULL
        ORDER BY id"#,
        &ids,
        user_id.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Image::from).collect())
}

/// The pictures of several jobs, by job and output.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_by_jobs(conn: &mut PgConnection, job_ids: &[JobId]) -> Result<Vec<Image>> {
    let ids: Vec<Uuid> = job_ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        ImageRow,
        r#"SELECT id, user_id, project_id, job_id, output_index, object_id, file_path, file_url, thumbnail_url, width, height,
            file_size, format, sha256, average_color, placeholder, is_flagged, prompt, negative_prompt, model_id, model_version,
            parameters, seed::text AS seed, generation_time, cost_microdollars, parent_image_id, is_favorite, rating, tags,
            name, alt_text, notes, metadata, created_at, updated_at, deleted_at
        FROM images
        WHERE job_id = ANY($1) AND deleted_at IS NULL
        ORDER BY job_id, output_index"#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Image::from).collect())
}

/// Of these objects (a job and a position in its answer) the positions in `objects` of those that belong to nothing: no picture of
/// theirs is stored, and their job does not exist or ended more than `days` ago. Such a job stays locked until the end of the
/// transaction, so that it cannot start again while its objects are removed; other jobs are not touched.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_orphans(conn: &mut PgConnection, objects: &[(JobId, u16)], days: i32) -> Result<Vec<usize>> {
    let jobs: Vec<Uuid> = objects.iter().map(|(id, _)| id.0).collect();
    let indexes: Vec<i32> = objects.iter().map(|(_, index)| i32::from(*index)).collect();
    let ended = sqlx::query_scalar!(
        "SELECT id FROM generation_queue
        WHERE id = ANY($1) AND completed_at < now() - make_interval(days => $2)
        ORDER BY id
        FOR SHARE",
        &jobs,
        days
    )
    .fetch_all(&mut *conn)
    .await?;
    let found = sqlx::query_scalar!(
        r#"SELECT object.position AS "position!"
        FROM UNNEST($1::uuid[], $2::integer[]) WITH ORDINALITY AS object (job_id, output_index, position)
        WHERE NOT EXISTS (
                SELECT 1 FROM images WHERE images.object_id = object.job_id AND images.output_index = object.output_index
            )
            AND (object.job_id = ANY($3)
                OR NOT EXISTS (SELECT 1 FROM generation_queue AS job WHERE job.id = object.job_id))"#,
        &jobs,
        &indexes,
        &ended
    )
    .fetch_all(conn)
    .await?;
    Ok(found
        .into_iter()
        .filter_map(|position| usize::try_from(position - 1).ok())
        .collect())
}

/// Of these paths of uploads those that a job of their owners starts from, whatever became of it: its picture may be made again.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_used_uploads(conn: &mut PgConnection, owners: &[UserId], paths: &[String]) -> Result<Vec<String>> {
    let owners: Vec<Uuid> = owners.iter().map(|id| id.0).collect();
    let used = sqlx::query_scalar!(
        r#"SELECT DISTINCT input ->> 'object' AS "path!"
        FROM generation_queue AS job, jsonb_array_elements(job.inputs) AS input
        WHERE job.user_id = ANY($1) AND input ->> 'object' = ANY($2)"#,
        &owners,
        paths
    )
    .fetch_all(conn)
    .await?;
    Ok(used)
}
