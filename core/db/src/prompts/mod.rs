//! `prompts`: the prompt library of every user, and what of it is shown to everybody.

pub mod public;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, PageLimit, PromptId, UserId};
use uuid::Uuid;

use crate::Result;

/// What its owner says of a prompt. Fields as in the schema's comments.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the columns are documented where they are defined, in the migrations"
)]
pub struct PromptContent {
    pub title: String,
    pub prompt_text: String,
    pub negative_prompt: Option<String>,
    pub category: String,
    pub tags: Vec<String>,
    pub is_favorite: bool,
    pub is_public: bool,
}

/// A prompt of the library.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// Its id.
    pub id: PromptId,
    /// What its owner says of it.
    pub content: PromptContent,
    /// How often it was used.
    pub usage_count: i32,
    /// When it was kept.
    pub created_at: DateTime<Utc>,
    /// Tells one state of it from another.
    pub updated_at: DateTime<Utc>,
}

/// Which prompts of a user; the default is all.
#[derive(Clone, Debug, Default)]
pub struct PromptFilter {
    /// Only those of this category.
    pub category: Option<String>,
    /// Only those with this tag, in any case.
    pub tag: Option<String>,
    /// Only those that are marked.
    pub favorites_only: bool,
    /// Each of these is found in it, see [`crate::search::patterns`].
    pub patterns: Vec<String>,
}

struct PromptRow {
    id: Uuid,
    title: String,
    prompt_text: String,
    negative_prompt: Option<String>,
    category: String,
    tags: Vec<String>,
    is_favorite: bool,
    is_public: bool,
    usage_count: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<PromptRow> for Prompt {
    fn from(row: PromptRow) -> Self {
        Self {
            id: PromptId(row.id),
            content: PromptContent {
                title: row.title,
                prompt_text: row.prompt_text,
                negative_prompt: row.negative_prompt,
                category: row.category,
                tags: row.tags,
                is_favorite: row.is_favorite,
                is_public: row.is_public,
            },
            usage_count: row.usage_count,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Adds a prompt.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert(
    conn: &mut PgConnection,
    user_id: UserId,
    id: PromptId,
    content: &PromptContent,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO prompts (
            id, user_id, title, prompt_text, negative_prompt, category, tags, is_favorite, is_public, published_at, created_at,
            updated_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $9 THEN $10::timestamptz END, $10, $10)",
        id.0,
        user_id.0,
        content.title,
        content.prompt_text,
        content.negative_prompt,
        content.category,
        &content.tags,
        content.is_favorite,
        content.is_public,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces what is said of a prompt that was last changed at `seen_at`; `false` when it was changed or removed since.
///
/// # Errors
/// When the database cannot be asked.
pub async fn update(
    conn: &mut PgConnection,
    user_id: UserId,
    id: PromptId,
    seen_at: DateTime<Utc>,
    content: &PromptContent,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE prompts SET title = $4, prompt_text = $5, negative_prompt = $6, category = $7, tags = $8, is_favorite = $9,
            is_public = $10, published_at = CASE WHEN $10 THEN COALESCE(published_at, $11::timestamptz) ELSE published_at END,
            updated_at = GREATEST($11, updated_at + interval '1 microsecond')
        WHERE id = $1 AND user_id = $2 AND updated_at = $3",
        id.0,
        user_id.0,
        seen_at,
        content.title,
        content.prompt_text,
        content.negative_prompt,
        content.category,
        &content.tags,
        content.is_favorite,
        content.is_public,
        now
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Marks a prompt, or takes the mark away. One that is so already is left as it is.
///
/// # Errors
/// When the database cannot be asked.
pub async fn set_favorite(
    conn: &mut PgConnection,
    user_id: UserId,
    id: PromptId,
    is_favorite: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE prompts SET is_favorite = $3, updated_at = GREATEST($4, updated_at + interval '1 microsecond')
        WHERE id = $1 AND user_id = $2 AND is_favorite <> $3",
        id.0,
        user_id.0,
        is_favorite,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts a use. What is said of the prompt stays, and so does its version.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count_use(conn: &mut PgConnection, user_id: UserId, id: PromptId) -> Result<()> {
    sqlx::query!(
        "UPDATE prompts SET usage_count = LEAST(usage_count, 2147483646) + 1 WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A prompt, for its owner.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_for_user(conn: &mut PgConnection, user_id: UserId, id: PromptId) -> Result<Option<Prompt>> {
    let row = sqlx::query_as!(
        PromptRow,
        "SELECT id, title, prompt_text, negative_prompt, category, tags, is_favorite, is_public, usage_count, created_at,
            updated_at
        FROM prompts WHERE id = $1 AND user_id = $2",
        id.0,
        user_id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Prompt::from))
}

/// A page of a user's prompts, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    filter: &PromptFilter,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Prompt>> {
    let rows = sqlx::query_as!(
        PromptRow,
        "SELECT id, title, prompt_text, negative_prompt, category, tags, is_favorite, is_public, usage_count, created_at,
            updated_at
        FROM prompts
        WHERE user_id = $1
            AND ($2::text IS NULL OR category = $2)
            AND ($3::text IS NULL OR lower($3) IN (SELECT lower(tag) FROM unnest(tags) AS tag))
            AND (NOT $4 OR is_favorite)
            AND concat_ws(' ', title, prompt_text, negative_prompt, category, array_to_string(tags, ' ')) ILIKE ALL ($5::text[])
            AND ($6::timestamptz IS NULL OR (created_at, id) < ($6, $7::uuid))
        ORDER BY created_at DESC, id DESC
        LIMIT $8",
        user_id.0,
        filter.category,
        filter.tag,
        filter.favorites_only,
        &filter.patterns,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Prompt::from).collect())
}

/// The categories of a user's prompts with how many prompts each has, by name; without prompts that have none.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_categories(conn: &mut PgConnection, user_id: UserId) -> Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT category, count(*) AS "prompts!" FROM prompts WHERE user_id = $1 AND category <> ''
        GROUP BY category ORDER BY lower(category), category"#,
        user_id.0
    );
    let categories = rows.fetch_all(conn).await?.into_iter();
    Ok(categories.map(|row| (row.category, row.prompts)).collect())
}

/// How many prompts a user has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM prompts WHERE user_id = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Whether a user has a prompt of this title that says the same.
///
/// # Errors
/// When the database cannot be asked.
pub async fn exists_same(conn: &mut PgConnection, user_id: UserId, content: &PromptContent) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (
            SELECT 1 FROM prompts
            WHERE user_id = $1 AND title = $2 AND prompt_text = $3 AND negative_prompt IS NOT DISTINCT FROM $4
        ) AS "found!""#,
        user_id.0,
        content.title,
        content.prompt_text,
        content.negative_prompt
    );
    Ok(found.fetch_one(conn).await?)
}

/// Removes a prompt; copies that others made of it stay. `false` when it is not the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, id: PromptId) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM prompts WHERE id = $1 AND user_id = $2", id.0, user_id.0);
    Ok(done.execute(conn).await?.rows_affected() == 1)
}
