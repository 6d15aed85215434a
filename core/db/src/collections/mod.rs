//! `collections`: boards of images. A picture may be on any number of them.

pub mod images;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{CollectionId, Cursor, ImageId, PageLimit, UserId};
use uuid::Uuid;

use crate::Result;

/// What its owner says of a collection. Fields as in the schema's comments.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migrations"
)]
pub struct CollectionContent {
    pub name: String,
    pub description: String,
    pub cover_image_id: Option<ImageId>,
    pub is_public: bool,
}

/// A collection with what is counted.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Its id.
    pub id: CollectionId,
    /// What its owner says of it.
    pub content: CollectionContent,
    /// Pictures on it, without those in the trash.
    pub image_count: i64,
    /// The picture that stands for it: the chosen one, else the first on it.
    pub shown_cover_id: Option<ImageId>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Tells one state of what it says from another.
    pub updated_at: DateTime<Utc>,
}

struct CollectionRow {
    id: Uuid,
    name: String,
    description: String,
    cover_image_id: Option<Uuid>,
    is_public: bool,
    image_count: i64,
    shown_cover_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<CollectionRow> for Collection {
    fn from(row: CollectionRow) -> Self {
        Self {
            id: CollectionId(row.id),
            content: CollectionContent {
                name: row.name,
                description: row.description,
                cover_image_id: row.cover_image_id.map(ImageId),
                is_public: row.is_public,
            },
            image_count: row.image_count,
            shown_cover_id: row.shown_cover_id.map(ImageId),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Adds a collection.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert(
    conn: &mut PgConnection,
    user_id: UserId,
    id: CollectionId,
    content: &CollectionContent,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO collections (id, user_id, name, description, cover_image_id, is_public, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        id.0,
        user_id.0,
        content.name,
        content.description,
        content.cover_image_id.map(|id| id.0),
        content.is_public,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces what is said of a collection that was last changed at `seen_at`; `false` when it was changed or removed since.
///
/// # Errors
/// When the database cannot be asked.
pub async fn update(
    conn: &mut PgConnection,
    user_id: UserId,
    id: CollectionId,
    seen_at: DateTime<Utc>,
    content: &CollectionContent,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE collections SET name = $4, description = $5, cover_image_id = $6, is_public = $7,
            updated_at = GREATEST($8, updated_at + interval '1 microsecond')
        WHERE id = $1 AND user_id = $2 AND updated_at = $3",
        id.0,
        user_id.0,
        seen_at,
        content.name,
        content.description,
        content.cover_image_id.map(|id| id.0),
        content.is_public,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Locks a collection until the end of the transaction, so that one at a time changes what is on it; `false` when it is not the
/// user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_for_user(conn: &mut PgConnection, user_id: UserId, id: CollectionId) -> Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM collections WHERE id = $1 AND user_id = $2 FOR NO KEY UPDATE",
        id.0,
        user_id.0
    );
    Ok(found.fetch_optional(conn).await?.is_some())
}

/// Which of a user's collections are listed; the default is all of them.
#[derive(Clone, Debug, Default)]
pub struct CollectionFilter {
    /// Only this one.
    pub id: Option<CollectionId>,
    /// Only those whose name or description fits all of these patterns; see [`crate::search::patterns`].
    pub patterns: Vec<String>,
}

/// Collections that are offered by name at most.
const NAMED: i64 = 200;

/// A user's collections by name, at most 200.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_names(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<(CollectionId, String)>> {
    let rows = sqlx::query!(
        "SELECT id, name FROM collections WHERE user_id = $1 ORDER BY lower(name), id LIMIT $2",
        user_id.0,
        NAMED
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (CollectionId(row.id), row.name)).collect())
}

/// A page of a user's collections, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    filter: &CollectionFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Collection>> {
    let rows = sqlx::query_as!(
        CollectionRow,
        r#"SELECT board.id, board.name, board.description, board.cover_image_id, board.is_public,
            counted.images AS "image_count!", COALESCE(cover.id, first.id) AS "shown_cover_id?", board.created_at,
            board.updated_at
        FROM collections AS board
        LEFT JOIN images AS cover
            ON cover.id = board.cover_image_id AND cover.user_id = board.user_id AND cover.deleted_at IS NULL
        LEFT JOIN LATERAL (
            SELECT image.id
            FROM collection_images AS place JOIN images AS image ON image.id = place.image_id AND image.deleted_at IS NULL
            WHERE place.collection_id = board.id
            ORDER BY place.position
            LIMIT 1
        ) AS first ON true
        CROSS JOIN LATERAL (
            SELECT count(*) AS images
            FROM collection_images AS place JOIN images AS image ON image.id = place.image_id AND image.deleted_at IS NULL
            WHERE place.collection_id = board.id
        ) AS counted
        WHERE board.user_id = $1
            AND ($2::uuid IS NULL OR board.id = $2)
            AND concat_ws(' ', board.name, board.description) ILIKE ALL ($3::text[])
            AND ($4::timestamptz IS NULL OR (board.created_at, board.id) < ($4, $5::uuid))
        ORDER BY board.created_at DESC, board.id DESC
        LIMIT $6"#,
        user_id.0,
        filter.id.map(|id| id.0),
        &filter.patterns,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Collection::from).collect())
}

/// A collection, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: CollectionId) -> Result<Option<Collection>> {
    let filter = CollectionFilter {
        id: Some(id),
        ..CollectionFilter::default()
    };
    Ok(list(conn, user_id, &filter, None, PageLimit::default()).await?.pop())
}

/// How many collections a user has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM collections WHERE user_id = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Removes a collection; its pictures stay. `false` when it is not the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: CollectionId) -> Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM collections WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
