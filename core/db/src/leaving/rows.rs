//! Removing what an account leaves, some rows at a time: each step gives how many rows it took, and none is left after a step that
//! took fewer than it might.
//!
//! What is not here is small, or goes with what is: it is removed with the account itself.

use sqlx::PgConnection;
use studio_model::UserId;
use uuid::Uuid;

use crate::Result;
use crate::images::trash::{Purged, PurgedRow};

/// One kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Who was counted as a visitor of a link.
    ShareViews,
    /// Pictures that go into steps of recipes.
    RecipeItems,
    /// Jobs with their calls, and what was tried out with them.
    Jobs,
    /// What was used.
    Usage,
    /// Sums of that by day.
    UsageDays,
    /// News.
    Notifications,
    /// What live pages follow; no key holds these rows to the account.
    Events,
    /// Ways back.
    UndoSteps,
    /// What webhooks were told.
    Deliveries,
    /// The library of prompts.
    Prompts,
    /// What was said about pictures.
    Comments,
    /// Repeated requests.
    IdempotencyKeys,
    /// Due times of schedules.
    ScheduleRuns,
    /// Batches with their tables.
    Batches,
    /// Entries about the account, and those about its address before it was one.
    AuditEntries,
    /// Entries about others forget who did it.
    AuditActs,
    /// Failed log-ins.
    LoginFailures,
    /// Movements of money forget whose they are.
    Ledger,
}

impl Kind {
    /// All, in an order in which each finds what it needs.
    pub const ALL: [Self; 18] = [
        Self::ShareViews,
        Self::RecipeItems,
        Self::Jobs,
        Self::Usage,
        Self::UsageDays,
        Self::Notifications,
        Self::Events,
        Self::UndoSteps,
        Self::Deliveries,
        Self::Prompts,
        Self::Comments,
        Self::IdempotencyKeys,
        Self::ScheduleRuns,
        Self::Batches,
        Self::AuditEntries,
        Self::AuditActs,
        Self::LoginFailures,
        Self::Ledger,
    ];
}

/// Removes up to `limit` rows of a table by a condition on the user in `$1`. By the row's place, which needs no key.
macro_rules! delete {
    ($table:tt, $condition:tt; $conn:expr, $id:expr, $limit:expr) => {
        sqlx::query!(
            "DELETE FROM "
                + $table
                + " WHERE ctid = ANY (ARRAY(SELECT place.ctid FROM "
                + $table
                + " AS place WHERE "
                + $condition
                + " LIMIT $2 FOR UPDATE))",
            $id.0,
            $limit
        )
        .execute($conn)
        .await?
        .rows_affected()
    };
}

/// Removes up to `limit` rows of a kind; gives how many. `email` is the account's address.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete(conn: &mut PgConnection, kind: Kind, id: UserId, email: &str, limit: i64) -> Result<u64> {
    Ok(match kind {
        Kind::ShareViews => delete!(
            "share_views", "place.link_id IN (SELECT id FROM share_links WHERE created_by = $1)"; conn, id, limit
        ),
        Kind::RecipeItems => delete!(
            "recipe_items", "place.run_id IN (SELECT id FROM recipe_runs WHERE user_id = $1)"; conn, id, limit
        ),
        Kind::Jobs => delete_jobs(conn, id, limit).await?,
        Kind::Usage => delete!("usage_logs", "place.user_id = $1"; conn, id, limit),
        Kind::UsageDays => delete!("usage_daily", "place.user_id = $1"; conn, id, limit),
        Kind::Notifications => delete!("notifications", "place.user_id = $1"; conn, id, limit),
        Kind::Events => delete!("events", "place.user_id = $1"; conn, id, limit),
        Kind::UndoSteps => delete!("undo_steps", "place.user_id = $1"; conn, id, limit),
        Kind::Deliveries => delete!(
            "outgoing_deliveries", "place.webhook_id IN (SELECT id FROM webhooks WHERE user_id = $1)"; conn, id, limit
        ),
        Kind::Prompts => delete!("prompts", "place.user_id = $1"; conn, id, limit),
        Kind::Comments => delete!("image_comments", "place.user_id = $1"; conn, id, limit),
        Kind::IdempotencyKeys => delete!("idempotency_keys", "place.user_id = $1"; conn, id, limit),
        Kind::ScheduleRuns => delete!(
            "schedule_runs", "place.schedule_id IN (SELECT id FROM schedules WHERE user_id = $1)"; conn, id, limit
        ),
        Kind::Batches => delete!("batches", "place.user_id = $1"; conn, id, limit),
        Kind::AuditEntries => delete_audit_entries(conn, id, email, limit).await?,
        Kind::AuditActs => forget_acts(conn, id, limit).await?,
        Kind::LoginFailures => delete_login_failures(conn, id, email).await?,
        Kind::Ledger => forget_movements(conn, id, limit).await?,
    })
}

/// Locks up to `limit` pictures, wherever they are.
///
/// # Errors
/// When the database cannot be asked.
pub async fn lock_images(conn: &mut PgConnection, id: UserId, limit: i64) -> Result<Vec<Purged>> {
    // Each half has an index of its own.
    let kept = sqlx::query_as!(
        PurgedRow,
        "SELECT id, object_id, output_index, format FROM images WHERE user_id = $1 AND deleted_at IS NULL LIMIT $2 FOR UPDATE",
        id.0,
        limit
    );
    let mut images = kept.fetch_all(&mut *conn).await?;
    if images.is_empty() {
        let trashed = sqlx::query_as!(
            PurgedRow,
            "SELECT id, object_id, output_index, format FROM images
            WHERE user_id = $1 AND deleted_at IS NOT NULL LIMIT $2 FOR UPDATE",
            id.0,
            limit
        );
        images = trashed.fetch_all(conn).await?;
    }
    Ok(images.into_iter().map(Purged::from).collect())
}

/// The positions of those of the pictures whose objects belong to nobody but this user.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list_sole(conn: &mut PgConnection, id: UserId, images: &[Purged]) -> Result<Vec<usize>> {
    let objects: Vec<Uuid> = images.iter().map(|image| image.object_id).collect();
    let indexes: Vec<i32> = images.iter().map(|image| image.output_index).collect();
    let found = sqlx::query_scalar!(
        r#"SELECT object.position AS "position!"
        FROM UNNEST($1::uuid[], $2::integer[]) WITH ORDINALITY AS object (object_id, output_index, position)
        WHERE NOT EXISTS (
            SELECT FROM images AS other
            WHERE other.object_id = object.object_id AND other.output_index = object.output_index AND other.user_id <> $3
        )"#,
        &objects,
        &indexes,
        id.0
    );
    let positions = found.fetch_all(conn).await?.into_iter();
    Ok(positions
        .filter_map(|position| usize::try_from(position - 1).ok())
        .collect())
}

/// Removes the rows of pictures that [`lock_images`] gave.
///
/// # Errors
/// When the database cannot be asked.
pub async fn delete_images(conn: &mut PgConnection, images: &[Purged]) -> Result<()> {
    let ids: Vec<Uuid> = images.iter().map(|image| image.id.0).collect();
    sqlx::query!("DELETE FROM images WHERE id = ANY ($1)", &ids)
        .execute(conn)
        .await?;
    Ok(())
}

/// What was tried out with a job tells its prompt.
async fn delete_jobs(conn: &mut PgConnection, id: UserId, limit: i64) -> Result<u64> {
    let gone = sqlx::query_scalar!(
        "DELETE FROM generation_queue WHERE id = ANY (ARRAY(
            SELECT id FROM generation_queue WHERE user_id = $1 LIMIT $2 FOR UPDATE
        ))
        RETURNING id",
        id.0,
        limit
    );
    let gone = gone.fetch_all(&mut *conn).await?;
    sqlx::query!(
        "UPDATE plugin_shadow_runs
        SET jobs = (
            SELECT COALESCE(jsonb_agg(kept.job ORDER BY kept.position), '[]')
            FROM jsonb_array_elements(jobs) WITH ORDINALITY AS kept (job, position)
            WHERE (kept.job ->> 'job_id')::uuid <> ALL ($1)
        )
        WHERE EXISTS (SELECT FROM jsonb_array_elements(jobs) AS tried (job) WHERE (tried.job ->> 'job_id')::uuid = ANY ($1))",
        &gone
    )
    .execute(conn)
    .await?;
    Ok(u64::try_from(gone.len()).unwrap_or(u64::MAX))
}

async fn delete_audit_entries(conn: &mut PgConnection, id: UserId, email: &str, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM audit_log WHERE id = ANY (ARRAY(
            SELECT id FROM audit_log
            WHERE user_id = $1 OR (actor_id IS NULL AND lower(actor) = $2) OR lower(subject) = $2
            LIMIT $3
        ))",
        id.0,
        email,
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}

async fn forget_acts(conn: &mut PgConnection, id: UserId, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE audit_log
        SET actor_id = NULL, actor = '', key_id = NULL, ip_address = NULL, user_agent = NULL, request_id = NULL
        WHERE id = ANY (ARRAY(SELECT id FROM audit_log WHERE actor_id = $1 LIMIT $2))",
        id.0,
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}

async fn delete_login_failures(conn: &mut PgConnection, id: UserId, email: &str) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM login_failures WHERE subject IN ('email:' || $2::text, 'code:' || $1::uuid::text)",
        id.0,
        email
    );
    Ok(done.execute(conn).await?.rows_affected())
}

/// A movement and its entries at once, so that both always say the same.
async fn forget_movements(conn: &mut PgConnection, id: UserId, limit: i64) -> Result<u64> {
    let done = sqlx::query!(
        "WITH picked AS (
            SELECT id FROM ledger_transactions WHERE user_id = $1 LIMIT $2 FOR UPDATE
        ), entries AS (
            UPDATE ledger_entries SET user_id = NULL WHERE transaction_id IN (SELECT id FROM picked)
        )
        UPDATE ledger_transactions SET user_id = NULL, note = '', job_id = NULL, round = NULL, batch_id = NULL
        WHERE id IN (SELECT id FROM picked)",
        id.0,
        limit
    );
    Ok(done.execute(conn).await?.rows_affected())
}
