//! `recipes`, `recipe_runs` and `recipe_items`: steps that are kept, steps at work, and the pictures that go into them.
//!
//! What owners keep is here, runs in [`runs`], what the workers do with them in [`keep`], the pictures of a step and the jobs
//! that come of them in [`items`], and what that adds up to in [`tally`].
//! What a newcomer gets wrong: a run has a copy of its steps, so that changing or deleting a recipe changes no run.

pub mod items;
pub mod keep;
pub mod runs;
pub mod tally;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use studio_model::{Cursor, PageLimit, RecipeId, UserId};
use uuid::Uuid;

use crate::{Result, ensure_affected};

/// Steps that are kept.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Its id.
    pub id: RecipeId,
    /// 1 to 200 characters.
    pub name: String,
    /// 1 to 8 of them, in order.
    pub steps: Value,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed; grows with every change, whatever the clock does.
    pub updated_at: DateTime<Utc>,
}

struct RecipeRow {
    id: Uuid,
    name: String,
    steps: Value,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<RecipeRow> for Recipe {
    fn from(row: RecipeRow) -> Self {
        Self {
            id: RecipeId(row.id),
            name: row.name,
            steps: row.steps,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Adds a recipe.
///
/// # Errors
/// A constraint error when a range is wrong.
pub async fn insert(
    conn: &mut PgConnection,
    id: RecipeId,
    user_id: UserId,
    name: &str,
    steps: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO recipes (id, user_id, name, steps, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)",
        id.0,
        user_id.0,
        name,
        steps,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces name and steps.
///
/// # Errors
/// [`crate::Error::AffectedRows`] when there is no such recipe.
pub async fn update(
    conn: &mut PgConnection,
    id: RecipeId,
    name: &str,
    steps: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let done = sqlx::query!(
        "UPDATE recipes SET name = $2, steps = $3, updated_at = GREATEST($4, updated_at + interval '1 microsecond') WHERE id = $1",
        id.0,
        name,
        steps,
        now
    )
    .execute(conn)
    .await?;
    ensure_affected(&done, 1)
}

/// A recipe, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: RecipeId) -> Result<Option<Recipe>> {
    let row = sqlx::query_as!(
        RecipeRow,
        "SELECT id, name, steps, created_at, updated_at FROM recipes WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Recipe::from))
}

/// A recipe, for its owner, locked until the end of the transaction.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_for_user(conn: &mut PgConnection, user_id: UserId, id: RecipeId) -> Result<Option<Recipe>> {
    let row = sqlx::query_as!(
        RecipeRow,
        "SELECT id, name, steps, created_at, updated_at FROM recipes WHERE id = $1 AND user_id = $2 FOR NO KEY UPDATE",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Recipe::from))
}

/// A page of a user's recipes, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Recipe>> {
    let rows = sqlx::query_as!(
        RecipeRow,
        "SELECT id, name, steps, created_at, updated_at FROM recipes
        WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $4",
        user_id.0,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Recipe::from).collect())
}

/// How many recipes a user has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM recipes WHERE user_id = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Removes a recipe; its runs stay. `false` when it is not the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: RecipeId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM recipes WHERE id = $1 AND user_id = $2", id.0, user_id.0);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
