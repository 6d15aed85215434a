//! `projects`: folders of work.

use sqlx::PgConnection;
use studio_model::UserId;
use uuid::Uuid;

use crate::Result;

/// Whether the user has this project.
///
/// # Errors
/// When the database cannot be asked.
pub async fn exists_for_user(conn: &mut PgConnection, user_id: UserId, id: Uuid) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM projects WHERE id = $1 AND user_id = $2) AS "found!""#,
        id,
        user_id.0
    );
    Ok(found.fetch_one(conn).await?)
}
