//! `collection_images`: which pictures are on a board, in order. Callers hold the board's lock while they change it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{CollectionId, ImageId, PageLimit};
use uuid::Uuid;

use crate::Result;

/// A picture on a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The picture.
    pub image_id: ImageId,
    /// Orders the pictures of a board.
    pub position: i32,
}

/// A page of the pictures of a board that are not in the trash, in their order.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    id: CollectionId,
    after: Option<i32>,
    limit: PageLimit,
) -> Result<Vec<Place>> {
    let rows = sqlx::query!(
        "SELECT place.image_id, place.position
        FROM collection_images AS place JOIN images AS image ON image.id = place.image_id AND image.deleted_at IS NULL
        WHERE place.collection_id = $1 AND ($2::integer IS NULL OR place.position > $2)
        ORDER BY place.position
        LIMIT $3",
        id.0,
        after,
        i64::from(limit.rows())
    );
    let places = rows.fetch_all(conn).await?.into_iter().map(|row| Place {
        image_id: ImageId(row.image_id),
        position: row.position,
    });
    Ok(places.collect())
}

/// All pictures of a board in their order, each with whether it is in the trash.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_all(conn: &mut PgConnection, id: CollectionId) -> Result<Vec<(ImageId, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT place.image_id, image.deleted_at IS NOT NULL AS "is_deleted!"
        FROM collection_images AS place JOIN images AS image ON image.id = place.image_id
        WHERE place.collection_id = $1
        ORDER BY place.position"#,
        id.0
    );
    let all = rows.fetch_all(conn).await?.into_iter();
    Ok(all.map(|row| (ImageId(row.image_id), row.is_deleted)).collect())
}

/// Puts pictures after the others, in this order; those that are there stay where they are. Gives those that are new.
///
/// # Errors
/// When the database cannot be asked.
pub async fn add(
    conn: &mut PgConnection,
    id: CollectionId,
    images: &[ImageId],
    now: DateTime<Utc>,
) -> Result<Vec<ImageId>> {
    let ids: Vec<Uuid> = images.iter().map(|id| id.0).collect();
    let added = sqlx::query_scalar!(
        "INSERT INTO collection_images (id, collection_id, image_id, position, added_at)
        SELECT gen_random_uuid(), $1, added.image_id, last.position + added.place::integer, $3
        FROM unnest($2::uuid[]) WITH ORDINALITY AS added (image_id, place)
        CROSS JOIN (SELECT COALESCE(max(position), -1) AS position FROM collection_images WHERE collection_id = $1) AS last
        ON CONFLICT ON CONSTRAINT collection_images_once DO NOTHING
        RETURNING image_id",
        id.0,
        &ids,
        now
    );
    Ok(added.fetch_all(conn).await?.into_iter().map(ImageId).collect())
}

/// How many pictures a board has, those in the trash too.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, id: CollectionId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM collection_images WHERE collection_id = $1"#,
        id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Takes pictures off a board; gives how many were on it.
///
/// # Errors
/// When the database cannot be asked.
pub async fn remove(conn: &mut PgConnection, id: CollectionId, images: &[ImageId]) -> Result<u64> {
    let ids: Vec<Uuid> = images.iter().map(|id| id.0).collect();
    let done = sqlx::query!(
        "DELETE FROM collection_images WHERE collection_id = $1 AND image_id = ANY($2)",
        id.0,
        &ids
    );
    Ok(done.execute(conn).await?.rows_affected())
}

/// Gives the pictures of a board the order in which they are named; all of them must be.
///
/// # Errors
/// A constraint error (`collection_images_position`, at the end of the transaction) when some are not named.
pub async fn reorder(conn: &mut PgConnection, id: CollectionId, images: &[ImageId]) -> Result<()> {
    let ids: Vec<Uuid> = images.iter().map(|id| id.0).collect();
    sqlx::query!(
        "UPDATE collection_images AS place SET position = named.place::integer - 1
        FROM unnest($2::uuid[]) WITH ORDINALITY AS named (image_id, place)
        WHERE place.collection_id = $1 AND place.image_id = named.image_id AND place.position <> named.place::integer - 1",
        id.0,
        &ids
    )
    .execute(conn)
    .await?;
    Ok(())
}
