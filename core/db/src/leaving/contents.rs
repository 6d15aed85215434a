//! What an account holds: what its owner is told before it goes.

use serde::Serialize;
use sqlx::PgConnection;
use studio_model::UserId;

use crate::Result;

/// Numbers of things. Pictures in the trash count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each is what its table is called")]
pub struct Contents {
    pub images: i64,
    /// Sum of the originals.
    pub image_bytes: i64,
    pub projects: i64,
    pub collections: i64,
    pub prompts: i64,
    pub jobs: i64,
    pub batches: i64,
    pub schedules: i64,
    pub recipes: i64,
    /// Of the generation form and of batches.
    pub presets: i64,
    pub comments: i64,
    /// Links of both kinds.
    pub shares: i64,
    pub webhooks: i64,
    pub api_keys: i64,
}

/// Counts them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_contents(conn: &mut PgConnection, id: UserId) -> Result<Contents> {
    let row = sqlx::query_as!(
        Contents,
        r#"SELECT
            COALESCE(kept.images, 0) + COALESCE(trash.images, 0) AS "images!",
            (COALESCE(kept.bytes, 0) + COALESCE(trash.bytes, 0))::bigint AS "image_bytes!",
            (SELECT count(*) FROM projects WHERE user_id = $1) AS "projects!",
            (SELECT count(*) FROM collections WHERE user_id = $1) AS "collections!",
            (SELECT count(*) FROM prompts WHERE user_id = $1) AS "prompts!",
            (SELECT count(*) FROM generation_queue WHERE user_id = $1) AS "jobs!",
            (SELECT count(*) FROM batches WHERE user_id = $1) AS "batches!",
            (SELECT count(*) FROM schedules WHERE user_id = $1) AS "schedules!",
            (SELECT count(*) FROM recipes WHERE user_id = $1) AS "recipes!",
            (SELECT count(*) FROM generation_presets WHERE user_id = $1)
                + (SELECT count(*) FROM batch_presets WHERE user_id = $1) AS "presets!",
            (SELECT count(*) FROM image_comments WHERE user_id = $1) AS "comments!",
            (SELECT count(*) FROM share_links WHERE created_by = $1) AS "shares!",
            (SELECT count(*) FROM webhooks WHERE user_id = $1) AS "webhooks!",
            (SELECT count(*) FROM api_keys WHERE user_id = $1) AS "api_keys!"
        FROM
            -- Each half has an index of its own.
            (SELECT count(*) AS images, sum(file_size) AS bytes FROM images WHERE user_id = $1 AND deleted_at IS NULL) AS kept,
            (SELECT count(*) AS images, sum(file_size) AS bytes FROM images WHERE user_id = $1 AND deleted_at IS NOT NULL) AS trash"#,
        id.0
    );
    Ok(row.fetch_one(conn).await?)
}
