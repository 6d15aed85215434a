//! `shared_images` and `shared_projects`: links by which others see a picture or a project, found together in `share_links`.
//!
//! A token stands in the place of a user's id: [`find_open`] gives whose link it is, and what it shows is asked for as that user.

pub mod views;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use studio_model::{Cursor, ImageId, PageLimit, ProjectId, ShareId, ShareTarget, ShareToken, UserId};
use uuid::Uuid;

use crate::{Error, Result};

/// What a link's visitors see and may do.
#[derive(Clone, Debug)]
pub struct ShareRules {
    /// The link is dead from then on.
    pub expires_at: Option<DateTime<Utc>>,
    /// A PHC string.
    pub password_hash: Option<String>,
    /// Prompts are shown.
    pub shows_prompts: bool,
    /// Originals can be downloaded.
    pub allows_download: bool,
    /// Search engines may list the page; never with a password.
    pub allows_indexing: bool,
}

/// A link.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its id.
    pub id: ShareId,
    /// What it shows.
    pub target: ShareTarget,
    /// The part of its address that nobody can guess.
    pub token: ShareToken,
    /// Who made it and owns what it shows.
    pub user_id: UserId,
    /// What that person is called.
    pub owner_name: String,
    /// What visitors see and may do.
    pub rules: ShareRules,
    /// Visitors so far.
    pub view_count: i32,
    /// Name or prompt of the picture, or name of the project.
    pub title: String,
    /// The picture is in the trash, where nobody sees it.
    pub is_trashed: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

struct ShareRow {
    id: Uuid,
    image_id: Option<Uuid>,
    project_id: Option<Uuid>,
    share_token: String,
    created_by: Uuid,
    owner_name: String,
    expires_at: Option<DateTime<Utc>>,
    password_hash: Option<String>,
    shows_prompts: bool,
    allows_download: bool,
    allows_indexing: bool,
    view_count: i32,
    title: String,
    is_trashed: bool,
    created_at: DateTime<Utc>,
}

impl TryFrom<ShareRow> for Share {
    type Error = Error;

    fn try_from(row: ShareRow) -> Result<Self> {
        let impossible = |column| Error::ImpossibleRow {
            table: "share_links",
            column,
            id: row.id.to_string(),
        };
        let target = match (row.image_id, row.project_id) {
            (Some(id), None) => ShareTarget::Image(ImageId(id)),
            (None, Some(id)) => ShareTarget::Project(ProjectId(id)),
            _ => return Err(impossible("image_id")),
        };
        Ok(Self {
            id: ShareId(row.id),
            target,
            token: ShareToken::parse(&row.share_token).ok_or_else(|| impossible("share_token"))?,
            user_id: UserId(row.created_by),
            owner_name: row.owner_name,
            rules: ShareRules {
                expires_at: row.expires_at,
                password_hash: row.password_hash,
                shows_prompts: row.shows_prompts,
                allows_download: row.allows_download,
                allows_indexing: row.allows_indexing,
            },
            view_count: row.view_count,
            title: row.title,
            is_trashed: row.is_trashed,
            created_at: row.created_at,
        })
    }
}

/// Makes a statement about links with what they are to; `$rest` are the conditions.
macro_rules! links {
    ($rest:tt; $($value:expr),+) => {
        sqlx::query_as!(
            ShareRow,
            r#"SELECT link.id AS "id!", link.image_id, link.project_id, link.share_token AS "share_token!",
                link.created_by AS "created_by!", owner.name AS owner_name, link.expires_at, link.password_hash,
                link.shows_prompts AS "shows_prompts!", link.allows_download AS "allows_download!",
                link.allows_indexing AS "allows_indexing!", link.view_count AS "view_count!",
                COALESCE(project.name, NULLIF(image.name, ''), image.prompt, '') AS "title!",
                COALESCE(image.deleted_at IS NOT NULL, false) AS "is_trashed!", link.created_at AS "created_at!"
            FROM share_links AS link
            JOIN users AS owner ON owner.id = link.created_by
            LEFT JOIN images AS image ON image.id = link.image_id AND image.user_id = link.created_by
            LEFT JOIN projects AS project ON project.id = link.project_id AND project.user_id = link.created_by
            WHERE "# + $rest,
            $($value),+
        )
    };
}

/// Adds a link to what is the user's.
///
/// # Errors
/// When the database cannot be asked.
pub async fn insert(
    conn: &mut PgConnection,
    user_id: UserId,
    (id, target): (ShareId, ShareTarget),
    token: &ShareToken,
    rules: &ShareRules,
    now: DateTime<Utc>,
) -> Result<()> {
    match target {
        ShareTarget::Image(image) => {
            sqlx::query!(
                "INSERT INTO shared_images (
                    id, image_id, share_token, created_by, expires_at, password_hash, shows_prompts, allows_download, allows_indexing,
                    created_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                id.0,
                image.0,
                token.expose(),
                user_id.0,
                rules.expires_at,
                rules.password_hash,
                rules.shows_prompts,
                rules.allows_download,
                rules.allows_indexing,
                now
            )
            .execute(conn)
            .await?
        }
        ShareTarget::Project(project) => {
            sqlx::query!(
                "INSERT INTO shared_projects (
                    id, project_id, share_token, created_by, expires_at, password_hash, shows_prompts, allows_download, allows_indexing,
                    created_at
                ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                id.0,
                project.0,
                token.expose(),
                user_id.0,
                rules.expires_at,
                rules.password_hash,
                rules.shows_prompts,
                rules.allows_download,
                rules.allows_indexing,
                now
            )
            .execute(conn)
            .await?
        }
    };
    Ok(())
}

/// The link of this token, while it shows something: it has not expired, its owner's account is neither switched off nor about to be
/// deleted, and what it shows is there and not in the trash.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find_open(conn: &mut PgConnection, token: &ShareToken, now: DateTime<Utc>) -> Result<Option<Share>> {
    let row = links!(
        "link.share_token = $1 AND (link.expires_at IS NULL OR link.expires_at > $2) AND owner.is_open
            AND (project.id IS NOT NULL OR (image.id IS NOT NULL AND image.deleted_at IS NULL))";
        token.expose(),
        now
    );
    row.fetch_optional(conn).await?.map(Share::try_from).transpose()
}

/// A page of a user's links, dead ones too, newest first: all, or those to one thing.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(
    conn: &mut PgConnection,
    user_id: UserId,
    target: Option<ShareTarget>,
    after: Option<Cursor>,
    limit: PageLimit,
) -> Result<Vec<Share>> {
    let (image, project) = match target {
        None => (None, None),
        Some(ShareTarget::Image(id)) => (Some(id.0), None),
        Some(ShareTarget::Project(id)) => (None, Some(id.0)),
    };
    let rows = links!(
        "link.created_by = $1
            AND ($2::uuid IS NULL OR link.image_id = $2) AND ($3::uuid IS NULL OR link.project_id = $3)
            AND (link.created_at, link.id) < (COALESCE($4, 'infinity'::timestamptz), $5)
        ORDER BY link.created_at DESC, link.id DESC
        LIMIT $6";
        user_id.0,
        image,
        project,
        after.map(|cursor| cursor.at),
        after.map_or(Uuid::max(), |cursor| cursor.id),
        i64::from(limit.rows())
    );
    rows.fetch_all(conn).await?.into_iter().map(Share::try_from).collect()
}

/// How many links a user has.
///
/// # Errors
/// When the database cannot be asked.
pub async fn count(conn: &mut PgConnection, user_id: UserId) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM share_links WHERE created_by = $1"#,
        user_id.0
    );
    Ok(count.fetch_one(conn).await?)
}

/// Removes a link of a user; `false` when there is none with this token.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, user_id: UserId, token: &ShareToken) -> Result<bool> {
    let removed = sqlx::query_scalar!(
        r#"WITH of_image AS (
            DELETE FROM shared_images WHERE share_token = $1 AND created_by = $2 RETURNING id
        ), of_project AS (
            DELETE FROM shared_projects WHERE share_token = $1 AND created_by = $2 RETURNING id
        )
        SELECT (SELECT count(*) FROM of_image) + (SELECT count(*) FROM of_project) AS "removed!""#,
        token.expose(),
        user_id.0
    );
    Ok(removed.fetch_one(conn).await? > 0)
}
