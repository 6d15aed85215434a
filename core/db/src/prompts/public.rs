//! Prompts that their owners show to everybody.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, PageLimit, PromptId, UserId};

use crate::Result;

/// What everybody sees of a prompt.
#[derive(Clone, Debug)]
pub struct PublicPrompt {
    /// Its id.
    pub id: PromptId,
    /// Whose it is.
    pub user_id: UserId,
    /// The owner's display name; may be empty.
    pub author_name: String,
    /// For people.
    pub title: String,
    /// Words, or a template.
    pub prompt_text: String,
    /// What not to show.
    pub negative_prompt: Option<String>,
    /// The group in lists; may be empty.
    pub category: String,
    /// Its owner's tags.
    pub tags: Vec<String>,
    /// When it was first shown.
    pub published_at: DateTime<Utc>,
}

/// A page of the prompts that are shown to everybody and in which all patterns are found, or one of them; newest first.
/// Those of people who may not log in any more, or are about to leave, are left out.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    id: Option<PromptId>,
    patterns: &[String],
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<PublicPrompt>> {
    let rows = sqlx::query!(
        r#"SELECT prompt.id, prompt.user_id, author.name AS author_name, prompt.title, prompt.prompt_text, prompt.negative_prompt,
            prompt.category, prompt.tags, prompt.published_at AS "published_at!"
        FROM prompts AS prompt JOIN users AS author ON author.id = prompt.user_id
        WHERE prompt.is_public AND author.is_open
            AND ($1::uuid IS NULL OR prompt.id = $1)
            AND concat_ws(
                ' ', prompt.title, prompt.prompt_text, prompt.negative_prompt, prompt.category, array_to_string(prompt.tags, ' ')
            ) ILIKE ALL ($2::text[])
            AND ($3::timestamptz IS NULL OR (prompt.published_at, prompt.id) < ($3, $4::uuid))
        ORDER BY prompt.published_at DESC, prompt.id DESC
        LIMIT $5"#,
        id.map(|id| id.0),
        patterns,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::from(limit.rows())
    );
    let prompts = rows.fetch_all(conn).await?.into_iter().map(|row| PublicPrompt {
        id: PromptId(row.id),
        user_id: UserId(row.user_id),
        author_name: row.author_name,
        title: row.title,
        prompt_text: row.prompt_text,
        negative_prompt: row.negative_prompt,
        category: row.category,
        tags: row.tags,
        published_at: row.published_at,
    });
    Ok(prompts.collect())
}

/// One prompt that is shown to everybody.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find(conn: &mut PgConnection, id: PromptId) -> Result<Option<PublicPrompt>> {
    Ok(list(conn, Some(id), &[], None, PageLimit::default()).await?.pop())
}
