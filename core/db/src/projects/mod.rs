//! `projects`: folders of work. A picture is in one project or in none; how many there are is counted, not stored.

pub mod images;
pub mod numbers;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{Cursor, ImageId, PageLimit, ProjectId, UserId};
use uuid::Uuid;

use crate::Result;

/// What its owner says of a project. Fields as in the schema's comments.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migrations"
)]
pub struct ProjectContent {
    pub name: String,
    pub description: String,
    pub notes: String,
    pub category: String,
    pub tags: Vec<String>,
    pub cover_image_id: Option<ImageId>,
    pub settings: Value,
}

/// A project with what is counted.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// What its owner says of it.
    pub content: ProjectContent,
    /// Put away.
    pub is_archived: bool,
    /// Pictures in it, without those in the trash.
    pub image_count: i64,
    /// The picture that stands for it: the chosen one, else the newest in it.
    pub shown_cover_id: Option<ImageId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Tells one state of it from another.
    pub updated_at: DateTime<Utc>,
}

/// Which projects of a user; the default is all.
#[derive(Clone, Debug, Default)]
pub struct ProjectFilter {
    /// Only this one.
    pub id: Option<ProjectId>,
    /// Only those that are put away, or only those that are not.
    pub is_archived: Option<bool>,
    /// Each of these is found in what the project says, see [`crate::search::patterns`].
    pub patterns: Vec<String>,
}

struct ProjectRow {
    id: Uuid,
    name: String,
    description: String,
    notes: String,
    category: String,
    tags: Vec<String>,
    cover_image_id: Option<Uuid>,
    settings: Value,
    is_archived: bool,
    image_count: i64,
    shown_cover_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<ProjectRow> for Project {
    fn from(row: ProjectRow) -> Self {
        Self {
            id: ProjectId(row.id),
            content: ProjectContent {
                name: row.name,
                description: row.description,
                notes: row.notes,
                category: row.category,
                tags: row.tags,
                cover_image_id: row.cover_image_id.map(ImageId),
                settings: row.settings,
            },
            is_archived: row.is_archived,
            image_count: row.image_count,
            shown_cover_id: row.shown_cover_id.map(ImageId),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

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

/// Adds a project.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert(
    conn: &mut PgConnection,
    user_id: UserId,
    id: ProjectId,
    content: &ProjectContent,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO projects (
            id, user_id, name, description, notes, category, tags, cover_image_id, settings, created_at, updated_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
        id.0,
        user_id.0,
        content.name,
        content.description,
        content.notes,
        content.category,
        &content.tags,
        content.cover_image_id.map(|id| id.0),
        content.settings,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces what is said of a project that was last changed at `seen_at`; `false` when it was changed or removed since.
///
/// # Errors
/// When the database cannot be asked.
pub async fn update(
    conn: &mut PgConnection,
    user_id: UserId,
    id: ProjectId,
    seen_at: DateTime<Utc>,
    content: &ProjectContent,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE projects SET name = $4, description = $5, notes = $6, category = $7, tags = $8, cover_image_id = $9, settings = $10,
            updated_at = GREATEST($11, updated_at + interval '1 microsecond')
        WHERE id = $1 AND user_id = $2 AND updated_at = $3",
        id.0,
        user_id.0,
        seen_at,
        content.name,
        content.description,
        content.notes,
        content.category,
        &content.tags,
        content.cover_image_id.map(|id| id.0),
        content.settings,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Puts a project away, or takes it out again. One that is so already is left as it is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn set_archived(
    conn: &mut PgConnection,
    user_id: UserId,
    id: ProjectId,
    is_archived: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE projects SET is_archived = $3, updated_at = GREATEST($4, updated_at + interval '1 microsecond')
        WHERE id = $1 AND user_id = $2 AND is_archived <> $3",
        id.0,
        user_id.0,
        is_archived,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A page of a user's projects, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    filter: &ProjectFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Project>> {
    let rows = sqlx::query_as!(
        ProjectRow,
        r#"SELECT project.id, project.name, project.description, project.notes, project.category, project.tags,
            project.cover_image_id, project.settings, project.is_archived, counted.images AS "image_count!",
            COALESCE(cover.id, newest.id) AS "shown_cover_id?", project.created_at, project.updated_at
        FROM projects AS project
        LEFT JOIN images AS cover
            ON cover.id = project.cover_image_id AND cover.user_id = project.user_id AND cover.deleted_at IS NULL
        LEFT JOIN LATERAL (
            SELECT image.id FROM images AS image
            WHERE image.project_id = project.id AND image.deleted_at IS NULL
            ORDER BY image.created_at DESC, image.id DESC
            LIMIT 1
        ) AS newest ON true
        CROSS JOIN LATERAL (
            SELECT count(*) AS images FROM images AS image WHERE image.project_id = project.id AND image.deleted_at IS NULL
        ) AS counted
        WHERE project.user_id = $1
            AND ($2::uuid IS NULL OR project.id = $2)
            AND ($3::boolean IS NULL OR project.is_archived = $3)
            AND concat_ws(
                ' ', project.name, project.description, project.notes, project.category, array_to_string(project.tags, ' ')
            ) ILIKE ALL ($4::text[])
            AND ($5::timestamptz IS NULL OR (project.created_at, project.id) < ($5, $6::uuid))
        ORDER BY project.created_at DESC, project.id DESC
        LIMIT $7"#,
        user_id.0,
        filter.id.map(|id| id.0),
        filter.is_archived,
        &filter.patterns,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Project::from).collect())
}

/// A project, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: ProjectId) -> Result<Option<Project>> {
    let filter = ProjectFilter {
        id: Some(id),
        ..ProjectFilter::default()
    };
    Ok(list(conn, user_id, &filter, None, PageLimit::default()).await?.pop())
}

/// How many projects a user has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM projects WHERE user_id = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Removes a project. Its pictures and jobs stay, without a project; its budgets go. `false` when it is not the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: ProjectId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM projects WHERE id = $1 AND user_id = $2", id.0, user_id.0);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
