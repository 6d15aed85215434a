//! What a user's pictures can be limited to: their projects and tags.

use sqlx::PgConnection;
use studio_model::{ProjectId, UserId};

use crate::Result;

/// Projects that are offered at most.
const PROJECTS: i64 = 200;

/// Pictures whose tags are looked at: the newest ones.
const LOOKED_AT: i64 = 2000;

/// Tags that are offered at most.
const TAGS: i64 = 100;

/// A user's projects by name, at most 200.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_projects(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<(ProjectId, String)>> {
    let rows = sqlx::query!(
        "SELECT id, name FROM projects WHERE user_id = $1 ORDER BY lower(name), id LIMIT $2",
        user_id.0,
        PROJECTS
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (ProjectId(row.id), row.name)).collect())
}

/// The tags of a user's 2,000 newest pictures, the most used first, at most 100.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_tags(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<String>> {
    let tags = sqlx::query_scalar!(
        r#"SELECT tag AS "tag!"
        FROM (
            SELECT tags FROM images
            WHERE user_id = $1 AND deleted_at IS NULL
            ORDER BY created_at DESC, id DESC
            LIMIT $2
        ) AS newest, unnest(newest.tags) AS tag
        GROUP BY tag
        ORDER BY count(*) DESC, tag
        LIMIT $3"#,
        user_id.0,
        LOOKED_AT,
        TAGS
    );
    Ok(tags.fetch_all(conn).await?)
}
